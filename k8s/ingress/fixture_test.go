package ingress_test

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	ingressToken = "kubernetes:networking.k8s.io/v1:Ingress"
	bindingToken = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
	prefix       = "alb.ingress.kubernetes.io/"

	certificate  = "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef"
	certificate2 = "arn:aws:acm:eu-central-1:123456789012:certificate/abcdef12-90ab-cdef-1234-567890abcdef"
	webACL       = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/12345678-90ab-cdef-1234-567890abcdef"
	targetGroup  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop-blue/0123456789abcdef"
	targetGroup2 = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop-green/0123456789abcdef"
	trustStore   = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:truststore/partners/0123456789abcdef"
	userPool     = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_abc"
	balancerSG   = "sg-0a1b2c3d4e5f60718"
)

// nobody is a provider that is not registered. The kit's rules are about the component's own children, and a provider of a
// cluster is none.
func nobody() pulumi.ProviderResource { return &kubernetes.Provider{} }

// newArgs are the fewest arguments that are accepted.
func newArgs(tags tagging.Set) *ingress.ALBArgs {
	return &ingress.ALBArgs{
		Tags: tags, Provider: nobody(), Namespace: pulumi.String("shop"),
		Rules: []ingress.Rule{{Host: "shop.example.com", Paths: []ingress.Path{{Backend: service("web")}}}},

		InboundCIDRs: []string{"10.0.0.0/8"}, CertificateARNs: inputs(certificate), AccessLogsBucket: pulumi.String("acme-logs"),
	}
}

func service(name string) ingress.Backend {
	return ingress.Backend{ServiceName: pulumi.String(name), ServicePort: 80}
}

// newBindingArgs are the fewest arguments that are accepted.
func newBindingArgs(tags tagging.Set) *ingress.TargetGroupBindingArgs {
	return &ingress.TargetGroupBindingArgs{
		Tags: tags, Provider: nobody(), Namespace: pulumi.String("shop"), TargetGroupARN: pulumi.String(targetGroup),
		ServiceName: pulumi.String("web"), ServicePort: 80, PodPorts: []int{8080},
		SecurityGroupIDs: map[string]pulumi.StringInput{"public": pulumi.String(balancerSG)},
	}
}

func inputs(values ...string) []pulumi.StringInput {
	var all []pulumi.StringInput
	for _, value := range values {
		all = append(all, pulumi.String(value))
	}
	return all
}

func someTags(ctx *pulumi.Context) (tagging.Set, error) {
	return tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-web", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
}

// try registers one Ingress with the arguments as changed, and exports its outputs.
func try(change func(*ingress.ALBArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := someTags(ctx)
		if err != nil {
			return err
		}
		args := newArgs(tags)
		change(args)
		made, err := ingress.NewALB(ctx, "shop", args)
		if err != nil {
			return err
		}
		for name, output := range map[string]pulumi.StringOutput{"name": made.Name, "namespace": made.Namespace, "hostname": made.Hostname} {
			ctx.Export(name, output)
		}
		return nil
	}, opts...)
}

func run(t testing.TB, change func(*ingress.ALBArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}

func tryBinding(change func(*ingress.TargetGroupBindingArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := someTags(ctx)
		if err != nil {
			return err
		}
		args := newBindingArgs(tags)
		change(args)
		made, err := ingress.NewTargetGroupBinding(ctx, "shop", args)
		if err != nil {
			return err
		}
		ctx.Export("name", made.Name)
		ctx.Export("namespace", made.Namespace)
		return nil
	}, opts...)
}

func runBinding(t testing.TB, change func(*ingress.TargetGroupBindingArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryBinding(change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*ingress.ALBArgs)                       {}
func unchangedBinding(*ingress.TargetGroupBindingArgs) {}

// annotation is what the Ingress says to the controller; nil when it says nothing.
func annotation(t testing.TB, g *infratest.Graph, name string) any {
	t.Helper()
	all, _ := g.One(t, ingressToken).Value("metadata.annotations").(map[string]any)
	return all[prefix+name]
}

// later makes an output of a value.
func later(value string) pulumi.StringOutput { return pulumi.String(value).ToStringOutput() }
