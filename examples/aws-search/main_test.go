package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const domainToken = "aws:opensearch/domain:Domain"

// try runs the program with a stack's file and some keys of it replaced.
func try(t *testing.T, stack string, changes map[string]string) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program,
		infratest.Project("aws-search"), infratest.Stack(stack), infratest.StackFile("Pulumi."+stack+".yaml"), infratest.Config(changes))
}

func run(t *testing.T, stack string) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, nil)
	require.NoError(t, err)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPublicIngress(t, graph)
	infratest.AssertNoPlainSecrets(t, graph)
	assert.Empty(t, graph.Unmodelled())
	graph.Golden(t, "testdata/golden/"+stack+".json")
	return graph
}

func TestStaging(t *testing.T) {
	domain := run(t, "staging").One(t, domainToken)
	assert.InDelta(t, 1, domain.Value("clusterConfig.instanceCount"), 0)
	assert.Len(t, domain.Value("vpcOptions.subnetIds"), 1, "one zone, where the network has two")
	assert.False(t, domain.Protect)
}

func TestProduction(t *testing.T) {
	domain := run(t, "production").One(t, domainToken)
	assert.InDelta(t, 3, domain.Value("clusterConfig.instanceCount"), 0)
	assert.InDelta(t, 3, domain.Value("clusterConfig.dedicatedMasterCount"), 0)
	assert.InDelta(t, 2, domain.Value("clusterConfig.warmCount"), 0)
	assert.Len(t, domain.Value("vpcOptions.subnetIds"), 3)
	assert.Equal(t, true, domain.Value("encryptAtRest.enabled"))
	assert.True(t, domain.Protect)
}

// All mistakes in the settings of the domain are told at once, and the domain is not registered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "production", map[string]string{
		"aws-search:search": `{"engine_version": "7.10", "admin_role_arn": "admin", "instance_type": "t2.small.search", "nodes": 4, "off_peak_start": "25:00"}`,
	})
	require.Error(t, err)
	for _, part := range []string{
		"DomainArgs.EngineVersion: need", "DomainArgs.Data.InstanceType: need", "DomainArgs.Data.Count: need",
		"DomainArgs.OffPeakStart: need", "DomainArgs.AlarmTopicARN: need",
	} {
		assert.ErrorContains(t, err, part)
	}
	assert.NotEmpty(t, component.FieldErrors(err))
	assert.Empty(t, graph.OfType(domainToken))
}

func TestPreviewKnowsWhatAnUpdateMakes(t *testing.T) {
	update := run(t, "production")
	preview := infratest.Run(t, program, infratest.Preview(),
		infratest.Project("aws-search"), infratest.Stack("production"), infratest.StackFile("Pulumi.production.yaml"))
	assert.Len(t, preview.All(), len(update.All()))
}
