package infratest

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

func (s Spec[A, C]) nilArgs() []string {
	b := s.try(trial[A]{change: func(*A) *A { return nil }})
	if b.refused == nil {
		if b.err != nil {
			return []string{fmt.Sprintf("nil arguments: need an error from the constructor, got: %v", b.err)}
		}
		return []string{"nil arguments: need an error, got none"}
	}
	return registered("nil arguments", b.graph)
}

// requires leaves one field out.
func (s Spec[A, C]) requires(field string) []string {
	var missing error
	b := s.try(trial[A]{change: func(args *A) *A {
		missing = zeroField(reflect.ValueOf(args), field)
		return args
	}})
	what := fmt.Sprintf("without %s", field)
	switch {
	case missing != nil:
		return []string{fmt.Sprintf("Spec.Required: %v", missing)}
	case b.refused == nil && b.err != nil:
		return []string{fmt.Sprintf("%s: need an error from the constructor, got: %v", what, b.err)}
	case b.refused == nil:
		return []string{what + ": need an error, got none"}
	}
	problems := registered(what, b.graph)
	named := slices.ContainsFunc(component.FieldErrors(b.refused), func(e *component.FieldError) bool { return e.Field == field })
	if !named {
		problems = append(problems, fmt.Sprintf("%s: need a component.FieldError whose Field is %q, got: %v", what, field, b.refused))
	}
	return problems
}

// zeroField sets a field to its zero value; path may lead through nested structs and pointers to them.
func zeroField(v reflect.Value, path string) error {
	for name := range strings.SplitSeq(path, ".") {
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return fmt.Errorf("%s: need a struct above %q, got %s", path, name, v.Type())
		}
		field := v.FieldByName(name)
		if !field.IsValid() || !field.CanSet() {
			return fmt.Errorf("%s: %s has no exported field %q", path, v.Type(), name)
		}
		v = field
	}
	if v.IsZero() {
		return fmt.Errorf("%s: need a value in the valid arguments, got the zero value", path)
	}
	v.SetZero()
	return nil
}

func registered(what string, g *Graph) []string {
	own := ownResources(g)
	if len(own) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: need nothing registered, got:%s", what, listing(own))}
}

// ownResources leaves out the providers that the suite has registered.
func ownResources(g *Graph) []*Resource {
	var own []*Resource
	for _, r := range g.resources {
		if !strings.HasPrefix(r.Type, "pulumi:providers:") || !strings.HasPrefix(r.Name, explicitProvider) {
			own = append(own, r)
		}
	}
	return own
}

func (s Spec[A, C]) twoInstances() []string {
	one := s.build()
	if one.err != nil {
		return failed(one.err)
	}
	two := s.try(trial[A]{before: func(ctx *pulumi.Context, newArgs func() (*A, error)) ([]pulumi.ResourceOption, error) {
		args, err := newArgs()
		if err != nil {
			return nil, err
		}
		_, err = s.New(ctx, "second", args)
		return nil, err
	}})
	if two.err != nil {
		return []string{fmt.Sprintf("two instances in one program: %v", two.err)}
	}
	if want, got := 2*len(ownResources(one.graph)), len(ownResources(two.graph)); got != want {
		return []string{fmt.Sprintf("two instances in one program: need %d resources, twice as many as one has, got %d", want, got)}
	}
	return nil
}

func (s Spec[A, C]) token(g *Graph) []string {
	var found []string
	for _, r := range g.Components() {
		if r.Type == s.Token && r.Name == s.name() {
			return nil
		}
		found = append(found, fmt.Sprintf("%s %q", r.Type, r.Name))
	}
	return []string{fmt.Sprintf("need a component %s %q, got %s", s.Token, s.name(), orNone(found))}
}

func orNone(found []string) string {
	if len(found) == 0 {
		return "none"
	}
	return strings.Join(found, ", ")
}

// root finds the component itself: the first one without a parent that has the constructor's name.
func (s Spec[A, C]) root(g *Graph) *Resource {
	for _, r := range g.Components() {
		if r.Name == s.name() && r.Parent == "" {
			return r
		}
	}
	return nil
}

