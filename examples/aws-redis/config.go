package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Network is the object aws-redis:network.
type Network struct {
	CIDR    string            `yaml:"cidr" required:"true"`
	Zones   []string          `yaml:"zones" required:"true"`
	NAT     network.NATMode   `yaml:"nat"`
	Profile component.Profile `yaml:"profile"`
	Protect bool              `yaml:"protect" default:"true"`
}

func (n *Network) args(tags tagging.Set) *network.VPCArgs {
	return &network.VPCArgs{
		Tags: tags, CIDR: n.CIDR, AvailabilityZones: n.Zones, NATGateways: n.NAT,
		Profile: n.Profile, DisableProtection: !n.Protect,
	}
}

// Cache is the object aws-redis:redis. What a field accepts is left to the block, which knows more than tags can say.
type Cache struct {
	Engine                redis.Engine          `yaml:"engine"`
	EngineVersion         string                `yaml:"engine_version" required:"true"`
	NodeType              string                `yaml:"node_type"`
	Shards                int                   `yaml:"shards"`
	Replicas              int                   `yaml:"replicas"`
	MaxMemoryPolicy       redis.MaxMemoryPolicy `yaml:"max_memory_policy"`
	Parameters            map[string]string     `yaml:"parameters"`
	SnapshotRetentionDays int                   `yaml:"snapshot_retention_days"`
	SnapshotWindow        string                `yaml:"snapshot_window"`
	MaintenanceWindow     string                `yaml:"maintenance_window"`
	RestoreFromSnapshot   string                `yaml:"restore_from_snapshot"`
	RestoreFromS3         []string              `yaml:"restore_from_s3"`
	PasswordGeneration    int                   `yaml:"password_generation"`
	KMSKeyARN             string                `yaml:"kms_key_arn"`
	AlarmTopicARN         string                `yaml:"alarm_topic_arn"`
	Profile               component.Profile     `yaml:"profile"`
	Protect               bool                  `yaml:"protect" default:"true"`
}

func (c *Cache) args(tags tagging.Set, vpc pulumi.StringInput, subnets pulumi.StringArrayInput, clients pulumi.IDOutput) *redis.ClusterArgs {
	args := &redis.ClusterArgs{
		Tags: tags, VPCID: vpc, SubnetIDs: subnets,
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"shop": clients.ToStringOutput()},
		Engine:                 c.Engine, EngineVersion: c.EngineVersion, NodeType: c.NodeType,
		Shards: c.Shards, Replicas: c.Replicas, MaxMemoryPolicy: c.MaxMemoryPolicy, Parameters: c.Parameters,
		SnapshotRetentionDays: c.SnapshotRetentionDays, SnapshotWindow: c.SnapshotWindow, MaintenanceWindow: c.MaintenanceWindow,
		PasswordGeneration: c.PasswordGeneration, Profile: c.Profile, DisableProtection: !c.Protect,
	}
	if c.RestoreFromSnapshot != "" || len(c.RestoreFromS3) > 0 {
		args.RestoreFrom = &redis.RestoreFrom{SnapshotName: c.RestoreFromSnapshot, S3ObjectARNs: c.RestoreFromS3}
	}
	if c.KMSKeyARN != "" {
		args.KMSKeyARN = pulumi.String(c.KMSKeyARN)
	}
	if c.AlarmTopicARN != "" {
		args.AlarmTopicARN = pulumi.String(c.AlarmTopicARN)
	}
	return args
}
