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

const (
	subnetToken = "aws:ec2/subnet:Subnet"
	natToken    = "aws:ec2/natGateway:NatGateway"
	vpcToken    = "aws:ec2/vpc:Vpc"
)

func TestDev(t *testing.T) {
	graph := run(t, nil)
	assert.Len(t, graph.OfType(subnetToken), 6, "three tiers in two zones")
	assert.Len(t, graph.OfType(natToken), 1)
	assert.Equal(t, "10.20.0.0/20", graph.One(t, vpcToken).Value("cidrBlock"))
}

func TestProduction(t *testing.T) {
	graph := run(t, map[string]string{"network": `{
		"cidr": "10.30.0.0/16", "zones": ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
	}`})
	assert.Len(t, graph.OfType(subnetToken), 9, "three tiers in three zones")
	assert.Len(t, graph.OfType(natToken), 3, "a zone that fails takes no other one's way out with it")
	assert.True(t, graph.One(t, vpcToken).Protect)
}

func TestAMisspeltSettingIsRefused(t *testing.T) {
	graph, err := try(map[string]string{"network": `{"profil": "development"}`})
	require.ErrorContains(t, err, `did you mean "profile"?`)
	assert.Empty(t, graph.All(), "nothing is registered")
}

// TestSchema keeps schema.json, by which editors check and complete the stacks' files: go test . -update writes it.
func TestSchema(t *testing.T) {
	schema, err := stackconfig.Schema[Settings](project, "network")
	require.NoError(t, err)
	if flag.Lookup("update").Value.String() == "true" { // a flag of infratest
		require.NoError(t, os.WriteFile("schema.json", schema, 0o644))
	}
	current, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(schema), string(current))
}
