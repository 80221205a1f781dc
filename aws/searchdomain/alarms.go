package searchdomain

import (
	"cmp"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/alarm"
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

// alarms lists the alarms. They compare with at least the threshold where nothing else is said, and look at the highest value of a node, or the
// lowest where the alarm is on too little. Those on masters and on the key exist where there are masters and a key.
func (args *DomainArgs) alarms() []alarm.Alarm {
	all := []alarm.Alarm{
		{Role: "red-alarm", Metric: "ClusterStatus.red", Threshold: 1, OnMissing: alarm.SilenceGood,
			Advice: "A primary shard and all its replicas are not there: data is missing, and no snapshots are taken. Restore the indexes, or add storage."},
		{Role: "yellow-alarm", Metric: "ClusterStatus.yellow", Threshold: 1, Periods: 5, OnMissing: alarm.SilenceGood,
			Advice: "A replica is not there: the loss of another node would lose data. Look for a lost node, or an index with more replicas than nodes."},
		{Role: "writes-alarm", Metric: "ClusterIndexWritesBlocked", Threshold: 1, Period: 300, OnMissing: alarm.SilenceGood,
			Advice: "The domain refuses writes: storage or memory has run out. Raise Data.VolumeGB or Data.InstanceType, or delete indexes."},
		{Role: "storage-alarm", Metric: "FreeStorageSpace", Compare: alarm.AtMost, Threshold: args.freeMB(), OnMissing: alarm.SilenceUnknown,
			Advice: "A node has less than a quarter of its storage left. Raise Data.VolumeGB or Data.Count, or delete indexes."},
		{Role: "memory-alarm", Metric: "JVMMemoryPressure", Threshold: heapPercent, Periods: 3, OnMissing: alarm.SilenceUnknown,
			Advice: "A node is about to run out of memory. Look for large requests and too many shards, or raise Data.InstanceType."},
		{Role: "old-memory-alarm", Metric: "OldGenJVMMemoryPressure", Threshold: oldHeapPercent, Periods: 3, OnMissing: alarm.SilenceUnknown,
			Advice: "What lives long in a node's memory leaves too little for requests. Reduce shards and field data, or raise Data.InstanceType."},
		{Role: "cpu-alarm", Metric: "CPUUtilization", Threshold: cpuPercent, Period: 900, Periods: 3, OnMissing: alarm.SilenceUnknown,
			Advice: "A node has been busy for 45 minutes. Look at the slow logs, and raise Data.Count or Data.InstanceType."},
		{Role: "snapshot-alarm", Metric: "AutomatedSnapshotFailure", Threshold: 1, OnMissing: alarm.SilenceGood,
			Advice: "The hourly snapshot has failed, which happens while the domain is red."},
		{Role: "nodes-alarm", Metric: "Nodes", Compare: alarm.Below, Threshold: float64(args.nodes()), Period: 300, Periods: 3, OnMissing: alarm.SilenceUnknown,
			Advice: fmt.Sprintf("Fewer than %d nodes have been there for 15 minutes.", args.nodes())},
	}
	if args.Masters.Count > 0 {
		all = append(all,
			alarm.Alarm{Role: "master-cpu-alarm", Metric: "MasterCPUUtilization", Threshold: masterCPUPercent, Period: 900, Periods: 3, OnMissing: alarm.SilenceUnknown,
				Advice: "A master has been busy for 45 minutes. Reduce shards, or raise Masters.InstanceType."},
			alarm.Alarm{Role: "master-memory-alarm", Metric: "MasterJVMMemoryPressure", Threshold: heapPercent, Periods: 3, OnMissing: alarm.SilenceUnknown,
				Advice: "A master is about to run out of memory. Reduce shards, or raise Masters.InstanceType."})
	}
	if component.Given(args.KMSKeyARN) {
		all = append(all,
			alarm.Alarm{Role: "key-error-alarm", Metric: "KMSKeyError", Threshold: 1, OnMissing: alarm.SilenceGood,
				Advice: "The key of the domain is disabled. Enable it, or the domain and its data are lost for good."},
			alarm.Alarm{Role: "key-access-alarm", Metric: "KMSKeyInaccessible", Threshold: 1, OnMissing: alarm.SilenceGood,
				Advice: "The key of the domain is deleted or its grants are gone. The data cannot be had again."})
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
	watch := alarm.Watcher{Context: b.ctx, Scope: b.scope, Tags: b.args.Tags.AWS(), Actions: alarm.Tell(b.args.AlarmTopicARN, argsName)}
	for _, each := range b.args.alarms() {
		each.Namespace, each.Dimensions, each.Compare = "AWS/ES", dimensions, cmp.Or(each.Compare, alarm.AtLeast)
		each.Statistic = "Maximum"
		if each.Compare == alarm.AtMost || each.Compare == alarm.Below {
			each.Statistic = "Minimum"
		}
		if err := watch.Add(each); err != nil {
			return err
		}
	}
	return nil
}

// accountOf is the account that the domain is in.
func accountOf(arn string) (string, error) {
	where, err := awsform.Locate("searchdomain: the domain", arn)
	return where.Account, err
}
