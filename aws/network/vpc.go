package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// VPCToken is the type token of [VPC]. It is part of the state of every stack that uses the block.
const VPCToken = "groundwork:aws/network:VPC"

// VPC is one network with its subnets, routes, endpoints and flow logs. See the package comment.
//
// Lists of subnets and tables are in the order of the zones' letters. Each output waits for no more than it names, so that
// a database in IsolatedSubnetIDs is made while the NAT gateways still are.
type VPC struct {
	pulumi.ResourceState

	// VPCID is the network's id.
	VPCID pulumi.StringOutput `pulumi:"vpcId"`
	// CIDRBlock is the network's range.
	CIDRBlock pulumi.StringOutput `pulumi:"cidrBlock"`
	// AvailabilityZones are the zones of the subnets, in the order of all lists here.
	AvailabilityZones pulumi.StringArrayOutput `pulumi:"availabilityZones"`

	// PublicSubnetIDs are the subnets for load balancers.
	PublicSubnetIDs pulumi.StringArrayOutput `pulumi:"publicSubnetIds"`
	// PrivateSubnetIDs are the subnets for what runs code.
	PrivateSubnetIDs pulumi.StringArrayOutput `pulumi:"privateSubnetIds"`
	// IsolatedSubnetIDs are the subnets for databases and caches.
	IsolatedSubnetIDs pulumi.StringArrayOutput `pulumi:"isolatedSubnetIds"`
	// EgressSubnetIDs are the private subnets too, but they wait until their way out exists: NAT and routes, or with None
	// the endpoints. They are for what must reach something outside while it starts, such as a task that pulls its image.
	EgressSubnetIDs pulumi.StringArrayOutput `pulumi:"egressSubnetIds"`

	// NATPublicIPs are the addresses that others see, for allow-lists elsewhere; one for each gateway, none with None.
	NATPublicIPs pulumi.StringArrayOutput `pulumi:"natPublicIps"`

	// PublicRouteTableID is the table of all public subnets. More routes, such as to a peered network, may be added to
	// the tables.
	PublicRouteTableID pulumi.StringOutput `pulumi:"publicRouteTableId"`
	// PrivateRouteTableIDs are the tables of the private subnets, one for each zone.
	PrivateRouteTableIDs pulumi.StringArrayOutput `pulumi:"privateRouteTableIds"`
	// IsolatedRouteTableID is the table of all isolated subnets.
	IsolatedRouteTableID pulumi.StringOutput `pulumi:"isolatedRouteTableId"`

	// EndpointSecurityGroupID is the group of the interface endpoints; not set without any.
	EndpointSecurityGroupID pulumi.StringOutput `pulumi:"endpointSecurityGroupId,optional"`
	// FlowLogGroupName is the log group that flow logs go to; not set with DisableFlowLogs.
	FlowLogGroupName pulumi.StringOutput `pulumi:"flowLogGroupName,optional"`

	// Network is the network itself, for whatever this block has no output for.
	Network *ec2.Vpc
}

