package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Network is the object aws-search:network.
type Network struct {
	CIDR    string            `yaml:"cidr" required:"true"`
	Zones   []string          `yaml:"zones" required:"true"`
	Profile component.Profile `yaml:"profile"`
	Protect bool              `yaml:"protect" default:"true"`
}

func (n *Network) args(tags tagging.Set) *network.VPCArgs {
	return &network.VPCArgs{Tags: tags, CIDR: n.CIDR, AvailabilityZones: n.Zones, Profile: n.Profile, DisableProtection: !n.Protect}
}

// Search is the object aws-search:search. What a field accepts is left to the block, which knows more than tags can say.
type Search struct {
	EngineVersion string            `yaml:"engine_version" required:"true"`
	AdminRoleARN  string            `yaml:"admin_role_arn" required:"true"` // one that people log in with
	InstanceType  string            `yaml:"instance_type"`
	Nodes         int               `yaml:"nodes"`
	VolumeGB      int               `yaml:"volume_gb"`
	WarmNodes     int               `yaml:"warm_nodes"`
	OffPeakStart  string            `yaml:"off_peak_start"`
	AlarmTopicARN string            `yaml:"alarm_topic_arn"`
	Profile       component.Profile `yaml:"profile"`
	Protect       bool              `yaml:"protect" default:"true"`
}

func (s *Search) args(tags tagging.Set, net *network.VPC, zones int) *searchdomain.DomainArgs {
	args := &searchdomain.DomainArgs{
		Tags: tags, VPCID: net.VPCID, Zones: zones, EngineVersion: s.EngineVersion, MasterRoleARN: pulumi.String(s.AdminRoleARN), OffPeakStart: s.OffPeakStart,
		// One subnet for each zone of the domain, which may be fewer than the network has.
		SubnetIDs: net.IsolatedSubnetIDs.ApplyT(func(ids []string) []string { return ids[:min(len(ids), max(zones, 1))] }).(pulumi.StringArrayOutput),
		Data:      searchdomain.Data{InstanceType: s.InstanceType, Count: s.Nodes, VolumeGB: s.VolumeGB},
		Profile:   s.Profile, DisableProtection: !s.Protect,
	}
	if s.WarmNodes > 0 {
		args.Warm = &searchdomain.Warm{Count: s.WarmNodes}
	}
	if s.AlarmTopicARN != "" {
		args.AlarmTopicARN = pulumi.String(s.AlarmTopicARN)
	}
	return args
}
