// Package figures makes the tables of docs/performance.md that come out the same on every machine, and puts tables of any kind
// into the page. The command of the same name writes the page, and a test holds it to what the code says now.
package figures

import (
	"fmt"
	"strings"
)

const end = "<!-- figures: end -->"

func start(block string) string { return "<!-- figures: " + block + " -->\n" }

// Replace returns a page with content between the marks of a block:
//
//	<!-- figures: builds -->
//	content
//	<!-- figures: end -->
func Replace(page, block, content string) (string, error) {
	before, after, err := around(page, block)
	if err != nil {
		return "", err
	}
	return before + strings.TrimRight(content, "\n") + "\n" + after, nil
}

// Shown returns what a page has between the marks of a block.
func Shown(page, block string) (string, error) {
	before, after, err := around(page, block)
	if err != nil {
		return "", err
	}
	return page[len(before) : len(page)-len(after)], nil
}

// Check returns an error that shows the first difference, and how to mend it, when a block of a page is not content.
func Check(page, block, content string) error {
	shown, err := Shown(page, block)
	if err != nil || shown == content {
		return err
	}
	was, is := strings.Split(shown, "\n"), strings.Split(content, "\n")
	line := 0
	for line < min(len(was), len(is))-1 && was[line] == is[line] {
		line++
	}
	return fmt.Errorf("block %q is out of date (go run ./sandbox/cmd/figures -only %s): need %q, got %q", block, block, is[line], was[line])
}

// around cuts out what a block has now; its marks stay.
func around(page, block string) (before, after string, err error) {
	mark := start(block)
	if n := strings.Count(page, mark); n != 1 {
		return "", "", fmt.Errorf("block %q: need one line %s, got %d", block, strings.TrimSpace(mark), n)
	}
	at := strings.Index(page, mark) + len(mark)
	length := strings.Index(page[at:], end)
	if next := strings.Index(page[at:], "<!-- figures: "); length < 0 || next < length {
		return "", "", fmt.Errorf("block %q: need a line %s after it, got none", block, end)
	}
	return page[:at], page[at+length:], nil
}

// Table writes rows as a table in Markdown. The first row is the heading.
func Table(rows [][]string) string {
	var text strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&text, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(&text, "|%s\n", strings.Repeat(" --- |", len(row)))
		}
	}
	return text.String()
}
