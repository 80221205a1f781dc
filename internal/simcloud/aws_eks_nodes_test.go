package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

var (
	threeNodes    = values{"minSize": 1, "desiredSize": 3, "maxSize": 5}
	nodeGroupBase = values{"clusterName": "blue", "nodeRoleArn": "arn:aws:iam::123456789012:role/nodes", "subnetIds": []any{"subnet-1", "subnet-2"},
		"scalingConfig": threeNodes}
)

func sized(members values) values { return within(nodeGroupBase, "scalingConfig", members) }

func updating(about values) values { return values{"updateConfig": about} }

func templated(reference values) values {
	return values{"launchTemplate": with(values{"version": "1"}, reference).Mappable()}
}

func taints(items ...any) values { return values{"taints": items} }

func TestNodeGroups(t *testing.T) {
	many := make([]any, 51)
	for i := range many {
		many[i] = values{"key": "a", "effect": "NO_EXECUTE"}
	}
	testRules(t, nodeGroupType, nodeGroupBase, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"nodeGroupName": "_a"}, "nodeGroupName", `need a letter or digit, then letters, digits, '-' and '_', got "_a"`},
		{"long name", values{"nodeGroupName": strings.Repeat("a", 64)}, "nodeGroupName", `need at most 63 characters, got 64 in "` + strings.Repeat("a", 64) + `"`},
		{"long prefix", values{"nodeGroupNamePrefix": strings.Repeat("a", 38)}, "nodeGroupNamePrefix", "need at most 37 characters, got 38"},
		{"name and prefix", values{"nodeGroupName": "a", "nodeGroupNamePrefix": "a"}, "nodeGroupName", "conflicts with nodeGroupNamePrefix"},
		{"cluster", values{"clusterName": "-"}, "clusterName", `need a letter or digit, then letters, digits, '-' and '_', got "-"`},
		{"image", values{"amiType": "BOTTLEROCKET_ARM_64"}, "", ""},
		{"no subnets", values{"subnetIds": []any{}}, "subnetIds", "need 1 or more, got none"},
		{"capacity", values{"capacityType": "spot"}, "capacityType", `need one of ON_DEMAND, SPOT, CAPACITY_BLOCK, got "spot"`},
		{"version", values{"version": "1.32.0"}, "version", `need 1.<minor>, got "1.32.0"`},
		{"release", values{"releaseVersion": "1.32"}, "releaseVersion", `need a release such as 1.33.0-20250704, got "1.32"`},
		{"none at first", sized(values{"minSize": 0, "desiredSize": 0}), "", ""},
		{"none at all", sized(values{"minSize": 0, "desiredSize": 0, "maxSize": 0}), "scalingConfig.maxSize", "need 1 or more, got 0"},
		{"fewer than none", sized(values{"minSize": -1}), "scalingConfig.minSize", "need 0 or more, got -1"},
		{"want fewer than none", sized(values{"desiredSize": -1}), "scalingConfig.desiredSize", "need 0 or more, got -1"},
		{"one by one", updating(values{"maxUnavailable": 1}), "", ""},
		{"a third", updating(values{"maxUnavailablePercentage": 33}), "", ""},
		{"one and a third", updating(values{"maxUnavailable": 1, "maxUnavailablePercentage": 33}), "updateConfig.maxUnavailable",
			"need exactly one of maxUnavailable, maxUnavailablePercentage, got maxUnavailable, maxUnavailablePercentage"},
		{"never", updating(values{"maxUnavailable": 0}), "updateConfig.maxUnavailable", "need 1 to 100, got 0"},
		{"more than all", updating(values{"maxUnavailablePercentage": 101}), "updateConfig.maxUnavailablePercentage", "need 1 to 100, got 101"},
		{"template", templated(values{"id": "lt-0123456789abcdef0"}), "", ""},
		{"template of no name", templated(nil), "launchTemplate.id", "need exactly one of id, name, got none"},
		{"template of two names", templated(values{"id": "lt-0", "name": "abc"}), "launchTemplate.id", "need exactly one of id, name, got id, name"},
		{"template id", templated(values{"id": "abc"}), "launchTemplate.id", `need an id such as lt-0123456789abcdef0, got "abc"`},
		{"template of no version", templated(values{"id": "lt-0", "version": nil}), "launchTemplate.version", "need one, got none"},
		{"taint", taints(values{"key": "a", "value": "b", "effect": "PREFER_NO_SCHEDULE"}), "", ""},
		{"taint in Kubernetes' own words", taints(values{"key": "a", "effect": "NoSchedule"}), "taints[0].effect",
			`need one of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE, got "NoSchedule"`},
		{"taint of no key", taints(values{"effect": "NO_EXECUTE"}), "taints[0].key", "need one, got none"},
		{"long taint", taints(values{"key": strings.Repeat("a", 64), "effect": "NO_EXECUTE"}), "taints[0].key", "need at most 63 characters, got 64"},
		{"long value", taints(values{"key": "a", "value": strings.Repeat("a", 64), "effect": "NO_EXECUTE"}), "taints[0].value", "need at most 63 characters, got 64"},
		{"many taints", taints(many...), "taints", "need at most 50, got 51"},
	})
	failures := check(nodeGroupType, with(nodeGroupBase, values{"amiType": "AL2023"}))
	require.Len(t, failures, 1)
	assert.Equal(t, "amiType", failures[0].Property)
}

