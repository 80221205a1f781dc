package main

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/gcp-redis/contracts"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"
	firewallToken  = "gcp:compute/firewall:Firewall"
	groupsQuestion = "twingate:index/getTwingateGroups:getTwingateGroups"
)

// upstream is the stack of the instances that a stack of this project looks at.
func upstream(stack string) string { return "organization/gcp-redis/" + stack }

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

func instance(host string, port int, readHost string, readPort int) contracts.Instance {
	return contracts.Instance{
		Host: text(host), Port: pulumi.Int(port).ToIntOutput(), ReadHost: text(readHost), ReadPort: pulumi.Int(readPort).ToIntOutput(),
		CACertificates: pulumi.ToStringArray([]string{"-----BEGIN CERTIFICATE-----"}).ToStringArrayOutput(),
	}
}

// redis is what the instances' stack exports.
func redis() *contracts.Redis {
	return &contracts.Redis{Instances: map[string]contracts.Instance{
		"redis-sidekiq":  instance("10.37.91.116", 6378, "", 0),
		"redis-catalog":  instance("10.37.92.20", 6378, "10.37.92.21", 6379),
		"redis-sessions": instance("10.37.93.4", 6378, "", 0),
	}}
}

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("twingate-gcp"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"),
		stackreftest.Fake(t, upstream(stack), redis()),
	}, opts...)...)
}

func run(t *testing.T, stack string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, opts...)
	require.NoError(t, err)
	return graph
}

func TestStacks(t *testing.T) {
	for stack, connectors := range map[string]int{"staging": 1, "production": 2} {
		graph := run(t, stack)
		assert.Len(t, graph.OfType(connectorToken), connectors, stack)
		assert.Len(t, graph.OfType(tokensToken), connectors, "%s: each connector has its own", stack)
		assert.Len(t, graph.OfType("gcp:secretmanager/secret:Secret"), connectors, "%s: and a secret of its own", stack)
		infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
		infratest.AssertNoPublicIngress(t, graph)
		infratest.AssertNoPlainSecrets(t, graph)
		assert.Empty(t, graph.Unmodelled(), stack)
		graph.Golden(t, "testdata/golden/"+stack+".json")
	}
}

// The group reaches the instances that are named, on their ports, and no other.
func TestWhatTheGroupReaches(t *testing.T) {
	found := infratest.Respond(groupsQuestion, func(call infratest.Call) (map[string]any, error) {
		assert.Equal(t, "On-call", call.Inputs["name"].StringValue())
		return map[string]any{"groups": []any{map[string]any{"id": "group-1", "name": "On-call", "type": "SYNCED", "isActive": true}}}, nil
	})
	graph := run(t, "production", found)
	reached := map[string]string{}
	for _, resource := range graph.OfType(resourceToken) {
		reached[resource.Name] = fmt.Sprint(resource.Value("address"), resource.Value("protocols.tcp.ports"))
		infratest.AssertInputs(t, resource, map[string]any{
			"protocols.allowIcmp": false, "protocols.tcp.policy": "RESTRICTED", "protocols.udp.policy": "DENY_ALL",
			"accessGroups":   []any{map[string]any{"groupId": "group-1"}},
			"accessPolicies": []any{map[string]any{"mode": "ACCESS_REQUEST", "approvalMode": "MANUAL", "duration": "8h"}},
		})
	}
	assert.Equal(t, map[string]string{
		"access-resource-redis-sidekiq": "10.37.91.116[6378]", "access-resource-redis-catalog": "10.37.92.20[6378]",
		"access-resource-redis-catalog-read": "10.37.92.21[6379]",
	}, reached, "not the sessions")
	addresses, _ := graph.Output("addresses")
	assert.Equal(t, map[string]any{
		"redis-sidekiq": "10.37.91.116", "redis-catalog": "10.37.92.20", "redis-catalog-read": "10.37.92.21",
	}, addresses.Mappable())
	assert.True(t, graph.One(t, "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork").Protect)
}

