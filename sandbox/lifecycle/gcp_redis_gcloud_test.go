package lifecycle_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

// queue is a program of one instance whose snapshots gcloud switches on; edit changes its arguments.
func queue(edit func(*redis.InstanceArgs)) sandbox.Program {
	return sandbox.Func(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
		})
		if err != nil {
			return err
		}
		args := &redis.InstanceArgs{
			Tags: tags, Name: "queue", MemoryGB: 1, RedisVersion: redis.Redis72, DisableProtection: true,
			Snapshots: redis.Snapshots{Via: redis.Gcloud},
		}
		if edit != nil {
			edit(args)
		}
		_, err = redis.NewInstance(ctx, "queue", args)
		return err
	})
}

func TestGCPRedisSnapshotsByCommand(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "shop/dev", queue(nil))
	first := s.Up(nil)
	require.Len(t, first.Commands, 1)
	assert.Equal(t, sandbox.Create, first.Commands[0].Op)
	for key, want := range map[string]string{"INSTANCE": "queue", "MODE": "rdb", "PERIOD": "24h"} {
		assert.Equal(t, want, first.Commands[0].Environment[key])
	}
	assert.NotContains(t, first.Commands[0].Script, "queue", "values come through the environment")
	s.AssertConverged(nil)

	t.Log("a change runs it again")
	s.Program = queue(func(a *redis.InstanceArgs) { a.Snapshots.Period = redis.SixHours })
	again := s.Up(nil)
	require.Len(t, again.Commands, 1)
	assert.Equal(t, first.Commands[0].Script, again.Commands[0].Script)
	assert.Equal(t, "6h", again.Commands[0].Environment["PERIOD"])
	s.AssertConverged(nil)

	t.Log("an instance that is recreated gets it too")
	s.Program = queue(func(a *redis.InstanceArgs) {
		a.Snapshots.Period, a.Tier = redis.SixHours, redis.Basic
	})
	replaced := s.Up(nil)
	assert.Contains(t, lifecycletest.Operations(replaced, "queue-instance"), "create-replacement")
	require.Len(t, replaced.Commands, 1)
	assert.NotEqual(t, again.Commands[0].Environment["GENERATION"], replaced.Commands[0].Environment["GENERATION"])
	s.AssertConverged(nil)

	t.Log("it goes with the instance, without a command")
	gone, err := s.Cloud.Destroy(context.Background(), s.Name, s.Program)
	require.NoError(t, err)
	assert.Empty(t, gone.Commands)
	assert.Empty(t, s.Cloud.Objects())
}

func TestGCPRedisBackToNativeSnapshotsRunsNoCommand(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "shop/dev", queue(nil))
	s.Up(nil)
	s.Program = queue(func(a *redis.InstanceArgs) { a.Snapshots.Via = redis.Native })
	native := s.Up(nil)
	assert.Empty(t, native.Commands)
	config := lifecycletest.Find(t, native, "queue-instance").Inputs["persistenceConfig"].ObjectValue()
	assert.Equal(t, "RDB", config["persistenceMode"].StringValue())
	s.AssertConverged(nil)
}

// Every secret of the example, AUTH strings first, is encrypted wherever the sandbox writes.
func TestGCPRedisLeavesNoSecretInTheStateFolder(t *testing.T) {
	t.Parallel()
	program, folder := lifecycletest.Prebuilt(t, "gcp-redis"), t.TempDir()
	cloud := sandbox.New(sandbox.Options{Folder: folder})
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	cloud.CutAfter(20)
	_, err := cloud.Up(context.Background(), "gcp-redis/production", program)
	require.ErrorIs(t, err, sandbox.ErrCut)
	result, err := cloud.Up(context.Background(), "gcp-redis/production", program)
	require.NoError(t, err)

	secrets := map[string]bool{}
	for _, r := range result.Resources {
		if auth := r.Outputs["authString"]; auth.IsSecret() {
			secrets[auth.SecretValue().Element.StringValue()] = true
		}
	}
	require.Len(t, secrets, 3)
	require.True(t, result.Outputs["auth"].ContainsSecrets())
	files := 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		for secret := range secrets {
			assert.NotContains(t, string(content), secret, path)
		}
		return err
	}))
	assert.GreaterOrEqual(t, files, 3)
}
