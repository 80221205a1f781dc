package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

// programs make the same resources, which a test of internal/buildcost sees to.
const programs = "internal/buildcost/cmd"

// built is what the builds of one program took.
type built struct {
	title      string
	cold, warm usage
}

// builds compiles the programs, each with an empty build cache of its own and then after a change.
func builds(ctx context.Context, _ settings) (string, error) {
	folder, err := os.MkdirTemp("", "figures-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	var all []built
	for _, program := range []struct{ name, title string }{{"sdk", "the SDK alone"}, {"block", "`aws/redis`"}} {
		b, err := build(ctx, filepath.Join(programs, program.name), filepath.Join(folder, program.name), filepath.Join(folder, program.name, "cache"))
		if err != nil {
			return "", err
		}
		b.title = program.title
		all = append(all, b)
	}
	return buildsTable(all), nil
}

func buildsTable(all []built) string {
	rows := [][]string{{"program", "cold build", "peak memory", "build after a change", "peak memory"}}
	for _, b := range all {
		rows = append(rows, []string{b.title, seconds(b.cold.time), gigabytes(b.cold.memory), seconds(b.warm.time), gigabytes(b.warm.memory)})
	}
	return figures.Table(rows)
}

// build compiles the program in source twice, the second time after a change. What it makes is in folder, the build cache in cache.
func build(ctx context.Context, source, folder, cache string) (built, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return built{}, err
	}
	cold, err := compile(ctx, source, folder, cache, "")
	if err != nil {
		return built{}, err
	}
	overlay, err := changed(source, folder)
	if err != nil {
		return built{}, err
	}
	warm, err := compile(ctx, source, folder, cache, overlay)
	return built{cold: cold, warm: warm}, err
}

// compile builds with the modules that are downloaded already, outside the workspace as users do.
func compile(ctx context.Context, source, folder, cache, overlay string) (usage, error) {
	command := exec.CommandContext(ctx, "go", "build", "-overlay="+overlay, "-o", filepath.Join(folder, "program"), ".")
	command.Dir, command.Stderr = source, os.Stderr
	command.Env = append(os.Environ(), "GOCACHE="+cache, "GOWORK=off")
	return measured(command)
}

// changed describes a small change of the program's main.go, as somebody who works on it makes: the rest comes from the cache.
func changed(source, folder string) (overlay string, err error) {
	original, err := filepath.Abs(filepath.Join(source, "main.go"))
	if err != nil {
		return "", err
	}
	code, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	edited := filepath.Join(folder, "main.go")
	if err := os.WriteFile(edited, append(code, "\nvar _ = \"changed\"\n"...), 0o600); err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]any{"Replace": map[string]string{original: edited}})
	if err != nil {
		return "", fmt.Errorf("describe the change: %w", err)
	}
	overlay = filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, content, 0o600)
}
