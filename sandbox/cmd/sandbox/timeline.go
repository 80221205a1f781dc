package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/sandbox"
)

const aboutTimeline = `Print how long a first deployment of the stack would take in the real cloud, the operations that decide it
(the critical path), and a chart of all operations. The chart is also drawn as an SVG picture.

The program runs against a copy of the stack that is empty; with --next, against a copy of the stack as it is. The stack
does not change, shell commands are not run, and other stacks of the state folder are there for stack references.

Durations come from the model of the providers. They are approximations: they serve to compare programs and to see what
waits for what. Operations run without limit on how many at once; --parallel sets one. (Pulumi's own default is four per
processor, at most 16.)

With --json, one object is printed: stack, totalSeconds, svg (the file), and bars in the order in which they start, each
with urn, op, component, startSeconds, endSeconds, critical, failed and waits (the URNs of what it waited for).`

// timeline is the command that works out how long a deployment takes.
func (i *invocation) timeline() *cobra.Command {
	var svg string
	var next bool
	command := &cobra.Command{
		Use: "timeline FOLDER", Short: "Work out how long a deployment would take in the real cloud, and what decides it",
		Long: aboutTimeline, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return i.printTimeline(cmd.Context(), args[0], svg, next)
		},
	}
	command.Flags().StringVar(&svg, "svg", "", "the file of the picture (default: timelines/ORGANIZATION/PROJECT/STACK.svg in the state folder)")
	command.Flags().BoolVar(&next, "next", false, "the next update of the stack as it is, instead of a first deployment")
	i.configured(command)
	return command
}

func (i *invocation) printTimeline(ctx context.Context, folder, svg string, next bool) error {
	stack, err := i.stackName(folder)
	if err != nil {
		return err
	}
	options, err := i.options()
	if err != nil {
		return err
	}
	if !next {
		options = append(options, sandbox.FromScratch())
	}
	cloud := sandbox.New(sandbox.Options{Folder: i.state, Parallel: i.parallel})
	result, err := cloud.Rehearse(ctx, stack, sandbox.Dir(folder), options...)
	if err = errors.Join(err, cloud.Close()); err != nil {
		return untold{err}
	}
	if svg == "" {
		s := result.Stack
		svg = filepath.Join(i.state, "timelines", s.Organization, s.Project, s.Stack+".svg")
		if err := os.MkdirAll(filepath.Dir(svg), 0o700); err != nil {
			return err
		}
	}
	if err := writeSVG(svg, result.Timeline); err != nil {
		return err
	}
	if i.json {
		return i.timelineJSON(result, svg)
	}
	if err := result.Timeline.Text(i.stdout); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(i.stdout, "\nPicture: %s\n\n", svg); err != nil {
		return err
	}
	return i.printList("Unmodelled (with the provider's usual durations)", result.Unmodelled)
}

// untold is an error of a rehearsal, which no display has shown.
type untold struct{ error }

func writeSVG(path string, t sandbox.Timeline) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(t.SVG(file), file.Close())
}

type timelineOutput struct {
	Stack        string      `json:"stack"`
	TotalSeconds float64     `json:"totalSeconds"`
	SVG          string      `json:"svg"`
	Bars         []barOutput `json:"bars"`
}

type barOutput struct {
	URN          resource.URN   `json:"urn"`
	Op           string         `json:"op"`
	Component    resource.URN   `json:"component,omitempty"`
	StartSeconds float64        `json:"startSeconds"`
	EndSeconds   float64        `json:"endSeconds"`
	Critical     bool           `json:"critical"`
	Failed       bool           `json:"failed"`
	Waits        []resource.URN `json:"waits"`
}

func (i *invocation) timelineJSON(result *sandbox.Result, svg string) error {
	output := timelineOutput{
		Stack: result.Stack.String(), TotalSeconds: result.Timeline.Total.Seconds(), SVG: svg, Bars: []barOutput{},
	}
	for _, b := range result.Timeline.Bars {
		output.Bars = append(output.Bars, barOutput{
			URN: b.URN, Op: b.Op, Component: b.Component, StartSeconds: b.Start.Seconds(), EndSeconds: b.End.Seconds(),
			Critical: b.Critical, Failed: b.Failed, Waits: append([]resource.URN{}, b.Waits...),
		})
	}
	encoder := json.NewEncoder(i.stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(output)
}
