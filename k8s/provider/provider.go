package provider

import (
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// Token is the type token of [Provider]. It is part of the state of every stack that uses the block.
const Token = "groundwork:k8s/provider:Provider"

// elsewhere is what to do about another cluster.
const elsewhere = "a change would delete every object here and make it anew there; make a second provider for the other cluster, " +
	"deploy to it, and then take the objects off this one"

// Provider is the Kubernetes provider of one cluster. See the package comment.
type Provider struct {
	pulumi.ResourceState

	// Identifier is the cluster's, and never changes.
	Identifier pulumi.StringOutput `pulumi:"identifier"`

	// Kubernetes is what blocks and resources take as their provider.
	Kubernetes *kubernetes.Provider
}

// New makes a provider for the objects of one cluster. When the arguments are wrong it registers nothing and returns all
// problems at once, each as a [component.FieldError].
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Provider, error) {
	provider := &Provider{}
	scope, err := component.Register(ctx, provider, Token, name, args, opts...)
	if err != nil {
		return nil, err
	}
	identifier := component.CheckString(args.Cluster.Identifier, argsName, "Cluster.Identifier", needIdentifier, func(text string) bool {
		return text != ""
	})
	identity, err := scope.Fix("Args", component.Fixed{Field: "Cluster.Identifier", Value: identifier, Instead: elsewhere})
	if err != nil {
		return nil, err
	}
	if args.GiveUp != "" {
		// A cluster that merely does not answer would keep its objects, so this is said at each run.
		if err := ctx.Log.Warn("provider: "+name+": the cluster is given up ("+args.GiveUp+"): what it does not answer for is dropped from the state",
			&pulumi.LogArgs{Resource: provider}); err != nil {
			return nil, scope.Err("provider", err)
		}
	}
	const role = "provider"
	provider.Kubernetes, err = kubernetes.NewProvider(ctx, scope.Name(role), &kubernetes.ProviderArgs{
		Kubeconfig:        args.kubeconfig(),
		ClusterIdentifier: identifier,
		// Given in both cases, so that no variable of the environment decides.
		DeleteUnreachable:     pulumi.Bool(args.GiveUp != ""),
		SkipUpdateUnreachable: pulumi.Bool(false),
	}, scope.Child(pulumi.DependsOn([]pulumi.Resource{identity}))...)
	if err != nil {
		return nil, scope.Err(role, err)
	}
	provider.Identifier = identifier
	return provider, scope.Finish()
}
