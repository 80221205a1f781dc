package redis

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/tagging"
)

// Thresholds of the alarms.
const (
	memoryPercent  = 80.0
	cpuPercent     = 90.0 // of the one thread that serves commands: AWS's own advice
	limitRatio     = 0.8  // of a number that cannot be passed
	replicationLag = 30.0 // seconds
)

// How CloudWatch compares, and what it makes of minutes without data.
const (
	alarmAtLeast = "GreaterThanOrEqualToThreshold"
	alarmAbove   = "GreaterThanThreshold"

	silenceUnknown = "missing"      // the alarm shows INSUFFICIENT_DATA and tells nobody
	silenceGood    = "notBreaching" // for metrics that are published only when there is something to tell
)

// alarm is one alarm on one metric of ElastiCache, which publishes each metric once a minute. Without statistic, period and
// periods it looks at the highest value, and the threshold has to be passed for five minutes in a row.
type alarm struct {
	role      string // the beginning of the logical name
	metric    string
	compare   string
	threshold float64
	onMissing string
	advice    string
	statistic string
	period    int // seconds
	periods   int
}

// counted is for what should not happen at all, added up over five minutes.
func counted(role, metric, advice string) alarm {
	return alarm{
		role: role, metric: metric, compare: alarmAbove, onMissing: silenceGood, advice: advice,
		statistic: "Sum", period: 300, periods: 1,
	}
}

// alarms lists the alarms that every node gets, because any of them can become the primary.
func (args *ClusterArgs) alarms() []alarm {
	limits := limitsOf(args.NodeType)
	all := []alarm{cpuAlarm(limits), connectionsAlarm(limits)}
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
func memoryAlarm(limits nodeLimits) alarm {
	metric := "DatabaseMemoryUsagePercentage"
	if limits.tiered {
		metric = "DatabaseCapacityUsagePercentage"
	}
	return alarm{
		role: "memory-alarm", metric: metric, compare: alarmAtLeast, threshold: memoryPercent, onMissing: silenceUnknown,
		advice: "When the memory is full, writes are refused or keys are dropped. Use a larger NodeType or more Shards, or delete keys.",
	}
}

// cpuAlarm watches the engine's own thread, and on nodes with 2 vCPUs the whole host: there the service's background work
// takes a good part of it. One busy thread shows on the host as a share of all its vCPUs.
func cpuAlarm(limits nodeLimits) alarm {
	metric, threshold := "EngineCPUUtilization", cpuPercent
	if limits.vCPUs <= 2 {
		metric, threshold = "CPUUtilization", cpuPercent/float64(limits.vCPUs)
	}
	return alarm{
		role: "cpu-alarm", metric: metric, compare: alarmAtLeast, threshold: threshold, onMissing: silenceUnknown,
		advice: "Commands are served on one thread. Look for slow commands (KEYS, large ranges, scripts), move reads to replicas, or add Shards.",
	}
}

func connectionsAlarm(limits nodeLimits) alarm {
	return alarm{
		role: "connections-alarm", metric: "CurrConnections", compare: alarmAtLeast, onMissing: silenceUnknown,
		threshold: limitRatio * float64(limits.maxClients),
		advice:    fmt.Sprintf("%d connections are the most that are taken. Use connection pools.", limits.maxClients),
	}
}

// replicationAlarm is quiet on the primary, which publishes no lag.
func replicationAlarm() alarm {
	return alarm{
		role: "replication-alarm", metric: "ReplicationLag", compare: alarmAbove, threshold: replicationLag, onMissing: silenceGood,
		advice: "A failover now would lose the writes that have not arrived at this replica. Look for a burst of writes or very large keys.",
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
	watch := newWatcher(ctx, scope, argsName, a.Tags, a.AlarmTopicARN)
	for _, node := range a.nodes() {
		dimensions := pulumi.StringMap{"CacheClusterId": pulumi.Sprintf("%s-%s", group.ReplicationGroupId, node)}
		for _, each := range a.alarms() {
			if err := watch.add(each, each.role+"-"+node, dimensions); err != nil {
				return err
			}
		}
	}
	return nil
}

// watcher is what the alarms of one component have in common.
type watcher struct {
	ctx     *pulumi.Context
	scope   *component.Scope
	tags    pulumi.StringMap
	actions pulumi.ArrayInput // nil: the alarms tell nobody
}

func newWatcher(ctx *pulumi.Context, scope *component.Scope, argsName string, tags tagging.Set, topic pulumi.StringInput) watcher {
	w := watcher{ctx: ctx, scope: scope, tags: tags.AWS()}
	if topic != nil {
		w.actions = pulumi.Array{awsform.TopicARN.Pass(topic, argsName, "AlarmTopicARN")}
	}
	return w
}

func (w watcher) add(a alarm, role string, dimensions pulumi.StringMap) error {
	args := &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(a.advice),
		AlarmActions:       w.actions,
		OkActions:          w.actions,
		Namespace:          pulumi.String("AWS/ElastiCache"),
		MetricName:         pulumi.String(a.metric),
		Dimensions:         dimensions,
		Statistic:          pulumi.String(cmp.Or(a.statistic, "Maximum")),
		ComparisonOperator: pulumi.String(a.compare),
		Threshold:          pulumi.Float64(a.threshold),
		Period:             pulumi.Int(cmp.Or(a.period, 60)),
		EvaluationPeriods:  pulumi.Int(cmp.Or(a.periods, 5)),
		DatapointsToAlarm:  pulumi.Int(cmp.Or(a.periods, 5)),
		TreatMissingData:   pulumi.String(a.onMissing),
		Tags:               w.tags,
	}
	_, err := cloudwatch.NewMetricAlarm(w.ctx, w.scope.Name(role), args, w.scope.Child()...)
	return w.scope.Err(role, err)
}
