package lifecycle_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// sidekiq is the list of the staging stack with other settings.
func sidekiq(settings ...string) map[string]string {
	item := map[string]string{"name": `"redis-sidekiq"`, "memory_gb": "2", "redis_version": `"REDIS_6_X"`, "tier": `"BASIC"`}
	for i := 0; i < len(settings); i += 2 {
		item[settings[i]] = settings[i+1]
	}
	var fields []string
	for key, value := range item {
		fields = append(fields, `"`+key+`": `+value)
	}
	return map[string]string{"redis": "[{" + strings.Join(fields, ", ") + "}]"}
}

func TestGCPRedisLifecycle(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "gcp-redis")
	for _, name := range []string{"staging", "production"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "gcp-redis/"+name, program)
			preview, err := s.Cloud.Preview(context.Background(), s.Name, program)
			require.NoError(t, err)
			first := s.Up(nil)
			assert.Equal(t, preview.Changes, first.Changes, "the preview tells what the update does")
			s.AssertConverged(nil)
			id := lifecycletest.Find(t, first, "redis-sidekiq-instance").ID
			assert.Equal(t, "projects/acme-"+name+"/locations/europe-west1/instances/redis-sidekiq", id, "where the provider is configured to be")

			err = s.Destroy()
			require.ErrorContains(t, err, "cannot be deleted\nbecause it is protected")
			assert.NotEmpty(t, s.Cloud.Objects())

			unprotected := map[string]string{"protect": "false"}
			s.Up(unprotected)
			require.NoError(t, s.Destroy())
			assert.Empty(t, s.Cloud.Objects())
		})
	}
}

func TestGCPRedisChanges(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "gcp-redis")
	for name, c := range map[string]struct {
		before, after map[string]string
		want          string
	}{
		"more memory":         {sidekiq(), sidekiq("memory_gb", "4"), "update"},
		"a newer version":     {sidekiq(), sidekiq("redis_version", `"REDIS_7_0"`), "update"},
		"another policy":      {sidekiq(), sidekiq("max_memory_policy", `"noeviction"`), "update"},
		"another snapshot":    {sidekiq(), sidekiq("snapshot_period", `"6h"`), "update"},
		"no snapshot":         {sidekiq(), sidekiq("persistence_enabled", "false"), "update"},
		"another maintenance": {sidekiq(), sidekiq("maintenance_window_day", `"MONDAY"`), "update"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "gcp-redis/staging", program)
			before := s.Up(c.before)
			after := s.Up(c.after)
			assert.Equal(t, []string{c.want}, lifecycletest.Operations(after, "redis-sidekiq-instance"))
			assert.Equal(t, lifecycletest.Find(t, before, "redis-sidekiq-instance").ID, lifecycletest.Find(t, after, "redis-sidekiq-instance").ID)
			s.AssertConverged(c.after)
		})
	}
}

func TestGCPRedisReplacementOfAProtectedInstanceIsRefused(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "gcp-redis")
	for name, change := range map[string]map[string]string{
		"the tier":        sidekiq("tier", `"STANDARD_HA"`),
		"encryption":      sidekiq("transit_encryption", "false"),
		"a downgrade":     sidekiq("redis_version", `"REDIS_5_0"`),
		"another network": sidekiq("authorized_network", `"projects/acme/global/networks/main"`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "gcp-redis/staging", program)
			before := s.Up(sidekiq())
			result, err := s.TryUp(change)
			require.ErrorContains(t, err, "protect")
			assert.Equal(t, lifecycletest.Find(t, before, "redis-sidekiq-instance").ID, lifecycletest.Find(t, result, "redis-sidekiq-instance").ID)
			s.AssertConverged(sidekiq())
		})
	}
}

