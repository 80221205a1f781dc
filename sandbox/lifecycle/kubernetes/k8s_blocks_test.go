package kubernetes_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/k8s/ingress"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

const blocksStack = "acme/blocks/staging"

// tenant is one block on a cluster that another program made. The configuration says which, and what changes.
type tenant struct {
	ctx      *pulumi.Context
	config   *config.Config
	tags     tagging.Set
	provider pulumi.ProviderResource
	before   []pulumi.Resource // what has to be there before a binding
}

func tenants(ctx *pulumi.Context) error {
	c := config.New(ctx, "blocks")
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	if err != nil {
		return err
	}
	blue, err := provider.New(ctx, "blue", &provider.Args{Cluster: blueCluster()})
	if err != nil {
		return err
	}
	p := &tenant{ctx: ctx, config: c, tags: tags, provider: blue.Kubernetes}
	blocks := map[string]func() error{
		"workload": p.workload, "ingress": p.ingress, "binding": p.binding, "albcontroller": p.controller, "externaldns": p.dns,
	}
	if block := c.Get("block"); block != "" {
		return blocks[block]()
	}
	return nil
}

func (p *tenant) get(key, usual string) string {
	if value := p.config.Get(key); value != "" {
		return value
	}
	return usual
}

func (p *tenant) workload() error {
	namespace, err := corev1.NewNamespace(p.ctx, "shop", nil, pulumi.Provider(p.provider))
	if err != nil {
		return err
	}
	args := &workload.Args{
		Tags: p.tags, Provider: p.provider, Namespace: namespace.Metadata.Name().Elem(), Image: pulumi.String("example.com/web:" + p.get("image", "1.0")),
		Port: 8080, CPU: p.get("cpu", "250m"), Memory: "256Mi", ServiceName: p.config.Get("serviceName"),
	}
	if p.config.GetBool("autoscaling") {
		args.Autoscaling = &workload.Autoscaling{Max: 9}
	}
	_, err = workload.New(p.ctx, "web", args)
	return err
}

func (p *tenant) ingress() error {
	_, err := ingress.NewALB(p.ctx, "web", &ingress.ALBArgs{
		Tags: p.tags, Provider: p.provider, Namespace: pulumi.String("shop"), InboundCIDRs: []string{p.get("cidr", "10.0.0.0/8")},
		DisableAccessLogs: true, DisableProtection: true,
		Rules: []ingress.Rule{{Host: "shop.example.com", Paths: []ingress.Path{{
			Backend: ingress.Backend{ServiceName: pulumi.String(p.get("service", "web")), ServicePort: 80},
		}}}},
	})
	return err
}

func (p *tenant) binding() error {
	if err := p.controller(); err != nil {
		return err
	}
	targets, err := lb.NewTargetGroup(p.ctx, "web", &lb.TargetGroupArgs{
		VpcId: pulumi.String("vpc-0a1b2c3d"), TargetType: pulumi.String("ip"), Protocol: pulumi.String("HTTP"), Port: pulumi.Int(8080), Tags: p.tags.AWS(),
	})
	if err != nil {
		return err
	}
	_, err = ingress.NewTargetGroupBinding(p.ctx, "web", &ingress.TargetGroupBindingArgs{
		Tags: p.tags, Provider: p.provider, Namespace: pulumi.String("shop"), TargetGroupARN: targets.Arn,
		ServiceName: pulumi.String(p.get("service", "web")), ServicePort: 80, DisableNetworking: true,
	}, pulumi.DependsOn(p.before))
	return err
}

func (p *tenant) controller() error {
	controller, err := albcontroller.New(p.ctx, "alb", &albcontroller.Args{
		Tags: p.tags, Provider: p.provider, ClusterName: pulumi.String("shop-blue-g1-1a2b3c4"), Region: pulumi.String("eu-west-1"),
		VPCID: pulumi.String("vpc-0a1b2c3d"), Memory: p.get("memory", "256Mi"),
	})
	if err == nil {
		p.before = controller.Ready
	}
	return err
}

func (p *tenant) dns() error {
	_, err := externaldns.New(p.ctx, "dns", &externaldns.Args{
		Tags: p.tags, Provider: p.provider, ClusterName: pulumi.String("shop-blue-g1-1a2b3c4"), Region: pulumi.String("eu-west-1"),
		OwnerID: pulumi.String(p.get("owner", "shop-blue-g1")), DomainFilters: []string{"blue.example.com"}, Memory: p.get("memory", "128Mi"),
		HostedZoneARNs: []pulumi.StringInput{pulumi.String("arn:aws:route53:::hostedzone/" + p.get("zone", "Z0123456789ABCDEFGHIJ"))},
	})
	return err
}

