package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts/contractstest"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
	"github.com/groundwork-go/groundwork/tagging"
)

// try runs the program with clusters in these states, of which the platform has prepared some.
func try(t *testing.T, states map[string]string, prepared ...string) (*infratest.Graph, error) {
	t.Helper()
	platform := &contracts.Platform{Slots: map[string]contracts.Prepared{}}
	for _, slot := range prepared {
		platform.Slots[slot] = contracts.Prepared{Generation: 1}
	}
	return infratest.TryRun(program,
		infratest.Project("app"), infratest.Stack("staging"), infratest.StackFile("Pulumi.staging.yaml"),
		stackreftest.Fake(t, "organization/cluster/staging", contractstest.Clusters(states)),
		stackreftest.Fake(t, "organization/platform/staging", platform),
	)
}

func run(t *testing.T, states map[string]string, prepared ...string) *infratest.Graph {
	t.Helper()
	graph, err := try(t, states, prepared...)
	require.NoError(t, err)
	return graph
}

// weights are those of the rule, in its order: blue comes before green.
func weights(t *testing.T, graph *infratest.Graph) []float64 {
	t.Helper()
	groups, ok := graph.Named(t, "aws:lb/listenerRule:ListenerRule", "shop").Input("actions[0].forward.targetGroups")
	require.True(t, ok)
	var all []float64
	for _, group := range groups.ArrayValue() {
		all = append(all, group.ObjectValue()["weight"].NumberValue())
	}
	return all
}

func TestTheShopRunsOnEveryClusterAndOneServes(t *testing.T) {
	graph := run(t, map[string]string{"blue": "serving", "green": "standby"}, "blue", "green")
	for _, slot := range []string{"blue", "green"} {
		graph.Named(t, "kubernetes:apps/v1:Deployment", "shop-"+slot+"-g1-web-deployment")
	}
	assert.Equal(t, []float64{100, 0}, weights(t, graph))
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy(), infratest.Untagged("kubernetes:elbv2.k8s.aws/*"))
	infratest.AssertNoPlainSecrets(t, graph)
	infratest.AssertNoPublicIngress(t, graph)
	graph.Golden(t, "testdata/golden/two-slots.json")
}

func TestAShiftIsTwoNumbers(t *testing.T) {
	assert.Equal(t, []float64{0, 100}, weights(t, run(t, map[string]string{"blue": "standby", "green": "serving"}, "blue", "green")))
}

// The gate: requests wait until the shop is ready on every cluster that it runs on, and joined to the load balancer.
func TestAShiftWaitsForTheShop(t *testing.T) {
	rule := run(t, map[string]string{"blue": "standby", "green": "serving"}, "blue", "green").Named(t, "aws:lb/listenerRule:ListenerRule", "shop")
	var needs []string
	for _, urn := range rule.Dependencies {
		needs = append(needs, urn.Name())
	}
	for _, slot := range []string{"blue", "green"} {
		assert.Contains(t, needs, "shop-"+slot+"-g1-web-deployment")
		assert.Contains(t, needs, "shop-"+slot+"-g1-targets-binding")
	}
}

func TestADrainingClusterIsLeft(t *testing.T) {
	for _, state := range []string{"draining", "lost"} {
		graph := run(t, map[string]string{"blue": state, "green": "serving"}, "blue", "green")
		for _, r := range graph.All() {
			if strings.HasPrefix(r.Name, "shop-blue-g1") {
				assert.Contains(t, []string{"shop-blue-g1", "shop-blue-g1-provider", "shop-blue-g1-identity"}, r.Name)
			}
		}
		assert.Equal(t, []float64{100}, weights(t, graph))
	}
}

func TestAClusterWithoutItsControllersIsNotUsed(t *testing.T) {
	assert.Equal(t, []float64{100}, weights(t, run(t, map[string]string{"blue": "serving", "green": "standby"}, "blue")))
	_, err := try(t, map[string]string{"blue": "standby", "green": "serving"}, "blue")
	require.ErrorContains(t, err, `app: need the platform on the active slot, got none on "green": deploy the stack platform first`)
}
