package sandbox

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// executor runs the shell commands of command:local:Command resources; nil records them only.
func (c *Cloud) executor() func(context.Context, simcloud.Command) (simcloud.CommandResult, error) {
	if !c.options.ExecuteCommands {
		return nil
	}
	return func(ctx context.Context, command simcloud.Command) (simcloud.CommandResult, error) {
		interpreter := command.Interpreter
		if len(interpreter) == 0 {
			interpreter = []string{"/bin/sh", "-c"}
		}
		var stdout, stderr bytes.Buffer
		run := exec.CommandContext(ctx, interpreter[0], append(slices.Clone(interpreter[1:]), command.Script)...)
		run.Dir, run.Stdin, run.Stdout, run.Stderr, run.Env = command.Dir, strings.NewReader(command.Stdin), &stdout, &stderr, os.Environ()
		for key, value := range command.Environment {
			run.Env = append(run.Env, key+"="+value)
		}
		err := run.Run()
		return simcloud.CommandResult{
			Stdout: strings.TrimSuffix(stdout.String(), "\n"), Stderr: strings.TrimSuffix(stderr.String(), "\n"),
		}, err
	}
}
