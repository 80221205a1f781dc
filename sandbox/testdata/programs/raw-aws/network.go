package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// network is a VPC with public and private subnets and one NAT gateway.
type network struct {
	vpc     *ec2.Vpc
	public  []*ec2.Subnet
	private []*ec2.Subnet
	egress  *ec2.Route // tasks can pull images once it exists
}

func (n *network) publicIDs() pulumi.StringArray  { return subnetIDs(n.public) }
func (n *network) privateIDs() pulumi.StringArray { return subnetIDs(n.private) }

func subnetIDs(subnets []*ec2.Subnet) pulumi.StringArray {
	ids := make(pulumi.StringArray, 0, len(subnets))
	for _, s := range subnets {
		ids = append(ids, s.ID().ToStringOutput())
	}
	return ids
}

func newNetwork(ctx *pulumi.Context, cidr string, zones []string) (*network, error) {
	vpc, err := ec2.NewVpc(ctx, "main", &ec2.VpcArgs{
		CidrBlock:          pulumi.String(cidr),
		EnableDnsHostnames: pulumi.Bool(true),
		EnableDnsSupport:   pulumi.Bool(true),
		Tags:               named("main"),
	})
	if err != nil {
		return nil, err
	}
	n := &network{vpc: vpc}
	if n.public, err = newSubnets(ctx, vpc, "public", cidr, 0, zones); err != nil {
		return nil, err
	}
	if n.private, err = newSubnets(ctx, vpc, "private", cidr, 100, zones); err != nil {
		return nil, err
	}
	if err := n.route(ctx); err != nil {
		return nil, err
	}
	return n, nil
}

func newSubnets(ctx *pulumi.Context, vpc *ec2.Vpc, kind, cidr string, first int, zones []string) ([]*ec2.Subnet, error) {
	subnets := make([]*ec2.Subnet, 0, len(zones))
	for i, zone := range zones {
		block, err := subnetCIDR(cidr, first+i)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("%s-%d", kind, i)
		subnet, err := ec2.NewSubnet(ctx, name, &ec2.SubnetArgs{
			VpcId:               vpc.ID(),
			CidrBlock:           pulumi.String(block),
			AvailabilityZone:    pulumi.String(zone),
			MapPublicIpOnLaunch: pulumi.Bool(kind == "public"),
			Tags:                named(name),
		}, pulumi.Parent(vpc))
		if err != nil {
			return nil, err
		}
		subnets = append(subnets, subnet)
	}
	return subnets, nil
}

// route sends public subnets to the internet gateway and private ones to the NAT gateway.
func (n *network) route(ctx *pulumi.Context) error {
	gateway, err := ec2.NewInternetGateway(ctx, "internet", &ec2.InternetGatewayArgs{
		VpcId: n.vpc.ID(), Tags: named("internet"),
	}, pulumi.Parent(n.vpc))
	if err != nil {
		return err
	}
	address, err := ec2.NewEip(ctx, "nat", &ec2.EipArgs{
		Domain: pulumi.String("vpc"), Tags: named("nat"),
	}, pulumi.Parent(n.vpc), pulumi.DependsOn([]pulumi.Resource{gateway}))
	if err != nil {
		return err
	}
	nat, err := ec2.NewNatGateway(ctx, "nat", &ec2.NatGatewayArgs{
		AllocationId: address.AllocationId, SubnetId: n.public[0].ID(), Tags: named("nat"),
	}, pulumi.Parent(n.vpc), pulumi.DependsOn([]pulumi.Resource{gateway}))
	if err != nil {
		return err
	}
	if _, err := n.table(ctx, "public", n.public, &ec2.RouteArgs{GatewayId: gateway.ID()}); err != nil {
		return err
	}
	n.egress, err = n.table(ctx, "private", n.private, &ec2.RouteArgs{NatGatewayId: nat.ID()})
	return err
}

// table makes a route table with one default route and ties the subnets to it.
func (n *network) table(ctx *pulumi.Context, kind string, subnets []*ec2.Subnet, args *ec2.RouteArgs) (*ec2.Route, error) {
	table, err := ec2.NewRouteTable(ctx, kind, &ec2.RouteTableArgs{
		VpcId: n.vpc.ID(), Tags: named(kind),
	}, pulumi.Parent(n.vpc))
	if err != nil {
		return nil, err
	}
	args.RouteTableId = table.ID()
	args.DestinationCidrBlock = pulumi.String("0.0.0.0/0")
	route, err := ec2.NewRoute(ctx, kind+"-default", args, pulumi.Parent(table))
	if err != nil {
		return nil, err
	}
	for i, subnet := range subnets {
		_, err := ec2.NewRouteTableAssociation(ctx, fmt.Sprintf("%s-%d", kind, i), &ec2.RouteTableAssociationArgs{
			RouteTableId: table.ID(), SubnetId: subnet.ID(),
		}, pulumi.Parent(table))
		if err != nil {
			return nil, err
		}
	}
	return route, nil
}
