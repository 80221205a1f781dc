package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

// The raw program is fit for the move: what cannot be changed in place is as the block wants it.
func TestTheClusterCanBeMoved(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, program, infratest.Project("shop-cache"), infratest.Config(map[string]string{
		"shop-cache:network": `{"vpc": "vpc-0a1b2c3d4e5f60718", "subnets": ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"], "web": "sg-0a1b2c3d4e5f60718"}`,
		"shop-cache:tags":    `{"owner": "team-shop"}`,
	}))
	cluster := graph.One(t, "aws:elasticache/replicationGroup:ReplicationGroup")
	assert.True(t, cluster.Protect)
	for _, property := range []string{"atRestEncryptionEnabled", "transitEncryptionEnabled"} {
		v, given := cluster.Input(property)
		assert.True(t, given && v.BoolValue(), property)
	}
	infratest.AssertNoPlainSecrets(t, graph)
	assert.Empty(t, graph.Unmodelled())
}
