package simcloud

import (
	"regexp"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// scalableServices are the namespaces of Application Auto Scaling.
var scalableServices = []string{
	"ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker", "custom-resource", "comprehend", "lambda", "cassandra",
	"kafka", "elasticache", "neptune", "workspaces",
}

// requestLabel names a load balancer and a target group, as the metric of requests wants them.
var requestLabel = regexp.MustCompile(`^app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+$`)

// awsScalingModels models Application Auto Scaling. Which inputs replace is in the table.
func awsScalingModels() []model {
	return []model{
		{
			token: "aws:appautoscaling/target:Target",
			check: checkScalingTarget,
			id:    func(s subject) string { return text(s.in, "resourceId") },
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"roleArn": str(scalingRole(s)), "suspendedState": resource.NewObjectProperty(resource.PropertyMap{
					"dynamicScalingInSuspended": boolean(false), "dynamicScalingOutSuspended": boolean(false), "scheduledScalingSuspended": boolean(false),
				})})
				out["arn"] = str(s.arn("scalable-target/" + s.hex("arn", 32)))
				return out
			},
		},
		{
			token:   "aws:appautoscaling/policy:Policy",
			name:    nameRule{property: "name", min: 1, max: 255},
			check:   checkScalingPolicy,
			id:      func(s subject) string { return s.name },
			outputs: scalingPolicyOutputs,
		},
	}
}

func scalingRole(s subject) string {
	namespace := text(s.in, "serviceNamespace")
	suffix := strings.ToUpper(namespace)
	if namespace == "ecs" {
		suffix = "ECSService"
	}
	return "arn:aws:iam::" + s.place.Account + ":role/aws-service-role/" + namespace +
		".application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_" + suffix
}

func checkScalingTarget(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf(scalableServices, "serviceNamespace")
	checkScaledService(r)
	low, from := number(in, "minCapacity")
	high, to := number(in, "maxCapacity")
	if from && low < 0 {
		r.fail("minCapacity", "need 0 or more, got %v", low)
	}
	if from && to && low > high {
		r.fail("minCapacity", "need at most maxCapacity %v, got %v", high, low)
	}
	return r.failures
}

// checkScaledService knows how ECS services are named and what about them can be scaled.
func checkScaledService(r *rules) {
	if text(r.in, "serviceNamespace") != "ecs" {
		return
	}
	r.oneOf([]string{"ecs:service:DesiredCount"}, "scalableDimension")
	if id := text(r.in, "resourceId"); id != "" && (!strings.HasPrefix(id, "service/") || strings.Count(id, "/") != 2) {
		r.fail("resourceId", "need service/<cluster>/<service>, got %q", id)
	}
}

func checkScalingPolicy(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf(scalableServices, "serviceNamespace")
	r.oneOf([]string{"StepScaling", "TargetTrackingScaling"}, "policyType")
	checkScaledService(r)
	const steps, tracking = "stepScalingPolicyConfiguration", "targetTrackingScalingPolicyConfiguration"
	kind, wanted, other := first(text(in, "policyType"), "StepScaling"), resource.PropertyKey(steps), resource.PropertyKey(tracking)
	if kind == "TargetTrackingScaling" {
		wanted, other = other, wanted
	}
	if isUnknown(in, "policyType") {
		return r.failures
	}
	if !given(in, wanted) {
		r.fail(string(wanted), "need one with policyType %s, got none", kind)
	}
	if given(in, other) {
		r.fail(string(other), "need none with policyType %s", kind)
	}
	if has(in, tracking) {
		r.within(tracking, object(in, tracking), checkTracking)
	}
	return r.failures
}

func checkTracking(r *rules) {
	const metric = "predefinedMetricSpecification"
	r.exactlyOne(metric, "customizedMetricSpecification")
	target, known := number(r.in, "targetValue")
	if known && target <= 0 || !given(r.in, "targetValue") {
		r.fail("targetValue", "need more than 0, got %s", digits(target))
	}
	for _, cooldown := range []resource.PropertyKey{"scaleInCooldown", "scaleOutCooldown"} {
		if seconds, ok := number(r.in, cooldown); ok && seconds < 0 {
			r.fail(string(cooldown), "need 0 or more, got %v", seconds)
		}
	}
	label, kind := text(r.in, metric, "resourceLabel"), text(r.in, metric, "predefinedMetricType")
	byRequests := kind == "ALBRequestCountPerTarget"
	switch {
	case byRequests && isUnknown(object(r.in, metric), "resourceLabel"):
	case byRequests && !requestLabel.MatchString(label):
		r.fail(metric+".resourceLabel", "need the load balancer and the target group as app/…/targetgroup/…, got %q", label)
	case !byRequests && kind != "" && label != "":
		r.fail(metric+".resourceLabel", "need none with %s, got %q", kind, label)
	}
}

