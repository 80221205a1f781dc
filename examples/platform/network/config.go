package main

import (
	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Settings is the object platform-network:network. What a field accepts is left to the block, which knows more than tags can say.
type Settings struct {
	CIDR    string            `yaml:"cidr" required:"true"`
	Zones   []string          `yaml:"zones" required:"true"`
	NAT     network.NATMode   `yaml:"nat"`
	Peers   []string          `yaml:"peers"` // ranges of other networks, which this one must not overlap
	Profile component.Profile `yaml:"profile"`
	Protect bool              `yaml:"protect" default:"true"`
}

func (s *Settings) args(tags tagging.Set) *network.VPCArgs {
	return &network.VPCArgs{
		Tags: tags, CIDR: s.CIDR, AvailabilityZones: s.Zones, NATGateways: s.NAT, PeerCIDRs: s.Peers,
		Profile: s.Profile, DisableProtection: !s.Protect,
	}
}
