package lifecycle_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

const performance = "../../docs/performance.md"

// The times that the page tells of the examples, and the plans of roll-outs, are those of the code as it is.
func TestThePageOfFiguresIsCurrent(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the figures are the same under the race detector")
	}
	var deployed []figures.FirstDeployment
	var mu sync.Mutex
	if !t.Run("examples", func(t *testing.T) {
		eachExample(t, func(t *testing.T, e *exampleStack) {
			all, err := figures.FirstDeployments(context.Background(), e.cloud, e.members, figures.Secrets)
			require.NoError(t, err)
			mu.Lock()
			defer mu.Unlock()
			for _, d := range all {
				if e.owns(d.Member) {
					d.Example = e.name
					deployed = append(deployed, d)
				}
			}
		})
	}) {
		return // it has no times to compare
	}
	plans, err := figures.RollOuts()
	require.NoError(t, err)
	content, err := os.ReadFile(performance)
	require.NoError(t, err)
	for block, now := range map[string]string{
		"simulated": figures.SimulatedTable(deployed),
		"deploys":   figures.DeploysTable(plans),
	} {
		assert.NoError(t, figures.Check(string(content), block, now), performance)
	}
}
