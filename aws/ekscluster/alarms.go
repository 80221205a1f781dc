package ekscluster

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// Thresholds of the alarms. Where no source stands, the number is the block's own choice.
const (
	// storageBytes is 80 % of the 8 GB that EKS gives to etcd; when they are full, etcd takes no more writes (AWS containers blog,
	// "Managing etcd database size on Amazon EKS clusters").
	storageBytes = 6.4e9
	// waitingMinutes is how long pods may wait for room: a new node takes a few minutes.
	waitingMinutes = 15
	// refusedPercent is the share of requests to the API server that are refused because it is busy, or fail in it.
	refusedPercent = 1.0
	// cpuPercent is the mean over the nodes of a group.
	cpuPercent = 90.0
)

// alarm is one alarm. The control plane's metrics are published by EKS itself, once a minute and without an agent in the
// cluster, in the namespace AWS/EKS (EKS user guide, Monitor cluster data with Amazon CloudWatch).
type alarm struct {
	role      string
	advice    string
	threshold float64
	period    int // seconds
	periods   int
	onMissing string
	watch     func(*cloudwatch.MetricAlarmArgs, pulumi.StringMap)
}

// What CloudWatch makes of minutes without data.
const (
	silenceUnknown = "missing"      // the alarm shows INSUFFICIENT_DATA and tells nobody
	silenceGood    = "notBreaching" // for what is published only when there is something to tell
)

// clusterAlarms watch the control plane, and pods that find no node.
func clusterAlarms() []alarm {
	return []alarm{
		{
			role: "storage-alarm", threshold: storageBytes, period: 60, periods: 5, onMissing: silenceUnknown,
			watch: controlPlane("apiserver_storage_size_bytes", "Maximum"),
			advice: "The cluster's database is at 80 % of its limit, after which nothing can be written. " +
				"Look for objects that are never removed: events, reports, finished jobs, old revisions.",
		},
		{
			role: "unschedulable-alarm", threshold: 1, period: 60, periods: waitingMinutes, onMissing: silenceUnknown,
			watch: controlPlane("scheduler_pending_pods_UNSCHEDULABLE", "Sum"),
			advice: "Pods find no node with room for them. Raise Max of a node group, or look at what the pods ask for: " +
				"requests larger than a node, taints, zones, volumes elsewhere.",
		},
		{
			role: "throttled-alarm", threshold: refusedPercent, period: 300, periods: 3, onMissing: silenceGood,
			watch: shareOfRequests("apiserver_request_total_429"),
			advice: "The API server refuses requests because there are too many. Look for a controller that lists or retries without pause, " +
				"in the audit log.",
		},
		{
			role: "errors-alarm", threshold: refusedPercent, period: 300, periods: 3, onMissing: silenceGood,
			watch:  shareOfRequests("apiserver_request_total_5XX"),
			advice: "The API server fails to answer. Look for admission webhooks and aggregated APIs whose pods are gone, then at the AWS Health Dashboard.",
		},
	}
}

// nodesAlarm watches the instances of a group together. EC2 publishes this by group without group metrics, which are what the
// number of nodes would need: EKS has no setting for them, so an alarm on that number would never have data.
func nodesAlarm(group string) alarm {
	return alarm{
		role: "cpu-alarm-" + group, threshold: cpuPercent, period: 300, periods: 3, onMissing: silenceUnknown,
		watch: func(args *cloudwatch.MetricAlarmArgs, dimensions pulumi.StringMap) {
			args.Namespace, args.MetricName = pulumi.String("AWS/EC2"), pulumi.String("CPUUtilization")
			args.Statistic, args.Period, args.Dimensions = pulumi.String("Average"), pulumi.Int(300), dimensions
		},
		advice: "The nodes of the group are busy. Raise its Max or take larger instances, or look at what the pods ask for: requests below their use fill nodes.",
	}
}

// controlPlane watches one metric of the cluster, minute by minute.
func controlPlane(metric, statistic string) func(*cloudwatch.MetricAlarmArgs, pulumi.StringMap) {
	return func(args *cloudwatch.MetricAlarmArgs, dimensions pulumi.StringMap) {
		args.Namespace, args.MetricName = pulumi.String("AWS/EKS"), pulumi.String(metric)
		args.Statistic, args.Period, args.Dimensions = pulumi.String(statistic), pulumi.Int(60), dimensions
	}
}

// shareOfRequests watches a kind of answer in percent of all. One that has never been given has no metric.
func shareOfRequests(metric string) func(*cloudwatch.MetricAlarmArgs, pulumi.StringMap) {
	return func(args *cloudwatch.MetricAlarmArgs, dimensions pulumi.StringMap) {
		sum := func(id, name string) *cloudwatch.MetricAlarmMetricQueryArgs {
			return &cloudwatch.MetricAlarmMetricQueryArgs{
				Id: pulumi.String(id), ReturnData: pulumi.Bool(false),
				Metric: &cloudwatch.MetricAlarmMetricQueryMetricArgs{
					Namespace: pulumi.String("AWS/EKS"), MetricName: pulumi.String(name), Dimensions: dimensions,
					Period: pulumi.Int(300), Stat: pulumi.String("Sum"),
				},
			}
		}
		args.MetricQueries = cloudwatch.MetricAlarmMetricQueryArray{
			sum("bad", metric), sum("requests", "apiserver_request_total"),
			&cloudwatch.MetricAlarmMetricQueryArgs{
				Id: pulumi.String("percent"), ReturnData: pulumi.Bool(true), Label: pulumi.String(metric + " in percent of requests"),
				Expression: pulumi.String("100 * FILL(bad, 0) / requests"),
			},
		}
	}
}

// given is false for an input that is left out.
func given(in pulumi.StringInput) bool {
	value, known := component.Known(in)
	return !known || value != nil && value != ""
}

// addAlarms makes four alarms and one for each node group, which are billed by the month.
func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	for _, each := range clusterAlarms() {
		if err := b.newAlarm(each, pulumi.StringMap{"ClusterName": b.cluster.Cluster.Name}); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.cluster.NodeGroups)) {
		instances := b.cluster.NodeGroups[name].Resources.Index(pulumi.Int(0)).AutoscalingGroups().Index(pulumi.Int(0)).Name().Elem()
		if err := b.newAlarm(nodesAlarm(name), pulumi.StringMap{"AutoScalingGroupName": instances}); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) newAlarm(a alarm, dimensions pulumi.StringMap) error {
	args := &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(a.advice),
		ComparisonOperator: pulumi.String("GreaterThanOrEqualToThreshold"),
		Threshold:          pulumi.Float64(a.threshold),
		EvaluationPeriods:  pulumi.Int(a.periods),
		DatapointsToAlarm:  pulumi.Int(a.periods),
		TreatMissingData:   pulumi.String(a.onMissing),
		Tags:               b.args.Tags.AWS(),
	}
	a.watch(args, dimensions)
	if given(b.args.AlarmTopicARN) {
		topic := awsform.TopicARN.Pass(b.args.AlarmTopicARN, block+"."+argsName, "AlarmTopicARN")
		args.AlarmActions, args.OkActions = pulumi.Array{topic}, pulumi.Array{topic}
	}
	_, err := cloudwatch.NewMetricAlarm(b.ctx, b.scope.Name(a.role), args, b.child()...)
	return b.scope.Err(a.role, err)
}
