package simcloud_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	scalingGroupType    = "aws:autoscaling/group:Group"
	lifecycleHookType   = "aws:autoscaling/lifecycleHook:LifecycleHook"
	instanceProfileType = "aws:iam/instanceProfile:InstanceProfile"
)

// scalingGroup is a valid one of a single instance.
func scalingGroup() values {
	return values{
		"name": "connector", "minSize": 1, "maxSize": 1, "vpcZoneIdentifiers": []any{"subnet-1"},
		"launchTemplate": values{"id": "lt-0123456789abcdef0", "version": "$Latest"},
	}
}

func TestScalingGroupRules(t *testing.T) {
	t.Parallel()
	hook := func(h values) values { return values{"initialLifecycleHooks": []any{h}} }
	keeping := func(least, most int) values {
		return values{"instanceMaintenancePolicy": values{"minHealthyPercentage": least, "maxHealthyPercentage": most}}
	}
	const launching = "autoscaling:EC2_INSTANCE_LAUNCHING"
	testRules(t, scalingGroupType, scalingGroup(), []rule{
		{"as it is", nil, "", ""},
		{"less than none", values{"minSize": -1, "desiredCapacity": 1}, "minSize", "need 0 or more, got -1"},
		{"more than most", values{"minSize": 2}, "minSize", "need at most maxSize 1, got 2"},
		{"desired too many", values{"desiredCapacity": 2}, "desiredCapacity", "need minSize 1 to maxSize 1, got 2"},
		{"desired too few", values{"desiredCapacity": 0}, "desiredCapacity", "need minSize 1 to maxSize 1, got 0"},
		{"two names", values{"namePrefix": "a"}, "name", "conflicts with namePrefix"},
		{"two to launch", values{"launchConfiguration": "a"}, "launchTemplate",
			"need at most one of launchTemplate, launchConfiguration, mixedInstancesPolicy, got launchTemplate, launchConfiguration"},
		{"an unknown template", values{"launchTemplate": values{"id": later()}}, "", ""},
		{"template by neither", values{"launchTemplate": values{"version": "1"}}, "launchTemplate.id", "need exactly one of id, name, got none"},
		{"template id", values{"launchTemplate": values{"id": "web"}}, "launchTemplate.id", `need an id such as lt-0123456789abcdef0, got "web"`},
		{"two places", values{"availabilityZones": []any{"us-east-1a"}}, "vpcZoneIdentifiers",
			"need at most one of vpcZoneIdentifiers, availabilityZones, got vpcZoneIdentifiers, availabilityZones"},
		{"health", values{"healthCheckType": "ICMP"}, "healthCheckType", `need one of EC2, ELB, EBS, VPC_LATTICE, got "ICMP"`},
		{"an hour to live", values{"maxInstanceLifetime": 3600}, "maxInstanceLifetime", "need 0 or 86400 to 31536000 seconds, got 3600"},
		{"no wait", values{"waitForCapacityTimeout": "0"}, "", ""},
		{"wait", values{"waitForCapacityTimeout": "10"}, "waitForCapacityTimeout", `need a duration such as "10m", got "10"`},
		{"tags", values{"tags": []any{values{"key": "a", "value": "b"}}}, "tags[0].propagateAtLaunch", "Missing required property 'propagateAtLaunch'"},
		{"good hook", hook(values{"name": "boot", "lifecycleTransition": launching, "heartbeatTimeout": 600}), "", ""},
		{"hook without name", hook(values{"lifecycleTransition": launching}), "initialLifecycleHooks[0].name", "Missing required property 'name'"},
		{"hook", hook(values{"name": "boot", "lifecycleTransition": "launch"}), "initialLifecycleHooks[0].lifecycleTransition",
			`need one of autoscaling:EC2_INSTANCE_LAUNCHING, autoscaling:EC2_INSTANCE_TERMINATING, got "launch"`},
		{"hook result", hook(values{"name": "boot", "lifecycleTransition": launching, "defaultResult": "STOP"}),
			"initialLifecycleHooks[0].defaultResult", `need one of CONTINUE, ABANDON, got "STOP"`},
		{"hook heartbeat", hook(values{"name": "boot", "lifecycleTransition": launching, "heartbeatTimeout": 7201}),
			"initialLifecycleHooks[0].heartbeatTimeout", "need 30 to 7200, got 7201"},
		{"one at a time", keeping(0, 100), "", ""},
		{"unbounded", keeping(-1, -1), "", ""},
		{"less than all", keeping(0, 90), "instanceMaintenancePolicy.maxHealthyPercentage", "need -1 or 100 to 200, got 90"},
		{"too far apart", keeping(50, 200), "instanceMaintenancePolicy.maxHealthyPercentage",
			"need at most 100 more than minHealthyPercentage 50, got 200"},
		{"refresh", values{"instanceRefresh": values{"strategy": "Canary"}}, "instanceRefresh.strategy", `need one of Rolling, got "Canary"`},
		{"good refresh", values{"instanceRefresh": values{"strategy": "Rolling", "preferences": values{"minHealthyPercentage": 0}}}, "", ""},
		{"refresh health", values{"instanceRefresh": values{"strategy": "Rolling", "preferences": values{"minHealthyPercentage": 101}}},
			"instanceRefresh.preferences.minHealthyPercentage", "need 0 to 100, got 101"},
	})
	testChanges(t, scalingGroupType, scalingGroup(), []change{
		{"name", "a", "b", true}, {"launchTemplate", values{"id": "lt-1"}, values{"id": "lt-2"}, false}, {"minSize", 0, 1, false},
		{"vpcZoneIdentifiers", []any{"subnet-1"}, []any{"subnet-2"}, false}, {"tags", []any{}, []any{values{"key": "a"}}, false},
	})
}

