package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

func nightly() plan.SnapshotLifecycle {
	return plan.SnapshotLifecycle{
		Name: "nightly", Schedule: "0 30 1 * * ?", Repository: "Backups", Retention: plan.SnapshotRetention{ExpireAfter: "35d"},
	}
}

func TestSnapshots(t *testing.T) {
	t.Parallel()
	rendered(t, "slm_policy", `{
		"schedule": "0 30 1 * * ?", "name": "<nightly-{now/d}>", "repository": "Backups",
		"config": {"include_global_state": true, "partial": false}, "retention": {"expire_after": "35d"}
	}`, nightly())
	rendered(t, "slm_policy", `{
		"schedule": "1h", "name": "hourly", "repository": "found-snapshots",
		"config": {"include_global_state": false, "partial": true, "indices": ["logs-*", "-logs-debug"], "metadata": {"team": "shop"}},
		"retention": {"expire_after": "2d", "min_count": 5, "max_count": 50}
	}`, plan.SnapshotLifecycle{
		Name: "hourly", Schedule: "1h", SnapshotName: "hourly", Repository: "found-snapshots", AllowFoundSnapshots: true,
		Indices: []string{"logs-*", "-logs-debug"}, DisableGlobalState: true, AllowPartial: true, Meta: map[string]any{"team": "shop"},
		Retention: plan.SnapshotRetention{ExpireAfter: "2d", MinCount: 5, MaxCount: 50},
	})
}

func TestSnapshotsThatAreRefused(t *testing.T) {
	t.Parallel()
	_, err := plan.SnapshotLifecycle{
		SnapshotName: "x", Repository: "found-snapshots", Indices: []string{"*", "A"}, Retention: plan.SnapshotRetention{MinCount: 3, MaxCount: 2},
	}.JSON()
	refused(t, "SnapshotLifecycle", err,
		"Name: need lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 200 at most, got nothing",
		`Schedule: need seconds, minutes, hours, day of month, month and day of week, with ? for one of the days, such as "0 30 1 * * ?", got nothing`,
		`Repository: need a repository of your own: found-snapshots goes with the deployment and is read in its region only, got "found-snapshots"`,
		`Indices[1]: need a lower-case name of 255 bytes at most, not beginning with - _ + or .ds-, without \ / ? " < > | , # : or spaces, got "A"`,
		"Retention.ExpireAfter: need the age at which a snapshot is deleted, a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got nothing",
		"Retention.MaxCount: need MinCount or more, got 2 with a MinCount of 3",
	)
}

func TestSchedulesAndSnapshotNames(t *testing.T) {
	t.Parallel()
	for schedule, ok := range map[string]bool{
		"0 0 0 ? * MON-FRI": true, "0 0 0 ? * mon": true, "0 0/15 * 1,15 * ? 2030": true, "0 0 0 L * ?": true, "15m": true, "1d": true,
		"14m": false, "30 1 * * *": false, "0 30 1 * * *": false, "0 30 1 ? * ?": false, "0 30 1 * * ? 2030 1": false, "0 30 1 * * mon": false, "0 30 1 * * ?;": false,
		"@daily": false,
	} {
		policy := nightly()
		policy.Schedule = schedule
		if ok {
			require.NoError(t, policy.Validate(), schedule)
		} else {
			require.ErrorContains(t, policy.Validate(), "Schedule: need", schedule)
		}
	}
	for name, ok := range map[string]bool{
		"<a-{now/d}>": true, "<a-{now/M{yyyy.MM}}-b>": true, "a.b_c-1": true,
		"a-{now/d}": false, "<a-{now/d}": false, "A": false, "a b": false, "<{now/d}>": false, "a,b": false,
	} {
		policy := nightly()
		policy.SnapshotName = name
		if ok {
			require.NoError(t, policy.Validate(), name)
		} else {
			require.ErrorContains(t, policy.Validate(), "SnapshotName: need", name)
		}
	}
}
