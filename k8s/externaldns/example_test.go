package externaldns_test

import (
	"fmt"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "dns",
		})
		if err != nil {
			return err
		}
		blue, err := kubernetes.NewProvider(ctx, "blue", &kubernetes.ProviderArgs{}) // that of k8s/provider
		if err != nil {
			return err
		}
		dns, err := externaldns.New(ctx, "external-dns", &externaldns.Args{
			Tags:           tags,
			Provider:       blue,
			ClusterName:    pulumi.String("shop-blue-g1-cluster-1a2b3c4"),
			Region:         pulumi.String("eu-west-1"),
			HostedZoneARNs: []pulumi.StringInput{pulumi.String("arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ")},
			DomainFilters:  []string{"blue.example.com"},
			OwnerID:        pulumi.String("shop-blue-g1"),
		})
		if err != nil {
			return err
		}
		ctx.Export("roleArn", dns.RoleARN)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// aws:eks/podIdentityAssociation:PodIdentityAssociation external-dns-association
	// aws:iam/role:Role external-dns-role
	// aws:iam/rolePolicy:RolePolicy external-dns-policy
	// kubernetes:apps/v1:Deployment external-dns-deployment
	// kubernetes:core/v1:Namespace external-dns-namespace
	// kubernetes:core/v1:ServiceAccount external-dns-service-account
	// kubernetes:rbac.authorization.k8s.io/v1:ClusterRole external-dns-cluster-role
	// kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding external-dns-cluster-role-binding
	// pulumi:index:Stash external-dns-identity
	// groundwork:k8s/externaldns:ExternalDNS external-dns
	// pulumi:providers:kubernetes blue
}

func ExampleArgs_Validate() {
	args := &externaldns.Args{
		Provider:       &kubernetes.Provider{},
		ClusterName:    pulumi.String("shop-blue-g1-cluster-1a2b3c4"),
		Region:         pulumi.String("eu-west-1"),
		HostedZoneARNs: []pulumi.StringInput{pulumi.String("Z0123456789ABCDEFGHIJ")},
		DomainFilters:  []string{"*.example.com"},
		Interval:       1,
	}
	fmt.Println(args.Validate())
	// Output:
	// externaldns: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// externaldns: Args.HostedZoneARNs[0]: need a hosted zone's ARN, such as arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ, got "Z0123456789ABCDEFGHIJ"
	// externaldns: Args.DomainFilters[0]: need a domain in lower case such as blue.example.com, without a dot at either end and without *, got "*.example.com"
	// externaldns: Args.OwnerID: need an id that nobody else has, at most 63 letters, digits, dots, hyphens and underscores, a letter or digit first, got nothing
	// externaldns: Args.Interval: need whole seconds from 10s to 1h0m0s, got 1ns
}
