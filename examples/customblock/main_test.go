package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func run(t *testing.T, stack string) *infratest.Resource {
	t.Helper()
	graph := infratest.Run(t, program, infratest.Project("customblock"), infratest.Stack(stack), infratest.StackFile("Pulumi."+stack+".yaml"))
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPublicIngress(t, graph)
	infratest.AssertNoPlainSecrets(t, graph)
	assert.Empty(t, graph.Unmodelled())
	graph.Golden(t, "testdata/golden/"+stack+".json")
	return graph.One(t, "aws:s3/bucketV2:BucketV2")
}

func TestStacks(t *testing.T) {
	for stack, locked := range map[string]bool{"staging": false, "production": true} {
		bucket := run(t, stack)
		v, _ := bucket.Input("objectLockEnabled")
		assert.Equal(t, locked, v.BoolValue())
		assert.Equal(t, locked, bucket.Protect, "production is what is locked and protected")
	}
}
