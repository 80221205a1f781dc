package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts/contractstest"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
	"github.com/groundwork-go/groundwork/tagging"
)

func run(t *testing.T, states map[string]string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("platform"), infratest.Stack("staging"), infratest.StackFile("Pulumi.staging.yaml"),
		stackreftest.Fake(t, "organization/cluster/staging", contractstest.Clusters(states)),
	}, opts...)...)
	require.NoError(t, err)
	return graph
}

func TestEveryClusterIsPrepared(t *testing.T) {
	graph := run(t, map[string]string{"blue": "serving", "green": "standby"})
	for _, slot := range []string{"blue-g1", "green-g1"} {
		graph.Named(t, "kubernetes:helm.sh/v4:Chart", slot+"-alb-chart")
		graph.Named(t, "kubernetes:helm.sh/v4:Chart", slot+"-flux-chart")
		graph.Named(t, "kubernetes:apps/v1:Deployment", slot+"-dns-deployment")
	}
	prepared, ok := graph.Output("slots")
	require.True(t, ok)
	assert.Len(t, prepared.ObjectValue(), 2)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy(), infratest.Untagged("kubernetes:source.toolkit.fluxcd.io/*", "kubernetes:kustomize.toolkit.fluxcd.io/*"))
	infratest.AssertNoPlainSecrets(t, graph)
	graph.Golden(t, "testdata/golden/two-slots.json")
}

// Two clusters never write the same records.
func TestEachClusterHasAnOwnerAndADomainOfItsOwn(t *testing.T) {
	graph := run(t, map[string]string{"blue": "serving", "green": "standby"})
	seen := map[string]bool{}
	for _, deployment := range graph.OfType("kubernetes:apps/v1:Deployment") {
		arguments, ok := deployment.Input("spec.template.spec.containers[0].args")
		require.True(t, ok)
		for _, each := range arguments.ArrayValue() {
			if argument := each.StringValue(); strings.HasPrefix(argument, "--txt-owner-id=") || strings.HasPrefix(argument, "--domain-filter=") {
				assert.False(t, seen[argument], argument)
				seen[argument] = true
			}
		}
	}
	assert.Len(t, seen, 4)
}

// A cluster that is about to go, or gone, keeps its provider alone: what was on it goes.
func TestADrainingClusterIsGivenUp(t *testing.T) {
	for _, state := range []string{"draining", "lost"} {
		graph := run(t, map[string]string{"blue": state, "green": "serving"})
		for _, r := range graph.All() {
			if strings.HasPrefix(r.Name, "blue-g1") {
				assert.Contains(t, []string{"blue-g1", "blue-g1-provider", "blue-g1-identity"}, r.Name)
			}
		}
		unreachable, _ := graph.Named(t, "pulumi:providers:kubernetes", "blue-g1-provider").Input("deleteUnreachable")
		assert.Equal(t, state == "lost", unreachable.BoolValue())
	}
}
