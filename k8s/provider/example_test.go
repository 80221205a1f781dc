package provider_test

import (
	"fmt"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/stackref"
)

// Clusters is the contract between the cluster's stack and those that use it.
type Clusters struct {
	stackref.Contract `contract:"acme.cluster" version:"1.0"`

	Blue provider.Cluster `pulumi:"blue"`
}

// An application's stack makes a namespace in the cluster of another stack.
func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		clusters, err := stackref.Import[Clusters](ctx, stackref.SameStack("cluster"))
		if err != nil {
			return err
		}
		blue, err := provider.New(ctx, "blue", &provider.Args{Cluster: clusters.Blue})
		if err != nil {
			return err
		}
		_, err = corev1.NewNamespace(ctx, "shop", nil, pulumi.Provider(blue.Kubernetes))
		return err
	}, infratest.Organization("acme"), infratest.Stack("staging"), infratest.StackOutputs("acme/cluster/staging", map[string]any{
		"blue": map[string]any{
			"identifier": "shop-blue-g1", "name": "shop-blue-g1-cluster-1a2b3c4", "region": "eu-west-1", "endpoint": endpoint, "certificateAuthority": authority,
		},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// pulumi:index:Stash blue-identity
	// pulumi:providers:kubernetes blue-provider
	// groundwork:k8s/provider:Provider blue
	// kubernetes:core/v1:Namespace shop
	// pulumi:pulumi:StackReference acme/cluster/staging/contracts
}
