// Command ${PROJECT} makes a managed Valkey or Redis cluster on AWS, in a network that exists.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

// Settings is the object ${PROJECT}:redis. What a field accepts beyond its type is left to the block.
type Settings struct {
	EngineVersion         string                `yaml:"engine_version" required:"true" doc:"major and minor version, such as 8.0"`
	VPCID                 string                `yaml:"vpc_id" required:"true"`
	SubnetIDs             []string              `yaml:"subnet_ids" required:"true" doc:"isolated or private subnets, in two or more zones"`
	Clients               map[string]string     `yaml:"clients" doc:"security groups that may connect, by name; default: nobody"`
	NodeType              string                `yaml:"node_type" doc:"default cache.m7g.large, in development cache.t4g.micro"`
	Replicas              int                   `yaml:"replicas" doc:"of each shard; default 1, in development none"`
	MaxMemoryPolicy       redis.MaxMemoryPolicy `yaml:"max_memory_policy"`
	SnapshotRetentionDays int                   `yaml:"snapshot_retention_days" doc:"default 7, in development 1"`
	AlarmTopicARN         string                `yaml:"alarm_topic_arn" doc:"the SNS topic that alarms go to; default: nobody is told"`
	Profile               component.Profile     `yaml:"profile"`
	Protect               bool                  `yaml:"protect" default:"true" doc:"keeps the cluster from being deleted, except in development"`
}

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "redis")
	if err := errors.Join(tagsErr, settingsErr); err != nil {
		return err
	}
	cluster, err := redis.NewCluster(ctx, "cache", settings.args(tags))
	if err != nil {
		return err
	}
	ctx.Export("endpoint", cluster.PrimaryEndpoint)
	ctx.Export("port", cluster.Port)
	ctx.Export("secretArn", cluster.SecretARN) // where the password is; the password itself is exported nowhere
	ctx.Export("securityGroupId", cluster.SecurityGroupID)
	return nil
}

func (s *Settings) args(tags tagging.Set) *redis.ClusterArgs {
	args := &redis.ClusterArgs{
		Tags: tags, VPCID: pulumi.String(s.VPCID), SubnetIDs: pulumi.ToStringArray(s.SubnetIDs),
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{},
		EngineVersion:          s.EngineVersion, NodeType: s.NodeType, Replicas: s.Replicas, MaxMemoryPolicy: s.MaxMemoryPolicy,
		SnapshotRetentionDays: s.SnapshotRetentionDays, Profile: s.Profile, DisableProtection: !s.Protect,
	}
	for name, group := range s.Clients {
		args.ClientSecurityGroupIDs[name] = pulumi.String(group)
	}
	if s.AlarmTopicARN != "" {
		args.AlarmTopicARN = pulumi.String(s.AlarmTopicARN)
	}
	return args
}