// scalingPolicyOutputs give the two alarms that a policy which tracks a target makes for itself.
func scalingPolicyOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{"policyType": str("StepScaling")})
	scope, scaled := s.place.Region+":"+s.place.Account, text(s.in, "resourceId")
	out["arn"] = str("arn:aws:autoscaling:" + scope + ":scalingPolicy:" + s.uuid("arn") + ":resource/" +
		text(s.in, "serviceNamespace") + "/" + scaled + ":policyName/" + s.name)
	var alarms []string
	if text(s.in, "policyType") == "TargetTrackingScaling" {
		for _, side := range []string{"AlarmHigh", "AlarmLow"} {
			alarms = append(alarms, "arn:aws:cloudwatch:"+scope+":alarm:TargetTracking-"+scaled+"-"+side+"-"+s.uuid(side))
		}
	}
	out["alarmArns"] = strs(alarms)
	return out
}

var (
	scheduleName = regexp.MustCompile(`^[0-9A-Za-z_.-]+$`)
	rateForm     = regexp.MustCompile(`^rate\([1-9][0-9]* (minute|hour|day)s?\)$`)
	onceForm     = regexp.MustCompile(`^at\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\)$`)
)

const (
	scheduleGroupToken = "aws:scheduler/scheduleGroup:ScheduleGroup"
	scheduleNameSays   = "letters, digits and _.-"
)

// awsSchedulerModels models EventBridge Scheduler. Which inputs replace is in the table.
func awsSchedulerModels() []model {
	return []model{
		{
			token: "aws:scheduler/schedule:Schedule",
			name: nameRule{property: "name", min: 1, max: 64, pattern: scheduleName, says: scheduleNameSays, unique: true,
				scope: []string{"groupName"}},
			check: checkSchedule,
			id:    func(s subject) string { return first(text(s.in, "groupName"), "default") + "/" + s.name },
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{
					"groupName": str("default"), "namePrefix": str(""), "scheduleExpressionTimezone": str("UTC"), "state": str("ENABLED"),
				})
				out["arn"] = str(s.arn("schedule/" + s.id))
				return out
			},
		},
		{
			token: scheduleGroupToken,
			name:  nameRule{property: "name", min: 1, max: 64, pattern: scheduleName, says: scheduleNameSays, unique: true},
			id:    func(s subject) string { return s.name },
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"namePrefix": str("")})
				out["arn"], out["state"] = str(s.arn("schedule-group/"+s.name)), str("ACTIVE")
				out["creationDate"], out["lastModificationDate"] = str(s.time("created")), str(s.time("created"))
				return out
			},
			takes: durations{delete: 30 * time.Second},
		},
	}
}

func checkSchedule(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(scheduleName, scheduleNameSays, "groupName")
	r.atMost(512, "description")
	r.atMost(50, "scheduleExpressionTimezone")
	r.oneOf([]string{"ENABLED", "DISABLED"}, "state")
	if when := text(in, "scheduleExpression"); when != "" && !isSchedule(when) {
		r.fail("scheduleExpression", "need cron(…) with 6 fields of which one of the days is ?, rate(…) or at(…), got %q", when)
	}
	r.oneOf([]string{"OFF", "FLEXIBLE"}, "flexibleTimeWindow", "mode")
	r.between(1, 1440, "flexibleTimeWindow", "maximumWindowInMinutes")
	window := object(in, "flexibleTimeWindow")
	if text(window, "mode") == "FLEXIBLE" && !given(window, "maximumWindowInMinutes") {
		r.fail("flexibleTimeWindow.maximumWindowInMinutes", "need one with mode FLEXIBLE, got none")
	}
	r.matches(arnForm, "an ARN", "target", "arn")
	r.matches(arnForm, "an ARN", "target", "roleArn")
	r.matches(arnForm, "an ARN", "target", "ecsParameters", "taskDefinitionArn")
	r.between(1, 10, "target", "ecsParameters", "taskCount")
	r.between(60, 86400, "target", "retryPolicy", "maximumEventAgeInSeconds")
	r.between(0, 185, "target", "retryPolicy", "maximumRetryAttempts")
	return r.failures
}

// isSchedule knows the three forms. In the six fields of cron, the day is told by month or by week, and the other is "?".
func isSchedule(when string) bool {
	inner, isCron := strings.CutPrefix(when, "cron(")
	if !isCron {
		return rateForm.MatchString(when) || onceForm.MatchString(when)
	}
	inner, closed := strings.CutSuffix(inner, ")")
	fields := strings.Fields(inner)
	const dayOfMonth, dayOfWeek, all = 2, 4, 6
	return closed && len(fields) == all && (fields[dayOfMonth] == "?") != (fields[dayOfWeek] == "?")
}
