package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

func ptr[T any](value T) *T { return &value }

func rollover() *plan.Rollover { return &plan.Rollover{MaxAge: "1d"} }

func snapshotIn(repository string) *plan.SearchableSnapshot {
	return &plan.SearchableSnapshot{SnapshotRepository: repository}
}

func TestAPolicyWithEveryAction(t *testing.T) {
	t.Parallel()
	rendered(t, "ilm_policy", `{"policy": {
		"_meta": {"team": "shop"},
		"phases": {
			"hot": {"min_age": "0ms", "actions": {
				"set_priority": {"priority": 100}, "unfollow": {}, "readonly": {},
				"rollover": {
					"max_primary_shard_size": "30gb", "max_primary_shard_docs": 150000000, "max_age": "12h", "max_size": "1tb", "max_docs": 5,
					"min_primary_shard_size": "2gb", "min_primary_shard_docs": 1, "min_age": "90m", "min_docs": 2
				}
			}},
			"warm": {"min_age": "3d", "actions": {
				"downsample": {"fixed_interval": "1h"},
				"allocate": {"number_of_replicas": 0, "total_shards_per_node": 2, "include": {"rack": "a,b"}, "exclude": {"rack": "c"}, "require": {"disk": "ssd"}},
				"migrate": {"enabled": false},
				"shrink": {"number_of_shards": 1, "allow_write_after_shrink": true},
				"forcemerge": {"max_num_segments": 1, "index_codec": "best_compression"}
			}},
			"cold": {"min_age": "10d", "actions": {
				"set_priority": {"priority": 0},
				"searchable_snapshot": {"snapshot_repository": "Backups", "force_merge_index": false, "replicate_for": "5d", "total_shards_per_node": 3}
			}},
			"frozen": {"min_age": "15d", "actions": {"searchable_snapshot": {"snapshot_repository": "Backups"}}},
			"delete": {"min_age": "80d", "actions": {"wait_for_snapshot": {"policy": "nightly"}, "delete": {"delete_searchable_snapshot": false}}}
		}
	}}`, plan.Policy{
		Name: "everything", Meta: map[string]any{"team": "shop"},
		Phases: plan.Phases{
			Hot: &plan.Phase{Actions: plan.Actions{
				SetPriority: &plan.SetPriority{Priority: 100}, Unfollow: &plan.Unfollow{}, ReadOnly: &plan.ReadOnly{},
				Rollover: &plan.Rollover{
					MaxPrimaryShardSize: "30gb", MaxPrimaryShardDocs: 150_000_000, MaxAge: "12h", MaxSize: "1tb", MaxDocs: 5,
					MinPrimaryShardSize: "2gb", MinPrimaryShardDocs: 1, MinAge: "90m", MinDocs: 2,
				},
			}},
			Warm: &plan.Phase{MinAge: "3d", Actions: plan.Actions{
				Downsample: &plan.Downsample{FixedInterval: "1h"},
				Allocate: &plan.Allocate{
					NumberOfReplicas: ptr(0), TotalShardsPerNode: 2,
					Include: map[string]string{"rack": "a,b"}, Exclude: map[string]string{"rack": "c"}, Require: map[string]string{"disk": "ssd"},
				},
				Migrate: &plan.Migrate{Enabled: ptr(false)}, Shrink: &plan.Shrink{NumberOfShards: 1, AllowWriteAfterShrink: true},
				ForceMerge: &plan.ForceMerge{MaxNumSegments: 1, IndexCodec: "best_compression"},
			}},
			Cold: &plan.Phase{MinAge: "10d", Actions: plan.Actions{
				SetPriority: &plan.SetPriority{},
				SearchableSnapshot: &plan.SearchableSnapshot{
					SnapshotRepository: "Backups", ForceMergeIndex: ptr(false), ReplicateFor: "5d", TotalShardsPerNode: 3,
				},
			}},
			Frozen: &plan.Phase{MinAge: "15d", Actions: plan.Actions{SearchableSnapshot: snapshotIn("Backups")}},
			Delete: &plan.Phase{MinAge: "80d", Actions: plan.Actions{
				WaitForSnapshot: &plan.WaitForSnapshot{Policy: "nightly"}, Delete: &plan.Delete{DeleteSearchableSnapshot: ptr(false)},
			}},
		},
	})
}