func TestWhatMakesANewNodeGroup(t *testing.T) {
	const template = "launchTemplate"
	one, two := []any{"subnet-1", "subnet-2"}, []any{"subnet-2", "subnet-1"}
	testChanges(t, nodeGroupType, nodeGroupBase, []change{
		{"amiType", "a", "b", true}, {"capacityType", "a", "b", true}, {"clusterName", "a", "b", true}, {"diskSize", 20, 30, true},
		{"instanceTypes", []any{"a"}, []any{"b"}, true}, {"nodeGroupName", "a", "b", true}, {"nodeRoleArn", "a", "b", true},
		{"remoteAccess", nil, values{"ec2SshKey": "a"}, true}, {"subnetIds", one, []any{"subnet-1"}, true}, {"subnetIds", one, two, false},
		{template, values{"id": "lt-1", "version": "1"}, values{"id": "lt-1", "version": "2"}, false}, {template, values{"id": "lt-1"}, values{"id": "lt-2"}, true},
		{template, values{"name": "a"}, values{"name": "b"}, true}, {template, nil, values{"id": "lt-1"}, true}, {template, values{"id": "lt-1"}, nil, true},
		{template, values{"id": "lt-1"}, values{"name": "the same one"}, false},
		{"version", "1.32", "1.33", false}, {"releaseVersion", "1", "2", false}, {"labels", values{"a": "b"}, values{"a": "c"}, false},
		{"taints", []any{"a"}, []any{"b"}, false}, {"scalingConfig", threeNodes, sized(values{"desiredSize": 4})["scalingConfig"], false},
		{"updateConfig", values{"maxUnavailable": 1}, values{"maxUnavailable": 2}, false}, {"nodeRepairConfig", nil, values{"enabled": true}, false},
		{"forceUpdateVersion", nil, true, false},
	})
	for property, v := range map[string]any{"instanceTypes": []any{"a"}, "amiType": "a", "diskSize": 30, "capacityType": "SPOT"} {
		assert.Empty(t, diff(nodeGroupType, with(nodeGroupBase, values{property: v}), props(nodeGroupBase)).Changed, "%s that is left out stays", property)
	}
}

