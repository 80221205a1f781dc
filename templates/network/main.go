// Command ${PROJECT} makes a private network on AWS, for services and data to stand in.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

// Settings is the object ${PROJECT}:network. What a field accepts beyond its type is left to the block.
type Settings struct {
	CIDR      string            `yaml:"cidr" required:"true" doc:"a private range, /16 to /22; it cannot be changed later"`
	Zones     []string          `yaml:"zones" required:"true" doc:"availability zones by their full names"`
	NAT       network.NATMode   `yaml:"nat" validate:"oneof=one-per-zone|single|none" doc:"default one-per-zone, in development single"`
	Peers     []string          `yaml:"peers" doc:"ranges that this network must not overlap"`
	Endpoints []string          `yaml:"endpoints" doc:"AWS services that are reached without the internet, such as ecr.api"`
	Profile   component.Profile `yaml:"profile"`
	Protect   bool              `yaml:"protect" default:"true" doc:"keeps the network from being deleted, except in development"`
}

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "network")
	if err := errors.Join(tagsErr, settingsErr); err != nil {
		return err
	}
	vpc, err := network.NewVPC(ctx, "main", &network.VPCArgs{
		Tags: tags, CIDR: settings.CIDR, AvailabilityZones: settings.Zones, NATGateways: settings.NAT,
		PeerCIDRs: settings.Peers, InterfaceEndpoints: settings.Endpoints,
		Profile: settings.Profile, DisableProtection: !settings.Protect,
	})
	if err != nil {
		return err
	}
	ctx.Export("vpcId", vpc.VPCID)
	ctx.Export("publicSubnetIds", vpc.PublicSubnetIDs)     // load balancers
	ctx.Export("privateSubnetIds", vpc.PrivateSubnetIDs)   // services
	ctx.Export("isolatedSubnetIds", vpc.IsolatedSubnetIDs) // data
	ctx.Export("natPublicIps", vpc.NATPublicIPs)           // for the allow lists of others
	return nil
}
