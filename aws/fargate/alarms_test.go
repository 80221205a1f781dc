package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestAlarms(t *testing.T) {
	t.Parallel()
	g := makeService(t, scaled(fargate.Autoscaling{Min: 2, Max: 12, RequestsPerTask: 900}))
	ofService := map[string]any{"ClusterName": "main-0a1b2c3", "ServiceName": g.One(t, ecsToken).Outputs["name"].StringValue()}
	ofTargets := map[string]any{"LoadBalancer": theBalancer, "TargetGroup": g.One(t, targetsToken).Outputs["arnSuffix"].StringValue()}
	for _, test := range []struct {
		name, namespace, metric, statistic string
		compare                            string
		threshold, bad, of                 float64
		onMissing                          string
		dimensions                         map[string]any
	}{
		{"web-cpu-alarm", "AWS/ECS", "CPUUtilization", "Average", "GreaterThanOrEqualToThreshold", 80, 10, 10, "missing", ofService},
		{"web-memory-alarm", "AWS/ECS", "MemoryUtilization", "Maximum", "GreaterThanOrEqualToThreshold", 80, 10, 10, "missing", ofService},
		{"web-capacity-alarm", "ECS/ContainerInsights", "DesiredTaskCount", "Maximum", "GreaterThanOrEqualToThreshold", 12, 15, 15, "notBreaching", ofService},
		{"web-health-alarm", "AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", "GreaterThanOrEqualToThreshold", 1, 5, 5, "notBreaching", ofTargets},
	} {
		alarm := g.Named(t, alarmToken, test.name)
		infratest.AssertInputs(t, alarm, map[string]any{
			"namespace": test.namespace, "metricName": test.metric, "statistic": test.statistic, "comparisonOperator": test.compare,
			"threshold": test.threshold, "datapointsToAlarm": test.bad, "evaluationPeriods": test.of, "period": 60.0,
			"treatMissingData": test.onMissing, "dimensions": test.dimensions, "tags.owner": "team-shop",
		})
		assert.NotEmpty(t, alarm.Value("alarmDescription"), test.name)
		assert.Nil(t, alarm.Value("alarmActions"), "alarms exist without a topic")
	}
	for _, test := range []struct {
		name, formula      string
		compare            string
		threshold, bad, of float64
		metrics            []any
		dimensions         map[string]any
	}{
		{"web-running-alarm", "desired - running", "GreaterThanThreshold", 0, 10, 10, []any{"DesiredTaskCount", "RunningTaskCount"}, ofService},
		{"web-errors-alarm", "100 * FILL(errors, 0) / requests", "GreaterThanOrEqualToThreshold", 5, 3, 5, []any{"HTTPCode_Target_5XX_Count", "RequestCount"}, ofTargets},
	} {
		alarm := g.Named(t, alarmToken, test.name)
		infratest.AssertInputs(t, alarm, map[string]any{
			"comparisonOperator": test.compare, "threshold": test.threshold, "datapointsToAlarm": test.bad, "evaluationPeriods": test.of,
			"treatMissingData": "notBreaching", "metricName": nil, "metricQueries[0].expression": test.formula, "metricQueries[0].returnData": true,
		})
		assert.Equal(t, test.metrics, []any{alarm.Value("metricQueries[1].metric.metricName"), alarm.Value("metricQueries[2].metric.metricName")})
		for _, query := range []string{"metricQueries[1]", "metricQueries[2]"} {
			assert.Equal(t, test.dimensions, alarm.Value(query+".metric.dimensions"), test.name)
			assert.Contains(t, test.formula, alarm.Value(query+".id"))
			assert.InDelta(t, 60, alarm.Value(query+".metric.period"), 0)
		}
	}
	assert.Len(t, g.OfType(alarmToken), 6)
}

func TestAlarmsFollowTheService(t *testing.T) {
	t.Parallel()
	cpu, memory, running, health, errors := "web-cpu-alarm", "web-memory-alarm", "web-running-alarm", "web-health-alarm", "web-errors-alarm"
	tests := map[string]struct {
		change func(*fargate.ServiceArgs)
		want   []string
	}{
		"service": {asIs, []string{cpu, memory, running, health, errors}},
		"worker":  {asWorker, []string{cpu, memory, running}},
		"none":    {func(a *fargate.ServiceArgs) { a.DisableAlarms = true }, nil},
		"colours": {asBlueGreen, []string{
			"web-blue-cpu-alarm", "web-blue-memory-alarm", "web-blue-running-alarm", "web-blue-health-alarm", "web-blue-errors-alarm",
			"web-green-cpu-alarm", "web-green-memory-alarm", "web-green-running-alarm", "web-green-health-alarm", "web-green-errors-alarm",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.ElementsMatch(t, test.want, namesIn(makeService(t, test.change).OfType(alarmToken)))
		})
	}
	colours := makeService(t, asBlueGreen)
	assert.Equal(t, colours.Named(t, ecsToken, "web-green-service").Outputs["name"].StringValue(),
		colours.Named(t, alarmToken, "web-green-cpu-alarm").Value("dimensions.ServiceName"))
	kept := makeService(t, scaled(fargate.Autoscaling{Min: 2, Max: 4, CPUPercent: 90, MemoryPercent: 90}))
	for _, name := range []string{cpu, memory} {
		assert.InDelta(t, 95, kept.Named(t, alarmToken, name).Value("threshold"), 0, "the autoscaler keeps it at 90")
	}
}

func TestAlarmsTellTheTopic(t *testing.T) {
	t.Parallel()
	g := makeService(t, func(a *fargate.ServiceArgs) { a.AlarmTopicARN = pulumi.String(theTopic) })
	require.Len(t, g.OfType(alarmToken), 5)
	for _, alarm := range g.OfType(alarmToken) {
		assert.Equal(t, []any{theTopic}, alarm.Value("alarmActions"), alarm.Name)
		assert.Equal(t, []any{theTopic}, alarm.Value("okActions"), alarm.Name)
	}
	preview := makeService(t, asIs, infratest.Preview())
	targets, ok := preview.Named(t, alarmToken, "web-health-alarm").Input("dimensions.TargetGroup")
	require.True(t, ok)
	assert.True(t, targets.IsComputed() || targets.IsOutput(), "known only after creation")
}
