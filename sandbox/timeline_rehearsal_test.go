package sandbox_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

func TestRehearse(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	folder := filepath.Join(t.TempDir(), "state")
	cloud := newCloud(t, sandbox.Options{Folder: folder})
	chain := plan{acme("a"), acme("b", "a")}
	longer := append(plan{}, append(chain, acme("c", "b"))...)
	small := takes(t, acme("x"))

	first, err := cloud.Rehearse(ctx, stack, sandbox.Func(chain.run))
	require.NoError(t, err)
	assert.Equal(t, 2*small, first.Timeline.Total)
	assert.NoDirExists(t, folder, "nothing is left behind")

	up(t, cloud, chain.run)
	_, err = cloud.Up(ctx, "acme/base/dev", sandbox.Func(func(ctx *pulumi.Context) error {
		ctx.Export("word", pulumi.String("hello"))
		return nil
	}))
	require.NoError(t, err)
	before := snapshot(t, folder)
	next, err := cloud.Rehearse(ctx, stack, sandbox.Func(longer.run))
	require.NoError(t, err)
	assert.Equal(t, []string{"create c"}, names(next.Timeline.CriticalPath()))
	assert.Equal(t, map[string]int{"create": 1, "same": 3}, next.Changes)

	scratch, err := cloud.Rehearse(ctx, stack, sandbox.Func(func(ctx *pulumi.Context) error {
		base, err := pulumi.NewStackReference(ctx, "acme/base/dev", nil)
		if err != nil {
			return err
		}
		ctx.Export("word", base.GetOutput(pulumi.String("word")))
		return longer.run(ctx)
	}), sandbox.FromScratch())
	require.NoError(t, err)
	assert.Equal(t, 3*small, scratch.Timeline.Total)
	assert.Equal(t, "hello", scratch.Outputs["word"].StringValue(), "other stacks are there")
	assert.Equal(t, before, snapshot(t, folder), "the state folder is as it was")
	assert.Equal(t, map[string]int{"same": 3}, up(t, cloud, chain.run).Changes)
}

func TestRehearseInMemory(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := newCloud(t, sandbox.Options{ExecuteCommands: true})
	file := filepath.Join(t.TempDir(), "written")
	program := small
	up(t, cloud, program.run)
	objects := cloud.Objects()
	program.location = "US" // replaces
	next, err := cloud.Rehearse(ctx, stack, sandbox.Func(program.run))
	require.NoError(t, err)
	assert.Equal(t, 4, next.Changes["replace"], "the bucket and the pets that keep its id")
	scratch, err := cloud.Rehearse(ctx, stack, sandbox.Func(func(ctx *pulumi.Context) error {
		if err := touch(file)(ctx); err != nil {
			return err
		}
		return program.run(ctx)
	}), sandbox.FromScratch())
	require.NoError(t, err)
	assert.Equal(t, 6, scratch.Changes["create"])
	assert.NoFileExists(t, file, "commands are not run")
	assert.Equal(t, objects, cloud.Objects())
	assert.Equal(t, map[string]int{"same": 5}, up(t, cloud, small.run).Changes)
}

func TestRehearseKeepsOutOfTheWayOfARun(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "state")
	cloud := newCloud(t, sandbox.Options{Folder: folder})
	var within error
	up(t, cloud, func(*pulumi.Context) error { return nil })
	up(t, cloud, func(*pulumi.Context) error {
		_, within = newCloud(t, sandbox.Options{Folder: folder}).Rehearse(context.Background(), stack, sandbox.Func(small.run))
		return nil
	})
	require.ErrorContains(t, within, "another process works on the stack")
}

// snapshot reads every file of a folder.
func snapshot(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			files[path] = "folder"
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = string(content)
		return err
	}))
	return files
}
