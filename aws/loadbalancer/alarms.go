package loadbalancer

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/alarm"
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

// alarms lists the alarms for these arguments.
func (args *Args) alarms(dimensions pulumi.StringMap) []alarm.Alarm {
	all := []alarm.Alarm{
		{
			Role: "balancer-errors-alarm", Metric: "HTTPCode_ELB_5XX_Count", Statistic: "Sum", Threshold: errorCount,
			Advice: "The load balancer itself answers with errors: no target is healthy, targets close connections or take longer than " +
				"IdleTimeout, or the security group has no egress to their port.",
		},
		{
			Role: "target-errors-alarm", Queries: targetErrors(dimensions), Threshold: errorPercent,
			Advice: "Too many answers of the services are errors. The access logs say of which target group.",
		},
		{
			Role: "rejected-connections-alarm", Metric: "RejectedConnectionCount", Statistic: "Sum", Threshold: 1,
			Advice: "The load balancer has reached its greatest number of connections. Look for an attack, or ask AWS for more capacity.",
		},
		{
			Role: "slow-responses-alarm", Metric: "TargetResponseTime", Percentile: "p99", Threshold: args.SlowResponse.Seconds(), Periods: slowPeriods,
			Advice: "1 in 100 requests waits for its answer longer than SlowResponse.",
		},
	}
	for i := range all {
		all[i].Namespace, all[i].Dimensions, all[i].Period = namespace, dimensions, alarmPeriod
		all[i].Compare, all[i].OnMissing = alarm.AtLeast, alarm.SilenceGood // no traffic, no data
	}
	return all
}

// targetErrors watches a share of the requests. The count of errors is not published while there are none.
func targetErrors(dimensions pulumi.StringMap) cloudwatch.MetricAlarmMetricQueryArray {
	sum := func(id, metric string) alarm.Sum {
		return alarm.Sum{ID: id, Namespace: namespace, Metric: metric, Dimensions: dimensions, Period: alarmPeriod}
	}
	return alarm.Percent("Errors of targets in percent of requests",
		fmt.Sprintf("IF(FILL(errors, 0) >= %d, 100 * FILL(errors, 0) / requests, 0)", errorCount),
		sum("errors", "HTTPCode_Target_5XX_Count"), sum("requests", "RequestCount"))
}

func (b *builder) addAlarms() error {
	if b.args.DisableAlarms {
		return nil
	}
	watch := alarm.Watcher{Context: b.ctx, Scope: b.scope, Tags: b.args.Tags.AWS(), Actions: alarm.Tell(b.args.AlarmTopicARN, argsName)}
	for _, each := range b.args.alarms(pulumi.StringMap{"LoadBalancer": b.out.ARNSuffix}) {
		if err := watch.Add(each); err != nil {
			return err
		}
	}
	return nil
}
