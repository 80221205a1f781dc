package loadbalancer

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
)

// Thresholds of the alarms.
const (
	errorCount   = 10 // fewer errors in a period are noise, be the traffic as low as it may
	errorPercent = 5
	slowPeriods  = 3
)

const (
	alarmPeriod = 300 // seconds
	namespace   = "AWS/ApplicationELB"
)

// alarm is one alarm, with what differs between them.
type alarm struct {
	role, advice string
	threshold    float64
	periods      int
	watch        func(*cloudwatch.MetricAlarmArgs, pulumi.StringMap) // the metric, with its dimensions
}

// alarms lists the alarms for these arguments.
func (args *Args) alarms() []alarm {
	return []alarm{
		{
			role: "balancer-errors-alarm", threshold: errorCount, periods: 1, watch: metric("HTTPCode_ELB_5XX_Count", "Sum"),
			advice: "The load balancer itself answers with errors: no target is healthy, targets close connections or take longer than " +
				"IdleTimeoutSeconds, or the security group has no egress to their port.",
		},
		{
			role: "target-errors-alarm", threshold: errorPercent, periods: 1, watch: targetErrors,
			advice: "Too many answers of the services are errors. The access logs say of which target group.",
		},
		{
			role: "rejected-connections-alarm", threshold: 1, periods: 1, watch: metric("RejectedConnectionCount", "Sum"),
			advice: "The load balancer has reached its greatest number of connections. Look for an attack, or ask AWS for more capacity.",
		},
		{
			role: "slow-responses-alarm", threshold: args.SlowResponseSeconds, periods: slowPeriods, watch: slowResponses,
			advice: "1 in 100 requests waits for its answer longer than SlowResponseSeconds.",
		},
	}
}

func metric(name, statistic string) func(*cloudwatch.MetricAlarmArgs, pulumi.StringMap) {
	return func(args *cloudwatch.MetricAlarmArgs, dimensions pulumi.StringMap) {
		args.Namespace, args.MetricName, args.Dimensions = pulumi.String(namespace), pulumi.String(name), dimensions
		args.Period, args.Statistic = pulumi.Int(alarmPeriod), pulumi.String(statistic)
	}
}

func slowResponses(args *cloudwatch.MetricAlarmArgs, dimensions pulumi.StringMap) {
	metric("TargetResponseTime", "")(args, dimensions)
	args.Statistic, args.ExtendedStatistic = nil, pulumi.String("p99")
}

// targetErrors watches a share of the requests. The count of errors is not published while there are none.
func targetErrors(args *cloudwatch.MetricAlarmArgs, dimensions pulumi.StringMap) {
	sum := func(id, name string) *cloudwatch.MetricAlarmMetricQueryArgs {
		return &cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(id), ReturnData: pulumi.Bool(false),
			Metric: &cloudwatch.MetricAlarmMetricQueryMetricArgs{
				Namespace: pulumi.String(namespace), MetricName: pulumi.String(name), Dimensions: dimensions,
				Period: pulumi.Int(alarmPeriod), Stat: pulumi.String("Sum"),
			},
		}
	}
	args.MetricQueries = cloudwatch.MetricAlarmMetricQueryArray{
		sum("errors", "HTTPCode_Target_5XX_Count"), sum("requests", "RequestCount"),
		&cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String("percent"), ReturnData: pulumi.Bool(true), Label: pulumi.String("Errors of targets in percent of requests"),
			Expression: pulumi.String(fmt.Sprintf("IF(FILL(errors, 0) >= %d, 100 * FILL(errors, 0) / requests, 0)", errorCount)),
		},
	}
}

func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	for _, each := range b.args.alarms() {
		args := &cloudwatch.MetricAlarmArgs{
			AlarmDescription:   pulumi.String(each.advice),
			ComparisonOperator: pulumi.String("GreaterThanOrEqualToThreshold"),
			Threshold:          pulumi.Float64(each.threshold),
			EvaluationPeriods:  pulumi.Int(each.periods),
			DatapointsToAlarm:  pulumi.Int(each.periods),
			TreatMissingData:   pulumi.String("notBreaching"), // no traffic, no data
			Tags:               b.args.Tags.AWS(),
		}
		each.watch(args, pulumi.StringMap{"LoadBalancer": b.out.ARNSuffix})
		if isSet(b.args.AlarmTopicARN) {
			topic := awsform.TopicARN.Pass(b.args.AlarmTopicARN, argsName, "AlarmTopicARN")
			args.AlarmActions, args.OkActions = pulumi.Array{topic}, pulumi.Array{topic}
		}
		if _, err := cloudwatch.NewMetricAlarm(b.ctx, b.scope.Name(each.role), args, b.scope.Child()...); err != nil {
			return b.scope.Err(each.role, err)
		}
	}
	return nil
}
