package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	instanceToken  = "gcp:redis/instance:Instance"
	componentToken = "groundwork:gcp/redis:Instance"
	alertToken     = "gcp:monitoring/alertPolicy:AlertPolicy"
)

// try runs the program with a stack's file and some keys of it replaced.
func try(t *testing.T, stack string, changes map[string]string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	opts = append([]infratest.Option{
		infratest.Project("gcp-redis"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"), infratest.Config(changes),
	}, opts...)
	return infratest.TryRun(program, opts...)
}

func run(t *testing.T, stack string, changes map[string]string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, changes, opts...)
	require.NoError(t, err)
	return graph
}

func TestStaging(t *testing.T) {
	graph := run(t, "staging", nil)
	r := graph.One(t, instanceToken)
	window := "maintenancePolicy.weeklyMaintenanceWindows[0]."
	infratest.AssertInputs(t, r, map[string]any{
		"name":                                "redis-sidekiq",
		"tier":                                "BASIC",
		"memorySizeGb":                        2.0,
		"redisVersion":                        "REDIS_6_X",
		"redisConfigs.activedefrag":           "yes",
		"redisConfigs.maxmemory-policy":       "noeviction",
		window + "day":                        "SUNDAY",
		window + "startTime.hours":            8.0,
		window + "startTime.minutes":          0.0,
		"persistenceConfig.persistenceMode":   "RDB",
		"persistenceConfig.rdbSnapshotPeriod": "TWELVE_HOURS",
		"authEnabled":                         true,
		"transitEncryptionMode":               "SERVER_AUTHENTICATION",
		"labels.environment":                  "staging",
	})
	assert.True(t, r.Protect, "staging is protected too")
	assert.Equal(t, "redis-sidekiq", graph.One(t, componentToken).Name)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	graph.Golden(t, "testdata/golden/staging.json")
}

func TestProduction(t *testing.T) {
	graph := run(t, "production", nil)
	require.Len(t, graph.OfType(instanceToken), 3)
	for _, r := range graph.OfType(instanceToken) {
		assert.Equal(t, "STANDARD_HA", r.Value("tier"), r.Name)
		assert.True(t, r.Protect, r.Name)
	}
	catalog := graph.Named(t, instanceToken, "redis-catalog-instance")
	assert.Equal(t, "READ_REPLICAS_ENABLED", catalog.Value("readReplicasMode"))
	assert.Equal(t, 2.0, catalog.Value("replicaCount"))
	sessions := graph.Named(t, instanceToken, "redis-sessions-instance")
	assert.Equal(t, "TWENTY_FOUR_HOURS", sessions.Value("persistenceConfig.rdbSnapshotPeriod"))

	bucket := graph.One(t, "gcp:storage/bucket:Bucket")
	assert.Equal(t, "redis-sidekiq-export-bucket", bucket.Name)
	assert.Equal(t, "EU", bucket.Value("location"))
	assert.Equal(t, "30 2 * * *", graph.One(t, "gcp:cloudscheduler/job:Job").Value("schedule"))
	for _, alarm := range graph.OfType(alertToken) {
		assert.Equal(t, []any{"projects/acme-production/notificationChannels/1234567890"}, alarm.Value("notificationChannels"), alarm.Name)
	}
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	graph.Golden(t, "testdata/golden/production.json")
}

func TestExports(t *testing.T) {
	graph := run(t, "production", nil)
	for _, name := range []string{"redis-sidekiq", "redis-catalog", "redis-sessions"} {
		r := graph.Named(t, instanceToken, name+"-instance")
		endpoints, ok := graph.Output("redis")
		require.True(t, ok)
		got := endpoints.Mappable().(map[string]any)[name].(map[string]any)
		assert.Equal(t, r.Outputs["host"].StringValue(), got["host"], name)
		assert.Equal(t, r.Outputs["port"].NumberValue(), got["port"], name)
	}
	auth, ok := graph.Output("auth")
	require.True(t, ok)
	for name, password := range auth.ObjectValue() {
		assert.True(t, password.IsSecret(), string(name))
	}
	assert.Len(t, auth.ObjectValue(), 3)
}

