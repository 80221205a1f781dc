package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// Options shapes a Cloud. The zero value keeps everything in memory, prints nothing and runs no shell command.
type Options struct {
	// Folder keeps the state of every stack in a folder, so that later processes go on from it. It is made when it does
	// not exist; keep it out of version control. Empty keeps state in memory.
	Folder string

	// Passphrase opens secure configuration values and the states sealed with them. Empty takes
	// PULUMI_CONFIG_PASSPHRASE, or the file that PULUMI_CONFIG_PASSPHRASE_FILE names, as Pulumi does.
	Passphrase string

	// Display prints each operation with Pulumi's own display. Nil prints nothing.
	Display *Display

	// ExecuteCommands runs the shell commands of command:local:Command resources on this machine. By default they are
	// recorded in Result.Commands and not run.
	ExecuteCommands bool

	// Parallel is how many resource operations run at once; 0 takes Pulumi's default of four per processor, at most 16,
	// and timelines without a limit.
	Parallel int
}

// Display is where and how an operation is printed.
type Display = engine.Display

// Cloud is a simulated account on every provider at once, with the stacks that were deployed to it. Its operations run
// one after the other; it is safe for concurrent use.
type Cloud struct {
	options Options
	faults  *faults
	mu      sync.Mutex
	memory  *simcloud.Cloud // the cloud of every stack kept in memory
	stacks  map[StackName]*stackState
	builds  string // folder of compiled programs, made when the first is compiled

	readOnly bool // nothing in the folder may change
}

// New returns a cloud. Close it to remove the programs that it compiled.
func New(o Options) *Cloud {
	c := &Cloud{options: o, stacks: map[StackName]*stackState{}, faults: &faults{}}
	c.memory = simcloud.New(simcloud.Options{Execute: c.executor()})
	return c
}

// workers is how many operations of a run the engine does at once.
func (c *Cloud) workers() int32 {
	if c.options.Parallel == 0 {
		return int32(min(4*runtime.GOMAXPROCS(0), 16))
	}
	return int32(c.options.Parallel)
}

// Close removes what the cloud compiled. State in a folder stays.
func (c *Cloud) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.builds == "" || c.options.Folder != "" {
		return nil
	}
	builds := c.builds
	c.builds = ""
	return os.RemoveAll(builds)
}

// Up runs the program and makes the stack what it says, as `pulumi up` does. The stack's name is
// "organization/project/stack", or "project/stack" within the organization "organization".
//
// An error is an *Error when the engine ran and the update failed; the Result then tells how far it came.
func (c *Cloud) Up(ctx context.Context, stack string, program Program, opts ...Option) (*Result, error) {
	return c.operate(ctx, stack, program, engine.Update, c.options.Display, opts)
}

// Preview runs the program and reports what Up would do, without doing it.
func (c *Cloud) Preview(ctx context.Context, stack string, program Program, opts ...Option) (*Result, error) {
	return c.operate(ctx, stack, program, engine.Preview, c.options.Display, opts)
}

// Refresh reads every resource from the simulated cloud and corrects the state. The program does not run; a folder's
// configuration is read. The zero Program is allowed.
func (c *Cloud) Refresh(ctx context.Context, stack string, program Program, opts ...Option) (*Result, error) {
	return c.operate(ctx, stack, program, engine.Refresh, c.options.Display, opts)
}

// Destroy deletes every resource of the stack. Like `pulumi destroy` it plans first, so that a protected resource is
// refused before anything is deleted. The program does not run; a folder's configuration is read. The zero Program is
// allowed.
func (c *Cloud) Destroy(ctx context.Context, stack string, program Program, opts ...Option) (*Result, error) {
	return c.operate(ctx, stack, program, engine.Destroy, c.options.Display, opts)
}

// Object is one resource as the simulated cloud holds it, whatever a stack's state says. Outputs hold its properties, the
// inputs among them; they are shared: read them only.
type Object struct {
	URN, Type, ID string
	Outputs       resource.PropertyMap
}

