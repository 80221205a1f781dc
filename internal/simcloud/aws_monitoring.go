package simcloud

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	logGroupName = regexp.MustCompile(`^[.\-_/#A-Za-z0-9]+$`)
	percentile   = regexp.MustCompile(`^((p|tm|tc|ts|wm)\d{1,2}(\.\d{1,10})?|p100|IQM|(TM|TC|TS|WM|PR)\(.*\))$`)
	// retentions are the numbers of days that a log group can have; 0 keeps for ever.
	retentions = []float64{
		0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
	}
)

// awsMonitoringModels models alarms, log groups and flow logs. Which inputs replace is in the table.
func awsMonitoringModels() []model {
	return []model{
		{
			token: "aws:cloudwatch/metricAlarm:MetricAlarm",
			name:  nameRule{property: "name", min: 1, max: 255, unique: true},
			check: checkAlarm,
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{
					"actionsEnabled": boolean(true), "treatMissingData": str("missing"), "evaluateLowSampleCountPercentiles": str(""),
				})
			},
		},
		{
			token: "aws:cloudwatch/logGroup:LogGroup",
			name: nameRule{property: "name", min: 1, max: 512, pattern: logGroupName, says: "letters, digits and .-_/#",
				unique: true},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				if days, ok := number(in, "retentionInDays"); ok && !slices.Contains(retentions, days) {
					r.fail("retentionInDays", "need one of %v, got %v", retentions, days)
				}
				r.oneOf([]string{"STANDARD", "INFREQUENT_ACCESS"}, "logGroupClass")
				r.matches(arnForm, "an ARN", "kmsKeyId")
				return r.failures
			},
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{
					"namePrefix": str(""), "logGroupClass": str("STANDARD"), "retentionInDays": num(0), "skipDestroy": boolean(false),
				})
			},
		},
		{token: "aws:ec2/flowLog:FlowLog", check: checkFlowLog, outputs: flowLogOutputs},
	}
}

func checkAlarm(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{
		"GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
		"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
	}, "comparisonOperator")
	r.oneOf([]string{"breaching", "notBreaching", "ignore", "missing"}, "treatMissingData")
	r.oneOf([]string{"evaluate", "ignore"}, "evaluateLowSampleCountPercentiles")
	r.oneOf([]string{"SampleCount", "Average", "Sum", "Minimum", "Maximum"}, "statistic")
	r.matches(percentile, "a statistic such as p99", "extendedStatistic")
	r.atMost(1024, "alarmDescription")
	periods, counted := number(in, "evaluationPeriods")
	if counted && periods < 1 {
		r.fail("evaluationPeriods", "need 1 or more, got %v", periods)
	}
	if points, ok := number(in, "datapointsToAlarm"); ok && (points < 1 || counted && points > periods) {
		r.fail("datapointsToAlarm", "need 1 to evaluationPeriods, got %v", points)
	}
	if seconds, ok := number(in, "period"); ok && !slices.Contains([]float64{10, 20, 30}, seconds) && (seconds < 60 || int(seconds)%60 != 0) {
		r.fail("period", "need 10, 20, 30 or a multiple of 60, got %v", seconds)
	}
	for _, actions := range []resource.PropertyKey{"alarmActions", "okActions", "insufficientDataActions"} {
		if n := len(list(in, actions)); n > 5 {
			r.fail(string(actions), "need at most 5, got %d", n)
		}
	}
	r.exactlyOne("metricName", "metricQueries")
	if given(in, "statistic") && given(in, "extendedStatistic") {
		r.fail("statistic", "conflicts with extendedStatistic")
	}
	if given(in, "threshold") && given(in, "thresholdMetricId") {
		r.fail("threshold", "conflicts with thresholdMetricId")
	}
	return r.failures
}

func checkFlowLog(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.exactlyOne("vpcId", "subnetId", "eniId", "transitGatewayId", "transitGatewayAttachmentId")
	r.oneOf([]string{"ACCEPT", "REJECT", "ALL"}, "trafficType")
	r.oneOf([]string{"cloud-watch-logs", "s3", "kinesis-data-firehose"}, "logDestinationType")
	if seconds, ok := number(in, "maxAggregationInterval"); ok && seconds != 60 && seconds != 600 {
		r.fail("maxAggregationInterval", "need 60 or 600, got %v", seconds)
	}
	transit := given(in, "transitGatewayId") || given(in, "transitGatewayAttachmentId")
	if !transit && !given(in, "trafficType") {
		r.fail("trafficType", "need one of ACCEPT, REJECT, ALL, got none")
	}
	if given(in, "logDestination") == given(in, "logGroupName") {
		r.fail("logDestination", "need exactly one of logDestination, logGroupName")
	}
	r.matches(arnForm, "an ARN", "logDestination")
	r.matches(arnForm, "an ARN", "iamRoleArn")
	return r.failures
}

// flowLogFormat is the format of records that nobody asked for another one of.
const flowLogFormat = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} " +
	"${start} ${end} ${action} ${log-status}"

func flowLogOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"logDestinationType": str("cloud-watch-logs"), "maxAggregationInterval": num(600), "logFormat": str(flowLogFormat),
		"logGroupName": str(""), "logDestination": str(""),
	})
	destination, group := text(s.in, "logDestination"), text(s.in, "logGroupName")
	_, name, isGroup := strings.Cut(destination, ":log-group:")
	switch {
	case isGroup:
		out["logGroupName"] = str(strings.TrimSuffix(name, ":*"))
	case group != "":
		out["logDestination"] = str("arn:aws:logs:" + s.place.Region + ":" + s.place.Account + ":log-group:" + group)
	}
	return out
}