// Items are known by name: another order is the same program.
func TestOrderMeansNothing(t *testing.T) {
	text, err := os.ReadFile("Pulumi.production.yaml")
	require.NoError(t, err)
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(text, &file))
	items := file.Config["gcp-redis:redis"].([]any)
	slices.Reverse(items)
	reversed, err := json.Marshal(items)
	require.NoError(t, err)
	graph := run(t, "production", map[string]string{"gcp-redis:redis": string(reversed)})
	graph.Golden(t, "testdata/golden/production.json")
}

func TestPreview(t *testing.T) {
	for _, stack := range []string{"staging", "production"} {
		update, preview := run(t, stack, nil), run(t, stack, nil, infratest.Preview())
		var want, got []string
		for _, r := range update.All() {
			want = append(want, string(r.URN))
		}
		for _, r := range preview.All() {
			got = append(got, string(r.URN))
		}
		assert.Equal(t, want, got, stack)
	}
}

func TestProtectionCanBeSwitchedOff(t *testing.T) {
	graph := run(t, "production", map[string]string{"gcp-redis:protect": "false"})
	for _, r := range graph.All() {
		assert.False(t, r.Protect, r.Name)
	}
}

func TestSnapshotPeriods(t *testing.T) {
	for written, sent := range map[string]string{
		"1h": "ONE_HOUR", "ONE_HOUR": "ONE_HOUR", "6h": "SIX_HOURS", "SIX_HOURS": "SIX_HOURS",
		"12h": "TWELVE_HOURS", "TWELVE_HOURS": "TWELVE_HOURS", "24h": "TWENTY_FOUR_HOURS", "TWENTY_FOUR_HOURS": "TWENTY_FOUR_HOURS",
	} {
		graph := run(t, "staging", map[string]string{"gcp-redis:redis": list(`"snapshot_period": "` + written + `"`)})
		assert.Equal(t, sent, graph.One(t, instanceToken).Value("persistenceConfig.rdbSnapshotPeriod"), written)
	}
}

func TestSwitches(t *testing.T) {
	graph := run(t, "staging", map[string]string{"gcp-redis:redis": list(`"persistence_enabled": false, "transit_encryption": false`)})
	r := graph.One(t, instanceToken)
	assert.Equal(t, "DISABLED", r.Value("persistenceConfig.persistenceMode"))
	assert.Equal(t, "DISABLED", r.Value("transitEncryptionMode"))
	assert.Equal(t, true, r.Value("authEnabled"))
}

// list is the configuration with one good item, to which fields are added.
func list(fields ...string) string {
	item := append([]string{`"name": "cache", "memory_gb": 5`}, fields...)
	if !strings.Contains(strings.Join(fields, ""), "redis_version") {
		item = append(item, `"redis_version": "REDIS_6_X"`)
	}
	return "[{" + strings.Join(item, ", ") + "}]"
}

