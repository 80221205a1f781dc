package twingateconnector

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/alarm"
	"github.com/groundwork-go/groundwork/internal/ecstask"
)

// usePercent is when CPU or memory are near their limit.
const usePercent = 80.0

func (b *fargateBuilder) addConnectorAlarms(r *running) error {
	if b.args.DisableAlarms {
		return nil
	}
	dimensions := pulumi.StringMap{
		"ClusterName": b.cluster.ApplyT(ecstask.ClusterName).(pulumi.StringOutput), "ServiceName": r.service.Name,
	}
	for _, a := range []alarm.Alarm{
		{
			Role: "cpu-alarm", Namespace: "AWS/ECS", Metric: "CPUUtilization", Statistic: "Average",
			Compare: alarm.AtLeast, Threshold: usePercent, Periods: 10, OnMissing: alarm.SilenceUnknown,
			Advice: "The Twingate connector is busy. Raise Access.Connectors first, then CPU.",
		},
		{
			Role: "memory-alarm", Namespace: "AWS/ECS", Metric: "MemoryUtilization", Statistic: "Maximum",
			Compare: alarm.AtLeast, Threshold: usePercent, Periods: 10, OnMissing: alarm.SilenceUnknown,
			Advice: "A Twingate connector that needs more memory than it has is killed. Raise Access.Connectors first, then MemoryMB.",
		},
		{
			Role: "running-alarm", Namespace: "ECS/ContainerInsights", Metric: "RunningTaskCount", Statistic: "Minimum",
			Compare: alarm.Below, Threshold: 1, Periods: 5, OnMissing: alarm.SilenceBad,
			Advice: "The Twingate connector does not run. Look at the service's events and at the log group.",
		},
	} {
		a.Role, a.Dimensions = r.Role+"-"+a.Role, dimensions
		if err := b.addAlarm(a); err != nil {
			return err
		}
	}
	return nil
}
