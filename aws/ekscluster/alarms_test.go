package ekscluster_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

// wantAlarm is what an alarm on one metric is expected to send.
type wantAlarm struct {
	namespace, metric, statistic string
	threshold                    float64
	period, periods              float64
	missing                      string
}

func assertAlarm(t *testing.T, alarm *infratest.Resource, want wantAlarm) {
	t.Helper()
	got := wantAlarm{
		namespace: alarm.Value("namespace").(string), metric: alarm.Value("metricName").(string), statistic: alarm.Value("statistic").(string),
		threshold: alarm.Value("threshold").(float64), period: alarm.Value("period").(float64),
		periods: alarm.Value("evaluationPeriods").(float64), missing: alarm.Value("treatMissingData").(string),
	}
	assert.Equal(t, want, got, alarm.Name)
	assertEveryAlarm(t, alarm)
}

func assertEveryAlarm(t *testing.T, alarm *infratest.Resource) {
	t.Helper()
	assert.Equal(t, "GreaterThanOrEqualToThreshold", alarm.Value("comparisonOperator"), alarm.Name)
	assert.Equal(t, alarm.Value("evaluationPeriods"), alarm.Value("datapointsToAlarm"), alarm.Name)
	assert.Equal(t, "team-pay", alarm.Value("tags.owner"), alarm.Name)
	assert.NotEmpty(t, alarm.Value("alarmDescription"), alarm.Name)
	assert.Equal(t, []any{topic}, alarm.Value("alarmActions"), alarm.Name)
	assert.Equal(t, []any{topic}, alarm.Value("okActions"), alarm.Name)
	assert.Nil(t, alarm.Value("name"), "auto-named")
}

func TestAlarmsOfTheControlPlane(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	cluster := map[string]any{"ClusterName": graph.One(t, clusterToken).Value("name")}
	for role, want := range map[string]wantAlarm{
		"storage-alarm":       {"AWS/EKS", "apiserver_storage_size_bytes", "Maximum", 6.4e9, 60, 5, "missing"},
		"unschedulable-alarm": {"AWS/EKS", "scheduler_pending_pods_UNSCHEDULABLE", "Sum", 1, 60, 15, "missing"},
	} {
		alarm := graph.Named(t, alarmToken, name+"-"+role)
		assertAlarm(t, alarm, want)
		assert.Equal(t, cluster, alarm.Value("dimensions"), role)
	}
	assert.Len(t, graph.OfType(alarmToken), 5)
}

func TestAlarmsOnSharesOfRequests(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	cluster := map[string]any{"ClusterName": graph.One(t, clusterToken).Value("name")}
	for role, metric := range map[string]string{"throttled-alarm": "apiserver_request_total_429", "errors-alarm": "apiserver_request_total_5XX"} {
		alarm := graph.Named(t, alarmToken, name+"-"+role)
		assertEveryAlarm(t, alarm)
		assert.Equal(t, 1.0, alarm.Value("threshold"), role)
		assert.Equal(t, 3.0, alarm.Value("evaluationPeriods"), role)
		assert.Equal(t, "notBreaching", alarm.Value("treatMissingData"), role)
		for i, name := range []string{metric, "apiserver_request_total"} {
			path := []string{"metricQueries[0]", "metricQueries[1]"}[i]
			assert.Equal(t, map[string]any{
				"namespace": "AWS/EKS", "metricName": name, "dimensions": cluster, "period": 300.0, "stat": "Sum",
			}, alarm.Value(path+".metric"), role)
			assert.Equal(t, false, alarm.Value(path+".returnData"), role)
		}
		assert.Equal(t, "100 * FILL(bad, 0) / requests", alarm.Value("metricQueries[2].expression"))
		assert.Equal(t, []any{"bad", "requests", true}, []any{
			alarm.Value("metricQueries[0].id"), alarm.Value("metricQueries[1].id"), alarm.Value("metricQueries[2].returnData"),
		})
	}
}

func TestAlarmsOfNodeGroups(t *testing.T) {
	t.Parallel()
	graph := run(t, everything)
	for _, group := range []string{"main", "spot"} {
		alarm := graph.Named(t, alarmToken, name[:len(name)-1]+"3-cpu-alarm-"+group)
		assertAlarm(t, alarm, wantAlarm{"AWS/EC2", "CPUUtilization", "Average", 90, 300, 3, "missing"})
		nodes := graph.Named(t, nodeGroupToken, name[:len(name)-1]+"3-nodes-"+group)
		instances := nodes.Outputs["resources"].ArrayValue()[0].ObjectValue()["autoscalingGroups"].ArrayValue()[0].ObjectValue()["name"].StringValue()
		assert.NotEmpty(t, instances)
		assert.Equal(t, map[string]any{"AutoScalingGroupName": instances}, alarm.Value("dimensions"), group)
	}
	assert.Len(t, graph.OfType(alarmToken), 6)
}

func TestAlarmsTellSomebody(t *testing.T) {
	t.Parallel()
	const need = "ekscluster: Args.AlarmTopicARN: need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms"
	without := func(a *ekscluster.Args) { a.AlarmTopicARN = nil }
	assert.Equal(t, need+", or DisableAlarms, got nothing", refusals(t, without))
	assert.Empty(t, refusals(t, func(a *ekscluster.Args) { without(a); a.DisableAlarms = true }))
	assert.Empty(t, refusals(t, func(a *ekscluster.Args) { without(a); a.Profile = component.Development }))
	assert.Equal(t, need+`, got "alarms"`, refusals(t, func(a *ekscluster.Args) { a.AlarmTopicARN = pulumi.String("alarms") }))
	_, err := tryNamed(t, "shop", func(a *ekscluster.Args) { a.AlarmTopicARN = pulumi.String("alarms").ToStringOutput() })
	assert.ErrorContains(t, err, need+`, got "alarms"`, "known only later")
}

func TestAlarmsThatTellNobody(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) { a.Profile, a.AlarmTopicARN = component.Development, nil })
	assert.Len(t, graph.OfType(alarmToken), 5)
	for _, alarm := range graph.OfType(alarmToken) {
		assert.Nil(t, alarm.Value("alarmActions"), alarm.Name)
		assert.Nil(t, alarm.Value("okActions"), alarm.Name)
	}
	assert.Empty(t, run(t, func(a *ekscluster.Args) { a.DisableAlarms = true }).OfType(alarmToken))
}
