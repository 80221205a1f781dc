package network_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestTheNetwork(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.Named(t, networkToken, "main-vpc")
	assert.Equal(t, "10.20.0.0/16", r.Value("cidrBlock"))
	assert.Equal(t, true, r.Value("enableDnsSupport"))
	assert.Equal(t, true, r.Value("enableDnsHostnames"))
	assert.Equal(t, "main-vpc", r.Value("tags.Name"))
	assert.Equal(t, "team-net", r.Value("tags.owner"))
	assert.Equal(t, graph.One(t, componentToken).URN, r.Parent)
	assert.Equal(t, []string{"main-identity"}, infratest.Names(r.Dependencies), "nothing is done to the network when a change of its range is refused")
	identity := graph.One(t, "pulumi:index:Stash")
	assert.Equal(t, "10.20.0.0/16", identity.Value("input.CIDR"))
	assert.Equal(t, "eu-central-1", identity.Value("input.AvailabilityZones"))
}

func TestSubnetsAndTheirTables(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *network.VPCArgs) { a.AvailabilityZones = zones("ca") })
	for _, s := range []struct{ name, cidr, zone, table string }{
		{"main-public-a", "10.20.192.0/22", "eu-central-1a", "main-public-routes"},
		{"main-public-c", "10.20.200.0/22", "eu-central-1c", "main-public-routes"},
		{"main-private-a", "10.20.0.0/20", "eu-central-1a", "main-private-a-routes"},
		{"main-private-c", "10.20.32.0/20", "eu-central-1c", "main-private-c-routes"},
		{"main-isolated-a", "10.20.128.0/21", "eu-central-1a", "main-isolated-routes"},
		{"main-isolated-c", "10.20.144.0/21", "eu-central-1c", "main-isolated-routes"},
	} {
		r := graph.Named(t, subnetToken, s.name)
		assert.Equal(t, s.cidr, r.Value("cidrBlock"), s.name)
		assert.Equal(t, s.zone, r.Value("availabilityZone"), s.name)
		assert.Equal(t, s.name, r.Value("tags.Name"))
		assert.Equal(t, idOf(t, graph, networkToken, "main-vpc"), r.Value("vpcId"))
		assert.Equal(t, []string{"main-vpc"}, infratest.Names(r.Dependencies), s.name)
		association := graph.Named(t, associationToken, s.name+"-association")
		assert.Equal(t, r.ID, association.Value("subnetId"), s.name)
		assert.Equal(t, idOf(t, graph, tableToken, s.table), association.Value("routeTableId"), s.name)
	}
	assert.Len(t, graph.OfType(subnetToken), 6)
	assert.Len(t, graph.OfType(tableToken), 4)
	for _, table := range graph.OfType(tableToken) {
		assert.Nil(t, table.Value("routes"), "%s: inline routes would undo the others", table.Name)
		assert.Equal(t, table.Name, table.Value("tags.Name"))
	}
}

// TestAZoneMoreTouchesNoSubnet: what is there keeps its name and everything about it.
func TestAZoneMoreTouchesNoSubnet(t *testing.T) {
	t.Parallel()
	before := run(t, unchanged)
	for _, letters := range []string{"abc", "cab", "abgh"} {
		after := run(t, func(a *network.VPCArgs) { a.AvailabilityZones = zones(letters) })
		for _, token := range []string{subnetToken, tableToken, routeToken, associationToken, natToken, addressToken} {
			for _, old := range before.OfType(token) {
				now := after.ByURN(old.URN)
				require.NotNil(t, now, old.URN)
				assert.Equal(t, old.Inputs, now.Inputs, old.Name)
			}
		}
	}
}