func TestWhatANodeGroupTells(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	cluster := aCluster(t, c, nil)
	group := made(t, c, nodeGroupType, "system", props(nodeGroupBase))
	name, _ := open(group.Outputs["nodeGroupName"]).(string)
	assert.Regexp(t, `^system-[0-9a-f]{7}$`, name)
	assert.EqualValues(t, "blue:"+name, group.ID)
	assertValues(t, opened(group.Outputs), values{
		"amiType": "AL2023_x86_64_STANDARD", "capacityType": "ON_DEMAND", "diskSize": 20.0, "status": "ACTIVE", "version": "1.32",
	})
	out := group.Outputs.Mappable()
	assert.Regexp(t, `^1\.32\.0-\d{8}$`, out["releaseVersion"])
	assert.Equal(t, []any{"t3.medium"}, out["instanceTypes"])
	assert.Equal(t, values{"maxUnavailable": 1.0}, out["updateConfig"])
	assert.Regexp(t, `^arn:aws:eks:us-east-1:123456789012:nodegroup/blue/`+name+`/[0-9a-f-]{36}$`, out["arn"])
	scaling := out["resources"].([]any)[0].(values)["autoscalingGroups"].([]any)[0].(values)["name"]
	assert.Regexp(t, `^eks-`+name+`-[0-9a-f-]{36}$`, scaling)

	require.NoError(t, updated(c, cluster, with(cluster.Inputs.Mappable(), values{"version": "1.33"})))
	kept := changed(t, c, group, with(nodeGroupBase, values{"labels": values{"a": "b"}})).Outputs.Mappable()
	assert.Equal(t, []any{"1.32", out["releaseVersion"], out["arn"], out["resources"]}, []any{kept["version"], kept["releaseVersion"], kept["arn"], kept["resources"]})
	rolled := changed(t, c, group, with(nodeGroupBase, values{"version": "1.33"})).Outputs.Mappable()
	assert.Equal(t, "1.33", rolled["version"])
	assert.Regexp(t, `^1\.33\.0-\d{8}$`, rolled["releaseVersion"], "a version brings a release of its own")
	assert.Equal(t, "1.33", open(made(t, c, nodeGroupType, "next", props(nodeGroupBase)).Outputs["version"]))

	elsewhere := made(t, c, nodeGroupType, "elsewhere", with(nodeGroupBase, with(values{"clusterName": "green"}, templated(values{"id": "lt-0"})).Mappable()))
	assertValues(t, opened(elsewhere.Outputs), values{"version": "1.33", "diskSize": 0.0, "instanceTypes": nil})
	fixed := with(nodeGroupBase, values{"nodeGroupName": "system"})
	_, err := created(c, nodeGroupType, "a", fixed)
	require.NoError(t, err)
	_, err = created(c, nodeGroupType, "b", fixed)
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict, "a name is of one group in its cluster")
	_, err = created(c, nodeGroupType, "c", with(fixed.Mappable(), values{"clusterName": "green"}))
	require.NoError(t, err)
}

