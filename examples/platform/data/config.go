package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/tagging"
)

// Ports are part of what this stack promises, so they are chosen here and nowhere else.
const (
	sessionsPort = 6379
	productsPort = 443
)

// Settings is the object platform-data:data. What a field accepts is left to the blocks, which know more than tags can say.
type Settings struct {
	Sessions      Sessions          `yaml:"sessions"`
	Products      Products          `yaml:"products"`
	AlarmTopicARN string            `yaml:"alarm_topic_arn"`
	Profile       component.Profile `yaml:"profile"`
	Protect       bool              `yaml:"protect" default:"true"`
}

// Sessions is the Valkey cluster.
type Sessions struct {
	EngineVersion      string                `yaml:"engine_version" required:"true"`
	NodeType           string                `yaml:"node_type"`
	Shards             int                   `yaml:"shards"`
	Replicas           int                   `yaml:"replicas"`
	MaxMemoryPolicy    redis.MaxMemoryPolicy `yaml:"max_memory_policy"`
	PasswordGeneration int                   `yaml:"password_generation"`
	FinalSnapshot      bool                  `yaml:"final_snapshot" default:"true"`
}

// Products is the OpenSearch domain.
type Products struct {
	EngineVersion string `yaml:"engine_version" required:"true"`
	AdminRoleARN  string `yaml:"admin_role_arn" required:"true"` // one that people log in with
	InstanceType  string `yaml:"instance_type"`
	Nodes         int    `yaml:"nodes"`
	VolumeGB      int    `yaml:"volume_gb"`
}

// clients are those whom both stores admit.
func clients(network *contracts.Network) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{"data-clients": network.DataClientsGroupID}
}

func (s *Settings) sessions(tags tagging.Set, network *contracts.Network) *redis.ClusterArgs {
	return &redis.ClusterArgs{
		Tags: tags, VPCID: network.VPCID, SubnetIDs: network.IsolatedSubnetIDs, ClientSecurityGroupIDs: clients(network), Port: sessionsPort,
		EngineVersion: s.Sessions.EngineVersion, NodeType: s.Sessions.NodeType, Shards: s.Sessions.Shards, Replicas: s.Sessions.Replicas,
		MaxMemoryPolicy: s.Sessions.MaxMemoryPolicy, PasswordGeneration: s.Sessions.PasswordGeneration, DisableFinalSnapshot: !s.Sessions.FinalSnapshot,
		AlarmTopicARN: company.Topic(s.AlarmTopicARN), Profile: s.Profile, DisableProtection: !s.Protect,
	}
}

// products are the arguments without the client's role and the policy of the logs, which are outputs.
func (s *Settings) products(tags tagging.Set, network *contracts.Network) *searchdomain.DomainArgs {
	zones := component.ByProfile(s.Profile, len(network.Zones), 1)
	return &searchdomain.DomainArgs{
		Tags: tags, VPCID: network.VPCID, Zones: zones, ClientSecurityGroupIDs: clients(network),
		// One subnet for each zone of the domain, which may be fewer than the network has.
		SubnetIDs:     network.IsolatedSubnetIDs.ApplyT(func(ids []string) []string { return ids[:min(len(ids), zones)] }).(pulumi.StringArrayOutput),
		EngineVersion: s.Products.EngineVersion, MasterRoleARN: pulumi.String(s.Products.AdminRoleARN),
		Data:          searchdomain.Data{InstanceType: s.Products.InstanceType, Count: s.Products.Nodes, VolumeGB: s.Products.VolumeGB},
		AlarmTopicARN: company.Topic(s.AlarmTopicARN), Profile: s.Profile, DisableProtection: !s.Protect,
	}
}