func TestOrderOfZonesDoesNotMatter(t *testing.T) {
	t.Parallel()
	for _, mode := range []network.NATMode{network.OnePerZone, network.Single} {
		one := run(t, func(a *network.VPCArgs) { a.AvailabilityZones, a.NATGateways = zones("abc"), mode })
		other := run(t, func(a *network.VPCArgs) { a.AvailabilityZones, a.NATGateways = zones("cab"), mode })
		for _, r := range one.All() {
			same := other.ByURN(r.URN)
			require.NotNil(t, same, r.URN)
			assert.Equal(t, r.Inputs, same.Inputs, r.Name)
		}
	}
}

func TestNATModes(t *testing.T) {
	t.Parallel()
	development := func(a *network.VPCArgs) { a.Profile = component.Development }
	mode := func(m network.NATMode) func(*network.VPCArgs) {
		return func(a *network.VPCArgs) { a.NATGateways = m }
	}
	for name, test := range map[string]struct {
		change func(*network.VPCArgs)
		routes map[string]string // the gateway of each zone's private subnet
	}{
		"default":         {unchanged, map[string]string{"a": "main-nat-a", "b": "main-nat-b", "c": "main-nat-c"}},
		"one per zone":    {mode(network.OnePerZone), map[string]string{"a": "main-nat-a", "b": "main-nat-b", "c": "main-nat-c"}},
		"single":          {mode(network.Single), map[string]string{"a": "main-nat-a", "b": "main-nat-a", "c": "main-nat-a"}},
		"in development":  {development, map[string]string{"a": "main-nat-a", "b": "main-nat-a", "c": "main-nat-a"}},
		"none":            {mode(network.None), map[string]string{}},
		"asked otherwise": {func(a *network.VPCArgs) { development(a); mode(network.None)(a) }, map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, func(a *network.VPCArgs) {
				a.AvailabilityZones = zones("abc")
				test.change(a)
			})
			wanted := map[string]bool{}
			for _, letter := range []string{"a", "b", "c"} {
				gateway, ok := test.routes[letter]
				if !ok {
					continue
				}
				wanted[gateway] = true
				route := graph.Named(t, routeToken, "main-private-"+letter+"-internet")
				assert.Equal(t, "0.0.0.0/0", route.Value("destinationCidrBlock"))
				assert.Equal(t, idOf(t, graph, natToken, gateway), route.Value("natGatewayId"))
				assert.Equal(t, idOf(t, graph, tableToken, "main-private-"+letter+"-routes"), route.Value("routeTableId"))
				assert.Nil(t, route.Value("gatewayId"))
			}
			assert.Len(t, graph.OfType(natToken), len(wanted))
			assert.Len(t, graph.OfType(addressToken), len(wanted))
			assert.Len(t, graph.OfType(routeToken), 1+len(test.routes), "no other route: the isolated subnets lead nowhere")
		})
	}
}

func TestAGatewayAndItsSurroundings(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	for _, letter := range []string{"a", "b"} {
		gateway := graph.Named(t, natToken, "main-nat-"+letter)
		address := graph.Named(t, addressToken, "main-nat-"+letter+"-address")
		assert.Equal(t, address.ID, gateway.Value("allocationId"))
		assert.Equal(t, idOf(t, graph, subnetToken, "main-public-"+letter), gateway.Value("subnetId"), "a NAT gateway stands in a public subnet of its zone")
		assert.Contains(t, infratest.Names(gateway.Dependencies), "main-internet-gateway")
		assert.Equal(t, "vpc", address.Value("domain"))
		assert.Empty(t, address.Dependencies, "an address waits for nothing")
		assert.Equal(t, gateway.Name, gateway.Value("tags.Name"))
	}
	route := graph.Named(t, routeToken, "main-public-internet")
	assert.Equal(t, "0.0.0.0/0", route.Value("destinationCidrBlock"))
	assert.Equal(t, idOf(t, graph, gatewayToken, "main-internet-gateway"), route.Value("gatewayId"))
	assert.Equal(t, idOf(t, graph, tableToken, "main-public-routes"), route.Value("routeTableId"))
	assert.Equal(t, idOf(t, graph, networkToken, "main-vpc"), graph.One(t, gatewayToken).Value("vpcId"))
}