func TestWhatANodeGroupIsRefused(t *testing.T) {
	const bad = "InvalidParameterException"
	for _, test := range []struct {
		name         string
		inputs       values
		code, reason string
	}{
		{"as it is", nil, "", ""},
		{"more than wanted", sized(values{"minSize": 4}), bad, "Minimum capacity 4 can't be greater than desired size 3"},
		{"more than allowed", sized(values{"desiredSize": 6}), bad, "Desired capacity 6 can't be greater than max size 5"},
		{"newer than the cluster", values{"version": "1.33"}, bad, "need nodes that are 0 to 3 minor versions behind cluster version 1.32, got 1.33"},
		{"old", values{"version": "1.29"}, "", ""},
		{"too old", values{"version": "1.28"}, bad, "need nodes that are 0 to 3 minor versions behind cluster version 1.32, got 1.28"},
		{"a release of the version", values{"releaseVersion": "1.32.3-20250704"}, "", ""},
		{"a release of another version", values{"releaseVersion": "1.31.3-20250704"}, bad,
			"Requested release version 1.31.3-20250704 is not valid for kubernetes version 1.32."},
		{"disk beside a template", with(templated(values{"id": "lt-0"}), values{"diskSize": 30}).Mappable(), bad, "Disk size must be specified within the launch template."},
		{"shell beside a template", with(templated(values{"id": "lt-0"}), values{"remoteAccess": values{"ec2SshKey": "a"}}).Mappable(), bad,
			"Remote access configuration cannot be specified with a launch template."},
		{"a template that lives elsewhere", with(templated(values{"id": "lt-0"}), values{"instanceTypes": []any{"m7g.large"}}).Mappable(), "", ""},
		{"of a cluster that lives elsewhere", values{"clusterName": "green", "version": "1.40"}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			aCluster(t, c, nil)
			_, err := created(c, nodeGroupType, "x", with(nodeGroupBase, test.inputs))
			assertRefused(t, err, test.code, test.reason)
		})
	}
	c := simcloud.New(simcloud.Options{})
	cluster := aCluster(t, c, nil)
	group := made(t, c, nodeGroupType, "x", with(nodeGroupBase, values{"version": "1.31"}))
	assertRefused(t, updated(c, group, with(nodeGroupBase, values{"version": "1.30"})), bad, "Unsupported Kubernetes minor version update from 1.31 to 1.30")
	assertRefused(t, updated(c, group, with(nodeGroupBase, sized(values{"minSize": 4}))), bad, "Minimum capacity 4 can't be greater than desired size 3")
	require.NoError(t, updated(c, group, with(nodeGroupBase, values{"version": "1.32"})))
	old := made(t, c, nodeGroupType, "old", with(nodeGroupBase, values{"version": "1.29", "nodeGroupName": "old"}))
	next := with(cluster.Inputs.Mappable(), values{"version": "1.33"})
	assertRefused(t, updated(c, cluster, next), bad, "Nodegroups old must be updated to match cluster version 1.32 before updating cluster version")
	require.NoError(t, updated(c, cluster, with(cluster.Inputs.Mappable(), values{"tags": values{"a": "b"}})))
	require.NoError(t, updated(c, old, with(nodeGroupBase, values{"version": "1.30", "nodeGroupName": "old"})))
	made(t, c, nodeGroupType, "elsewhere", with(nodeGroupBase, values{"version": "1.20", "clusterName": "green"}))
	require.NoError(t, updated(c, cluster, next))
}

func TestNodesNeedAPodNetwork(t *testing.T) {
	cni := values{"clusterName": "blue", "addonName": "vpc-cni"}
	for _, test := range []struct {
		name   string
		beside func(t *testing.T, c *simcloud.Cloud)
		code   string
	}{
		{"nothing", nil, "NodeCreationFailure"},
		{"the add-on", func(t *testing.T, c *simcloud.Cloud) { made(t, c, addonType, "cni", props(cni)) }, ""},
		{"the add-on of another cluster", func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, addonType, "cni", with(cni, values{"clusterName": "green"}))
		}, "NodeCreationFailure"},
		{"another add-on", func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, addonType, "proxy", with(cni, values{"addonName": "kube-proxy"}))
		}, "NodeCreationFailure"},
		{"one of the program's own", func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, "kubernetes:helm.sh/v3:Release", "cilium", props(values{"chart": "cilium"}))
		}, ""},
		{"one in plain objects", func(t *testing.T, c *simcloud.Cloud) {
			made(t, c, "kubernetes:apps/v1:DaemonSet", "cilium", props(values{"metadata": values{"name": "cilium"}}))
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			aCluster(t, c, values{"bootstrapSelfManagedAddons": false})
			if test.beside != nil {
				test.beside(t, c)
			}
			_, err := created(c, nodeGroupType, "x", props(nodeGroupBase))
			assertRefused(t, err, test.code, "Unhealthy nodes in the kubernetes cluster")
		})
	}
	c := simcloud.New(simcloud.Options{})
	aCluster(t, c, values{"bootstrapSelfManagedAddons": false})
	network := made(t, c, addonType, "cni", props(cni))
	group := made(t, c, nodeGroupType, "x", props(nodeGroupBase))
	require.NoError(t, c.Delete(ctx, gone(network)))
	require.NoError(t, updated(c, group, with(nodeGroupBase, values{"labels": values{"a": "b"}})), "nodes that run stay ready")
}

