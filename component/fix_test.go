package component_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

// What Fix refuses is proved under the engine, in sandbox/lifecycle; mocks keep no state.
func TestFixKeepsTheValues(t *testing.T) {
	t.Parallel()
	mocks, err := run(t, func(ctx *pulumi.Context) error {
		scope, err := component.Register(ctx, &bare{}, cacheToken, "sessions", goodArgs())
		if err != nil {
			return err
		}
		identity, err := scope.Fix("cacheArgs",
			component.Fixed{Field: "Engine", Value: pulumi.String("redis"), Instead: "stay"},
			component.Fixed{Field: "Key", Instead: "stay"},
		)
		assert.NotNil(t, identity)
		return err
	})
	require.NoError(t, err)
	stash, found := mocks.named("sessions-identity")
	require.True(t, found)
	assert.Equal(t, "pulumi:index:Stash", stash.TypeToken)
	assert.Contains(t, stash.RegisterRPC.GetParent(), cacheToken+"::sessions")
	assert.Equal(t, resource.NewPropertyMapFromMap(map[string]any{"input": map[string]any{"Engine": "redis", "Key": ""}}), stash.Inputs)
	assert.Len(t, stash.RegisterRPC.GetHooks().GetBeforeUpdate(), 1)
	assert.Empty(t, stash.RegisterRPC.GetHooks().GetBeforeDelete(), "a destroy runs without the program")
}

// Two sets of values of one component are kept apart, and the options reach the second.
func TestFixUnderARoleOfItsOwn(t *testing.T) {
	t.Parallel()
	mocks, err := run(t, func(ctx *pulumi.Context) error {
		scope, err := component.Register(ctx, &bare{}, cacheToken, "sessions", goodArgs())
		if err != nil {
			return err
		}
		identity, err := scope.Fix("cacheArgs", component.Fixed{Field: "Engine", Value: pulumi.String("redis"), Instead: "stay"})
		if err != nil {
			return err
		}
		done := []component.Fixed{{Field: "Done", Value: pulumi.Bool(true), Instead: "stay"}}
		_, err = scope.FixAs("done", "cacheArgs", done, pulumi.DependsOn([]pulumi.Resource{identity}))
		return err
	})
	require.NoError(t, err)
	first, found := mocks.named("sessions-identity")
	require.True(t, found)
	second, found := mocks.named("sessions-done")
	require.True(t, found)
	assert.Equal(t, resource.NewPropertyMapFromMap(map[string]any{"input": map[string]any{"Done": true}}), second.Inputs)
	assert.Len(t, second.RegisterRPC.GetDependencies(), 1)
	hooks := append(first.RegisterRPC.GetHooks().GetBeforeUpdate(), second.RegisterRPC.GetHooks().GetBeforeUpdate()...)
	require.Len(t, hooks, 2)
	assert.NotEqual(t, hooks[0], hooks[1])
}

// bare is a component without outputs.
type bare struct{ pulumi.ResourceState }
