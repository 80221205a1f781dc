package programs

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hello = "package main\n\nfunc main() { print(%q) }\n"

// helloProgram is a program without dependencies, in a module of its own.
func helloProgram(t *testing.T) (folder string) {
	t.Helper()
	packages, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output()
	require.NoError(t, err)
	t.Setenv("GOCACHE", strings.TrimSpace(string(packages)))
	t.Setenv("GOWORK", "off")
	folder = t.TempDir()
	write(t, filepath.Join(folder, "go.mod"), "module hello\n\ngo 1.25\n")
	write(t, filepath.Join(folder, "main.go"), fmt.Sprintf(hello, "hello"))
	return folder
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func says(t *testing.T, binary string) string {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), binary).CombinedOutput()
	require.NoError(t, err)
	return string(said)
}

// What is appended to a program that was linked does not concern the go command: it shows where a copy comes from.
func TestWhatWasLinkedIsNotLinkedAgain(t *testing.T) {
	folder := helloProgram(t)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	first, second := filepath.Join(t.TempDir(), "bin", "hello"), filepath.Join(t.TempDir(), "bin", "hello")
	require.NoError(t, Compile(context.Background(), folder, first))
	kept := keptProgram(folder)
	program, err := os.ReadFile(kept)
	require.NoError(t, err)
	write(t, kept, string(program)+"mark")

	require.NoError(t, Compile(context.Background(), folder, second))
	program, err = os.ReadFile(second)
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(string(program), "mark"), "linked again")
	assert.Equal(t, "hello", says(t, second))

	write(t, filepath.Join(folder, "main.go"), fmt.Sprintf(hello, "good bye"))
	other := filepath.Join(t.TempDir(), "hello")
	require.NoError(t, Compile(context.Background(), folder, other))
	assert.Equal(t, "good bye", says(t, other))
	assert.Equal(t, "hello", says(t, second), "a binary that somebody else runs")
	for _, binary := range []string{first, second} {
		require.NoError(t, Compile(context.Background(), folder, binary))
		assert.Equal(t, "good bye", says(t, binary))
	}
	assert.Equal(t, "good bye", says(t, kept))
}

func TestProgramsWithoutAFolderForCaches(t *testing.T) {
	folder, binary := helloProgram(t), filepath.Join(t.TempDir(), "hello")
	environment := map[string]string{}
	for _, name := range []string{"GOPATH", "GOMODCACHE"} {
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		require.NoError(t, err)
		environment[name] = strings.TrimSpace(string(value))
	}
	for name, value := range environment {
		t.Setenv(name, value)
	}
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	require.Empty(t, keptProgram(folder))
	require.NoError(t, Compile(context.Background(), folder, binary))
	assert.Equal(t, "hello", says(t, binary))
}

func TestProgramsThatNobodyRunsAreDropped(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for i := range keptAtMost + 2 {
		path := filepath.Join(folder, fmt.Sprintf("p%02d", i))
		write(t, path, "")
		used := time.Now().Add(-time.Duration(i) * time.Minute)
		require.NoError(t, os.Chtimes(path, used, used))
	}
	long := time.Now().Add(-keptFor - time.Minute)
	require.NoError(t, os.Chtimes(filepath.Join(folder, "p00"), long, long))
	drop(folder)
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, entry := range left {
		names = append(names, entry.Name())
	}
	assert.Len(t, names, keptAtMost)
	assert.NotContains(t, names, "p00", "not run for long")
	assert.NotContains(t, names, fmt.Sprintf("p%02d", keptAtMost+1), "one too many")
}
