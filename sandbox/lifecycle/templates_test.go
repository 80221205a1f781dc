package lifecycle_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/fromtemplate"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// What a template makes comes up as it is, converges, and goes away again.
func TestTemplates(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod")
	for name, wanted := range map[string]string{
		"service": "aws:ecs/service:Service", "data": "aws:elasticache/replicationGroup:ReplicationGroup",
		"network": "aws:ec2/vpc:Vpc", "block": "aws:s3/bucketV2:BucketV2",
	} {
		t.Run(name, func(t *testing.T) {
			s := lifecycletest.New(t, "organization/orders/dev", sandbox.Dir(fromtemplate.New(t, filepath.Join("..", ".."), name, "orders")))
			first := s.Up(nil)
			assert.Empty(t, first.Unmodelled)
			made := map[string]int{}
			for _, r := range first.Resources {
				made[r.Type]++
			}
			assert.Equal(t, 1, made[wanted], "%v", made)
			assert.NotEmpty(t, first.Outputs)
			s.AssertConverged(nil)
			require.NoError(t, s.Destroy())
			for _, left := range s.Cloud.Objects() {
				assert.Equal(t, "aws:elasticache:Snapshot", left.Type, "what a cluster leaves behind; nothing else does: %s", left.URN)
			}
		})
	}
}
