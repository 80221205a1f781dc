package twingateconnector_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

func ExampleNewFargate() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		access, err := twingateconnector.NewFargate(ctx, "access", &twingateconnector.FargateArgs{
			Tags: tags,
			Access: twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{{
				Key: "sessions", Address: pulumi.String("sessions.cache.internal"), TCPPorts: []string{"6379"},
				GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MTIzNDU2")}, // the id of a group in Twingate
			}}},
			VPCID:        pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:    pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-4e5f6a7b"}),
			PrivateCIDRs: []string{"10.0.0.0/16"},
		})
		if err != nil {
			return err
		}
		ctx.Export("securityGroupId", access.SecurityGroupID)
		return nil
	}, infratest.Stack("production"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, connector := range graph.OfType("twingate:index/twingateConnector:TwingateConnector") {
		name, _ := connector.Input("name")
		fmt.Println(name.StringValue())
	}
	for _, update := range graph.OfType("aws:scheduler/schedule:Schedule") {
		when, _ := update.Input("scheduleExpression")
		fmt.Println(update.Name, when.StringValue())
	}
	for _, rule := range graph.OfType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule") {
		fmt.Println(rule.Name)
	}
	// Output:
	// project-access-production-1
	// project-access-production-2
	// access-connector-1-update cron(0 3 ? * TUE *)
	// access-connector-2-update cron(0 3 ? * FRI *)
	// access-security-group-egress-10-0-0-0-16-tcp-53
	// access-security-group-egress-10-0-0-0-16-tcp-6379
	// access-security-group-egress-anywhere-tcp-30000-31000
	// access-security-group-egress-anywhere-tcp-443
	// access-security-group-egress-anywhere-udp-1-65535
}
