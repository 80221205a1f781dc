package network

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

const httpsPort = 443

// gatewayServices are the services that are reached by a route, at no cost.
func gatewayServices() []string { return []string{"s3", "dynamodb"} }

// endpointRole is the role of a service's endpoint: "ecr-api-endpoint" for ecr.api.
func endpointRole(service string) string {
	return strings.ReplaceAll(service, ".", "-") + "-endpoint"
}

func (b *builder) serviceName(service string) pulumi.String {
	return pulumi.String("com.amazonaws." + b.region + "." + service)
}

func (b *builder) addGatewayEndpoints() error {
	tables := pulumi.StringArray{b.places[Public][0].tableID(), b.places[Isolated][0].tableID()}
	for _, p := range b.places[Private] {
		tables = append(tables, p.tableID())
	}
	for _, service := range gatewayServices() {
		role := endpointRole(service)
		endpoint, err := ec2.NewVpcEndpoint(b.ctx, b.scope.Name(role), &ec2.VpcEndpointArgs{
			VpcId: b.network.ID(), ServiceName: b.serviceName(service), VpcEndpointType: pulumi.String("Gateway"),
			RouteTableIds: tables, Tags: b.tags(role),
		}, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.endpoints = append(b.endpoints, endpoint)
	}
	return nil
}

// addInterfaceEndpoints puts the endpoints into the private subnets; private DNS makes the services' usual names lead
// there from the whole network.
func (b *builder) addInterfaceEndpoints() error {
	if len(b.args.InterfaceEndpoints) == 0 {
		return nil
	}
	const groupRole = "endpoints-security-group"
	group, err := securitygroup.New(b.ctx, b.scope.Name(groupRole), &securitygroup.Args{
		VPCID: b.network.ID(), Tags: b.args.Tags.AWS(), Title: b.scope.Name(groupRole),
		Ingress: []securitygroup.Rule{{
			Role: "network", Description: "HTTPS from the network", Protocol: "tcp", FromPort: httpsPort, ToPort: httpsPort,
			CIDR: pulumi.String(b.args.CIDR),
		}},
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(groupRole, err)
	}
	b.vpc.EndpointSecurityGroupID = group.ID().ToStringOutput()
	for _, service := range b.args.InterfaceEndpoints {
		role := endpointRole(service)
		endpoint, err := ec2.NewVpcEndpoint(b.ctx, b.scope.Name(role), &ec2.VpcEndpointArgs{
			VpcId: b.network.ID(), ServiceName: b.serviceName(service), VpcEndpointType: pulumi.String("Interface"),
			SubnetIds: b.each(Private, (*place).subnetID), SecurityGroupIds: pulumi.StringArray{group.ID()},
			PrivateDnsEnabled: pulumi.Bool(true), Tags: b.tags(role),
		}, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.endpoints = append(b.endpoints, endpoint)
	}
	return nil
}
