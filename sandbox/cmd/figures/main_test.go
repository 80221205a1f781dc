package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

// newPage is a page with these blocks.
func newPage(t *testing.T, blocks ...string) string {
	t.Helper()
	text := "# Figures\n"
	for _, block := range blocks {
		text += "\n<!-- figures: " + block + " -->\nas it was\n<!-- figures: end -->\n"
	}
	path := filepath.Join(t.TempDir(), "performance.md")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func shown(t *testing.T, path, block string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	text, err := figures.Shown(string(content), block)
	require.NoError(t, err)
	return text
}

func TestOnlyThePartsThatAreNamedAreRewritten(t *testing.T) {
	t.Parallel()
	path := newPage(t, "builds", "engine", "suite", "simulated", "deploys")
	var out, message bytes.Buffer
	require.NoError(t, run(context.Background(), []string{"-page", path, "-only", "engine,deploys", "-blocks", "1,2", "-runs", "2"}, &out, &message))
	for _, block := range []string{"builds", "suite", "simulated"} {
		assert.Equal(t, "as it was\n", shown(t, path, block))
	}
	now := shown(t, path, "deploys")
	assert.True(t, strings.HasPrefix(now, "| phase |"), "it is the same on every machine, so none is named: %s", now)
	now = shown(t, path, "engine")
	assert.Regexp(t, `^Measured on \d{4}-\d\d-\d\d: .+, \d+ cores.*, Go 1\.\d+.*, Groundwork .+\.\n\n\| blocks \| resources \| operation \|`, now)
	for _, row := range []string{
		"| 1 | 9 | preview from nothing | ", "| 1 | 9 | update without changes | ", "| 2 | 17 | update from nothing | ", "| 2 | 17 | destroy | ",
	} {
		assert.Contains(t, now, row)
	}
	assert.Contains(t, out.String(), now)
	assert.Empty(t, message.String())
}

func TestAPageWithoutABlockIsAnError(t *testing.T) {
	t.Parallel()
	path := newPage(t, "engine")
	var out bytes.Buffer
	require.ErrorContains(t, run(context.Background(), []string{"-page", path, "-only", "deploys"}, &out, &out), `block "deploys": need one line`)
	assert.Equal(t, "as it was\n", shown(t, path, "engine"))
	require.ErrorIs(t, run(context.Background(), []string{"-page", "no-such-page.md", "-only", "deploys"}, &out, &out), os.ErrNotExist)
}

func TestFlagsAreChecked(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"-only engine,build": `-only: need some of deploys, simulated, engine, builds, suite, got "build"`,
		"-blocks 10,none":    `-blocks: need numbers of 1 or more, got "none"`,
		"-blocks 0":          `-blocks: need numbers of 1 or more, got "0"`,
		"-runs 0":            `-runs: need 1 or more, got 0`,
		"engine":             `need flags only, got ["engine"]`,
		"-only engine -fast": "flag provided but not defined: -fast",
	} {
		_, err := read(strings.Fields(args), &bytes.Buffer{})
		assert.EqualError(t, err, want)
	}
	s, err := read(nil, &bytes.Buffer{})
	require.NoError(t, err)
	assert.Len(t, s.parts, 5)
	assert.Equal(t, []int{100, 1000}, s.blocks)
}

// The page has a block for each part, and what was measured says on what machine. A part that never was is empty, so that the suite can be
// run before it has figures.
func TestThePageHasEveryBlock(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../../docs/performance.md")
	require.NoError(t, err)
	for _, p := range parts() {
		text, err := figures.Shown(string(content), p.name)
		require.NoError(t, err)
		if p.measured && text == "" {
			continue
		}
		assert.Equal(t, p.measured, strings.HasPrefix(text, "Measured on "), "%s: %s", p.name, text)
		assert.Contains(t, text, "\n| --- |", p.name)
	}
}

func TestTheMachineIsNamed(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "AMD EPYC 9R14", processor("processor\t: 0\nmodel\t\t: 17\nmodel name\t: AMD EPYC 9R14\ncpu MHz\t\t: 2600\n"))
	assert.Equal(t, "a processor of unknown model", processor("CPU implementer\t: 0x41\n"))
	assert.Equal(t, ", 25 GB of memory", memoryOf("MemTotal:       24587920 kB\nMemFree:          391268 kB\n"))
	assert.Empty(t, memoryOf(""))
}