func (s Spec[A, C]) children(g *Graph) []string {
	root := s.root(g)
	if root == nil {
		return []string{fmt.Sprintf("need a component %q under the stack, got none; the program registered:%s", s.name(), listing(g.resources))}
	}
	var problems []string
	for _, r := range ownResources(g) {
		if r == root {
			continue
		}
		if !under(g, r, root.URN) {
			problems = append(problems, fmt.Sprintf("%s %q: need the component as parent or ancestor, got %s", r.Type, r.Name, parentOf(r)))
		}
		if !strings.HasPrefix(r.Name, s.name()+"-") {
			problems = append(problems, fmt.Sprintf("%s %q: need a name that starts with %q", r.Type, r.Name, s.name()+"-"))
		}
	}
	return problems
}

// under tells whether a resource has an ancestor. A URN has no parent's name in it, so the chain ends after as many steps as there are resources.
func under(g *Graph, r *Resource, ancestor resource.URN) bool {
	for range g.resources {
		if r == nil || r.Parent == "" {
			return false
		}
		if r.Parent == ancestor {
			return true
		}
		r = g.ByURN(r.Parent)
	}
	return false
}

func parentOf(r *Resource) string {
	if r.Parent == "" {
		return "the stack"
	}
	return label(r.Parent)
}

// tags gives a tag that no block can know, so a block that writes its own tags instead of the caller's is found.
func (s Spec[A, C]) tags() []string {
	const probe = "conformance-probe"
	b := s.try(trial[A]{tags: tagging.Tags{probe: "probe"}})
	if b.err != nil {
		return failed(b.err)
	}
	policy := s.policy()
	policy.Required = append(slices.Clone(policy.Required), tagging.Key{Name: probe})
	return untagged(b.graph, policy, s.Untagged...)
}

func (s Spec[A, C]) argsUntouched() []string {
	var args *A
	var before map[string]string
	b := s.try(trial[A]{change: func(a *A) *A {
		args, before = a, fingerprint(a)
		return a
	}})
	if b.err != nil {
		return failed(b.err)
	}
	after := fingerprint(args)
	var problems []string
	for _, path := range slices.Sorted(maps.Keys(merged(before, after))) {
		if before[path] != after[path] {
			problems = append(problems, fmt.Sprintf("%s%s: need the arguments as they were, got a change by the constructor", s.argsType(), path))
		}
	}
	return problems
}

func (s Spec[A, C]) sameTwice() []string {
	first, second := s.build(), s.build()
	if first.err != nil {
		return failed(first.err)
	}
	if second.err != nil {
		return failed(second.err)
	}
	a, errA := first.graph.render()
	b, errB := second.graph.render()
	if errA != nil || errB != nil {
		return []string{fmt.Sprintf("need a graph that can be written as JSON, got: %v %v", errA, errB)}
	}
	if bytes.Equal(a, b) {
		return nil
	}
	differences, err := compareGolden(a, b)
	if err != nil {
		return []string{err.Error()}
	}
	return []string{"need the same graph from two runs, got differences:\n" + differences}
}

func (s Spec[A, C]) sameInPreview() []string {
	update := s.build()
	if update.err != nil {
		return failed(update.err)
	}
	preview := s.try(trial[A]{options: []Option{Preview()}, change: func(args *A) *A {
		makeUnknown(reflect.ValueOf(args))
		return args
	}})
	if preview.err != nil {
		return []string{fmt.Sprintf("preview with unknown inputs: %v", preview.err)}
	}
	var problems []string
	for _, r := range update.graph.resources {
		if preview.graph.ByURN(r.URN) == nil {
			problems = append(problems, fmt.Sprintf("%s %q: need it in a preview with unknown inputs too, got it in an update only", r.Type, r.Name))
		}
	}
	for _, r := range preview.graph.resources {
		if update.graph.ByURN(r.URN) == nil {
			problems = append(problems, fmt.Sprintf("%s %q: need it in an update too, got it in a preview only", r.Type, r.Name))
		}
	}
	return problems
}
