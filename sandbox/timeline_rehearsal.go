package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// Rehearse carries out the next Up on a copy of the stack that is thrown away: the Result, its Timeline before all, is
// that of a real run, with every value known, and neither the stack nor the state folder changes. With FromScratch the
// copy is empty. Other stacks are there for stack references. Shell commands are never run, faults do not apply, and
// nothing is printed.
func (c *Cloud) Rehearse(ctx context.Context, stack string, program Program, opts ...Option) (result *Result, err error) {
	name, err := ParseStackName(stack)
	if err != nil {
		return nil, err
	}
	var o operation
	for _, opt := range opts {
		opt(&o)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	builds, err := os.MkdirTemp("", "groundwork-sandbox-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for compiled programs: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(builds)) }()
	stage := &Cloud{
		options: c.options, faults: &faults{}, memory: c.memory, stacks: c.stacks, builds: builds, readOnly: true,
	}
	stage.options.Display, stage.options.ExecuteCommands = nil, false
	run, err := stage.rehearsal(ctx, name, program, o)
	if err != nil {
		return nil, fmt.Errorf("stack %s: %w", name, err)
	}
	result, err = run.execute(ctx, false, nil)
	if result != nil {
		result.Timeline.title = "Next update of " + name.String()
		if o.fromScratch {
			result.Timeline.title = "First deployment of " + name.String()
		}
	}
	return result, err
}

// FromScratch makes a rehearsal that of a first deployment.
func FromScratch() Option { return func(o *operation) { o.fromScratch = true } }

// rehearsal makes a run ready that leaves nothing behind.
func (c *Cloud) rehearsal(ctx context.Context, name StackName, program Program, o operation) (*running, error) {
	project, err := c.loadProject(name, program, o)
	if err != nil {
		return nil, err
	}
	wanted, err := c.stackVault(project)
	if err != nil {
		return nil, err
	}
	state, err := c.copied(name, wanted, o.fromScratch)
	if err != nil {
		return nil, err
	}
	values, err := c.configuration(ctx, name, project, state, o.config)
	if err != nil {
		return nil, err
	}
	return &running{cloud: c, kind: engine.Update, name: name, project: project, state: state, values: values}, nil
}

// copied is a stack in memory, as it is or empty. What it shares with others is only read.
func (c *Cloud) copied(name StackName, wanted *engine.Vault, empty bool) (s *stackState, err error) {
	s = &stackState{name: name, vault: wanted}
	if original := c.stacks[name]; c.options.Folder == "" && original != nil {
		s.vault, s.base = original.vault, copyOf(original.base)
	}
	if s.vault == nil {
		if s.vault, err = memoryVault(); err != nil {
			return nil, err
		}
	}
	if s.base == nil || empty {
		s.base = engine.Empty(s.vault)
	}
	if c.options.Folder == "" {
		return s, s.restore(simcloud.Options{}, nil, c.objectsFor(name, empty), c.memory.Buried())
	}
	buried, err := c.buried()
	if err != nil {
		return nil, err
	}
	folder := c.stackFolder(name)
	if _, err := os.Stat(filepath.Join(folder, checkpointFile)); empty || errors.Is(err, os.ErrNotExist) {
		return s, s.restore(simcloud.Options{}, nil, nil, buried)
	}
	unlock, err := lock(filepath.Join(folder, lockFile)) // the files of a run under way do not fit together
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	s.folder = folder
	before, objects, err := c.read(s, wanted)
	s.folder = "" // what follows is not written
	if err != nil {
		return nil, err
	}
	return s, s.restore(simcloud.Options{}, before, objects, buried)
}

// objectsFor is what exists in memory, without that of a stack when it starts from scratch.
func (c *Cloud) objectsFor(name StackName, empty bool) []simcloud.Object {
	var objects []simcloud.Object
	for _, o := range c.memory.Objects() {
		if own := string(o.URN.Stack()) == name.Stack && string(o.URN.Project()) == name.Project; !own || !empty {
			objects = append(objects, o)
		}
	}
	return objects
}
