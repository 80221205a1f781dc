// Command measure builds the programs of buildcost and prints a Markdown table of time and memory. Run it from the root of
// the repository, with nothing else running.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const programs = "internal/buildcost/cmd/"

func main() {
	if err := measure(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// build is what one build took.
type build struct {
	time   time.Duration
	memory int64 // of the largest process, in KiB
}

func measure(ctx context.Context, out io.Writer) error {
	folder, err := os.MkdirTemp("", "buildcost")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if _, err := fmt.Fprint(out, "| program | cold build | peak memory | build after a change | peak memory |\n| --- | --- | --- | --- | --- |\n"); err != nil {
		return err
	}
	for _, program := range []struct{ name, title string }{{"sdk", "the SDK alone"}, {"block", "`aws/redis`"}} {
		cache := filepath.Join(folder, program.name+"-cache")
		cold, err := compile(ctx, cache, program.name, filepath.Join(folder, program.name), "")
		if err != nil {
			return err
		}
		overlay, err := changed(folder, program.name)
		if err != nil {
			return err
		}
		warm, err := compile(ctx, cache, program.name, filepath.Join(folder, program.name), overlay)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "| %s | %s | %s |\n", program.title, cold, warm); err != nil {
			return err
		}
	}
	return nil
}

// compile builds a program with a build cache of its own. The modules are downloaded already.
func compile(ctx context.Context, cache, program, binary, overlay string) (build, error) {
	command := exec.CommandContext(ctx, "go", "build", "-overlay="+overlay, "-o", binary, "./"+programs+program)
	command.Env = append(os.Environ(), "GOCACHE="+cache, "GOWORK=off")
	command.Stderr = os.Stderr
	start := time.Now()
	if err := command.Run(); err != nil {
		return build{}, fmt.Errorf("build %s: %w", program, err)
	}
	took := time.Since(start)
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return build{}, fmt.Errorf("build %s: the system does not tell memory", program)
	}
	return build{took, usage.Maxrss}, nil
}

// changed describes a small change of the program, as somebody who works on it makes: the rest comes from the cache.
func changed(folder, program string) (overlay string, err error) {
	source := filepath.Join(programs, program, "main.go")
	code, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	edited := filepath.Join(folder, program+".go")
	if err := os.WriteFile(edited, append(code, "\nvar _ = \"changed\"\n"...), 0o600); err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(source)
	if err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]any{"Replace": map[string]string{absolute: edited}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(folder, program+".json")
	return overlay, os.WriteFile(overlay, content, 0o600)
}

// String is two cells of the table.
func (b build) String() string {
	return fmt.Sprintf("%.1f s | %.1f GB", b.time.Seconds(), float64(b.memory)*1024/1e9)
}
