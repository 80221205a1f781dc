package diagram_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/diagram"
)

func cards() []diagram.Card {
	return []diagram.Card{
		{Title: "access", Note: "3 resources", Lines: []string{"<door>"}, Reads: []string{"data", "network"}},
		{Title: "data", Note: "2 resources", Lines: []string{"cache & queue", "search"}, Reads: []string{"network"}},
		{Title: "network", Note: "1 resource", Lines: []string{"vpc"}},
	}
}

func draw(t *testing.T, cards []diagram.Card) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, diagram.SVG(&out, "The company", cards))
	decoder := xml.NewDecoder(bytes.NewReader(out.Bytes()))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		require.NoError(t, err, "the picture is XML")
	}
}

// left is where a card begins.
func left(t *testing.T, picture, title string) int {
	t.Helper()
	found := regexp.MustCompile(`<text x="(\d+)" y="\d+" class="name"\s*>` + title + `</text>`).FindStringSubmatch(picture)
	require.NotNil(t, found, "%s in %s", title, picture)
	x, err := strconv.Atoi(found[1])
	require.NoError(t, err)
	return x
}

func TestACardStandsRightOfWhatItReads(t *testing.T) {
	t.Parallel()
	picture := draw(t, cards())
	assert.Less(t, left(t, picture, "network"), left(t, picture, "data"))
	assert.Less(t, left(t, picture, "data"), left(t, picture, "access"))
	assert.Len(t, regexp.MustCompile(`class="arrow"`).FindAllString(picture, -1), 3, "one for each that is read")
	assert.Contains(t, picture, "cache &amp; queue")
	assert.Contains(t, picture, "&lt;door&gt;")
	assert.Equal(t, picture, draw(t, cards()), "the same cards give the same bytes")
}

func TestThePictureIsReadAloud(t *testing.T) {
	t.Parallel()
	picture := draw(t, cards())
	assert.Contains(t, picture, "<title>The company</title>")
	assert.Contains(t, picture, "data: cache &amp; queue, search; reads network.")
}

// Cards that read each other, or something that is not there, are drawn all the same.
func TestCardsInACircle(t *testing.T) {
	t.Parallel()
	picture := draw(t, []diagram.Card{{Title: "hen", Reads: []string{"egg", "fox"}}, {Title: "egg", Reads: []string{"hen"}}})
	left(t, picture, "hen")
	left(t, picture, "egg")
	assert.Contains(t, draw(t, nil), "The company")
}
