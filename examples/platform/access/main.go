// Command access opens a way to the platform's data stores for a group of people, through Twingate connectors on Fargate: nothing becomes
// public, and nobody needs a VPN. All it knows of the platform are the contracts of the other projects. Whom it lets in, and for how long,
// is told by the package people, which it shares with examples/twingate.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := company.Tags(ctx)
	access, accessErr := stackconfig.Load[Access](ctx, "access")
	network, networkErr := stackref.Import[contracts.Network](ctx, stackref.SameStack("platform-network"))
	data, dataErr := stackref.Import[contracts.Data](ctx, stackref.SameStack("platform-data"))
	services, servicesErr := stackref.Import[contracts.Services](ctx, stackref.SameStack("platform-services"))
	if err := errors.Join(tagsErr, accessErr, networkErr, dataErr, servicesErr); err != nil {
		return err
	}
	who, err := people.Group(ctx, access.Group)
	if err != nil {
		return err
	}
	reached := stores(data)
	connectors, err := twingateconnector.NewFargate(ctx, "access", access.args(ctx, tags, network, services, reached, who))
	if err != nil {
		return err
	}
	if err := admit(ctx, tags, reached, connectors.SecurityGroupID); err != nil {
		return err
	}
	addresses := pulumi.StringMap{}
	for key, resource := range connectors.Resources {
		addresses[key] = resource.Address
	}
	ctx.Export("remoteNetworkId", connectors.RemoteNetworkID)
	ctx.Export("addresses", addresses)
	return nil
}

// admit lets the connectors into the stores. The rules belong to this stack, and go with it.
func admit(ctx *pulumi.Context, tags tagging.Set, reached []store, connectors pulumi.StringInput) error {
	for _, s := range reached {
		_, err := vpc.NewSecurityGroupIngressRule(ctx, s.key+"-from-connectors", &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: s.groupID, ReferencedSecurityGroupId: connectors,
			IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(s.port), ToPort: pulumi.Int(s.port),
			Description: pulumi.String("Twingate connectors"), Tags: tags.AWS(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
