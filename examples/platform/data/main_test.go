package main

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/examples/platform/contracts/contractstest"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

const (
	cacheToken  = "aws:elasticache/replicationGroup:ReplicationGroup"
	domainToken = "aws:opensearch/domain:Domain"
	roleToken   = "aws:iam/role:Role"
	ruleToken   = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
)

// network is what the network's stack exports.
func network(stack string) *contracts.Network {
	if stack == "staging" {
		return contractstest.Network("eu-central-1a", "eu-central-1b")
	}
	return contractstest.Network("eu-central-1a", "eu-central-1b", "eu-central-1c")
}

func upstream(stack string) string { return "organization/platform-network/" + stack }

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("platform-data"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"),
		stackreftest.Fake(t, upstream(stack), network(stack)),
	}, opts...)...)
}

func run(t *testing.T, stack string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, opts...)
	require.NoError(t, err)
	return graph
}

func TestStacks(t *testing.T) {
	for stack, want := range map[string]struct {
		nodes, zones int
		protected    bool
	}{"staging": {1, 1, false}, "production": {3, 3, true}} {
		graph := run(t, stack)
		infratest.AssertTagged(t, graph, company.Policy())
		infratest.AssertNoPublicIngress(t, graph)
		infratest.AssertNoPlainSecrets(t, graph)
		assert.Empty(t, graph.Unmodelled(), stack)
		graph.Golden(t, "testdata/golden/"+stack+".json")

		domain := graph.One(t, domainToken)
		assert.InDelta(t, want.nodes, domain.Value("clusterConfig.instanceCount"), 0, stack)
		assert.Len(t, domain.Value("vpcOptions.subnetIds"), want.zones, stack)
		assert.Equal(t, want.protected, domain.Protect, stack)
		assert.Equal(t, want.protected, graph.One(t, cacheToken).Protect, stack)
	}
}

// Both stores stand in the subnets without a way out, and admit the data clients and nobody else.
func TestWhoMayConnect(t *testing.T) {
	graph := run(t, "production")
	isolated := []any{"subnet-2a", "subnet-2b", "subnet-2c"}
	assert.Equal(t, isolated, graph.One(t, domainToken).Value("vpcOptions.subnetIds"))
	assert.Equal(t, isolated, graph.One(t, "aws:elasticache/subnetGroup:SubnetGroup").Value("subnetIds"))
	ports := map[string]bool{}
	for _, rule := range graph.OfType(ruleToken) {
		assert.Equal(t, "sg-0a1b2c3d", rule.Value("referencedSecurityGroupId"), rule.Name)
		ports[fmt.Sprint(rule.Value("fromPort"))] = true
	}
	assert.Equal(t, map[string]bool{"6379": true, "443": true}, ports)
}

// The domain knows one role beside the administrators', and roles of another environment cannot assume it.
func TestWhoMaySearch(t *testing.T) {
	for _, stack := range []string{"staging", "production"} {
		graph := run(t, stack)
		client := graph.Named(t, roleToken, "products-client")
		var trust struct {
			Statement []struct {
				Effect, Action string
				Principal      struct{ AWS string }
				Condition      map[string]map[string]string
			}
		}
		require.NoError(t, json.Unmarshal([]byte(client.Value("assumeRolePolicy").(string)), &trust))
		require.Len(t, trust.Statement, 1)
		statement := trust.Statement[0]
		assert.Equal(t, "arn:aws:iam::123456789012:root", statement.Principal.AWS)
		assert.Equal(t, "Allow sts:AssumeRole", statement.Effect+" "+statement.Action)
		assert.Equal(t, map[string]map[string]string{"StringEquals": {"aws:PrincipalTag/environment": stack}}, statement.Condition)

		policy := graph.One(t, "aws:opensearch/domainPolicy:DomainPolicy").Value("accessPolicies")
		assert.Contains(t, policy, client.Outputs["arn"].StringValue())
	}
}

// The contract is kept, and holds no password.
func TestWhatIsExported(t *testing.T) {
	graph := run(t, "production")
	sessions, ok := graph.Output("sessions")
	require.True(t, ok)
	products, ok := graph.Output("products")
	require.True(t, ok)
	assert.False(t, sessions.ContainsSecrets() || products.ContainsSecrets())
	cluster, domain := sessions.Mappable().(map[string]any), products.Mappable().(map[string]any)
	assert.Equal(t, graph.One(t, cacheToken).Outputs["configurationEndpointAddress"].StringValue(), cluster["endpoint"])
	assert.Equal(t, graph.One(t, cacheToken).Value("port"), cluster["port"])
	assert.Equal(t, graph.One(t, "aws:secretsmanager/secret:Secret").Outputs["arn"].StringValue(), cluster["secretArn"])
	assert.Equal(t, graph.One(t, "aws:secretsmanager/secretVersion:SecretVersion").Outputs["versionId"].StringValue(), cluster["secretVersionId"])
	assert.Equal(t, graph.One(t, domainToken).Outputs["endpoint"].StringValue(), domain["endpoint"])
	assert.Equal(t, graph.Named(t, roleToken, "products-client").Outputs["arn"].StringValue(), domain["clientRoleArn"])
}

func TestPreviewKnowsWhatAnUpdateMakes(t *testing.T) {
	assert.Len(t, run(t, "production", infratest.Preview()).All(), len(run(t, "production").All()))
}

func TestABrokenContractRegistersNothing(t *testing.T) {
	v, name := network("staging"), upstream("staging")
	for label, fake := range map[string]infratest.Option{
		"never deployed": stackreftest.NeverDeployed(name),
		"renamed":        stackreftest.Fake(t, name, v, stackreftest.Renamed(&v.IsolatedSubnetIDs, "dataSubnetIds")),
		"missing":        stackreftest.Fake(t, name, v, stackreftest.Without(&v.DataClientsGroupID)),
		"another type":   stackreftest.Fake(t, name, v, stackreftest.Replaced(&v.VPCID, 7)),
		"a new major":    stackreftest.Fake(t, name, v, stackreftest.Version("2.0")),
	} {
		graph, err := try(t, "staging", fake)
		var failed *stackref.Error
		require.ErrorAs(t, err, &failed, label)
		assert.Equal(t, "acme.platform.network", failed.Contract)
		infratest.AssertNothingRegistered(t, graph)
	}
}

// Mistakes in the settings of a store are told at once, with the block's own words, and the store is not registered.
func TestMistakes(t *testing.T) {
	for token, settings := range map[string]string{
		cacheToken: `{
			"sessions": {"engine_version": "1.0", "node_type": "cache.x9.large", "max_memory_policy": "no-eviction"},
			"products": {"engine_version": "OpenSearch_2.19", "admin_role_arn": "arn:aws:iam::123456789012:role/a"}}`,
		domainToken: `{
			"sessions": {"engine_version": "8.0"},
			"products": {"engine_version": "7.10", "admin_role_arn": "admin", "nodes": 4}}`,
	} {
		graph, err := try(t, "production", infratest.Config(map[string]string{"platform-data:data": settings}))
		require.Error(t, err)
		assert.GreaterOrEqual(t, len(component.FieldErrors(err)), 3, "%v", err)
		assert.Empty(t, graph.OfType(token))
	}
	graph, err := try(t, "production", infratest.Config(map[string]string{"platform-data:data": `{"redis": {}}`, "platform-data:tags": `{}`}))
	for _, want := range []string{
		"redis: need a known key", "data.sessions.engine_version: need", "data.products.admin_role_arn: need", "data-class: need",
	} {
		require.ErrorContains(t, err, want)
	}
	infratest.AssertNothingRegistered(t, graph)
}
