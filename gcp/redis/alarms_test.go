package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
)

const threshold = ".conditionThreshold."

func TestAlarms(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Snapshots.Period = redis.SixHours })
	tests := []struct {
		alarm     string
		condition string
		metric    string
		above     float64
		aligner   string
		duration  string
	}{
		{"sessions-memory-alarm", "conditions[0]", "stats/memory/system_memory_usage_ratio", 0.8, "ALIGN_MEAN", "0s"},
		{"sessions-memory-alarm", "conditions[1]", "stats/memory/system_memory_overload_duration", 0, "ALIGN_DELTA", "0s"},
		{"sessions-memory-alarm", "conditions[2]", "stats/memory/usage_ratio", 0.9, "ALIGN_MEAN", "300s"},
		{"sessions-cpu-alarm", "conditions[0]", "stats/cpu_utilization_main_thread", 0.9, "ALIGN_RATE", "300s"},
		{"sessions-connections-alarm", "conditions[0]", "clients/connected", 52000, "ALIGN_MAX", "300s"},
		{"sessions-connections-alarm", "conditions[1]", "stats/reject_connections_count", 0, "ALIGN_DELTA", "0s"},
		{"sessions-evictions-alarm", "conditions[0]", "stats/evicted_keys", 0, "ALIGN_DELTA", "300s"},
		{"sessions-replication-alarm", "conditions[0]", "replication/master/slaves/lag", 30, "ALIGN_MAX", "300s"},
		{"sessions-snapshot-alarm", "conditions[0]", "rdb/snapshot/last_success_age", 2 * 6 * 3600, "ALIGN_MIN", "300s"},
	}
	id := graph.One(t, instanceToken).ID
	for _, test := range tests {
		alarm := graph.Named(t, alertToken, test.alarm)
		at := test.condition + threshold
		assert.Equal(t, `resource.type = "redis_instance" AND resource.labels.instance_id = "`+id+
			`" AND metric.type = "redis.googleapis.com/`+test.metric+`"`, alarm.Value(at+"filter"))
		assert.Equal(t, "COMPARISON_GT", alarm.Value(at+"comparison"), test.metric)
		assert.InDelta(t, test.above, alarm.Value(at+"thresholdValue"), 1e-9, test.metric)
		assert.Equal(t, test.duration, alarm.Value(at+"duration"), test.metric)
		assert.Equal(t, test.aligner, alarm.Value(at+"aggregations[0].perSeriesAligner"), test.metric)
		assert.Equal(t, "300s", alarm.Value(at+"aggregations[0].alignmentPeriod"), test.metric)
		assert.Equal(t, "OR", alarm.Value("combiner"))
		assert.Equal(t, "team-pay", alarm.Value("userLabels.owner"), test.alarm)
		assert.Nil(t, alarm.Value("notificationChannels"), "alarms exist without channels")
		assert.NotEmpty(t, alarm.Value("documentation.content"))
	}
	assert.Len(t, graph.OfType(alertToken), 6)

	cpu := graph.Named(t, alertToken, "sessions-cpu-alarm")
	assert.Equal(t, "REDUCE_SUM", cpu.Value("conditions[0].conditionThreshold.aggregations[0].crossSeriesReducer"))
	assert.Equal(t, []any{"resource.label.instance_id", "resource.label.node_id"},
		cpu.Value("conditions[0].conditionThreshold.aggregations[0].groupByFields"))
	age := graph.Named(t, alertToken, "sessions-snapshot-alarm")
	assert.Equal(t, "REDUCE_MIN", age.Value("conditions[0].conditionThreshold.aggregations[0].crossSeriesReducer"))
}

func TestAlarmsFollowTheInstance(t *testing.T) {
	memory, cpu, connections := "sessions-memory-alarm", "sessions-cpu-alarm", "sessions-connections-alarm"
	evictions, replication, snapshot := "sessions-evictions-alarm", "sessions-replication-alarm", "sessions-snapshot-alarm"
	tests := map[string]struct {
		change func(*redis.InstanceArgs)
		want   []string
	}{
		"default":      {func(*redis.InstanceArgs) {}, []string{memory, cpu, connections, evictions, replication, snapshot}},
		"one node":     {func(a *redis.InstanceArgs) { a.Tier = redis.Basic }, []string{memory, cpu, connections, evictions, snapshot}},
		"no snapshots": {func(a *redis.InstanceArgs) { a.Snapshots.Disable = true }, []string{memory, cpu, connections, evictions, replication}},
		"a cache":      {func(a *redis.InstanceArgs) { a.MaxMemoryPolicy = redis.AllKeysLRU }, []string{memory, cpu, connections, replication, snapshot}},
		"none":         {func(a *redis.InstanceArgs) { a.DisableAlarms, a.Export = true, &redis.Export{} }, nil},
		"with export": {func(a *redis.InstanceArgs) { a.Export = &redis.Export{} },
			[]string{memory, cpu, connections, evictions, replication, snapshot, "sessions-export-alarm"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, test.change)
			assert.ElementsMatch(t, test.want, infratest.Names(graph.OfType(alertToken)))
		})
	}
	cache := run(t, func(a *redis.InstanceArgs) { a.MaxMemoryPolicy = redis.AllKeysLRU })
	assert.Len(t, cache.Named(t, alertToken, memory).Value("conditions"), 2, "a cache is meant to be full")
}

func TestConnectionAlarmKnowsTheLimit(t *testing.T) {
	tests := []struct {
		version redis.Version
		memory  int
		noTLS   bool
		limit   float64
	}{
		{redis.Redis6X, 1, false, 1000},
		{redis.Redis6X, 4, false, 1000},
		{redis.Redis6X, 5, false, 2500},
		{redis.Redis6X, 10, false, 2500},
		{redis.Redis50, 11, false, 15000},
		{redis.Redis50, 35, false, 15000},
		{redis.Redis40, 36, false, 30000},
		{redis.Redis40, 300, false, 30000},
		{redis.Redis70, 1, false, 65000},
		{redis.Redis72, 300, false, 65000},
		{redis.Redis6X, 1, true, 65000},
	}
	for _, test := range tests {
		graph := run(t, func(a *redis.InstanceArgs) {
			a.RedisVersion, a.MemoryGB, a.DisableTransitEncryption = test.version, test.memory, test.noTLS
		})
		alarm := graph.Named(t, alertToken, "sessions-connections-alarm")
		assert.InDelta(t, 0.8*test.limit, alarm.Value("conditions[0].conditionThreshold.thresholdValue"), 1e-6, "%+v", test)
	}
}

func TestNotificationChannels(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) {
		a.Project = "acme-shop"
		a.NotificationChannels = []pulumi.StringInput{pulumi.String(channel), pulumi.String(channel + "3").ToStringOutput()}
	})
	alarms := graph.OfType(alertToken)
	require.NotEmpty(t, alarms)
	for _, alarm := range alarms {
		assert.Equal(t, []any{channel, channel + "3"}, alarm.Value("notificationChannels"), alarm.Name)
		assert.Equal(t, "acme-shop", alarm.Value("project"), alarm.Name)
	}
}

// The same metric may not be watched on a wrong series: every filter names the instance.
func TestAlarmsInPreview(t *testing.T) {
	graph := run(t, func(*redis.InstanceArgs) {}, infratest.Preview())
	for _, alarm := range graph.OfType(alertToken) {
		filter, ok := alarm.Input("conditions[0].conditionThreshold.filter")
		require.True(t, ok, alarm.Name)
		assert.True(t, filter.IsComputed() || filter.IsOutput(), "%s: the id is known only after creation", alarm.Name)
	}
}
