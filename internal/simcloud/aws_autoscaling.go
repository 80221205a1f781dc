package simcloud

import (
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	scalingGroupToken = "aws:autoscaling/group:Group"
	invalidScaling    = "ValidationError"
)

// awsScalingGroupModels models groups of EC2 instances. Which inputs replace is in the table. A group that says neither where nor what it
// starts is taken. A change of what instances are started from replaces none: the provider begins an instance refresh at most, and
// does not wait for it.
func awsScalingGroupModels() []model {
	return []model{
		{
			token:   scalingGroupToken,
			name:    nameRule{property: "name", min: 1, max: 255, unique: true},
			check:   checkScalingGroup,
			id:      func(s subject) string { return s.name },
			outputs: scalingGroupOutputs,
			// An instance is in service a minute or two after it was asked for, and gone as long after; approximate.
			takes: durations{update: 5 * time.Second, depends: scalingGroupTime},
			admit: func(_, o Object, live []Object) refusal { return launchable(o, live) },
		},
		{
			token: "aws:autoscaling/lifecycleHook:LifecycleHook",
			name:  nameRule{property: "name", min: 1, max: 255, unique: true, scope: []string{"autoscalingGroupName"}},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				checkLifecycleHook(r)
				return r.failures
			},
			id: func(s subject) string { return s.name },
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{"defaultResult": str("ABANDON")})
			},
		},
	}
}

func checkScalingGroup(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	checkCapacity(r)
	if given(in, "name") && given(in, "namePrefix") {
		r.fail("name", "conflicts with namePrefix")
	}
	r.atMostOne("launchTemplate", "launchConfiguration", "mixedInstancesPolicy")
	if template := object(in, "launchTemplate"); template != nil {
		r.within("launchTemplate", template, func(r *rules) {
			r.exactlyOne("id", "name")
			r.matches(launchTemplateID, "an id such as lt-0123456789abcdef0", "id")
		})
	}
	r.atMostOne("vpcZoneIdentifiers", "availabilityZones")
	r.oneOf([]string{"EC2", "ELB", "EBS", "VPC_LATTICE"}, "healthCheckType")
	if lifetime, ok := number(in, "maxInstanceLifetime"); ok && lifetime != 0 && (lifetime < 86400 || lifetime > 31536000) {
		r.fail("maxInstanceLifetime", "need 0 or 86400 to 31536000 seconds, got %s", digits(lifetime))
	}
	if wait := text(in, "waitForCapacityTimeout"); wait != "" {
		if lasts, err := time.ParseDuration(wait); err != nil || lasts < 0 {
			r.fail("waitForCapacityTimeout", `need a duration such as "10m", got %q`, wait)
		}
	}
	for i, tag := range members(in, "tags") {
		for _, property := range []resource.PropertyKey{"key", "value", "propagateAtLaunch"} {
			if !given(tag, property) {
				r.fail(indexed("tags", i)+"."+string(property), "Missing required property '%s'", property)
			}
		}
	}
	for i, hook := range members(in, "initialLifecycleHooks") {
		r.within(indexed("initialLifecycleHooks", i), hook, func(r *rules) {
			for _, property := range []resource.PropertyKey{"name", "lifecycleTransition"} {
				if !given(r.in, property) {
					r.fail(string(property), "Missing required property '%s'", property)
				}
			}
			checkLifecycleHook(r)
		})
	}
	checkReplacing(r)
	return r.failures
}

// checkCapacity wants the desired number of instances between the least and the most.
func checkCapacity(r *rules) {
	low, from := number(r.in, "minSize")
	high, to := number(r.in, "maxSize")
	if from && low < 0 {
		r.fail("minSize", "need 0 or more, got %s", digits(low))
	}
	if from && to && low > high {
		r.fail("minSize", "need at most maxSize %s, got %s", digits(high), digits(low))
	}
	wanted, known := number(r.in, "desiredCapacity")
	if known && (from && wanted < low || to && wanted > high) {
		r.fail("desiredCapacity", "need minSize %s to maxSize %s, got %s", digits(low), digits(high), digits(wanted))
	}
}

func checkLifecycleHook(r *rules) {
	r.oneOf([]string{"autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"}, "lifecycleTransition")
	r.oneOf([]string{"CONTINUE", "ABANDON"}, "defaultResult")
	r.between(30, 7200, "heartbeatTimeout")
}

