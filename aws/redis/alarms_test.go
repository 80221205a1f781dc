package redis_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

const alarmToken = "aws:cloudwatch/metricAlarm:MetricAlarm"

// wantAlarm is what an alarm is expected to send.
type wantAlarm struct {
	metric, statistic, compare string
	threshold                  float64
	period, periods            float64
	missing                    string
}

const (
	atLeast = "GreaterThanOrEqualToThreshold"
	above   = "GreaterThanThreshold"
)

// sustained is an alarm on the highest value of five minutes in a row.
func sustained(metric, compare string, threshold float64, missing string) wantAlarm {
	return wantAlarm{metric, "Maximum", compare, threshold, 60, 5, missing}
}

// counted is an alarm on anything within five minutes.
func counted(metric string) wantAlarm {
	return wantAlarm{metric, "Sum", above, 0, 300, 1, "notBreaching"}
}

func assertAlarm(t *testing.T, alarm *infratest.Resource, want wantAlarm) {
	t.Helper()
	got := wantAlarm{
		metric: alarm.Value("metricName").(string), statistic: alarm.Value("statistic").(string),
		compare: alarm.Value("comparisonOperator").(string), threshold: alarm.Value("threshold").(float64),
		period: alarm.Value("period").(float64), periods: alarm.Value("evaluationPeriods").(float64),
		missing: alarm.Value("treatMissingData").(string),
	}
	assert.Equal(t, want, got, alarm.Name)
	assert.Equal(t, got.periods, alarm.Value("datapointsToAlarm"), alarm.Name)
	assert.Equal(t, "AWS/ElastiCache", alarm.Value("namespace"), alarm.Name)
	assert.Equal(t, "team-pay", alarm.Value("tags.owner"), alarm.Name)
	assert.NotEmpty(t, alarm.Value("alarmDescription"), alarm.Name)
	assert.Nil(t, alarm.Value("name"), "auto-named")
}

func TestAlarms(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	want := map[string]wantAlarm{
		"memory-alarm":      sustained("DatabaseMemoryUsagePercentage", atLeast, 80, "missing"),
		"cpu-alarm":         sustained("CPUUtilization", atLeast, 45, "missing"),
		"connections-alarm": sustained("CurrConnections", atLeast, 52000, "missing"),
		"evictions-alarm":   counted("Evictions"),
		"replication-alarm": sustained("ReplicationLag", above, 30, "notBreaching"),
	}
	id := graph.One(t, groupToken).ID
	for role, alarm := range want {
		for _, node := range []string{"001", "002"} {
			r := graph.Named(t, alarmToken, "sessions-"+role+"-"+node)
			assertAlarm(t, r, alarm)
			assert.Equal(t, map[string]any{"CacheClusterId": id + "-" + node}, r.Value("dimensions"))
		}
	}
	assert.Len(t, graph.OfType(alarmToken), 2*len(want))
}

func TestAlarmsOfNodeTypes(t *testing.T) {
	t.Parallel()
	for nodeType, test := range map[string]struct {
		cpu, memory             string
		cpuPercent, mostClients float64
	}{
		"cache.t4g.micro":   {"CPUUtilization", "DatabaseMemoryUsagePercentage", 45, 16000},
		"cache.t3.small":    {"CPUUtilization", "DatabaseMemoryUsagePercentage", 45, 37200},
		"cache.r7g.large":   {"CPUUtilization", "DatabaseMemoryUsagePercentage", 45, 52000},
		"cache.r7g.xlarge":  {"EngineCPUUtilization", "DatabaseMemoryUsagePercentage", 90, 52000},
		"cache.r6gd.xlarge": {"EngineCPUUtilization", "DatabaseCapacityUsagePercentage", 90, 52000},
	} {
		graph := run(t, func(a *redis.ClusterArgs) { a.NodeType = nodeType })
		cpu := graph.Named(t, alarmToken, "sessions-cpu-alarm-001")
		assert.Equal(t, test.cpu, cpu.Value("metricName"), nodeType)
		assert.InDelta(t, test.cpuPercent, cpu.Value("threshold"), 1e-9, nodeType)
		assert.Equal(t, test.memory, graph.Named(t, alarmToken, "sessions-memory-alarm-001").Value("metricName"), nodeType)
		assert.InDelta(t, test.mostClients, graph.Named(t, alarmToken, "sessions-connections-alarm-001").Value("threshold"), 1e-6, nodeType)
	}
}

// alarmNames are the ends of the names of all alarms.
func alarmNames(g *infratest.Graph) []string {
	var all []string
	for _, r := range g.OfType(alarmToken) {
		all = append(all, strings.TrimPrefix(r.Name, "sessions-"))
	}
	return all
}