func TestScalingGroupOutputs(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, scalingGroupType, "g", props(scalingGroup()))
	assert.EqualValues(t, "connector", o.ID)
	assertValues(t, opened(o.Outputs), values{
		"desiredCapacity": 1.0, "defaultCooldown": 300.0, "healthCheckType": "EC2", "healthCheckGracePeriod": 300.0, "waitForCapacityTimeout": "10m",
	})
	assert.Regexp(t, `^arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:[0-9a-f-]{36}:autoScalingGroupName/connector$`, open(o.Outputs["arn"]))
	_, err := created(c, scalingGroupType, "again", props(scalingGroup()))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Empty(t, c.Unmodelled())
}

func TestScalingGroupsWaitForTheirInstances(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	one, none, unwaited := props(scalingGroup()), with(scalingGroup(), values{"minSize": 0}), with(scalingGroup(), values{"waitForCapacityTimeout": "0"})
	for name, test := range map[string]struct {
		request simcloud.Request
		op      simcloud.Op
		want    time.Duration
	}{
		"made":          {simcloud.Request{Inputs: one}, simcloud.OpCreate, 2 * time.Minute},
		"made empty":    {simcloud.Request{Inputs: none}, simcloud.OpCreate, 3 * time.Second},
		"made unwaited": {simcloud.Request{Inputs: unwaited}, simcloud.OpCreate, 3 * time.Second},
		"grown":         {simcloud.Request{OldInputs: none, Inputs: one}, simcloud.OpUpdate, 90 * time.Second},
		"changed":       {simcloud.Request{OldInputs: one, Inputs: one}, simcloud.OpUpdate, 5 * time.Second},
		"deleted":       {simcloud.Request{OldInputs: one}, simcloud.OpDelete, 90 * time.Second},
		"deleted empty": {simcloud.Request{OldInputs: none}, simcloud.OpDelete, 3 * time.Second},
	} {
		test.request.URN = urnOf(scalingGroupType, "g")
		assert.Equal(t, test.want, c.Duration(test.op, test.request), name)
	}
}

func TestAScalingGroupNeedsAFittingLaunchTemplate(t *testing.T) {
	t.Parallel()
	image := values{"name": "web", "imageId": "ami-1", "instanceType": "t3a.micro"}
	for name, test := range map[string]struct {
		template values
		wanted   values
		reason   string
	}{
		"the newest":           {image, values{"version": "$Latest"}, ""},
		"the usual":            {image, values{}, ""},
		"by number":            {image, values{"version": "1"}, ""},
		"a version too many":   {image, values{"version": "2"}, "Could not find the specified version 2 for the launch template with ID "},
		"a word":               {image, values{"version": "new"}, "Could not find the specified version new for the launch template with ID "},
		"without image":        {values{"instanceType": "t3a.micro"}, values{}, "The request must contain the parameter ImageId"},
		"without size":         {values{"imageId": "ami-1"}, values{}, "The request must contain the parameter InstanceType"},
		"size by requirements": {values{"imageId": "ami-1", "instanceRequirements": values{"memoryMib": values{"min": 1024}}}, values{}, ""},
	} {
		c := simcloud.New(simcloud.Options{})
		template := made(t, c, launchTemplateType, "web", props(test.template))
		test.wanted["id"] = string(template.ID)
		_, err := created(c, scalingGroupType, "g", with(scalingGroup(), values{"launchTemplate": test.wanted}))
		if test.reason == "" {
			require.NoError(t, err, name)
			continue
		}
		var refused *simcloud.RefusedError
		require.ErrorAs(t, err, &refused, name)
		assert.Equal(t, "ValidationError", refused.Code, name)
		assert.Contains(t, refused.Reason, test.reason, name)
	}
}

