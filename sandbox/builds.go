package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// binary names the file that the program in a folder is compiled to.
func (c *Cloud) binary(folder string) (string, error) {
	if c.builds == "" {
		if c.options.Folder != "" {
			c.builds = filepath.Join(c.options.Folder, "bin")
		} else {
			builds, err := os.MkdirTemp("", "groundwork-sandbox-")
			if err != nil {
				return "", fmt.Errorf("make a folder for compiled programs: %w", err)
			}
			c.builds = builds
		}
	}
	builds, err := filepath.Abs(c.builds)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(folder))
	return filepath.Join(builds, filepath.Base(folder)+"-"+hex.EncodeToString(sum[:6])), nil
}

// compile brings a binary up to date with the program in a folder. Go's build cache has packages but not what they are linked to, which
// takes seconds with the SDKs of clouds: programs are kept beside it, and the go command tells whether one is still current.
func compile(ctx context.Context, folder, binary string) error {
	kept := keptPrograms()
	if kept != "" {
		kept = filepath.Join(kept, filepath.Base(binary))
		if err := borrow(kept, binary); err != nil {
			return err
		}
	}
	before, _ := os.Stat(binary)
	var output bytes.Buffer
	build := exec.CommandContext(ctx, "go", buildArguments(binary)...)
	build.Dir, build.Stdout, build.Stderr = folder, &output, &output
	if err := build.Run(); err != nil {
		return fmt.Errorf("the program in %s does not compile: %w\n%s", folder, err, strings.TrimSpace(output.String()))
	}
	if after, err := os.Stat(binary); err == nil && kept != "" && changed(before, after) {
		keep(binary, kept)
	}
	return nil
}

// buildArguments leave out what only debuggers read, which takes the linker half of its time, unless the environment has flags for it.
func buildArguments(binary string) []string {
	args := []string{"build", "-o", binary}
	if !strings.Contains(os.Getenv("GOFLAGS"), "-ldflags") {
		args = append(args, "-ldflags=-s -w")
	}
	return append(args, ".")
}

func changed(before, after os.FileInfo) bool {
	return before == nil || !before.ModTime().Equal(after.ModTime()) || before.Size() != after.Size()
}

// How many programs are kept, those that were run last, and for how long. One has some 50 MB.
const (
	keptAtMost = 64
	keptFor    = 5 * 24 * time.Hour
)

// keptPrograms is the folder of linked programs of the user; empty when the user has no folder for caches.
func keptPrograms() string {
	caches, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(caches, "groundwork-sandbox")
}

// borrow copies a program that was linked before, unless there is a binary.
func borrow(kept, binary string) error {
	if _, err := os.Stat(binary); err == nil {
		return nil
	}
	if copyFile(kept, binary) != nil {
		return nil // it is linked anew
	}
	now := time.Now()
	return errors.Join(os.Chtimes(binary, now, now), os.Chtimes(kept, now, now))
}

// keep puts a program that was linked beside the others. What fails costs the next run time, not this one its result.
func keep(binary, kept string) {
	folder := filepath.Dir(kept)
	if os.MkdirAll(folder, 0o700) == nil && copyFile(binary, kept) == nil {
		drop(folder)
	}
}

// drop removes the programs that were not run for long, and the oldest when there are too many.
func drop(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	var programs []os.FileInfo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil { // otherwise another process removed it
			programs = append(programs, info)
		}
	}
	slices.SortFunc(programs, func(a, b os.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for i, program := range programs {
		if i >= keptAtMost || time.Since(program.ModTime()) > keptFor {
			_ = os.Remove(filepath.Join(folder, program.Name()))
		}
	}
}

// copyFile copies an executable at once: whoever looks finds all of it or none.
func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	part, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+"-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(part, source)
	if err = errors.Join(err, part.Chmod(0o700), part.Close()); err == nil {
		err = os.Rename(part.Name(), to)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(part.Name()))
	}
	return err
}
