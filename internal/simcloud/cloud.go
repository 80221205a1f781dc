package simcloud

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Op is one operation of a provider on one resource.
type Op string

// The operations of a provider.
const (
	OpCreate Op = "create"
	OpRead   Op = "read"
	OpUpdate Op = "update"
	OpDelete Op = "delete"
)

// Request is what the engine hands a provider for one resource. Fields that an operation does not use are empty.
type Request struct {
	URN        resource.URN
	ID         resource.ID
	OldInputs  resource.PropertyMap // the inputs of the last successful operation
	OldOutputs resource.PropertyMap // the outputs of the last successful operation
	Inputs     resource.PropertyMap // the program's inputs; checked ones for every operation but Check
	Preview    bool                 // nothing may be changed; values known only later are unknown
	Place      Place                // what the provider is configured with; empty fields are the cloud's
}

// Failure is one reason why a provider refuses inputs.
type Failure struct {
	Property string
	Reason   string
}

// Diff is how new inputs differ from what exists.
type Diff struct {
	Changed             []string // top-level properties that differ, sorted
	Replace             []string // the ones among them that force replacement, sorted
	DeleteBeforeReplace bool
	// Refused is why the provider refuses to plan the change at all, in a preview too, as a [RefusedError]; nil when it does not.
	Refused error
}

// Object is one resource as the simulated cloud holds it. Its maps are shared: read them only.
type Object struct {
	URN     resource.URN
	Token   string
	ID      resource.ID
	Inputs  resource.PropertyMap
	Outputs resource.PropertyMap
	// Server is the API server of the Kubernetes cluster that the object lives in, as Server writes it. It is empty for
	// objects of other providers, and for those of a Kubernetes provider without a kubeconfig.
	Server string
}

// Command is one shell command that a `command:local:Command` resource asked for.
type Command struct {
	URN         resource.URN
	Op          Op
	Script      string
	Interpreter []string
	Dir         string
	Stdin       string
	Environment map[string]string // secrets among the values are in plain text here: never print them
}

// CommandResult is what a command printed.
type CommandResult struct{ Stdout, Stderr string }

// Options shapes a Cloud. The zero value is usable.
type Options struct {
	// Execute runs a shell command. Nil records it and reports empty output.
	Execute func(context.Context, Command) (CommandResult, error)
	// Changed is told of every object that was created, updated or deleted, in order. Nil is allowed. It may read the
	// cloud, but must not change it.
	Changed func(op Op, object Object)
	// Place is where resources live when their inputs do not say. Empty fields have defaults.
	Place Place
}

// Place is what a provider's configuration says about where resources live.
type Place struct {
	Account string // the AWS account id; default "123456789012"
	Region  string // the AWS region; default "us-east-1"
	Project string // the GCP project id; default "sandbox-project"
	GCP     string // the GCP region; default "us-central1"

	Kubernetes Kubernetes // the cluster of a Kubernetes provider; a cloud has no default for it
}

// Cloud is a simulated account on every provider at once. It is safe for concurrent use.
type Cloud struct {
	options Options
	place   Place
	models  map[string]model

	writes sync.Mutex // held over a change and its notification, so that notifications come in order
	mu     sync.Mutex // guards what follows
	store  store
	runs   []Command
	unseen map[string]bool
}

// New returns an empty cloud.
func New(o Options) *Cloud {
	c := &Cloud{
		options: o,
		place:   o.Place.or(usualPlace),
		models:  allModels(),
		unseen:  map[string]bool{},
	}
	c.store = newStore(c.claim, c.numbered)
	return c
}

// usualPlace is where resources live when nobody says.
var usualPlace = Place{Account: "123456789012", Region: "us-east-1", Project: "sandbox-project", GCP: "us-central1"}

// or fills empty fields with those of another place.
func (p Place) or(other Place) Place {
	return Place{
		Account: first(p.Account, other.Account), Region: first(p.Region, other.Region),
		Project: first(p.Project, other.Project), GCP: first(p.GCP, other.GCP), Kubernetes: p.Kubernetes,
	}
}

// Restore puts objects that an earlier process recorded back, as they were. Changed is not told.
func (c *Cloud) Restore(objects []Object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, o := range objects {
		c.store.put(o.withToken())
	}
}