// Objects lists what exists in the simulated cloud for the stacks that this Cloud has worked on, sorted by URN.
func (c *Cloud) Objects() []Object {
	c.mu.Lock()
	defer c.mu.Unlock()
	clouds := []*simcloud.Cloud{c.memory}
	for _, name := range sortedStacks(c.stacks) {
		if s := c.stacks[name]; s.cloud != c.memory {
			clouds = append(clouds, s.cloud)
		}
	}
	var objects []Object
	for _, cloud := range clouds {
		for _, o := range cloud.Objects() {
			objects = append(objects, Object{URN: string(o.URN), Type: o.Token, ID: string(o.ID), Outputs: o.Outputs})
		}
	}
	return objects
}

// Option shapes one operation.
type Option func(*operation)

// WithConfig sets plain configuration values, over those of the stack's file: "key" is in the project's namespace,
// "namespace:key" in another. A value that is a JSON object or list is structured configuration.
func WithConfig(values map[string]string) Option {
	return func(o *operation) {
		for k, v := range values {
			o.config = append(o.config, setting{key: k, value: v})
		}
	}
}

// WithSecret sets one secret configuration value. It does for a value of the stack's file that is encrypted by a secrets provider which the
// sandbox cannot open.
func WithSecret(key, value string) Option {
	return func(o *operation) { o.config = append(o.config, setting{key: key, value: value, secret: true}) }
}

// WithConfigFile takes the stack's configuration from a file in place of the project's Pulumi.<stack>.yaml, as --config-file
// of Pulumi's commands does. It may lie anywhere, and a program without a folder may have one too. A file that does not
// exist is an error.
func WithConfigFile(path string) Option {
	return func(o *operation) { o.configFile = path }
}

type setting struct {
	key, value string
	secret     bool
}

type operation struct {
	config      []setting
	configFile  string // empty: the one of the stack
	fromScratch bool
}

func (c *Cloud) operate(
	ctx context.Context, stack string, program Program, kind engine.Kind, display *Display, opts []Option,
) (result *Result, err error) {
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
	project, err := c.loadProject(name, program, o)
	if err != nil {
		return nil, fmt.Errorf("stack %s: %w", name, err)
	}
	state, err := c.open(name, project)
	if err != nil {
		return nil, fmt.Errorf("stack %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, state.release()) }()
	values, err := c.configuration(ctx, name, project, state, o.config)
	if err != nil {
		return nil, fmt.Errorf("stack %s: %w", name, err)
	}
	r := &running{cloud: c, kind: kind, name: name, project: project, state: state, values: values}
	if kind == engine.Destroy {
		if _, err := r.execute(ctx, true, nil); err != nil {
			return r.execute(ctx, true, display)
		}
	}
	return r.execute(ctx, kind == engine.Preview, display)
}

// running is an operation on a stack that is ready for it.
type running struct {
	cloud   *Cloud
	kind    engine.Kind
	name    StackName
	project *project
	state   *stackState
	values  config.Map
}

// execute lets the engine do the operation, or plan it.
func (r *running) execute(ctx context.Context, plan bool, display *Display) (*Result, error) {
	c, state := r.cloud, r.state
	if !plan {
		if err := state.begin(); err != nil {
			return nil, fmt.Errorf("stack %s: %w", r.name, err)
		}
	}
	collected := &collector{stack: r.name, kind: r.kind, settled: state.settled, parallel: c.options.Parallel}
	if display != nil && display.JSON {
		collected.json = display.Stdout
	}
	cloud := c.faults.begin(state.cloud)
	before := len(state.cloud.Commands())
	run := &engine.Run{
		Kind: r.kind, DryRun: plan, Root: r.project.root, Project: r.project.definition,
		Organization: r.name.Organization, Stack: r.name.Stack, Config: r.values, Vault: state.vault, Base: state.base,
		Append:  func(e journalEntry) error { return cloud.record(func() error { return state.append(e) }) },
		Outputs: c.stackOutputs(r.name, collected.read), Cloud: cloud,
		Program: r.project.run, Events: collected.event, Steps: collected.step, Display: display, Parallel: c.workers(), Abort: cloud.abort,
	}
	runErr := run.Execute(ctx)
	cut := cloud.end()
	if !plan {
		if err := state.finish(ctx, cut); err != nil {
			return nil, errors.Join(runErr, fmt.Errorf("stack %s: %w", r.name, err))
		}
	}
	return collected.result(state, state.cloud.Commands()[before:], runErr, cut)
}
