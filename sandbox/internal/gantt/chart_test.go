package gantt_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// shop is a chart with all there is to draw: groups, none, a row of two bars, a failure, names to escape and to cut.
func shop() gantt.Chart {
	const m = time.Minute
	return gantt.Chart{
		Title: "Update of acme/shop/dev: about 12m10s", Notes: []string{"Durations are <approximations>."}, Total: 12*m + 10*s,
		Bars: []gantt.Bar{
			{Name: "vpc", Type: "aws:ec2/vpc:Vpc", Label: "create", End: 10 * s, Critical: true},
			{Group: "cache (acme:Cache)", Name: "subnets", Type: "t", Label: "create", Start: 10 * s, End: 13 * s},
			{Group: "cache (acme:Cache)", Name: "group", Type: "t", Label: "delete-replaced", Start: 10 * s, End: 4*m + 10*s, Critical: true},
			{Group: "cache (acme:Cache)", Name: "group", Type: "t", Label: "create-replacement", Start: 4*m + 10*s, End: 12*m + 10*s, Critical: true},
			{Group: "<&\"app\">", Name: strings.Repeat("long", 20), Type: "t", Label: "update", Start: 13 * s, End: 6 * m, Failed: true},
		},
	}
}

func render(t *testing.T, draw func(io.Writer) error) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, draw(&out))
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "go test ./sandbox/internal/gantt -update rewrites it")
}

func TestText(t *testing.T) {
	t.Parallel()
	text := render(t, shop().Text)
	path, chart, found := strings.Cut(text, "All that takes time")
	require.True(t, found)
	assert.Less(t, strings.Index(path, "vpc"), strings.Index(path, "delete-replaced"))
	assert.Less(t, strings.Index(path, "delete-replaced"), strings.Index(path, "create-replacement"))
	assert.NotContains(t, path, "subnets")
	assert.Contains(t, chart, "update failed after 5m47s")
	assert.Equal(t, 1+1+2+5-1, strings.Count(strings.TrimSpace(chart), "\n"), "a heading, the axis, two groups, five bars")
	golden(t, "shop.txt", text)
}

func TestTextOfNothing(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "Refresh of a/b/c: about 0s\n", render(t, gantt.Chart{Title: "Refresh of a/b/c: about 0s"}.Text))
}

func TestSVG(t *testing.T) {
	t.Parallel()
	drawn := render(t, shop().SVG)
	assert.Equal(t, drawn, render(t, shop().SVG), "the same again")
	elements, texts := parse(t, drawn)
	titles := map[string]int{}
	for _, title := range texts["title"] {
		titles[title]++
	}
	for _, want := range []string{
		"Update of acme/shop/dev: about 12m10s", "aws:ec2/vpc:Vpc vpc: create 10s, from 0s to 10s", "t subnets: create 3s, from 10s to 13s",
		"t group: delete-replaced 4m00s, from 10s to 4m10s", "t group: create-replacement 8m00s, from 4m10s to 12m10s",
		"t " + strings.Repeat("long", 20) + ": update failed after 5m47s, from 13s to 6m00s",
	} {
		assert.Equal(t, 1, titles[want], want)
	}
	assert.Len(t, titles, 6)
	assert.Equal(t, 3, elements["critical"], "bars of the critical path")
	assert.Equal(t, 1, elements["bar"])
	assert.Equal(t, 1, elements["bar failed"])
	assert.Equal(t, 4, elements["name"], "a row for each resource")
	assert.Equal(t, 1, elements["link"], "a line between rows, none within one")
	assert.Contains(t, texts["text"], "◆ vpc")
	assert.Contains(t, texts["text"], "subnets")
	assert.Contains(t, texts["text"], "◆ and hatched: the critical path, which decides how long it takes.")
	assert.Contains(t, texts["text"], "<&\"app\">")
	assert.Contains(t, texts["desc"], "Gantt chart of 5 operations over 12m10s. Critical path: vpc create 10s, "+
		"then group delete-replaced 4m00s, then group create-replacement 8m00s")
	assert.Equal(t, 3, strings.Count(drawn, "url(#hatching)"))
	assert.Contains(t, drawn, "prefers-color-scheme:dark")
	golden(t, "shop.svg", drawn)
}

// Sections have headings, and what has one name in two of them has two rows.
func TestSVGOfSections(t *testing.T) {
	t.Parallel()
	one := gantt.Bar{Section: "network: 10s", Group: "shop (acme:Shop)", Name: "a", Type: "t", Label: "create", End: 10 * s, Critical: true}
	two, three := one, one
	two.Section, two.Start, two.End = "data: 5s", 10*s, 15*s
	three.Section, three.Group, three.Start, three.End, three.Critical = "data: 5s", "", 11*s, 12*s, false
	chart := gantt.Chart{Title: "Both", Total: 15 * s, Bars: []gantt.Bar{one, two, three}}
	drawn := render(t, chart.SVG)
	classes, texts := parse(t, drawn)
	assert.Equal(t, 3, classes["title"], "the chart's and one for each section")
	assert.Equal(t, 2, classes["group"], "each section has the group")
	assert.Equal(t, 3, classes["name"])
	assert.Equal(t, 1, classes["link"], "from one section to the next")
	assert.Less(t, slices.Index(texts["text"], "network: 10s"), slices.Index(texts["text"], "data: 5s"))

	chart.Bars[0].Section, chart.Bars[1].Section, chart.Bars[2].Section = "", "", ""
	classes, _ = parse(t, render(t, chart.SVG))
	assert.Equal(t, 1, classes["title"])
	assert.Equal(t, 1, classes["group"])
	assert.Equal(t, 2, classes["name"])
}

// parse reads an SVG: how many elements each class has, and the texts by element.
func parse(t *testing.T, drawn string) (classes map[string]int, texts map[string][]string) {
	t.Helper()
	classes, texts = map[string]int{}, map[string][]string{}
	decoder := xml.NewDecoder(strings.NewReader(drawn))
	var element string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return classes, texts
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
			for _, a := range token.Attr {
				if a.Name.Local == "class" {
					classes[a.Value]++
				}
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(token)); text != "" {
				texts[element] = append(texts[element], text)
			}
		}
	}
}

func TestTicks(t *testing.T) {
	t.Parallel()
	for total, want := range map[time.Duration][]string{
		0:                      {"0s"},
		500 * time.Millisecond: {"0s", "0.1s", "0.2s", "0.3s", "0.4s", "0.5s"},
		6 * s:                  {"0s", "1s", "2s", "3s", "4s", "5s", "6s"},
		12*time.Minute + 10*s:  {"0s", "3m00s", "6m00s", "9m00s", "12m00s"},
		72 * time.Hour:         {"0s", "24h00m00s", "48h00m00s", "72h00m00s"},
	} {
		_, texts := parse(t, render(t, gantt.Chart{Title: "x", Total: total}.SVG))
		assert.Equal(t, append([]string{"x"}, want...), texts["text"], total)
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0s", 500 * time.Millisecond: "0.5s", 2 * s: "2s", 9960 * time.Millisecond: "10s", 45 * s: "45s", 59*s + 600*time.Millisecond: "1m00s",
		8*time.Minute + 3*s: "8m03s", time.Hour: "1h00m00s", 26*time.Hour + 61*s: "26h01m01s",
	} {
		assert.Equal(t, want, gantt.Clock(d))
	}
}

func TestAWriterThatFails(t *testing.T) {
	t.Parallel()
	assert.ErrorIs(t, shop().Text(broken{}), io.ErrClosedPipe)
	assert.ErrorIs(t, shop().SVG(broken{}), io.ErrClosedPipe)
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
