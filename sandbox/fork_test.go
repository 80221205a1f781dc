package sandbox_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// Changes of a fork stay in it, and so do faults of the cloud that it comes from.
func TestForkIsACloudOfItsOwn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, plan{acme("a"), acme("b", "a")}.run)
	before := cloud.Objects()
	cloud.Fail(sandbox.On{Nth: 1}, errQuota)

	fork, err := cloud.Fork()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, fork.Close()) })
	assert.Equal(t, before, fork.Objects())
	unchanged := up(t, fork, plan{acme("a"), acme("b", "a")}.run)
	assert.Equal(t, map[string]int{"same": 3}, unchanged.Changes)

	grown := up(t, fork, plan{acme("a"), acme("b", "a"), acme("c", "b")}.run)
	assert.Equal(t, 1, grown.Changes["create"], "the cloud's fault is not the fork's")
	_, err = fork.Destroy(ctx, stack, sandbox.Program{})
	require.NoError(t, err)
	assert.Empty(t, fork.Objects())
	assert.Equal(t, before, cloud.Objects())
}

// Forks of one cloud run at the same time.
func TestForksRunAtOnce(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, small.run)
	for range 4 {
		fork, err := cloud.Fork()
		require.NoError(t, err)
		t.Run("", func(t *testing.T) {
			t.Parallel()
			up(t, fork, shop{location: "EU", class: "STANDARD", pets: 5}.run)
			_, err := fork.Destroy(context.Background(), stack, sandbox.Program{})
			assert.NoError(t, err)
			assert.Empty(t, fork.Objects())
		})
	}
}

func TestACloudInAFolderHasNoForks(t *testing.T) {
	t.Parallel()
	_, err := newCloud(t, sandbox.Options{Folder: t.TempDir()}).Fork()
	assert.EqualError(t, err, "fork: need a cloud in memory, got one that keeps its state in a folder")
}

// A run that renames resources writes into the state that it starts from, which is the fork's own.
func TestForkRenamesNothingInItsCloud(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, plan{acme("a"), acme("b", "a"), acme("c", "b")}.run)
	before := mustExport(t, cloud)
	for n := 1; ; n++ {
		fork, err := cloud.Fork()
		require.NoError(t, err)
		fork.CutAfter(n)
		_, err = fork.Up(ctx, stack, sandbox.Func(func(ctx *pulumi.Context) error {
			first, err := register(ctx, acmeType, "first", pulumi.Map{"size": pulumi.Int(2)}, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("a")}}))
			if err != nil {
				return err
			}
			_, err = register(ctx, acmeType, "b", pulumi.Map{"size": pulumi.Int(2)}, pulumi.DependsOn([]pulumi.Resource{first}))
			return err
		}))
		assert.JSONEq(t, string(before), string(mustExport(t, cloud)))
		if err == nil {
			require.Equal(t, 4, n, "two updates and a deletion")
			return
		}
	}
}
