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

const bucketToken = "aws:s3/bucketV2:BucketV2"

func TestDev(t *testing.T) {
	bucket := run(t, nil).One(t, bucketToken)
	assert.Equal(t, true, bucket.Value("forceDestroy"))
	assert.False(t, bucket.Protect)
}

func TestProduction(t *testing.T) {
	bucket := run(t, map[string]string{"reports": `{"retention_days": 3650, "locked": true}`}).One(t, bucketToken)
	assert.Equal(t, true, bucket.Value("objectLockEnabled"))
	assert.True(t, bucket.Protect)
}

func TestAMisspeltSettingIsRefused(t *testing.T) {
	graph, err := try(map[string]string{"reports": `{"profil": "development"}`})
	require.ErrorContains(t, err, `did you mean "profile"?`)
	assert.Empty(t, graph.All(), "nothing is registered")
}

// TestSchema keeps schema.json, by which editors check and complete the stacks' files: go test . -update writes it.
func TestSchema(t *testing.T) {
	schema, err := stackconfig.Schema[Reports](project, "reports")
	require.NoError(t, err)
	if flag.Lookup("update").Value.String() == "true" { // a flag of infratest
		require.NoError(t, os.WriteFile("schema.json", schema, 0o644))
	}
	current, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(schema), string(current))
}
