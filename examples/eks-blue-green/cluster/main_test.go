package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func try(t *testing.T, file string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{infratest.Project("cluster"), infratest.Stack("staging"), infratest.StackFile(file)}, opts...)...)
}

func run(t *testing.T, file string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, file, opts...)
	require.NoError(t, err)
	return graph
}

func TestAClusterForEachSlot(t *testing.T) {
	graph := run(t, "../upgrade/1-add-green.yaml")
	for name, version := range map[string]string{"acme-blue-g1-cluster": "1.34", "acme-green-g1-cluster": "1.35"} {
		got, ok := graph.Named(t, "aws:eks/cluster:Cluster", name).Input("version")
		require.True(t, ok)
		assert.Equal(t, version, got.StringValue())
	}
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPlainSecrets(t, graph)
	infratest.AssertNoPublicIngress(t, graph,
		infratest.AllowPublic("acme-web-security-group-ingress-https-0-0-0-0-0", 443), infratest.AllowPublic("acme-web-security-group-ingress-http-0-0-0-0-0", 80))
	graph.Golden(t, "testdata/golden/two-slots.json")
}

// The steps differ in what they say of slots, and in nothing else.
func TestTheStepsOfAnUpgrade(t *testing.T) {
	for file, want := range map[string]struct {
		active string
		states map[string]string
	}{
		"Pulumi.staging.yaml":           {"blue", map[string]string{"blue": "serving"}},
		"../upgrade/1-add-green.yaml":   {"blue", map[string]string{"blue": "serving", "green": "standby"}},
		"../upgrade/2-shift.yaml":       {"green", map[string]string{"blue": "standby", "green": "serving"}},
		"../upgrade/3-drain-blue.yaml":  {"green", map[string]string{"blue": "draining", "green": "serving"}},
		"../upgrade/4-remove-blue.yaml": {"green", map[string]string{"green": "serving"}},
		"../upgrade/blue-is-lost.yaml":  {"green", map[string]string{"blue": "lost", "green": "serving"}},
	} {
		graph := run(t, file)
		active, ok := graph.Output("active")
		require.True(t, ok, file)
		assert.Equal(t, want.active, active.StringValue(), file)
		slots, _ := graph.Output("slots")
		states := map[string]string{}
		for name, slot := range slots.ObjectValue() {
			states[string(name)] = slot.ObjectValue()["state"].StringValue()
		}
		assert.Equal(t, want.states, states, file)
	}
}

func TestPreviewRegistersTheSame(t *testing.T) {
	assert.Len(t, run(t, "Pulumi.staging.yaml", infratest.Preview()).All(), len(run(t, "Pulumi.staging.yaml").All()))
}

// All that is wrong with the clusters is told at once, and none of them is registered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "Pulumi.staging.yaml", infratest.Config(map[string]string{
		"cluster:clusters": `{"active": "bleu", "slots": {
			"blue": {"kubernetes_version": "1.28"},
			"Green": {"kubernetes_version": "1.35", "addon_versions": {"kube-proxy": "v1.36.0-eksbuild.1"}}}}`,
	}))
	require.Error(t, err)
	for _, part := range []string{
		`Active: need Green or blue, got "bleu" (did you mean blue?)`,
		`Slots["Green"]: need 1 to 12 lower-case letters and digits`,
		`Slots["blue"].KubernetesVersion: need a minor version of Kubernetes in standard support`,
		`Slots["Green"].AddonVersions["kube-proxy"]`,
	} {
		assert.ErrorContains(t, err, part)
	}
	assert.Len(t, component.FieldErrors(err), 4)
	assert.Empty(t, graph.OfType("groundwork:aws/ekscluster:Clusters"))
	assert.Empty(t, graph.OfType("aws:eks/cluster:Cluster"))
}
