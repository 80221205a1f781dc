package ingress_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
	"github.com/groundwork-go/groundwork/tagging"
)

// onCluster puts the Ingress on the suite's cluster.
func onCluster(args *ingress.ALBArgs, provider pulumi.ProviderResource) { args.Provider = provider }

func TestConformance(t *testing.T) {
	t.Parallel()
	for golden, test := range map[string]struct {
		required []string
		args     func(tagging.Set) *ingress.ALBArgs
	}{
		"alb": {[]string{"Tags", "Provider", "Namespace", "Rules", "InboundCIDRs", "AccessLogsBucket"}, newArgs},
		"alb-everything": {[]string{
			"Auth.Cognito.UserPoolARN", "Auth.Cognito.UserPoolClientID", "Auth.Cognito.UserPoolDomain", "Targets.Stickiness.Duration",
		}, func(tags tagging.Set) *ingress.ALBArgs {
			args := newArgs(tags)
			everything(args)
			return args
		}},
	} {
		t.Run(golden, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[ingress.ALBArgs, *ingress.ALB]{
				Token:    "groundwork:k8s/ingress:ALB",
				New:      ingress.NewALB,
				Provider: onCluster,
				Args:     func(_ *pulumi.Context, tags tagging.Set) *ingress.ALBArgs { return test.args(tags) },
				Required: test.required,
				Golden:   "testdata/golden/" + golden + ".json",
			})
		})
	}
}

// TestConformanceInAGroup has two Ingresses of one program share a load balancer: each has an order of its own.
func TestConformanceInAGroup(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[ingress.ALBArgs, *ingress.ALB]{
		Token: "groundwork:k8s/ingress:ALB",
		New: func(ctx *pulumi.Context, name string, args *ingress.ALBArgs, opts ...pulumi.ResourceOption) (*ingress.ALB, error) {
			if name != infratest.ConformanceName && args != nil && args.Group != nil {
				own, place := *args, *args.Group
				place.Order = 20
				own.Group = &place
				args = &own
			}
			return ingress.NewALB(ctx, name, args, opts...)
		},
		Provider: onCluster,
		Args: func(_ *pulumi.Context, tags tagging.Set) *ingress.ALBArgs {
			args := newArgs(tags)
			args.Group = &ingress.Group{Groups: ingress.NewGroups("shop"), Name: "shop", Order: 10}
			return args
		},
		Required: []string{"Group.Groups", "Group.Name", "Group.Order"},
		Golden:   "testdata/golden/alb-group.json",
	})
}

func TestBindingConformance(t *testing.T) {
	t.Parallel()
	required := []string{
		"Tags", "Provider", "Namespace", "TargetGroupARN", "ServiceName", "ServicePort", "SecurityGroupIDs", "PodPorts",
	}
	infratest.Conformance(t, infratest.Spec[ingress.TargetGroupBindingArgs, *ingress.TargetGroupBinding]{
		Token:    "groundwork:k8s/ingress:TargetGroupBinding",
		New:      ingress.NewTargetGroupBinding,
		Provider: func(args *ingress.TargetGroupBindingArgs, provider pulumi.ProviderResource) { args.Provider = provider },
		Args:     func(_ *pulumi.Context, tags tagging.Set) *ingress.TargetGroupBindingArgs { return newBindingArgs(tags) },
		Required: required,
		Untagged: []infratest.TagOption{infratest.Untagged(bindingToken)},
		Golden:   "testdata/golden/binding.json",
	})
}
