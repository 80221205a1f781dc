// Command planreport says in Markdown what a preview would replace and delete, and fails when nobody has allowed it.
//
//	pulumi preview --json > plan.json
//	planreport [--title TEXT] [--routine TYPES] [--allow] plan.json
//
// The exit status is 0 when nothing would be replaced or deleted or --allow is given, 3 when something would, and 1 when the
// preview failed or cannot be read. Values of properties are never printed, only their names.
//
// Types given by --routine, separated by commas, may be replaced without --allow: a task definition of ECS, for one, has a new
// revision for each image. They may not be deleted without it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	statusOK         = 0
	statusFailed     = 1
	statusNotAllowed = 3
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the command; it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("planreport", flag.ContinueOnError)
	flags.SetOutput(stderr)
	title := flags.String("title", "Preview", "the heading of the report")
	routine := flags.String("routine", "", "types that may be replaced without --allow, separated by commas")
	allow := flags.Bool("allow", false, "replacements and deletions are allowed")
	if err := flags.Parse(args); err != nil {
		return statusFailed
	}
	status, err := reportFile(flags.Args(), *title, split(*routine), *allow, stdout)
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "error: %v\n", err) // nowhere is left to report a failed write to
	}
	return status
}

func reportFile(files []string, title string, routine []string, allow bool, stdout io.Writer) (status int, err error) {
	if len(files) != 1 {
		return statusFailed, fmt.Errorf("need one file that pulumi preview --json wrote, got %d", len(files))
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		return statusFailed, err
	}
	plan, err := readPlan(content, routine)
	if err != nil {
		return statusFailed, fmt.Errorf("read %s: %w", files[0], err)
	}
	if _, err := io.WriteString(stdout, plan.markdown(title, allow)); err != nil {
		return statusFailed, err
	}
	switch {
	case len(plan.failures) > 0:
		return statusFailed, errors.New("the preview failed")
	case plan.destructive() > 0 && !allow:
		return statusNotAllowed, fmt.Errorf("%d resources would be replaced or deleted, and that is not allowed", plan.destructive())
	default:
		return statusOK, nil
	}
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
}
