package redis

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/monitoring"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Thresholds of the alert policies.
const (
	systemMemoryRatio = 0.8 // Google's own advice: writes are refused at 1.0
	memoryRatio       = 0.9
	cpuSeconds        = 0.9 // of the one thread that serves commands, per second
	connectionRatio   = 0.8
	replicationLag    = 30 // seconds
	missedSnapshots   = 2
)

const metricPrefix = "redis.googleapis.com/"

// alarm is one alert policy; it fires when any of its conditions does.
type alarm struct {
	role       string
	title      string
	advice     string
	conditions []condition
}

// condition is one threshold on one metric of the instance.
type condition struct {
	name    string
	metric  string
	above   float64
	aligner string
	// reducer joins the series of all nodes, or of one node with groupByNode; empty looks at each series alone.
	reducer     string
	groupByNode bool
	// sustained is how long the threshold must be passed; empty is at once.
	sustained string
}

// alarms lists the alert policies for these arguments.
func (args *InstanceArgs) alarms() []alarm {
	all := []alarm{args.memoryAlarm(), cpuAlarm(), args.connectionsAlarm()}
	if !args.evictsByDesign() {
		all = append(all, evictionsAlarm())
	}
	if args.Tier == StandardHA {
		all = append(all, replicationAlarm())
	}
	if !args.Snapshots.Disable {
		all = append(all, args.snapshotAlarm())
	}
	return all
}

// evictsByDesign is true for a cache that may drop any key: it is always full and always evicting.
func (args *InstanceArgs) evictsByDesign() bool {
	return strings.HasPrefix(string(args.MaxMemoryPolicy), "allkeys-")
}

func (args *InstanceArgs) memoryAlarm() alarm {
	conditions := []condition{
		{name: "system memory above 80%", metric: "stats/memory/system_memory_usage_ratio", above: systemMemoryRatio, aligner: "ALIGN_MEAN"},
		{name: "writes blocked for lack of memory", metric: "stats/memory/system_memory_overload_duration", aligner: "ALIGN_DELTA"},
	}
	if !args.evictsByDesign() {
		conditions = append(conditions,
			condition{name: "data above 90% of maxmemory", metric: "stats/memory/usage_ratio", above: memoryRatio, aligner: "ALIGN_MEAN", sustained: "300s"})
	}
	return alarm{
		role: "memory-alarm", title: "memory", conditions: conditions,
		advice: "Raise MemoryGB, set maxmemory-gb to about 80% of it, or delete keys. Snapshots, exports and scaling need room for a copy.",
	}
}

// cpuAlarm adds up the series of one node: the metric is split by user and system time.
func cpuAlarm() alarm {
	return alarm{
		role: "cpu-alarm", title: "CPU",
		advice: "Redis serves commands on one thread. Look for slow commands (KEYS, large ranges, scripts), move reads to replicas, or split the data.",
		conditions: []condition{{
			name: "main thread busy above 90%", metric: "stats/cpu_utilization_main_thread", above: cpuSeconds,
			aligner: "ALIGN_RATE", reducer: "REDUCE_SUM", groupByNode: true, sustained: "300s",
		}},
	}
}

func (args *InstanceArgs) connectionsAlarm() alarm {
	limit := args.connectionLimit()
	return alarm{
		role: "connections-alarm", title: "connections",
		advice: fmt.Sprintf("This version and size take %d connections. Use connection pools, or a newer Redis.", limit),
		conditions: []condition{
			{
				name: "connections above 80% of the limit", metric: "clients/connected",
				above: connectionRatio * float64(limit), aligner: "ALIGN_MAX", sustained: "300s",
			},
			{name: "connections rejected", metric: "stats/reject_connections_count", aligner: "ALIGN_DELTA"},
		},
	}
}

// connectionLimit is the number of clients one node accepts. TLS costs memory per connection before Redis 7.
func (args *InstanceArgs) connectionLimit() int {
	const unlimitedByTLS = 65000
	switch {
	case args.DisableTransitEncryption, args.RedisVersion.atLeast(Redis70):
		return unlimitedByTLS
	case args.MemoryGB <= 4:
		return 1000
	case args.MemoryGB <= 10:
		return 2500
	case args.MemoryGB <= 35:
		return 15000
	default:
		return 30000
	}
}