func tenantWith(block string, settings ...string) map[string]string {
	all := map[string]string{}
	if block != "" {
		all["blocks:block"] = block
	}
	for i := 0; i < len(settings); i += 2 {
		all["blocks:"+settings[i]] = settings[i+1]
	}
	return all
}

// Each change touches what it is about.
func TestK8sBlocksChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		block  string
		change []string
		want   map[string]string
	}{
		"workload: image":       {"workload", []string{"image", "1.1"}, map[string]string{"web-deployment": "update"}},
		"workload: size":        {"workload", []string{"cpu", "500m"}, map[string]string{"web-deployment": "update"}},
		"workload: autoscaling": {"workload", []string{"autoscaling", "true"}, map[string]string{"web-autoscaler": "create"}},
		"workload: a Service with a name": {"workload", []string{"serviceName", "web"}, map[string]string{
			"web-service": "create-replacement replace delete-replaced",
		}},
		"ingress: who may connect":  {"ingress", []string{"cidr", "10.1.0.0/16"}, map[string]string{"web-ingress": "update"}},
		"ingress: another service":  {"ingress", []string{"service", "shop"}, map[string]string{"web-ingress": "update"}},
		"binding: another service":  {"binding", []string{"service", "shop"}, map[string]string{"web-binding": "update"}},
		"external-dns: memory":      {"externaldns", []string{"memory", "256Mi"}, map[string]string{"dns-deployment": "update"}},
		"external-dns: other zones": {"externaldns", []string{"zone", "Z9876543210ABCDEFGHIJ"}, map[string]string{"dns-policy": "update", "dns-deployment": "update"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, blocksStack, sandbox.Func(tenants))
			preview, err := s.Cloud.Preview(context.Background(), s.Name, s.Program, sandbox.WithConfig(tenantWith(c.block)))
			require.NoError(t, err)
			first := s.Up(tenantWith(c.block))
			if c.block != "binding" && c.block != "albcontroller" { // a chart's objects are made in the update only
				assert.Equal(t, preview.Changes, first.Changes, "the preview tells what the update does")
			}
			s.AssertConverged(tenantWith(c.block))
			after := tenantWith(c.block, c.change...)
			assert.Equal(t, c.want, changes(s.Up(after)))
			s.AssertConverged(after)
			require.NoError(t, s.Destroy())
			assert.Empty(t, s.Cloud.Objects())
		})
	}
}

// An owner that changes would leave records that nobody cleans up.
func TestK8sExternalDNSKeepsItsOwner(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, blocksStack, sandbox.Func(tenants))
	s.Up(tenantWith("externaldns"))
	_, err := s.TryUp(tenantWith("externaldns", "owner", "shop-green-g1"))
	require.ErrorContains(t, err, `Args.OwnerID: need "shop-blue-g1", the value it was created with, got "shop-green-g1"`)
	s.AssertConverged(tenantWith("externaldns"))
}

// What depends on the controller goes before it, so that the controller can clean up.
func TestK8sBindingGoesBeforeTheController(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, blocksStack, sandbox.Func(tenants))
	s.Up(tenantWith("binding"))
	gone := deleted(s.Up(tenantWith("")))
	order := map[string]int{}
	for i, name := range gone {
		order[name] = i + 1
	}
	const controller = "alb-chart:kube-system/aws-load-balancer-controller"
	require.Positive(t, order["web-binding"])
	require.Positive(t, order[controller])
	assert.Less(t, order["web-binding"], order[controller], "the controller takes the targets out")
	assert.Less(t, order["web-binding"], order["web"], "the target group is bound until then")
	assert.Less(t, order[controller], order["alb-association"], "with its rights")
	s.AssertConverged(tenantWith(""))
}

func TestK8sBlocksInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	for block, change := range map[string][]string{
		"workload": {"image", "1.1", "autoscaling", "true", "serviceName", "web"}, "ingress": {"cidr", "10.1.0.0/16"},
		"binding": {"service", "shop", "memory", "512Mi"}, "externaldns": {"memory", "256Mi", "zone", "Z9876543210ABCDEFGHIJ"},
	} {
		t.Run(block, func(t *testing.T) {
			t.Parallel()
			t.Run("create", func(t *testing.T) {
				lifecycletest.EveryStep(t, blocksStack, sandbox.Func(tenants), nil, tenantWith(block))
			})
			t.Run("change", func(t *testing.T) {
				lifecycletest.EveryStep(t, blocksStack, sandbox.Func(tenants), tenantWith(block), tenantWith(block, change...))
			})
			t.Run("remove", func(t *testing.T) {
				lifecycletest.EveryStep(t, blocksStack, sandbox.Func(tenants), tenantWith(block), tenantWith(""))
			})
		})
	}
}