// NewVPC makes a network with public, private and isolated subnets in each zone, NAT, endpoints, flow logs and a default
// security group that admits nothing. When the arguments are wrong it registers nothing and returns all problems at once,
// each as a [component.FieldError].
func NewVPC(ctx *pulumi.Context, name string, args *VPCArgs, opts ...pulumi.ResourceOption) (*VPC, error) {
	vpc := &VPC{}
	scope, err := component.Register(ctx, vpc, VPCToken, name, args, opts...)
	if err != nil {
		return nil, err
	}
	zones := sortedZones(args.AvailabilityZones)
	b := &builder{
		ctx: ctx, scope: scope, args: args.withDefaults(), vpc: vpc,
		zones: zones, region: regionOf(zones[0]), places: map[Tier][]*place{},
	}
	steps := []func() error{
		b.addNetwork, b.addDefaultSecurityGroup, b.addSubnets, b.addTables, b.addInternetRoute, b.addNAT,
		b.addGatewayEndpoints, b.addInterfaceEndpoints, b.addFlowLog,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	b.setOutputs()
	return vpc, scope.Finish()
}

// builder holds what the steps of the constructor share.
type builder struct {
	ctx    *pulumi.Context
	scope  *component.Scope
	args   *VPCArgs // with defaults
	vpc    *VPC
	region string
	zones  []string // by letter

	network         *ec2.Vpc
	internetGateway *ec2.InternetGateway
	internetRoute   *ec2.Route
	places          map[Tier][]*place // by letter
	gateways        []*natGateway     // by letter
	endpoints       []pulumi.Resource
}

// place is a subnet with what leads its traffic.
type place struct {
	letter      string
	subnet      *ec2.Subnet
	table       *ec2.RouteTable
	association *ec2.RouteTableAssociation
	wayOut      []pulumi.Resource // what traffic of a private subnet to the internet needs, beside the association
}

func (b *builder) addNetwork() error {
	identity, err := b.scope.Fix(argsType,
		component.Fixed{
			Field: "CIDR", Value: pulumi.String(b.args.CIDR),
			Instead: "a change replaces the network and everything in it; make a second network, peer the two and move over",
		},
		component.Fixed{
			Field: "AvailabilityZones", Value: pulumi.String(b.region),
			Instead: "a network stays in its region; make a second one in the other region",
		},
	)
	if err != nil {
		return err
	}
	const role = "vpc"
	options := b.scope.Child(append(b.protection(), pulumi.DependsOn([]pulumi.Resource{identity}))...)
	b.network, err = ec2.NewVpc(b.ctx, b.scope.Name(role), &ec2.VpcArgs{
		CidrBlock:        pulumi.String(b.args.CIDR),
		EnableDnsSupport: pulumi.Bool(true), EnableDnsHostnames: pulumi.Bool(true), // private names of endpoints need both
		Tags: b.tags(role),
	}, options...)
	return b.scope.Err(role, err)
}

// addDefaultSecurityGroup takes every rule out of the group that AWS gives to whatever names none. The empty lists are
// sent, so that a rule which somebody adds by hand shows as a change.
func (b *builder) addDefaultSecurityGroup() error {
	const role = "default-security-group"
	_, err := ec2.NewDefaultSecurityGroup(b.ctx, b.scope.Name(role), &ec2.DefaultSecurityGroupArgs{
		VpcId: b.network.ID(), Tags: b.tags(role),
		Ingress: ec2.DefaultSecurityGroupIngressArray{}, Egress: ec2.DefaultSecurityGroupEgressArray{},
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// protection is for what cannot be made again. Without it nothing is said, so that a component that was itself protected
// hands that down.
func (b *builder) protection() []pulumi.ResourceOption {
	if b.args.protected() {
		return []pulumi.ResourceOption{pulumi.Protect(true)}
	}
	return nil
}

// tags are those of the child with this role, whose name the console shows.
func (b *builder) tags(role string) pulumi.StringMap {
	tags := b.args.Tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}

func (b *builder) setOutputs() {
	v := b.vpc
	v.Network = b.network
	v.VPCID, v.CIDRBlock = b.network.ID().ToStringOutput(), b.network.CidrBlock
	v.AvailabilityZones = pulumi.ToStringArray(b.zones).ToStringArrayOutput()
	v.PublicSubnetIDs = b.each(Public, (*place).subnetID)
	v.PrivateSubnetIDs = b.each(Private, (*place).subnetID)
	v.IsolatedSubnetIDs = b.each(Isolated, (*place).subnetID)
	v.EgressSubnetIDs = b.each(Private, b.egressSubnetID)
	v.PublicRouteTableID = b.places[Public][0].tableID()
	v.PrivateRouteTableIDs = b.each(Private, (*place).tableID)
	v.IsolatedRouteTableID = b.places[Isolated][0].tableID()
	addresses := make(pulumi.StringArray, len(b.gateways))
	for i, g := range b.gateways {
		addresses[i] = g.address.PublicIp
	}
	v.NATPublicIPs = addresses.ToStringArrayOutput()
}

func (b *builder) each(tier Tier, of func(*place) pulumi.StringOutput) pulumi.StringArrayOutput {
	var all pulumi.StringArray
	for _, p := range b.places[tier] {
		all = append(all, of(p))
	}
	return all.ToStringArrayOutput()
}

func (p *place) subnetID() pulumi.StringOutput { return p.subnet.ID().ToStringOutput() }
func (p *place) tableID() pulumi.StringOutput  { return p.table.ID().ToStringOutput() }

// egressSubnetID waits for the way out through the URNs of what it is made of, which unlike ids are known in a preview: a new
// route must not look as if it replaced what is placed in the subnet.
func (b *builder) egressSubnetID(p *place) pulumi.StringOutput {
	needs := append([]pulumi.Resource{p.association}, p.wayOut...)
	if b.args.NATGateways == None {
		needs = append(needs, b.endpoints...)
	}
	all := []any{p.subnetID()}
	for _, need := range needs {
		all = append(all, need.URN())
	}
	return pulumi.All(all...).ApplyT(func(values []any) string { return values[0].(string) }).(pulumi.StringOutput)
}
