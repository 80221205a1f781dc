package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/constant"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
	"github.com/groundwork-go/groundwork/sandbox/internal/programs"
)

// Program is a Pulumi program: one of Func or Dir. The zero Program has no code and does for Refresh and Destroy.
type Program struct {
	body   pulumi.RunFunc
	folder string
	binary string // what the folder was compiled to, when it need not be compiled again
}

// Func is a program that runs in this process.
func Func(body pulumi.RunFunc) Program { return Program{body: body} }

// Dir is a project folder: its Pulumi.yaml is read, its Go code is compiled and run in a process of its own, as
// Pulumi's language host for Go does, and its Pulumi.<stack>.yaml is the stack's configuration.
func Dir(folder string) Program { return Program{folder: folder} }

// runFunc runs a program in this process. When ctx ends it loses its connections: an engine that failed answers no call any more, and
// the program would wait for ever.
func runFunc(body pulumi.RunFunc) func(context.Context, engine.Program) error {
	return func(ctx context.Context, p engine.Program) error {
		if body == nil {
			return errors.New("no program was given")
		}
		forget := func() bool { return true }
		defer func() { forget() }()
		return pulumi.RunErr(func(program *pulumi.Context) error {
			forget = context.AfterFunc(ctx, func() { _ = program.Close() })
			return body(program)
		}, func(info *pulumi.RunInfo) {
			info.Project, info.Stack, info.Organization, info.RootDirectory = p.Project, p.Stack, p.Organization, p.Root
			info.Config, info.ConfigSecretKeys = p.Config, p.ConfigSecretKeys
			info.DryRun, info.Parallel = p.DryRun, p.Parallel
			info.MonitorAddr, info.EngineAddr = p.Monitor, p.Engine
		})
	}
}

// runDir runs the program in folder, which it first compiles to binary unless that was done.
func runDir(folder, binary string, compiled bool) func(context.Context, engine.Program) error {
	return func(ctx context.Context, p engine.Program) error {
		if !compiled {
			if err := programs.Compile(ctx, folder, binary); err != nil {
				return err
			}
		}
		environment, err := programEnvironment(p)
		if err != nil {
			return err
		}
		run := exec.CommandContext(ctx, binary)
		run.Dir, run.Stdout, run.Stderr, run.Env = folder, p.Stdout, p.Stderr, environment
		run.WaitDelay = 5 * time.Second
		err = run.Run()
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit) && exit.ExitCode() == constant.ExitStatusLoggedError:
			return engine.ErrLogged
		case errors.As(err, &exit) && exit.ExitCode() >= 0:
			return fmt.Errorf("the program in %s exited with status %d", folder, exit.ExitCode())
		case err != nil:
			return fmt.Errorf("run the program in %s: %w", folder, err)
		}
		return nil
	}
}

// programEnvironment is what Pulumi's language host for Go sets for a program.
func programEnvironment(p engine.Program) ([]string, error) {
	config, err := json.Marshal(p.Config)
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(p.ConfigSecretKeys)
	if err != nil {
		return nil, err
	}
	return append(os.Environ(),
		pulumi.EnvOrganization+"="+p.Organization,
		pulumi.EnvProject+"="+p.Project,
		pulumi.EnvStack+"="+p.Stack,
		pulumi.EnvPulumiRootDirectory+"="+p.Root,
		pulumi.EnvConfig+"="+string(config),
		pulumi.EnvConfigSecretKeys+"="+string(secretKeys),
		pulumi.EnvDryRun+"="+strconv.FormatBool(p.DryRun),
		pulumi.EnvParallel+"="+strconv.Itoa(int(p.Parallel)),
		pulumi.EnvMonitor+"="+p.Monitor,
		pulumi.EnvEngine+"="+p.Engine,
	), nil
}
