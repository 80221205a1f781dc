package ekscluster_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// commonArgs are the fewest arguments that slots can share.
func commonArgs(ctx *pulumi.Context, tags tagging.Set) ekscluster.Args {
	a := fewestArgs(ctx, tags)
	a.Slot, a.KubernetesVersion = "", ""
	return *a
}

// fewestClusters is a set with one slot.
func fewestClusters(ctx *pulumi.Context, tags tagging.Set) *ekscluster.ClustersArgs {
	return &ekscluster.ClustersArgs{
		Common: commonArgs(ctx, tags), Active: "blue",
		Slots: map[string]ekscluster.Slot{"blue": {KubernetesVersion: "1.35"}},
	}
}

// everySlot is a set with a slot in each state.
func everySlot(a *ekscluster.ClustersArgs) {
	a.Active = "green"
	a.Slots = map[string]ekscluster.Slot{
		"blue":  {KubernetesVersion: "1.34", Generation: 2, Draining: true},
		"green": {KubernetesVersion: "1.35", AddonVersions: map[string]string{"kube-proxy": "v1.35.0-eksbuild.2"}},
		"red":   {KubernetesVersion: "1.34", Lost: "deleted by hand"},
		"white": {
			KubernetesVersion: "1.36", Generation: 7, Sizes: map[string]ekscluster.Size{"spare": {Min: 1, Max: 2}},
			NodeGroups: map[string]ekscluster.NodeGroup{"spare": {InstanceTypes: []string{"m7g.large"}}},
		},
	}
}

func TestConformanceOfClusters(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[ekscluster.ClustersArgs, *ekscluster.Clusters]{
		Token: "groundwork:aws/ekscluster:Clusters",
		New:   ekscluster.NewClusters,
		Args:  fewestClusters,
		Required: []string{
			"Active", "Slots", "Common.Tags", "Common.SubnetIDs", "Common.NodeGroups", "Common.DeployerARN", "Common.AlarmTopicARN",
		},
		Golden: "testdata/golden/clusters.json",
	})
}

// TestConformanceOfEverySlot holds the set to the same rules with slots in all states.
func TestConformanceOfEverySlot(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[ekscluster.ClustersArgs, *ekscluster.Clusters]{
		Token: "groundwork:aws/ekscluster:Clusters",
		New:   ekscluster.NewClusters,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *ekscluster.ClustersArgs {
			a := fewestClusters(ctx, tags)
			everySlot(a)
			return a
		},
	})
}
