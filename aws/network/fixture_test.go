package network_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	networkToken     = "aws:ec2/vpc:Vpc"
	subnetToken      = "aws:ec2/subnet:Subnet"
	tableToken       = "aws:ec2/routeTable:RouteTable"
	routeToken       = "aws:ec2/route:Route"
	associationToken = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	gatewayToken     = "aws:ec2/internetGateway:InternetGateway"
	natToken         = "aws:ec2/natGateway:NatGateway"
	addressToken     = "aws:ec2/eip:Eip"
	endpointToken    = "aws:ec2/vpcEndpoint:VpcEndpoint"
	defaultToken     = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
	groupToken       = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken     = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken      = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	flowLogToken     = "aws:ec2/flowLog:FlowLog"
	logGroupToken    = "aws:cloudwatch/logGroup:LogGroup"
	roleToken        = "aws:iam/role:Role"
	policyToken      = "aws:iam/rolePolicy:RolePolicy"
	componentToken   = "groundwork:aws/network:VPC"

	key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

// testArgs are the fewest arguments that are accepted.
func testArgs(ctx *pulumi.Context) (*network.VPCArgs, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-net", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	return &network.VPCArgs{Tags: tags, CIDR: "10.20.0.0/16", AvailabilityZones: zones("ab")}, err
}

// zones are the zones of eu-central-1 with these letters.
func zones(letters string) []string {
	var all []string
	for _, letter := range letters {
		all = append(all, "eu-central-1"+string(letter))
	}
	return all
}

// try registers one network called "main" with the arguments as changed.
func try(change func(*network.VPCArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		args, err := testArgs(ctx)
		if err != nil {
			return err
		}
		change(args)
		_, err = network.NewVPC(ctx, "main", args)
		return err
	}, opts...)
}

func run(t testing.TB, change func(*network.VPCArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(change, opts...)
	require.NoError(t, err)
	return graph
}

func unchanged(*network.VPCArgs) {}

// idOf is the id of the resource with this type and name.
func idOf(t testing.TB, g *infratest.Graph, token, name string) string {
	t.Helper()
	return g.Named(t, token, name).ID
}
