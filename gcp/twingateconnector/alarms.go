package twingateconnector

import (
	"fmt"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/monitoring"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	cpuRatio  = 0.9
	sustained = "600s" // longer than it takes to make a machine anew
	alignment = "60s"  // how often Compute Engine measures
)

const alarmAdvice = "When the machine is gone, its group makes it anew: look at the group's errors for what stops it, such as a zone without room. " +
	"When the processor is busy, raise MachineType or Connectors. Whether the connector itself is connected, Twingate's console tells."

// addAlarm makes the alert policy of one connector's machine.
func (b *builder) addAlarm(c *remoteaccess.Connector) error {
	if b.args.DisableAlarms {
		return nil
	}
	role, filter := c.Role+"-alarm", b.measured(c)
	args := &monitoring.AlertPolicyArgs{
		Project:     text(b.args.Project),
		DisplayName: pulumi.String("Twingate connector " + b.scope.Name(c.Role) + ": machine"),
		Combiner:    pulumi.String("OR"),
		Conditions: monitoring.AlertPolicyConditionArray{
			&monitoring.AlertPolicyConditionArgs{
				DisplayName: pulumi.String("no machine for 10 minutes"),
				ConditionAbsent: &monitoring.AlertPolicyConditionConditionAbsentArgs{
					Filter: filter, Duration: pulumi.String(sustained),
					// One series of all machines that there were: each has a number of its own, and none may be missed for itself.
					Aggregations: monitoring.AlertPolicyConditionConditionAbsentAggregationArray{
						&monitoring.AlertPolicyConditionConditionAbsentAggregationArgs{
							AlignmentPeriod: pulumi.String(alignment), PerSeriesAligner: pulumi.String("ALIGN_MAX"), CrossSeriesReducer: pulumi.String("REDUCE_MAX"),
						},
					},
				},
			},
			&monitoring.AlertPolicyConditionArgs{
				DisplayName: pulumi.String("processor above 90% for 10 minutes"),
				ConditionThreshold: &monitoring.AlertPolicyConditionConditionThresholdArgs{
					Filter: filter, Duration: pulumi.String(sustained),
					Comparison: pulumi.String("COMPARISON_GT"), ThresholdValue: pulumi.Float64(cpuRatio),
					Aggregations: monitoring.AlertPolicyConditionConditionThresholdAggregationArray{
						&monitoring.AlertPolicyConditionConditionThresholdAggregationArgs{
							AlignmentPeriod: pulumi.String(alignment), PerSeriesAligner: pulumi.String("ALIGN_MEAN"),
						},
					},
				},
			},
		},
		Documentation: &monitoring.AlertPolicyDocumentationArgs{Content: pulumi.String(alarmAdvice), MimeType: pulumi.String("text/markdown")},
		UserLabels:    b.args.Tags.GCPLabels(),
	}
	if channels := b.args.NotificationChannels; len(channels) > 0 {
		args.NotificationChannels = pulumi.StringArray(channels)
	}
	_, err := monitoring.NewAlertPolicy(b.ctx, b.scope.Name(role), args, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// measured finds the use of the processor, which every machine that runs has. The machine's name begins with the connector's id.
func (b *builder) measured(c *remoteaccess.Connector) pulumi.String {
	return pulumi.String(fmt.Sprintf(`resource.type = "gce_instance" AND metric.type = "compute.googleapis.com/instance/cpu/utilization"`+
		` AND metric.labels.instance_name = starts_with("%s-")`, b.id(c)))
}
