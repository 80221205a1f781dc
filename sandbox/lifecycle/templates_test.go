package lifecycle_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/fromtemplate"
	"github.com/groundwork-go/groundwork/sandbox"
)

// What a template makes comes up as it is, converges, and goes away again.
func TestTemplates(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod")
	for name, wanted := range map[string]string{
		"service": "aws:ecs/service:Service", "data": "aws:elasticache/replicationGroup:ReplicationGroup",
		"network": "aws:ec2/vpc:Vpc", "block": "aws:s3/bucketV2:BucketV2",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStack(t, "organization/orders/dev", sandbox.Dir(fromtemplate.New(t, filepath.Join("..", ".."), name, "orders")))
			first := s.up(nil)
			assert.Empty(t, first.Unmodelled)
			made := map[string]int{}
			for _, r := range first.Resources {
				made[r.Type]++
			}
			assert.Equal(t, 1, made[wanted], "%v", made)
			assert.NotEmpty(t, first.Outputs)
			s.assertConverged(nil)
			require.NoError(t, s.destroy())
			for _, left := range s.cloud.Objects() {
				assert.Equal(t, "aws:elasticache:Snapshot", left.Type, "what a cluster leaves behind; nothing else does: %s", left.URN)
			}
		})
	}
}
