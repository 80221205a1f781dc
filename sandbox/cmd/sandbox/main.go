// Command sandbox brings Pulumi projects up in a simulated cloud: the real engine, no account.
//
//	sandbox preview|up|refresh|destroy FOLDER [-s stack] [--state DIR] [--json]
//	sandbox state FOLDER [-s stack] [--state DIR] [--show-secrets]
//	sandbox import FOLDER FILE [-s stack] [--state DIR]
//	sandbox timeline FOLDER [-s stack] [--state DIR] [--json] [--next] [--parallel N] [--svg FILE]
//	sandbox proof FOLDER [-s stack] [--parallel N] [--json]
//	sandbox diagram FOLDER --svg FILE [-s stack] [--state DIR]
//
// FOLDER is a project, or a folder with projects below it: then they come up one after the other, each after those whose outputs it
// reads, and are destroyed in reverse.
//
// `sandbox timeline` prints how long a first deployment of the stack, or with --next its next update, would take in the
// real cloud, and draws it; of a folder of projects, one after the other.
//
// `sandbox proof` breaks the updates of every project in each of their steps, and prints what held.
//
// `sandbox diagram` draws the projects of a folder that are up, what is in them and which read which.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second signal ends the process at once
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command; it returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newCommand(stdin, stdout, stderr)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		if err := unshown(err); err != nil {
			_, _ = fmt.Fprintf(stderr, "error: %v\n", err) // nowhere is left to report a failed write to
		}
		return 1
	}
	return 0
}
