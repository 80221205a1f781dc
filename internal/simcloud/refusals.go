package simcloud

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// RefusedError says that the cloud refuses an operation because of other objects that live in it. Nothing was changed.
type RefusedError struct {
	URN    resource.URN // the resource that was to be created, updated or deleted
	Code   string       // the cloud's own error code
	Reason string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s %q: %s: %s", e.URN.Type(), e.URN.Name(), e.Code, e.Reason)
}

// refusal is why the cloud refuses something; without a code it does not.
type refusal struct{ code, reason string }

func refuse(code, format string, args ...any) refusal {
	return refusal{code, fmt.Sprintf(format, args...)}
}

func (r refusal) err(urn resource.URN) error {
	if r.code == "" {
		return nil
	}
	return &RefusedError{URN: urn, Code: r.code, Reason: r.reason}
}

// use says which objects keep one from being deleted: those of other types that name its id in an input.
type use struct {
	code string // the cloud's error code
	by   []holder
	as   []resource.PropertyKey             // outputs by which holders may name the object instead
	when func(in resource.PropertyMap) bool // nil: always
}

// holder is an input that names another object, itself or anywhere inside it.
type holder struct {
	token    string
	property resource.PropertyKey
}

// leftover says what deleting an object leaves behind.
type leftover struct {
	object func(o Object) (Object, bool)
	taken  string // the cloud's error code when that object is there already
}

// admit asks the model whether a new or changed object can live beside the others. The caller holds c.mu.
func (c *Cloud) admit(k kind, was, o Object) error {
	if k.model.admit == nil {
		return nil
	}
	live := slices.DeleteFunc(c.store.all(), func(other Object) bool { return other.Token == o.Token && other.ID == o.ID })
	return k.model.admit(was, o, live).err(o.URN)
}

// release asks the model whether an object can go, and what it leaves behind. What the state holds as its inputs counts:
// that is what a provider deletes with. The caller holds c.mu.
func (c *Cloud) release(k kind, r Request) (left Object, leaves bool, err error) {
	o, live := c.store.find(r.URN, k.key(r))
	if !live {
		return Object{}, false, nil
	}
	if len(r.OldInputs) > 0 {
		o.Inputs = r.OldInputs
	}
	if k.model.keep != nil {
		if err := k.model.keep(plainMap(o.Inputs)).err(r.URN); err != nil {
			return Object{}, false, err
		}
	}
	if err := c.held(k.model.inUse, o).err(r.URN); err != nil {
		return Object{}, false, err
	}
	if k.model.leaves.object == nil {
		return Object{}, false, nil
	}
	if left, leaves = k.model.leaves.object(o); !leaves {
		return Object{}, false, nil
	}
	if len(c.store.byKey[left.key()]) > 0 {
		return Object{}, false, refuse(k.model.leaves.taken, "%s already exists", left.ID).err(r.URN)
	}
	return left, true, nil
}

// held finds a live object that needs another one.
func (c *Cloud) held(u use, o Object) refusal {
	if u.code == "" || u.when != nil && !u.when(plainMap(o.Inputs)) {
		return refusal{}
	}
	names := []string{string(o.ID)}
	for _, output := range u.as {
		if name := text(o.Outputs, output); name != "" {
			names = append(names, name)
		}
	}
	for _, other := range c.store.all() {
		for _, h := range u.by {
			named := func(name string) bool { return mentions(other.Inputs[h.property], name) }
			if other.Token == h.token && slices.ContainsFunc(names, named) {
				return refuse(u.code, "%s is still in use by %s %q", o.ID, other.URN.Type(), other.URN.Name())
			}
		}
	}
	return refusal{}
}

// mentions tells whether a value is a text, or a list or object with that text in it at any depth.
func mentions(v resource.PropertyValue, wanted string) bool {
	v = reveal(v)
	switch {
	case v.IsString():
		return v.StringValue() == wanted
	case v.IsArray():
		return slices.ContainsFunc(v.ArrayValue(), func(item resource.PropertyValue) bool { return mentions(item, wanted) })
	case v.IsObject():
		for _, member := range v.ObjectValue() {
			if mentions(member, wanted) {
				return true
			}
		}
	}
	return false
}

// findLive finds the object of a type by its id.
func findLive(live []Object, token, id string) (Object, bool) {
	i := slices.IndexFunc(live, func(o Object) bool { return o.Token == token && string(o.ID) == id })
	if i < 0 {
		return Object{}, false
	}
	return live[i], true
}

// anyLive tells whether an object of a type fits.
func anyLive(live []Object, token string, fits func(Object) bool) bool {
	return slices.ContainsFunc(live, func(o Object) bool { return o.Token == token && fits(o) })
}