func TestGCPRedisReordering(t *testing.T) {
	t.Parallel()
	list := func(names ...string) map[string]string {
		var items []string
		for _, name := range names {
			items = append(items, `{"name": "`+name+`", "memory_gb": 1, "redis_version": "REDIS_7_0", "tier": "BASIC"}`)
		}
		return map[string]string{"redis": "[" + strings.Join(items, ", ") + "]"}
	}
	s := lifecycletest.New(t, "gcp-redis/staging", lifecycletest.Prebuilt(t, "gcp-redis"))
	s.Up(list("one", "two", "three"))
	again := s.Up(list("three", "one", "two"))
	assert.Equal(t, map[string]int{"same": again.Changes["same"]}, again.Changes)
}

func TestGCPRedisInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "gcp-redis")
	unprotected := map[string]string{"protect": "false"}
	t.Run("create staging", func(t *testing.T) {
		t.Parallel()
		lifecycletest.EveryStep(t, "gcp-redis/staging", program, nil, map[string]string{})
	})
	t.Run("create production", func(t *testing.T) {
		t.Parallel()
		lifecycletest.EveryStep(t, "gcp-redis/production", program, nil, map[string]string{})
	})
	t.Run("change", func(t *testing.T) {
		t.Parallel()
		lifecycletest.EveryStep(t, "gcp-redis/staging", program, sidekiq(), sidekiq("memory_gb", "4", "persistence_enabled", "false"))
	})
	t.Run("replace", func(t *testing.T) {
		t.Parallel()
		before, after := sidekiq(), sidekiq("tier", `"STANDARD_HA"`)
		for key, value := range unprotected {
			before[key], after[key] = value, value
		}
		lifecycletest.EveryStep(t, "gcp-redis/staging", program, before, after)
	})
}

func TestGCPRedisBadInputRegistersNothing(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "gcp-redis")
	for name, c := range map[string]struct {
		settings map[string]string
		want     []string
	}{
		"an unknown key":       {sidekiq("max_memory", "1"), []string{"max_memory"}},
		"a wrong type":         {sidekiq("memory_gb", `"two"`), []string{"memory_gb", "an integer", "two"}},
		"a day":                {sidekiq("maintenance_window_day", `"SUNDY"`), []string{"maintenance_window_day", "SUNDY", "SUNDAY"}},
		"an hour":              {sidekiq("maintenance_start_hours", "24"), []string{"maintenance_start_hours", "23", "24"}},
		"a period":             {sidekiq("snapshot_period", `"2h"`), []string{"snapshot_period", "2h"}},
		"a long name":          {sidekiq("name", `"`+strings.Repeat("r", 41)+`"`), []string{"name", "40"}},
		"replicas on BASIC":    {sidekiq("replica_count", "2"), []string{"replica_count", "STANDARD_HA"}},
		"defrag on an old one": {sidekiq("active_defrag", "true", "redis_version", `"REDIS_3_2"`), []string{"active_defrag", "REDIS_4_0", "REDIS_3_2"}},
		"two of one name": {
			map[string]string{"redis": `[{"name": "a", "memory_gb": 1, "redis_version": "REDIS_7_0"}, {"name": "a", "memory_gb": 1, "redis_version": "REDIS_7_0"}]`},
			[]string{"name", `"a"`},
		},
		"a missing tag": {
			map[string]string{"tags": `{"owner": "team-platform", "environment": "staging", "service": "shop"}`}, []string{"cost-center"},
		},
		"several at once": {
			sidekiq("maintenance_window_day", `"SUNDY"`, "maintenance_start_hours", "24", "snapshot_period", `"2h"`, "nme", `"x"`),
			[]string{"SUNDY", "maintenance_start_hours", "2h", "nme"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "gcp-redis/staging", program)
			result, err := s.TryUp(c.settings)
			var failed *sandbox.Error
			require.ErrorAs(t, err, &failed)
			for _, want := range append(c.want, "staging") {
				assert.ErrorContains(t, err, want)
			}
			assert.Empty(t, s.Cloud.Objects())
			for _, r := range result.Resources {
				assert.Equal(t, "pulumi:pulumi:Stack", r.Type, "nothing but the stack itself is registered")
			}
		})
	}
}
