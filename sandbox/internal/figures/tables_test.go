package figures_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

// oneAfterTheOther is a timeline of operations that wait for each other.
func oneAfterTheOther(takes ...time.Duration) sandbox.Timeline {
	var t sandbox.Timeline
	for i, d := range takes {
		t.Bars = append(t.Bars, sandbox.Bar{
			URN: resource.URN(fmt.Sprintf("urn:pulumi:staging::shop::aws:s3/bucket:Bucket::step-%d", i+1)), Op: "create", Start: t.Total, End: t.Total + d, Critical: true,
		})
		t.Total += d
	}
	return t
}

func deployment(example, project, stack string, timeline sandbox.Timeline) figures.FirstDeployment {
	return figures.FirstDeployment{
		Example: example, Member: sandbox.Member{Stack: sandbox.StackName{Project: project, Stack: stack}}, Resources: len(timeline.Bars), Timeline: timeline,
	}
}

func TestTheTableOfSimulatedDeployments(t *testing.T) {
	t.Parallel()
	read := oneAfterTheOther(2*time.Second, time.Minute)
	read.Bars[0].Op = "read"
	table := figures.SimulatedTable([]figures.FirstDeployment{
		deployment("shop", "shop", "staging", oneAfterTheOther(time.Second, 3*time.Minute, 0, time.Minute, 2*time.Minute, 10*time.Second)),
		deployment("shop", "shop", "production", oneAfterTheOther(time.Second, time.Second, time.Second, time.Second)),
		deployment("company", "network", "staging", read),
		deployment("company", "access", "staging", sandbox.Timeline{}),
	})
	assert.Equal(t, `| example | project | stack | resources | about | critical path |
| --- | --- | --- | --- | --- | --- |
| `+"`company`"+` | network | staging | 2 | 1m02s | read `+"`step-1` 2s → `step-2` 1m00s"+` |
| `+"`company`"+` | access | staging | 0 | 0s |  |
| `+"`shop`"+` | shop | production | 4 | 4s | `+"`step-1` 1s → `step-2` 1s → `step-3` 1s → `step-4` 1s"+` |
| `+"`shop`"+` | shop | staging | 6 | 6m11s | `+"`step-2` 3m00s, `step-4` 1m00s, `step-5` 2m00s, and 2 more of 11s"+` |
`, table)
}

func TestAProjectThatDoesNotComeUpIsAnError(t *testing.T) {
	t.Parallel()
	cloud := sandbox.New(sandbox.Options{})
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	nowhere := sandbox.Member{Folder: t.TempDir(), Stack: sandbox.StackName{Organization: "acme", Project: "shop", Stack: "staging"}}
	_, err := figures.FirstDeployments(context.Background(), cloud, []sandbox.Member{nowhere}, figures.Secrets)
	require.ErrorContains(t, err, "Pulumi.yaml")
}

func TestTheTableOfRollOuts(t *testing.T) {
	t.Parallel()
	all, err := figures.RollOuts()
	require.NoError(t, err)
	var totals []time.Duration
	for _, r := range all {
		totals = append(totals, r.Total())
	}
	assert.Equal(t, []time.Duration{119 * time.Second, 120 * time.Second, 120 * time.Second, 509 * time.Second}, totals)
	lines := strings.Split(figures.DeploysTable(all), "\n")
	assert.Equal(t, "| phase | 2 tasks | 10 tasks | 100 tasks | 2 tasks, the provider's defaults |", lines[0])
	assert.Contains(t, lines, "| launch the tasks | 1s | 2s | 12s | 1s |")
	assert.Contains(t, lines, "| pass the health checks | 20s | 20s | 10s | 1m30s |")
	assert.Contains(t, lines, "| let the old tasks answer their last requests | 5s | 5s | 5s | 5m00s |")
	assert.Equal(t, "| **in all** | **1m59s** | **2m00s** | **2m00s** | **8m29s** |", lines[len(lines)-2])
}

func TestExamplesAreFoundWithWhatTheyRead(t *testing.T) {
	t.Parallel()
	all, err := figures.Examples("../../../examples")
	require.NoError(t, err)
	projects := map[string][]string{}
	for _, e := range all {
		var names []string
		for _, m := range slices.Concat(e.Own, e.Read) {
			assert.Equal(t, e.Stack, m.Stack.Stack)
			names = append(names, m.Stack.Project)
		}
		projects[e.Name+"/"+e.Stack] = names
	}
	assert.ElementsMatch(t, []string{"platform-access", "platform-data", "platform-network", "platform-services"}, projects["platform/production"])
	assert.Equal(t, []string{"twingate-aws", "twingate-gcp", "aws-redis", "gcp-redis"}, projects["twingate/staging"])
	assert.Equal(t, []string{"customblock"}, projects["customblock/staging"])
	assert.NotContains(t, projects, "raw-to-blocks/staging", "it has no configuration of a stack")
	_, err = figures.Examples("no-such-folder")
	require.Error(t, err)
}

func TestSecretsAreForTheExampleThatWantsThem(t *testing.T) {
	t.Parallel()
	assert.Len(t, figures.Secrets(sandbox.Member{Stack: sandbox.StackName{Project: "elastic-cloud"}}), 2)
	assert.Empty(t, figures.Secrets(sandbox.Member{Stack: sandbox.StackName{Project: "platform-data"}}))
}
