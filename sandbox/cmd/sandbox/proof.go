package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/sandbox"
)

const aboutProof = `Break the update from nothing of every project, and its destruction where nothing is protected: by a failure of each
operation, and by the death of the process in each change, one after the other. After each the next update has to make the stack what
its program says, and the one after that nothing. Secrets are searched for in the state and in messages.

A table in Markdown says how many steps held; what did not hold is listed below it, and the status is 1. All of it happens in simulated
clouds of its own: the state folder is neither read nor changed, and shell commands are not run.`

func (i *invocation) proof() *cobra.Command {
	command := &cobra.Command{
		Use: "proof FOLDER", Short: "Break the updates of every project in each of their steps, and print what held",
		Long: aboutProof, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return i.prove(cmd.Context(), args[0]) },
	}
	i.configured(command)
	return command
}

// errUnproved is a proof that found problems, which are printed.
var errUnproved = errors.New("not everything held")

func (i *invocation) prove(ctx context.Context, folder string) error {
	members, err := i.provable(folder)
	if err != nil {
		return err
	}
	options, err := i.options()
	if err != nil {
		return err
	}
	cloud := sandbox.New(sandbox.Options{Parallel: i.parallel})
	proofs, err := cloud.Prove(ctx, members, options...)
	if err = errors.Join(err, cloud.Close()); err != nil {
		return untold{err}
	}
	return i.printProofs(proofs)
}

// provable are the projects of a folder, or the one that it is.
func (i *invocation) provable(folder string) ([]sandbox.Member, error) {
	members, err := i.members(folder)
	if err != nil || len(members) > 0 {
		return members, err
	}
	stack, err := i.stackName(folder)
	if err != nil {
		return nil, err
	}
	name, err := sandbox.ParseStackName(stack)
	return []sandbox.Member{{Folder: folder, Stack: name}}, err
}

// printProofs prints a table in Markdown, and below it what did not hold.
func (i *invocation) printProofs(proofs []sandbox.Proof) error {
	rows := [][]string{{"stack", "resources", "failures", "cuts", "removals", "secrets", "held"}}
	rows = append(rows, slices.Repeat([]string{"---"}, len(rows[0])))
	var problems []string
	for _, p := range proofs {
		row := []string{p.Stack.Project + "/" + p.Stack.Stack}
		for _, count := range []int{p.Resources, p.Failures, p.Cuts, p.Removals, p.Secrets} {
			row = append(row, strconv.Itoa(count))
		}
		held := "yes"
		if len(p.Problems) > 0 {
			held = "no"
		}
		rows = append(rows, append(row, held))
		for _, problem := range p.Problems {
			problems = append(problems, row[0]+": "+problem)
		}
	}
	for _, row := range rows {
		if _, err := fmt.Fprintf(i.stdout, "| %s |\n", strings.Join(row, " | ")); err != nil {
			return err
		}
	}
	if len(problems) == 0 {
		return nil
	}
	if _, err := fmt.Fprintf(i.stdout, "\n%s\n", strings.Join(problems, "\n")); err != nil {
		return err
	}
	return errUnproved
}
