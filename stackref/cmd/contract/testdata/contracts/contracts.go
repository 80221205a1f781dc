// Package contracts holds contracts that the tests describe from source and by reflection.
package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumix"

	"github.com/groundwork-go/groundwork/stackref"
)

// Network is what the network stack gives to everybody.
// It changes rarely.
type Network struct {
	stackref.Contract `contract:"acme.network" version:"1.2"`
	Common
	VPCID   pulumi.IDOutput          `pulumi:"vpcId" doc:"the VPC | its id" validate:"prefix=vpc-"`
	Subnets pulumi.StringArrayOutput `pulumi:"privateSubnetIds" validate:"min=2,max=6,unique"`
	// Port of the database.
	Port  pulumi.IntOutput             `pulumi:"port" default:"5432" validate:"min=1,max=65535"`
	NATIP pulumi.StringPtrOutput       `pulumi:"natIp,optional" deprecated:"use egress"`
	Ratio pulumi.Float64MapArrayOutput `pulumi:"ratio,optional"`
	Extra pulumi.MapOutput             `pulumi:"extra,optional"`
	Any   pulumi.AnyOutput             `pulumi:"any,optional"`
	Tier  pulumi.StringOutput          `pulumi:"tier" default:"small" validate:"oneof=small|large"`
	Sizes pulumi.IntArrayOutput        `pulumi:"sizes,optional" validate:"oneof=1|2,len=1..3"`
	Pins  pulumi.IntArrayOutput        `pulumi:"pins,secret" validate:"min=1"`
	Zones map[string]Zone              `pulumi:"zones"`
	Peers []*Zone                      `pulumi:"peers,optional"`
	DB    struct {
		Host     pulumi.StringOutput `pulumi:"host"`
		Password pulumi.StringOutput `pulumi:"password,secret" validate:"len=8..64,pattern=^[a-z,]+$"`
	} `pulumi:"db"`
	Typed pulumix.Output[map[string][]string] `pulumi:"typed,optional"`
}

// Common stands in every contract.
type Common struct {
	Owner pulumi.StringOutput `pulumi:"owner"`
	Plain bool                `pulumi:"plain" default:"true"`
}

// Zone is one zone of the network.
type Zone struct {
	Name   string                   `pulumi:"name"`
	Weight *float64                 `pulumi:"weight,optional"`
	CIDRs  pulumi.StringArrayOutput `pulumi:"cidrs" validate:"suffix=/24"`
}

// Queue is the smallest contract.
type Queue struct {
	stackref.Contract `contract:"acme.queue" version:"0.1"`
	URL               pulumi.StringOutput `pulumi:"url"`
}
