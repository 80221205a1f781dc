package simcloud

import (
	"regexp"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	ecsClusterToken = "aws:ecs/cluster:Cluster"
	ecsServiceToken = "aws:ecs/service:Service"
)

// ecsName is the form of the names of clusters, services and families of task definitions.
var ecsName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

const ecsNameSays = "letters, digits, '-' and '_'"

// awsContainerModels models ECS clusters and services; aws_tasks.go has task definitions.
func awsContainerModels() []model {
	return []model{
		{
			token:   ecsClusterToken,
			name:    nameRule{property: "name", min: 1, max: 255, pattern: ecsName, says: ecsNameSays},
			check:   checkECSCluster,
			outputs: func(s subject) resource.PropertyMap { return resource.PropertyMap{"arn": str(s.id)} },
			takes:   durations{create: 12 * time.Second, update: 5 * time.Second, delete: 5 * time.Second},
			inUse:   use{code: "ClusterContainsServicesException", by: []holder{{ecsServiceToken, "cluster"}}},
		},
		{
			token:   "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
			check:   checkCapacityProviders,
			id:      func(s subject) string { return text(s.in, "clusterName") },
			outputs: func(subject) resource.PropertyMap { return resource.PropertyMap{} },
			takes:   durations{create: 12 * time.Second, update: 12 * time.Second, delete: 12 * time.Second},
		},
		{
			token: ecsServiceToken,
			name: nameRule{property: "name", min: 1, max: 255, pattern: ecsName, says: ecsNameSays, unique: true,
				scope: []string{"cluster"}},
			replaceWhen: replaceECSService,
			check:       checkECSService,
			outputs:     ecsServiceOutputs,
			sticks:      []string{"alarms", "deploymentCircuitBreaker", "deploymentController"},
			takes:       durations{depends: ecsServiceTime},
			admit:       admitECSService,
		},
	}
}

func checkECSCluster(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	for i, setting := range members(in, "settings") {
		r.within("settings["+strconv.Itoa(i)+"]", setting, func(r *rules) {
			r.oneOf([]string{"containerInsights"}, "name")
			r.oneOf([]string{"enhanced", "enabled", "disabled"}, "value")
		})
	}
	exec := object(in, "configuration", "executeCommandConfiguration")
	r.within("configuration.executeCommandConfiguration", exec, func(r *rules) {
		r.oneOf([]string{"NONE", "DEFAULT", "OVERRIDE"}, "logging")
		if override := text(r.in, "logging") == "OVERRIDE"; override && !given(r.in, "logConfiguration") {
			r.fail("logConfiguration", "need one with logging OVERRIDE, got none")
		}
	})
	return r.failures
}

func checkCapacityProviders(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	checkStrategies(r, "defaultCapacityProviderStrategies")
	offered := map[string]bool{}
	for _, name := range texts(in, "capacityProviders") {
		offered[name] = true
	}
	for _, strategy := range members(in, "defaultCapacityProviderStrategies") {
		if name := text(strategy, "capacityProvider"); name != "" && has(in, "capacityProviders") && !offered[name] {
			r.fail("defaultCapacityProviderStrategies", "need one of the cluster's capacityProviders, got %q", name)
		}
	}
	return r.failures
}

// checkStrategies holds how tasks are spread over capacity providers against the limits; one of them may have a base.
func checkStrategies(r *rules, property resource.PropertyKey) {
	bases := 0
	for i, strategy := range members(r.in, property) {
		r.within(string(property)+"["+strconv.Itoa(i)+"]", strategy, func(r *rules) {
			r.between(0, 1000, "weight")
			r.between(0, 100000, "base")
			if base, ok := number(r.in, "base"); ok && base > 0 {
				bases++
			}
		})
	}
	if bases > 1 {
		r.fail(string(property), "need at most 1 with a base, got %d", bases)
	}
}

func checkECSService(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"EC2", "FARGATE", "EXTERNAL"}, "launchType")
	r.oneOf([]string{"REPLICA", "DAEMON"}, "schedulingStrategy")
	r.oneOf([]string{"SERVICE", "TASK_DEFINITION", "NONE"}, "propagateTags")
	r.oneOf([]string{"ENABLED", "DISABLED"}, "availabilityZoneRebalancing")
	r.oneOf([]string{"ECS", "CODE_DEPLOY", "EXTERNAL"}, "deploymentController", "type")
	checkStrategies(r, "capacityProviderStrategies")
	if desired, ok := number(in, "desiredCount"); ok && desired < 0 {
		r.fail("desiredCount", "need 0 or more, got %v", desired)
	}
	if len(list(in, "capacityProviderStrategies")) > 0 && given(in, "launchType") {
		r.fail("launchType", "conflicts with capacityProviderStrategies")
	}
	if text(in, "launchType") == "FARGATE" {
		if !given(in, "networkConfiguration") {
			r.fail("networkConfiguration", "need one with launchType FARGATE, got none")
		}
		if text(in, "schedulingStrategy") == "DAEMON" {
			r.fail("schedulingStrategy", "need REPLICA with launchType FARGATE, got DAEMON")
		}
	}
	if network := object(in, "networkConfiguration"); has(network, "subnets") && len(list(network, "subnets")) == 0 {
		r.fail("networkConfiguration.subnets", "need 1 or more, got none")
	}
	checkRollout(r)
	checkAttachedBalancers(r)
	return r.failures
}

