package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	scalingTargetType = "aws:appautoscaling/target:Target"
	scalingPolicyType = "aws:appautoscaling/policy:Policy"
	scheduleType      = "aws:scheduler/schedule:Schedule"
	scheduleGroupType = "aws:scheduler/scheduleGroup:ScheduleGroup"
)

var (
	scaledService = values{"serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount", "resourceId": "service/web/api"}
	scaledTarget  = with(scaledService, values{"minCapacity": 2, "maxCapacity": 10}).Mappable()
	scaledPolicy  = with(scaledService, values{"policyType": "TargetTrackingScaling", "targetTrackingScalingPolicyConfiguration": byCPU}).Mappable()
	byCPU         = values{"targetValue": 60, "predefinedMetricSpecification": values{"predefinedMetricType": "ECSServiceAverageCPUUtilization"}}
)

func TestScalingTargets(t *testing.T) {
	testRules(t, scalingTargetType, scaledTarget, []rule{
		{"as it is", nil, "", ""},
		{"none to many", values{"minCapacity": 0}, "", ""},
		{"one size", values{"minCapacity": 10}, "", ""},
		{"negative", values{"minCapacity": -1}, "minCapacity", "need 0 or more, got -1"},
		{"upside down", values{"minCapacity": 11}, "minCapacity", "need at most maxCapacity 10, got 11"},
		{"dimension", values{"scalableDimension": "ecs:service:Count"}, "scalableDimension", `need one of ecs:service:DesiredCount, got "ecs:service:Count"`},
		{"service", values{"resourceId": "api"}, "resourceId", `need service/<cluster>/<service>, got "api"`},
		{"service by ARN", values{"resourceId": "service/a/b/c"}, "resourceId", `need service/<cluster>/<service>, got "service/a/b/c"`},
		{"another service", values{"serviceNamespace": "dynamodb", "scalableDimension": "dynamodb:table:ReadCapacityUnits", "resourceId": "table/x"}, "", ""},
	})
	for typ, base := range map[string]values{scalingTargetType: scaledTarget, scalingPolicyType: scaledPolicy} {
		failures := check(typ, with(base, values{"serviceNamespace": "ECS"}))
		require.Len(t, failures, 1, typ)
		assert.Equal(t, "serviceNamespace", failures[0].Property)
	}
	testChanges(t, scalingTargetType, scaledTarget, []change{
		{"resourceId", "service/a/b", "service/a/c", true}, {"scalableDimension", "a", "b", true}, {"serviceNamespace", "ecs", "rds", true},
		{"minCapacity", 1, 2, false}, {"maxCapacity", 10, 11, false}, {"roleArn", "a", "b", false},
	})
	target := made(t, simcloud.New(simcloud.Options{}), scalingTargetType, "api", props(scaledTarget))
	assert.EqualValues(t, "service/web/api", target.ID)
	assert.Regexp(t, `^arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/[0-9a-f]{32}$`, open(target.Outputs["arn"]))
	assert.Equal(t, "arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"+
		"AWSServiceRoleForApplicationAutoScaling_ECSService", open(target.Outputs["roleArn"]))
}

