package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/examples/network-and-app/contracts"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
	"github.com/groundwork-go/groundwork/tagging"
)

// upstream is the stack of the network that a stack of this project looks at.
func upstream(stack string) string { return "organization/network/" + stack }

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

// network is what the network's stack exports, in two regions.
func network() *contracts.Network {
	return &contracts.Network{
		NetworkID: text("projects/acme-host/global/networks/main"),
		Zone:      contracts.Zone{Name: text("internal-1234"), Domain: text("acme.internal.")},
		Regions: []contracts.Region{
			{Name: "europe-west1", Connector: text("projects/acme/locations/europe-west1/connectors/west"), Ingress: text("10.0.0.20")},
			{Name: "europe-north1", Connector: text("projects/acme/locations/europe-north1/connectors/north"), Ingress: text("10.0.2.20")},
		},
		Proxy: contracts.Proxy{
			Host: text("proxy.acme.internal."), Port: pulumi.Int(3128).ToIntOutput(),
			Password: pulumi.ToSecret(text("correct-horse")).(pulumi.StringOutput),
		},
	}
}

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{infratest.Project("app"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml")}, opts...)...)
}

func run(t *testing.T, stack string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, opts...)
	require.NoError(t, err)
	return graph
}

func TestAServiceInEveryRegion(t *testing.T) {
	graph := run(t, "production", stackreftest.Fake(t, upstream("production"), network()))
	for region, want := range map[string]struct{ connector, ingress string }{
		"europe-west1":  {"projects/acme/locations/europe-west1/connectors/west", "10.0.0.20"},
		"europe-north1": {"projects/acme/locations/europe-north1/connectors/north", "10.0.2.20"},
	} {
		service := graph.Named(t, "gcp:cloudrunv2/service:Service", "shop-"+region)
		record := graph.Named(t, "gcp:dns/recordSet:RecordSet", "shop-"+region)
		for path, want := range map[string]any{"location": region, "template.vpcAccess.connector": want.connector} {
			got, ok := service.Input(path)
			require.True(t, ok, path)
			assert.Equal(t, want, got.V, path)
		}
		for path, want := range map[string]any{
			"managedZone": "internal-1234", "name": "shop-" + region + ".acme.internal.", "ttl": 300.0, "rrdatas[0]": want.ingress,
		} {
			got, ok := record.Input(path)
			require.True(t, ok, path)
			assert.Equal(t, want, got.V, path)
		}
	}
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPlainSecrets(t, graph)
	graph.Golden(t, "testdata/golden/production.json")
}

func TestThePasswordOfTheProxyStaysSecret(t *testing.T) {
	graph := run(t, "staging", stackreftest.Fake(t, upstream("staging"), network()))
	version := graph.One(t, "gcp:secretmanager/secretVersion:SecretVersion")
	data, ok := version.Input("secretData")
	require.True(t, ok)
	assert.Equal(t, "http://shop:correct-horse@proxy.acme.internal.:3128", data.StringValue())
	assert.True(t, version.IsSecret("secretData"))
}

func TestTheNetworkMayChooseTheTTL(t *testing.T) {
	v := network()
	v.RecordTTL = pulumi.Int(60).ToIntOutput()
	graph := run(t, "staging", stackreftest.Fake(t, upstream("staging"), v))
	for _, record := range graph.OfType("gcp:dns/recordSet:RecordSet") {
		ttl, _ := record.Input("ttl")
		assert.Equal(t, 60.0, ttl.NumberValue(), record.Name)
	}
}

func TestPreviewKnowsTheNetwork(t *testing.T) {
	fake := stackreftest.Fake(t, upstream("production"), network())
	assert.Len(t, run(t, "production", fake, infratest.Preview()).All(), len(run(t, "production", fake).All()))
}

func TestABrokenContractRegistersNothing(t *testing.T) {
	v := network()
	name := upstream("staging")
	for label, fake := range map[string]infratest.Option{
		"no such stack":   nil,
		"never deployed":  stackreftest.NeverDeployed(name),
		"renamed":         stackreftest.Fake(t, name, v, stackreftest.Renamed(&v.Zone.Domain, "dnsName")),
		"missing":         stackreftest.Fake(t, name, v, stackreftest.Without(&v.Regions[1].Connector)),
		"another type":    stackreftest.Fake(t, name, v, stackreftest.Replaced(&v.Proxy.Port, "3128")),
		"not decryptable": stackreftest.Fake(t, name, v, stackreftest.Undecryptable(&v.Proxy.Password)),
		"a plain secret":  stackreftest.Fake(t, name, v, stackreftest.Plain(&v.Proxy.Password)),
		"a new major":     stackreftest.Fake(t, name, v, stackreftest.Version("2.0")),
	} {
		t.Run(label, func(t *testing.T) {
			for _, opts := range [][]infratest.Option{nil, {infratest.Preview()}} {
				graph, err := try(t, "staging", append(opts, fake)...)
				var failed *stackref.Error
				require.ErrorAs(t, err, &failed)
				assert.Equal(t, "acme.network", failed.Contract)
				infratest.AssertNothingRegistered(t, graph)
			}
		})
	}
}