// checkRollout refuses limits that leave a deployment no room.
func checkRollout(r *rules) {
	const usualMinimum, usualMaximum = 100, 200
	least, given := number(r.in, "deploymentMinimumHealthyPercent")
	if !given {
		least = usualMinimum
	}
	most, given := number(r.in, "deploymentMaximumPercent")
	if !given {
		most = usualMaximum
	}
	unsure := isUnknown(r.in, "deploymentMinimumHealthyPercent") || isUnknown(r.in, "deploymentMaximumPercent")
	switch {
	case unsure || text(r.in, "schedulingStrategy") == "DAEMON":
	case least < 0 || most < least:
		r.fail("deploymentMaximumPercent", "need deploymentMinimumHealthyPercent %s or more, got %s", digits(least), digits(most))
	case least == 100 && most == 100:
		r.fail("deploymentMaximumPercent", "need more than 100 with deploymentMinimumHealthyPercent 100, got 100: nothing could be deployed")
	case most <= 100 && text(r.in, "availabilityZoneRebalancing") == "ENABLED":
		r.fail("deploymentMaximumPercent", "need more than 100 with availabilityZoneRebalancing ENABLED, got %s", digits(most))
	}
}

func checkAttachedBalancers(r *rules) {
	if !given(r.in, "loadBalancers") && given(r.in, "healthCheckGracePeriodSeconds") {
		r.fail("healthCheckGracePeriodSeconds", "need loadBalancers with it, got none")
	}
	for i, balancer := range members(r.in, "loadBalancers") {
		r.within("loadBalancers["+strconv.Itoa(i)+"]", balancer, func(r *rules) {
			r.exactlyOne("targetGroupArn", "elbName")
			r.between(1, 65535, "containerPort")
			if !given(r.in, "containerName") {
				r.fail("containerName", "need one, got none")
			}
		})
	}
}

// replaceECSService knows that a service moves between capacity providers only when it is forced to, and from or to a launch
// type never.
func replaceECSService(old, next resource.PropertyMap) []string {
	var forced []string
	controller := func(in resource.PropertyMap) string { return first(text(in, "deploymentController", "type"), "ECS") }
	if given(next, "deploymentController") && controller(old) != controller(next) {
		forced = append(forced, "deploymentController")
	}
	before, after := len(list(old, "capacityProviderStrategies")), len(list(next, "capacityProviderStrategies"))
	if !flag(next, "forceNewDeployment") || before == 0 || after == 0 {
		forced = append(forced, "capacityProviderStrategies")
	}
	return forced
}

func ecsServiceOutputs(s subject) resource.PropertyMap {
	launch, platform := "EC2", ""
	if len(list(s.in, "capacityProviderStrategies")) > 0 {
		launch = ""
	}
	if first(text(s.in, "launchType"), launch) == "FARGATE" {
		platform = "LATEST"
	}
	return defaults(s, resource.PropertyMap{
		"cluster": str("arn:aws:ecs:" + s.place.Region + ":" + s.place.Account + ":cluster/default"), "launchType": str(launch),
		"platformVersion": str(platform), "iamRole": str("/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
		"schedulingStrategy": str("REPLICA"), "deploymentMinimumHealthyPercent": num(100), "deploymentMaximumPercent": num(200),
		"availabilityZoneRebalancing": str("DISABLED"), "enableEcsManagedTags": boolean(false), "enableExecuteCommand": boolean(false),
		"waitForSteadyState": boolean(false), "deploymentController": resource.NewObjectProperty(resource.PropertyMap{"type": str("ECS")}),
	})
}

// ecsServiceTime is how long tasks take to start and, with a load balancer, to be found healthy and to be drained. A change
// that no task sees takes seconds.
func ecsServiceTime(op Op, old, next resource.PropertyMap) time.Duration {
	in := next
	if op == OpDelete {
		in = old
	}
	rolling, ending := 90*time.Second, time.Minute
	if len(list(in, "loadBalancers")) > 0 {
		rolling, ending = 2*time.Minute, 2*time.Minute
	}
	switch op {
	case OpCreate:
		return rolling
	case OpDelete:
		return ending
	case OpUpdate:
		return ecsUpdateTime(old, next, rolling)
	default:
		return 0
	}
}

func ecsUpdateTime(old, next resource.PropertyMap, rolling time.Duration) time.Duration {
	if flag(next, "forceNewDeployment") {
		return rolling
	}
	for _, property := range []resource.PropertyKey{
		"taskDefinition", "networkConfiguration", "loadBalancers", "platformVersion", "capacityProviderStrategies", "enableExecuteCommand",
		"desiredCount", "serviceRegistries", "serviceConnectConfiguration", "volumeConfiguration", "propagateTags", "enableEcsManagedTags",
	} {
		if !same(old[property], next[property]) {
			return rolling
		}
	}
	return 10 * time.Second
}

// admitECSService refuses a target group that no listener sends requests to. Groups that live elsewhere are not looked at.
func admitECSService(was, o Object, live []Object) refusal {
	for _, balancer := range members(o.Inputs, "loadBalancers") {
		group := text(balancer, "targetGroupArn")
		if _, known := findLive(live, targetGroupToken, group); !known || mentions(was.Inputs["loadBalancers"], group) {
			continue
		}
		used := anyLive(live, listenerToken, func(l Object) bool { return mentions(l.Inputs["defaultActions"], group) }) ||
			anyLive(live, listenerRuleToken, func(rule Object) bool { return mentions(rule.Inputs["actions"], group) })
		if !used {
			return refuse("InvalidParameterException", "the target group %s does not have an associated load balancer", group)
		}
	}
	return refusal{}
}
