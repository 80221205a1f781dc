package albcontroller_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[albcontroller.Args, *albcontroller.Controller]{
		Token:    componentToken,
		New:      newInACluster,
		Args:     func(_ *pulumi.Context, tags tagging.Set) *albcontroller.Args { return newArgs(tags, nil) },
		Provider: putProvider,
		Required: []string{"Tags", "Provider", "ClusterName", "Region", "VPCID"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[albcontroller.Args, *albcontroller.Controller]{
		Token: componentToken,
		New:   newInACluster,
		Args: func(_ *pulumi.Context, tags tagging.Set) *albcontroller.Args {
			args := newArgs(tags, nil)
			args.Namespace, args.ChartVersion, args.ChartRepository = "balancing", "3.5.0", "https://charts.example.com/eks"
			args.ImageRepository, args.DefaultSSLPolicy = "mirror.example.com/controller", "ELBSecurityPolicy-TLS13-1-3-2021-06"
			args.ShieldAdvanced, args.CPU, args.Memory = true, "200m", "512Mi"
			args.PermissionsBoundaryARN, args.Profile = pulumi.String(boundary), component.Development
			return args
		},
		Provider: putProvider,
		Golden:   "testdata/golden/everything.json",
	})
}

func putProvider(args *albcontroller.Args, provider pulumi.ProviderResource) {
	args.Provider = provider
}

// newInACluster puts a second controller into a cluster of its own: each takes one.
func newInACluster(ctx *pulumi.Context, name string, args *albcontroller.Args, opts ...pulumi.ResourceOption) (*albcontroller.Controller, error) {
	if name != infratest.ConformanceName {
		args.ClusterName = pulumi.String(name)
	}
	return albcontroller.New(ctx, name, args, opts...)
}
