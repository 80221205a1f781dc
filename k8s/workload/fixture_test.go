package workload_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	deploymentToken = "kubernetes:apps/v1:Deployment"
	serviceToken    = "kubernetes:core/v1:Service"
	accountToken    = "kubernetes:core/v1:ServiceAccount"
	policyToken     = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
	budgetToken     = "kubernetes:policy/v1:PodDisruptionBudget"
	autoscalerToken = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"

	digest = "registry.example.com/shop/orders@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

	podSpec   = "spec.template.spec."
	container = podSpec + "containers[0]."
)

func testTags() tagging.Tags {
	return tagging.Tags{"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop"}
}

// cluster registers the provider of a cluster.
func cluster(ctx *pulumi.Context) (pulumi.ProviderResource, error) {
	p := &pulumi.ProviderResourceState{}
	return p, ctx.RegisterResource("pulumi:providers:kubernetes", "blue", pulumi.Map{}, p)
}

// fewestArgs are the fewest arguments that are accepted. The provider is one of no package, which the SDK passes over.
// TestTheCluster has a real one.
func fewestArgs(_ *pulumi.Context, tags tagging.Set) *workload.Args {
	return &workload.Args{
		Tags: tags, Provider: &pulumi.ProviderResourceState{}, Namespace: pulumi.String("shop"), Image: pulumi.String("registry.example.com/shop/orders:1.4.2"),
		CPU: "250m", Memory: "512Mi",
	}
}

// serving is a workload that serves.
func serving(a *workload.Args) { a.Port = 8080 }

// with puts changes one after the other.
func with(changes ...func(*workload.Args)) func(*workload.Args) {
	return func(a *workload.Args) {
		for _, change := range changes {
			change(a)
		}
	}
}

func newWorkload(ctx *pulumi.Context, name string, change func(*workload.Args)) (*workload.Workload, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
	if err != nil {
		return nil, err
	}
	args := fewestArgs(ctx, tags)
	change(args)
	return workload.New(ctx, name, args)
}

// tryNamed registers one workload with the arguments as changed.
func tryNamed(name string, change func(*workload.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := newWorkload(ctx, name, change)
		return err
	}, opts...)
}

// run registers one workload called "orders".
func run(t testing.TB, change func(*workload.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryNamed("orders", change, opts...)
	require.NoError(t, err)
	return graph
}

// deployed is its Deployment.
func deployed(t testing.TB, change func(*workload.Args), opts ...infratest.Option) *infratest.Resource {
	t.Helper()
	return run(t, change, opts...).One(t, deploymentToken)
}

func nothing(*workload.Args) {}
