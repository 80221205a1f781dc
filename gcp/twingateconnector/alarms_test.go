package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestAlarms(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	assert.ElementsMatch(t, []string{"access-connector-1-alarm", "access-connector-2-alarm"}, infratest.Names(graph.OfType(alarmToken)))
	for _, connector := range []string{"access-connector-1", "access-connector-2"} {
		alarm := graph.Named(t, alarmToken, connector+"-alarm")
		machine := graph.Named(t, managerToken, connector+"-manager").Value("baseInstanceName").(string)
		filter := `resource.type = "gce_instance" AND metric.type = "compute.googleapis.com/instance/cpu/utilization"` +
			` AND metric.labels.instance_name = starts_with("` + machine + `-")`
		assert.Equal(t, map[string]any{
			"filter": filter, "duration": "600s",
			"aggregations": []any{map[string]any{"alignmentPeriod": "60s", "perSeriesAligner": "ALIGN_MAX", "crossSeriesReducer": "REDUCE_MAX"}},
		}, alarm.Value("conditions[0].conditionAbsent"), "a machine that was made anew is another series; the old one may not be missed")
		assert.Equal(t, map[string]any{
			"filter": filter, "duration": "600s", "comparison": "COMPARISON_GT", "thresholdValue": 0.9,
			"aggregations": []any{map[string]any{"alignmentPeriod": "60s", "perSeriesAligner": "ALIGN_MEAN"}},
		}, alarm.Value("conditions[1].conditionThreshold"))
		assert.Len(t, alarm.Value("conditions"), 2)
		assert.Equal(t, "OR", alarm.Value("combiner"))
		assert.Equal(t, "team-net", alarm.Value("userLabels.owner"))
		assert.NotEmpty(t, alarm.Value("documentation.content"))
		assert.Nil(t, alarm.Value("notificationChannels"), "alarms exist without channels")
	}
	assert.Empty(t, run(t, func(a *twingateconnector.Args) { a.DisableAlarms = true }).OfType(alarmToken))
}

func TestNotificationChannels(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *twingateconnector.Args) {
		a.NotificationChannels = []pulumi.StringInput{pulumi.String(channel), pulumi.String(channel + "3").ToStringOutput()}
	})
	for _, alarm := range graph.OfType(alarmToken) {
		assert.Equal(t, []any{channel, channel + "3"}, alarm.Value("notificationChannels"), alarm.Name)
	}
}
