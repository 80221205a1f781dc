package network_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewVPC() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-net", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		net, err := network.NewVPC(ctx, "main", &network.VPCArgs{
			Tags:               tags,
			CIDR:               "10.20.0.0/16",
			AvailabilityZones:  []string{"eu-central-1a", "eu-central-1b"},
			InterfaceEndpoints: []string{network.EndpointSecretsManager},
		})
		if err != nil {
			return err
		}
		ctx.Export("vpcId", net.VPCID)
		ctx.Export("databaseSubnets", net.IsolatedSubnetIDs)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		if cidr, ok := r.Input("cidrBlock"); ok {
			fmt.Println(r.Name, cidr.StringValue())
		}
	}
	for _, endpoint := range graph.OfType("aws:ec2/vpcEndpoint:VpcEndpoint") {
		service, _ := endpoint.Input("serviceName")
		fmt.Println(endpoint.Name, service.StringValue())
	}
	// Output:
	// main-isolated-a 10.20.128.0/21
	// main-isolated-b 10.20.136.0/21
	// main-private-a 10.20.0.0/20
	// main-private-b 10.20.16.0/20
	// main-public-a 10.20.192.0/22
	// main-public-b 10.20.196.0/22
	// main-vpc 10.20.0.0/16
	// main-dynamodb-endpoint com.amazonaws.eu-central-1.dynamodb
	// main-s3-endpoint com.amazonaws.eu-central-1.s3
	// main-secretsmanager-endpoint com.amazonaws.eu-central-1.secretsmanager
}

func ExampleSubnets() {
	planned, err := network.Subnets("10.20.0.0/20", []string{"eu-central-1a", "eu-central-1c"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range planned {
		fmt.Println(s.Tier, s.Zone, s.CIDR, s.UsableAddresses)
	}
	// Output:
	// private eu-central-1a 10.20.0.0/24 251
	// private eu-central-1c 10.20.2.0/24 251
	// isolated eu-central-1a 10.20.8.0/25 123
	// isolated eu-central-1c 10.20.9.0/25 123
	// public eu-central-1a 10.20.12.0/26 59
	// public eu-central-1c 10.20.12.128/26 59
}

func ExampleVPCArgs_Validate() {
	args := &network.VPCArgs{
		CIDR:               "10.20.1.0/24",
		AvailabilityZones:  []string{"eu-central-1a", "eu-west-1b", "euc1-az2"},
		NATGateways:        "singel",
		InterfaceEndpoints: []string{"s3"},
		Profile:            component.Development,
	}
	fmt.Println(args.Validate())
	// Output:
	// network: VPCArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// network: VPCArgs.CIDR: need /16 to /22 (a public subnet gets 1/64 of the range, and AWS accepts no subnet smaller than /28), got /24: public subnets would be /30
	// network: VPCArgs.AvailabilityZones[1]: need a zone of eu-central-1, the region of the zones before it, got "eu-west-1b"
	// network: VPCArgs.AvailabilityZones[2]: need a zone by its full name, such as eu-central-1a (no zone id, no local or wavelength zone), got "euc1-az2"
	// network: VPCArgs.NATGateways: need one-per-zone, single or none, got "singel" (did you mean single?)
	// network: VPCArgs.InterfaceEndpoints[0]: need no service that already has a gateway endpoint, got "s3"
}