func TestANodeGroupAndItsLaunchTemplate(t *testing.T) {
	const bad = "InvalidParameterException"
	for _, test := range []struct {
		name            string
		template, group values
		code, reason    string
	}{
		{"plain", nil, nil, "", ""},
		{"types in the group", nil, values{"instanceTypes": []any{"m7g.large"}}, "", ""},
		{"types in both", values{"instanceType": "m7g.large"}, values{"instanceTypes": []any{"m7g.large"}}, "InvalidRequestException",
			"Cannot specify instance types in launch template and API request"},
		{"a profile", values{"iamInstanceProfile": values{"name": "x"}}, nil, bad,
			"Launch template nodes should not specify an instance profile. The noderole in your request will be used to construct an instance profile."},
		{"an image", values{"imageId": "ami-1"}, nil, "", ""},
		{"an image of a kind", values{"imageId": "ami-1"}, values{"amiType": "AL2_x86_64"}, bad,
			"You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template."},
		{"an image and a version", values{"imageId": "ami-1"}, values{"amiType": "CUSTOM", "version": "1.32"}, bad,
			"You cannot specify the field kubernetesVersion when using custom AMIs."},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			template := made(t, c, launchTemplateType, "nodes", with(test.template, values{"name": "nodes"}))
			_, err := created(c, nodeGroupType, "x", with(nodeGroupBase, with(templated(values{"id": string(template.ID)}), test.group).Mappable()))
			assertRefused(t, err, test.code, test.reason)
			_, err = created(c, nodeGroupType, "y", with(nodeGroupBase, with(templated(values{"name": "nodes"}), test.group).Mappable()))
			assertRefused(t, err, test.code, test.reason)
		})
	}
	c := simcloud.New(simcloud.Options{})
	base := values{"name": "nodes"}
	template := made(t, c, launchTemplateType, "nodes", props(base))
	changed(t, c, template, with(base, values{"instanceType": "m7g.large"}))
	id := string(template.ID)
	pinned := func(version any) error {
		_, err := created(c, nodeGroupType, "x", with(nodeGroupBase, with(templated(values{"id": id, "version": version}), values{"instanceTypes": []any{"a"}}).Mappable()))
		return err
	}
	for _, version := range []any{"1", "$Default"} {
		require.NoError(t, pinned(version), "%v: what an earlier version said is not known", version)
	}
	for _, version := range []any{"2", "$Latest", 2} {
		assertRefused(t, pinned(version), "InvalidRequestException", "Cannot specify instance types in launch template and API request")
	}
	for _, version := range []string{"3", "0", "latest"} {
		assertRefused(t, pinned(version), bad, "Could not find the specified version "+version+" for the launch template with ID "+id+".")
	}
	require.NoError(t, c.Delete(ctx, gone(template)), "a template goes while a group uses it")
}

func TestNodesRollSlowly(t *testing.T) {
	base := with(nodeGroupBase, templated(values{"id": "lt-1"})).Mappable()
	for _, test := range []struct {
		name string
		next values
		want time.Duration
	}{
		{"a version", values{"version": "1.33"}, 28*time.Minute + 5*time.Second},
		{"a template", templated(values{"id": "lt-1", "version": "2"}), 28*time.Minute + 5*time.Second},
		{"a release", values{"releaseVersion": "1.33.0-2"}, 28*time.Minute + 5*time.Second},
		{"all of it", with(templated(values{"id": "lt-1", "version": "2"}), values{"version": "1.33"}).Mappable(), 28*time.Minute + 5*time.Second},
		{"size", sized(values{"desiredSize": 4}), 35 * time.Second},
		{"labels", values{"labels": values{"a": "b"}}, 35 * time.Second},
		{"tags", values{"tags": values{"a": "b"}}, 5 * time.Second},
	} {
		assert.Equal(t, test.want, takes(nodeGroupType, simcloud.OpUpdate, props(base), with(base, test.next)), test.name)
	}
	assert.Equal(t, 3*time.Minute+30*time.Second, takes(nodeGroupType, simcloud.OpCreate, nil, props(base)))
	assert.Equal(t, 4*time.Minute, takes(nodeGroupType, simcloud.OpDelete, props(base), nil))
	assert.Equal(t, 90*time.Second, takes(fargateType, simcloud.OpCreate, nil, props(fargateBase)))
}
