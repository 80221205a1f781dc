package simcloud_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	iamRoleType   = "aws:iam/role:Role"
	iamPolicyType = "aws:iam/rolePolicy:RolePolicy"

	iamAttachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
)

func TestSecrets(t *testing.T) {
	testRules(t, secretType, nil, []rule{
		{"as it is", nil, "", ""},
		{"no recovery", values{"recoveryWindowInDays": 0}, "", ""},
		{"short recovery", values{"recoveryWindowInDays": 6}, "recoveryWindowInDays", "need 0 or 7 to 30, got 6"},
		{"long recovery", values{"recoveryWindowInDays": 31}, "recoveryWindowInDays", "need 0 or 7 to 30, got 31"},
		{"name", values{"name": "a b"}, "name", `need letters, digits and /_+=.@-, got "a b"`},
		{"longest name", values{"name": strings.Repeat("a", 512)}, "", ""},
		{"description", values{"description": strings.Repeat("a", 2049)}, "description", "need at most 2048 characters, got 2049"},
		{"policy", values{"policy": "{"}, "policy", "need JSON, got 1 characters that are none"},
	})
	testRules(t, secretVersionType, values{"secretId": "s", "secretString": "a"}, []rule{
		{"both forms", values{"secretBinary": "b"}, "secretString", "conflicts with secretBinary"},
	})
	testChanges(t, secretType, nil, []change{
		{"name", "a", "b", true}, {"namePrefix", "a", "b", true}, {"description", "a", "b", false}, {"kmsKeyId", "a", "b", false},
		{"recoveryWindowInDays", 7, 30, false},
	})
	testChanges(t, secretVersionType, values{"secretId": "s"}, []change{
		{"secretId", "a", "b", true}, {"secretString", "a", "b", true}, {"secretBinary", "a", "b", true}, {"versionStages", []any{"a"}, []any{"b"}, false},
	})

	c := simcloud.New(simcloud.Options{})
	secret := made(t, c, secretType, "connection", props(values{}))
	assert.Regexp(t, `^arn:aws:secretsmanager:us-east-1:123456789012:secret:connection-[0-9a-f]{7}-[0-9a-f]{6}$`, string(secret.ID))
	assertValues(t, opened(secret.Outputs), values{"arn": string(secret.ID), "recoveryWindowInDays": 30.0, "policy": ""})
	version := made(t, c, secretVersionType, "connection", resource.PropertyMap{"secretId": resource.NewProperty(string(secret.ID)), "secretString": hidden("x")})
	id, found := strings.CutPrefix(string(version.ID), string(secret.ID)+"|")
	require.True(t, found)
	assertValues(t, opened(version.Outputs), values{"versionId": id, "arn": string(secret.ID)})
	assert.Equal(t, []string{"AWSCURRENT"}, listed(version.Outputs["versionStages"]))
	assert.True(t, version.Outputs["secretString"].IsSecret())
}

