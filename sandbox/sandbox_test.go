package sandbox_test

import (
	"context"
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

func TestLifecycle(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	ctx := context.Background()

	preview, err := cloud.Preview(ctx, stack, sandbox.Func(small.run))
	require.NoError(t, err)
	assert.Equal(t, 5, preview.Changes["create"], "the stack, the bucket and three pets")
	assert.Empty(t, cloud.Objects(), "a preview makes nothing")

	first := up(t, cloud, small.run)
	assert.Equal(t, 5, first.Changes["create"])
	assert.Len(t, cloud.Objects(), 4)
	assert.Equal(t, find(t, first, bucketType, "data").ID, first.Outputs["bucket"].StringValue())
	assertConverged(t, cloud, first)

	second := up(t, cloud, small.run)
	assert.Equal(t, map[string]int{"same": 5}, second.Changes)

	updated := small
	updated.class = "NEARLINE"
	third := up(t, cloud, updated.run)
	assert.Equal(t, map[string]int{"same": 4, "update": 1}, third.Changes)
	assert.Equal(t, []string{"update"}, operations(third, "data"))
	assert.Equal(t, "NEARLINE", find(t, third, bucketType, "data").Outputs["storageClass"].StringValue())

	refreshed, err := cloud.Refresh(ctx, stack, sandbox.Program{})
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"same": 5}, refreshed.Changes)

	destroyed, err := cloud.Destroy(ctx, stack, sandbox.Program{})
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"delete": 5}, destroyed.Changes)
	assert.Empty(t, cloud.Objects())
	assert.Empty(t, destroyed.Resources)
}

func TestReplacementCreatesFirstAndDeletesAfterItsDependents(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	before := up(t, cloud, small.run)
	moved := small
	moved.location = "US"
	after := up(t, cloud, moved.run)
	assert.Equal(t, []string{"create-replacement", "replace", "delete-replaced"}, operations(after, "data"))
	assert.NotEqual(t, find(t, before, bucketType, "data").ID, find(t, after, bucketType, "data").ID)
	assertConverged(t, cloud, after)
}

func TestProtectRefusesDeletionWithPulumisWords(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	protected := small
	protected.protect = true
	up(t, cloud, protected.run)

	_, err := cloud.Destroy(context.Background(), stack, sandbox.Program{})
	var failed *sandbox.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, "destroy", failed.Operation)
	assert.ErrorContains(t, err, "cannot be deleted")
	assert.ErrorContains(t, err, "protect")
	assert.Len(t, cloud.Objects(), 4, "nothing is deleted before the refusal")

	up(t, cloud, small.run)
	_, err = cloud.Destroy(context.Background(), stack, sandbox.Program{})
	require.NoError(t, err)
	assert.Empty(t, cloud.Objects())
}

func TestAliasKeepsARenamedResource(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	named := func(name string, opts ...pulumi.ResourceOption) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			_, err := register(ctx, petType, name, pulumi.Map{"length": pulumi.Int(2)}, opts...)
			return err
		}
	}
	before := up(t, cloud, named("old"))
	after := up(t, cloud, named("new", pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("old")}})))
	assert.Equal(t, find(t, before, petType, "old").ID, find(t, after, petType, "new").ID)
	assert.Zero(t, after.Changes["create"])
}

func TestStackReferences(t *testing.T) {
	t.Parallel()
	t.Run("in memory", func(t *testing.T) {
		t.Parallel()
		testStackReferences(t, newCloud(t, sandbox.Options{}))
	})
	t.Run("in a folder", func(t *testing.T) {
		t.Parallel()
		testStackReferences(t, newCloud(t, sandbox.Options{Folder: t.TempDir()}))
	})
}

