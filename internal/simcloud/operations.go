package simcloud

import (
	"context"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// ConflictError says that a physical name is taken.
type ConflictError struct {
	URN      resource.URN // the resource that wanted the name
	Property string       // the input that holds it
	Name     string
	Holder   resource.URN // the resource that has it
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s %q: %s %q already exists, held by %s", e.URN.Type(), e.URN.Name(), e.Property, e.Name, e.Holder)
}

func (c *Cloud) create(ctx context.Context, k kind, r Request) (Object, error) {
	if err := ctx.Err(); err != nil {
		return Object{}, err
	}
	if _, err := c.reach(k, OpCreate, r); err != nil {
		return Object{}, err
	}
	o, err := c.plan(k, r)
	if err != nil {
		return Object{}, err
	}
	if k.isCommand() {
		if o.Outputs, err = c.runCommand(ctx, OpCreate, r, nil); err != nil {
			return Object{}, err
		}
	}
	return o, c.save(k, OpCreate, o, r.Place)
}

// plan works out a new object without storing it.
func (c *Cloud) plan(k kind, r Request) (Object, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.newSubject(k, r, string(digest(string(r.URN), c.store.history(r.URN))))
	s.number = c.store.next(Object{Token: k.token, Inputs: r.Inputs})
	s.id = k.newID(s)
	o := Object{URN: r.URN, Token: k.token, ID: resource.ID(s.id), Inputs: r.Inputs, Server: k.server(r)}
	if _, taken := c.store.byURN[r.URN][o.key()]; (taken && o.Server == "") || s.id == "" {
		s.id = s.hex("id", 16)
		o.ID = resource.ID(s.id)
	}
	o.Outputs = k.outputs(s, r.Inputs, nil)
	return o, c.conflict(k, o, Object{})
}

// conflict refuses a unique name that an object holds other than the one that is there already. The caller holds c.mu.
func (c *Cloud) conflict(k kind, o, there Object) error {
	holder, held := c.store.names[c.claim(o)]
	if !held || holder == there.URN {
		return nil
	}
	property := k.model.name.property
	return &ConflictError{URN: o.URN, Property: property, Name: text(o.Outputs, resource.PropertyKey(property)), Holder: holder}
}

// save stores an object and tells about it. A name that was taken in the meantime is refused.
func (c *Cloud) save(k kind, op Op, o Object, from Place) error {
	c.writes.Lock()
	defer c.writes.Unlock()
	c.mu.Lock()
	there := c.store.byURN[o.URN][o.key()]
	if op == OpUpdate {
		there, _ = c.store.find(o.URN, o.key())
	}
	err := c.conflict(k, o, there)
	if err == nil {
		err = c.admit(k, there, o)
	}
	if err == nil {
		err = c.apply(k, op, there, o, from.Kubernetes).err(o.URN)
	}
	if err != nil {
		c.mu.Unlock()
		return err
	}
	if there.URN != "" {
		c.store.drop(there) // an alias may have given it another URN
	}
	c.store.put(o)
	c.mu.Unlock()
	if op == OpCreate {
		c.oust(k, o)
	}
	c.notify(op, o)
	return nil
}

// oust forgets the other objects that cease to be when this one is made or deleted. The caller holds c.writes.
func (c *Cloud) oust(k kind, o Object) {
	if k.model.ousts == nil {
		return
	}
	for _, other := range c.Objects() {
		if itself := other.URN == o.URN && other.key() == o.key(); !itself && k.model.ousts(o, other) {
			c.forget(other.URN, other.key())
		}
	}
}

func (c *Cloud) notify(op Op, o Object) {
	if c.options.Changed != nil {
		c.options.Changed(op, o)
	}
}

func (c *Cloud) update(ctx context.Context, k kind, r Request) (Object, error) {
	if err := ctx.Err(); err != nil {
		return Object{}, err
	}
	if _, err := c.reach(k, OpUpdate, r); err != nil {
		return Object{}, err
	}
	o, err := c.revise(ctx, k, r)
	if err != nil {
		return Object{}, err
	}
	if err := c.save(k, OpUpdate, o, r.Place); err != nil {
		return Object{}, err
	}
	return o, nil
}

// revise works out the object after an update.
func (c *Cloud) revise(ctx context.Context, k kind, r Request) (Object, error) {
	old := c.oldOutputs(k, r)
	o := Object{URN: r.URN, Token: k.token, ID: r.ID, Inputs: r.Inputs, Server: k.server(r)}
	if k.isCommand() {
		outputs, err := c.runCommand(ctx, OpUpdate, r, old)
		o.Outputs = outputs
		return o, err
	}
	s := c.newSubject(k, r, string(digest(string(r.URN), string(r.ID))))
	s.id, s.old = string(r.ID), old
	o.Outputs = k.outputs(s, r.Inputs, old)
	return o, nil
}

// oldOutputs are the outputs before an operation: those of the store, or else the engine's.
func (c *Cloud) oldOutputs(k kind, r Request) resource.PropertyMap {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o, ok := c.store.find(r.URN, k.key(r)); ok {
		return o.Outputs
	}
	if r.OldOutputs == nil {
		return resource.PropertyMap{}
	}
	return r.OldOutputs
}

// preview works out the outputs of a create or an update with what is not known yet left unknown.
func (c *Cloud) preview(k kind, r Request) resource.PropertyMap {
	s := c.newSubject(k, r, string(r.URN))
	s.id = string(r.ID)
	if r.ID == "" {
		return k.previewOutputs(s, r.Inputs, nil)
	}
	s.old = c.oldOutputs(k, r)
	return k.previewOutputs(s, r.Inputs, s.old)
}

func (c *Cloud) delete(ctx context.Context, k kind, r Request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if got, err := c.reach(k, OpDelete, r); err != nil || got == dropped {
		return err
	}
	c.mu.Lock()
	o, live := c.store.find(r.URN, k.key(r))
	c.mu.Unlock()
	if k.isCommand() && (live || len(r.OldInputs) > 0) {
		if err := c.runDelete(ctx, r, o, live); err != nil {
			return err
		}
	}
	return c.remove(k, r)
}

// remove deletes an object and stores what it leaves behind, unless the cloud refuses.
func (c *Cloud) remove(k kind, r Request) error {
	c.writes.Lock()
	defer c.writes.Unlock()
	c.mu.Lock()
	if o, live := c.store.find(r.URN, k.key(r)); live && k.succeeds(o, r.OldOutputs) {
		c.mu.Unlock()
		return nil
	}
	left, leaves, err := c.release(k, r)
	if err == nil && leaves {
		c.store.put(left)
	}
	c.mu.Unlock()
	if err != nil {
		return err
	}
	if leaves {
		c.notify(OpCreate, left)
	}
	c.oust(k, Object{URN: r.URN, Token: k.token, ID: r.ID, Inputs: r.OldInputs, Outputs: r.OldOutputs})
	c.forget(r.URN, k.key(r))
	return nil
}

// succeeds tells an object that took over the id of the one that the state holds, which is gone: a later one of its series. The engine
// deletes once more what a run that failed had deleted, after the new one is made; providers delete by the number.
func (k kind) succeeds(o Object, state resource.PropertyMap) bool {
	before, known := at(state, k.model.series.number)
	return known && !same(before, o.Outputs[k.model.series.number])
}

// forget drops an object and tells about it. What lives in a Kubernetes cluster goes with the cluster, and an object
// there is gone for everybody who applied it. The caller holds c.writes.
func (c *Cloud) forget(urn resource.URN, k key) {
	c.mu.Lock()
	var gone []Object
	if o, live := c.store.forget(urn, k); live {
		gone = append(gone, o)
		gone = append(gone, c.store.sharers(o)...)
		gone = append(gone, c.store.evict(o.Serves())...)
	}
	c.mu.Unlock()
	for _, o := range gone {
		c.notify(OpDelete, o)
	}
}

// read finds a live object. An id that was never made here is an existing object, when the request is a look-up.
func (c *Cloud) read(k kind, r Request) (Object, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := k.key(r)
	if o, ok := c.store.find(r.URN, at); ok {
		o.URN = r.URN
		return o, k.model.proves == nil || k.model.proves(r.OldOutputs, o.Outputs)
	}
	if len(c.store.gone[at]) > 0 || k.model.proves != nil {
		return Object{}, false
	}
	if o, ok := c.store.existing[at]; ok {
		o.URN = r.URN
		return o, true
	}
	if !isLookup(r) {
		return Object{}, false
	}
	o := c.existing(k, r)
	c.store.existing[at] = o
	return o, true
}

// isLookup tells an import or a GetX from the refresh of a managed resource. The engine reads an import without inputs,
// and a GetX with the arguments of the call as both inputs and outputs.
func isLookup(r Request) bool {
	return len(r.OldInputs) == 0 ||
		same(resource.NewObjectProperty(r.OldInputs), resource.NewObjectProperty(r.OldOutputs))
}

// existing makes up an object that somebody else made. The caller holds c.mu.
func (c *Cloud) existing(k kind, r Request) Object {
	s := c.newSubject(k, r, string(digest(k.token, string(r.ID))))
	s.id = string(r.ID)
	s.name = lastPart(s.id, "/")
	s.in = plainMap(r.OldOutputs)
	outputs := k.outputs(s, r.OldOutputs, nil)
	inputs := resource.PropertyMap{}
	for _, in := range k.table.Inputs {
		name := resource.PropertyKey(in.Name)
		v, ok := outputs[name]
		if !ok && in.Required {
			v, ok = k.generic(s, in.Name, in.Kind), true
			outputs[name] = v
		}
		if ok && (in.Required || in.Name == "name") {
			inputs[name] = v
		}
	}
	return Object{URN: r.URN, Token: k.token, ID: r.ID, Inputs: inputs, Outputs: outputs}
}

// newSubject describes an object to be made. The caller may hold c.mu: nothing here takes it.
func (c *Cloud) newSubject(k kind, r Request, seed string) subject {
	s := subject{urn: r.URN, token: k.token, in: plainMap(r.Inputs), given: r.Inputs, place: r.Place.or(c.place), seed: seed}
	s.name = k.physicalName(s)
	return s
}

// nameInputs are the inputs that name an object where it has no "name".
var nameInputs = []resource.PropertyKey{
	"name", "bucket", "accountId", "roleId", "identifier", "clusterIdentifier", "domainName", "family", "repositoryId", "secretId",
}

// physicalName is the name of the object; without one among the inputs it is made like an auto-name.
func (k kind) physicalName(s subject) string {
	rule, named := k.naming()
	candidates := nameInputs
	if named {
		candidates = slices.Insert(slices.Clone(nameInputs), 0, resource.PropertyKey(rule.property))
	}
	for _, property := range candidates {
		if name := text(s.in, property); name != "" {
			return name
		}
	}
	if !named {
		return s.urn.Name()
	}
	if prefix := text(s.in, resource.PropertyKey(rule.property)+"Prefix"); prefix != "" {
		return prefix + s.hex("name", 26)
	}
	return s.urn.Name() + "-" + s.hex("name", nameDigits)
}
