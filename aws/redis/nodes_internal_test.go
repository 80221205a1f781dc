package redis

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNodes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args ClusterArgs
		want []string
	}{
		"one":                {ClusterArgs{}, []string{"001"}},
		"with replicas":      {ClusterArgs{Replicas: 2}, []string{"001", "002", "003"}},
		"replicas off":       {ClusterArgs{Replicas: 2, DisableReplicas: true}, []string{"001"}},
		"one shard":          {ClusterArgs{Shards: 1, Replicas: 1}, []string{"0001-001", "0001-002"}},
		"shards of one node": {ClusterArgs{Shards: 3}, []string{"0001-001", "0002-001", "0003-001"}},
		"shards":             {ClusterArgs{Shards: 2, Replicas: 1}, []string{"0001-001", "0001-002", "0002-001", "0002-002"}},
	} {
		assert.Equal(t, test.want, test.args.nodes(), name)
	}
	all := (&ClusterArgs{Shards: 250, Replicas: 1}).nodes()
	assert.Len(t, all, 500)
	assert.Equal(t, "0250-002", all[499])
}
