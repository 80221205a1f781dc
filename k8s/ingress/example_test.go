package ingress_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/ingress"
	"github.com/groundwork-go/groundwork/tagging"
)

// Two Ingresses share an internal load balancer: one for the shop, with an answer while it is being repaired, one for its API.
func ExampleNewALB() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		groups := ingress.NewGroups("shop")
		common := func(order int, rules ...ingress.Rule) *ingress.ALBArgs {
			return &ingress.ALBArgs{
				Tags:             tags,
				Provider:         blue,
				Namespace:        pulumi.String("shop"),
				Group:            &ingress.Group{Groups: groups, Name: "shop", Order: order},
				Rules:            rules,
				InboundCIDRs:     []string{"10.0.0.0/8"},
				AccessLogsBucket: pulumi.String("acme-logs"),
			}
		}
		web := ingress.Backend{ServiceName: pulumi.String("web"), ServicePort: 80}
		shop := common(20, ingress.Rule{Host: "shop.example.com", Paths: []ingress.Path{
			{Path: "/checkout", Backend: ingress.Backend{Action: "repairs"}},
			{Backend: web},
		}})
		shop.Actions = map[string]ingress.Action{
			"repairs": {FixedResponse: &ingress.FixedResponse{StatusCode: 503, Body: "back in an hour"}},
		}
		if _, err := ingress.NewALB(ctx, "shop", shop); err != nil {
			return err
		}
		api := ingress.Backend{ServiceName: pulumi.String("api"), ServicePortName: "http"}
		_, err = ingress.NewALB(ctx, "api", common(10, ingress.Rule{Host: "api.example.com", Paths: []ingress.Path{{Backend: api}}}))
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.OfType("kubernetes:networking.k8s.io/v1:Ingress") {
		metadata := r.Inputs["metadata"].ObjectValue()["annotations"].ObjectValue()
		fmt.Println(r.Name, "has order", metadata["alb.ingress.kubernetes.io/group.order"].StringValue())
	}
	// Output:
	// api-ingress has order 10
	// shop-ingress has order 20
}

// Annotations serve an Ingress that is made in another way, such as by a chart.
func ExampleAnnotations() {
	all, err := ingress.Annotations(ingress.ALBArgs{
		InboundCIDRs:     []string{"10.0.0.0/8"},
		CertificateARNs:  []pulumi.StringInput{pulumi.String("arn:aws:acm:eu-central-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef")},
		AccessLogsBucket: pulumi.String("acme-logs"),
		HealthCheck:      ingress.HealthCheck{Path: "/healthz"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(all))[:6] {
		fmt.Println(name, "=", all[name])
	}
	// Output:
	// alb.ingress.kubernetes.io/backend-protocol = HTTP
	// alb.ingress.kubernetes.io/backend-protocol-version = HTTP1
	// alb.ingress.kubernetes.io/certificate-arn = arn:aws:acm:eu-central-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef
	// alb.ingress.kubernetes.io/healthcheck-interval-seconds = 10
	// alb.ingress.kubernetes.io/healthcheck-path = /healthz
	// alb.ingress.kubernetes.io/healthcheck-port = traffic-port
}

// A load balancer that Pulumi owns reaches the Service of one cluster by a target group of the cluster's own.
func ExampleNewTargetGroupBinding() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-web", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{})
		if err != nil {
			return err
		}
		_, err = ingress.NewTargetGroupBinding(ctx, "shop-blue", &ingress.TargetGroupBindingArgs{
			Tags:             tags,
			Provider:         blue,
			Namespace:        pulumi.String("shop"),
			TargetGroupARN:   pulumi.String("arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop-blue/0123456789abcdef"),
			ServiceName:      pulumi.String("web"),
			ServicePort:      80,
			SecurityGroupIDs: map[string]pulumi.StringInput{"public": pulumi.String("sg-0a1b2c3d4e5f60718")},
			PodPorts:         []int{8080},
		})
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding shop-blue-binding
	// groundwork:k8s/ingress:TargetGroupBinding shop-blue
	// pulumi:providers:kubernetes blue
}

func ExampleALBArgs_Validate() {
	args := &ingress.ALBArgs{
		Namespace:    pulumi.String("shop"),
		Rules:        []ingress.Rule{{Host: "shop.example.com", Paths: []ingress.Path{{Backend: ingress.Backend{Action: "repairs"}}}}},
		InboundCIDRs: []string{"0.0.0.0/0"},
		Group:        &ingress.Group{Groups: ingress.NewGroups("shop", "tools"), Name: "payments", Order: 1},
		HealthCheck:  ingress.HealthCheck{Timeout: 15 * time.Second},
	}
	fmt.Println(args.Validate())
	// Output:
	// ingress: ALBArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// ingress: ALBArgs.Provider: need the provider of the cluster, such as one of k8s/provider: without it the objects go wherever the machine's own kubeconfig points, got nothing
	// ingress: ALBArgs.Rules[0].Paths[0].Backend.Action: need one of Actions, of which there are none, got "repairs"
	// ingress: ALBArgs.Group.Name: need shop or tools, got "payments"
	// ingress: ALBArgs.InboundCIDRs[0]: need the ranges of the clients of an internal load balancer, got "0.0.0.0/0"
	// ingress: ALBArgs.AccessLogsBucket: need the bucket for access logs, or DisableAccessLogs, got nothing
	// ingress: ALBArgs.HealthCheck.Timeout: need less than Interval, got 15s, and an interval of 10s
}
