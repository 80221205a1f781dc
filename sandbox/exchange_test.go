package sandbox_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// login is the shop with a password.
func login(ctx *pulumi.Context) error {
	if err := small.run(ctx); err != nil {
		return err
	}
	password, err := register(ctx, passwordType, "login", pulumi.Map{"length": pulumi.Int(24)}, pulumi.AdditionalSecretOutputs([]string{"result"}))
	if err != nil {
		return err
	}
	ctx.Export("login", password.ID())
	return nil
}

func TestAStateGoesFromOneCloudToAnother(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	from := newCloud(t, sandbox.Options{})
	made, err := from.Up(ctx, stack, sandbox.Func(login))
	require.NoError(t, err)
	exported, err := from.ExportState(stack, sandbox.ShowSecrets())
	require.NoError(t, err)
	for name, o := range map[string]sandbox.Options{"in memory": {}, "in a folder": {Folder: t.TempDir()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := newCloud(t, o)
			require.NoError(t, to.ImportState(stack, exported))
			assert.NotContains(t, string(mustExport(t, to)), `"plaintext"`, "sealed on its way in")
			if o.Folder != "" {
				to = newCloud(t, o) // another process
			}
			again, err := to.Up(ctx, stack, sandbox.Func(login))
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"same": made.Changes["create"]}, again.Changes)
			assert.Equal(t, from.Objects(), to.Objects())

			changed := small
			changed.class = "NEARLINE"
			_, err = to.Up(ctx, stack, sandbox.Func(changed.run))
			require.NoError(t, err, "an update and a deletion find their objects")
			_, err = to.Destroy(ctx, stack, sandbox.Program{})
			require.NoError(t, err)
			assert.Empty(t, to.Objects())
		})
	}
}

func mustExport(t *testing.T, cloud *sandbox.Cloud) []byte {
	t.Helper()
	state, err := cloud.ExportState(stack)
	require.NoError(t, err)
	return state
}

func TestAStateThatCannotBeImported(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	from := newCloud(t, sandbox.Options{})
	_, err := from.Up(ctx, stack, sandbox.Func(login))
	require.NoError(t, err)
	shown, err := from.ExportState(stack, sandbox.ShowSecrets())
	require.NoError(t, err)
	sealed := mustExport(t, from)
	service := strings.Replace(string(sealed), `"type": "passphrase"`, `"type": "service"`, 1)
	require.NotEqual(t, service, string(sealed))
	for name, c := range map[string]struct {
		stack, state string
		want         string
	}{
		"sealed":                       {stack, string(sealed), "or export it with --show-secrets"},
		"sealed by Pulumi's own cloud": {stack, service, `its secrets are encrypted by the secrets provider "service": export it with --show-secrets`},
		"of another stack":             {"acme/shop/prod", string(shown), "the state is that of the stack shop/dev, not of acme/shop/prod"},
		"of another project":           {"acme/till/dev", string(shown), "the state is that of the stack shop/dev, not of acme/till/dev"},
		"no state":                     {stack, "{", "unexpected end of JSON input"},
		"no stack":                     {"a/b/c/d", string(shown), "a/b/c/d"},
	} {
		err := newCloud(t, sandbox.Options{}).ImportState(c.stack, []byte(c.state))
		require.ErrorContains(t, err, c.want, name)
	}
	require.ErrorContains(t, from.ImportState(stack, shown), "has resources already")
	_, err = from.ExportState("acme/shop/prod")
	require.ErrorContains(t, err, `no stack named "acme/shop/prod"`)
}