func TestBadInput(t *testing.T) {
	tests := map[string]struct {
		key, value string
		want       string
	}{
		"unknown key": {"redis", list(`"max_memory_polcy": "noeviction"`),
			`stack "staging": config "gcp-redis:redis": redis[0] "cache": max_memory_polcy: need a known key, did you mean "max_memory_policy"?`},
		"wrong type": {"redis", `[{"name": "cache", "memory_gb": "two", "redis_version": "REDIS_6_X"}]`,
			`redis[0] "cache": memory_gb: need an integer, got the string "two"`},
		"day": {"redis", list(`"maintenance_window_day": "SUNDY"`),
			`redis[0] "cache": maintenance_window_day: need MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY or SUNDAY, got "SUNDY", did you mean "SUNDAY"?`},
		"hour": {"redis", list(`"maintenance_window_day": "SUNDAY", "maintenance_start_hours": 24`),
			`redis[0] "cache": maintenance_start_hours: need 0 to 23, got 24`},
		"hour without day": {"redis", list(`"maintenance_start_hours": 8`),
			`redis[0] "cache": maintenance_window_day: need a day when a window is described, got nothing`},
		"period": {"redis", list(`"snapshot_period": "2h"`),
			`redis[0] "cache": snapshot_period: need ONE_HOUR, 1h, SIX_HOURS, 6h, TWELVE_HOURS, 12h, TWENTY_FOUR_HOURS or 24h, got "2h"`},
		"41 characters": {"redis", `[{"name": "` + strings.Repeat("a", 41) + `", "memory_gb": 5, "redis_version": "REDIS_6_X"}]`,
			`redis[0] "` + strings.Repeat("a", 41) + `": name: need 1 to 40 characters, got 41`},
		"name": {"redis", `[{"name": "Cache", "memory_gb": 5, "redis_version": "REDIS_6_X"}]`,
			`redis[0] "Cache": name: need 1 to 40 lower-case letters, digits and hyphens`},
		"duplicate names": {"redis", "[" + strings.Trim(list(), "[]") + "," + strings.Trim(list(), "[]") + "]",
			`redis[1] "cache": name: need a name no other item has, got "cache", as item 0 has`},
		"replicas on BASIC": {"redis", list(`"tier": "BASIC", "replica_count": 1`),
			`redis[0] "cache": replica_count: need tier STANDARD_HA for replicas, got 1 on BASIC`},
		"defrag too old": {"redis", list(`"active_defrag": true, "redis_version": "REDIS_3_2"`),
			`redis[0] "cache": active_defrag: need a redis_version of REDIS_4_0 or newer, got REDIS_3_2`},
		"config value": {"redis", list(`"redis_configs": {"timeout": "soon"}`),
			`redis[0] "cache": redis_configs["timeout"]: need a whole number of 0 or more, got "soon"`},
		"missing tag": {"tags", `{"owner": "team-platform", "environment": "staging", "service": "shop"}`,
			`gcp-redis:tags of stack "staging": cost-center: need`},
		"no items": {"redis", `[]`, `stack "staging": config "gcp-redis:redis": need at least one instance`},
		"protect":  {"protect", `"off"`, `stack "staging": config "gcp-redis:protect": protect: need true or false`},
		"channel":  {"alerts", `{"channels": ["42"]}`, `stack "staging": config "gcp-redis:alerts": alerts.channels[0]: need text that matches`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			graph, err := try(t, "staging", map[string]string{"gcp-redis:" + test.key: test.value})
			require.ErrorContains(t, err, test.want)
			assert.ErrorContains(t, err, `stack "staging"`)
			assert.Empty(t, graph.All(), "nothing may be registered")
			assert.Equal(t, 1, strings.Count(err.Error(), "need "), "one mistake is told once: %v", err)
		})
	}
}

func TestBadInputIsReportedTogether(t *testing.T) {
	graph, err := try(t, "staging", map[string]string{
		"gcp-redis:tags": `{"owner": "team-platform", "environment": "staging", "service": "shop"}`,
		"gcp-redis:redis": `[
			{"name": "one", "memory_gb": 5, "redis_version": "REDIS_6_X", "colour": "red", "maintenance_window_day": "SUNDY",
			 "maintenance_start_hours": 24, "snapshot_period": "2h"},
			{"name": "two", "memory_gb": "5", "redis_version": "REDIS_6_X"},
			{"name": "three", "memory_gb": 5, "redis_version": "REDIS_3_2", "active_defrag": true, "tier": "BASIC", "replica_count": 2},
			{"name": "three", "memory_gb": 5, "redis_version": "REDIS_6_X"}]`,
	})
	require.Error(t, err)
	assert.Empty(t, graph.All())
	for _, part := range []string{
		`"one": colour:`, `"one": maintenance_window_day:`, `"one": maintenance_start_hours:`, `"one": snapshot_period:`,
		`"two": memory_gb:`, `"three": active_defrag:`, `"three": replica_count:`, `redis[3] "three": name:`, "cost-center:",
	} {
		assert.ErrorContains(t, err, part)
	}
}

// BenchmarkProduction runs the production stack under mocks.
func BenchmarkProduction(b *testing.B) {
	file := infratest.StackFile("Pulumi.production.yaml")
	b.ReportAllocs()
	for b.Loop() {
		graph, err := infratest.TryRun(program, infratest.Project("gcp-redis"), infratest.Stack("production"), file)
		if err != nil || len(graph.All()) < 30 {
			b.Fatal("the stack did not come up", err)
		}
	}
}
