// Command contract works with the contracts between stacks, without Pulumi and without a stack.
//
//	contract diff OLD NEW        what changed between two JSON Schemas; exit status 1 if it breaks consumers
//	contract docs PKG            a Markdown table of each contract in the source of a package
//	contract schema PKG[.TYPE]   the JSON Schema of a contract, from source
//
// Run it with go run github.com/groundwork-go/groundwork/stackref/cmd/contract, or ./stackref/cmd/contract in this
// repository. PKG is a package pattern as the go command takes it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := newCommand(os.Stdout, os.Stderr).ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "contract:", err)
		os.Exit(1)
	}
}