func TestScalingPolicies(t *testing.T) {
	const tracking = "targetTrackingScalingPolicyConfiguration"
	by := func(changes values) values { return values{tracking: with(byCPU, changes).Mappable()} }
	metric := func(kind, label string) values {
		about := values{"predefinedMetricType": kind}
		if label != "" {
			about["resourceLabel"] = label
		}
		return by(values{"predefinedMetricSpecification": about})
	}
	testRules(t, scalingPolicyType, scaledPolicy, []rule{
		{"as it is", nil, "", ""},
		{"kind", values{"policyType": "Predictive", tracking: nil, "stepScalingPolicyConfiguration": values{}}, "policyType",
			`need one of StepScaling, TargetTrackingScaling, got "Predictive"`},
		{"nothing to track", values{tracking: nil}, tracking, "need one with policyType TargetTrackingScaling, got none"},
		{"steps beside it", values{"stepScalingPolicyConfiguration": values{}}, "stepScalingPolicyConfiguration", "need none with policyType TargetTrackingScaling"},
		{"no steps", values{"policyType": nil, tracking: nil}, "stepScalingPolicyConfiguration", "need one with policyType StepScaling, got none"},
		{"no metric", by(values{"predefinedMetricSpecification": nil}), tracking + ".predefinedMetricSpecification",
			"need exactly one of predefinedMetricSpecification, customizedMetricSpecification, got none"},
		{"target", by(values{"targetValue": 0}), tracking + ".targetValue", "need more than 0, got 0"},
		{"no target", by(values{"targetValue": nil}), tracking + ".targetValue", "need more than 0, got 0"},
		{"cooldown", by(values{"scaleInCooldown": -1}), tracking + ".scaleInCooldown", "need 0 or more, got -1"},
		{"requests", metric("ALBRequestCountPerTarget", "app/web/0a/targetgroup/api/1b"), "", ""},
		{"requests of what", metric("ALBRequestCountPerTarget", ""), tracking + ".predefinedMetricSpecification.resourceLabel",
			`need the load balancer and the target group as app/…/targetgroup/…, got ""`},
		{"label beside CPU", metric("ECSServiceAverageCPUUtilization", "x"), tracking + ".predefinedMetricSpecification.resourceLabel",
			`need none with ECSServiceAverageCPUUtilization, got "x"`},
		{"service", values{"resourceId": "api"}, "resourceId", `need service/<cluster>/<service>, got "api"`},
	})
	testChanges(t, scalingPolicyType, scaledPolicy, []change{
		{"name", "a", "b", true}, {"resourceId", "service/a/b", "service/a/c", true}, {"scalableDimension", "a", "b", true},
		{"serviceNamespace", "ecs", "rds", true}, {"policyType", "a", "b", false}, {tracking, byCPU, values{"targetValue": 70}, false},
	})
	unknown := with(scaledPolicy, metric("ALBRequestCountPerTarget", ""))
	unknown[tracking].ObjectValue()["predefinedMetricSpecification"].ObjectValue()["resourceLabel"] = later()
	assert.Empty(t, check(scalingPolicyType, unknown), "a label that is not known yet")
	c := simcloud.New(simcloud.Options{})
	policy := made(t, c, scalingPolicyType, "cpu", with(scaledPolicy, values{"name": "cpu"}))
	assert.EqualValues(t, "cpu", policy.ID)
	assert.Regexp(t, `^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource/ecs/service/web/api:policyName/cpu$`, open(policy.Outputs["arn"]))
	alarms := listed(policy.Outputs["alarmArns"])
	assert.Len(t, alarms, 2)
	assert.Regexp(t, `:alarm:TargetTracking-service/web/api-AlarmHigh-[0-9a-f-]{36}$`, alarms[0])
	assert.Regexp(t, `:alarm:TargetTracking-service/web/api-AlarmLow-[0-9a-f-]{36}$`, alarms[1])
	steps := made(t, c, scalingPolicyType, "steps", with(scaledService, values{"stepScalingPolicyConfiguration": values{}}))
	assert.Empty(t, listed(steps.Outputs["alarmArns"]))
}

