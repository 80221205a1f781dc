package gantt

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	svg "github.com/ajstarks/svgo"
)

// Sizes of the drawing, in pixels.
const (
	margin     = 16
	rowHeight  = 24
	barHeight  = 14
	plotWidth  = 640
	titleSize  = 56 // title and axis, before the notes
	noteHeight = 16
	runeWidth  = 7 // what a character of 12 pixels takes at most, on average
	maxLabel   = 48
)

// mark stands before the names of the critical path.
const mark = "◆ "

// style has the colours for light and dark pages. The critical path is told by its hatching, its frame and its mark too.
const style = `
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.page{fill:#ffffff}.title{font-size:16px;font-weight:600}.note,.tick,.caption{fill:#59636e}.group{font-weight:600}
.grid{stroke:#d1d9e0}.bar{fill:#6ea8fe}.critical{stroke:#a8300f;stroke-width:1.5}.paint{fill:#f0a58f}.hatch{stroke:#a8300f;stroke-width:2}
.link{stroke:#a8300f;stroke-width:1.5;stroke-dasharray:3 2;fill:none}.failed{stroke-dasharray:4 3;stroke:#1f2328;stroke-width:1.5}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}.page{fill:#0d1117}.note,.tick,.caption{fill:#9198a1}
.grid{stroke:#3d444d}.bar{fill:#1f6feb}.critical{stroke:#ff9b7a}.paint{fill:#7a2e1a}.hatch{stroke:#ff9b7a}
.link{stroke:#ff9b7a}.failed{stroke:#f0f6fc}
}
`

// drawing is a chart while it is drawn.
type drawing struct {
	*svg.SVG
	chart         Chart
	groups        []group
	notes         []string
	left, top     int // where the plot begins
	width, height int
}

// SVG writes the chart as a picture that stands alone: readable on light and dark pages, without colours and by screen
// readers. The same chart gives the same bytes.
func (c Chart) SVG(w io.Writer) error {
	var out bytes.Buffer
	d := newDrawing(c, &out)
	d.Start(d.width, d.height, fmt.Sprintf(`viewBox="0 0 %d %d"`, d.width, d.height), `role="img"`)
	d.Title(c.Title)
	d.Desc(c.description())
	d.Style("text/css", style)
	d.Def()
	d.Pattern("hatching", 0, 0, 8, 8, "user")
	d.Rect(0, 0, 8, 8, `class="paint"`)
	d.Path("M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", `class="hatch"`)
	d.PatternEnd()
	d.DefEnd()
	d.Rect(0, 0, d.width, d.height, `class="page"`)
	d.Text(margin, margin+14, c.Title, `class="title"`)
	for i, note := range d.notes {
		d.Text(margin, margin+32+i*noteHeight, note, `class="note"`)
	}
	d.axis()
	d.rows()
	d.End()
	_, err := w.Write(out.Bytes())
	return err
}

func newDrawing(c Chart, out io.Writer) *drawing {
	d := &drawing{SVG: svg.New(out), chart: c, groups: c.groups(), notes: slices.Clone(c.Notes)}
	if len(c.Bars) > 0 {
		d.notes = append(d.notes, mark+"and hatched: the critical path, which decides how long it takes.")
	}
	d.top = margin + titleSize + noteHeight*len(d.notes)
	lines, label, caption, section := 0, 0, 0, ""
	for _, g := range d.groups {
		if g.section != section {
			lines, section = lines+1, g.section
		}
		if g.name != "" {
			lines++
			label = max(label, runes(g.name))
		}
		lines += len(g.rows)
		for _, r := range g.rows {
			label, caption = max(label, runes(d.label(r))+2), max(caption, runes(r.caption()))
		}
	}
	d.left = 2*margin + runeWidth*min(label, maxLabel+2)
	d.height = d.top + lines*rowHeight + margin
	d.width = max(d.left+plotWidth+margin+runeWidth*caption+margin, 2*margin+10*runes(c.Title))
	for _, note := range d.notes {
		d.width = max(d.width, 2*margin+runeWidth*runes(note))
	}
	return d
}

func (d *drawing) axis() {
	for _, at := range d.chart.ticks() {
		d.Line(d.x(at), d.top-4, d.x(at), d.height-margin, `class="grid"`)
		d.Text(d.x(at), d.top-8, Clock(at), `class="tick" text-anchor="middle"`)
	}
}

// rows draws every bar, and the lines that lead from one bar of the critical path to the next.
func (d *drawing) rows() {
	y, places, section := d.top, map[Bar]int{}, ""
	for _, g := range d.groups {
		if g.section != section {
			section = g.section
			d.Line(margin, y+2, d.width-margin, y+2, `class="grid"`)
			d.Text(margin, y+20, short(section, maxLabel), `class="title"`)
			y += rowHeight
		}
		if g.name != "" {
			d.Text(margin, y+16, short(g.name, maxLabel+2), `class="group"`)
			y += rowHeight
		}
		for _, r := range g.rows {
			d.Text(margin+runeWidth*len(indentOf(g.name)), y+16, d.label(r), `class="name"`)
			for _, b := range r.bars {
				d.bar(b, y+5)
				places[b] = y + 5
			}
			d.Text(d.x(r.bars[len(r.bars)-1].End)+8, y+16, r.caption(), `class="caption"`)
			y += rowHeight
		}
	}
	path := d.chart.path()
	for i := 1; i < len(path); i++ {
		from, to, x := places[path[i-1]], places[path[i]], d.x(path[i].Start)
		switch {
		case from < to:
			d.Line(x, from+barHeight, x, to, `class="link"`)
		case from > to:
			d.Line(x, from, x, to+barHeight, `class="link"`)
		}
	}
}

func (d *drawing) bar(b Bar, y int) {
	class, round := "bar", 3
	fill := ""
	if b.Critical {
		class, round, fill = "critical", 0, `fill="url(#hatching)"`
	}
	if b.Failed {
		class += " failed"
	}
	d.Group(`class="item"`)
	d.Title(fmt.Sprintf("%s %s: %s, from %s to %s", b.Type, b.Name, b.caption(), Clock(b.Start), Clock(b.End)))
	d.Roundrect(d.x(b.Start), y, max(d.x(b.End)-d.x(b.Start), 2), barHeight, round, round, `class="`+class+`"`, fill)
	d.Gend()
}

// label is a row's name; the mark tells the critical path without colour.
func (d *drawing) label(r row) string {
	name := short(r.name, maxLabel)
	if r.critical() {
		return mark + name
	}
	return name
}

func (d *drawing) x(at time.Duration) int {
	return d.left + int((at*plotWidth+d.chart.Total/2)/max(d.chart.Total, 1))
}

// description says in words what the picture shows.
func (c Chart) description() string {
	text := fmt.Sprintf("Gantt chart of %d operations over %s.", len(c.Bars), Clock(c.Total))
	for i, b := range c.path() {
		lead := ", then"
		if i == 0 {
			lead = " Critical path:"
		}
		text += fmt.Sprintf("%s %s %s", lead, b.Name, b.caption())
	}
	return text
}

// short cuts a text to a number of characters.
func short(text string, limit int) string {
	if runes(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}

func runes(text string) int { return utf8.RuneCountInString(text) }
