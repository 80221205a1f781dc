package kubernetes_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

// together is a small team's program: the cluster and what runs on it in one stack.
func together(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	if err != nil {
		return err
	}
	cluster, err := ekscluster.New(ctx, "shop", &ekscluster.Args{
		Tags: tags, Slot: "blue", KubernetesVersion: "1.35", SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}),
		NodeGroups:  map[string]ekscluster.NodeGroup{"main": {InstanceTypes: []string{"m7i.large"}}},
		DeployerARN: pulumi.String("arn:aws:iam::123456789012:role/deployer"), DisableAlarms: true, Profile: component.Development,
	})
	if err != nil {
		return err
	}
	blue, err := provider.New(ctx, "blue", &provider.Args{Cluster: provider.Cluster{
		Identifier: cluster.Identifier, Name: cluster.Name, Region: text("eu-west-1"),
		Endpoint: cluster.Endpoint, CertificateAuthority: cluster.CertificateAuthority,
	}}, pulumi.DependsOn(cluster.Ready))
	if err != nil {
		return err
	}
	controller, err := albcontroller.New(ctx, "alb", &albcontroller.Args{
		Tags: tags, Provider: blue.Kubernetes, DeletedWith: cluster.Cluster, Profile: component.Development,
		ClusterName: cluster.Name, Region: pulumi.String("eu-west-1"), VPCID: pulumi.String("vpc-0a1b2c3d"),
	})
	if err != nil {
		return err
	}
	_, err = workload.New(ctx, "web", &workload.Args{
		Tags: tags, Provider: blue.Kubernetes, DeletedWith: cluster.Cluster, Namespace: pulumi.String("default"), Profile: component.Development,
		Image: pulumi.String("example.com/web:1.0"), Port: 8080, CPU: "250m", Memory: "256Mi",
	}, pulumi.DependsOn(controller.Ready))
	return err
}

// In one stack with their cluster, objects go with it, also when it is dead, and a preview from nothing knows all of them.
func TestEKSInOneStack(t *testing.T) {
	t.Parallel()
	for name, dead := range map[string]bool{"alive": false, "dead": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "acme/shop/dev", sandbox.Func(together))
			preview, err := s.Cloud.Preview(context.Background(), s.Name, s.Program)
			require.NoError(t, err)
			result := s.Up(nil)
			assert.LessOrEqual(t, preview.Changes["create"], result.Changes["create"], "a chart's objects are made in the update only")
			s.AssertConverged(nil)
			if dead {
				s.Cloud.Unreachable(lifecycletest.Find(t, result, "shop-blue-g1-cluster").Outputs["endpoint"].StringValue())
			}
			require.NoError(t, s.Destroy())
			assert.Empty(t, s.Cloud.Objects())
		})
	}
}