func testStackReferences(t *testing.T, cloud *sandbox.Cloud) {
	t.Helper()
	ctx := context.Background()
	producer := func(ctx *pulumi.Context) error {
		ctx.Export("url", pulumi.String("https://shop.example"))
		ctx.Export("key", pulumi.ToSecret(pulumi.String("correct horse battery")))
		return nil
	}
	consumer := func(reference string) sandbox.Program {
		return sandbox.Func(func(ctx *pulumi.Context) error {
			upstream, err := pulumi.NewStackReference(ctx, reference, nil)
			if err != nil {
				return err
			}
			ctx.Export("url", upstream.GetStringOutput(pulumi.String("url")))
			ctx.Export("key", upstream.GetStringOutput(pulumi.String("key")))
			return nil
		})
	}
	_, err := cloud.Up(ctx, "acme/edge/dev", consumer("acme/shop/dev"))
	require.ErrorContains(t, err, `unknown stack "acme/shop/dev"`)
	_, err = cloud.Preview(ctx, "acme/shop/dev", sandbox.Func(producer))
	require.NoError(t, err)
	_, err = cloud.Up(ctx, "acme/edge/dev", consumer("acme/shop/dev"))
	require.ErrorContains(t, err, "does not exist on stack", "the stack is there and has no outputs yet")

	_, err = cloud.Up(ctx, "acme/shop/dev", sandbox.Func(producer))
	require.NoError(t, err)
	for stack, reference := range map[string]string{"acme/edge/dev": "acme/shop/dev", "acme/shop/prod": "dev", "acme/shop/qa": "acme/dev"} {
		result, err := cloud.Up(ctx, stack, consumer(reference))
		require.NoError(t, err)
		assert.Equal(t, "https://shop.example", result.Outputs["url"].StringValue())
		assert.True(t, result.Outputs["key"].IsSecret(), "a secret stays one across stacks")
		state, err := cloud.ExportState(stack)
		require.NoError(t, err)
		assert.NotContains(t, string(state), "correct horse battery")
	}
}

func TestConfigurationReachesTheProgram(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	var size, password string
	var isSecret bool
	program := func(ctx *pulumi.Context) error {
		size, _ = ctx.GetConfig("shop:size")
		password, _ = ctx.GetConfig("db:password")
		isSecret = ctx.IsConfigSecret("db:password")
		return nil
	}
	up(t, cloud, program, sandbox.WithConfig(map[string]string{"size": "3"}), sandbox.WithSecret("db:password", "hunter2"))
	assert.Equal(t, "3", size)
	assert.Equal(t, "hunter2", password)
	assert.True(t, isSecret)
}

func TestProgramErrorsFailTheRunAndKeepTheState(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, small.run)
	result, err := cloud.Up(context.Background(), stack, sandbox.Func(func(*pulumi.Context) error {
		return errors.New("the database is not configured")
	}))
	require.ErrorContains(t, err, "the database is not configured")
	assert.Len(t, cloud.Objects(), 4)
	assert.NotEmpty(t, result.Resources)
}

func TestLogsOfTheProgramAreDiagnostics(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	result := up(t, cloud, func(ctx *pulumi.Context) error {
		return ctx.Log.Warn("two zones are few", nil)
	})
	assert.Contains(t, result.Diagnostics, sandbox.Diagnostic{Severity: "warning", Message: "two zones are few"})
}

func TestATypeThatNobodyModelledWorksAndIsReported(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	program := func(size int) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			_, err := register(ctx, "acme:index:Widget", "widget", pulumi.Map{"size": pulumi.Int(size)})
			return err
		}
	}
	first := up(t, cloud, program(1))
	assert.Equal(t, []string{"acme:index:Widget"}, first.Unmodelled)
	assert.Equal(t, float64(1), find(t, first, "acme:index:Widget", "widget").Outputs["size"].NumberValue())
	assert.Equal(t, []string{"update"}, operations(up(t, cloud, program(2)), "widget"))
	assert.Empty(t, up(t, newCloud(t, sandbox.Options{}), small.run).Unmodelled)
}

func TestStackNames(t *testing.T) {
	t.Parallel()
	name, err := sandbox.ParseStackName("shop/dev")
	require.NoError(t, err)
	assert.Equal(t, "organization/shop/dev", name.String())
	for _, bad := range []string{"", "dev", "a/b/c/d", "a//c", "a/b/../c", "a/b/..", "a/b/c d"} {
		_, err := sandbox.ParseStackName(bad)
		assert.Error(t, err, bad)
	}
}
