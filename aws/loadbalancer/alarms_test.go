package loadbalancer_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestAlarms(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	suffix := graph.One(t, balancerToken).Outputs["arnSuffix"].StringValue()
	require.NotEmpty(t, suffix)
	for name, want := range map[string]map[string]any{
		"web-balancer-errors-alarm": {
			"metricName": "HTTPCode_ELB_5XX_Count", "statistic": "Sum", "threshold": 10.0, "evaluationPeriods": 1.0, "extendedStatistic": nil,
		},
		"web-rejected-connections-alarm": {
			"metricName": "RejectedConnectionCount", "statistic": "Sum", "threshold": 1.0, "evaluationPeriods": 1.0, "extendedStatistic": nil,
		},
		"web-slow-responses-alarm": {
			"metricName": "TargetResponseTime", "statistic": nil, "extendedStatistic": "p99", "threshold": 3.0, "evaluationPeriods": 3.0,
		},
	} {
		alarm := graph.Named(t, alarmToken, name)
		want["namespace"], want["period"], want["dimensions"] = "AWS/ApplicationELB", 300.0, map[string]any{"LoadBalancer": suffix}
		want["metricQueries"] = nil
		infratest.AssertInputs(t, alarm, want)
	}
	alarms := graph.OfType(alarmToken)
	assert.Len(t, alarms, 4)
	for _, alarm := range alarms {
		assert.Equal(t, "GreaterThanOrEqualToThreshold", alarm.Value("comparisonOperator"), alarm.Name)
		assert.Equal(t, "notBreaching", alarm.Value("treatMissingData"), alarm.Name)
		assert.Equal(t, alarm.Value("evaluationPeriods"), alarm.Value("datapointsToAlarm"), alarm.Name)
		assert.NotEmpty(t, alarm.Value("alarmDescription"), alarm.Name)
		assert.Equal(t, "team-web", alarm.Value("tags.owner"), alarm.Name)
		assert.Nil(t, alarm.Value("alarmActions"), "alarms exist without a topic")
		assert.Nil(t, alarm.Value("okActions"), alarm.Name)
	}
}

// Few errors are no alarm, even when they are all of the traffic, and neither is a small share of much traffic.
func TestTargetErrorsAreAShareOfTheRequests(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	alarm := graph.Named(t, alarmToken, "web-target-errors-alarm")
	sum := func(id, metric string) map[string]any {
		return map[string]any{"id": id, "returnData": false, "metric": map[string]any{
			"namespace": "AWS/ApplicationELB", "metricName": metric, "period": 300.0, "stat": "Sum",
			"dimensions": map[string]any{"LoadBalancer": graph.One(t, balancerToken).Outputs["arnSuffix"].StringValue()},
		}}
	}
	assert.Equal(t, sum("errors", "HTTPCode_Target_5XX_Count"), alarm.Value("metricQueries[0]"))
	assert.Equal(t, sum("requests", "RequestCount"), alarm.Value("metricQueries[1]"))
	assert.Equal(t, "IF(FILL(errors, 0) >= 10, 100 * FILL(errors, 0) / requests, 0)", alarm.Value("metricQueries[2].expression"))
	assert.Equal(t, true, alarm.Value("metricQueries[2].returnData"))
	assert.Nil(t, alarm.Value("metricQueries[3]"))
	assert.Equal(t, 5.0, alarm.Value("threshold"))
	assert.Equal(t, 1.0, alarm.Value("evaluationPeriods"))
	for _, absent := range []string{"metricName", "namespace", "period", "statistic", "dimensions"} {
		assert.Nil(t, alarm.Value(absent), "%s beside queries is refused", absent)
	}
}

func TestAlarmsAsAskedFor(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *loadbalancer.Args) {
		a.SlowResponse, a.AlarmTopicARN = 250*time.Millisecond, pulumi.String(topic).ToStringOutput()
	})
	assert.Equal(t, 0.25, graph.Named(t, alarmToken, "web-slow-responses-alarm").Value("threshold"))
	for _, alarm := range graph.OfType(alarmToken) {
		assert.Equal(t, []any{topic}, alarm.Value("alarmActions"), alarm.Name)
		assert.Equal(t, []any{topic}, alarm.Value("okActions"), alarm.Name)
	}
	assert.Empty(t, run(t, func(a *loadbalancer.Args) { a.DisableAlarms = true }).OfType(alarmToken))
}

// The dimension is known only after creation; an alarm on another one would watch nothing.
func TestAlarmsInPreview(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged, infratest.Preview())
	for _, path := range []string{"dimensions.LoadBalancer", "metricQueries[0].metric.dimensions.LoadBalancer"} {
		name := "web-balancer-errors-alarm"
		if path != "dimensions.LoadBalancer" {
			name = "web-target-errors-alarm"
		}
		dimension, ok := graph.Named(t, alarmToken, name).Input(path)
		require.True(t, ok, path)
		assert.True(t, dimension.IsComputed() || dimension.IsOutput(), path)
	}
}
