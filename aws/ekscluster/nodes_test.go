package ekscluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

// nodes is the one node group of a run.
func nodes(t *testing.T, change func(*ekscluster.Args)) *infratest.Resource {
	t.Helper()
	return run(t, change).One(t, nodeGroupToken)
}

func TestNodeGroup(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	made, template := graph.One(t, nodeGroupToken), graph.One(t, templateToken)
	infratest.AssertInputs(t, made, map[string]any{
		"clusterName": graph.One(t, clusterToken).Value("name"), "amiType": "AL2023_x86_64_STANDARD", "capacityType": "ON_DEMAND",
		"nodeRoleArn":   graph.Named(t, roleToken, name+"-node-role").Outputs["arn"].StringValue(),
		"instanceTypes": []any{"m7i.large"}, "version": "1.35", "releaseVersion": nil, "labels": nil, "taints": nil,
		"subnetIds":        []any{"subnet-a", "subnet-b"},
		"scalingConfig":    map[string]any{"minSize": 2.0, "maxSize": 4.0, "desiredSize": 2.0},
		"updateConfig":     map[string]any{"maxUnavailablePercentage": 33.0},
		"nodeRepairConfig": map[string]any{"enabled": true},
		"launchTemplate":   map[string]any{"id": template.ID, "version": "1"},
		"remoteAccess":     nil, "diskSize": nil, "forceUpdateVersion": nil,
		"tags.owner": "team-pay", "tags.Name": name + "-nodes-main",
	})
	assert.Empty(t, made.IgnoreChanges)
	assert.Equal(t, infratest.Timeouts{Create: "60m", Update: "180m", Delete: "120m"}, made.Timeouts)
}

// The name is the provider's, so a group that is replaced gets its successor first.
func TestNodeGroupNamesAreMadeUp(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"shop", strings.Repeat("shop-", 20) + "end"} {
		graph, err := tryNamed(t, name, nothing)
		require.NoError(t, err)
		for _, token := range []string{nodeGroupToken, templateToken} {
			made := graph.One(t, token)
			assert.NotContains(t, graph.One(t, nodeGroupToken).Inputs, "nodeGroupNamePrefix")
			assert.False(t, made.DeleteBeforeReplace)
		}
		assert.LessOrEqual(t, len(graph.One(t, nodeGroupToken).Name)+len("-0123abc"), 63)
		assert.LessOrEqual(t, len(graph.One(t, templateToken).Name)+len("-0123abc"), 128)
		for _, role := range graph.OfType(roleToken) {
			assert.LessOrEqual(t, len(role.Name)+len("-0123abc"), 64)
		}
	}
}

func TestNodeGroupFields(t *testing.T) {
	t.Parallel()
	for path, test := range map[string]struct {
		change func(*ekscluster.NodeGroup)
		want   any
	}{
		"capacityType":              {func(g *ekscluster.NodeGroup) { g.Spot = true }, "SPOT"},
		"version":                   {func(g *ekscluster.NodeGroup) { g.KubernetesVersion = "1.34" }, "1.34"},
		"releaseVersion":            {func(g *ekscluster.NodeGroup) { g.ReleaseVersion = "1.35.0-20251209" }, "1.35.0-20251209"},
		"scalingConfig.desiredSize": {func(g *ekscluster.NodeGroup) { g.Desired = 3 }, 3.0},
		"scalingConfig.maxSize":     {func(g *ekscluster.NodeGroup) { g.Min = 7 }, 7.0},
		"scalingConfig.minSize":     {func(g *ekscluster.NodeGroup) { g.Min = 1 }, 1.0},
		"labels":                    {func(g *ekscluster.NodeGroup) { g.Labels = map[string]string{"example.com/pool": "a"} }, map[string]any{"example.com/pool": "a"}},
		"taints": {
			func(g *ekscluster.NodeGroup) {
				g.Taints = []ekscluster.Taint{{Key: "gpu", Value: "yes", Effect: ekscluster.PreferNoSchedule}, {Key: "bare", Effect: ekscluster.NoExecute}}
			},
			[]any{
				map[string]any{"key": "gpu", "value": "yes", "effect": "PREFER_NO_SCHEDULE"},
				map[string]any{"key": "bare", "effect": "NO_EXECUTE"},
			},
		},
	} {
		assert.Equal(t, test.want, nodes(t, group(test.change)).Value(path), path)
	}
}

func TestNodesInDevelopment(t *testing.T) {
	t.Parallel()
	made := nodes(t, func(a *ekscluster.Args) { a.Profile = component.Development })
	assert.Equal(t, map[string]any{"minSize": 1.0, "maxSize": 2.0, "desiredSize": 1.0}, made.Value("scalingConfig"))
}

