package access_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// accessExample is one of the two projects of examples/twingate, and the stack whose Redis it opens.
type accessExample struct {
	upstream   string
	beforehand map[string]string // settings of upstream's stack
	access     map[string]any    // the project's settings for two connectors that may be removed
	runs       string            // the type of what runs a connector, which starts anew with new tokens
}

func accessExamples(t *testing.T) map[string]accessExample {
	t.Helper()
	cluster := map[string]string{
		"redis": lifecycletest.JSON(t, map[string]any{"engine_version": "7.2", "node_type": "cache.r7g.large", "protect": false}),
		"network": lifecycletest.JSON(t, map[string]any{
			"cidr": "10.20.0.0/20", "zones": []string{"eu-central-1a", "eu-central-1b"}, "protect": false,
		}),
	}
	return map[string]accessExample{
		"aws": {
			upstream: "aws-redis", beforehand: cluster, runs: "aws:ecs/service:Service", access: map[string]any{"group": "On-call", "protect": false},
		},
		"gcp": {
			upstream: "gcp-redis", beforehand: map[string]string{"protect": "false"}, runs: "gcp:compute/instanceGroupManager:InstanceGroupManager",
			access: map[string]any{
				"group": "On-call", "protect": false, "instances": []string{"redis-sidekiq"}, "region": "europe-west1",
				"zones": []string{"europe-west1-b", "europe-west1-c"}, "network": "default", "subnetwork": "default",
			},
		},
	}
}

// settings are the project's, with the rotation.
func (e accessExample) settings(t *testing.T, rotation string) map[string]string {
	t.Helper()
	access := maps.Clone(e.access)
	access["rotation"] = rotation
	return map[string]string{"access": lifecycletest.JSON(t, access)}
}

// On both clouds the connectors come after the Redis that they open, take new tokens one after the other, and leave nothing behind.
func TestTwingateExample(t *testing.T) {
	t.Parallel()
	for cloud, example := range accessExamples(t) {
		t.Run(cloud, func(t *testing.T) {
			t.Parallel()
			producer := lifecycletest.New(t, example.upstream+"/production", lifecycletest.Prebuilt(t, example.upstream))
			consumer := &lifecycletest.Stack{T: t, Cloud: producer.Cloud, Name: "twingate-" + cloud + "/production", Program: lifecycletest.Prebuilt(t, "twingate/"+cloud)}
			first, second := example.settings(t, "first"), example.settings(t, "second")

			_, err := consumer.TryUp(first)
			require.ErrorContains(t, err, "no such stack", "Redis comes first")
			producer.Up(example.beforehand)
			before := producer.Cloud.Objects()
			preview, err := producer.Cloud.Preview(context.Background(), consumer.Name, consumer.Program, sandbox.WithConfig(first))
			require.NoError(t, err)
			up := consumer.Up(first)
			assert.Equal(t, preview.Changes["create"], up.Changes["create"])
			assert.Equal(t, []string{"pulumi:pulumi:StackReference"}, up.Unmodelled)
			consumer.AssertQuiet(first)

			rotated := consumer.Up(second)
			assert.Equal(t, 2, tokensMade(rotated), "each connector has new tokens")
			assertOneAfterTheOther(t, rotated, example.runs)
			consumer.AssertQuiet(second)

			require.NoError(t, consumer.Destroy())
			assert.Equal(t, before, producer.Cloud.Objects(), "Redis is as it was")
		})
	}
}

const tokensToken = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"

func tokensMade(result *sandbox.Result) int {
	made := 0
	for _, step := range result.Steps {
		if string(step.URN.Type()) == tokensToken && step.Op == "create-replacement" {
			made++
		}
	}
	return made
}

// assertOneAfterTheOther checks that nothing happens to the second connector's tokens before the first one is done.
func assertOneAfterTheOther(t *testing.T, result *sandbox.Result, runs string) {
	t.Helper()
	firstIsDone, secondIsTouched := -1, -1
	for i, step := range result.Steps {
		changes := !slices.Contains([]string{"same", "read", "refresh"}, step.Op)
		if changes && string(step.URN.Type()) == runs && firstIsDone < 0 {
			firstIsDone = i
		}
		if changes && string(step.URN.Type()) == tokensToken && secondIsTouched < 0 && strings.HasSuffix(step.URN.Name(), "-2-tokens") {
			secondIsTouched = i
		}
	}
	require.NotEqual(t, -1, firstIsDone, "what runs the connectors does not start anew")
	require.NotEqual(t, -1, secondIsTouched)
	assert.Less(t, firstIsDone, secondIsTouched)
}
