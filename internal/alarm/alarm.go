package alarm

import (
	"cmp"
	"maps"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// Comparison is how a metric compares with the threshold when the alarm goes off.
type Comparison string

// The comparisons, as CloudWatch names them.
const (
	AtLeast Comparison = "GreaterThanOrEqualToThreshold"
	Above   Comparison = "GreaterThanThreshold"
	AtMost  Comparison = "LessThanOrEqualToThreshold"
	Below   Comparison = "LessThanThreshold"
)

// Silence is what an alarm makes of periods without data.
type Silence string

// The meanings of silence.
const (
	SilenceUnknown Silence = "missing"      // the alarm shows INSUFFICIENT_DATA and tells nobody
	SilenceGood    Silence = "notBreaching" // for metrics that are published only when there is something to tell
	SilenceBad     Silence = "breaching"    // for metrics that are always there while all is well
)

// Alarm is one alarm, on a metric or on a formula.
type Alarm struct {
	Role   string // of the child, which its logical name ends with
	Advice string // what is wrong, and what to do about it

	Namespace  string
	Metric     string
	Statistic  string // of each period: Average, Sum, Maximum…
	Percentile string // in place of Statistic: p99
	Dimensions pulumi.StringMap
	Period     int // seconds; default 60

	// Queries are a formula in place of all of the above but Role and Advice, such as that of [Percent].
	Queries cloudwatch.MetricAlarmMetricQueryArray

	Compare   Comparison
	Threshold float64
	Periods   int // that are looked at; default 1
	Bad       int // of them, so many set the alarm off; default all
	OnMissing Silence
}

// Sum is the sum of a metric over each period, under the id that a formula knows it by.
type Sum struct {
	ID, Namespace, Metric string
	Dimensions            pulumi.StringMap
	Period                int // seconds
}

// Percent is a formula over sums. The label is what the console shows for its result.
func Percent(label, formula string, sums ...Sum) cloudwatch.MetricAlarmMetricQueryArray {
	var queries cloudwatch.MetricAlarmMetricQueryArray
	for _, sum := range sums {
		queries = append(queries, &cloudwatch.MetricAlarmMetricQueryArgs{
			Id: pulumi.String(sum.ID), ReturnData: pulumi.Bool(false),
			Metric: &cloudwatch.MetricAlarmMetricQueryMetricArgs{
				Namespace: pulumi.String(sum.Namespace), MetricName: pulumi.String(sum.Metric), Dimensions: sum.Dimensions,
				Period: pulumi.Int(sum.Period), Stat: pulumi.String("Sum"),
			},
		})
	}
	return append(queries, &cloudwatch.MetricAlarmMetricQueryArgs{
		Id: pulumi.String("percent"), ReturnData: pulumi.Bool(true), Label: pulumi.String(label), Expression: pulumi.String(formula),
	})
}

// Watcher is what the alarms of one component have in common.
type Watcher struct {
	Context *pulumi.Context
	Scope   *component.Scope
	Tags    pulumi.StringMap
	Titled  bool                    // adds the tag Name, with the logical name of the alarm
	Actions pulumi.ArrayInput       // when an alarm goes off and when it is over; see [Tell]
	Options []pulumi.ResourceOption // beside the parent
}

// Tell is the topic that alarms go to. Without one, in whatever form it was left out, they show in the console and tell nobody.
// argsName is how errors name the arguments, whose field AlarmTopicARN the topic is.
func Tell(topic pulumi.StringInput, argsName string) pulumi.ArrayInput {
	if !component.Given(topic) {
		return nil
	}
	return pulumi.Array{awsform.TopicARN.Pass(topic, argsName, "AlarmTopicARN")}
}

// Add makes an alarm.
func (w Watcher) Add(a Alarm) error {
	periods := cmp.Or(a.Periods, 1)
	args := &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(a.Advice),
		AlarmActions:       w.Actions,
		OkActions:          w.Actions,
		ComparisonOperator: pulumi.String(a.Compare),
		Threshold:          pulumi.Float64(a.Threshold),
		EvaluationPeriods:  pulumi.Int(periods),
		DatapointsToAlarm:  pulumi.Int(cmp.Or(a.Bad, periods)),
		TreatMissingData:   pulumi.String(a.OnMissing),
		Tags:               w.tags(a.Role),
	}
	if a.Queries != nil {
		args.MetricQueries = a.Queries
	} else {
		args.Namespace, args.MetricName, args.Dimensions = pulumi.String(a.Namespace), pulumi.String(a.Metric), a.Dimensions
		args.Period = pulumi.Int(cmp.Or(a.Period, 60))
		if a.Percentile != "" {
			args.ExtendedStatistic = pulumi.String(a.Percentile)
		} else {
			args.Statistic = pulumi.String(a.Statistic)
		}
	}
	_, err := cloudwatch.NewMetricAlarm(w.Context, w.Scope.Name(a.Role), args, w.Scope.Child(w.Options...)...)
	return w.Scope.Err(a.Role, err)
}

func (w Watcher) tags(role string) pulumi.StringMap {
	if !w.Titled {
		return w.Tags
	}
	tags := maps.Clone(w.Tags)
	tags["Name"] = pulumi.String(w.Scope.Name(role))
	return tags
}
