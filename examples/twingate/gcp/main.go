// Command gcp opens a way to instances of the example gcp-redis for a group of people, through Twingate connectors on Compute Engine:
// nothing becomes public, and nobody needs a VPN. All it knows of the instances is the contract contracts.Redis.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/gcp-redis/contracts"
	"github.com/groundwork-go/groundwork/examples/twingate/people"
	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	access, accessErr := stackconfig.Load[Access](ctx, "access")
	redis, redisErr := stackref.Import[contracts.Redis](ctx, stackref.SameStack("gcp-redis"))
	if err := errors.Join(tagsErr, accessErr, redisErr); err != nil {
		return err
	}
	endpoints, err := access.endpoints(redis)
	if err != nil {
		return err
	}
	who, err := people.Group(ctx, access.Group)
	if err != nil {
		return err
	}
	connectors, err := twingateconnector.New(ctx, "access", access.args(ctx, tags, endpoints, who))
	if err != nil {
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