func TestASubnetOfAScalingGroupStays(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	subnet := made(t, c, subnetType, "a", props(values{"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}))
	made(t, c, scalingGroupType, "g", with(scalingGroup(), values{"vpcZoneIdentifiers": []any{string(subnet.ID)}}))
	err := c.Delete(ctx, simcloud.Request{URN: subnet.URN, ID: subnet.ID, OldInputs: subnet.Inputs})
	var refused *simcloud.RefusedError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "DependencyViolation", refused.Code)
}

func TestLifecycleHooks(t *testing.T) {
	t.Parallel()
	base := values{"name": "boot", "autoscalingGroupName": "web", "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING"}
	testRules(t, lifecycleHookType, base, []rule{
		{"as it is", nil, "", ""},
		{"heartbeat", values{"heartbeatTimeout": 29}, "heartbeatTimeout", "need 30 to 7200, got 29"},
	})
	testChanges(t, lifecycleHookType, base, []change{
		{"name", "a", "b", true}, {"autoscalingGroupName", "a", "b", true}, {"heartbeatTimeout", 30, 60, false},
	})
	c := simcloud.New(simcloud.Options{})
	assertValues(t, opened(made(t, c, lifecycleHookType, "h", props(base)).Outputs), values{"defaultResult": "ABANDON", "id": "boot"})
	made(t, c, lifecycleHookType, "other", with(base, values{"autoscalingGroupName": "api"}))
	_, err := created(c, lifecycleHookType, "again", props(base))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict)
}

func TestInstanceProfiles(t *testing.T) {
	t.Parallel()
	testRules(t, instanceProfileType, values{"name": "web"}, []rule{
		{"as it is", values{"role": "web"}, "", ""},
		{"name", values{"name": "a b"}, "name", `need letters, digits and _+=,.@-, got "a b"`},
		{"path", values{"path": "web"}, "path", `need a path that begins and ends with /, got "web"`},
	})
	testChanges(t, instanceProfileType, values{"name": "web"}, []change{{"name", "a", "b", true}, {"role", "a", "b", false}, {"path", "/a/", "/b/", true}})
	c := simcloud.New(simcloud.Options{})
	role := made(t, c, "aws:iam/role:Role", "r", props(values{"name": "web-role", "assumeRolePolicy": "{}"}))
	profile := made(t, c, instanceProfileType, "p", props(values{"name": "web", "role": "web-role", "path": "/apps/"}))
	assertValues(t, opened(profile.Outputs), values{"id": "web", "arn": "arn:aws:iam::123456789012:instance-profile/apps/web"})
	assert.Regexp(t, `^AIPA[0-9A-F]{17}$`, open(profile.Outputs["uniqueId"]))

	gone := func(o simcloud.Object) error {
		return c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs})
	}
	var refused *simcloud.RefusedError
	require.ErrorAs(t, gone(role), &refused)
	assert.Equal(t, "DeleteConflict", refused.Code)
	require.NoError(t, gone(profile))
	require.NoError(t, gone(role))
}

func inBase64(bytes int) string { return base64.StdEncoding.EncodeToString(make([]byte, bytes)) }

func TestUserDataOfLaunchTemplates(t *testing.T) {
	t.Parallel()
	testRules(t, launchTemplateType, nil, []rule{
		{"base64", values{"userData": "IyEvYmluL3NoCg=="}, "", ""},
		{"unknown", values{"userData": later()}, "", ""},
		{"plain", values{"userData": "#!/bin/sh"}, "userData", "need base64, got 9 characters that are none"},
		{"two profiles", values{"iamInstanceProfile": values{"arn": "a", "name": "b"}}, "iamInstanceProfile.arn", "conflicts with name"},
	})
	failures := check(launchTemplateType, props(values{"userData": inBase64(16384)}))
	assert.Empty(t, failures)
	failures = check(launchTemplateType, props(values{"userData": inBase64(16385)}))
	require.Len(t, failures, 1)
	assert.Equal(t, "need at most 16384 bytes, got 16385", failures[0].Reason)
}