func TestKubernetesTags(t *testing.T) {
	t.Parallel()
	for on, want := range map[bool]any{true: "1", false: nil} {
		graph := run(t, func(a *network.VPCArgs) { a.KubernetesTags = on })
		for _, subnet := range graph.OfType(subnetToken) {
			elb, internal := subnet.Value(`tags["kubernetes.io/role/elb"]`), subnet.Value(`tags["kubernetes.io/role/internal-elb"]`)
			switch tier := strings.Split(subnet.Name, "-")[1]; tier {
			case "public":
				assert.Equal(t, []any{want, nil}, []any{elb, internal}, subnet.Name)
			case "private":
				assert.Equal(t, []any{nil, want}, []any{elb, internal}, subnet.Name)
			default:
				assert.Equal(t, []any{nil, nil}, []any{elb, internal}, subnet.Name)
			}
		}
	}
}

func TestProtection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*network.VPCArgs)
		want   []string
	}{
		"production":  {unchanged, []string{"main-flow-log-group", "main-vpc"}},
		"unlocked":    {func(a *network.VPCArgs) { a.DisableProtection = true }, nil},
		"development": {func(a *network.VPCArgs) { a.Profile = component.Development }, nil},
	} {
		var protected []string
		for _, r := range run(t, test.change).All() {
			if r.Protect {
				protected = append(protected, r.Name)
			}
		}
		assert.Equal(t, test.want, protected, name)
	}
}

// TestDevelopmentIsSmallerAndNoLessPrivate compares the profiles: what differs is size, retention and protection.
func TestDevelopmentIsSmallerAndNoLessPrivate(t *testing.T) {
	t.Parallel()
	production := run(t, func(a *network.VPCArgs) { a.NATGateways, a.FlowLogRetentionDays = network.Single, 365 })
	development := run(t, func(a *network.VPCArgs) { a.Profile, a.FlowLogRetentionDays = component.Development, 365 })
	assert.Equal(t, infratest.Names(production.All()), infratest.Names(development.All()))
	for _, r := range production.All() {
		assert.Equal(t, r.Inputs, development.ByURN(r.URN).Inputs, r.Name)
	}
	one := run(t, func(a *network.VPCArgs) { a.Profile, a.AvailabilityZones = component.Development, zones("b") })
	assert.Len(t, one.OfType(subnetToken), 3)
	assert.InDelta(t, 30, one.One(t, logGroupToken).Value("retentionInDays"), 0)
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	var vpc *network.VPC
	export := func(letters string, mode network.NATMode, opts ...infratest.Option) *infratest.Graph {
		return infratest.Run(t, func(ctx *pulumi.Context) error {
			args, err := testArgs(ctx)
			if err != nil {
				return err
			}
			args.AvailabilityZones, args.NATGateways, args.InterfaceEndpoints = zones(letters), mode, []string{"sqs"}
			if vpc, err = network.NewVPC(ctx, "main", args); err != nil {
				return err
			}
			for name, output := range map[string]pulumi.Output{
				"vpc": vpc.VPCID, "cidr": vpc.CIDRBlock, "zones": vpc.AvailabilityZones, "public": vpc.PublicSubnetIDs, "private": vpc.PrivateSubnetIDs,
				"isolated": vpc.IsolatedSubnetIDs, "egress": vpc.EgressSubnetIDs, "addresses": vpc.NATPublicIPs, "publicTable": vpc.PublicRouteTableID,
				"privateTables": vpc.PrivateRouteTableIDs, "isolatedTable": vpc.IsolatedRouteTableID, "group": vpc.EndpointSecurityGroupID, "logs": vpc.FlowLogGroupName,
			} {
				ctx.Export(name, output)
			}
			return nil
		}, opts...)
	}
	graph := export("ba", network.OnePerZone)
	require.NotNil(t, vpc.Network)
	output := func(name string) any {
		v, ok := graph.Output(name)
		require.True(t, ok, name)
		return v.Mappable()
	}
	ids := func(token string, names ...string) []any {
		var all []any
		for _, name := range names {
			all = append(all, idOf(t, graph, token, name))
		}
		return all
	}
	private := ids(subnetToken, "main-private-a", "main-private-b")
	addresses := []any{}
	for _, letter := range []string{"a", "b"} {
		addresses = append(addresses, graph.Named(t, addressToken, "main-nat-"+letter+"-address").Outputs["publicIp"].StringValue())
	}
	for name, want := range map[string]any{
		"vpc": ids(networkToken, "main-vpc")[0], "cidr": "10.20.0.0/16", "zones": []any{"eu-central-1a", "eu-central-1b"},
		"public": ids(subnetToken, "main-public-a", "main-public-b"), "private": private, "egress": private,
		"isolated": ids(subnetToken, "main-isolated-a", "main-isolated-b"), "addresses": addresses,
		"publicTable": ids(tableToken, "main-public-routes")[0], "isolatedTable": ids(tableToken, "main-isolated-routes")[0],
		"privateTables": ids(tableToken, "main-private-a-routes", "main-private-b-routes"),
		"group":         ids(groupToken, "main-endpoints-security-group")[0],
		"logs":          graph.One(t, logGroupToken).Outputs["name"].StringValue(),
	} {
		assert.Equal(t, want, output(name), name)
	}
	graph = export("a"+"c", network.None)
	assert.Equal(t, []any{}, output("addresses"), "no gateway, no address")
	assert.Equal(t, output("private"), output("egress"))
}

