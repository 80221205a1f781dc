package sandbox

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// Op is an operation of a provider on one resource.
type Op = simcloud.Op

// The operations that can be made to fail.
const (
	Create = simcloud.OpCreate
	Read   = simcloud.OpRead
	Update = simcloud.OpUpdate
	Delete = simcloud.OpDelete
)

// ErrCut is what an operation returns that CutAfter ended.
var ErrCut = errors.New("the run was cut")

// On selects provider operations. An empty field matches everything.
type On struct {
	Op   Op
	Type string // the type token, such as "gcp:redis/instance:Instance"
	Name string // the resource's logical name
	Nth  int    // of the operations that match: the first is 1; 0 is every one
}

// Fail makes the operations that on selects return err, in this and all later runs until Heal. The simulated cloud is
// left as it was. A read that fails ends the refresh in an error, except where the provider takes whatever it cannot read to be gone, as that of
// Twingate does with connector tokens: then the state loses the object, with a warning, and the cloud keeps it.
func (c *Cloud) Fail(on On, err error) {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	c.faults.rules = append(c.faults.rules, &faultRule{on: on, err: err})
}

// FailHalfway makes the creations and updates that on selects take effect and then not come to their end, in this and all later runs until
// Heal: a machine that was started and never got ready. The run fails with err, and the state has the resource as one that is not
// complete. The next run sends an update to a resource that is not complete, also when nothing has changed.
func (c *Cloud) FailHalfway(on On, err error) {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	c.faults.rules = append(c.faults.rules, &faultRule{on: on, err: err, halfway: true})
}

// Unreachable cuts a Kubernetes cluster off, in this and all later runs until Heal: nothing reaches the API server of this
// endpoint, such as the endpoint output of an EKS cluster or the server of a kubeconfig. Operations on the cluster's objects
// fail as those of the real provider do, unless the provider is told to deleteUnreachable or to skipUpdateUnreachable. The
// cluster and what lives in it stay. An empty endpoint is the cluster of providers without a kubeconfig.
//
// A cluster that was deleted is unreachable without this.
func (c *Cloud) Unreachable(endpoint string) {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	if c.faults.cutOff == nil {
		c.faults.cutOff = map[string]bool{}
	}
	c.faults.cutOff[simcloud.Server(endpoint)] = true
}

// Struck tells whether a fault of Fail, FailHalfway or CutAfter struck in the run that began last. A loop over all steps of a run knows by it
// where the run ends, and sees a failure that nobody noticed.
func (c *Cloud) Struck() bool {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	return c.faults.struck
}

// Heal removes all faults.
func (c *Cloud) Heal() {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	c.faults.rules, c.faults.cutAfter, c.faults.cutOff, c.faults.watch = nil, 0, nil, nil
}

// CutAfter ends the next run in its n-th change to the cloud, as if the process had been killed there: the change takes
// effect in the cloud, and nothing of it or after it reaches the stack's state. A run with fewer changes is not cut.
func (c *Cloud) CutAfter(n int) {
	c.faults.mu.Lock()
	defer c.faults.mu.Unlock()
	c.faults.cutAfter = n
}

type faultRule struct {
	on      On
	err     error
	halfway bool // the operation takes effect first
	seen    int
}

// faults decides which operations fail and when a run is cut.
type faults struct {
	mu       sync.Mutex
	rules    []*faultRule
	cutAfter int             // 0: not at all
	cutOff   map[string]bool // API servers that nothing reaches
	watch    watcher         // of a proof
	struck   bool            // a rule has, or a cut, in the run that began last
}

// sever tells a request that its Kubernetes cluster is cut off.
func (f *faults) sever(r simcloud.Request) simcloud.Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	r.Place.Kubernetes.CutOff = f.cutOff[r.Place.Kubernetes.Server]
	return r
}

// match returns the error of the first rule of its kind that strikes an operation. Each rule counts the operations that it selects.
func (f *faults) match(op Op, urn resource.URN, halfway bool) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.rules {
		if r.halfway != halfway || (r.on.Op != "" && r.on.Op != op) || (r.on.Type != "" && r.on.Type != string(urn.Type())) || (r.on.Name != "" && r.on.Name != urn.Name()) {
			continue
		}
		r.seen++
		if err == nil && (r.on.Nth == 0 || r.on.Nth == r.seen) {
			err, f.struck = fmt.Errorf("%s %s: %w", op, urn.Name(), r.err), true
		}
	}
	return err
}

