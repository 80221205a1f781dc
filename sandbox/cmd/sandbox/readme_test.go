package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the output that the README shows")

const readme = "../../../README.md"

// pictures are drawn by commands that the README and CONTRIBUTING.md name.
var pictures = []string{"docs/aws-redis-timeline.svg", "docs/platform.svg", "docs/platform-timeline.svg"}

// The README shows what the command prints. Rows come in the order in which the engine gets to them, and durations
// differ, so blocks are compared as sets of lines without durations.
func TestTheREADMEShowsWhatTheCommandPrints(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("what the commands print is the same under the race detector")
	}
	state, drawn := filepath.Join(t.TempDir(), "state"), t.TempDir()
	content, err := os.ReadFile(readme)
	require.NoError(t, err)
	text := string(content)
	for _, block := range []struct {
		name, line string // without a name it is not shown
		status     int
	}{
		{"platform", "up ./examples/platform -s staging | tail -5", 0},
		{"", "diagram ./examples/platform -s staging --svg docs/platform.svg", 0},
		{"", "timeline ./examples/platform -s staging --svg docs/platform-timeline.svg", 0},
		{"up", "up ./examples/gcp-redis -s staging", 0},
		{"mistakes", `up ./examples/gcp-redis -s staging -c redis='[{"name": "redis-cart", "tier": "BASIC", "memory": 2, "maintenance_window_day": "SUNDY"}]' | head -13`, 1},
		{"timeline", "timeline ./examples/aws-redis -s production --svg docs/aws-redis-timeline.svg | head -11", 0},
	} {
		line, part := shortened(block.line)
		for _, picture := range pictures {
			line = strings.Replace(line, picture, filepath.Join(drawn, filepath.Base(picture)), 1)
		}
		status, out, message := invoke(t, state, arguments(line)...)
		require.Equal(t, block.status, status, out+message)
		if block.name == "" {
			continue
		}
		out = part(out)
		want := "$ go run ./sandbox/cmd/sandbox " + block.line + "\n" + strings.TrimLeft(trimmed(out), "\n")
		pattern := regexp.MustCompile("(?s)(<!-- output: " + block.name + " -->\n```console\n)(.*?)(```\n)")
		shown := pattern.FindStringSubmatch(text)
		require.NotNil(t, shown, "the README has no output %q", block.name)
		if *update {
			text = strings.Replace(text, shown[0], shown[1]+want+shown[3], 1)
			continue
		}
		assert.Equal(t, lines(want), lines(shown[2]), "the README is out of date: go test ./sandbox/cmd/sandbox -run README -update")
	}
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(text), 0o644))
	}
	for _, picture := range pictures {
		now, err := os.ReadFile(filepath.Join(drawn, filepath.Base(picture)))
		require.NoError(t, err)
		if *update {
			require.NoError(t, os.WriteFile("../../../"+picture, now, 0o644))
		}
		shown, err := os.ReadFile("../../../" + picture)
		require.NoError(t, err)
		assert.Equal(t, string(shown), string(now), "%s is out of date: go test ./sandbox/cmd/sandbox -run README -update", picture)
	}
}

// shortened takes "| head -N" or "| tail -N" off a command line, and does what it does.
func shortened(line string) (command string, part func(out string) string) {
	found := regexp.MustCompile(`^(.*) \| (head|tail) -(\d+)$`).FindStringSubmatch(line)
	if found == nil {
		return line, func(out string) string { return out }
	}
	return found[1], func(out string) string {
		count, err := strconv.Atoi(found[3])
		all := strings.SplitAfter(strings.TrimSuffix(out, "\n"), "\n")
		if err != nil || count >= len(all) {
			return out
		}
		if found[2] == "tail" {
			return strings.Join(all[len(all)-count:], "") + "\n"
		}
		return strings.Join(all[:count], "")
	}
}

// arguments splits a command line of the README, which is written for the root of the repository.
func arguments(line string) []string {
	var args []string
	for _, word := range regexp.MustCompile(`[^\s']*'[^']*'|\S+`).FindAllString(line, -1) {
		args = append(args, strings.ReplaceAll(strings.Replace(word, "./", "../../../", 1), "'", ""))
	}
	return args
}

// trimmed is a command's output without trailing blanks and without the certificate, which is long.
func trimmed(out string) string {
	out = regexp.MustCompile(`-----BEGIN CERTIFICATE-----[^"]*`).ReplaceAllString(out, "-----BEGIN CERTIFICATE-----...")
	var kept []string
	for line := range strings.Lines(out) {
		kept = append(kept, strings.TrimRight(line, " \n"))
	}
	return strings.Join(kept, "\n") + "\n"
}

var duration = regexp.MustCompile(`\(\d+(\.\d+)?s\)|Duration: \w+`)

// lines is the sorted lines of a block without durations.
func lines(block string) []string {
	sorted := strings.Split(duration.ReplaceAllString(block, "(duration)"), "\n")
	slices.Sort(sorted)
	return sorted
}
