package sandbox_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// touch is a program whose command writes its environment to a file.
func touch(file string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		_, err := register(ctx, "command:local:Command", "touch", pulumi.Map{
			"create": pulumi.String(`printf '%s' "$WORD" > "$FILE" && echo done`), "delete": pulumi.String(`rm "$FILE"`),
			"environment": pulumi.Map{"FILE": pulumi.String(file), "WORD": pulumi.ToSecret(pulumi.String("hello world"))},
		})
		return err
	}
}

func TestCommandsAreRecordedAndNotRun(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "written")
	cloud := newCloud(t, sandbox.Options{})
	result := up(t, cloud, touch(file))
	require.Len(t, result.Commands, 1)
	assert.Equal(t, sandbox.Create, result.Commands[0].Op)
	assert.Equal(t, "hello world", result.Commands[0].Environment["WORD"])
	assert.NoFileExists(t, file)
	assert.Empty(t, up(t, cloud, touch(file)).Commands)
}

func TestCommandsAreRunOnDemand(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "written")
	cloud := newCloud(t, sandbox.Options{ExecuteCommands: true})
	result := up(t, cloud, touch(file))
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "hello world", string(content))
	stdout := find(t, result, "command:local:Command", "touch").Outputs["stdout"]
	assert.Equal(t, "done", stdout.SecretValue().Element.StringValue(), "secret, because its environment is")

	_, err = runOrDestroy(cloud, shop{})
	require.NoError(t, err)
	assert.NoFileExists(t, file)
}

func TestACommandThatFailsFailsTheRun(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{ExecuteCommands: true})
	_, err := cloud.Up(t.Context(), stack, sandbox.Func(touch(filepath.Join(t.TempDir(), "no", "such", "folder"))))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "hello world")
}
