package ekscluster_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// The second step of an upgrade: green is there beside blue, which still serves.
func ExampleNewClusters() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		clusters, err := ekscluster.NewClusters(ctx, "shop", &ekscluster.ClustersArgs{
			Common: ekscluster.Args{
				Tags:          tags,
				SubnetIDs:     pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}),
				NodeGroups:    map[string]ekscluster.NodeGroup{"main": {InstanceTypes: []string{"m7g.large"}, Min: 3, Max: 12}},
				DeployerARN:   pulumi.String("arn:aws:iam::123456789012:role/deployer"),
				AlarmTopicARN: pulumi.String("arn:aws:sns:eu-west-1:123456789012:alarms"),
			},
			Active: "blue",
			Slots: map[string]ekscluster.Slot{
				"blue":  {KubernetesVersion: "1.34"},
				"green": {KubernetesVersion: "1.35"},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("active", clusters.ActiveSlot)
		ctx.Export("states", clusters.SlotStates)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.Components() {
		fmt.Println(r.Type, r.Name)
	}
	fmt.Println(graph.Outputs().Mappable())
	// Output:
	// groundwork:aws/ekscluster:Cluster shop-blue-g1
	// groundwork:aws/ekscluster:Cluster shop-green-g1
	// groundwork:aws/ekscluster:Clusters shop
	// map[active:blue states:map[blue:serving green:standby]]
}

func ExampleClustersArgs_Validate() {
	args := &ekscluster.ClustersArgs{
		Common: ekscluster.Args{
			SubnetIDs:         pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}),
			KubernetesVersion: "1.35",
			NodeGroups:        map[string]ekscluster.NodeGroup{"main": {}},
			DeployerARN:       pulumi.String("arn:aws:iam::123456789012:role/deployer"),
			DisableAlarms:     true,
		},
		Active: "blu",
		Slots: map[string]ekscluster.Slot{
			"blue":  {KubernetesVersion: "1.34"},
			"Green": {KubernetesVersion: "1.35"},
		},
	}
	fmt.Println(args.Validate())
	// Output:
	// ekscluster: ClustersArgs.Common.KubernetesVersion: need nothing: each slot has its own, got "1.35"
	// ekscluster: ClustersArgs.Active: need Green or blue, got "blu" (did you mean blue?)
	// ekscluster: ClustersArgs.Common.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// ekscluster: ClustersArgs.Common.NodeGroups["main"].InstanceTypes: need at least one instance type such as m7i.large, got nothing
	// ekscluster: ClustersArgs.Slots["Green"]: need 1 to 12 lower-case letters and digits, a letter first, such as "blue", got "Green"
}
