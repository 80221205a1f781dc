package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/spf13/cobra"

	"github.com/groundwork-go/groundwork/sandbox"
)

const aboutTimeline = `Print how long a first deployment of the stack would take in the real cloud, the operations that decide it
(the critical path), and a chart of all operations. The chart is also drawn as an SVG picture.

The program runs against a copy of the stack that is empty; with --next, against a copy of the stack as it is. The stack
does not change, shell commands are not run, and other stacks of the state folder are there for stack references.

Of a folder with projects below it, all projects are run one after the other, each after those whose outputs it reads: a
section for each, and the total is the sum.

Durations come from the model of the providers. They are approximations: they serve to compare programs and to see what
waits for what. Operations run without limit on how many at once; --parallel sets one. (Pulumi's own default is four per
processor, at most 16.)

With --json, one object is printed: stack, totalSeconds, svg (the file), and bars in the order in which they start, each
with urn, op, component, startSeconds, endSeconds, critical, failed and waits (the URNs of what it waited for). For a folder
with projects it is totalSeconds, svg, and projects with stack, totalSeconds and bars.`

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
	command.Flags().StringVar(&svg, "svg", "", "the file of the picture (default: timelines/ORGANIZATION/PROJECT/STACK.svg in the state folder, without PROJECT for several)")
	command.Flags().BoolVar(&next, "next", false, "the next update of the stack as it is, instead of a first deployment")
	i.configured(command)
	return command
}

func (i *invocation) printTimeline(ctx context.Context, folder, svg string, next bool) error {
	options, err := i.options()
	if err != nil {
		return err
	}
	if !next {
		options = append(options, sandbox.FromScratch())
	}
	members, err := i.members(folder)
	if err != nil {
		return err
	}
	cloud := sandbox.New(sandbox.Options{Folder: i.state, Parallel: i.parallel})
	if len(members) > 0 {
		all, err := cloud.RehearseInOrder(ctx, members, options...)
		if err = errors.Join(err, cloud.Close()); err != nil {
			return untold{err}
		}
		return i.printTimelines(all, svg)
	}
	stack, err := i.stackName(folder)
	if err != nil {
		return err
	}
	result, err := cloud.Rehearse(ctx, stack, sandbox.Dir(folder), options...)
	if err = errors.Join(err, cloud.Close()); err != nil {
		return untold{err}
	}
	s := result.Stack
	if svg, err = i.writeSVG(svg, filepath.Join(s.Organization, s.Project, s.Stack+".svg"), result.Timeline.SVG); err != nil {
		return err
	}
	if i.json {
		output := timelineOf(result)
		output.SVG = svg
		return i.printObject(output)
	}
	return i.printChart(result.Timeline.Text, svg, result.Unmodelled)
}

// printTimelines prints those of several projects.
func (i *invocation) printTimelines(all sandbox.Sequence, svg string) error {
	first := all.Results[0].Stack
	svg, err := i.writeSVG(svg, filepath.Join(first.Organization, first.Stack+".svg"), all.SVG)
	if err != nil {
		return err
	}
	var unmodelled []string
	output := timelinesOutput{TotalSeconds: all.Total().Seconds(), SVG: svg}
	for _, result := range all.Results {
		unmodelled = append(unmodelled, result.Unmodelled...)
		output.Projects = append(output.Projects, timelineOf(result))
	}
	if i.json {
		return i.printObject(output)
	}
	slices.Sort(unmodelled)
	return i.printChart(all.Text, svg, slices.Compact(unmodelled))
}

func (i *invocation) printChart(text func(io.Writer) error, svg string, unmodelled []string) error {
	if err := text(i.stdout); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(i.stdout, "\nPicture: %s\n\n", svg); err != nil {
		return err
	}
	return i.printList("Unmodelled (with the provider's usual durations)", unmodelled)
}

// untold is an error of a rehearsal, which no display has shown.
type untold struct{ error }

// writeSVG draws into the file that was asked for, or into one of the state folder, and returns its path.
func (i *invocation) writeSVG(asked, otherwise string, draw func(io.Writer) error) (path string, err error) {
	if path = asked; path == "" {
		path = filepath.Join(i.state, "timelines", otherwise)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return "", err
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	return path, errors.Join(draw(file), file.Close())
}

type timelineOutput struct {
	Stack        string      `json:"stack"`
	TotalSeconds float64     `json:"totalSeconds"`
	SVG          string      `json:"svg,omitempty"`
	Bars         []barOutput `json:"bars"`
}

type timelinesOutput struct {
	TotalSeconds float64          `json:"totalSeconds"`
	SVG          string           `json:"svg"`
	Projects     []timelineOutput `json:"projects"`
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

func timelineOf(result *sandbox.Result) timelineOutput {
	output := timelineOutput{Stack: result.Stack.String(), TotalSeconds: result.Timeline.Total.Seconds(), Bars: []barOutput{}}
	for _, b := range result.Timeline.Bars {
		output.Bars = append(output.Bars, barOutput{
			URN: b.URN, Op: b.Op, Component: b.Component, StartSeconds: b.Start.Seconds(), EndSeconds: b.End.Seconds(),
			Critical: b.Critical, Failed: b.Failed, Waits: append([]resource.URN{}, b.Waits...),
		})
	}
	return output
}

func (i *invocation) printObject(output any) error {
	encoder := json.NewEncoder(i.stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(output)
}
