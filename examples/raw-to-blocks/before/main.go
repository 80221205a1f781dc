// Command before is a program as many are: a Valkey cluster made with the AWS SDK alone.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() { pulumi.Run(program) }

// network is the object shop-cache:network: what the network's team told.
type network struct {
	VPC     string   `json:"vpc"`
	Subnets []string `json:"subnets"`
	Web     string   `json:"web"` // the security group of the web servers
}

func program(ctx *pulumi.Context) error {
	var net network
	tags := map[string]string{}
	if err := errors.Join(config.TryObject(ctx, "network", &net), config.TryObject(ctx, "tags", &tags)); err != nil {
		return err
	}
	p := &cache{ctx: ctx, net: net, tags: pulumi.ToStringMap(tags)}
	for _, step := range []func() error{p.addFirewall, p.addUsers, p.addCluster, p.addSecret, p.addAlarm} {
		if err := step(); err != nil {
			return err
		}
	}
	ctx.Export("host", p.cluster.PrimaryEndpointAddress)
	ctx.Export("secretArn", p.secret.Arn)
	return nil
}

// addCluster makes the cluster, under names that somebody chose once.
func (p *cache) addCluster() error {
	subnets, err := elasticache.NewSubnetGroup(p.ctx, "cache", &elasticache.SubnetGroupArgs{
		Name: pulumi.String("shop-cache"), SubnetIds: pulumi.ToStringArray(p.net.Subnets), Tags: p.tags,
	})
	if err != nil {
		return err
	}
	// snippet:cluster
	p.cluster, err = elasticache.NewReplicationGroup(p.ctx, "cache", &elasticache.ReplicationGroupArgs{
		ReplicationGroupId: pulumi.String("shop"), Description: pulumi.String("Sessions of the shop"),
		Engine: pulumi.String("valkey"), EngineVersion: pulumi.String("8.0"), NodeType: pulumi.String("cache.m7g.large"),
		NumCacheClusters: pulumi.Int(2), AutomaticFailoverEnabled: pulumi.Bool(true),
		SubnetGroupName: subnets.Name, SecurityGroupIds: pulumi.StringArray{p.firewall.ID()},
		AtRestEncryptionEnabled: pulumi.Bool(true), TransitEncryptionEnabled: pulumi.Bool(true),
		UserGroupIds: pulumi.StringArray{p.users.UserGroupId}, SnapshotRetentionLimit: pulumi.Int(3), Tags: p.tags,
	}, pulumi.Protect(true))
	// snippet:end
	return err
}

// addSecret keeps what clients read: a URL, in JSON.
func (p *cache) addSecret() (err error) {
	args := &secretsmanager.SecretArgs{Name: pulumi.String("shop/cache"), Tags: p.tags}
	p.secret, err = secretsmanager.NewSecret(p.ctx, "cache", args, pulumi.Protect(true))
	if err != nil {
		return err
	}
	_, err = secretsmanager.NewSecretVersion(p.ctx, "cache", &secretsmanager.SecretVersionArgs{
		SecretId:     p.secret.ID(),
		SecretString: pulumi.Sprintf(`{"url":"rediss://app:%s@%s:6379"}`, p.password.Result, p.cluster.PrimaryEndpointAddress),
	})
	return err
}