func TestAlarms(t *testing.T) {
	base := values{"comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 3, "metricName": "CPU", "threshold": 80, "period": 60, "statistic": "Maximum"}
	testRules(t, alarmType, base, []rule{
		{"as it is", nil, "", ""},
		{"operator", values{"comparisonOperator": ">"}, "comparisonOperator", "need one of GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, " +
			`LessThanOrEqualToThreshold, LessThanLowerOrGreaterThanUpperThreshold, LessThanLowerThreshold, GreaterThanUpperThreshold, got ">"`},
		{"missing data", values{"treatMissingData": "notbreaching"}, "treatMissingData", `need one of breaching, notBreaching, ignore, missing, got "notbreaching"`},
		{"few samples", values{"evaluateLowSampleCountPercentiles": "skip"}, "evaluateLowSampleCountPercentiles", `need one of evaluate, ignore, got "skip"`},
		{"statistic", values{"statistic": "Max"}, "statistic", `need one of SampleCount, Average, Sum, Minimum, Maximum, got "Max"`},
		{"percentile", values{"statistic": nil, "extendedStatistic": "p99.9"}, "", ""},
		{"odd percentile", values{"statistic": nil, "extendedStatistic": "99"}, "extendedStatistic", `need a statistic such as p99, got "99"`},
		{"two statistics", values{"extendedStatistic": "p99"}, "statistic", "conflicts with extendedStatistic"},
		{"description", values{"alarmDescription": strings.Repeat("a", 1025)}, "alarmDescription", "need at most 1024 characters, got 1025"},
		{"no periods", values{"evaluationPeriods": 0}, "evaluationPeriods", "need 1 or more, got 0"},
		{"many datapoints", values{"datapointsToAlarm": 4}, "datapointsToAlarm", "need 1 to evaluationPeriods, got 4"},
		{"no datapoints", values{"datapointsToAlarm": 0}, "datapointsToAlarm", "need 1 to evaluationPeriods, got 0"},
		{"period", values{"period": 90}, "period", "need 10, 20, 30 or a multiple of 60, got 90"},
		{"short period", values{"period": 10}, "", ""},
		{"no period", values{"period": 0}, "period", "need 10, 20, 30 or a multiple of 60, got 0"},
		{"actions", values{"alarmActions": []any{"1", "2", "3", "4", "5", "6"}}, "alarmActions", "need at most 5, got 6"},
		{"no metric", values{"metricName": nil}, "metricName", "need exactly one of metricName, metricQueries, got none"},
		{"two thresholds", values{"thresholdMetricId": "a"}, "threshold", "conflicts with thresholdMetricId"},
		{"long name", values{"name": strings.Repeat("a", 256)}, "name", `need at most 255 characters, got 256 in "` + strings.Repeat("a", 256) + `"`},
	})
	testChanges(t, alarmType, base, []change{{"name", "a", "b", true}, {"threshold", 1, 2, false}, {"alarmActions", []any{"a"}, []any{"b"}, false}})
	o := made(t, simcloud.New(simcloud.Options{}), alarmType, "memory", with(base, values{"name": "memory"}))
	assertValues(t, opened(o.Outputs), values{
		"arn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:memory", "treatMissingData": "missing", "actionsEnabled": true,
	})
}

func TestLogGroups(t *testing.T) {
	testRules(t, logGroupType, nil, []rule{
		{"as it is", nil, "", ""},
		{"a year", values{"retentionInDays": 365}, "", ""},
		{"for ever", values{"retentionInDays": 0}, "", ""},
		{"odd retention", values{"retentionInDays": 10}, "retentionInDays",
			"need one of [0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653], got 10"},
		{"class", values{"logGroupClass": "standard"}, "logGroupClass", `need one of STANDARD, INFREQUENT_ACCESS, got "standard"`},
		{"key", values{"kmsKeyId": "k"}, "kmsKeyId", `need an ARN, got "k"`},
		{"name", values{"name": "a b"}, "name", `need letters, digits and .-_/#, got "a b"`},
		{"long name", values{"name": strings.Repeat("a", 513)}, "name", `need at most 512 characters, got 513 in "` + strings.Repeat("a", 513) + `"`},
	})
	testChanges(t, logGroupType, nil, []change{
		{"name", "a", "b", true}, {"logGroupClass", "STANDARD", "INFREQUENT_ACCESS", true}, {"retentionInDays", 1, 3, false}, {"kmsKeyId", "a", nil, false},
	})
	c := simcloud.New(simcloud.Options{})
	group := made(t, c, logGroupType, "flow", props(values{"name": "flow"}))
	assertValues(t, opened(group.Outputs), values{"arn": "arn:aws:logs:us-east-1:123456789012:log-group:flow", "retentionInDays": 0.0})
	base := values{"vpcId": "vpc-1", "trafficType": "ALL"}
	byARN := made(t, c, flowLogType, "a", with(base, values{"logDestination": open(group.Outputs["arn"])}))
	assertValues(t, opened(byARN.Outputs), values{"logGroupName": "flow", "maxAggregationInterval": 600.0, "logDestinationType": "cloud-watch-logs"})
	assert.Regexp(t, `^arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/fl-[0-9a-f]{17}$`, open(byARN.Outputs["arn"]))
	byName := made(t, c, flowLogType, "b", with(base, values{"logGroupName": "flow"}))
	assert.Equal(t, open(group.Outputs["arn"]), open(byName.Outputs["logDestination"]))
}

func TestRoles(t *testing.T) {
	base := values{"assumeRolePolicy": "{}"}
	testRules(t, iamRoleType, base, []rule{
		{"as it is", nil, "", ""},
		{"policy", values{"assumeRolePolicy": "allow"}, "assumeRolePolicy", "need JSON, got 5 characters that are none"},
		{"session", values{"maxSessionDuration": 60}, "maxSessionDuration", "need 3600 to 43200, got 60"},
		{"description", values{"description": strings.Repeat("a", 1001)}, "description", "need at most 1000 characters, got 1001"},
		{"path", values{"path": "team"}, "path", `need a path that begins and ends with /, got "team"`},
		{"long name", values{"name": strings.Repeat("a", 65)}, "name", `need at most 64 characters, got 65 in "` + strings.Repeat("a", 65) + `"`},
		{"name", values{"name": "a b"}, "name", `need letters, digits and _+=,.@-, got "a b"`},
	})
	testRules(t, iamPolicyType, values{"role": "r", "policy": "{}"}, []rule{
		{"as it is", nil, "", ""}, {"policy", values{"policy": "allow"}, "policy", "need JSON, got 5 characters that are none"},
	})
	testChanges(t, iamRoleType, base, []change{
		{"name", "a", "b", true}, {"path", "/", "/a/", true}, {"assumeRolePolicy", "{}", "[]", false}, {"description", "a", "b", false},
	})
	testChanges(t, iamPolicyType, values{"role": "r"}, []change{{"name", "a", "b", true}, {"role", "a", "b", true}, {"policy", "{}", "[]", false}})

	c := simcloud.New(simcloud.Options{})
	role := made(t, c, iamRoleType, "flow", with(base, values{"name": "flow", "path": "/team/"}))
	assert.EqualValues(t, "flow", role.ID)
	assert.Equal(t, "arn:aws:iam::123456789012:role/team/flow", open(role.Outputs["arn"]))
	assert.Regexp(t, `^AROA[0-9A-F]{17}$`, open(role.Outputs["uniqueId"]))
	policy := made(t, c, iamPolicyType, "write", props(values{"role": "flow", "policy": "{}", "name": "write"}))
	assert.EqualValues(t, "flow:write", policy.ID)
	const managed = "arn:aws:iam::aws:policy/x"
	testRules(t, iamAttachmentType, values{"role": "r", "policyArn": managed}, []rule{
		{"as it is", nil, "", ""}, {"policy", values{"policyArn": "x"}, "policyArn", `need an ARN, got "x"`},
	})
	testChanges(t, iamAttachmentType, nil, []change{{"role", "a", "b", true}, {"policyArn", "a", "b", true}})
	attached := made(t, c, iamAttachmentType, "x", props(values{"role": "flow", "policyArn": managed}))
	assert.Regexp(t, `^flow-[0-9]{26}$`, string(attached.ID))
}

func TestAStashKeepsItsFirstValue(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	create := simcloud.Request{URN: urnOf(stashType, "first"), Inputs: resource.PropertyMap{"input": hidden("one")}, Preview: true}
	preview, err := c.Create(ctx, create)
	require.NoError(t, err)
	assert.Equal(t, hidden("one"), preview.Outputs["output"], "the engine knows it at once")

	stash := made(t, c, stashType, "first", create.Inputs)
	assert.Equal(t, resource.PropertyMap{"input": hidden("one"), "output": hidden("one")}, stash.Outputs)
	assert.Empty(t, diff(stashType, props(values{"input": "one"}), props(values{"input": "two"})).Replace)
	next := changed(t, c, stash, props(values{"input": "two"}))
	assert.Equal(t, resource.PropertyMap{"input": resource.NewProperty("two"), "output": hidden("one")}, next.Outputs)
	assert.Equal(t, stash.ID, next.ID)

	nothing := made(t, c, stashType, "empty", props(values{"input": ""}))
	assert.Equal(t, "", open(changed(t, c, nothing, props(values{"input": "two"})).Outputs["output"]))
	assert.Empty(t, c.Unmodelled())
	testRules(t, stashType, nil, []rule{
		{"no input", nil, "input", "need a value, got none"},
		{"another input", values{"input": 1, "size": 2}, "size", `unknown property "size"`},
	})
}
