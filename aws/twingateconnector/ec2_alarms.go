package twingateconnector

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/alarm"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

// inServiceMetric counts the machines in service; a group publishes it only when it is asked to, and then without a charge.
const inServiceMetric = "GroupInServiceInstances"

// addMachineAlarms watches the group of one connector and the machine in it, under the name of the group, which outlives both.
func (b *machines) addMachineAlarms(c *remoteaccess.Connector, group *autoscaling.Group) error {
	if b.args.DisableAlarms {
		return nil
	}
	dimensions := pulumi.StringMap{"AutoScalingGroupName": group.Name}
	for _, each := range []alarm.Alarm{
		{
			Role: "in-service-alarm", Namespace: "AWS/AutoScaling", Metric: inServiceMetric, Statistic: "Minimum",
			Compare: alarm.Below, Threshold: 1, Periods: 15, OnMissing: alarm.SilenceBad,
			Advice: "The connector has had no running machine for longer than a replacement takes. Look at the activity of the Auto Scaling group and at " +
				"the console output of its machines: an image that is gone, a key that may not be used, no way to the internet, tokens that were replaced.",
		},
		{
			Role: "status-alarm", Namespace: "AWS/EC2", Metric: "StatusCheckFailed", Statistic: "Maximum",
			Compare: alarm.AtLeast, Threshold: 1, Periods: 5, OnMissing: alarm.SilenceGood,
			Advice: "The connector's machine fails EC2's checks. The group replaces it by itself; look at it when that happens again and again.",
		},
		{
			Role: "cpu-alarm", Namespace: "AWS/EC2", Metric: "CPUUtilization", Statistic: "Average",
			Compare: alarm.AtLeast, Threshold: usePercent, Periods: 15, OnMissing: alarm.SilenceUnknown,
			Advice: "The connector is busy, and on a burstable InstanceType pays for CPU credits. Raise Access.Connectors, or take a larger InstanceType.",
		},
	} {
		each.Role, each.Dimensions = c.Role+"-"+each.Role, dimensions
		if err := b.addAlarm(each); err != nil {
			return err
		}
	}
	return nil
}
