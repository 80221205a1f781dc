package ekscluster

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/alarm"
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

const namespace = "AWS/EKS"

// clusterAlarms watch the control plane, and pods that find no node. EKS publishes these metrics itself, once a minute and without an agent in
// the cluster (EKS user guide, Monitor cluster data with Amazon CloudWatch).
func clusterAlarms(dimensions pulumi.StringMap) []alarm.Alarm {
	all := []alarm.Alarm{
		{
			Role: "storage-alarm", Metric: "apiserver_storage_size_bytes", Statistic: "Maximum", Threshold: storageBytes, Period: 60, Periods: 5,
			OnMissing: alarm.SilenceUnknown,
			Advice: "The cluster's database is at 80 % of its limit, after which nothing can be written. " +
				"Look for objects that are never removed: events, reports, finished jobs, old revisions.",
		},
		{
			Role: "unschedulable-alarm", Metric: "scheduler_pending_pods_UNSCHEDULABLE", Statistic: "Sum", Threshold: 1, Period: 60, Periods: waitingMinutes,
			OnMissing: alarm.SilenceUnknown,
			Advice: "Pods find no node with room for them. Raise Max of a node group, or look at what the pods ask for: " +
				"requests larger than a node, taints, zones, volumes elsewhere.",
		},
		{
			Role: "throttled-alarm", Queries: shareOfRequests("apiserver_request_total_429", dimensions), Threshold: refusedPercent, Periods: 3,
			OnMissing: alarm.SilenceGood,
			Advice: "The API server refuses requests because there are too many. Look for a controller that lists or retries without pause, " +
				"in the audit log.",
		},
		{
			Role: "errors-alarm", Queries: shareOfRequests("apiserver_request_total_5XX", dimensions), Threshold: refusedPercent, Periods: 3,
			OnMissing: alarm.SilenceGood,
			Advice:    "The API server fails to answer. Look for admission webhooks and aggregated APIs whose pods are gone, then at the AWS Health Dashboard.",
		},
	}
	for i := range all {
		all[i].Namespace, all[i].Dimensions, all[i].Compare = namespace, dimensions, alarm.AtLeast
	}
	return all
}

// shareOfRequests watches a kind of answer in percent of all. One that has never been given has no metric.
func shareOfRequests(metric string, dimensions pulumi.StringMap) cloudwatch.MetricAlarmMetricQueryArray {
	sum := func(id, metric string) alarm.Sum {
		return alarm.Sum{ID: id, Namespace: namespace, Metric: metric, Dimensions: dimensions, Period: 300}
	}
	return alarm.Percent(metric+" in percent of requests", "100 * FILL(bad, 0) / requests", sum("bad", metric), sum("requests", "apiserver_request_total"))
}

// nodesAlarm watches the instances of a group together. EC2 publishes this by group without group metrics, which are what the
// number of nodes would need: EKS has no setting for them, so an alarm on that number would never have data.
func nodesAlarm(group string, dimensions pulumi.StringMap) alarm.Alarm {
	return alarm.Alarm{
		Role: "cpu-alarm-" + group, Namespace: "AWS/EC2", Metric: "CPUUtilization", Statistic: "Average", Dimensions: dimensions,
		Compare: alarm.AtLeast, Threshold: cpuPercent, Period: 300, Periods: 3, OnMissing: alarm.SilenceUnknown,
		Advice: "The nodes of the group are busy. Raise its Max or take larger instances, or look at what the pods ask for: requests below their use fill nodes.",
	}
}

// addAlarms makes four alarms and one for each node group, which are billed by the month.
func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	all := clusterAlarms(pulumi.StringMap{"ClusterName": b.cluster.Cluster.Name})
	for _, name := range slices.Sorted(maps.Keys(b.cluster.NodeGroups)) {
		instances := b.cluster.NodeGroups[name].Resources.Index(pulumi.Int(0)).AutoscalingGroups().Index(pulumi.Int(0)).Name().Elem()
		all = append(all, nodesAlarm(name, pulumi.StringMap{"AutoScalingGroupName": instances}))
	}
	watch := alarm.Watcher{
		Context: b.ctx, Scope: b.scope, Tags: b.args.Tags.AWS(), Actions: alarm.Tell(b.args.AlarmTopicARN, block+"."+argsName),
		Options: []pulumi.ResourceOption{pulumi.DependsOn([]pulumi.Resource{b.identity})},
	}
	for _, each := range all {
		if err := watch.Add(each); err != nil {
			return err
		}
	}
	return nil
}
