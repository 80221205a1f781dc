package twingateconnector_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

func ExampleNewEC2() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "access",
		})
		if err != nil {
			return err
		}
		access, err := twingateconnector.NewEC2(ctx, "access", &twingateconnector.EC2Args{
			Tags: tags,
			Access: twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{{
				Key: "sessions", Address: pulumi.String("sessions.internal"), TCPPorts: []string{"6379"},
				GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MQ==")},
			}}},
			VPCID:        pulumi.String("vpc-0a1b2c3d4e5f60718"),
			SubnetIDs:    pulumi.ToStringArray([]string{"subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"}),
			PrivateCIDRs: []string{"10.0.0.0/16"},
			ImageID:      pulumi.String("ami-0a1b2c3d4e5f60718"),
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
		fmt.Println(r.Name)
	}
	// Output:
	// access-connector-1-group
	// access-connector-2-group
	// access-connector-1-cpu-alarm
	// access-connector-1-in-service-alarm
	// access-connector-1-status-alarm
	// access-connector-2-cpu-alarm
	// access-connector-2-in-service-alarm
	// access-connector-2-status-alarm
	// access-connector-1-template
	// access-connector-2-template
	// access-security-group
	// access-connector-1-profile
	// access-connector-2-profile
	// access-connector-1-role
	// access-connector-2-role
	// access-connector-1-policy
	// access-connector-2-policy
	// access-connector-1-secret
	// access-connector-2-secret
	// access-connector-1-secret-version
	// access-connector-2-secret-version
	// access-security-group-egress-10-0-0-0-16-tcp-53
	// access-security-group-egress-10-0-0-0-16-tcp-6379
	// access-security-group-egress-anywhere-tcp-30000-31000
	// access-security-group-egress-anywhere-tcp-443
	// access-security-group-egress-anywhere-udp-1-65535
	// access-identity
	// access-connector-1
	// access-connector-2
	// access-connector-1-tokens
	// access-connector-2-tokens
	// access-remote-network
	// access-resource-sessions
	// access
}