// Objects lists what exists, sorted by URN and then by id.
func (c *Cloud) Objects() []Object {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.store.all()
}

// Commands lists the shell commands that were asked for, in order.
func (c *Cloud) Commands() []Command {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Command(nil), c.runs...)
}

// Unmodelled lists the type tokens that were used and that no table knows, sorted.
func (c *Cloud) Unmodelled() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return sortedKeys(c.unseen)
}

// Check validates inputs as the provider does and fills in auto-names and defaults. Unknown values are left alone.
func (c *Cloud) Check(r Request) (resource.PropertyMap, []Failure) {
	k := c.kind(r.URN)
	if got, err := c.reach(k, opCheck, r); err == nil && got == stale {
		return r.OldInputs, nil
	}
	return c.check(k, r)
}

// Diff compares r.OldInputs with r.Inputs.
func (c *Cloud) Diff(r Request) Diff {
	k := c.kind(r.URN)
	d := k.diff(r.OldInputs, r.Inputs)
	if k.model.moves != nil {
		d.Refused = k.model.moves(r.OldInputs, r.Inputs).err(r.URN)
	}
	return d
}

// Create makes the resource. In preview it returns the outputs with everything that is computed unknown and no id.
// A physical name that another object of the type holds already, what the cloud refuses beside the objects that are there
// already ([RefusedError]), a Kubernetes cluster that does not answer ([UnreachableError]), and a shell command that fails,
// are errors.
func (c *Cloud) Create(ctx context.Context, r Request) (Object, error) {
	k := c.kind(r.URN)
	if r.Preview {
		return Object{URN: r.URN, Token: k.token, Inputs: r.Inputs, Outputs: c.preview(k, r)}, nil
	}
	return c.create(ctx, k, r)
}

// Update changes the resource in place. What the cloud refuses ([RefusedError]) and a shell command that fails are errors.
func (c *Cloud) Update(ctx context.Context, r Request) (Object, error) {
	k := c.kind(r.URN)
	if r.Preview {
		return Object{URN: r.URN, Token: k.token, ID: r.ID, Inputs: r.Inputs, Outputs: c.preview(k, r)}, nil
	}
	return c.update(ctx, k, r)
}

// Read returns the live object; false when it does not exist (any more). An id that was never made here, read without
// earlier inputs (an import, or a look-up such as GetBucket), is answered with an existing object of the type.
func (c *Cloud) Read(ctx context.Context, r Request) (Object, bool, error) {
	if err := ctx.Err(); err != nil {
		return Object{}, false, err
	}
	k := c.kind(r.URN)
	switch got, err := c.reach(k, OpRead, r); {
	case err != nil || got == dropped:
		return Object{}, false, err
	case got == stale:
		return Object{URN: r.URN, Token: k.token, ID: r.ID, Inputs: r.OldInputs, Outputs: r.OldOutputs, Server: k.server(r)}, true, nil
	}
	object, found := c.read(k, r)
	return object, found, nil
}

// Delete removes the resource. One that is already gone is no error. One that another live object needs is refused with a
// [RefusedError]. What a resource leaves behind, such as the final snapshot that its inputs ask for, is an object of its
// own afterwards.
func (c *Cloud) Delete(ctx context.Context, r Request) error {
	if r.Preview {
		return nil
	}
	return c.delete(ctx, c.kind(r.URN), r)
}

// Vanish removes an object that went with another one, from every Kubernetes cluster that has it: its provider is not
// asked, so a command's delete script does not run.
func (c *Cloud) Vanish(urn resource.URN, id resource.ID) {
	c.writes.Lock()
	defer c.writes.Unlock()
	c.mu.Lock()
	keys := slices.SortedFunc(maps.Keys(c.store.byURN[urn]), key.compare)
	c.mu.Unlock()
	for _, k := range keys {
		if k.id == id {
			c.forget(urn, k)
		}
	}
}

// Duration is how long the operation takes in the real cloud. The numbers are approximate: they come from published
// acceptance-test times and experience, and serve to compare programs, not to promise a time. Where it depends on what
// changes, r.OldInputs and r.Inputs tell.
func (c *Cloud) Duration(op Op, r Request) time.Duration {
	return c.kind(r.URN).duration(op, r.OldInputs, r.Inputs)
}
