package simcloud_test

import (
	"context"
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// echoing answers every command with what it was.
func echoing(_ context.Context, cmd simcloud.Command) (simcloud.CommandResult, error) {
	return simcloud.CommandResult{Stdout: "out of " + cmd.Script, Stderr: "err of " + cmd.Script}, nil
}

func scripts(c *simcloud.Cloud) []string {
	var out []string
	for _, cmd := range c.Commands() {
		out = append(out, string(cmd.Op)+": "+cmd.Script)
	}
	return out
}

func TestCommandsRunWithTheirResource(t *testing.T) {
	tests := []struct {
		name   string
		first  values
		second values
		want   []string
	}{
		{"update has its own script", values{"create": "c", "update": "u", "delete": "d"},
			values{"create": "c", "update": "u", "delete": "d", "environment": values{"A": "1"}},
			[]string{"create: c", "update: u", "delete: d"}},
		{"update runs create again", values{"create": "c"}, values{"create": "c", "delete": "d"},
			[]string{"create: c", "update: c", "delete: d"}},
		{"nothing to run", values{"delete": ""}, values{"stdin": "x"}, nil},
		{"only an update", values{}, values{"update": "u"}, []string{"update: u"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			o := made(t, c, commandType, "hook", props(test.first))
			o = changed(t, c, o, props(test.second))
			require.NoError(t, c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs}))
			require.NoError(t, c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID}))
			assert.Equal(t, test.want, scripts(c))
		})
	}
}

func TestCommandsDoNotRunInPreview(t *testing.T) {
	c := simcloud.New(simcloud.Options{Execute: echoing})
	request := simcloud.Request{URN: urnOf(commandType, "hook"), Inputs: props(values{"create": "c", "delete": "d"}), Preview: true}
	o, err := c.Create(ctx, request)
	require.NoError(t, err)
	assert.True(t, o.Outputs["stdout"].IsComputed())
	assert.True(t, o.Outputs["stderr"].IsComputed())
	request.ID, request.OldOutputs = "hook1", props(values{"stdout": "before", "stderr": ""})
	o, err = c.Update(ctx, request)
	require.NoError(t, err)
	assert.True(t, o.Outputs["stdout"].IsComputed())
	assert.True(t, o.Outputs["stderr"].IsComputed(), "the run may print something this time")
	require.NoError(t, c.Delete(ctx, request))
	assert.Empty(t, c.Commands())
}

func TestCommandsAreRecordedWithEverythingTheyGet(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	made(t, c, commandType, "hook", resource.PropertyMap{
		"create":      resource.NewStringProperty("psql"),
		"dir":         resource.NewStringProperty("/srv"),
		"stdin":       resource.NewStringProperty("select 1"),
		"interpreter": resource.NewPropertyValue([]any{"/bin/bash", "-ec"}),
		"environment": resource.NewObjectProperty(resource.PropertyMap{"PGPASSWORD": hidden("s3cret"), "PORT": resource.NewNumberProperty(5432)}),
	})
	assert.Equal(t, []simcloud.Command{{
		URN: urnOf(commandType, "hook"), Op: simcloud.OpCreate, Script: "psql", Dir: "/srv", Stdin: "select 1",
		Interpreter: []string{"/bin/bash", "-ec"}, Environment: map[string]string{"PGPASSWORD": "s3cret", "PORT": "5432"},
	}}, c.Commands())
}

func TestCommandOutputsAndTheEnvironmentOfTheNextRun(t *testing.T) {
	c := simcloud.New(simcloud.Options{Execute: echoing})
	o := made(t, c, commandType, "hook", props(values{"create": "c", "update": "u", "delete": "d", "environment": values{"MODE": "old"}}))
	assert.Equal(t, "out of c", open(o.Outputs["stdout"]))
	assert.Equal(t, "err of c", open(o.Outputs["stderr"]))

	o = changed(t, c, o, props(values{"create": "c", "update": "u", "delete": "d", "environment": values{"MODE": "new"}}))
	assert.Equal(t, "out of u", open(o.Outputs["stdout"]))
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID}))

	runs := c.Commands()
	require.Len(t, runs, 3)
	assert.Equal(t, map[string]string{"MODE": "old"}, runs[0].Environment)
	assert.Equal(t, []string{"/bin/sh", "-c"}, runs[0].Interpreter)
	assert.Equal(t, map[string]string{"MODE": "new", "PULUMI_COMMAND_STDOUT": "out of c", "PULUMI_COMMAND_STDERR": "err of c"}, runs[1].Environment)
	assert.Equal(t, map[string]string{"MODE": "new", "PULUMI_COMMAND_STDOUT": "out of u", "PULUMI_COMMAND_STDERR": "err of u"}, runs[2].Environment)
}

func TestCommandEnvironmentWithoutPreviousOutput(t *testing.T) {
	c := simcloud.New(simcloud.Options{Execute: echoing})
	o := made(t, c, commandType, "hook", props(values{"create": "c", "addPreviousOutputInEnv": false}))
	changed(t, c, o, props(values{"create": "c2", "addPreviousOutputInEnv": false}))
	assert.Empty(t, c.Commands()[1].Environment)
}

func TestDeleteRunsTheStoredScriptInTheStoredEnvironment(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, commandType, "hook", props(values{"create": "c", "delete": "old", "environment": values{"A": "old"}}))
	require.NoError(t, c.Delete(ctx, simcloud.Request{
		URN: o.URN, ID: o.ID, Inputs: props(values{"delete": "new", "environment": values{"A": "new"}}),
	}))
	last := c.Commands()[1]
	assert.Equal(t, "old", last.Script)
	assert.Equal(t, map[string]string{"A": "old"}, last.Environment)
}

