// Package programs compiles the programs of projects. Go's build cache has packages but not what they are linked to, which takes seconds
// with the SDKs of clouds: programs are kept beside it, and the go command tells whether one is still current.
package programs

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

// Name is that of the file to which the program in a folder is compiled, unlike that of any other folder. It needs an absolute path.
func Name(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return filepath.Base(folder) + "-" + hex.EncodeToString(sum[:6])
}

// Compile brings a binary up to date with the program in a folder, which is an absolute path.
func Compile(ctx context.Context, folder, binary string) error {
	kept := keptProgram(folder)
	if kept != "" {
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

// keptProgram is where the linked program of a folder is kept; empty when the user has no folder for caches.
func keptProgram(folder string) string {
	caches, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(caches, "groundwork-sandbox", Name(folder))
}

// borrow puts a program that was linked before in the place of a binary that is not there. One file under two names will do: the go
// command never writes into a binary, it makes a new one.
func borrow(kept, binary string) error {
	if _, err := os.Stat(binary); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(binary), 0o700); err != nil {
		return err
	}
	if os.Link(kept, binary) != nil && copyFile(kept, binary) != nil {
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
