package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// origin is the line that says when, on what machine and of what code figures were measured.
func origin(ctx context.Context) string {
	cpu, _ := os.ReadFile("/proc/cpuinfo") // other systems have none
	memory, _ := os.ReadFile("/proc/meminfo")
	return fmt.Sprintf("Measured on %s: %s, %d cores%s, %s/%s, Go %s, Groundwork %s.", time.Now().UTC().Format(time.DateOnly),
		processor(string(cpu)), runtime.NumCPU(), memoryOf(string(memory)), runtime.GOOS, runtime.GOARCH,
		strings.TrimPrefix(runtime.Version(), "go"), version(ctx))
}

// processor is the model that /proc/cpuinfo names.
func processor(cpuinfo string) string {
	lines := bufio.NewScanner(strings.NewReader(cpuinfo))
	for lines.Scan() {
		if key, value, found := strings.Cut(lines.Text(), ":"); found && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "a processor of unknown model"
}

var memTotal = regexp.MustCompile(`(?m)^MemTotal:\s+(\d+) kB$`)

// memoryOf is the memory that /proc/meminfo tells.
func memoryOf(meminfo string) string {
	found := memTotal.FindStringSubmatch(meminfo)
	if found == nil {
		return ""
	}
	kilobytes, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil {
		return ""
	}
	return fmt.Sprintf(", %.0f GB of memory", float64(kilobytes)*1024/1e9)
}

// version is the library's: the last tag and the commit, and whether anything has been changed since.
func version(ctx context.Context) string {
	described, err := exec.CommandContext(ctx, "git", "describe", "--tags", "--match", "v*", "--always", "--dirty").Output()
	if err != nil {
		return "of unknown version"
	}
	return strings.TrimSpace(string(described))
}
