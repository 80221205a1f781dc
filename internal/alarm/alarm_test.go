package alarm_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/alarm"
)

const (
	token = "aws:cloudwatch/metricAlarm:MetricAlarm"
	topic = "arn:aws:sns:eu-west-1:123456789012:alarms"
)

type box struct{ pulumi.ResourceState }

type boxArgs struct{}

func (*boxArgs) Validate() error { return nil }

// program makes one component with these alarms.
func program(change func(*alarm.Watcher), alarms ...alarm.Alarm) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		scope, err := component.Register(ctx, &box{}, "acme:box:Box", "main", &boxArgs{})
		if err != nil {
			return err
		}
		watch := alarm.Watcher{Context: ctx, Scope: scope, Tags: pulumi.StringMap{"owner": pulumi.String("team-shop")}}
		change(&watch)
		for _, each := range alarms {
			if err := watch.Add(each); err != nil {
				return err
			}
		}
		return nil
	}
}

func nothing(*alarm.Watcher) {}

// inputs are those of the only alarm.
func inputs(t *testing.T, change func(*alarm.Watcher), a alarm.Alarm) map[string]any {
	t.Helper()
	made := infratest.Run(t, program(change, a)).Named(t, token, "main-"+a.Role)
	return made.Inputs.Mappable()
}

func full() alarm.Alarm {
	return alarm.Alarm{
		Role: "cpu-alarm", Advice: "Take a larger one.", Namespace: "AWS/EC2", Metric: "CPUUtilization", Statistic: "Average",
		Dimensions: pulumi.StringMap{"InstanceId": pulumi.String("i-1")}, Period: 300, Compare: alarm.AtLeast, Threshold: 90, Periods: 5, Bad: 3,
		OnMissing: alarm.SilenceGood,
	}
}

func TestAlarmOnAMetric(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[string]any{
		"alarmDescription": "Take a larger one.", "namespace": "AWS/EC2", "metricName": "CPUUtilization", "statistic": "Average",
		"dimensions": map[string]any{"InstanceId": "i-1"}, "period": 300.0, "comparisonOperator": "GreaterThanOrEqualToThreshold", "threshold": 90.0,
		"evaluationPeriods": 5.0, "datapointsToAlarm": 3.0, "treatMissingData": "notBreaching", "tags": map[string]any{"owner": "team-shop"},
	}, inputs(t, nothing, full()), "auto-named, and without a topic no actions")
}

func TestWhatIsLeftOutHasADefault(t *testing.T) {
	t.Parallel()
	a := full()
	a.Period, a.Periods, a.Bad = 0, 0, 0
	got := inputs(t, nothing, a)
	assert.Equal(t, []any{60.0, 1.0, 1.0}, []any{got["period"], got["evaluationPeriods"], got["datapointsToAlarm"]})
	a.Periods = 4
	got = inputs(t, nothing, a)
	assert.Equal(t, []any{4.0, 4.0}, []any{got["evaluationPeriods"], got["datapointsToAlarm"]}, "all of them have to be bad")
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	a := full()
	a.Statistic, a.Percentile = "", "p99"
	got := inputs(t, nothing, a)
	assert.Equal(t, "p99", got["extendedStatistic"])
	assert.NotContains(t, got, "statistic")
}

func TestFormula(t *testing.T) {
	t.Parallel()
	a := full()
	a.Queries = alarm.Percent("Errors in percent", "100 * bad / all",
		alarm.Sum{ID: "bad", Namespace: "AWS/EKS", Metric: "errors", Dimensions: pulumi.StringMap{"ClusterName": pulumi.String("blue")}, Period: 300},
		alarm.Sum{ID: "all", Namespace: "AWS/EKS", Metric: "requests", Period: 300})
	got := inputs(t, nothing, a)
	for _, field := range []string{"namespace", "metricName", "statistic", "dimensions", "period"} {
		assert.NotContains(t, got, field, "CloudWatch takes one or the other")
	}
	assert.Equal(t, []any{
		map[string]any{"id": "bad", "returnData": false, "metric": map[string]any{
			"namespace": "AWS/EKS", "metricName": "errors", "dimensions": map[string]any{"ClusterName": "blue"}, "period": 300.0, "stat": "Sum",
		}},
		map[string]any{"id": "all", "returnData": false, "metric": map[string]any{
			"namespace": "AWS/EKS", "metricName": "requests", "period": 300.0, "stat": "Sum",
		}},
		map[string]any{"id": "percent", "returnData": true, "label": "Errors in percent", "expression": "100 * bad / all"},
	}, got["metricQueries"])
}

func TestActions(t *testing.T) {
	t.Parallel()
	telling := func(in pulumi.StringInput) func(*alarm.Watcher) {
		return func(w *alarm.Watcher) { w.Actions = alarm.Tell(in, "shop.Args") }
	}
	for name, in := range map[string]pulumi.StringInput{"literal": pulumi.String(topic), "output": pulumi.String(topic).ToStringOutput()} {
		got := inputs(t, telling(in), full())
		assert.Equal(t, []any{topic}, got["alarmActions"], name)
		assert.Equal(t, []any{topic}, got["okActions"], name)
	}
	for name, in := range map[string]pulumi.StringInput{"nil": nil, "typed nil": (*pulumi.String)(nil), "unset output": pulumi.StringOutput{}} {
		got := inputs(t, telling(in), full())
		assert.NotContains(t, got, "alarmActions", name)
		assert.NotContains(t, got, "okActions", name)
	}
	_, err := infratest.TryRun(program(telling(pulumi.String("alarms").ToStringOutput()), full()))
	require.ErrorContains(t, err, "shop: Args.AlarmTopicARN: need a topic's ARN")
}

func TestTitlesAndOptions(t *testing.T) {
	t.Parallel()
	second := full()
	second.Role = "memory-alarm"
	g := infratest.Run(t, program(func(w *alarm.Watcher) { w.Titled, w.Options = true, []pulumi.ResourceOption{pulumi.Protect(true)} }, full(), second))
	for _, name := range []string{"main-cpu-alarm", "main-memory-alarm"} {
		made := g.Named(t, token, name)
		assert.Equal(t, map[string]any{"owner": "team-shop", "Name": name}, made.Inputs.Mappable()["tags"])
		assert.True(t, made.Protect)
		assert.Contains(t, made.Parent, "acme:box:Box")
	}
}
