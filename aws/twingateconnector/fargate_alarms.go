package twingateconnector

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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
	for _, a := range []alarm{
		{
			role: "cpu-alarm", namespace: "AWS/ECS", metric: "CPUUtilization", statistic: "Average",
			compare: atLeast, threshold: usePercent, minutes: 10, onMissing: missing,
			advice: "The Twingate connector is busy. Raise Access.Connectors first, then CPU.",
		},
		{
			role: "memory-alarm", namespace: "AWS/ECS", metric: "MemoryUtilization", statistic: "Maximum",
			compare: atLeast, threshold: usePercent, minutes: 10, onMissing: missing,
			advice: "A Twingate connector that needs more memory than it has is killed. Raise Access.Connectors first, then MemoryMB.",
		},
		{
			role: "running-alarm", namespace: "ECS/ContainerInsights", metric: "RunningTaskCount", statistic: "Minimum",
			compare: below, threshold: 1, minutes: 5, onMissing: loud,
			advice: "The Twingate connector does not run. Look at the service's events and at the log group.",
		},
	} {
		a.role, a.dimensions = r.Role+"-"+a.role, dimensions
		if err := b.addAlarm(a); err != nil {
			return err
		}
	}
	return nil
}