func TestNodesHaveSubnetsOfTheirOwn(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *ekscluster.Args) { a.NodeSubnetIDs = subnets("subnet-c", "subnet-d").ToStringArrayOutput() })
	assert.Equal(t, []any{"subnet-c", "subnet-d"}, graph.One(t, nodeGroupToken).Value("subnetIds"))
	assert.Equal(t, []any{"subnet-a", "subnet-b"}, graph.One(t, clusterToken).Value("vpcConfig.subnetIds"))
}

// Who owns the number of nodes is said once: the program, or something in the cluster.
func TestAutoscaler(t *testing.T) {
	t.Parallel()
	made := nodes(t, group(func(g *ekscluster.NodeGroup) { g.Autoscaler = true }))
	assert.Equal(t, []string{"scalingConfig.desiredSize"}, made.IgnoreChanges)
	assert.InDelta(t, 2, made.Value("scalingConfig.desiredSize"), 0)
}

func TestImageFollowsTheProcessors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		types []string
		want  string
	}{
		{[]string{"m7i.large"}, "AL2023_x86_64_STANDARD"},
		{[]string{"g4dn.xlarge"}, "AL2023_x86_64_STANDARD"},
		{[]string{"m7i-flex.large"}, "AL2023_x86_64_STANDARD"},
		{[]string{"m7g.large"}, "AL2023_ARM_64_STANDARD"},
		{[]string{"c7gn.large", "im4gn.xlarge", "t4g.small"}, "AL2023_ARM_64_STANDARD"},
	} {
		made := nodes(t, group(func(g *ekscluster.NodeGroup) { g.InstanceTypes = test.types }))
		assert.Equal(t, test.want, made.Value("amiType"), test.types)
	}
	made := nodes(t, group(func(g *ekscluster.NodeGroup) {
		g.InstanceTypes, g.Image = []string{"m7g.large"}, ekscluster.BottlerocketARM64
	}))
	assert.Equal(t, "BOTTLEROCKET_ARM_64", made.Value("amiType"))
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	template := graph.One(t, templateToken)
	cluster := graph.One(t, clusterToken).Outputs.Mappable()
	got := template.Inputs.Mappable()
	assert.Equal(t, map[string]any{
		"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0, "instanceMetadataTags": "disabled",
	}, got["metadataOptions"])
	assert.Equal(t, []any{map[string]any{
		"associatePublicIpAddress": "false", "deleteOnTermination": "true", "deviceIndex": 0.0,
		"securityGroups": []any{cluster["vpcConfig"].(map[string]any)["clusterSecurityGroupId"]},
	}}, got["networkInterfaces"])
	assert.Equal(t, []any{map[string]any{
		"deviceName": "/dev/xvda",
		"ebs":        map[string]any{"encrypted": "true", "deleteOnTermination": "true", "volumeSize": 50.0, "volumeType": "gp3"},
	}}, got["blockDeviceMappings"])
	assert.Equal(t, true, got["updateDefaultVersion"])
	for i, kind := range []string{"instance", "volume", "network-interface"} {
		launched := got["tagSpecifications"].([]any)[i].(map[string]any)
		assert.Equal(t, kind, launched["resourceType"])
		assert.Equal(t, graph.One(t, nodeGroupToken).Value("tags"), launched["tags"])
	}
	for _, prohibited := range []string{"imageId", "instanceType", "iamInstanceProfile", "instanceInitiatedShutdownBehavior", "userData", "keyName"} {
		assert.NotContains(t, got, prohibited, "EKS refuses it, or nobody should log in")
	}
}

// Bottlerocket keeps images and pods on a second disk; the first one has the size of the image.
func TestDisksOfBottlerocket(t *testing.T) {
	t.Parallel()
	graph := run(t, group(func(g *ekscluster.NodeGroup) { g.Image, g.DiskGB = ekscluster.BottlerocketX8664, 80 }))
	template := graph.One(t, templateToken)
	assert.Equal(t, []any{
		map[string]any{"deviceName": "/dev/xvda", "ebs": map[string]any{"encrypted": "true", "deleteOnTermination": "true", "volumeType": "gp3"}},
		map[string]any{"deviceName": "/dev/xvdb", "ebs": map[string]any{"encrypted": "true", "deleteOnTermination": "true", "volumeSize": 80.0, "volumeType": "gp3"}},
	}, template.Value("blockDeviceMappings"))
}
