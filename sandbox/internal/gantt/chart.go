package gantt

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Chart is what is drawn. Bars stand in the order in which they start.
type Chart struct {
	Title string
	Notes []string // lines below the title
	Total time.Duration
	Bars  []Bar
}

// Bar is one piece of work that took time.
type Bar struct {
	Section    string // groups of a section stand together, under its name; empty is none
	Group      string // bars of a group stand together; empty is a group too
	Name, Type string // bars of one group, name and type share a row
	Label      string // what was done
	Start, End time.Duration
	Critical   bool
	Failed     bool
}

// Clock writes a duration as people read a stopwatch: "0.5s", "45s", "8m03s", "1h00m00s".
func Clock(d time.Duration) string {
	if tenths := d.Round(100 * time.Millisecond); tenths < 10*time.Second && tenths%time.Second != 0 {
		return fmt.Sprintf("%.1fs", tenths.Seconds())
	}
	seconds := int(d.Round(time.Second) / time.Second)
	switch {
	case seconds < 60:
		return fmt.Sprintf("%ds", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%dm%02ds", seconds/60, seconds%60)
	default:
		return fmt.Sprintf("%dh%02dm%02ds", seconds/3600, seconds/60%60, seconds%60)
	}
}

// maxTicks is how many marks the time axis has at most, beside the one at 0.
const maxTicks = 6

// tickStep is the distance between the marks of a time axis.
func tickStep(total time.Duration) time.Duration {
	const day = 24 * time.Hour
	for _, step := range []time.Duration{
		100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
		time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
		time.Minute, 2 * time.Minute, 3 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute,
		time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
	} {
		if step*maxTicks >= total {
			return step
		}
	}
	return day * ((total-1)/(maxTicks*day) + 1)
}

// ticks are the marks of the time axis.
func (c Chart) ticks() []time.Duration {
	var all []time.Duration
	step := tickStep(c.Total)
	for at := time.Duration(0); at <= c.Total; at += step {
		all = append(all, at)
	}
	return all
}

// group is the rows of one group, in the order of their first bars.
type group struct {
	section, name string
	rows          []row
}

type row struct {
	name, kind string
	bars       []Bar
}

func (c Chart) groups() []group {
	var groups []group
	for _, b := range c.Bars {
		g := slices.IndexFunc(groups, func(g group) bool { return g.section == b.Section && g.name == b.Group })
		if g < 0 {
			g = len(groups)
			groups = append(groups, group{section: b.Section, name: b.Group})
		}
		rows := groups[g].rows
		r := slices.IndexFunc(rows, func(r row) bool { return r.name == b.Name && r.kind == b.Type })
		if r < 0 {
			r = len(rows)
			rows = append(rows, row{name: b.Name, kind: b.Type})
		}
		rows[r].bars = append(rows[r].bars, b)
		groups[g].rows = rows
	}
	return groups
}

// critical tells whether the critical path runs through a row.
func (r row) critical() bool {
	return slices.ContainsFunc(r.bars, func(b Bar) bool { return b.Critical })
}

// caption says what was done and how long it took.
func (r row) caption() string {
	var parts []string
	for _, b := range r.bars {
		parts = append(parts, b.caption())
	}
	return strings.Join(parts, ", ")
}

func (b Bar) caption() string {
	failed := ""
	if b.Failed {
		failed = " failed after"
	}
	return b.Label + failed + " " + Clock(b.End-b.Start)
}

// path is the critical path in order of time.
func (c Chart) path() []Bar {
	return slices.DeleteFunc(slices.Clone(c.Bars), func(b Bar) bool { return !b.Critical })
}
