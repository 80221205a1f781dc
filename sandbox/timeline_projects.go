package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

// Sequence is what runs of several projects would take, one project after the other.
type Sequence struct {
	Results []*Result // in the order of the runs

	title string
}

// RehearseInOrder is Rehearse for several projects, in the order in which they read each other: each one meets the others as the runs
// before it would leave them. With FromScratch none of them is there at first. Stacks that are no members are there for stack references,
// as they are. The result of an error has the runs that ended before it.
func (c *Cloud) RehearseInOrder(ctx context.Context, members []Member, opts ...Option) (all Sequence, err error) {
	var o operation
	for _, opt := range opts {
		opt(&o)
	}
	kind := "Next update of "
	if o.fromScratch {
		kind = "First deployment of "
	}
	all.title = fmt.Sprintf("%s%d projects", kind, len(members))
	stage := New(Options{Passphrase: c.options.Passphrase, Parallel: c.options.Parallel})
	defer func() { err = errors.Join(err, stage.Close()) }()
	if err := c.copyTo(stage, members, o.fromScratch); err != nil {
		return all, err
	}
	return all, stage.InOrder(ctx, members, func(m Member) error {
		result, err := stage.Up(ctx, m.Stack.String(), m.Program(), opts...)
		if err != nil {
			return err
		}
		result.Timeline.title = kind + m.Stack.String()
		all.Results = append(all.Results, result)
		return nil
	}, opts...)
}

// copyTo gives an empty cloud in memory all stacks: members with what they made, unless they are to start from nothing, others to be read.
func (c *Cloud) copyTo(stage *Cloud, members []Member, withoutMembers bool) error {
	names, err := c.stackNames()
	if err != nil {
		return err
	}
	for _, name := range names {
		if slices.ContainsFunc(members, func(m Member) bool { return m.Stack == name }) {
			if withoutMembers {
				continue
			}
			exported, err := c.ExportState(name.String(), ShowSecrets())
			if err != nil {
				return err
			}
			if err := stage.ImportState(name.String(), exported); err != nil {
				return err
			}
			continue
		}
		c.mu.Lock()
		s, err := c.existing(name)
		c.mu.Unlock()
		if err != nil || s == nil {
			return err
		}
		stage.stacks[name] = &stackState{name: name, cloud: stage.memory, vault: s.vault, base: copyOf(s.base)}
	}
	return nil
}

// stackNames are all stacks of the cloud.
func (c *Cloud) stackNames() ([]StackName, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.options.Folder == "" {
		return sortedStacks(c.stacks), nil
	}
	folders, err := fs.Glob(os.DirFS(c.options.Folder), "stacks/*/*/*")
	var names []StackName
	for _, folder := range folders {
		parts := strings.Split(folder, "/")
		names = append(names, StackName{Organization: parts[1], Project: parts[2], Stack: parts[3]})
	}
	return names, err
}

// Total is how long all runs take together.
func (s Sequence) Total() time.Duration {
	total := time.Duration(0)
	for _, r := range s.Results {
		total += r.Timeline.Total
	}
	return total
}

// Text writes the timeline of each project and the total.
func (s Sequence) Text(w io.Writer) error {
	for _, r := range s.Results {
		if err := r.Timeline.Text(w); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s, one after the other: about %s\n", s.title, gantt.Clock(s.Total()))
	return err
}

// SVG writes one chart of all projects, a section for each. Operations of less than a hundredth of the total are left out: they would be
// most of the rows, and can hardly be seen.
func (s Sequence) SVG(w io.Writer) error {
	whole := gantt.Chart{Total: s.Total(), Title: s.title + ", one after the other: about " + gantt.Clock(s.Total())}
	start, shortest, short := time.Duration(0), whole.Total/100, 0
	for _, r := range s.Results {
		part := r.Timeline.chart()
		whole.Notes = part.Notes[:1] // how good the durations are
		for _, b := range part.Bars {
			if b.End-b.Start < shortest {
				short++
				continue
			}
			b.Section = r.Stack.Project + ": " + gantt.Clock(r.Timeline.Total)
			b.Start += start
			b.End += start
			whole.Bars = append(whole.Bars, b)
		}
		start += r.Timeline.Total
	}
	whole.Notes = append(whole.Notes, fmt.Sprintf("%d operations are drawn; %d of less than %s are left out.", len(whole.Bars), short, gantt.Clock(shortest)))
	return whole.SVG(w)
}
