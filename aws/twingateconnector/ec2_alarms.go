package twingateconnector

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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
	for _, each := range []alarm{
		{
			role: "in-service-alarm", namespace: "AWS/AutoScaling", metric: inServiceMetric, statistic: "Minimum",
			compare: below, threshold: 1, minutes: 15, onMissing: loud,
			advice: "The connector has had no running machine for longer than a replacement takes. Look at the activity of the Auto Scaling group and at " +
				"the console output of its machines: an image that is gone, a key that may not be used, no way to the internet, tokens that were replaced.",
		},
		{
			role: "status-alarm", namespace: "AWS/EC2", metric: "StatusCheckFailed", statistic: "Maximum",
			compare: atLeast, threshold: 1, minutes: 5, onMissing: quiet,
			advice: "The connector's machine fails EC2's checks. The group replaces it by itself; look at it when that happens again and again.",
		},
		{
			role: "cpu-alarm", namespace: "AWS/EC2", metric: "CPUUtilization", statistic: "Average",
			compare: atLeast, threshold: usePercent, minutes: 15, onMissing: missing,
			advice: "The connector is busy, and on a burstable InstanceType pays for CPU credits. Raise Access.Connectors, or take a larger InstanceType.",
		},
	} {
		each.role, each.dimensions = c.Role+"-"+each.role, dimensions
		if err := b.addAlarm(each); err != nil {
			return err
		}
	}
	return nil
}