func TestDeleteOfACommandThatTheEngineKnowsRunsItsScript(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	require.NoError(t, c.Delete(ctx, simcloud.Request{
		URN: urnOf(commandType, "hook"), ID: "hook1", OldInputs: props(values{"delete": "d"}), OldOutputs: props(values{"stdout": "x"}),
	}))
	assert.Equal(t, []string{"delete: d"}, scripts(c))
	assert.Equal(t, "x", c.Commands()[0].Environment["PULUMI_COMMAND_STDOUT"])
}

func TestOnlyTriggersReplaceACommand(t *testing.T) {
	old := props(values{"create": "c", "triggers": []any{"1"}})
	d := diff(commandType, old, props(values{"create": "c2", "triggers": []any{"2"}, "environment": values{"A": "1"}}))
	assert.Equal(t, []string{"create", "environment", "triggers"}, d.Changed)
	assert.Equal(t, []string{"triggers"}, d.Replace)
	assert.False(t, d.DeleteBeforeReplace)
}

func TestOutputOfACommandWithSecretsIsSecret(t *testing.T) {
	c := simcloud.New(simcloud.Options{Execute: echoing})
	o := made(t, c, commandType, "hook", resource.PropertyMap{
		"create": resource.NewStringProperty("c"), "environment": hidden(values{"TOKEN": "s3cret"}),
	})
	assert.True(t, o.Outputs["stdout"].IsSecret())
	assert.True(t, o.Outputs["stderr"].IsSecret())
	assert.True(t, o.Outputs["environment"].IsSecret())
}

func TestAFailingCommandTellsTheScriptButNoSecrets(t *testing.T) {
	broken := errors.New("exit status 7 (token s3cret)")
	c := simcloud.New(simcloud.Options{Execute: func(context.Context, simcloud.Command) (simcloud.CommandResult, error) {
		return simcloud.CommandResult{Stderr: "bad token s3cret-more and s3cret"}, broken
	}})
	_, err := c.Create(ctx, simcloud.Request{URN: urnOf(commandType, "hook"), Inputs: resource.PropertyMap{
		"create": resource.NewStringProperty(`login "$TOKEN"`),
		"environment": resource.NewObjectProperty(resource.PropertyMap{
			"TOKEN": hidden("s3cret"), "LONG": hidden("s3cret-more"), "EMPTY": hidden(""),
		}),
	}})
	require.ErrorIs(t, err, broken)
	var failed *simcloud.CommandError
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, `login "$TOKEN"`, failed.Script)
	assert.Equal(t, "bad token [secret] and [secret]", failed.Stderr)
	assert.Equal(t, `command:local:Command "hook": create command failed: exit status 7 (token [secret]): running "login \"$TOKEN\"":`+
		"\nbad token [secret] and [secret]", err.Error())
	assert.Empty(t, c.Objects(), "what failed was not made")
	assert.Len(t, c.Commands(), 1, "but it was asked for")
}

func TestWhatACommandPrintedFromSecretsIsWithheldToo(t *testing.T) {
	fail := false
	c := simcloud.New(simcloud.Options{Execute: func(_ context.Context, cmd simcloud.Command) (simcloud.CommandResult, error) {
		if fail {
			return simcloud.CommandResult{Stderr: "had " + cmd.Environment["PULUMI_COMMAND_STDOUT"]}, errors.New("exit status 1")
		}
		return simcloud.CommandResult{Stdout: "derived-token"}, nil
	}})
	sealed := made(t, c, commandType, "sealed", resource.PropertyMap{"create": resource.NewStringProperty("c"), "stdin": hidden("s3cret")})
	open := made(t, c, commandType, "open", props(values{"create": "c"}))
	fail = true
	_, err := c.Update(ctx, simcloud.Request{URN: sealed.URN, ID: sealed.ID, Inputs: sealed.Inputs})
	require.ErrorContains(t, err, "had [secret]")
	_, err = c.Update(ctx, simcloud.Request{URN: open.URN, ID: open.ID, Inputs: open.Inputs})
	require.ErrorContains(t, err, "had derived-token")
}

func TestAFailingDeleteKeepsTheCommand(t *testing.T) {
	fail := false
	c := simcloud.New(simcloud.Options{Execute: func(context.Context, simcloud.Command) (simcloud.CommandResult, error) {
		if fail {
			return simcloud.CommandResult{}, errors.New("exit status 1")
		}
		return simcloud.CommandResult{}, nil
	}})
	o := made(t, c, commandType, "hook", props(values{"create": "c", "delete": "d"}))
	fail = true
	require.ErrorContains(t, c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID}), "delete command failed")
	assert.Len(t, c.Objects(), 1)
	_, err := c.Update(ctx, simcloud.Request{URN: o.URN, ID: o.ID, Inputs: props(values{"create": "c2"})})
	require.ErrorContains(t, err, `running "c2"`)
	assert.Equal(t, o.Inputs, c.Objects()[0].Inputs)
}

func TestACommandThatWentWithAnotherResourceDoesNotRun(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	hook := made(t, c, commandType, "hook", props(values{"create": "touch x", "delete": "rm x"}))
	c.Vanish(hook.URN, hook.ID)
	assert.Empty(t, c.Objects())
	assert.Equal(t, []string{"create: touch x"}, scripts(c))
}
