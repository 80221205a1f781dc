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

const (
	readme  = "../../../README.md"
	picture = "docs/aws-redis-timeline.svg"
)

// The README shows what the command prints. Rows come in the order in which the engine gets to them, and durations
// differ, so blocks are compared as sets of lines without durations.
func TestTheREADMEShowsWhatTheCommandPrints(t *testing.T) {
	t.Parallel()
	state, drawn := filepath.Join(t.TempDir(), "state"), filepath.Join(t.TempDir(), "timeline.svg")
	content, err := os.ReadFile(readme)
	require.NoError(t, err)
	text := string(content)
	for _, block := range []struct {
		name, line string
		status     int
	}{
		{"up", "up ./examples/gcp-redis -s staging", 0},
		{"again", "up ./examples/gcp-redis -s staging", 0},
		{"mistakes", `up ./examples/gcp-redis -s staging -c redis='[{"name": "redis-cart", "tier": "BASIC", "memory": 2, "maintenance_window_day": "SUNDY"}]'`, 1},
		{"timeline", "timeline ./examples/aws-redis -s production --svg " + picture + " | head -11", 0},
	} {
		line, first := shortened(block.line)
		status, out, _ := invoke(t, state, arguments(strings.Replace(line, picture, drawn, 1))...)
		require.Equal(t, block.status, status, out)
		out = firstLines(out, first)
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
	now, err := os.ReadFile(drawn)
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(text), 0o644))
		require.NoError(t, os.WriteFile("../../../"+picture, now, 0o644))
	}
	shown, err := os.ReadFile("../../../" + picture)
	require.NoError(t, err)
	assert.Equal(t, string(shown), string(now), "the picture is out of date: go test ./sandbox/cmd/sandbox -run README -update")
}

// shortened takes "| head -N" off a command line.
func shortened(line string) (command string, first int) {
	command, count, found := strings.Cut(line, " | head -")
	if !found {
		return line, 0
	}
	first, err := strconv.Atoi(count)
	if err != nil {
		return line, 0
	}
	return command, first
}

// firstLines is what head prints; 0 is everything.
func firstLines(out string, count int) string {
	lines := strings.SplitAfter(out, "\n")
	if count == 0 || count > len(lines) {
		return out
	}
	return strings.Join(lines[:count], "")
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