func TestAlarmsFollowTheTopology(t *testing.T) {
	t.Parallel()
	alone := []string{"connections-alarm-001", "cpu-alarm-001", "evictions-alarm-001", "memory-alarm-001"}
	for name, test := range map[string]struct {
		change func(*redis.ClusterArgs)
		want   []string
	}{
		"one node":    {func(a *redis.ClusterArgs) { a.DisableReplicas = true }, alone},
		"development": {func(a *redis.ClusterArgs) { a.Profile = component.Development }, alone},
		"a store":     {func(a *redis.ClusterArgs) { a.DisableReplicas, a.MaxMemoryPolicy = true, redis.NoEviction }, alone},
		"a cache with keys that expire": {
			func(a *redis.ClusterArgs) { a.DisableReplicas, a.MaxMemoryPolicy = true, redis.VolatileTTL }, alone,
		},
		"a cache": {
			func(a *redis.ClusterArgs) { a.DisableReplicas, a.MaxMemoryPolicy = true, redis.AllKeysLRU },
			[]string{"connections-alarm-001", "cpu-alarm-001"},
		},
		"shards without replicas": {
			func(a *redis.ClusterArgs) { a.Shards, a.DisableReplicas, a.MaxMemoryPolicy = 2, true, redis.AllKeysLFU },
			[]string{"connections-alarm-0001-001", "connections-alarm-0002-001", "cpu-alarm-0001-001", "cpu-alarm-0002-001"},
		},
		"one shard": {
			func(a *redis.ClusterArgs) { a.Shards, a.MaxMemoryPolicy = 1, redis.AllKeysRandom },
			[]string{
				"connections-alarm-0001-001", "connections-alarm-0001-002", "cpu-alarm-0001-001", "cpu-alarm-0001-002",
				"replication-alarm-0001-001", "replication-alarm-0001-002",
			},
		},
		"none": {func(a *redis.ClusterArgs) { a.DisableAlarms = true }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.ElementsMatch(t, test.want, alarmNames(run(t, test.change)))
		})
	}
}

func TestShardedAlarmsNameTheirNode(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *redis.ClusterArgs) { a.Shards, a.Replicas = 3, 2 })
	assert.Len(t, graph.OfType(alarmToken), 3*3*5)
	id := graph.One(t, groupToken).ID
	for _, node := range []string{"0001-001", "0002-003", "0003-002"} {
		r := graph.Named(t, alarmToken, "sessions-memory-alarm-"+node)
		assert.Equal(t, id+"-"+node, r.Value("dimensions.CacheClusterId"))
	}
}

// The model of the cloud says which nodes a group has; each is watched, and no other.
func TestEveryNodeIsWatched(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*redis.ClusterArgs){
		"one node": func(a *redis.ClusterArgs) { a.DisableReplicas = true },
		"replicas": func(a *redis.ClusterArgs) { a.Replicas = 3 },
		"shards":   func(a *redis.ClusterArgs) { a.Shards, a.Replicas = 3, 1 },
	} {
		graph := run(t, change)
		members := graph.One(t, groupToken).Outputs["memberClusters"].Mappable()
		var watched []any
		for _, r := range graph.OfType(alarmToken) {
			if r.Value("metricName") == "CurrConnections" {
				watched = append(watched, r.Value("dimensions.CacheClusterId"))
			}
		}
		assert.ElementsMatch(t, members, watched, name)
	}
}

func TestAlarmTopic(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]pulumi.StringInput{"known": pulumi.String(topic), "known later": pulumi.String(topic).ToStringOutput()} {
		alarms := run(t, func(a *redis.ClusterArgs) { a.AlarmTopicARN = in }).OfType(alarmToken)
		require.NotEmpty(t, alarms)
		for _, alarm := range alarms {
			assert.Equal(t, []any{topic}, alarm.Value("alarmActions"), "%s: %s", name, alarm.Name)
			assert.Equal(t, []any{topic}, alarm.Value("okActions"), "%s: %s", name, alarm.Name)
		}
	}
	for name, in := range map[string]pulumi.StringInput{"nil": nil, "typed nil": (*pulumi.String)(nil), "unset output": pulumi.StringOutput{}} {
		alarms := run(t, func(a *redis.ClusterArgs) { a.AlarmTopicARN = in }).OfType(alarmToken)
		require.NotEmpty(t, alarms, "alarms exist without a topic")
		for _, alarm := range alarms {
			assert.Nil(t, alarm.Value("alarmActions"), "%s: %s", name, alarm.Name)
			assert.Nil(t, alarm.Value("okActions"), "%s: %s", name, alarm.Name)
		}
	}
	_, err := tryNamed(t, "sessions", func(a *redis.ClusterArgs) { a.AlarmTopicARN = pulumi.String("alarms").ToStringOutput() })
	assert.ErrorContains(t, err, `redis: ClusterArgs.AlarmTopicARN: need a topic's ARN`)
}

// The number of alarms does not hang on what is known only after the creation.
func TestAlarmsInPreview(t *testing.T) {
	t.Parallel()
	shape := func(a *redis.ClusterArgs) { a.Shards = 2 }
	assert.ElementsMatch(t, alarmNames(run(t, shape)), alarmNames(run(t, shape, infratest.Preview())))
}
