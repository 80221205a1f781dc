package fargate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// The package documentation compares the default with what the provider's own defaults add up to.
func TestTheProvidersDefaultsByTheSameArithmetic(t *testing.T) {
	t.Parallel()
	args := (&ServiceArgs{Listener: NewListener(ListenerArgs{})}).withDefaults()
	defaults := DeployPlan{
		HealthCheckInterval: 30 * time.Second, HealthyThreshold: 3, DeregistrationDelay: 300 * time.Second, StopTimeout: 30 * time.Second,
	}.sum(args)
	assert.Equal(t, 509*time.Second, defaults.Total)
	assert.Equal(t, 119*time.Second, args.plan().Total)
}
