package main

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	project = "${PROJECT}"
	stack   = "dev"
)

// try runs the program without a cloud, with the stack's file and some keys of it replaced.
func try(changes map[string]string) (*infratest.Graph, error) {
	return infratest.TryRun(program,
		infratest.Project(project), infratest.Stack(stack), infratest.StackFile("Pulumi."+stack+".yaml"), infratest.Config(changes))
}

func run(t *testing.T, changes map[string]string) *infratest.Graph {
	t.Helper()
	graph, err := try(changes)
	require.NoError(t, err)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPublicIngress(t, graph)
	infratest.AssertNoPlainSecrets(t, graph)
	return graph
}

const groupToken = "aws:elasticache/replicationGroup:ReplicationGroup"

func TestDev(t *testing.T) {
	group := run(t, nil).One(t, groupToken)
	assert.InDelta(t, 1, group.Value("numCacheClusters"), 0)
	assert.Equal(t, true, group.Value("transitEncryptionEnabled"), "in development too")
	assert.False(t, group.Protect)
}

func TestProduction(t *testing.T) {
	group := run(t, map[string]string{"redis": `{
		"engine_version": "8.0", "vpc_id": "vpc-0a", "subnet_ids": ["subnet-0a", "subnet-0b"], "clients": {"web": "sg-0a"}
	}`}).One(t, groupToken)
	assert.InDelta(t, 2, group.Value("numCacheClusters"), 0, "a replica stands by")
	assert.InDelta(t, 7, group.Value("snapshotRetentionLimit"), 0)
	assert.True(t, group.Protect)
}

func TestAMisspeltSettingIsRefused(t *testing.T) {
	graph, err := try(map[string]string{"redis": `{"profil": "development"}`})
	require.ErrorContains(t, err, `did you mean "profile"?`)
	assert.Empty(t, graph.All(), "nothing is registered")
}

// TestSchema keeps schema.json, by which editors check and complete the stacks' files: go test . -update writes it.
func TestSchema(t *testing.T) {
	schema, err := stackconfig.Schema[Settings](project, "redis")
	require.NoError(t, err)
	if flag.Lookup("update").Value.String() == "true" { // a flag of infratest
		require.NoError(t, os.WriteFile("schema.json", schema, 0o644))
	}
	current, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(schema), string(current))
}