// TestOutputsWaitForNoMoreThanTheyName feeds each list to a resource and looks at what that one depends on.
func TestOutputsWaitForNoMoreThanTheyName(t *testing.T) {
	t.Parallel()
	perTier := func(tier string) []string { return []string{"main-" + tier + "-a", "main-" + tier + "-b"} }
	nat := []string{
		"main-private-a", "main-private-a-association", "main-private-a-internet",
		"main-private-b", "main-private-b-association", "main-private-b-internet",
		"main-public-a-association", "main-public-b-association", "main-public-internet",
	}
	for name, test := range map[string]struct {
		mode   network.NATMode
		egress []string
	}{
		"one per zone": {network.OnePerZone, nat},
		"single": {network.Single, []string{
			"main-private-a", "main-private-a-association", "main-private-a-internet",
			"main-private-b", "main-private-b-association", "main-private-b-internet",
			"main-public-a-association", "main-public-internet",
		}},
		"none": {network.None, []string{
			"main-dynamodb-endpoint", "main-ecr-dkr-endpoint", "main-private-a", "main-private-a-association",
			"main-private-b", "main-private-b-association", "main-s3-endpoint",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := infratest.Run(t, func(ctx *pulumi.Context) error {
				args, err := testArgs(ctx)
				if err != nil {
					return err
				}
				args.NATGateways, args.InterfaceEndpoints = test.mode, []string{network.EndpointECRDocker}
				vpc, err := network.NewVPC(ctx, "main", args)
				if err != nil {
					return err
				}
				for probe, list := range map[string]pulumi.StringArrayOutput{
					"public": vpc.PublicSubnetIDs, "private": vpc.PrivateSubnetIDs, "isolated": vpc.IsolatedSubnetIDs, "egress": vpc.EgressSubnetIDs,
				} {
					var r pulumi.CustomResourceState
					if err := ctx.RegisterResource("probe:index:Probe", probe, pulumi.Map{"subnetIds": list}, &r); err != nil {
						return fmt.Errorf("probe: %w", err)
					}
				}
				return nil
			})
			for tier, want := range map[string][]string{
				"public": perTier("public"), "private": perTier("private"), "isolated": perTier("isolated"), "egress": test.egress,
			} {
				probe := graph.Named(t, "probe:index:Probe", tier)
				assert.ElementsMatch(t, want, infratest.Names(probe.Dependencies), tier)
				assert.Len(t, probe.Value("subnetIds"), 2)
			}
		})
	}
}
