package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/groundwork-go/groundwork/sandbox"
)

// members are the projects of a folder that is none itself; none for a project.
func (i *invocation) members(folder string) ([]sandbox.Member, error) {
	if _, _, err := sandbox.ReadProject(folder); err == nil {
		return nil, nil
	}
	stack := i.stack
	members, err := sandbox.FindProjects(folder, "any")
	if err != nil || len(members) == 0 {
		return nil, err
	}
	if stack == "" {
		if stack, err = sharedStack(members); err != nil {
			return nil, err
		}
	}
	return sandbox.FindProjects(folder, stack)
}

// sharedStack is the only stack that every project has a configuration file for.
func sharedStack(members []sandbox.Member) (string, error) {
	count := map[string]int{}
	for _, m := range members {
		file, _, err := sandbox.ReadProject(m.Folder)
		if err != nil {
			return "", err
		}
		stacks, err := sandbox.Stacks(file)
		if err != nil {
			return "", err
		}
		for _, stack := range stacks {
			count[stack]++
		}
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < len(members) })
	shared := slices.Sorted(maps.Keys(count))
	switch len(shared) {
	case 0:
		return "", fmt.Errorf("--stack is needed: the %d projects have no stack in common", len(members))
	case 1:
		return shared[0], nil
	default:
		return "", fmt.Errorf("--stack is needed: the %d projects have in common %s", len(members), strings.Join(shared, ", "))
	}
}

type worker func(*sandbox.Cloud, string, sandbox.Program) (*sandbox.Result, error)

// together works on one project after the other, in the order in which they read each other's outputs, and sums up.
func (i *invocation) together(
	ctx context.Context, cloud *sandbox.Cloud, members []sandbox.Member, operation string, work worker, options []sandbox.Option,
) error {
	var results []*sandbox.Result
	each := func(m sandbox.Member) error {
		if !i.json {
			if _, err := fmt.Fprintf(i.stdout, "%s %s\n", filepath.ToSlash(m.Folder), strings.Repeat("─", max(1, 79-len(m.Folder)))); err != nil {
				return err
			}
		}
		result, err := work(cloud, m.Stack.String(), m.Program())
		if result != nil {
			results = append(results, result)
		}
		return err
	}
	var err error
	if operation == "up" || operation == "preview" {
		err = cloud.InOrder(ctx, members, each, options...)
	} else {
		err = cloud.InReverse(members, each)
	}
	if err != nil || i.json {
		return err
	}
	return i.printSummary(results)
}

// printSummary prints a line for each project.
func (i *invocation) printSummary(results []*sandbox.Result) error {
	table := tabwriter.NewWriter(i.stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "\nproject\tchanges\t%s\n", "in the real cloud about")
	for _, r := range results {
		var changes []string
		for _, op := range slices.Sorted(maps.Keys(r.Changes)) {
			changes = append(changes, fmt.Sprintf("%d %s", r.Changes[op], op))
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", r.Stack.Project, strings.Join(changes, ", "), r.Timeline.Total.Round(time.Second))
	}
	return table.Flush()
}
