package ekscluster_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// everything has all of the children and inputs.
func everything(a *ekscluster.Args) {
	a.Generation = 3
	a.SubnetIDs = pulumi.StringArray{pulumi.String("subnet-a"), pulumi.String("subnet-b").ToStringOutput()}
	a.NodeSubnetIDs = subnets("subnet-c", "subnet-d").ToStringArrayOutput()
	a.NodeGroups = map[string]ekscluster.NodeGroup{
		"main": {
			InstanceTypes: []string{"m7g.large"}, Min: 3, Max: 9, Desired: 4, Autoscaler: true, DiskGB: 80,
			Labels: map[string]string{"pool": "main"}, KubernetesVersion: "1.34", ReleaseVersion: "1.34.2-20251209",
		},
		"spot": {
			InstanceTypes: []string{"m7i.large", "m6i.large"}, Spot: true, Image: ekscluster.BottlerocketX8664,
			Taints: []ekscluster.Taint{{Key: "spot", Value: "true", Effect: ekscluster.NoSchedule}, {Key: "batch", Effect: ekscluster.NoExecute}},
		},
	}
	a.DeployerARN = pulumi.String(deployer).ToStringOutput()
	a.Access = map[string]ekscluster.Access{
		"developers": {PrincipalARN: pulumi.String("arn:aws:iam::123456789012:role/developers"), Policy: ekscluster.Edit, Namespaces: []string{"shop", "team-*"}},
		"auditors":   {PrincipalARN: pulumi.String("arn:aws:iam::123456789012:role/auditors").ToStringOutput(), Policy: ekscluster.View},
		"breakglass": {PrincipalARN: pulumi.String("arn:aws:iam::123456789012:role/breakglass"), Groups: []string{"firefighters"}},
	}
	a.AllowPublicEndpoint = []string{"203.0.113.0/24", "198.51.100.7/32"}
	a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"connector": pulumi.String("sg-1"), "builds": pulumi.String("sg-2").ToStringOutput()}
	a.KMSKeyARN, a.LogKMSKeyARN = pulumi.String(key).ToStringOutput(), pulumi.String(key)
	a.LogRetentionDays, a.ServiceCIDR, a.IRSA = 731, "10.200.0.0/16", true
	a.PermissionsBoundaryARN = pulumi.String(boundary).ToStringOutput()
	a.Draining = true
}

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[ekscluster.Args, *ekscluster.Cluster]{
		Token:    "groundwork:aws/ekscluster:Cluster",
		New:      ekscluster.New,
		Name:     "main-blue-g1",
		Args:     fewestArgs,
		Required: []string{"Tags", "Slot", "KubernetesVersion", "SubnetIDs", "NodeGroups", "DeployerARN", "AlarmTopicARN"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[ekscluster.Args, *ekscluster.Cluster]{
		Token: "groundwork:aws/ekscluster:Cluster",
		New:   ekscluster.New,
		Name:  "main-blue-g3",
		Args: func(ctx *pulumi.Context, tags tagging.Set) *ekscluster.Args {
			a := fewestArgs(ctx, tags)
			everything(a)
			return a
		},
		Golden: "testdata/golden/everything.json",
	})
}

// TestConformanceInDevelopment holds the smallest cluster to the same rules.
func TestConformanceInDevelopment(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[ekscluster.Args, *ekscluster.Cluster]{
		Token: "groundwork:aws/ekscluster:Cluster",
		New:   ekscluster.New,
		Name:  "main-blue-g1",
		Args: func(ctx *pulumi.Context, tags tagging.Set) *ekscluster.Args {
			a := fewestArgs(ctx, tags)
			a.Profile, a.DisableAlarms, a.AlarmTopicARN = 1, true, nil
			a.NodeSubnetIDs = subnets("subnet-a")
			a.Addons = ekscluster.Addons{DisableVolumes: true, DisableMetrics: true}
			return a
		},
		Golden: "testdata/golden/development.json",
	})
}

// Slot and generation are part of every name.
func TestEveryNameHasSlotAndGeneration(t *testing.T) {
	t.Parallel()
	const prefix = "shop-green-g7"
	graph := run(t, func(a *ekscluster.Args) { everything(a); a.Slot, a.Generation = "green", 7 })
	root := graph.Named(t, componentToken, prefix)
	for _, r := range graph.All() {
		if r != root {
			assert.Regexp(t, "^"+prefix+"-", r.Name, r.Type)
			assert.Equal(t, root.URN, r.Parent, r.Name)
		}
	}
}

// names lists what a program has registered.
func names(graph *infratest.Graph) []string {
	var all []string
	for _, r := range graph.All() {
		all = append(all, r.Type+" "+r.Name)
	}
	return all
}
