package albcontroller_test

import (
	"fmt"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "balancing",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{}) // that of k8s/provider
		if err != nil {
			return err
		}
		controller, err := albcontroller.New(ctx, "balancing", &albcontroller.Args{
			Tags:        tags,
			Provider:    blue,
			ClusterName: pulumi.String("shop-blue-g1-cluster-1a2b3c4"),
			Region:      pulumi.String("eu-west-1"),
			VPCID:       pulumi.String("vpc-0a1b2c3d4e5f60718"),
		})
		if err != nil {
			return err
		}
		// An Ingress is made after the controller and deleted before it.
		_, err = networkingv1.NewIngress(ctx, "web", &networkingv1.IngressArgs{
			Spec: &networkingv1.IngressSpecArgs{IngressClassName: pulumi.String(albcontroller.IngressClass)},
		}, pulumi.Provider(blue), pulumi.DependsOn(controller.Ready))
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
	// aws:eks/podIdentityAssociation:PodIdentityAssociation balancing-association
	// aws:iam/role:Role balancing-role
	// aws:iam/rolePolicy:RolePolicy balancing-policy
	// kubernetes:helm.sh/v4:Chart balancing-chart
	// pulumi:index:Stash balancing-identity
	// groundwork:k8s/albcontroller:Controller balancing
	// kubernetes:networking.k8s.io/v1:Ingress web
	// pulumi:providers:kubernetes blue
}

func ExampleArgs_Validate() {
	args := &albcontroller.Args{
		Provider:         &kubernetes.Provider{},
		ClusterName:      pulumi.String("shop-blue-g1-cluster-1a2b3c4"),
		Region:           pulumi.String("eu-west-1"),
		ChartVersion:     "1.17.1",
		Replicas:         1,
		DefaultSSLPolicy: "ELBSecurityPolicy-2016-08",
	}
	fmt.Println(args.Validate())
	// Output:
	// albcontroller: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// albcontroller: Args.VPCID: need a network's id such as vpc-0a1b2c3d, got nothing
	// albcontroller: Args.ChartVersion: need a chart's version from 3.4.0 on, such as 3.4.2, got "1.17.1"
	// albcontroller: Args.Replicas: need 2 to 5, got 1
	// albcontroller: Args.DefaultSSLPolicy: need a security policy of TLS 1.2 or newer, such as ELBSecurityPolicy-TLS13-1-2-2021-06, got "ELBSecurityPolicy-2016-08"
}
