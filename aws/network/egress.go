package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// everywhere is the destination of a default route.
const everywhere = "0.0.0.0/0"

// natGateway is a gateway with its address and the public subnet it stands in.
type natGateway struct {
	address *ec2.Eip
	gateway *ec2.NatGateway
	place   *place
}

func (b *builder) addInternetRoute() error {
	const role, routeRole = "internet-gateway", "public-internet"
	var err error
	b.internetGateway, err = ec2.NewInternetGateway(b.ctx, b.scope.Name(role), &ec2.InternetGatewayArgs{
		VpcId: b.network.ID(), Tags: b.tags(role),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.internetRoute, err = ec2.NewRoute(b.ctx, b.scope.Name(routeRole), &ec2.RouteArgs{
		RouteTableId: b.places[Public][0].table.ID(), DestinationCidrBlock: pulumi.String(everywhere), GatewayId: b.internetGateway.ID(),
	}, b.scope.Child()...)
	return b.scope.Err(routeRole, err)
}

// addNAT makes the gateways and points the private tables at them: each at the one of its zone, or all at the only one.
func (b *builder) addNAT() error {
	if b.args.NATGateways == None {
		return nil
	}
	homes := b.places[Public]
	if b.args.NATGateways == Single {
		homes = homes[:1]
	}
	for _, home := range homes {
		gateway, err := b.addGateway(home)
		if err != nil {
			return err
		}
		b.gateways = append(b.gateways, gateway)
	}
	for i, p := range b.places[Private] {
		gateway := b.gateways[min(i, len(b.gateways)-1)]
		role := string(Private) + "-" + p.letter + "-internet"
		route, err := ec2.NewRoute(b.ctx, b.scope.Name(role), &ec2.RouteArgs{
			RouteTableId: p.table.ID(), DestinationCidrBlock: pulumi.String(everywhere), NatGatewayId: gateway.gateway.ID(),
		}, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		p.wayOut = []pulumi.Resource{route, gateway.place.association, b.internetRoute}
	}
	return nil
}

// addGateway makes a NAT gateway in a public subnet. AWS refuses one, and keeps its address, in a network whose internet
// gateway is not attached: hence the explicit dependency, in both directions of time.
func (b *builder) addGateway(home *place) (*natGateway, error) {
	role := "nat-" + home.letter
	addressRole := role + "-address"
	attached := pulumi.DependsOn([]pulumi.Resource{b.internetGateway})
	address, err := ec2.NewEip(b.ctx, b.scope.Name(addressRole), &ec2.EipArgs{
		Domain: pulumi.String("vpc"), Tags: b.tags(addressRole),
	}, b.scope.Child()...)
	if err != nil {
		return nil, b.scope.Err(addressRole, err)
	}
	gateway, err := ec2.NewNatGateway(b.ctx, b.scope.Name(role), &ec2.NatGatewayArgs{
		AllocationId: address.ID(), SubnetId: home.subnet.ID(), Tags: b.tags(role),
	}, b.scope.Child(attached)...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	return &natGateway{address: address, gateway: gateway, place: home}, nil
}
