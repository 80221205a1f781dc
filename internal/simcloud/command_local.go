package simcloud

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const commandToken = "command:local:Command"

const withheld = "[secret]"

// commandModels models shell commands. Any change of an input runs one; a changed trigger replaces.
func commandModels() []model {
	return []model{{
		token:   commandToken,
		replace: []string{"triggers"},
		id:      func(s subject) string { return s.urn.Name() + s.hex("id", 8) },
		outputs: func(subject) resource.PropertyMap {
			return resource.PropertyMap{"stdout": str(""), "stderr": str("")}
		},
		follow: []string{"stdout", "stderr"},
	}}
}

// CommandError says that a shell command failed. Its text names the script and what it printed to standard error, with
// the values of secret inputs left out.
type CommandError struct {
	URN    resource.URN
	Op     Op
	Script string // with secrets left out
	Stderr string // with secrets left out
	Err    error  // as Execute returned it
	text   string
}

func (e *CommandError) Error() string { return e.text }

// Unwrap gives the error of Execute; its text may hold secrets.
func (e *CommandError) Unwrap() error { return e.Err }

// runCommand runs what a create or an update asks for and gives the resource's outputs. An update without a script of its
// own runs the create script again; without any script nothing runs and the output stays.
func (c *Cloud) runCommand(ctx context.Context, op Op, r Request, old resource.PropertyMap) (resource.PropertyMap, error) {
	in := plainMap(r.Inputs)
	script := text(in, "create")
	if op == OpUpdate {
		script = first(text(in, "update"), script)
	}
	result := CommandResult{Stdout: text(old, "stdout"), Stderr: text(old, "stderr")}
	if script != "" {
		var err error
		if result, err = c.execute(ctx, newCommand(r.URN, op, script, in, old), r.Inputs); err != nil {
			return nil, err
		}
	}
	out := kind{}.echo(r.Inputs)
	out["stdout"], out["stderr"] = str(result.Stdout), str(result.Stderr)
	out["assets"] = resource.NewObjectProperty(resource.PropertyMap{})
	if r.Inputs.ContainsSecrets() {
		// What a command prints may repeat what it was given.
		out["stdout"], out["stderr"] = secret(out["stdout"]), secret(out["stderr"])
	}
	return out, nil
}

// runDelete runs the script that was stored with the resource, in the environment that was stored with it.
func (c *Cloud) runDelete(ctx context.Context, r Request, stored Object, live bool) error {
	inputs, outputs := r.OldInputs, r.OldOutputs
	if live {
		inputs, outputs = stored.Inputs, stored.Outputs
	}
	in := plainMap(inputs)
	script := text(in, "delete")
	if script == "" {
		return nil
	}
	_, err := c.execute(ctx, newCommand(r.URN, OpDelete, script, in, outputs), inputs)
	return err
}

func newCommand(urn resource.URN, op Op, script string, in, previous resource.PropertyMap) Command {
	cmd := Command{URN: urn, Op: op, Script: script, Dir: text(in, "dir"), Stdin: text(in, "stdin"), Environment: map[string]string{}}
	for _, word := range list(in, "interpreter") {
		cmd.Interpreter = append(cmd.Interpreter, asText(word))
	}
	if len(cmd.Interpreter) == 0 {
		cmd.Interpreter = []string{"/bin/sh", "-c"}
	}
	for name, v := range object(in, "environment") {
		cmd.Environment[string(name)] = asText(v)
	}
	if _, given := in["addPreviousOutputInEnv"]; !given || flag(in, "addPreviousOutputInEnv") {
		for name, output := range map[string]resource.PropertyKey{"PULUMI_COMMAND_STDOUT": "stdout", "PULUMI_COMMAND_STDERR": "stderr"} {
			if printed := text(previous, output); printed != "" {
				cmd.Environment[name] = printed
			}
		}
	}
	return cmd
}

// asText writes a scalar as a shell sees it.
func asText(v resource.PropertyValue) string {
	switch v = reveal(v); {
	case v.IsString():
		return v.StringValue()
	case v.IsNull():
		return ""
	default:
		return fmt.Sprint(v.V)
	}
}

// execute records a command and runs it.
func (c *Cloud) execute(ctx context.Context, cmd Command, inputs resource.PropertyMap) (CommandResult, error) {
	c.mu.Lock()
	recorded := cmd
	recorded.Environment, recorded.Interpreter = maps.Clone(cmd.Environment), slices.Clone(cmd.Interpreter)
	c.runs = append(c.runs, recorded)
	c.mu.Unlock()
	if c.options.Execute == nil {
		return CommandResult{}, nil
	}
	result, err := c.options.Execute(ctx, cmd)
	if err == nil {
		return result, nil
	}
	clean := redactor(inputs, cmd)
	failed := &CommandError{URN: cmd.URN, Op: cmd.Op, Script: clean(cmd.Script), Stderr: clean(result.Stderr), Err: err}
	failed.text = fmt.Sprintf("%s %q: %s command failed: %s: running %q:\n%s",
		cmd.URN.Type(), cmd.URN.Name(), cmd.Op, clean(err.Error()), failed.Script, failed.Stderr)
	return CommandResult{}, failed
}

// redactor replaces secret inputs, and what an earlier run printed from them, in a text. Long values go first, because a
// short one may be part of them.
func redactor(inputs resource.PropertyMap, cmd Command) func(string) string {
	hidden := secretTexts(resource.NewObjectProperty(inputs), false)
	if len(hidden) > 0 {
		hidden = append(hidden, cmd.Environment["PULUMI_COMMAND_STDOUT"], cmd.Environment["PULUMI_COMMAND_STDERR"])
	}
	slices.SortFunc(hidden, func(a, b string) int { return len(b) - len(a) })
	return func(s string) string {
		for _, value := range hidden {
			if value != "" {
				s = strings.ReplaceAll(s, value, withheld)
			}
		}
		return s
	}
}

// secretTexts are the scalars inside secret values.
func secretTexts(v resource.PropertyValue, inside bool) []string {
	var found []string
	switch {
	case v.IsSecret():
		return secretTexts(v.SecretValue().Element, true)
	case v.IsOutput():
		return secretTexts(v.OutputValue().Element, inside || v.OutputValue().Secret)
	case v.IsArray():
		for _, item := range v.ArrayValue() {
			found = append(found, secretTexts(item, inside)...)
		}
	case v.IsObject():
		for _, item := range v.ObjectValue() {
			found = append(found, secretTexts(item, inside)...)
		}
	case inside:
		return []string{asText(v)}
	}
	return found
}
