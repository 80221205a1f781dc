package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	groupToken  = "aws:elasticache/replicationGroup:ReplicationGroup"
	subnetToken = "aws:ec2/subnet:Subnet"
	natToken    = "aws:ec2/natGateway:NatGateway"
)

// try runs the program with a stack's file and some keys of it replaced.
func try(t *testing.T, stack string, changes map[string]string) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program,
		infratest.Project("aws-redis"), infratest.Stack(stack), infratest.StackFile("Pulumi."+stack+".yaml"), infratest.Config(changes))
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
	graph := run(t, "staging")
	assert.Len(t, graph.OfType(subnetToken), 6, "three tiers in two zones")
	assert.Len(t, graph.OfType(natToken), 1)
	group := graph.One(t, groupToken)
	assert.InDelta(t, 1, group.Value("numCacheClusters"), 0)
	assert.InDelta(t, 1, group.Value("snapshotRetentionLimit"), 0)
	assert.Equal(t, true, group.Value("transitEncryptionEnabled"))
}

func TestProduction(t *testing.T) {
	graph := run(t, "production")
	assert.Len(t, graph.OfType(subnetToken), 9, "three tiers in three zones")
	assert.Len(t, graph.OfType(natToken), 3)
	group := graph.One(t, groupToken)
	assert.True(t, group.Protect)
	infratest.AssertInputs(t, group, map[string]any{
		"engine": "valkey", "engineVersion": "8.0", "nodeType": "cache.r7g.large", "numNodeGroups": 2.0, "replicasPerNodeGroup": 1.0,
		"multiAzEnabled": true, "automaticFailoverEnabled": true, "snapshotRetentionLimit": 14.0, "snapshotWindow": "02:00-03:00",
		"maintenanceWindow": "sun:04:00-sun:05:00",
	})
}

// The cluster stands in the tier without a way out.
func TestTheClusterIsIsolated(t *testing.T) {
	graph := run(t, "production")
	isolated := map[string]bool{}
	for _, zone := range []string{"a", "b", "c"} {
		isolated[graph.Named(t, subnetToken, "shop-isolated-"+zone).ID] = true
	}
	subnets, ok := graph.One(t, "aws:elasticache/subnetGroup:SubnetGroup").Input("subnetIds")
	require.True(t, ok)
	require.Len(t, subnets.ArrayValue(), len(isolated))
	for _, id := range subnets.ArrayValue() {
		assert.True(t, isolated[id.StringValue()], id)
	}
}

// Everything that is wrong in the configuration is told at once, with the block's own words, and nothing is registered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "staging", map[string]string{"aws-redis:redis": `{
		"engine_version": "8.0", "node_type": "cache.x9.large", "max_memory_policy": "no-eviction", "snapshot_retention_days": 36,
		"snapshot_window": "04:00-05:00", "maintenance_window": "sun:04:30-sun:05:30", "parameters": {"maxmemory": "1"},
		"restore_from_snapshot": "one", "restore_from_s3": ["arn:aws:s3:::backups/shop.rdb"]}`})
	require.Error(t, err)
	assert.Empty(t, graph.OfType(groupToken))
	fields := map[string]bool{}
	for _, problem := range component.FieldErrors(err) {
		fields[problem.Field] = true
	}
	for _, want := range []string{"NodeType", "MaxMemoryPolicy", "SnapshotRetentionDays", "MaintenanceWindow", "RestoreFrom", "Parameters[\"maxmemory\"]"} {
		assert.True(t, fields[want], "%s is not among %v", want, fields)
	}
}