// begin starts a run on a cloud. A cut is for one run.
func (f *faults) begin(cloud *simcloud.Cloud) *faultyCloud {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.struck = false
	return &faultyCloud{cloud: cloud, faults: f, cutAfter: f.cutAfter, abort: make(chan struct{})}
}

// faultyCloud puts faults in front of a cloud for one run.
type faultyCloud struct {
	cloud    *simcloud.Cloud
	faults   *faults
	cutAfter int
	abort    chan struct{} // closes when the run is cut

	mu      sync.Mutex
	changes int
	cut     bool
}

// end closes the run and tells whether it was cut. Nothing of it may begin any more.
func (f *faultyCloud) end() bool {
	f.mu.Lock()
	cut := f.cut
	f.cutAfter, f.cut = 0, true
	f.mu.Unlock()
	if cut {
		f.faults.mu.Lock()
		defer f.faults.mu.Unlock()
		f.faults.cutAfter, f.faults.struck = 0, true
	}
	return cut
}

// record writes to a stack's state, unless the run was cut.
func (f *faultyCloud) record(write func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cut {
		return nil
	}
	return write()
}

// enter admits an operation or refuses it.
func (f *faultyCloud) enter(op Op, urn resource.URN) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cut {
		return ErrCut
	}
	if f.faults.strikes(true, op, urn) {
		return errProof
	}
	return f.faults.match(op, urn, false)
}

// changed counts a change that took effect; ErrCut when the run has ended with it or before it.
func (f *faultyCloud) changed(op Op, urn resource.URN) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changes++
	if !f.cut && (f.changes == f.cutAfter || f.faults.strikes(false, op, urn)) {
		f.cut = true
		close(f.abort)
	}
	if f.cut {
		return ErrCut
	}
	return nil
}

func (f *faultyCloud) Check(r simcloud.Request) (resource.PropertyMap, []simcloud.Failure) {
	return f.cloud.Check(f.faults.sever(r))
}

func (f *faultyCloud) Chart(r simcloud.Request) ([]simcloud.ChartObject, error) {
	return f.cloud.Chart(f.faults.sever(r))
}

func (f *faultyCloud) Diff(r simcloud.Request) simcloud.Diff { return f.cloud.Diff(r) }

func (f *faultyCloud) Create(ctx context.Context, r simcloud.Request) (simcloud.Object, error) {
	return f.change(ctx, Create, r, f.cloud.Create)
}

func (f *faultyCloud) Update(ctx context.Context, r simcloud.Request) (simcloud.Object, error) {
	return f.change(ctx, Update, r, f.cloud.Update)
}

func (f *faultyCloud) Delete(ctx context.Context, r simcloud.Request) error {
	_, err := f.change(ctx, Delete, r, func(ctx context.Context, r simcloud.Request) (simcloud.Object, error) {
		return simcloud.Object{}, f.cloud.Delete(ctx, r)
	})
	return err
}

func (f *faultyCloud) change(
	ctx context.Context, op Op, r simcloud.Request, do func(context.Context, simcloud.Request) (simcloud.Object, error),
) (simcloud.Object, error) {
	if r.Preview {
		return do(ctx, r)
	}
	if err := f.enter(op, r.URN); err != nil {
		return simcloud.Object{}, err
	}
	object, err := do(ctx, f.faults.sever(r))
	if err != nil {
		return simcloud.Object{}, err
	}
	if err := f.changed(op, r.URN); err != nil {
		return object, err
	}
	if err := f.faults.match(op, r.URN, true); err != nil && op != Delete {
		return object, &engine.HalfwayError{Err: err}
	}
	return object, nil
}

func (f *faultyCloud) Read(ctx context.Context, r simcloud.Request) (simcloud.Object, bool, error) {
	if err := f.enter(Read, r.URN); err != nil {
		return simcloud.Object{}, false, err
	}
	return f.cloud.Read(ctx, f.faults.sever(r))
}

func (f *faultyCloud) Invoke(
	ctx context.Context, place simcloud.Place, token string, args resource.PropertyMap,
) (resource.PropertyMap, []simcloud.Failure, error) {
	return f.cloud.Invoke(ctx, place, token, args)
}