func TestActionsOfEachPhase(t *testing.T) {
	t.Parallel()
	actions := map[string]struct {
		set     func(*plan.Actions)
		allowed string // phases: hot, warm, cold, frozen, delete
	}{
		"set_priority":        {func(a *plan.Actions) { a.SetPriority = &plan.SetPriority{} }, "hwc"},
		"unfollow":            {func(a *plan.Actions) { a.Unfollow = &plan.Unfollow{} }, "hwcf"},
		"rollover":            {func(a *plan.Actions) { a.Rollover = rollover() }, "h"},
		"readonly":            {func(a *plan.Actions) { a.ReadOnly = &plan.ReadOnly{} }, "hwc"},
		"downsample":          {func(a *plan.Actions) { a.Downsample = &plan.Downsample{FixedInterval: "1h"} }, "hwc"},
		"searchable_snapshot": {func(a *plan.Actions) { a.SearchableSnapshot = snapshotIn("backups") }, "hcf"},
		"allocate":            {func(a *plan.Actions) { a.Allocate = &plan.Allocate{NumberOfReplicas: ptr(1)} }, "wc"},
		"migrate":             {func(a *plan.Actions) { a.Migrate = &plan.Migrate{} }, "wc"},
		"shrink":              {func(a *plan.Actions) { a.Shrink = &plan.Shrink{NumberOfShards: 1} }, "hw"},
		"forcemerge":          {func(a *plan.Actions) { a.ForceMerge = &plan.ForceMerge{MaxNumSegments: 1} }, "hw"},
		"wait_for_snapshot":   {func(a *plan.Actions) { a.WaitForSnapshot = &plan.WaitForSnapshot{Policy: "nightly"} }, "d"},
		"delete":              {func(a *plan.Actions) { a.Delete = &plan.Delete{} }, "d"},
	}
	for letter, phase := range map[byte]func(*plan.Phases) *plan.Phase{
		'h': func(p *plan.Phases) *plan.Phase {
			p.Hot = &plan.Phase{Actions: plan.Actions{Rollover: rollover()}}
			return p.Hot
		},
		'w': func(p *plan.Phases) *plan.Phase { p.Warm = &plan.Phase{}; return p.Warm },
		'c': func(p *plan.Phases) *plan.Phase { p.Cold = &plan.Phase{}; return p.Cold },
		'f': func(p *plan.Phases) *plan.Phase {
			p.Frozen = &plan.Phase{Actions: plan.Actions{SearchableSnapshot: snapshotIn("backups")}}
			return p.Frozen
		},
		'd': func(p *plan.Phases) *plan.Phase {
			p.Delete = &plan.Phase{MinAge: "1d", Actions: plan.Actions{Delete: &plan.Delete{}}}
			return p.Delete
		},
	} {
		for name, action := range actions {
			policy := plan.Policy{Name: "logs"}
			action.set(&phase(&policy.Phases).Actions)
			err := policy.Validate()
			allowed := false
			for i := range action.allowed {
				allowed = allowed || action.allowed[i] == letter
			}
			if allowed {
				assert.NoError(t, err, "%s in %c", name, letter)
			} else {
				assert.ErrorContains(t, err, `got "`+name+`"`, "%s in %c", name, letter)
			}
		}
	}
}

