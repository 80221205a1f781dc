package searchdomain

import (
	"cmp"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
)

// Thresholds of the alarms.
const (
	heapPercent      = 95.0    // AWS's advice, for three minutes
	oldHeapPercent   = 80.0    // of the part that holds what lives long, which is cleaned up late
	cpuPercent       = 80.0    // three quarters of an hour in a row, by AWS's advice
	masterCPUPercent = 50.0    // masters have nothing to do but to hold the cluster together
	freeRatio        = 0.25    // of each node's storage, by AWS's advice
	unknownFreeMB    = 20480.0 // where the size of a node's own disks is not known: when writes are close to being blocked
)

// How CloudWatch compares, and what it makes of minutes without data.
const (
	alarmAtLeast = "GreaterThanOrEqualToThreshold"
	alarmBelow   = "LessThanThreshold"
	alarmAtMost  = "LessThanOrEqualToThreshold"

	silenceUnknown = "missing"      // the alarm shows INSUFFICIENT_DATA and tells nobody
	silenceGood    = "notBreaching" // for metrics that are published only when there is something to tell
)

// alarm is one alarm on one metric of the domain, which publishes most of them once a minute. The statistic is the highest
// value, or the lowest where the alarm is on too little.
type alarm struct {
	role      string
	metric    string
	compare   string // default: at least the threshold
	threshold float64
	period    int // seconds; default 60
	periods   int // in a row; default 1
	onMissing string
	advice    string
}

// alarms lists the alarms. Those on masters and on the key exist where there are masters and a key.
func (args *DomainArgs) alarms() []alarm {
	all := []alarm{
		{role: "red-alarm", metric: "ClusterStatus.red", threshold: 1, onMissing: silenceGood,
			advice: "A primary shard and all its replicas are not there: data is missing, and no snapshots are taken. Restore the indexes, or add storage."},
		{role: "yellow-alarm", metric: "ClusterStatus.yellow", threshold: 1, periods: 5, onMissing: silenceGood,
			advice: "A replica is not there: the loss of another node would lose data. Look for a lost node, or an index with more replicas than nodes."},
		{role: "writes-alarm", metric: "ClusterIndexWritesBlocked", threshold: 1, period: 300, onMissing: silenceGood,
			advice: "The domain refuses writes: storage or memory has run out. Raise Data.VolumeGB or Data.InstanceType, or delete indexes."},
		{role: "storage-alarm", metric: "FreeStorageSpace", compare: alarmAtMost, threshold: args.freeMB(), onMissing: silenceUnknown,
			advice: "A node has less than a quarter of its storage left. Raise Data.VolumeGB or Data.Count, or delete indexes."},
		{role: "memory-alarm", metric: "JVMMemoryPressure", threshold: heapPercent, periods: 3, onMissing: silenceUnknown,
			advice: "A node is about to run out of memory. Look for large requests and too many shards, or raise Data.InstanceType."},
		{role: "old-memory-alarm", metric: "OldGenJVMMemoryPressure", threshold: oldHeapPercent, periods: 3, onMissing: silenceUnknown,
			advice: "What lives long in a node's memory leaves too little for requests. Reduce shards and field data, or raise Data.InstanceType."},
		{role: "cpu-alarm", metric: "CPUUtilization", threshold: cpuPercent, period: 900, periods: 3, onMissing: silenceUnknown,
			advice: "A node has been busy for 45 minutes. Look at the slow logs, and raise Data.Count or Data.InstanceType."},
		{role: "snapshot-alarm", metric: "AutomatedSnapshotFailure", threshold: 1, onMissing: silenceGood,
			advice: "The hourly snapshot has failed, which happens while the domain is red."},
		{role: "nodes-alarm", metric: "Nodes", compare: alarmBelow, threshold: float64(args.nodes()), period: 300, periods: 3, onMissing: silenceUnknown,
			advice: fmt.Sprintf("Fewer than %d nodes have been there for 15 minutes.", args.nodes())},
	}
	if args.Masters.Count > 0 {
		all = append(all,
			alarm{role: "master-cpu-alarm", metric: "MasterCPUUtilization", threshold: masterCPUPercent, period: 900, periods: 3, onMissing: silenceUnknown,
				advice: "A master has been busy for 45 minutes. Reduce shards, or raise Masters.InstanceType."},
			alarm{role: "master-memory-alarm", metric: "MasterJVMMemoryPressure", threshold: heapPercent, periods: 3, onMissing: silenceUnknown,
				advice: "A master is about to run out of memory. Reduce shards, or raise Masters.InstanceType."})
	}
	if !missing(args.KMSKeyARN) {
		all = append(all,
			alarm{role: "key-error-alarm", metric: "KMSKeyError", threshold: 1, onMissing: silenceGood,
				advice: "The key of the domain is disabled. Enable it, or the domain and its data are lost for good."},
			alarm{role: "key-access-alarm", metric: "KMSKeyInaccessible", threshold: 1, onMissing: silenceGood,
				advice: "The key of the domain is deleted or its grants are gone. The data cannot be had again."})
	}
	return all
}

// freeMB is a quarter of each node's storage, in the metric's unit.
func (args *DomainArgs) freeMB() float64 {
	gb := args.Data.VolumeGB
	if hasDisks(args.Data.InstanceType) {
		gb = localGB(args.Data.InstanceType)
	}
	if gb == 0 {
		return unknownFreeMB
	}
	return freeRatio * 1024 * float64(gb)
}

// addAlarms watches the domain. Its metrics are told apart by the domain's name and the account, which its ARN holds.
func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	domain := b.domain.Resource
	dimensions := pulumi.StringMap{"DomainName": domain.DomainName, "ClientId": domain.Arn.ApplyT(accountOf).(pulumi.StringOutput)}
	var actions pulumi.ArrayInput // nil: the alarms tell nobody
	if !missing(b.args.AlarmTopicARN) {
		actions = pulumi.Array{awsform.TopicARN.Pass(b.args.AlarmTopicARN, argsName, "AlarmTopicARN")}
	}
	for _, each := range b.args.alarms() {
		if err := b.addAlarm(each, dimensions, actions); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addAlarm(a alarm, dimensions pulumi.StringMap, actions pulumi.ArrayInput) error {
	statistic := "Maximum"
	if a.compare == alarmAtMost || a.compare == alarmBelow {
		statistic = "Minimum"
	}
	_, err := cloudwatch.NewMetricAlarm(b.ctx, b.scope.Name(a.role), &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(a.advice),
		AlarmActions:       actions,
		OkActions:          actions,
		Namespace:          pulumi.String("AWS/ES"),
		MetricName:         pulumi.String(a.metric),
		Dimensions:         dimensions,
		Statistic:          pulumi.String(statistic),
		ComparisonOperator: pulumi.String(cmp.Or(a.compare, alarmAtLeast)),
		Threshold:          pulumi.Float64(a.threshold),
		Period:             pulumi.Int(cmp.Or(a.period, 60)),
		EvaluationPeriods:  pulumi.Int(cmp.Or(a.periods, 1)),
		DatapointsToAlarm:  pulumi.Int(cmp.Or(a.periods, 1)),
		TreatMissingData:   pulumi.String(a.onMissing),
		Tags:               b.args.Tags.AWS(),
	}, b.scope.Child()...)
	return b.scope.Err(a.role, err)
}

// accountOf is the account that the domain is in.
func accountOf(arn string) (string, error) {
	where, err := awsform.Locate("searchdomain: the domain", arn)
	return where.Account, err
}
