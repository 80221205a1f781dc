package twingateconnector_test

import (
	"fmt"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "access",
		})
		if err != nil {
			return err
		}
		cluster, err := kubernetes.NewProvider(ctx, "cluster", &kubernetes.ProviderArgs{}) // that of k8s/provider
		if err != nil {
			return err
		}
		access, err := twingateconnector.New(ctx, "access", &twingateconnector.Args{
			Tags:         tags,
			Provider:     cluster,
			PrivateCIDRs: []string{"10.0.0.0/16"},
			Access: twingate.Access{
				Account: "acme",
				Resources: []twingate.PrivateResource{{
					Key:      "redis",
					Address:  pulumi.String("redis.internal"),
					TCPPorts: []string{"6379"},
					GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MTIzNDU=")},
				}},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("remoteNetworkId", access.RemoteNetworkID)
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
	// kubernetes:apps/v1:Deployment access-connector-1-deployment
	// kubernetes:apps/v1:Deployment access-connector-2-deployment
	// kubernetes:batch/v1:CronJob access-connector-1-update
	// kubernetes:batch/v1:CronJob access-connector-2-update
	// kubernetes:core/v1:Namespace access-namespace
	// kubernetes:core/v1:Secret access-connector-1-secret
	// kubernetes:core/v1:Secret access-connector-2-secret
	// kubernetes:core/v1:ServiceAccount access-connector-1-service-account
	// kubernetes:core/v1:ServiceAccount access-connector-1-update-service-account
	// kubernetes:core/v1:ServiceAccount access-connector-2-service-account
	// kubernetes:core/v1:ServiceAccount access-connector-2-update-service-account
	// kubernetes:networking.k8s.io/v1:NetworkPolicy access-network-policy
	// kubernetes:networking.k8s.io/v1:NetworkPolicy access-update-network-policy
	// kubernetes:policy/v1:PodDisruptionBudget access-budget
	// kubernetes:rbac.authorization.k8s.io/v1:Role access-connector-1-update-role
	// kubernetes:rbac.authorization.k8s.io/v1:Role access-connector-2-update-role
	// kubernetes:rbac.authorization.k8s.io/v1:RoleBinding access-connector-1-update-role-binding
	// kubernetes:rbac.authorization.k8s.io/v1:RoleBinding access-connector-2-update-role-binding
	// pulumi:index:Stash access-identity
	// twingate:index/twingateConnector:TwingateConnector access-connector-1
	// twingate:index/twingateConnector:TwingateConnector access-connector-2
	// twingate:index/twingateConnectorTokens:TwingateConnectorTokens access-connector-1-tokens
	// twingate:index/twingateConnectorTokens:TwingateConnectorTokens access-connector-2-tokens
	// twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork access-remote-network
	// twingate:index/twingateResource:TwingateResource access-resource-redis
	// groundwork:k8s/twingateconnector:Connectors access
	// pulumi:providers:kubernetes cluster
}

func ExampleArgs_Validate() {
	args := &twingateconnector.Args{
		Provider:     &kubernetes.Provider{},
		PrivateCIDRs: []string{"10.0.0.1/16"},
		Access:       twingate.Access{Account: "acme.twingate.com", Connectors: 1},
		Memory:       "2Gi",
		MemoryLimit:  "512Mi",
	}
	fmt.Println(args.Validate())
	// Output:
	// twingateconnector: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// twingateconnector: Args.Access.Account: need the account's subdomain alone: "acme" of acme.twingate.com, got "acme.twingate.com"
	// twingateconnector: Args.Access.Connectors: need 2 to 7 connectors: a lone one is an outage at each update, and there is one day of the week for each, got 1
	// twingateconnector: Args.PrivateCIDRs[0]: need a block of IPv4 addresses such as "10.0.0.0/16", written as its first address, of /8 or smaller, got "10.0.0.1/16"
	// twingateconnector: Args.MemoryLimit: need at least Memory, 2Gi, got "512Mi"
}
