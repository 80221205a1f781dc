package diagram

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	svg "github.com/ajstarks/svgo"
)

// Card is one project.
type Card struct {
	Title string
	Note  string   // below the title
	Lines []string // what is in it
	Reads []string // titles of the cards that it reads
}

// Sizes of the drawing, in pixels.
const (
	margin     = 16
	gap        = 48 // between columns, for the arrows
	between    = 24 // between the cards of a column
	titleSize  = 40
	lineHeight = 18
	headHeight = 52
	runeWidth  = 7 // what a character of 12 pixels takes at most, on average
	minWidth   = 160
)

const style = `
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.page{fill:#ffffff}.heading{font-size:16px;font-weight:600}.name{font-size:14px;font-weight:600}.note{fill:#59636e}
.card{fill:#f6f8fa;stroke:#d1d9e0}.arrow{stroke:#59636e;stroke-width:1.5;fill:none}.tip{fill:#59636e}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}.page{fill:#0d1117}.note{fill:#9198a1}.card{fill:#151b23;stroke:#3d444d}.arrow{stroke:#9198a1}.tip{fill:#9198a1}
}
`

// box is a card with its place.
type box struct {
	Card
	column, x, y, width, height int
}

// SVG writes a picture that stands alone. A card stands right of everything that it reads. The same cards give the same bytes.
func SVG(w io.Writer, title string, cards []Card) error {
	boxes, width, height := layout(cards)
	var out bytes.Buffer
	d := svg.New(&out)
	d.Start(width, height, fmt.Sprintf(`viewBox="0 0 %d %d"`, width, height), `role="img"`)
	d.Title(title)
	d.Desc(describe(cards))
	d.Style("text/css", style)
	d.Rect(0, 0, width, height, `class="page"`)
	d.Text(margin, margin+14, title, `class="heading"`)
	for _, b := range boxes {
		for i, read := range b.Reads {
			if from := slices.IndexFunc(boxes, func(other *box) bool { return other.Title == read }); from >= 0 {
				arrow(d, boxes[from], b, i)
			}
		}
	}
	for _, b := range boxes {
		d.Roundrect(b.x, b.y, b.width, b.height, 6, 6, `class="card"`)
		d.Text(b.x+12, b.y+22, b.Title, `class="name"`)
		d.Text(b.x+12, b.y+40, b.Note, `class="note"`)
		for i, line := range b.Lines {
			d.Text(b.x+12, b.y+headHeight+8+i*lineHeight, line)
		}
	}
	d.End()
	_, err := w.Write(out.Bytes())
	return err
}

// describe says what the picture shows, for those who do not see it.
func describe(cards []Card) string {
	var all []string
	for _, c := range cards {
		text := strings.TrimSuffix(c.Title+": "+strings.Join(c.Lines, ", "), ": ")
		if len(c.Reads) > 0 {
			text += "; reads " + strings.Join(c.Reads, " and ")
		}
		all = append(all, text)
	}
	return strings.Join(all, ". ") + "."
}

// layout gives every card a place.
func layout(cards []Card) (boxes []*box, width, height int) {
	column := map[string]int{}
	for range cards { // as many rounds as the longest chain can have
		for _, c := range cards {
			for _, read := range c.Reads {
				if at, ok := column[read]; ok {
					column[c.Title] = max(column[c.Title], at+1)
				}
			}
			column[c.Title] = min(column[c.Title], len(cards)-1)
		}
	}
	x, height := margin, 0
	for at := range cards {
		y, wide := margin+titleSize, 0
		var here []*box
		for _, c := range cards {
			if column[c.Title] == at {
				b := &box{Card: c, column: at, x: x, y: y, width: c.width(), height: headHeight + len(c.Lines)*lineHeight}
				here, wide, y = append(here, b), max(wide, b.width), y+b.height+between
			}
		}
		if len(here) == 0 {
			continue
		}
		for _, b := range here {
			b.width = wide
		}
		boxes, x, height = append(boxes, here...), x+wide+gap, max(height, y-between+margin)
	}
	return boxes, x - gap + margin, height
}

func (c Card) width() int {
	longest := utf8.RuneCountInString(c.Note)
	for _, line := range c.Lines {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	return max(minWidth, 24+longest*runeWidth, 24+utf8.RuneCountInString(c.Title)*9)
}

// arrow leads from what is read to the reader; those of one reader end beside each other.
func arrow(d *svg.SVG, from, to *box, n int) {
	x1, y1 := from.x+from.width, from.y+24+10*(to.column-from.column-1)
	x2, y2 := to.x, to.y+18+14*n
	over := margin + titleSize - 8 - 6*n
	if to.column-from.column == 1 {
		d.Path(fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x1, y1, x1+gap/2, y1, x2-gap/2, y2, x2-7, y2), `class="arrow"`)
	} else { // above the columns between
		d.Path(fmt.Sprintf("M%d %d C%d %d %d %d %d %d L%d %d C%d %d %d %d %d %d", x1-24, from.y, x1-24, over, x1, over, x1+gap/2, over,
			x2-gap/2, over, x2-gap/4, over, x2-gap/3, y2, x2-7, y2), `class="arrow"`)
	}
	d.Polygon([]int{x2 - 8, x2, x2 - 8}, []int{y2 - 4, y2, y2 + 4}, `class="tip"`)
}
