package infratest

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Run runs a program under mocks and returns what it registered. A program that fails, registers one URN twice or is not done at
// its deadline fails the test at once.
func Run(t testing.TB, program pulumi.RunFunc, opts ...Option) *Graph {
	t.Helper()
	g, err := TryRun(program, opts...)
	if err != nil {
		t.Fatalf("infratest: the program failed: %v", err)
	}
	return g
}

// TryRun is [Run] for programs that are expected to fail. The graph is never nil: beside an error it holds what had been registered
// up to then. errors.As finds the program's own typed errors, and [*CheckError] for inputs that a provider refuses.
func TryRun(program pulumi.RunFunc, opts ...Option) (*Graph, error) {
	s, err := newSettings(opts)
	if err != nil {
		return &Graph{}, err
	}
	r := newRecorder(s)
	if program == nil {
		return r.graph(), errors.New("infratest: need a program, got nil")
	}
	if err := r.addStacks(); err != nil {
		return r.graph(), err
	}

	done := make(chan error, 1)
	go func() {
		err := errors.New("the program ended its own goroutine (FailNow, or a function of require, was called in it)")
		defer func() { done <- err }()
		err = r.run(program)
	}()
	timer := time.NewTimer(s.deadline)
	defer timer.Stop()
	select {
	case err := <-done:
		return r.graph(), err
	case <-timer.C:
		return r.graph(), r.pending()
	}
}

func (r *recorder) run(program pulumi.RunFunc) error {
	config, secretKeys := r.settings.allConfig()
	err := pulumi.RunErr(r.guard(program), func(info *pulumi.RunInfo) {
		info.Project, info.Stack, info.Organization = r.settings.project, r.settings.stack, r.settings.organization
		info.Config, info.ConfigSecretKeys = config, secretKeys
		info.DryRun = r.settings.preview
		info.Mocks = r
	})
	if err != nil {
		return err
	}
	return r.resolveExports(context.Background())
}

// guard turns a panic of the program into an error, and watches what the program asks for.
func (r *recorder) guard(program pulumi.RunFunc) pulumi.RunFunc {
	return func(ctx *pulumi.Context) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("the program panicked: %v\n%s", p, debug.Stack())
			}
		}()
		// A transformation is called at once for each resource, before its inputs are awaited, so it knows what is pending.
		if err := ctx.RegisterStackTransformation(r.requested); err != nil {
			return err
		}
		if err := program(ctx); err != nil {
			return err
		}
		r.keepExports(ctx.GetCurrentExportMap())
		return nil
	}
}
