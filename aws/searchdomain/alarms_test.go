package searchdomain_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/infratest"
)

// wantAlarm is what an alarm is expected to send.
type wantAlarm struct {
	metric, statistic, compare string
	threshold                  float64
	period, periods            float64
	missing                    string
}

const (
	atLeast = "GreaterThanOrEqualToThreshold"
	atMost  = "LessThanOrEqualToThreshold"
	below   = "LessThanThreshold"
)

func most(metric string, threshold, period, periods float64, missing string) wantAlarm {
	return wantAlarm{metric, "Maximum", atLeast, threshold, period, periods, missing}
}

func alarmOf(t *testing.T, r *infratest.Resource) wantAlarm {
	t.Helper()
	text := func(path string) string { s, _ := r.Value(path).(string); return s }
	number := func(path string) float64 { n, _ := r.Value(path).(float64); return n }
	assert.Equal(t, number("evaluationPeriods"), number("datapointsToAlarm"), r.Name)
	assert.Equal(t, "AWS/ES", text("namespace"), r.Name)
	assert.Equal(t, "team-pay", text("tags.owner"), r.Name)
	assert.NotEmpty(t, text("alarmDescription"), r.Name)
	return wantAlarm{
		text("metricName"), text("statistic"), text("comparisonOperator"), number("threshold"), number("period"), number("evaluationPeriods"), text("treatMissingData"),
	}
}

func TestAlarms(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	want := map[string]wantAlarm{
		"red":           most("ClusterStatus.red", 1, 60, 1, "notBreaching"),
		"yellow":        most("ClusterStatus.yellow", 1, 60, 5, "notBreaching"),
		"writes":        most("ClusterIndexWritesBlocked", 1, 300, 1, "notBreaching"),
		"storage":       {"FreeStorageSpace", "Minimum", atMost, 25 * 1024, 60, 1, "missing"},
		"memory":        most("JVMMemoryPressure", 95, 60, 3, "missing"),
		"old-memory":    most("OldGenJVMMemoryPressure", 80, 60, 3, "missing"),
		"cpu":           most("CPUUtilization", 80, 900, 3, "missing"),
		"snapshot":      most("AutomatedSnapshotFailure", 1, 60, 1, "notBreaching"),
		"nodes":         {"Nodes", "Minimum", below, 6, 300, 3, "missing"},
		"master-cpu":    most("MasterCPUUtilization", 50, 900, 3, "missing"),
		"master-memory": most("MasterJVMMemoryPressure", 95, 60, 3, "missing"),
	}
	domain := graph.One(t, domainToken).Outputs["domainName"].StringValue()
	for role, alarm := range want {
		r := graph.Named(t, alarmToken, "search-"+role+"-alarm")
		assert.Equal(t, alarm, alarmOf(t, r), role)
		assert.Equal(t, map[string]any{"DomainName": domain, "ClientId": "123456789012"}, r.Value("dimensions"), role)
		assert.Equal(t, []any{topic}, r.Value("alarmActions"), role)
		assert.Equal(t, []any{topic}, r.Value("okActions"), role)
	}
	assert.Len(t, graph.OfType(alarmToken), len(want))
}

func TestAlarmsOfShapes(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *searchdomain.DomainArgs) {
		a.KMSKeyARN, a.Warm = pulumi.String(key).ToStringOutput(), &searchdomain.Warm{Count: 4}
	})
	assert.Equal(t, most("KMSKeyError", 1, 60, 1, "notBreaching"), alarmOf(t, graph.Named(t, alarmToken, "search-key-error-alarm")))
	assert.Equal(t, most("KMSKeyInaccessible", 1, 60, 1, "notBreaching"), alarmOf(t, graph.Named(t, alarmToken, "search-key-access-alarm")))
	assert.InDelta(t, 10.0, graph.Named(t, alarmToken, "search-nodes-alarm").Value("threshold"), 0, "data, masters and warm")
	assert.Len(t, graph.OfType(alarmToken), 13)

	assert.Len(t, run(t, development).OfType(alarmToken), 9, "no masters to watch")
	silent := run(t, func(a *searchdomain.DomainArgs) { a.DisableAlarms, a.AlarmTopicARN = true, nil })
	assert.Empty(t, silent.OfType(alarmToken))
}

func TestFreeStorageFollowsTheDisks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		data searchdomain.Data
		want float64
	}{
		"volumes":       {searchdomain.Data{VolumeGB: 400}, 100 * 1024},
		"large":         {searchdomain.Data{InstanceType: "r6gd.large.search"}, 27.5 * 1024},
		"xlarge":        {searchdomain.Data{InstanceType: "r6gd.xlarge.search"}, 55 * 1024},
		"larger":        {searchdomain.Data{InstanceType: "im4gn.4xlarge.search"}, 8 * 218 * 1024},
		"medium":        {searchdomain.Data{InstanceType: "r7gd.medium.search"}, 13.75 * 1024},
		"unknown disks": {searchdomain.Data{InstanceType: "oi2.large.search"}, 20480},
	} {
		graph := run(t, func(a *searchdomain.DomainArgs) { a.Data = test.data })
		assert.InDelta(t, test.want, graph.Named(t, alarmToken, "search-storage-alarm").Value("threshold"), 0, name)
	}
}