func TestSchedules(t *testing.T) {
	const cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/web"
	target := func(changes values) values {
		return values{"target": with(values{"arn": cluster, "roleArn": "arn:aws:iam::123456789012:role/x"}, changes).Mappable()}
	}
	base := target(nil)
	base["scheduleExpression"], base["flexibleTimeWindow"] = "rate(5 minutes)", values{"mode": "OFF"}
	when := func(expression string) values { return values{"scheduleExpression": expression} }
	odd := func(name, expression string) rule {
		return rule{name, when(expression), "scheduleExpression",
			`need cron(…) with 6 fields of which one of the days is ?, rate(…) or at(…), got "` + expression + `"`}
	}
	testRules(t, scheduleType, base, []rule{
		{"as it is", nil, "", ""},
		{"cron by month", when("cron(0 3 * * ? *)"), "", ""},
		{"cron by week", when("cron(0 3 ? * MON-FRI *)"), "", ""},
		{"once", when("at(2030-01-02T03:04:05)"), "", ""},
		{"one hour", when("rate(1 hour)"), "", ""},
		odd("five fields", "cron(0 3 * * ?)"), odd("both days", "cron(0 3 * * * *)"), odd("no day", "cron(0 3 ? * ? *)"), odd("open", "cron(0 3 * * ? *"),
		odd("no rate", "rate(0 minutes)"), odd("weeks", "rate(2 weeks)"), odd("a day", "at(2030-01-02)"), odd("words", "daily"),
		{"name", values{"name": "a b"}, "name", `need letters, digits and _.-, got "a b"`},
		{"long name", values{"name": strings.Repeat("a", 65)}, "name", `need at most 64 characters, got 65 in "` + strings.Repeat("a", 65) + `"`},
		{"group", values{"groupName": "a b"}, "groupName", `need letters, digits and _.-, got "a b"`},
		{"description", values{"description": strings.Repeat("a", 513)}, "description", "need at most 512 characters, got 513"},
		{"zone", values{"scheduleExpressionTimezone": strings.Repeat("a", 51)}, "scheduleExpressionTimezone", "need at most 50 characters, got 51"},
		{"state", values{"state": "PAUSED"}, "state", `need one of ENABLED, DISABLED, got "PAUSED"`},
		{"window", values{"flexibleTimeWindow": values{"mode": "ON"}}, "flexibleTimeWindow.mode", `need one of OFF, FLEXIBLE, got "ON"`},
		{"endless window", values{"flexibleTimeWindow": values{"mode": "FLEXIBLE"}}, "flexibleTimeWindow.maximumWindowInMinutes", "need one with mode FLEXIBLE, got none"},
		{"long window", values{"flexibleTimeWindow": values{"mode": "FLEXIBLE", "maximumWindowInMinutes": 1441}},
			"flexibleTimeWindow.maximumWindowInMinutes", "need 1 to 1440, got 1441"},
		{"target", target(values{"arn": "web"}), "target.arn", `need an ARN, got "web"`},
		{"role", target(values{"roleArn": "web"}), "target.roleArn", `need an ARN, got "web"`},
		{"task", target(values{"ecsParameters": values{"taskDefinitionArn": "web"}}), "target.ecsParameters.taskDefinitionArn", `need an ARN, got "web"`},
		{"tasks", target(values{"ecsParameters": values{"taskCount": 11}}), "target.ecsParameters.taskCount", "need 1 to 10, got 11"},
		{"age", target(values{"retryPolicy": values{"maximumEventAgeInSeconds": 59}}), "target.retryPolicy.maximumEventAgeInSeconds", "need 60 to 86400, got 59"},
		{"attempts", target(values{"retryPolicy": values{"maximumRetryAttempts": 186}}), "target.retryPolicy.maximumRetryAttempts", "need 0 to 185, got 186"},
	})
	testChanges(t, scheduleType, base, []change{
		{"name", "a", "b", true}, {"namePrefix", "a", "b", true}, {"groupName", "a", "b", true}, {"scheduleExpression", "a", "b", false},
		{"target", values{"arn": "a"}, values{"arn": "b"}, false}, {"state", "ENABLED", "DISABLED", false},
	})
	testChanges(t, scheduleGroupType, nil, []change{{"name", "a", "b", true}, {"namePrefix", "a", "b", true}, {"tags", values{"a": "b"}, values{"a": "c"}, false}})
	testRules(t, scheduleGroupType, nil, []rule{{"name", values{"name": "a b"}, "name", `need letters, digits and _.-, got "a b"`}})

	c := simcloud.New(simcloud.Options{})
	group := made(t, c, scheduleGroupType, "jobs", props(values{"name": "jobs"}))
	assert.EqualValues(t, "jobs", group.ID)
	assertValues(t, opened(group.Outputs), values{"arn": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/jobs", "state": "ACTIVE"})
	assert.Equal(t, 30*time.Second, takes(scheduleGroupType, simcloud.OpDelete, nil, nil))
	job := made(t, c, scheduleType, "nightly", with(base, values{"name": "nightly", "groupName": "jobs"}))
	assert.EqualValues(t, "jobs/nightly", job.ID)
	assertValues(t, opened(job.Outputs), values{
		"arn": "arn:aws:scheduler:us-east-1:123456789012:schedule/jobs/nightly", "state": "ENABLED", "scheduleExpressionTimezone": "UTC",
	})
	alone := made(t, c, scheduleType, "alone", with(base, values{"name": "nightly"}))
	assert.EqualValues(t, "default/nightly", alone.ID, "each group has names of its own")
}
