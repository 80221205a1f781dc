package gantt

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// columns is how wide the bars of the text form can be.
const columns = 60

// Text writes the critical path and then all bars, in lines of text.
func (c Chart) Text(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintln(&out, c.Title)
	for _, note := range c.Notes {
		fmt.Fprintln(&out, note)
	}
	if len(c.Bars) > 0 {
		c.textPath(&out)
		c.textBars(&out)
	}
	_, err := w.Write(out.Bytes())
	return err
}

func (c Chart) textPath(out *bytes.Buffer) {
	path := c.path()
	var labels, names []string
	for _, b := range path {
		labels, names = append(labels, b.Label), append(names, b.Name)
	}
	fmt.Fprintln(out, "\nCritical path:")
	fmt.Fprintf(out, "  %10s %10s %10s\n", "start", "takes", "end")
	for _, b := range path {
		failed := ""
		if b.Failed {
			failed = "  failed"
		}
		fmt.Fprintf(out, "  %10s %10s %10s  %-*s  %-*s  %s%s\n", Clock(b.Start), Clock(b.End-b.Start), Clock(b.End),
			widest(labels), b.Label, widest(names), b.Name, b.Type, failed)
	}
}

func (c Chart) textBars(out *bytes.Buffer) {
	fmt.Fprintf(out, "\nAll that takes time (# on the critical path, = not on it):\n")
	var names []string
	for _, b := range c.Bars {
		names = append(names, indentOf(b.Group)+short(b.Name, maxLabel))
	}
	width := widest(names)
	fmt.Fprintf(out, "  %-*s  %s\n", width, "", c.textAxis())
	for _, g := range c.groups() {
		if g.name != "" {
			fmt.Fprintf(out, "  %s\n", g.name)
		}
		for _, r := range g.rows {
			for _, b := range r.bars {
				fmt.Fprintf(out, "  %-*s  %s  %s\n", width, indentOf(g.name)+short(r.name, maxLabel), c.textBar(b), b.caption())
			}
		}
	}
}

// textAxis labels the marks of the time axis, each above the column where it is.
func (c Chart) textAxis() string {
	line := strings.Repeat(" ", columns)
	for _, at := range c.ticks() {
		column := c.column(at)
		line = (line[:column] + "|" + Clock(at) + strings.Repeat(" ", columns))[:max(columns, column+1+len(Clock(at)))]
	}
	return strings.TrimRight(line, " ")
}

// textBar is a bar of one column or more.
func (c Chart) textBar(b Bar) string {
	from := min(c.column(b.Start), columns-1)
	to := max(c.column(b.End), from+1)
	fill := "="
	if b.Critical {
		fill = "#"
	}
	return strings.Repeat(".", from) + strings.Repeat(fill, to-from) + strings.Repeat(".", columns-to)
}

// column is where a time is in the text form, to the nearest column.
func (c Chart) column(at time.Duration) int {
	return int((at*columns + c.Total/2) / max(c.Total, 1))
}

// indentOf sets the rows of a named group in.
func indentOf(group string) string {
	if group == "" {
		return ""
	}
	return "  "
}

func widest(texts []string) int {
	width := 0
	for _, t := range texts {
		width = max(width, utf8.RuneCountInString(t))
	}
	return width
}