func evictionsAlarm() alarm {
	return alarm{
		role: "evictions-alarm", title: "evictions",
		advice:     "Redis is dropping keys because its memory is full. Raise MemoryGB, or use an allkeys policy if this is a cache.",
		conditions: []condition{{name: "keys evicted", metric: "stats/evicted_keys", aligner: "ALIGN_DELTA", sustained: "300s"}},
	}
}

func replicationAlarm() alarm {
	return alarm{
		role: "replication-alarm", title: "replication",
		advice: "A failover now would lose the writes that have not arrived at the replica. Look for a burst of writes or very large keys.",
		conditions: []condition{{
			name: "replica more than 30 seconds behind", metric: "replication/master/slaves/lag", above: replicationLag,
			aligner: "ALIGN_MAX", sustained: "300s",
		}},
	}
}

// snapshotAlarm looks at the youngest snapshot of all nodes, because only one of them writes it.
func (args *InstanceArgs) snapshotAlarm() alarm {
	names := args.Snapshots.Period.names()
	const secondsPerHour = 3600
	return alarm{
		role: "snapshot-alarm", title: "snapshot age",
		advice: "Snapshots fail or are not taken: most often memory for the copy is missing. A restart would lose everything since the last one.",
		conditions: []condition{{
			name: "no snapshot for two periods", metric: "rdb/snapshot/last_success_age",
			above: float64(missedSnapshots * names.hours * secondsPerHour), aligner: "ALIGN_MIN", reducer: "REDUCE_MIN", sustained: "300s",
		}},
	}
}

func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	for _, a := range b.args.alarms() {
		var conditions monitoring.AlertPolicyConditionArray
		for _, c := range a.conditions {
			conditions = append(conditions, c.threshold(b.instance.InstanceID))
		}
		if err := b.addAlarm(a.role, a.title, a.advice, conditions); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addAlarm(role, title, advice string, conditions monitoring.AlertPolicyConditionArray) error {
	args := &monitoring.AlertPolicyArgs{
		Project:     text(b.args.Project),
		DisplayName: pulumi.String("Redis " + b.name + ": " + title),
		Combiner:    pulumi.String("OR"),
		Conditions:  conditions,
		Documentation: &monitoring.AlertPolicyDocumentationArgs{
			Content: pulumi.String(advice), MimeType: pulumi.String("text/markdown"),
		},
		UserLabels: b.args.Tags.GCPLabels(),
	}
	if channels := b.args.NotificationChannels; len(channels) > 0 {
		args.NotificationChannels = pulumi.StringArray(channels)
	}
	_, err := monitoring.NewAlertPolicy(b.ctx, b.scope.Name(role), args, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// threshold renders the condition for one instance.
func (c condition) threshold(instanceID pulumi.StringOutput) *monitoring.AlertPolicyConditionArgs {
	filter := pulumi.Sprintf(`resource.type = "redis_instance" AND resource.labels.instance_id = "%s" AND metric.type = "%s"`,
		instanceID, metricPrefix+c.metric)
	sustained := c.sustained
	if sustained == "" {
		sustained = "0s"
	}
	aggregation := &monitoring.AlertPolicyConditionConditionThresholdAggregationArgs{
		AlignmentPeriod: pulumi.String("300s"), PerSeriesAligner: pulumi.String(c.aligner),
	}
	if c.reducer != "" {
		aggregation.CrossSeriesReducer = pulumi.String(c.reducer)
		fields := pulumi.StringArray{pulumi.String("resource.label.instance_id")}
		if c.groupByNode {
			fields = append(fields, pulumi.String("resource.label.node_id"))
		}
		aggregation.GroupByFields = fields
	}
	return &monitoring.AlertPolicyConditionArgs{
		DisplayName: pulumi.String(c.name),
		ConditionThreshold: &monitoring.AlertPolicyConditionConditionThresholdArgs{
			Filter:         filter,
			Comparison:     pulumi.String("COMPARISON_GT"),
			ThresholdValue: pulumi.Float64(c.above),
			Duration:       pulumi.String(sustained),
			Aggregations:   monitoring.AlertPolicyConditionConditionThresholdAggregationArray{aggregation},
		},
	}
}
