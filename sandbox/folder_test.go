package sandbox_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// vaultProgram puts a secret into inputs, outputs and exports.
func vaultProgram(ctx *pulumi.Context) error {
	secret, _ := ctx.GetConfig("shop:password")
	generated, err := register(ctx, passwordType, "generated", pulumi.Map{
		"length": pulumi.Int(24), "keepers": pulumi.Map{"seed": pulumi.ToSecret(pulumi.String(secret))},
	})
	if err != nil {
		return err
	}
	ctx.Export("password", pulumi.ToSecret(pulumi.String(secret)))
	ctx.Export("generated", generated.ID())
	return nil
}

const phrase = "correct horse battery staple"

func TestAFolderKeepsStateBetweenProcessesAndNoSecretInPlainText(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	ctx := context.Background()
	secret := sandbox.WithSecret("password", phrase)
	var generated string
	for i, want := range []map[string]int{{"create": 2}, {"same": 2}} {
		cloud := newCloud(t, sandbox.Options{Folder: folder})
		result, err := cloud.Up(ctx, stack, sandbox.Func(vaultProgram), secret)
		require.NoError(t, err)
		assert.Equal(t, want, result.Changes, "run %d", i)
		assert.Equal(t, phrase, result.Outputs["password"].SecretValue().Element.StringValue())
		value := find(t, result, passwordType, "generated").Outputs["result"]
		require.True(t, value.IsSecret())
		generated = value.SecretValue().Element.StringValue()
		require.Len(t, generated, 24)
		assertConverged(t, cloud, result)
	}
	assertAbsent(t, folder, phrase, generated)

	cloud := newCloud(t, sandbox.Options{Folder: folder})
	state, err := cloud.ExportState(stack)
	require.NoError(t, err)
	assert.NotContains(t, string(state), phrase)
	assert.NotContains(t, string(state), generated)
}

func TestACutRunLeavesNoSecretInPlainText(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cloud := newCloud(t, sandbox.Options{Folder: folder})
	cloud.CutAfter(1)
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(vaultProgram), sandbox.WithSecret("password", phrase))
	require.ErrorIs(t, err, sandbox.ErrCut)
	require.FileExists(t, filepath.Join(folder, "stacks", "acme", "shop", "dev", "journal.jsonl"))
	assertAbsent(t, folder, phrase)
}

// A process that is killed after it has written the new state may leave the journal of the old one behind.
func TestAJournalOfAnOlderStateIsLeftAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	journal := filepath.Join(folder, "stacks", "acme", "shop", "dev", "journal.jsonl")
	cloud := newCloud(t, sandbox.Options{Folder: folder})
	cloud.CutAfter(3)
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(small.run))
	require.ErrorIs(t, err, sandbox.ErrCut)
	old, err := os.ReadFile(journal)
	require.NoError(t, err)
	up(t, cloud, small.run)
	require.NoFileExists(t, journal)

	require.NoError(t, os.WriteFile(journal, old, 0o600))
	again := up(t, cloud, small.run)
	assert.Equal(t, map[string]int{"same": 5}, again.Changes)
	assert.Empty(t, again.Settled)
	assertConverged(t, cloud, again)
}

// assertAbsent reads every file below a folder.
func assertAbsent(t *testing.T, folder string, secrets ...string) {
	t.Helper()
	files := 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, secret := range secrets {
			assert.NotContains(t, string(content), secret, path)
		}
		return nil
	}))
	assert.Greater(t, files, 2)
}

// A stack that gets a passphrase of its own is sealed anew, also when a preview sees it first.
func TestAStackThatGetsAPassphrase(t *testing.T) {
	t.Parallel()
	ctx, folder, state := context.Background(), t.TempDir(), t.TempDir()
	project := func(settings string) sandbox.Program {
		for name, content := range map[string]string{
			"Pulumi.yaml": "name: shop\nruntime: go\n", "Pulumi.dev.yaml": settings, "go.mod": "module shop\n\ngo 1.25\n",
			"main.go": "package main\n\nfunc main() {}\n",
		} {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
		}
		return sandbox.Dir(folder)
	}
	_, err := newCloud(t, sandbox.Options{Folder: state}).Up(ctx, stack, sandbox.Func(vaultProgram), sandbox.WithSecret("password", phrase))
	require.NoError(t, err)

	own, err := os.ReadFile("testdata/programs/secrets/Pulumi.dev.yaml")
	require.NoError(t, err)
	program := project(string(own))
	options := sandbox.Options{Folder: state, Passphrase: "correct horse"}
	for range 2 {
		_, err = newCloud(t, options).Preview(ctx, stack, program)
		require.NotErrorIs(t, err, os.ErrNotExist)
	}
	result, err := newCloud(t, options).Refresh(ctx, stack, program)
	require.NoError(t, err)
	assert.Equal(t, phrase, result.Outputs["password"].SecretValue().Element.StringValue())
	_, err = newCloud(t, sandbox.Options{Folder: state}).Refresh(ctx, stack, sandbox.Program{})
	require.ErrorContains(t, err, "the state is sealed with another passphrase")
}

func TestAFolderWithoutItsPassphraseIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cloud := newCloud(t, sandbox.Options{Folder: folder})
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(small.run))
	require.NoError(t, err)
	require.NoError(t, os.Remove(filepath.Join(folder, "passphrase")))
	_, err = newCloud(t, sandbox.Options{Folder: folder}).Up(context.Background(), stack, sandbox.Func(small.run))
	assert.ErrorContains(t, err, "the state is sealed with another passphrase")
}

func TestExportOfAnUnknownStack(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"", t.TempDir()} {
		_, err := newCloud(t, sandbox.Options{Folder: folder}).ExportState("acme/none/dev")
		assert.EqualError(t, err, `no stack named "acme/none/dev"`)
	}
}
