package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// kubernetesTag is what tells load balancer controllers which subnets are for which load balancers.
func kubernetesTag(tier Tier) string {
	switch tier {
	case Public:
		return "kubernetes.io/role/elb"
	case Private:
		return "kubernetes.io/role/internal-elb"
	default:
		return ""
	}
}

func (b *builder) addSubnets() error {
	planned, err := layOut(b.args.CIDR, b.zones)
	if err != nil {
		return err
	}
	for _, plan := range planned {
		letter := string(letterOf(plan.Zone))
		role := string(plan.Tier) + "-" + letter
		tags := b.tags(role)
		if key := kubernetesTag(plan.Tier); key != "" && b.args.KubernetesTags {
			tags[key] = pulumi.String("1")
		}
		subnet, err := ec2.NewSubnet(b.ctx, b.scope.Name(role), &ec2.SubnetArgs{
			VpcId: b.network.ID(), CidrBlock: pulumi.String(plan.CIDR), AvailabilityZone: pulumi.String(plan.Zone),
			MapPublicIpOnLaunch: pulumi.Bool(false), Tags: tags,
		}, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.places[plan.Tier] = append(b.places[plan.Tier], &place{letter: letter, subnet: subnet})
	}
	return nil
}

// addTables makes one table for the public subnets, one for the isolated ones, and one for each private subnet, since
// each of these may have a gateway of its own.
func (b *builder) addTables() error {
	for _, tier := range []Tier{Public, Isolated} {
		table, err := b.addTable(string(tier) + "-routes")
		if err != nil {
			return err
		}
		for _, p := range b.places[tier] {
			p.table = table
		}
	}
	for _, p := range b.places[Private] {
		var err error
		if p.table, err = b.addTable(string(Private) + "-" + p.letter + "-routes"); err != nil {
			return err
		}
	}
	for _, s := range shares() {
		for _, p := range b.places[s.tier] {
			if err := b.associate(s.tier, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// addTable makes a table without inline routes: they would undo those that are added to it elsewhere.
func (b *builder) addTable(role string) (*ec2.RouteTable, error) {
	table, err := ec2.NewRouteTable(b.ctx, b.scope.Name(role), &ec2.RouteTableArgs{
		VpcId: b.network.ID(), Tags: b.tags(role),
	}, b.scope.Child()...)
	return table, b.scope.Err(role, err)
}

func (b *builder) associate(tier Tier, p *place) error {
	role := string(tier) + "-" + p.letter + "-association"
	var err error
	p.association, err = ec2.NewRouteTableAssociation(b.ctx, b.scope.Name(role), &ec2.RouteTableAssociationArgs{
		SubnetId: p.subnet.ID(), RouteTableId: p.table.ID(),
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}
