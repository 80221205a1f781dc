// Command aws-redis makes a private network on AWS and a managed Valkey or Redis cluster in it, and exports the contract
// contracts.Redis for those who use it.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/examples/aws-redis/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	config, configErr := stackconfig.Load[Network](ctx, "network")
	cache, cacheErr := stackconfig.Load[Cache](ctx, "redis")
	if err := errors.Join(tagsErr, configErr, cacheErr); err != nil {
		return err
	}
	net, err := network.NewVPC(ctx, "shop", config.args(tags))
	if err != nil {
		return err
	}
	// Whoever carries this group may connect to the cluster.
	clients, err := ec2.NewSecurityGroup(ctx, "shop-cache-clients", &ec2.SecurityGroupArgs{VpcId: net.VPCID, Tags: tags.AWS()})
	if err != nil {
		return err
	}
	// The isolated tier has no way out, and the cluster does not wait for one to be made.
	cluster, err := redis.NewCluster(ctx, "sessions", cache.args(tags, net.VPCID, net.IsolatedSubnetIDs, clients.ID()))
	if err != nil {
		return err
	}
	ctx.Export("finalSnapshot", cluster.FinalSnapshotName)
	return stackref.Export(ctx, &contracts.Redis{
		VPCID: net.VPCID, CIDR: config.CIDR, PrivateSubnetIDs: net.PrivateSubnetIDs,
		Endpoint: cluster.PrimaryEndpoint, Port: cluster.Port, SecretARN: cluster.SecretARN,
		SecurityGroupID: cluster.SecurityGroupID, ClientSecurityGroupID: clients.ID().ToStringOutput(),
	})
}
