package twingateconnector_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-net", "cost-center": "cc-1200", "environment": "production", "service": "access",
		})
		if err != nil {
			return err
		}
		access, err := twingateconnector.New(ctx, "access", &twingateconnector.Args{
			Tags:         tags,
			Region:       "europe-west1",
			Zones:        []string{"europe-west1-b", "europe-west1-c"},
			Network:      pulumi.String("main"),
			Subnetwork:   pulumi.String("private"),
			PrivateCIDRs: []string{"10.0.0.0/16"},
			Access: twingate.Access{
				Account: "acme",
				Resources: []twingate.PrivateResource{{
					Key: "sessions", Address: pulumi.String("10.0.8.4"), TCPPorts: []string{"6378"},
					GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MTIz")},
				}},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("remoteNetwork", access.RemoteNetworkID)
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
	// gcp:compute/firewall:Firewall access-connector-1-allow-private
	// gcp:compute/firewall:Firewall access-connector-1-allow-twingate
	// gcp:compute/firewall:Firewall access-connector-1-deny-egress
	// gcp:compute/firewall:Firewall access-connector-1-deny-ingress
	// gcp:compute/firewall:Firewall access-connector-2-allow-private
	// gcp:compute/firewall:Firewall access-connector-2-allow-twingate
	// gcp:compute/firewall:Firewall access-connector-2-deny-egress
	// gcp:compute/firewall:Firewall access-connector-2-deny-ingress
	// gcp:compute/instanceGroupManager:InstanceGroupManager access-connector-1-manager
	// gcp:compute/instanceGroupManager:InstanceGroupManager access-connector-2-manager
	// gcp:compute/instanceTemplate:InstanceTemplate access-connector-1-template
	// gcp:compute/instanceTemplate:InstanceTemplate access-connector-2-template
	// gcp:monitoring/alertPolicy:AlertPolicy access-connector-1-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy access-connector-2-alarm
	// gcp:projects/iAMMember:IAMMember access-connector-1-log-writer
	// gcp:projects/iAMMember:IAMMember access-connector-2-log-writer
	// gcp:secretmanager/secret:Secret access-connector-1-secret
	// gcp:secretmanager/secret:Secret access-connector-2-secret
	// gcp:secretmanager/secretIamMember:SecretIamMember access-connector-1-secret-access
	// gcp:secretmanager/secretIamMember:SecretIamMember access-connector-2-secret-access
	// gcp:secretmanager/secretVersion:SecretVersion access-connector-1-secret-version
	// gcp:secretmanager/secretVersion:SecretVersion access-connector-2-secret-version
	// gcp:serviceaccount/account:Account access-connector-1-account
	// gcp:serviceaccount/account:Account access-connector-2-account
	// pulumi:index:Stash access-identity
	// twingate:index/twingateConnector:TwingateConnector access-connector-1
	// twingate:index/twingateConnector:TwingateConnector access-connector-2
	// twingate:index/twingateConnectorTokens:TwingateConnectorTokens access-connector-1-tokens
	// twingate:index/twingateConnectorTokens:TwingateConnectorTokens access-connector-2-tokens
	// twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork access-remote-network
	// twingate:index/twingateResource:TwingateResource access-resource-sessions
	// groundwork:gcp/twingateconnector:Connectors access
}

func ExampleArgs_Validate() {
	args := &twingateconnector.Args{
		Access: twingate.Access{Account: "acme.twingate.com", Connectors: 1}, Region: "europe-west1", Zones: []string{"europe-west4-a"},
		Network: pulumi.String("main"), Subnetwork: pulumi.String("private"), PrivateCIDRs: []string{"10.0.0.1/16"},
	}
	fmt.Println(args.Validate())
	// Output:
	// twingateconnector: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// twingateconnector: Args.Access.Account: need the account's subdomain alone: "acme" of acme.twingate.com, got "acme.twingate.com"
	// twingateconnector: Args.Access.Connectors: need 2 to 7 connectors: a lone one is an outage at each update, and there is one day of the week for each, got 1
	// twingateconnector: Args.Zones: need 2 or more zones of the region, got 1
	// twingateconnector: Args.Zones[0]: need a zone of the region europe-west1, got "europe-west4-a"
	// twingateconnector: Args.PrivateCIDRs[0]: need a block of IPv4 addresses such as "10.0.0.0/16", written as its first address, of /8 or smaller, got "10.0.0.1/16"
}
