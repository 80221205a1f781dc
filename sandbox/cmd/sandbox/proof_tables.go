package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/sandbox"
)

const leftOut = "\nLeft out, without a configuration file for the stack: %s\n"

// printJSON prints the proofs as a list of objects. What was left out is told apart from it.
func (i *invocation) printJSON(proofs []sandbox.Proof, left []string) error {
	if len(left) > 0 {
		if _, err := fmt.Fprintf(i.stderr, leftOut, strings.Join(left, ", ")); err != nil {
			return err
		}
	}
	type object struct {
		Stack string `json:"stack"` // as people write it
		sandbox.Proof
	}
	objects := []object{}
	for _, p := range proofs {
		objects = append(objects, object{p.Stack.String(), p})
	}
	encoder := json.NewEncoder(i.stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(objects)
}

// printProofs prints a table of stacks and one of blocks in Markdown, and below them what was left out and what did not hold. Stacks without
// a block have no second table.
func (i *invocation) printProofs(proofs []sandbox.Proof, left []string) error {
	stacks := [][]string{{"stack", "resources", "failures", "cuts", "removals", "secrets", "held"}}
	names := stackLabels(proofs)
	var problems []string
	for n, p := range proofs {
		row := append([]string{names[n]}, counts(p.Resources, p.Failures, p.Cuts, p.Removals, p.Secrets)...)
		stacks = append(stacks, append(row, yes(len(p.Problems) == 0)))
		for _, problem := range p.Problems {
			problems = append(problems, names[n]+": "+problem)
		}
	}
	text := markdown(stacks)
	blocks := blockRows(proofs, names)
	if slices.ContainsFunc(blocks[1:], func(row []string) bool { return row[0] != noComponent }) {
		text += "\n" + markdown(blocks)
	}
	if len(left) > 0 {
		text += fmt.Sprintf(leftOut, strings.Join(left, ", "))
	}
	if len(problems) > 0 {
		text += "\n" + strings.Join(problems, "\n") + "\n"
	}
	_, err := fmt.Fprint(i.stdout, text)
	return err
}

const noComponent = "(in no component)"

// blockRows are the rows for each type of component, of all stacks together.
func blockRows(proofs []sandbox.Proof, names []string) [][]string {
	all, stacks := map[string]sandbox.BlockProof{}, map[string][]string{}
	for n, p := range proofs {
		for _, b := range p.Blocks {
			sum, known := all[b.Type]
			all[b.Type] = sandbox.BlockProof{
				Type: b.Type, Resources: sum.Resources + b.Resources, Failures: sum.Failures + b.Failures, Cuts: sum.Cuts + b.Cuts,
				Removals: sum.Removals + b.Removals, Secrets: sum.Secrets + b.Secrets, Held: b.Held && (sum.Held || !known), Controls: b.Controls,
			}
			stacks[b.Type] = append(stacks[b.Type], names[n])
		}
	}
	rows := [][]string{{"block", "stacks", "resources", "failures", "cuts", "removals", "secrets", "held", "controls"}}
	for _, name := range slices.SortedFunc(maps.Keys(all), func(a, b string) int { return cmp.Or(last(a, b), cmp.Compare(a, b)) }) {
		b := all[name]
		row := []string{cmp.Or(name, noComponent), strings.Join(stacks[name], ", ")}
		row = append(row, counts(b.Resources, b.Failures, b.Cuts, b.Removals, b.Secrets)...)
		rows = append(rows, append(row, yes(b.Held), strings.Join(b.Controls, ", ")))
	}
	return rows
}

// last puts an empty text behind all others.
func last(a, b string) int {
	switch {
	case (a == "") == (b == ""):
		return 0
	case a == "":
		return 1
	default:
		return -1
	}
}

// stackLabels name the stacks. Those of the same name are told apart by the folders that their projects are in.
func stackLabels(proofs []sandbox.Proof) (labels []string) {
	count := map[string]int{}
	name := func(p sandbox.Proof) string { return p.Stack.Project + "/" + p.Stack.Stack }
	for _, p := range proofs {
		count[name(p)]++
	}
	for _, p := range proofs {
		label := name(p)
		if count[label] > 1 {
			label += " (" + filepath.Base(filepath.Dir(p.Folder)) + ")"
		}
		labels = append(labels, label)
	}
	return labels
}

func counts(all ...int) (cells []string) {
	for _, n := range all {
		cells = append(cells, strconv.Itoa(n))
	}
	return cells
}

func yes(held bool) string {
	if held {
		return "yes"
	}
	return "no"
}

// markdown is a table, its first row the head.
func markdown(rows [][]string) string {
	var table strings.Builder
	for n, row := range rows {
		fmt.Fprintf(&table, "| %s |\n", strings.Join(row, " | "))
		if n == 0 {
			fmt.Fprintf(&table, "|%s\n", strings.Repeat(" --- |", len(row)))
		}
	}
	return table.String()
}
