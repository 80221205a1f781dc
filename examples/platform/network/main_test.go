package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/infratest"
)

const (
	vpcToken    = "aws:ec2/vpc:Vpc"
	subnetToken = "aws:ec2/subnet:Subnet"
	natToken    = "aws:ec2/natGateway:NatGateway"
	groupToken  = "aws:ec2/securityGroup:SecurityGroup"
)

// try runs the program with a stack's file and some keys of it replaced.
func try(t *testing.T, stack string, changes map[string]string) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program,
		infratest.Project("platform-network"), infratest.Stack(stack), infratest.StackFile("Pulumi."+stack+".yaml"), infratest.Config(changes))
}

func run(t *testing.T, stack string) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, nil)
	require.NoError(t, err)
	infratest.AssertTagged(t, graph, company.Policy())
	infratest.AssertNoPublicIngress(t, graph)
	infratest.AssertNoPlainSecrets(t, graph)
	assert.Empty(t, graph.Unmodelled())
	graph.Golden(t, "testdata/golden/"+stack+".json")
	return graph
}

func TestStacks(t *testing.T) {
	for stack, want := range map[string]struct {
		subnets, gateways int
		protected         bool
	}{"staging": {6, 1, false}, "production": {9, 3, true}} {
		graph := run(t, stack)
		assert.Len(t, graph.OfType(subnetToken), want.subnets, "%s: three tiers", stack)
		assert.Len(t, graph.OfType(natToken), want.gateways, stack)
		assert.Equal(t, want.protected, graph.One(t, vpcToken).Protect, stack)
	}
}

// The contract is kept: each tier with a subnet for each zone, and the group that data stores admit.
func TestWhatIsExported(t *testing.T) {
	graph := run(t, "production")
	output := func(name string) any {
		v, ok := graph.Output(name)
		require.True(t, ok, name)
		return v.Mappable()
	}
	assert.Equal(t, graph.One(t, vpcToken).ID, output("vpcId"))
	assert.Equal(t, "10.60.0.0/16", output("cidr"))
	assert.Equal(t, []any{"eu-central-1a", "eu-central-1b", "eu-central-1c"}, output("zones"))
	assert.Equal(t, graph.Named(t, groupToken, "data-clients").ID, output("dataClientsGroupId"))
	for name, tier := range map[string]string{"publicSubnetIds": "public", "egressSubnetIds": "private", "isolatedSubnetIds": "isolated"} {
		var want []any
		for _, zone := range []string{"a", "b", "c"} {
			want = append(want, graph.Named(t, subnetToken, "platform-"+tier+"-"+zone).ID)
		}
		assert.Equal(t, want, output(name), name)
	}
}

// Staging and production never overlap, so that they can be peered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "production", map[string]string{
		"platform-network:network": `{"cidr": "10.64.0.0/16", "zones": ["eu-central-1a"], "peers": ["10.64.0.0/20"]}`,
	})
	require.Error(t, err)
	assert.Empty(t, graph.All())
	fields := map[string]bool{}
	for _, problem := range component.FieldErrors(err) {
		fields[problem.Field] = true
	}
	assert.True(t, fields["AvailabilityZones"] && fields["PeerCIDRs[0]"], "%v", fields)
	_, err = try(t, "staging", map[string]string{
		"platform-network:network": `{"cidr": "10.64.0.0/20", "zone": []}`, "platform-network:tags": `{"data-class": "secret"}`,
	})
	for _, want := range []string{"zone: need a known key", "network.zones: need", "data-class: need", "owner: need"} {
		require.ErrorContains(t, err, want)
	}
}
