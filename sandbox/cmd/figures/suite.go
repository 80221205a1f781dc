package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

// slowest is how many packages are named.
const slowest = 10

// tested is what the tests of one pattern of packages took.
type tested struct {
	pattern string
	usage
	results
}

// results are what `go test -json` tells.
type results struct {
	packages []testedPackage // those that have tests
	tests    int             // that passed, those inside another one left out
	failed   []string        // packages, and tests of them
}

type testedPackage struct {
	name string
	time time.Duration
}

// suite runs the tests of both modules.
func suite(ctx context.Context, _ settings) (string, error) {
	var all []tested
	for _, pattern := range []string{"./...", "./sandbox/..."} {
		t, err := test(ctx, ".", pattern)
		if err != nil {
			return "", err
		}
		all = append(all, t)
	}
	return suiteTable(all), nil
}

// test runs the tests of a pattern when everything they are made of is in the build cache. Programs that tests build are compiled outside
// the workspace.
func test(ctx context.Context, folder, pattern string) (tested, error) {
	compiled := exec.CommandContext(ctx, "go", "test", "-run", "^$", pattern)
	examples := exec.CommandContext(ctx, "go", "build", "./...")
	examples.Env = append(os.Environ(), "GOWORK=off")
	for _, command := range []*exec.Cmd{compiled, examples} {
		command.Dir, command.Stderr = folder, os.Stderr
		if _, err := measured(command); err != nil {
			return tested{}, err
		}
	}
	var output bytes.Buffer
	command := exec.CommandContext(ctx, "go", "test", "-count=1", "-timeout=30m", "-json", pattern)
	command.Dir, command.Stdout, command.Stderr = folder, &output, os.Stderr
	took, failure := measured(command)
	found, err := parse(&output)
	switch {
	case err != nil:
		return tested{}, errors.Join(failure, err)
	case failure != nil && len(found.failed) > 0:
		return tested{}, fmt.Errorf("%w: %s", failure, strings.Join(found.failed, ", "))
	case failure != nil:
		return tested{}, failure
	}
	return tested{pattern, took, found}, nil
}

// parse reads the events of `go test -json`.
func parse(events io.Reader) (results, error) {
	var r results
	decoder := json.NewDecoder(events)
	for {
		var e struct {
			Action, Package, Test string
			Elapsed               float64 // seconds
		}
		err := decoder.Decode(&e)
		switch {
		case errors.Is(err, io.EOF):
			return r, nil
		case err != nil:
			return r, fmt.Errorf("read the output of go test: %w", err)
		case e.Action == "fail":
			r.failed = append(r.failed, strings.TrimSpace(e.Package+" "+e.Test))
		case e.Action == "pass" && e.Test == "":
			r.packages = append(r.packages, testedPackage{e.Package, time.Duration(e.Elapsed * float64(time.Second))})
		case e.Action == "pass" && !strings.Contains(e.Test, "/"):
			r.tests++
		}
	}
}

// suiteTable is a table of the modules and one of the slowest packages.
func suiteTable(all []tested) string {
	modules := [][]string{{"tests", "packages", "test functions and examples", "time", "of all packages one by one", "peak memory"}}
	var packages []testedPackage
	for _, t := range all {
		var sum time.Duration
		for _, p := range t.packages {
			sum += p.time
		}
		modules = append(modules, []string{
			"`go test " + t.pattern + "`", strconv.Itoa(len(t.packages)), strconv.Itoa(t.tests), seconds(t.time), seconds(sum), gigabytes(t.memory),
		})
		packages = append(packages, t.packages...)
	}
	slices.SortStableFunc(packages, func(a, b testedPackage) int { return cmp.Or(cmp.Compare(b.time, a.time), cmp.Compare(a.name, b.name)) })
	rows := [][]string{{"slowest packages", "time"}}
	for _, p := range packages[:min(slowest, len(packages))] {
		rows = append(rows, []string{"`" + strings.TrimPrefix(p.name, "github.com/groundwork-go/groundwork/") + "`", seconds(p.time)})
	}
	return figures.Table(modules) + "\n" + figures.Table(rows)
}
