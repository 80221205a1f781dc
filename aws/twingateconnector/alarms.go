package twingateconnector

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// How CloudWatch compares, and what it makes of minutes without data.
const (
	atLeast = "GreaterThanOrEqualToThreshold"
	below   = "LessThanThreshold"

	missing = "missing"      // the alarm shows INSUFFICIENT_DATA and tells nobody
	quiet   = "notBreaching" // for metrics that are published only when there is something to tell
	loud    = "breaching"    // for metrics that are always there while all is well
)

// alarm is one alarm on a metric that is published once a minute.
type alarm struct {
	role                         string
	namespace, metric, statistic string
	dimensions                   pulumi.StringMap
	compare                      string
	threshold                    float64
	minutes                      int // so many in a row
	onMissing                    string
	advice                       string
}

func (b *base) addAlarm(a alarm) error {
	args := &cloudwatch.MetricAlarmArgs{
		AlarmDescription:   pulumi.String(a.advice),
		Namespace:          pulumi.String(a.namespace),
		MetricName:         pulumi.String(a.metric),
		Statistic:          pulumi.String(a.statistic),
		Dimensions:         a.dimensions,
		ComparisonOperator: pulumi.String(a.compare),
		Threshold:          pulumi.Float64(a.threshold),
		Period:             pulumi.Int(60),
		EvaluationPeriods:  pulumi.Int(a.minutes),
		DatapointsToAlarm:  pulumi.Int(a.minutes),
		TreatMissingData:   pulumi.String(a.onMissing),
		Tags:               b.titled(a.role),
	}
	if given(b.alarmTopicARN) {
		topic := awsform.TopicARN.Pass(b.alarmTopicARN, b.argsName(), "AlarmTopicARN")
		args.AlarmActions, args.OkActions = pulumi.Array{topic}, pulumi.Array{topic}
	}
	_, err := cloudwatch.NewMetricAlarm(b.ctx, b.scope.Name(a.role), args, b.scope.Child()...)
	return b.scope.Err(a.role, err)
}

// given tells an input that is there: a typed nil among the arguments of a resource would be taken for a value.
func given(in pulumi.StringInput) bool {
	value, known := component.Known(in)
	return !known || value != nil
}
