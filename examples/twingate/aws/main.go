// Command aws opens a way to the cluster of the example aws-redis for a group of people, through Twingate connectors on Fargate: nothing
// becomes public, and nobody needs a VPN. All it knows of the cluster is the contract contracts.Redis.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/examples/aws-redis/contracts"
	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	access, accessErr := stackconfig.Load[Access](ctx, "access")
	redis, redisErr := stackref.Import[contracts.Redis](ctx, stackref.SameStack("aws-redis"))
	if err := errors.Join(tagsErr, accessErr, redisErr); err != nil {
		return err
	}
	who, err := people.Group(ctx, access.Group)
	if err != nil {
		return err
	}
	port, err := stackref.Plain[int](redis.Port)
	if err != nil {
		return err
	}
	connectors, err := twingateconnector.NewFargate(ctx, "access", access.args(ctx, tags, redis, port, who))
	if err != nil {
		return err
	}
	if err := admit(ctx, tags, redis, port, connectors.SecurityGroupID); err != nil {
		return err
	}
	ctx.Export("remoteNetworkId", connectors.RemoteNetworkID)
	ctx.Export("address", connectors.Resources[resourceKey].Address)
	ctx.Export("logGroupNames", connectors.LogGroupNames)
	return nil
}

// admit lets the connectors into the cluster. The rule belongs to this stack, and goes with it.
func admit(ctx *pulumi.Context, tags tagging.Set, redis *contracts.Redis, port int, connectors pulumi.StringInput) error {
	_, err := vpc.NewSecurityGroupIngressRule(ctx, "redis-from-connectors", &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: redis.SecurityGroupID, ReferencedSecurityGroupId: connectors,
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port),
		Description: pulumi.String("Twingate connectors"), Tags: tags.AWS(),
	})
	return err
}
