package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// Member is one project of a folder of projects, and the stack of it to work on.
type Member struct {
	Folder string
	Stack  StackName
	Binary string // what its program was compiled to; empty compiles it
}

// Program is the member's program.
func (m Member) Program() Program { return Program{folder: m.Folder, binary: m.Binary} }

// FindProjects lists the Pulumi projects in a folder and the two levels below it, each with its stack of that name ("staging", or
// "acme/staging" within the organization "acme"), in the order of their folders. A project inside a project is a part of it.
func FindProjects(folder, stack string) ([]Member, error) {
	organization, name, found := strings.Cut(stack, "/")
	if !found {
		organization, name = "", stack
	}
	var members []Member
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrPermission) && path != folder:
			return fs.SkipDir
		case err != nil || !entry.IsDir():
			return err
		case depth(folder, path) > deepest:
			return fs.SkipDir
		}
		if path != folder && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if !isProject(path) {
			return nil
		}
		_, definition, err := ReadProject(path)
		if err != nil {
			return err
		}
		parsed, err := ParseStackName(strings.TrimPrefix(organization+"/"+string(definition.Name)+"/"+name, "/"))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		members = append(members, Member{Folder: path, Stack: parsed})
		return fs.SkipDir
	})
	return members, err
}

// deepest is how many levels below the folder projects are looked for.
const deepest = 2

// depth is how many levels a path is below a folder.
func depth(folder, path string) int {
	below, err := filepath.Rel(folder, path)
	if err != nil || below == "." {
		return 0
	}
	return strings.Count(filepath.ToSlash(below), "/") + 1
}

// isProject tells a folder that has a Pulumi.yaml of its own.
func isProject(folder string) bool {
	for _, extension := range []string{"yaml", "yml", "json"} {
		if _, err := os.Stat(filepath.Join(folder, workspace.ProjectFile+"."+extension)); err == nil {
			return true
		}
	}
	return false
}

// InOrder calls do for one member after the other, each when those whose outputs its program reads are done. What a program reads
// is found out by a preview of it that prints nothing; opts are those of the runs. Members that wait for each other are an error.
func (c *Cloud) InOrder(ctx context.Context, members []Member, do func(Member) error, opts ...Option) error {
	waiting := slices.Clone(members)
	for len(waiting) > 0 {
		next := -1
		var why []string
		for i, m := range waiting {
			reads, err := c.readBy(ctx, m, opts)
			if err != nil {
				return err
			}
			missing := others(reads, waiting, m)
			if len(missing) == 0 {
				next = i
				break
			}
			why = append(why, fmt.Sprintf("%s reads %s", m.Stack, strings.Join(missing, " and ")))
		}
		if next < 0 {
			return fmt.Errorf("projects that wait for each other: %s", strings.Join(why, "; "))
		}
		if err := do(waiting[next]); err != nil {
			return err
		}
		waiting = slices.Delete(waiting, next, next+1)
	}
	return nil
}

// InReverse calls do for one member after the other, each when all that read its outputs in their last update are done: the order in
// which stacks can be destroyed.
func (c *Cloud) InReverse(members []Member, do func(Member) error) error {
	reads := map[StackName][]StackName{}
	for _, m := range members {
		recorded, err := c.readsOf(m.Stack)
		if err != nil {
			return err
		}
		reads[m.Stack] = recorded
	}
	waiting := slices.Clone(members)
	for len(waiting) > 0 {
		next := slices.IndexFunc(waiting, func(m Member) bool {
			return !slices.ContainsFunc(waiting, func(other Member) bool {
				return other.Stack != m.Stack && slices.Contains(reads[other.Stack], m.Stack)
			})
		})
		if next < 0 {
			next = len(waiting) - 1 // they read each other: none can be kept for the others
		}
		if err := do(waiting[next]); err != nil {
			return err
		}
		waiting = slices.Delete(waiting, next, next+1)
	}
	return nil
}

// others are the stacks that are read and still wait, but for the reader itself.
func others(reads []StackName, waiting []Member, reader Member) []string {
	var names []string
	for _, m := range waiting {
		if m.Stack != reader.Stack && slices.Contains(reads, m.Stack) {
			names = append(names, m.Stack.String())
		}
	}
	return names
}

// readBy previews a member and lists the stacks that it asks for. A preview that fails has asked all the same.
func (c *Cloud) readBy(ctx context.Context, m Member, opts []Option) ([]StackName, error) {
	result, err := c.operate(ctx, m.Stack.String(), m.Program(), engine.Preview, nil, opts)
	if result == nil {
		return nil, err
	}
	return result.Reads, ctx.Err()
}

// readsOf lists the stacks that a stack referred to in its last update.
func (c *Cloud) readsOf(name StackName) ([]StackName, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	state, err := c.existing(name)
	if err != nil || state == nil {
		return nil, err
	}
	var reads []StackName
	for _, r := range state.base.Resources {
		if r.Type != stackReferenceType {
			continue
		}
		if reference, ok := r.Inputs["name"].(string); ok {
			if read, err := name.resolve(reference); err == nil {
				reads = append(reads, read)
			}
		}
	}
	return reads, nil
}

const stackReferenceType = "pulumi:pulumi:StackReference"
