// Command figures measures what docs/performance.md tells and rewrites the page's tables. Run it from the root of the repository, with
// nothing else running:
//
//	go run ./sandbox/cmd/figures [-only builds,engine,suite,simulated,deploys] [-blocks 100,1000] [-runs 3] [-page docs/performance.md]
//
// What the parts simulated and deploys tell comes out the same on every machine, and a test holds the page to it. The other three are
// measured on this machine, and their blocks say which one it is. Each block is written as soon as it is known.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		_, _ = fmt.Fprintf(os.Stderr, "error: %v\n", err) // nowhere is left to report a failed write to
		os.Exit(1)
	}
}

// settings are what the flags say.
type settings struct {
	page   string
	parts  []part
	blocks []int // how many the engine is measured with
	runs   int   // of the engine, of which the fastest counts
}

// part makes one block of the page.
type part struct {
	name     string
	measured bool // on this machine
	content  func(context.Context, settings) (string, error)
}

// parts come in the order in which they are made: what is quick first, and the test suite when the page is as it should be.
func parts() []part {
	return []part{
		{"deploys", false, deploys},
		{"simulated", false, simulated},
		{"engine", true, engine},
		{"builds", true, builds},
		{"suite", true, suite},
	}
}

// run is the command.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := read(args, stderr)
	if err != nil {
		return err
	}
	where := origin(ctx) // before the page is changed
	for _, p := range s.parts {
		content, err := p.content(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if p.measured {
			content = where + "\n\n" + content
		}
		if err := rewrite(s.page, p.name, content); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(stdout, "%s\n\n%s\n", p.name, content); err != nil {
			return err
		}
	}
	return nil
}

func read(args []string, stderr io.Writer) (settings, error) {
	s := settings{}
	flags := flag.NewFlagSet("figures", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.page, "page", "docs/performance.md", "the page whose tables are rewritten")
	flags.IntVar(&s.runs, "runs", 3, "how often each operation of the engine is run; the fastest counts")
	only := flags.String("only", "", "the parts to make, separated by commas (default all)")
	blocks := flags.String("blocks", "100,1000", "how many blocks the engine is measured with, separated by commas")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("need flags only, got %q", flags.Args())
	}
	if s.runs < 1 {
		return s, fmt.Errorf("-runs: need 1 or more, got %d", s.runs)
	}
	for _, text := range strings.Split(*blocks, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return s, fmt.Errorf("-blocks: need numbers of 1 or more, got %q", text)
		}
		s.blocks = append(s.blocks, n)
	}
	var err error
	s.parts, err = chosen(*only)
	return s, err
}

// chosen are the parts that a list names, in their own order.
func chosen(only string) ([]part, error) {
	all := parts()
	if only == "" {
		return all, nil
	}
	wanted := strings.Split(only, ",")
	var names []string
	for _, p := range all {
		names = append(names, p.name)
	}
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("-only: need some of %s, got %q", strings.Join(names, ", "), name)
		}
	}
	return slices.DeleteFunc(all, func(p part) bool { return !slices.Contains(wanted, p.name) }), nil
}

// rewrite puts a block into the page.
func rewrite(path, block, content string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := figures.Replace(string(page), block, content)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}
