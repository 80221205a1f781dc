package redis

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/alarm"
)

// Thresholds of the alarms.
const (
	memoryPercent  = 80.0
	cpuPercent     = 90.0 // of the one thread that serves commands: AWS's own advice
	limitRatio     = 0.8  // of a number that cannot be passed
	replicationLag = 30.0 // seconds
)

// counted is for what should not happen at all, added up over five minutes.
func counted(role, metric, advice string) alarm.Alarm {
	return alarm.Alarm{
		Role: role, Metric: metric, Compare: alarm.Above, OnMissing: alarm.SilenceGood, Advice: advice, Statistic: "Sum", Period: 300,
	}
}

// alarms lists the alarms that every node gets, because any of them can become the primary.
func (args *ClusterArgs) alarms() []alarm.Alarm {
	limits := limitsOf(args.NodeType)
	all := []alarm.Alarm{cpuAlarm(limits), connectionsAlarm(limits)}
	if !args.evictsByDesign() {
		all = append(all, memoryAlarm(limits), counted("evictions-alarm", "Evictions",
			"Keys are dropped because the memory is full. Use a larger NodeType or more Shards, or an allkeys policy if this is a cache."))
	}
	if args.replicas() > 0 {
		all = append(all, replicationAlarm())
	}
	return all
}

// evictsByDesign is true for a cache that may drop any key: it is always full and always evicting.
func (args *ClusterArgs) evictsByDesign() bool {
	return strings.HasPrefix(string(args.MaxMemoryPolicy), "allkeys-")
}

// memoryAlarm watches memory and disk together on nodes that move cold data to disk: their memory is meant to be full.
func memoryAlarm(limits nodeLimits) alarm.Alarm {
	metric := "DatabaseMemoryUsagePercentage"
	if limits.tiered {
		metric = "DatabaseCapacityUsagePercentage"
	}
	return alarm.Alarm{
		Role: "memory-alarm", Metric: metric, Compare: alarm.AtLeast, Threshold: memoryPercent, OnMissing: alarm.SilenceUnknown,
		Advice: "When the memory is full, writes are refused or keys are dropped. Use a larger NodeType or more Shards, or delete keys.",
	}
}

// cpuAlarm watches the engine's own thread, and on nodes with 2 vCPUs the whole host: there the service's background work
// takes a good part of it. One busy thread shows on the host as a share of all its vCPUs.
func cpuAlarm(limits nodeLimits) alarm.Alarm {
	metric, threshold := "EngineCPUUtilization", cpuPercent
	if limits.vCPUs <= 2 {
		metric, threshold = "CPUUtilization", cpuPercent/float64(limits.vCPUs)
	}
	return alarm.Alarm{
		Role: "cpu-alarm", Metric: metric, Compare: alarm.AtLeast, Threshold: threshold, OnMissing: alarm.SilenceUnknown,
		Advice: "Commands are served on one thread. Look for slow commands (KEYS, large ranges, scripts), move reads to replicas, or add Shards.",
	}
}

func connectionsAlarm(limits nodeLimits) alarm.Alarm {
	return alarm.Alarm{
		Role: "connections-alarm", Metric: "CurrConnections", Compare: alarm.AtLeast, OnMissing: alarm.SilenceUnknown,
		Threshold: limitRatio * float64(limits.maxClients),
		Advice:    fmt.Sprintf("%d connections are the most that are taken. Use connection pools.", limits.maxClients),
	}
}

// replicationAlarm is quiet on the primary, which publishes no lag.
func replicationAlarm() alarm.Alarm {
	return alarm.Alarm{
		Role: "replication-alarm", Metric: "ReplicationLag", Compare: alarm.Above, Threshold: replicationLag, OnMissing: alarm.SilenceGood,
		Advice: "A failover now would lose the writes that have not arrived at this replica. Look for a burst of writes or very large keys.",
	}
}

// newAlarms watches each node of the group: up to 5 alarms for each, which are billed by the month. The ids of the nodes are
// counted, not read: nothing is made inside ApplyT. When replicas are removed the service chooses which, and the alarm of a
// node that is gone shows INSUFFICIENT_DATA. A failed snapshot cannot be watched here: ElastiCache has no metric for it,
// only the event ElastiCache:SnapshotFailed.
func newAlarms(ctx *pulumi.Context, scope *component.Scope, a *ClusterArgs, group *elasticache.ReplicationGroup) error {
	if a.DisableAlarms {
		return nil
	}
	watch := alarm.Watcher{Context: ctx, Scope: scope, Tags: a.Tags.AWS(), Actions: alarm.Tell(a.AlarmTopicARN, argsName)}
	for _, node := range a.nodes() {
		dimensions := pulumi.StringMap{"CacheClusterId": pulumi.Sprintf("%s-%s", group.ReplicationGroupId, node)}
		for _, each := range a.alarms() {
			each.Role += "-" + node
			if err := addAlarm(watch, each, dimensions); err != nil {
				return err
			}
		}
	}
	return nil
}

// addAlarm makes an alarm on a metric of ElastiCache, which publishes each metric once a minute. Where nothing else is said, the alarm looks
// at the highest value, and the threshold has to be passed for five minutes in a row.
func addAlarm(watch alarm.Watcher, a alarm.Alarm, dimensions pulumi.StringMap) error {
	a.Namespace, a.Dimensions = "AWS/ElastiCache", dimensions
	a.Statistic = cmp.Or(a.Statistic, "Maximum")
	if a.Period == 0 {
		a.Periods = 5
	}
	return watch.Add(a)
}
