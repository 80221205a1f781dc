package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func run(t *testing.T, stack string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	opts = append([]infratest.Option{infratest.Project("network"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml")}, opts...)
	return infratest.Run(t, program, opts...)
}

func TestWhatIsExported(t *testing.T) {
	graph := run(t, "production")
	for name, want := range map[string]any{
		"networkId": "projects/acme-production-host/global/networks/main", "recordTtl": 60.0,
	} {
		got, ok := graph.Output(name)
		require.True(t, ok, name)
		assert.Equal(t, want, got.V, name)
	}
	zone, ok := graph.Output("zone")
	require.True(t, ok)
	assert.Equal(t, "acme.internal.", zone.ObjectValue()["domain"].StringValue())
	regions, ok := graph.Output("regions")
	require.True(t, ok)
	require.Len(t, regions.ArrayValue(), 2)
	north := regions.ArrayValue()[1].ObjectValue()
	assert.Equal(t, "europe-north1", north["name"].StringValue())
	assert.Equal(t, graph.Named(t, "gcp:vpcaccess/connector:Connector", "europe-north1").ID, north["connector"].StringValue())
	assert.Equal(t, "10.16.2.20", north["ingress"].StringValue())
	proxy, ok := graph.Output("proxy")
	require.True(t, ok)
	assert.True(t, proxy.ContainsSecrets(), "the password")

	_, ok = run(t, "staging").Output("recordTtl")
	assert.False(t, ok, "the contract has a default")
}

func TestResources(t *testing.T) {
	for _, stack := range []string{"staging", "production"} {
		graph := run(t, stack)
		infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
		infratest.AssertNoPlainSecrets(t, graph)
		graph.Golden(t, "testdata/golden/"+stack+".json")
	}
}

func TestBadSettingsRegisterNothing(t *testing.T) {
	graph, err := infratest.TryRun(program,
		infratest.Project("network"), infratest.Stack("staging"), infratest.StackFile("Pulumi.staging.yaml"), infratest.Config(map[string]string{
			"network:network": `{"vpc": "main", "domain": "acme.internal", "proxy_address": "10.0.0.1",
			"connectors": [{"region": "europe-west1", "cidr": "10.0.0.0/24", "ingress": "10.0.0.20"}]}`,
		}))
	for _, want := range []string{"network.vpc: need", "network.domain: need", "network.connectors[0].cidr: need"} {
		require.ErrorContains(t, err, want)
	}
	assert.Empty(t, graph.All())
}