// checkReplacing checks how many instances work while others are replaced.
func checkReplacing(r *rules) {
	r.within("instanceMaintenancePolicy", object(r.in, "instanceMaintenancePolicy"), func(r *rules) {
		low, from := number(r.in, "minHealthyPercentage")
		high, to := number(r.in, "maxHealthyPercentage")
		r.between(-1, 100, "minHealthyPercentage")
		if to && high != -1 && (high < 100 || high > 200) {
			r.fail("maxHealthyPercentage", "need -1 or 100 to 200, got %s", digits(high))
		}
		if from && to && high-low > 100 {
			r.fail("maxHealthyPercentage", "need at most 100 more than minHealthyPercentage %s, got %s", digits(low), digits(high))
		}
	})
	if refresh := object(r.in, "instanceRefresh"); refresh != nil {
		r.within("instanceRefresh", refresh, func(r *rules) {
			r.oneOf([]string{"Rolling"}, "strategy")
			r.between(0, 100, "preferences", "minHealthyPercentage")
			r.between(100, 200, "preferences", "maxHealthyPercentage")
		})
	}
}

// scalingGroupOutputs fill in what the API sets where the program says nothing.
func scalingGroupOutputs(s subject) resource.PropertyMap {
	least, _ := number(s.in, "minSize")
	out := defaults(s, resource.PropertyMap{
		"namePrefix": str(""), "desiredCapacity": num(least), "defaultCooldown": num(300), "healthCheckType": str("EC2"),
		"healthCheckGracePeriod": num(300), "metricsGranularity": str("1Minute"), "waitForCapacityTimeout": str("10m"),
		"serviceLinkedRoleArn": str("arn:aws:iam::" + s.place.Account + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"),
	})
	out["arn"] = str(s.arn("autoScalingGroup:" + s.uuid("arn") + ":autoScalingGroupName/" + s.name))
	return out
}

// scalingGroupTime waits for instances: new ones when the group is made or grows, the end of all when it is deleted.
func scalingGroupTime(op Op, old, next resource.PropertyMap) time.Duration {
	waits := text(next, "waitForCapacityTimeout") != "0"
	switch {
	case op == OpCreate && wantedInstances(next) > 0 && waits:
		return 2 * time.Minute
	case op == OpUpdate && wantedInstances(next) > wantedInstances(old) && waits:
		return 90 * time.Second
	case op == OpDelete && wantedInstances(old) > 0:
		return 90 * time.Second
	default:
		return 0
	}
}

// wantedInstances is how many instances the inputs of a group ask for.
func wantedInstances(in resource.PropertyMap) float64 {
	if wanted, ok := number(in, "desiredCapacity"); ok {
		return wanted
	}
	least, _ := number(in, "minSize")
	return least
}

// launchable holds a group against its launch template. What a template is that lives elsewhere, or was in an earlier version, is not known.
func launchable(o Object, live []Object) refusal {
	wanted := object(o.Inputs, "launchTemplate")
	i := slices.IndexFunc(live, func(t Object) bool {
		return t.Token == launchTemplateToken && (string(t.ID) == text(wanted, "id") || text(t.Outputs, "name") == text(wanted, "name"))
	})
	if len(wanted) == 0 || i < 0 {
		return refusal{}
	}
	template := live[i]
	newest, _ := number(template.Outputs, "latestVersion")
	usual, _ := number(template.Outputs, "defaultVersion")
	version := usual
	if has(wanted, "version") {
		version = wantedVersion(wanted, newest, usual)
	}
	if version < 1 || version > newest {
		return refuse(invalidScaling, "You must use a valid fully-formed launch template. Could not find the specified version %s for the "+
			"launch template with ID %s.", asText(reveal(wanted["version"])), template.ID)
	}
	for _, need := range []struct{ parameter, property resource.PropertyKey }{{"ImageId", "imageId"}, {"InstanceType", "instanceType"}} {
		chosen := need.property == "instanceType" && given(template.Inputs, "instanceRequirements")
		if version == newest && !given(template.Inputs, need.property) && !chosen {
			return refuse(invalidScaling, "You must use a valid fully-formed launch template. The request must contain the parameter %s", need.parameter)
		}
	}
	return refusal{}
}
