package component

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Fixed is an argument that must keep its value for as long as the component
// lives, because a change would replace something precious.
type Fixed struct {
	// Field is the argument's field, such as "KMSKeyARN". It is also the key
	// under which the value is kept in the state.
	Field string
	// Value is what the component is made with; nil is kept as an empty string.
	// A secret value is compared, and never shown.
	Value pulumi.Input
	// Allow says which changes are harmless, such as an upgrade but not a
	// downgrade. The values are plain: string, float64, bool, []any or
	// map[string]any. Nil allows none.
	Allow func(old, next any) bool
	// Instead says what a change would do and what to do instead, as the end of
	// the error: "a change makes a new, empty cluster; make a second cluster with
	// RestoreFrom". Required without Refuse.
	Instead string
	// Refuse takes the place of Allow and Instead where changes have rules of
	// their own, such as steps that must follow each other. It gets what Allow
	// gets and returns what is wrong with the change, nothing when it is fine. The
	// Args of the errors are filled in; a secret must not be shown.
	Refuse func(old, next any) []FieldError
}

// hookNumber makes the names of hooks unique: the engine wants that within a
// program, and they are not kept in the state.
var hookNumber atomic.Int64

// Fix refuses, in preview and in up, changes of arguments that would replace
// what must not be lost. args is the type of the arguments, such as
// "ClusterArgs". The values are compared with those of the last update that
// accepted them; all refused changes are told at once, each like a [FieldError].
//
// It adds one child, role "identity", of the type pulumi:index:Stash, which
// keeps the values in the state. Make what is precious depend on the returned
// resource, so that it stays untouched when a change is refused. Values that are
// not known yet in a preview are checked in the update.
//
// The values are kept before what depends on them is made, so one that the cloud
// then refuses counts all the same. To correct it, let the check forget:
// `pulumi state delete` with the URN of the identity; the next update keeps what
// the program says.
//
// The check needs a Pulumi CLI with resource hooks and Stash (tried with 3.259).
// It has no effect under mocks, which keep no state.
func (s *Scope) Fix(args string, fixed ...Fixed) (pulumi.Resource, error) {
	return s.FixAs("identity", args, fixed)
}

// FixAs is [Scope.Fix] under another role and with options of its own. With
// DependsOn it keeps the values of the last update in which the dependencies were
// done: what an update that failed has begun does not count.
func (s *Scope) FixAs(role, args string, fixed []Fixed, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	values := pulumi.Map{}
	for _, f := range fixed {
		values[f.Field] = f.Value
		if isNil(f.Value) {
			values[f.Field] = pulumi.String("") // a missing value would not be told from one that was never kept
		}
	}
	refuse := func(change *pulumi.ResourceHookArgs) error {
		return s.refusedChanges(args, fixed, change.OldInputs, change.NewInputs)
	}
	name := fmt.Sprintf("%s: %s: %s %d", s.block, s.name, role, hookNumber.Add(1))
	hook, err := s.ctx.RegisterResourceHook(name, refuse, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, s.Err(role, err)
	}
	hooks := &pulumi.ResourceHookBinding{BeforeUpdate: []*pulumi.ResourceHook{hook}}
	options := s.Child(append([]pulumi.ResourceOption{pulumi.ResourceHooks(hooks)}, opts...)...)
	stash, err := pulumi.NewStash(s.ctx, s.Name(role), &pulumi.StashArgs{Input: values}, options...)
	if err != nil {
		return nil, s.Err(role, err)
	}
	return stash, nil
}

// refusedChanges lists the changes that are not allowed.
func (s *Scope) refusedChanges(args string, fixed []Fixed, oldInputs, newInputs resource.PropertyMap) error {
	before, after := stashed(oldInputs), stashed(newInputs)
	var problems []error
	for _, f := range fixed {
		key := resource.PropertyKey(f.Field)
		old, known := before[key]
		// A field that an older version of the block did not keep has nothing to be compared with.
		if !known || after[key].ContainsUnknowns() {
			continue
		}
		for _, problem := range f.refused(old, after[key]) {
			problem.Args = s.block + "." + args
			problems = append(problems, &problem)
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return &registerError{block: s.block, component: s.name, err: errors.Join(problems...)}
}

// refused is what is wrong with a change.
func (f Fixed) refused(old, next resource.PropertyValue) []FieldError {
	a, b := revealed(old), revealed(next)
	switch {
	case a.DeepEquals(b):
		return nil
	case f.Refuse != nil:
		return f.Refuse(a.Mappable(), b.Mappable())
	case f.Allow != nil && f.Allow(a.Mappable(), b.Mappable()):
		return nil
	}
	return []FieldError{{
		Field: f.Field, Need: fixedValue(old) + ", the value it was created with", Got: fixedValue(next) + "; " + f.Instead,
	}}
}

// stashed are the values among a stash's inputs.
func stashed(inputs resource.PropertyMap) resource.PropertyMap {
	input := inputs["input"]
	for input.IsSecret() {
		input = input.SecretValue().Element
	}
	if !input.IsObject() {
		return nil
	}
	return input.ObjectValue()
}

// revealed is the value without the wrappers of secrets.
func revealed(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return revealed(v.SecretValue().Element)
	case v.IsArray():
		all := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, each := range v.ArrayValue() {
			all[i] = revealed(each)
		}
		return resource.NewProperty(all)
	case v.IsObject():
		all := make(resource.PropertyMap, len(v.ObjectValue()))
		for key, each := range v.ObjectValue() {
			all[key] = revealed(each)
		}
		return resource.NewProperty(all)
	default:
		return v
	}
}

// fixedValue prints a value for an error; a secret one is not shown.
func fixedValue(v resource.PropertyValue) string {
	if v.ContainsSecrets() {
		return "[secret]"
	}
	return show(v.Mappable())
}