// The rules for the private network name the addresses of the instances alone; nothing reaches the connectors.
func TestFirewall(t *testing.T) {
	graph := run(t, "production")
	private := map[any]bool{}
	for _, rule := range graph.OfType(firewallToken) {
		if _, allows := rule.Input("allows"); !allows {
			continue
		}
		assert.Equal(t, "EGRESS", rule.Value("direction"), rule.Name)
		for _, block := range rule.Value("destinationRanges").([]any) {
			private[block] = true
		}
	}
	delete(private, "0.0.0.0/0")
	assert.Equal(t, map[any]bool{"10.37.91.116/32": true, "10.37.92.20/32": true, "10.37.92.21/32": true}, private)
}

func TestPreviewKnowsTheInstances(t *testing.T) {
	preview, update := run(t, "production", infratest.Preview()), run(t, "production")
	assert.Len(t, preview.All(), len(update.All()))
	for _, resource := range preview.OfType(resourceToken) {
		assert.Equal(t, update.Named(t, resourceToken, resource.Name).Value("address"), resource.Value("address"))
	}
}

// A search that finds nobody ends the program: nothing is made for no one.
func TestNoGroup(t *testing.T) {
	none := infratest.Respond(groupsQuestion, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"groups": []any{}}, nil
	})
	for _, opts := range [][]infratest.Option{{none}, {none, infratest.Preview()}} {
		graph, err := try(t, "staging", opts...)
		require.ErrorContains(t, err, `need a group called "Developers" in Twingate, found none`)
		infratest.AssertNothingRegistered(t, graph)
	}
}

func TestABrokenContractRegistersNothing(t *testing.T) {
	name := upstream("staging")
	for label, fake := range map[string]infratest.Option{
		"never deployed": stackreftest.NeverDeployed(name),
		"a new major":    stackreftest.Fake(t, name, redis(), stackreftest.Version("2.0")),
		"no instances":   infratest.StackOutputs(name, map[string]any{"redis": map[string]any{}}),
		"a host that is a number": infratest.StackOutputs(name, map[string]any{"redis": map[string]any{"redis-sidekiq": map[string]any{
			"host": 7, "port": 6378, "readHost": "", "readPort": 0, "caCertificates": []any{},
		}}}),
	} {
		graph, err := try(t, "staging", fake)
		var failed *stackref.Error
		require.ErrorAs(t, err, &failed, label)
		assert.Equal(t, "acme.gcp-redis", failed.Contract)
		infratest.AssertNothingRegistered(t, graph)
	}
}

func TestAnInstanceThatIsNotThere(t *testing.T) {
	graph, err := try(t, "staging", infratest.Config(map[string]string{"twingate-gcp:access": `{"group": "Developers", "instances": ["redis-sidekik", "redis-catalog"],
		"region": "europe-west1", "zones": ["europe-west1-b"], "network": "default", "subnetwork": "default"}`}))
	require.ErrorContains(t, err,
		`twingate-gcp: access.instances[0]: need redis-catalog, redis-sessions or redis-sidekiq, got "redis-sidekik" (did you mean redis-sidekiq?)`)
	infratest.AssertNothingRegistered(t, graph)
}

// Everything that is wrong in the configuration is told at once, with the block's own words, and nothing is registered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "production", infratest.Config(map[string]string{
		"twingate:network": "acme.twingate.com",
		"twingate-gcp:access": `{"group": "On-call", "instances": ["redis-sidekiq"], "connectors": 1, "duration": "10m", "region": "europe", "zones": ["europe-west1-b"],
			"network": "default", "subnetwork": "default", "image": "Twingate", "channels": ["oncall"]}`,
	}))
	require.Error(t, err)
	infratest.AssertNothingRegistered(t, graph)
	fields := map[string]bool{}
	for _, problem := range component.FieldErrors(err) {
		fields[problem.Field] = true
	}
	for _, want := range []string{
		"Access.Account", "Access.Connectors", "Access.Resources[0].AccessPolicies[0].Duration", "Region", "Zones", "Image", "NotificationChannels[0]",
	} {
		assert.True(t, fields[want], "%s is not among %v", want, fields)
	}
	_, err = try(t, "production", infratest.Config(map[string]string{"twingate-gcp:access": `{"groups": "On-call"}`, "twingate-gcp:tags": `{}`}))
	for _, want := range []string{"groups: need a known key", "access.group: need", "access.instances: need", "owner: need"} {
		require.ErrorContains(t, err, want)
	}
}
