// Command after is the program of the folder before, with a block in place of the raw resources. The cluster stays.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/examples/raw-to-blocks/adopt"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

// network is the object shop-cache:network.
type network struct {
	VPC     string   `yaml:"vpc" required:"true"`
	Subnets []string `yaml:"subnets" required:"true"`
	Web     string   `yaml:"web" required:"true"`
}

// snippet:adopted

// adopted is what the children of sessions were in the program before.
func adopted() map[string]adopt.Child {
	return map[string]adopt.Child{
		"sessions-cluster":                    {Was: "cache", Keep: []string{"replicationGroupId"}},
		"sessions-subnet-group":               {Was: "cache", Keep: []string{"name"}},
		"sessions-security-group":             {Was: "cache", Keep: []string{"name", "description"}},
		"sessions-security-group-ingress-web": {Was: "cache-from-web"},
		"sessions-app-user":                   {Was: "cache-app", Keep: []string{"userId", "engine"}},
		"sessions-default-user":               {Was: "cache-default", Keep: []string{"userId", "engine"}},
		"sessions-user-group":                 {Was: "cache", Keep: []string{"userGroupId", "engine"}},
		"sessions-password-1":                 {Was: "cache-password", Keep: []string{"length"}},
		"sessions-default-password":           {Was: "cache-default-password", Keep: []string{"length"}},
		"sessions-secret":                     {Was: "cache", Keep: []string{"name"}},
		"sessions-secret-version":             {Was: "cache"},
	}
}

// snippet:end

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	net, netErr := stackconfig.Load[network](ctx, "network")
	if err := errors.Join(tagsErr, netErr); err != nil {
		return err
	}
	// snippet:block
	sessions, err := redis.NewCluster(ctx, "sessions", &redis.ClusterArgs{
		Tags: tags, VPCID: pulumi.String(net.VPC), SubnetIDs: pulumi.ToStringArray(net.Subnets),
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": pulumi.String(net.Web)},
		EngineVersion:          "8.0", NodeType: "cache.m7g.large", Replicas: 1,
		AccessString: "on ~* &* +@all", // what clients could do before; the block's default is narrower
	}, adopt.Children(adopted()))
	// snippet:end
	if err != nil {
		return err
	}
	ctx.Export("host", sessions.PrimaryEndpoint)
	ctx.Export("secretArn", sessions.SecretARN)
	return nil
}
