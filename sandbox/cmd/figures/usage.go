package main

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// usage is what a command and its children took.
type usage struct {
	time   time.Duration
	memory int64 // of the largest process, in bytes
}

// measured runs a command.
func measured(command *exec.Cmd) (usage, error) {
	start := time.Now()
	err := command.Run()
	took := usage{time: time.Since(start)}
	if command.ProcessState == nil {
		return took, fmt.Errorf("%s: %w", strings.Join(command.Args, " "), err)
	}
	if system, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		took.memory = system.Maxrss * 1024
	}
	if err != nil {
		return took, fmt.Errorf("%s: %w", strings.Join(command.Args, " "), err)
	}
	return took, nil
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func gigabytes(bytes int64) string { return fmt.Sprintf("%.1f GB", float64(bytes)/1e9) }
