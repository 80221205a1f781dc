package sandbox

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// Result is what an operation did. For a preview, what it would do.
type Result struct {
	Stack       StackName
	Changes     map[string]int // how many resources by engine operation: "create", "update", "replace", "delete", "same", …
	Steps       []Step         // in the order in which they ended; for a preview, in which they were planned
	Resources   []Resource     // the stack's state after the operation
	Outputs     resource.PropertyMap
	Diagnostics []Diagnostic
	Commands    []Command   // the shell commands that were asked for
	Unmodelled  []string    // types that the model of the providers knows nothing of: they work in a generic way
	Settled     []string    // what the run before had left unfinished when it was cut, and what became of it
	Reads       []StackName // the other stacks whose outputs the program asked for, sorted
	Timeline    Timeline    // how long the run would take in the real cloud
}

// Step is one engine operation on one resource.
type Step struct {
	Op   string // "create", "update", "create-replacement", "delete", "same", "read", "refresh", …
	URN  resource.URN
	Keys []string // the properties that force a replacement, when they do
}

// Resource is one resource of a stack's state.
type Resource struct {
	URN             resource.URN
	ID              string               // empty for components and the stack itself
	Type            string               // the type token
	Custom          bool                 // false for components and the stack itself: nothing in the cloud stands behind them
	Protect         bool                 // the engine refuses to delete or replace it
	PendingDeletion bool                 // it was replaced, and its object has still to be deleted
	Parent          resource.URN         // empty for the stack itself
	Inputs, Outputs resource.PropertyMap // what the program asked for, and what the provider returned; secrets are marked
}

// Diagnostic is one message of the engine or the program.
type Diagnostic struct {
	Severity string // "debug", "info", "info#err", "warning" or "error"
	URN      resource.URN
	Message  string
}

// Command is a shell command that a command:local:Command resource asked for.
type Command struct {
	URN         resource.URN
	Op          Op
	Script      string
	Environment map[string]string
}

// Error is a run of the engine that failed.
type Error struct {
	Stack       StackName
	Operation   string // "preview", "update", "refresh" or "destroy"
	Diagnostics []Diagnostic
	Err         error
}

// Error returns the operation and the messages of the errors that ended it.
func (e *Error) Error() string {
	var messages []string
	for _, d := range e.Diagnostics {
		if d.Severity == "error" {
			messages = append(messages, strings.TrimSpace(d.Message))
		}
	}
	if len(messages) == 0 {
		messages = []string{e.Err.Error()}
	}
	return fmt.Sprintf("%s of %s failed: %s", e.Operation, e.Stack, strings.Join(messages, "\n"))
}

// Unwrap returns the engine's error.
func (e *Error) Unwrap() error { return e.Err }

// collector turns the engine's events into a Result.
type collector struct {
	mu          sync.Mutex
	stack       StackName
	kind        engine.Kind
	settled     []string
	parallel    int // the limit that was asked for; 0 is none
	steps       []Step
	order       []engine.Step // in the order in which they started
	changes     map[string]int
	diagnostics []Diagnostic
	reads       map[StackName]bool
	json        io.Writer // nil: not wanted
	jsonErr     error
}

func (c *collector) event(e apitype.EngineEvent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.json != nil && c.jsonErr == nil {
		c.jsonErr = writeLine(c.json, e)
	}
	switch {
	case e.ResourcePreEvent != nil && e.ResourcePreEvent.Planning:
		c.steps = append(c.steps, step(e.ResourcePreEvent.Metadata))
	case e.ResOutputsEvent != nil && !e.ResOutputsEvent.Planning:
		c.steps = append(c.steps, step(e.ResOutputsEvent.Metadata))
	case e.SummaryEvent != nil:
		c.changes = map[string]int{}
		for op, count := range e.SummaryEvent.ResourceChanges {
			c.changes[string(op)] = count
		}
	case e.DiagnosticEvent != nil && !e.DiagnosticEvent.Ephemeral:
		d := e.DiagnosticEvent
		c.diagnostics = append(c.diagnostics, Diagnostic{
			Severity: d.Severity, URN: resource.URN(d.URN), Message: strings.TrimSpace(colors.Never.Colorize(d.Message)),
		})
	}
}

// step takes a step that the engine starts, or that has failed.
func (c *collector) step(s engine.Step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !s.Failed {
		c.order = append(c.order, s)
		return
	}
	for i := len(c.order) - 1; i >= 0; i-- {
		if c.order[i].URN == s.URN && c.order[i].Op == s.Op {
			c.order[i].Failed = true
			return
		}
	}
}

// read takes a stack whose outputs the program asks for.
func (c *collector) read(name StackName) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reads == nil {
		c.reads = map[StackName]bool{}
	}
	c.reads[name] = true
}

func step(m apitype.StepEventMetadata) Step {
	return Step{Op: string(m.Op), URN: resource.URN(m.URN), Keys: m.Keys}
}

func (c *collector) result(s *stackState, commands []simcloud.Command, runErr error, cut bool) (*Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	result := &Result{Stack: c.stack, Changes: c.changes, Steps: c.steps, Diagnostics: c.diagnostics, Unmodelled: s.cloud.Unmodelled(), Settled: c.settled}
	result.Reads = sortedStacks(c.reads)
	result.Timeline = newTimeline(c.order, s.cloud.Duration, c.parallel)
	result.Timeline.title = describe(c.kind, c.stack)
	for _, command := range commands {
		result.Commands = append(result.Commands, Command{
			URN: command.URN, Op: command.Op, Script: command.Script, Environment: command.Environment,
		})
	}
	if cut {
		runErr = ErrCut
	}
	if runErr != nil {
		runErr = &Error{Stack: c.stack, Operation: string(c.kind), Diagnostics: result.Diagnostics, Err: runErr}
	}
	return result, errors.Join(runErr, c.jsonErr, result.readState(s))
}

// readState fills in the resources and the outputs of the stack.
func (r *Result) readState(s *stackState) error {
	for _, state := range s.base.Resources {
		inputs, err := engine.Properties(state.Inputs, s.vault)
		if err != nil {
			return err
		}
		outputs, err := engine.Properties(state.Outputs, s.vault)
		if err != nil {
			return err
		}
		r.Resources = append(r.Resources, Resource{
			URN: state.URN, ID: string(state.ID), Type: string(state.Type), Custom: state.Custom, Protect: state.Protect,
			PendingDeletion: state.Delete, Parent: state.Parent, Inputs: inputs, Outputs: outputs,
		})
		if state.Type == resource.RootStackType && state.Parent == "" {
			r.Outputs = outputs
		}
	}
	return nil
}
