package fargate

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
)

// Thresholds of the alarms.
const (
	usePercent       = 80.0
	scaledUsePercent = 95.0 // of what the autoscaler keeps near a target that may be 90
	errorPercent     = 5.0
)

// How CloudWatch compares, and what it makes of minutes without data.
const (
	atLeast = "GreaterThanOrEqualToThreshold"
	above   = "GreaterThanThreshold"

	missing = "missing"      // the alarm shows INSUFFICIENT_DATA and tells nobody
	quiet   = "notBreaching" // for metrics that are published only when there is something to tell
)

// alarm is one alarm. Every metric is published once a minute.
type alarm struct {
	role      string
	series    []series
	formula   string // of the ids of the series; empty for the only one
	compare   string
	threshold float64
	bad, of   int // so many minutes of so many
	onMissing string
	advice    string
}

// series is a metric of one version.
type series struct {
	id, namespace, metric, statistic string
}

const (
	namespaceECS      = "AWS/ECS"
	namespaceBalancer = "AWS/ApplicationELB"
	namespaceInsights = "ECS/ContainerInsights"
)

// alarms lists those of one version.
func (args *ServiceArgs) alarms() []alarm {
	var scaled Autoscaling
	if args.Autoscaling != nil {
		scaled = *args.Autoscaling
	}
	all := []alarm{
		{
			role: "cpu-alarm", series: []series{{"cpu", namespaceECS, "CPUUtilization", "Average"}},
			compare: atLeast, threshold: useThreshold(scaled.CPUPercent), bad: 10, of: 10, onMissing: missing,
			advice: "The tasks are busy. Raise DesiredCount or Task.CPU, or use Autoscaling with CPUPercent.",
		},
		{
			role: "memory-alarm", series: []series{{"memory", namespaceECS, "MemoryUtilization", "Maximum"}},
			compare: atLeast, threshold: useThreshold(scaled.MemoryPercent), bad: 10, of: 10, onMissing: missing,
			advice: "A task that needs more memory than it has is killed. Raise Task.MemoryMB, or look for a leak.",
		},
		{
			role: "running-alarm", formula: "desired - running", compare: above, bad: 10, of: 10, onMissing: quiet,
			series: []series{
				{"desired", namespaceInsights, "DesiredTaskCount", "Average"}, {"running", namespaceInsights, "RunningTaskCount", "Average"},
			},
			advice: "Fewer tasks run than should. Look at the service's events for tasks that stop, cannot be placed or cannot start.",
		},
	}
	if args.Autoscaling != nil {
		all = append(all, alarm{
			role: "capacity-alarm", series: []series{{"desired", namespaceInsights, "DesiredTaskCount", "Maximum"}},
			compare: atLeast, threshold: float64(scaled.Max), bad: 15, of: 15, onMissing: quiet,
			advice: "The autoscaler wants the most tasks that it may have, so more load finds no more tasks. Raise Autoscaling.Max.",
		})
	}
	if args.worker() {
		return all
	}
	return append(all,
		alarm{
			role: "health-alarm", series: []series{{"unhealthy", namespaceBalancer, "UnHealthyHostCount", "Maximum"}},
			compare: atLeast, threshold: 1, bad: 5, of: 5, onMissing: quiet,
			advice: "A task fails its health checks and is being replaced again and again. See its logs and HealthCheck.",
		},
		alarm{
			role: "errors-alarm", formula: "100 * FILL(errors, 0) / requests", compare: atLeast, threshold: errorPercent,
			series: []series{
				{"errors", namespaceBalancer, "HTTPCode_Target_5XX_Count", "Sum"}, {"requests", namespaceBalancer, "RequestCount", "Sum"},
			},
			bad: 3, of: 5, onMissing: quiet,
			advice: "The service answers many requests with an error of its own (HTTP 5xx). See its logs; a roll-back is the previous image.",
		},
	)
}

func useThreshold(target int) float64 {
	if target > 0 {
		return scaledUsePercent
	}
	return usePercent
}

func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	for _, v := range b.versions {
		for _, a := range b.args.alarms() {
			if err := b.addAlarm(v, a); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) addAlarm(v *Version, a alarm) error {
	role := v.role(a.role)
	args := &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(a.advice),
		ComparisonOperator: pulumi.String(a.compare),
		Threshold:          pulumi.Float64(a.threshold),
		EvaluationPeriods:  pulumi.Int(a.of),
		DatapointsToAlarm:  pulumi.Int(a.bad),
		TreatMissingData:   pulumi.String(a.onMissing),
		Tags:               b.tags(role),
	}
	if a.formula == "" {
		s := a.series[0]
		args.Namespace, args.MetricName, args.Statistic = pulumi.String(s.namespace), pulumi.String(s.metric), pulumi.String(s.statistic)
		args.Dimensions, args.Period = b.dimensions(v, s), pulumi.Int(60)
	} else {
		args.MetricQueries = b.queries(v, a)
	}
	if set(b.args.AlarmTopicARN) {
		topic := awsform.TopicARN.Pass(b.args.AlarmTopicARN, argsName, "AlarmTopicARN")
		args.AlarmActions, args.OkActions = pulumi.Array{topic}, pulumi.Array{topic}
	}
	_, err := cloudwatch.NewMetricAlarm(b.ctx, b.scope.Name(role), args, b.scope.Child()...)
	return b.scope.Err(role, err)
}

func (b *builder) queries(v *Version, a alarm) cloudwatch.MetricAlarmMetricQueryArray {
	all := cloudwatch.MetricAlarmMetricQueryArray{cloudwatch.MetricAlarmMetricQueryArgs{
		Id: pulumi.String("result"), Expression: pulumi.String(a.formula), Label: pulumi.String(a.role), ReturnData: pulumi.Bool(true),
	}}
	for _, s := range a.series {
		all = append(all, cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(s.id),
			Metric: cloudwatch.MetricAlarmMetricQueryMetricArgs{
				Namespace: pulumi.String(s.namespace), MetricName: pulumi.String(s.metric), Stat: pulumi.String(s.statistic),
				Dimensions: b.dimensions(v, s), Period: pulumi.Int(60),
			},
		})
	}
	return all
}

// dimensions say which version a metric is about.
func (b *builder) dimensions(v *Version, s series) pulumi.StringMap {
	if s.namespace == namespaceBalancer {
		return pulumi.StringMap{"LoadBalancer": b.balancer(), "TargetGroup": v.TargetGroup.ArnSuffix}
	}
	return pulumi.StringMap{"ClusterName": b.clusterName(), "ServiceName": v.Service.Name}
}
