package fargate

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/alarm"
)

// Thresholds of the alarms.
const (
	usePercent       = 80.0
	scaledUsePercent = 95.0 // of what the autoscaler keeps near a target that may be 90
	errorPercent     = 5.0
)

const (
	namespaceECS      = "AWS/ECS"
	namespaceBalancer = "AWS/ApplicationELB"
	namespaceInsights = "ECS/ContainerInsights"
)

// taskAlarms watch the tasks of one version. Every metric is published once a minute.
func (args *ServiceArgs) taskAlarms(of pulumi.StringMap) []alarm.Alarm {
	var scaled Autoscaling
	if args.Autoscaling != nil {
		scaled = *args.Autoscaling
	}
	all := []alarm.Alarm{
		{
			Role: "cpu-alarm", Namespace: namespaceECS, Metric: "CPUUtilization", Statistic: "Average", Dimensions: of,
			Compare: alarm.AtLeast, Threshold: useThreshold(scaled.CPUPercent), Periods: 10, OnMissing: alarm.SilenceUnknown,
			Advice: "The tasks are busy. Raise DesiredCount or Task.CPU, or use Autoscaling with CPUPercent.",
		},
		{
			Role: "memory-alarm", Namespace: namespaceECS, Metric: "MemoryUtilization", Statistic: "Maximum", Dimensions: of,
			Compare: alarm.AtLeast, Threshold: useThreshold(scaled.MemoryPercent), Periods: 10, OnMissing: alarm.SilenceUnknown,
			Advice: "A task that needs more memory than it has is killed. Raise Task.MemoryMB, or look for a leak.",
		},
		{
			Role: "running-alarm", Compare: alarm.Above, Periods: 10, OnMissing: alarm.SilenceGood,
			Queries: formula("desired - running", "running-alarm", of,
				series{"desired", namespaceInsights, "DesiredTaskCount", "Average"}, series{"running", namespaceInsights, "RunningTaskCount", "Average"}),
			Advice: "Fewer tasks run than should. Look at the service's events for tasks that stop, cannot be placed or cannot start.",
		},
	}
	if args.Autoscaling == nil {
		return all
	}
	return append(all, alarm.Alarm{
		Role: "capacity-alarm", Namespace: namespaceInsights, Metric: "DesiredTaskCount", Statistic: "Maximum", Dimensions: of,
		Compare: alarm.AtLeast, Threshold: float64(scaled.Max), Periods: 15, OnMissing: alarm.SilenceGood,
		Advice: "The autoscaler wants the most tasks that it may have, so more load finds no more tasks. Raise Autoscaling.Max.",
	})
}

// targetAlarms watch what the load balancer sees of one version.
func targetAlarms(of pulumi.StringMap) []alarm.Alarm {
	return []alarm.Alarm{
		{
			Role: "health-alarm", Namespace: namespaceBalancer, Metric: "UnHealthyHostCount", Statistic: "Maximum", Dimensions: of,
			Compare: alarm.AtLeast, Threshold: 1, Periods: 5, OnMissing: alarm.SilenceGood,
			Advice: "A task fails its health checks and is being replaced again and again. See its logs and HealthCheck.",
		},
		{
			Role: "errors-alarm", Compare: alarm.AtLeast, Threshold: errorPercent, Periods: 5, Bad: 3, OnMissing: alarm.SilenceGood,
			Queries: formula("100 * FILL(errors, 0) / requests", "errors-alarm", of,
				series{"errors", namespaceBalancer, "HTTPCode_Target_5XX_Count", "Sum"}, series{"requests", namespaceBalancer, "RequestCount", "Sum"}),
			Advice: "The service answers many requests with an error of its own (HTTP 5xx). See its logs; a roll-back is the previous image.",
		},
	}
}

func useThreshold(target int) float64 {
	if target > 0 {
		return scaledUsePercent
	}
	return usePercent
}

// series is a metric under the id that a formula knows it by.
type series struct {
	id, namespace, metric, statistic string
}

// formula is computed minute by minute. Its result comes first, as it does in the state of the services that are there.
func formula(expression, label string, dimensions pulumi.StringMap, from ...series) cloudwatch.MetricAlarmMetricQueryArray {
	all := cloudwatch.MetricAlarmMetricQueryArray{cloudwatch.MetricAlarmMetricQueryArgs{
		Id: pulumi.String("result"), Expression: pulumi.String(expression), Label: pulumi.String(label), ReturnData: pulumi.Bool(true),
	}}
	for _, s := range from {
		all = append(all, cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(s.id),
			Metric: cloudwatch.MetricAlarmMetricQueryMetricArgs{
				Namespace: pulumi.String(s.namespace), MetricName: pulumi.String(s.metric), Stat: pulumi.String(s.statistic),
				Dimensions: dimensions, Period: pulumi.Int(60),
			},
		})
	}
	return all
}

func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	watch := alarm.Watcher{
		Context: b.ctx, Scope: b.scope, Tags: b.args.Tags.AWS(), Titled: true, Actions: alarm.Tell(b.args.AlarmTopicARN, argsName),
	}
	for _, v := range b.versions {
		all := b.args.taskAlarms(pulumi.StringMap{"ClusterName": b.clusterName(), "ServiceName": v.Service.Name})
		if !b.args.worker() {
			all = append(all, targetAlarms(pulumi.StringMap{"LoadBalancer": b.balancer(), "TargetGroup": v.TargetGroup.ArnSuffix})...)
		}
		for _, each := range all {
			each.Role = v.role(each.Role)
			if err := watch.Add(each); err != nil {
				return err
			}
		}
	}
	return nil
}
