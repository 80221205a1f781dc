// Command network makes the platform's private network, and exports the contract contracts.Network for everything that stands in it.
package main

import (
	"errors"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := company.Tags(ctx)
	settings, settingsErr := stackconfig.Load[Settings](ctx, "network")
	if err := errors.Join(tagsErr, settingsErr); err != nil {
		return err
	}
	vpc, err := network.NewVPC(ctx, "platform", settings.args(tags))
	if err != nil {
		return err
	}
	// Services carry this group, and data stores admit it. It is made here because it belongs to neither: data comes up before services,
	// and must know whom to admit.
	clients, err := ec2.NewSecurityGroup(ctx, "data-clients", &ec2.SecurityGroupArgs{
		VpcId: vpc.VPCID, Description: pulumi.String("May connect to data stores"), Tags: tags.AWS(),
	})
	if err != nil {
		return err
	}
	return stackref.Export(ctx, &contracts.Network{
		VPCID: vpc.VPCID, CIDR: settings.CIDR, Zones: slices.Sorted(slices.Values(settings.Zones)),
		PublicSubnetIDs: vpc.PublicSubnetIDs, EgressSubnetIDs: vpc.EgressSubnetIDs, IsolatedSubnetIDs: vpc.IsolatedSubnetIDs,
		DataClientsGroupID: clients.ID().ToStringOutput(),
	})
}
