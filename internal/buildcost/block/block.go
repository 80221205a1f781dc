// Package block is a program that makes a cluster with aws/redis.
package block

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/tagging"
)

// Program makes the cluster.
func Program(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	_, err = redis.NewCluster(ctx, "sessions", &redis.ClusterArgs{
		Tags:                   tags,
		VPCID:                  pulumi.String("vpc-0123456789abcdef0"),
		SubnetIDs:              pulumi.ToStringArray([]string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"}),
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"api": pulumi.String("sg-0123456789abcdef0")},
		EngineVersion:          "8.0",
	})
	return err
}
