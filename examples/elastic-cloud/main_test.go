package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const deploymentToken = "ec:index/deployment:Deployment"

var secrets = infratest.ConfigSecrets(map[string]string{"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "secretAccessKey": "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLE"})

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("elastic-cloud"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"), secrets,
	}, opts...)...)
}

func run(t *testing.T, stack string) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack)
	require.NoError(t, err)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPlainSecrets(t, graph)
	assert.Empty(t, graph.Unmodelled())
	graph.Golden(t, "testdata/golden/"+stack+".json")
	return graph
}

func TestStaging(t *testing.T) {
	graph := run(t, "staging")
	deployment := graph.One(t, deploymentToken)
	assert.InDelta(t, 1, deployment.Value("elasticsearch.hot.zoneCount"), 0)
	filter := graph.One(t, "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter")
	assert.Equal(t, "198.51.100.0/24", filter.Value("rules[0].source"))
	assert.False(t, deployment.Protect)
}

// The sizes are those of the plan, and the deployment is closed, protected, and keeps snapshots elsewhere.
func TestProduction(t *testing.T) {
	graph := run(t, "production")
	deployment := graph.One(t, deploymentToken)
	sized, err := (&Logs{DailyGB: 60, DocumentBytes: 800, HotDays: 7, WarmDays: 23, FrozenDays: 335}).plan()
	require.NoError(t, err)
	for _, phase := range []string{"hot", "warm", "frozen"} {
		tier, ok := sized.Tier(phase)
		require.True(t, ok)
		assert.Equal(t, tier.Size(), deployment.Value("elasticsearch."+phase+".size"), phase)
		assert.InDelta(t, 2, deployment.Value("elasticsearch."+phase+".zoneCount"), 0, phase)
	}
	assert.True(t, deployment.Protect)
	assert.Len(t, graph.OfType("ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore"), 2)
}

// What Elasticsearch is told is there for each application, and is no secret; the administrator's password is one.
func TestRequests(t *testing.T) {
	graph := run(t, "production")
	requests, ok := graph.Output("requests")
	require.True(t, ok)
	for _, request := range []string{
		"PUT /_ilm/policy/logs-apps", "PUT /_index_template/logs-apps", "POST /_security/api_key for orders", "POST /_security/api_key for payments",
	} {
		assert.NotEmpty(t, requests.ObjectValue()[resource.PropertyKey(request)].StringValue(), request)
	}
	assert.Len(t, requests.ObjectValue(), 4)
}

// A plan that will not scale, and a deployment that is not fit, are refused before anything is registered.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		settings string
		want     []string
	}{
		"a plan": {
			`{"region": "us-east-1", "template": "aws-storage-optimized", "version": "9.1.4", "daily_gb": 0, "document_bytes": 0, "hot_days": 0, "applications": []}`,
			[]string{"DailyGB: need", "DocumentBytes: need", "Retention.HotDays: need"},
		},
		"a deployment": {
			`{"region": "aws-us-east-1", "template": "aws-storage-optimized", "version": "9.x", "daily_gb": 5, "document_bytes": 800, "hot_days": 7,
				"applications": ["orders"], "allow": ["0.0.0.0/0"], "endpoints": ["vpce-0a1b2c3d"]}`,
			[]string{"DeploymentArgs.Region: need", `us-east-1`, "DeploymentArgs.Version: need", "DeploymentArgs.Network: need exactly one of", "0.0.0.0/0"},
		},
	} {
		graph, err := try(t, "production", infratest.Config(map[string]string{"elastic-cloud:logs": c.settings}))
		require.Error(t, err, name)
		for _, part := range c.want {
			assert.ErrorContains(t, err, part, name)
		}
		assert.Empty(t, graph.OfType(deploymentToken), name)
	}
}