func TestPoliciesThatAreRefused(t *testing.T) {
	t.Parallel()
	deleteAt := func(age plan.Duration) *plan.Phase {
		return &plan.Phase{MinAge: age, Actions: plan.Actions{Delete: &plan.Delete{}}}
	}
	at := func(age plan.Duration, actions plan.Actions) *plan.Phase {
		return &plan.Phase{MinAge: age, Actions: actions}
	}
	for name, test := range map[string]struct {
		phases plan.Phases
		want   []string
	}{
		"none": {plan.Phases{}, []string{"Phases: need one phase or more, got nothing"}},
		"out of order": {
			plan.Phases{Warm: at("30d", plan.Actions{}), Cold: at("240h", plan.Actions{}), Delete: deleteAt("20d")},
			[]string{
				"Phases.Cold.MinAge: need 30d or more, as phase Warm before it has, got 240h",
				"Phases.Delete.MinAge: need 30d or more, as phase Warm before it has, got 20d",
			},
		},
		"an age left out": {
			plan.Phases{Warm: at("1d", plan.Actions{}), Cold: at("", plan.Actions{})},
			[]string{"Phases.Cold.MinAge: need 1d or more, as phase Warm before it has, got 0ms"},
		},
		"deletion at once": {
			plan.Phases{Warm: at("1d", plan.Actions{}), Delete: deleteAt("")},
			[]string{"Phases.Delete.MinAge: need an age: without one an index is deleted as soon as it has rolled over, got nothing"},
		},
		"deletion at 0": {
			plan.Phases{Delete: deleteAt("0d")},
			[]string{"Phases.Delete.MinAge: need an age: without one an index is deleted as soon as it has rolled over, got nothing"},
		},
		"deletion of nothing": {
			plan.Phases{Delete: at("1d", plan.Actions{WaitForSnapshot: &plan.WaitForSnapshot{}})},
			[]string{
				"Phases.Delete.Actions: need the action delete, got nothing",
				"Phases.Delete.Actions.WaitForSnapshot.Policy: need the name of a snapshot lifecycle policy, got nothing",
			},
		},
		"weeks": {
			plan.Phases{Warm: at("2w", plan.Actions{})},
			[]string{`Phases.Warm.MinAge: need a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "2w"`},
		},
		"without a rollover": {
			plan.Phases{Hot: at("", plan.Actions{ForceMerge: &plan.ForceMerge{MaxNumSegments: 1}, ReadOnly: &plan.ReadOnly{}})},
			[]string{"Phases.Hot.Actions: need a rollover beside readonly, got nothing", "Phases.Hot.Actions: need a rollover beside forcemerge, got nothing"},
		},
		"rollover without a condition": {
			plan.Phases{Hot: at("", plan.Actions{Rollover: &plan.Rollover{MinDocs: 1}})},
			[]string{"Phases.Hot.Actions.Rollover: need one of the Max conditions or more: without one no index ever rolls over, got nothing"},
		},
		"rollover in wrong units": {
			plan.Phases{Hot: at("", plan.Actions{Rollover: &plan.Rollover{
				MaxPrimaryShardSize: "50GiB", MaxSize: "1.5gb", MinPrimaryShardSize: "gb", MaxAge: "1 d", MinAge: "-1", MinDocs: -1,
			}})},
			[]string{
				`Phases.Hot.Actions.Rollover.MaxPrimaryShardSize: need a whole number and b, kb, mb, gb, tb or pb, such as 50gb, got "50GiB"`,
				`Phases.Hot.Actions.Rollover.MaxSize: need a whole number and b, kb, mb, gb, tb or pb, such as 50gb, got "1.5gb"`,
				`Phases.Hot.Actions.Rollover.MinPrimaryShardSize: need a whole number and b, kb, mb, gb, tb or pb, such as 50gb, got "gb"`,
				`Phases.Hot.Actions.Rollover.MaxAge: need a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "1 d"`,
				`Phases.Hot.Actions.Rollover.MinAge: need a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got "-1"`,
				"Phases.Hot.Actions.Rollover: need numbers of documents of 0 or more, got nothing",
			},
		},
		"frozen without a snapshot": {
			plan.Phases{Frozen: at("1d", plan.Actions{})},
			[]string{"Phases.Frozen.Actions: need the action searchable_snapshot, which is how data is kept in the frozen tier, got nothing"},
		},
		"two repositories": {
			plan.Phases{Cold: at("1d", plan.Actions{SearchableSnapshot: snapshotIn("a")}), Frozen: at("2d", plan.Actions{SearchableSnapshot: snapshotIn("b")})},
			[]string{`Phases.Frozen.Actions.SearchableSnapshot.SnapshotRepository: need the one of phase Cold, a, got "b"`},
		},
		"a repository that is none": {
			plan.Phases{Cold: at("1d", plan.Actions{SearchableSnapshot: snapshotIn("")})},
			[]string{"Phases.Cold.Actions.SearchableSnapshot.SnapshotRepository: need a repository's name of letters, digits, dots, hyphens and underscores, got nothing"},
		},
		"after a searchable snapshot": {
			plan.Phases{
				Hot:  at("", plan.Actions{Rollover: rollover(), SearchableSnapshot: snapshotIn("a")}),
				Warm: at("1d", plan.Actions{ForceMerge: &plan.ForceMerge{MaxNumSegments: 1}, Shrink: &plan.Shrink{NumberOfShards: 1}}),
				Cold: at("2d", plan.Actions{SearchableSnapshot: snapshotIn("a"), Downsample: &plan.Downsample{FixedInterval: "1h"}}),
			},
			[]string{
				`Phases.Warm.Actions: need no shrink after a searchable_snapshot in phase Hot, got "shrink"`,
				`Phases.Warm.Actions: need no forcemerge after a searchable_snapshot in phase Hot, got "forcemerge"`,
				`Phases.Cold.Actions: need no downsample after a searchable_snapshot in phase Hot, got "downsample"`,
				`Phases.Cold.Actions: need searchable_snapshot in the hot or in the cold phase: with both, indices do not move to the cold tier, got "both"`,
			},
		},
		"replicas of a snapshot": {
			plan.Phases{
				Cold:   at("1d", plan.Actions{SearchableSnapshot: &plan.SearchableSnapshot{SnapshotRepository: "a", ReplicateFor: "10d"}}),
				Frozen: at("10d", plan.Actions{SearchableSnapshot: &plan.SearchableSnapshot{SnapshotRepository: "a", ReplicateFor: "1d"}}),
			},
			[]string{
				"Phases.Cold.Actions.SearchableSnapshot.ReplicateFor: need no longer than until phase Frozen begins at 10d, got 10d",
				`Phases.Frozen.Actions.SearchableSnapshot.ReplicateFor: need nothing: only the first searchable snapshot can have replicas, got "1d"`,
			},
		},
		"actions with wrong numbers": {
			plan.Phases{Warm: at("1d", plan.Actions{
				SetPriority: &plan.SetPriority{Priority: -1}, ForceMerge: &plan.ForceMerge{IndexCodec: "fast"}, Downsample: &plan.Downsample{},
				Shrink: &plan.Shrink{}, Allocate: &plan.Allocate{},
			})},
			[]string{
				"Phases.Warm.Actions.SetPriority.Priority: need 0 or more, got -1",
				"Phases.Warm.Actions.ForceMerge.MaxNumSegments: need 1 or more, got 0",
				`Phases.Warm.Actions.ForceMerge.IndexCodec: need best_compression, got "fast"`,
				"Phases.Warm.Actions.Downsample.FixedInterval: need a whole number and d, h, m, s, ms, micros or nanos, such as 30d, got nothing",
				`Phases.Warm.Actions.Shrink: need either NumberOfShards or MaxPrimaryShardSize, got 0 and ""`,
				"Phases.Warm.Actions.Allocate: need NumberOfReplicas, TotalShardsPerNode or a rule where shards may be, got nothing",
			},
		},
		"two ways to move": {
			plan.Phases{Warm: at("1d", plan.Actions{
				Allocate: &plan.Allocate{NumberOfReplicas: ptr(-1), Require: map[string]string{"a": "b"}}, Migrate: &plan.Migrate{},
				Shrink: &plan.Shrink{NumberOfShards: 1, MaxPrimaryShardSize: "1gb"},
			})},
			[]string{
				"Phases.Warm.Actions.Allocate.NumberOfReplicas: need 0 or more, got -1",
				`Phases.Warm.Actions.Migrate: need Enabled false beside rules in Allocate: only one of them can say where shards are, got "both"`,
				`Phases.Warm.Actions.Shrink: need either NumberOfShards or MaxPrimaryShardSize, got 1 and "1gb"`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := plan.Policy{Name: "logs", Phases: test.phases}.JSON()
			assert.Nil(t, text)
			refused(t, "Policy", err, test.want...)
		})
	}
}

