package sandbox

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

// Timeline is how long a run would take in the real cloud, worked out from the durations that the model of the
// providers has for each operation and from the rules by which the engine orders operations:
//
//   - a resource is created, updated or read when all that it depends on is there: what its inputs come from, DependsOn,
//     its parent, its provider, DeletedWith and ReplaceWith;
//   - a replacement is created before what depends on it is updated, and what it replaces is deleted after the program
//     has ended; with delete-before-replace, dependents that have to be replaced too and then the resource itself are
//     deleted one after the other before it is created again;
//   - everything else is deleted after the program has ended, in waves, dependents first: a wave starts when the one
//     before has ended, and what nothing depends on may still wait for the last wave;
//   - a refresh reads everything at once;
//   - components, resources that did not change, and what is deleted with another resource take no time.
//
// Operations run without limit on how many at once, unless Options.Parallel sets one. Pulumi's own limit is four per
// processor and 16 at most, unless `pulumi up --parallel` says otherwise. With a limit, a free worker takes the operation
// that has been ready for longest, as the engine does.
//
// The timeline of a run that failed or was cut has what ran, an operation that failed with its full time. Operations
// take no time in the sandbox, so others may have begun beside it than in the cloud. The timeline of a preview has what
// would run. The time of the program itself, of its builds and downloads is not in it.
type Timeline struct {
	Total time.Duration
	Bars  []Bar // in the order in which they start

	title string
}

// Bar is one operation of a timeline.
type Bar struct {
	URN        resource.URN
	Op         string        // as in Step
	Start, End time.Duration // from the start of the run; the same for what takes no time
	Critical   bool          // it is on the critical path: a minute more of it is a minute more of the run
	Failed     bool

	// Waits are the resources whose operations had to end first, those of no duration at the start left out. For a
	// deletion after the program, and with a limit on how many run at once, it is what ended last.
	Waits []resource.URN

	Component resource.URN // the nearest component that the resource is a child of; empty for one of the stack itself
}

// Takes is how long the operation runs.
func (b Bar) Takes() time.Duration { return b.End - b.Start }

// CriticalPath is the operations that decide how long the run takes, in order of time: the first starts at 0, each
// other one when the one before it ends, the last ends with the run. Those of no duration are left out. Of several such
// paths it is one.
func (t Timeline) CriticalPath() []Bar {
	return slices.DeleteFunc(slices.Clone(t.Bars), func(b Bar) bool { return !b.Critical || b.Takes() == 0 })
}

// Text writes the total, the critical path, and a chart of all operations that take time.
func (t Timeline) Text(w io.Writer) error { return t.chart().Text(w) }

// SVG writes the chart as a picture: a row for each resource with an operation that takes time, grouped by component.
// The critical path is marked by colour, hatching and a sign. The same timeline gives the same bytes.
func (t Timeline) SVG(w io.Writer) error { return t.chart().SVG(w) }

func (t Timeline) chart() gantt.Chart {
	c := gantt.Chart{Total: t.Total, Title: cmp.Or(t.title, "The run") + ": about " + gantt.Clock(t.Total)}
	instant := 0
	for _, b := range t.Bars {
		if b.Takes() == 0 {
			instant++
			continue
		}
		c.Bars = append(c.Bars, gantt.Bar{
			Group: componentLabel(b.Component), Name: b.URN.Name(), Type: string(b.URN.Type()), Label: b.Op,
			Start: b.Start, End: b.End, Critical: b.Critical, Failed: b.Failed,
		})
	}
	c.Notes = []string{"Durations are approximations; the cloud may take less or much longer on a given day."}
	if instant > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("%d operations that take time, %d that take none and are left out.", len(c.Bars), instant))
	}
	return c
}

// componentLabel names a group of the chart.
func componentLabel(component resource.URN) string {
	if component == "" {
		return ""
	}
	return component.Name() + " (" + string(component.Type()) + ")"
}

// describe titles the timeline of an operation.
func describe(kind engine.Kind, stack StackName) string {
	what := map[engine.Kind]string{
		engine.Preview: "Update", engine.Update: "Update", engine.Refresh: "Refresh", engine.Destroy: "Destruction",
	}[kind]
	return what + " of " + stack.String()
}
