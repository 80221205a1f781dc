package twingateconnector_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestEachConnectorIsUpdatedOnItsOwnDay(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) { a.Access.Connectors = 7 })
	group := g.One(t, updatesToken)
	days := map[any]bool{}
	for _, schedule := range g.OfType(scheduleToken) {
		days[schedule.Value("scheduleExpression")] = true
		assert.Equal(t, "UTC", schedule.Value("scheduleExpressionTimezone"))
		assert.Equal(t, "OFF", schedule.Value("flexibleTimeWindow.mode"))
		assert.Equal(t, text(group, "name"), schedule.Value("groupName"))
	}
	want := map[any]bool{}
	for _, day := range []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"} {
		want["cron(0 3 ? * "+day+" *)"] = true
	}
	assert.Equal(t, want, days)
	assert.Equal(t, "cron(0 3 ? * TUE *)", g.Named(t, scheduleToken, "way-in-connector-1-update").Value("scheduleExpression"))
	assert.Equal(t, "cron(0 3 ? * FRI *)", g.Named(t, scheduleToken, "way-in-connector-2-update").Value("scheduleExpression"))
}

func TestAnUpdateIsANewDeploymentOfOneService(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs)
	schedule, service := g.Named(t, scheduleToken, "way-in-connector-2-update"), g.Named(t, serviceToken, "way-in-connector-2-service")
	assert.Equal(t, "arn:aws:scheduler:::aws-sdk:ecs:updateService", schedule.Value("target.arn"))
	var call map[string]any
	require.NoError(t, json.Unmarshal([]byte(schedule.Value("target.input").(string)), &call))
	assert.Equal(t, map[string]any{"Cluster": text(g.One(t, clusterToken), "arn"), "Service": service.ID, "ForceNewDeployment": true}, call)
	assert.Equal(t, map[string]any{"maximumEventAgeInSeconds": 3600.0, "maximumRetryAttempts": 10.0}, schedule.Value("target.retryPolicy"))
	role := g.Named(t, roleToken, "way-in-connector-2-update-role")
	assert.Equal(t, text(role, "arn"), schedule.Value("target.roleArn"))
	policy := g.Named(t, rolePolicyToken, "way-in-connector-2-update-policy")
	assert.Equal(t, []any{allows("Update", []any{"ecs:UpdateService"}, []any{service.ID})}, documentOf(t, policy, "policy")["Statement"])
	assert.Equal(t, text(role, "name"), policy.Value("role"))
	assert.Contains(t, infratest.Names(schedule.Dependencies), policy.Name)
	trust := documentOf(t, role, "assumeRolePolicy")["Statement"].([]any)[0].(map[string]any)
	assert.Equal(t, map[string]any{"Service": "scheduler.amazonaws.com"}, trust["Principal"])
	assert.Equal(t, map[string]any{"StringEquals": map[string]any{
		"aws:SourceAccount": []any{"123456789012"}, "aws:SourceArn": []any{text(g.One(t, updatesToken), "arn")},
	}}, trust["Condition"])
}

func TestTheTargetOfAnUpdateIsInThePartitionOfTheCluster(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) {
		a.ClusterARN = pulumi.String("arn:aws-cn:ecs:cn-north-1:123456789012:cluster/main")
	})
	assert.Equal(t, "arn:aws-cn:scheduler:::aws-sdk:ecs:updateService", g.Named(t, scheduleToken, "way-in-connector-1-update").Value("target.arn"))
}

func TestWithoutUpdates(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*twingateconnector.FargateArgs){
		"switched off":   func(a *twingateconnector.FargateArgs) { a.Access.DisableUpdates = true },
		"pinned release": func(a *twingateconnector.FargateArgs) { a.Image = pinnedImage },
	} {
		g := makeFargate(t, change)
		for _, token := range []string{updatesToken, scheduleToken} {
			assert.Empty(t, g.OfType(token), name)
		}
		for _, role := range g.OfType(roleToken) {
			assert.NotContains(t, role.Name, "update", name)
		}
		assert.NotContains(t, infratest.Names(g.OfType(alarmToken)), "way-in-updates-alarm", name)
	}
}

func TestFargateAlarms(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, func(a *twingateconnector.FargateArgs) { a.AlarmTopicARN = pulumi.String(theTopic) })
	ofService := map[string]any{
		"ClusterName": text(g.One(t, clusterToken), "name"), "ServiceName": text(g.Named(t, serviceToken, "way-in-connector-2-service"), "name"),
	}
	ofUpdates := map[string]any{"ScheduleGroup": text(g.One(t, updatesToken), "name")}
	for _, test := range []struct {
		name, namespace, metric, statistic, compare string
		threshold, minutes                          float64
		onMissing                                   string
		dimensions                                  map[string]any
	}{
		{"way-in-connector-2-cpu-alarm", "AWS/ECS", "CPUUtilization", "Average", "GreaterThanOrEqualToThreshold", 80, 10, "missing", ofService},
		{"way-in-connector-2-memory-alarm", "AWS/ECS", "MemoryUtilization", "Maximum", "GreaterThanOrEqualToThreshold", 80, 10, "missing", ofService},
		{"way-in-connector-2-running-alarm", "ECS/ContainerInsights", "RunningTaskCount", "Minimum", "LessThanThreshold", 1, 5, "breaching", ofService},
		{"way-in-updates-alarm", "AWS/Scheduler", "InvocationDroppedCount", "Sum", "GreaterThanOrEqualToThreshold", 1, 1, "notBreaching", ofUpdates},
	} {
		alarm := g.Named(t, alarmToken, test.name)
		infratest.AssertInputs(t, alarm, map[string]any{
			"namespace": test.namespace, "metricName": test.metric, "statistic": test.statistic, "comparisonOperator": test.compare,
			"threshold": test.threshold, "evaluationPeriods": test.minutes, "datapointsToAlarm": test.minutes, "period": 60.0,
			"treatMissingData": test.onMissing, "dimensions": test.dimensions, "alarmActions": []any{theTopic}, "okActions": []any{theTopic},
		})
		assert.NotEmpty(t, alarm.Value("alarmDescription"), test.name)
	}
	assert.Len(t, g.OfType(alarmToken), 7)
	assert.Nil(t, makeFargate(t, asIs).Named(t, alarmToken, "way-in-updates-alarm").Value("alarmActions"), "alarms exist without a topic")
	assert.Empty(t, makeFargate(t, func(a *twingateconnector.FargateArgs) { a.DisableAlarms = true }).OfType(alarmToken))
}

func TestAPlaceThatCannotBeTold(t *testing.T) {
	t.Parallel()
	for _, token := range []string{logGroupToken, updatesToken, clusterToken} {
		_, err := tryFargate(asIs, infratest.Respond(token, func(infratest.Call) (map[string]any, error) {
			return map[string]any{"arn": "nowhere"}, nil
		}))
		require.ErrorContains(t, err, "twingateconnector: need an ARN with partition, region and account, got", token)
	}
}