func TestThePolicyIsNotChangedByRenderingIt(t *testing.T) {
	t.Parallel()
	hot := plan.Phase{Actions: plan.Actions{Rollover: rollover()}}
	policy := plan.Policy{Name: "logs", Phases: plan.Phases{Hot: &hot}}
	_, err := policy.JSON()
	require.NoError(t, err)
	assert.Empty(t, hot.MinAge)
}

func TestNamesAndUnits(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "Logs", "_logs", "logs/orders", "logs orders", "a,b", "-a"} {
		err := plan.Policy{Name: name, Phases: plan.Phases{Warm: &plan.Phase{}}}.Validate()
		assert.ErrorContains(t, err, "Policy.Name: need lower-case letters", name)
	}
	for _, age := range []plan.Duration{"0s", "1nanos", "2micros", "3ms", "4s", "5m", "6h", "400000d"} {
		require.NoError(t, plan.Policy{Name: "logs", Phases: plan.Phases{Warm: &plan.Phase{MinAge: age}}}.Validate(), age)
	}
	for _, age := range []plan.Duration{"1", "1M", "1y", "1.5d", "-1d", "d", "1d ", "P1D", "1D"} {
		require.Error(t, plan.Policy{Name: "logs", Phases: plan.Phases{Warm: &plan.Phase{MinAge: age}}}.Validate(), age)
	}
	shorter := plan.Policy{Name: "logs", Phases: plan.Phases{Warm: &plan.Phase{MinAge: "25h"}, Cold: &plan.Phase{MinAge: "1d"}}}
	require.Error(t, shorter.Validate(), "units are compared by their length")
}
