package infratest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Graph is what one run of a program registered.
type Graph struct {
	resources     []*Resource // sorted by URN
	outputs       resource.PropertyMap
	configSecrets []string
	unmodelled    []string
	finished      int // calls of RegisterResourceOutputs, the stack's included
}

func newGraph(resources []*Resource, outputs resource.PropertyMap, configSecrets []string) *Graph {
	slices.SortFunc(resources, func(a, b *Resource) int { return strings.Compare(string(a.URN), string(b.URN)) })
	return &Graph{resources: resources, outputs: outputs, configSecrets: configSecrets}
}

// All lists every resource, components and reads included, sorted by URN.
func (g *Graph) All() []*Resource { return slices.Clone(g.resources) }

// OfType lists the resources with a type token, sorted by URN. It is empty when there is none.
func (g *Graph) OfType(token string) []*Resource {
	return g.where(func(r *Resource) bool { return r.Type == token })
}

// Unmodelled lists the type tokens that the model of the providers knows nothing of, sorted. Their resources work in a generic way:
// inputs come back as outputs, and nothing is refused.
func (g *Graph) Unmodelled() []string { return slices.Clone(g.unmodelled) }

// Components lists the component resources, sorted by URN.
func (g *Graph) Components() []*Resource {
	return g.where(func(r *Resource) bool { return !r.Custom && !r.Read })
}

// Children lists the resources whose parent is the resource with this URN, sorted by URN.
func (g *Graph) Children(parent resource.URN) []*Resource {
	return g.where(func(r *Resource) bool { return r.Parent == parent })
}

// One returns the only resource with a type token. None, or more than one, fails the test at once.
func (g *Graph) One(t testing.TB, token string) *Resource {
	t.Helper()
	return g.only(t, g.OfType(token), token)
}

// Named returns the resource with a type token and a logical name. None, or more than one (under different parents), fails the test at once.
func (g *Graph) Named(t testing.TB, token, name string) *Resource {
	t.Helper()
	found := g.where(func(r *Resource) bool { return r.Type == token && r.Name == name })
	return g.only(t, found, fmt.Sprintf("%s %q", token, name))
}

// ByURN returns the resource with this URN; nil when there is none.
func (g *Graph) ByURN(urn resource.URN) *Resource {
	i, ok := slices.BinarySearchFunc(g.resources, urn, func(r *Resource, u resource.URN) int {
		return strings.Compare(string(r.URN), string(u))
	})
	if !ok {
		return nil
	}
	return g.resources[i]
}

// Output returns one of the program's exports: unknown values are computed ones, secret values stay marked.
// It is false when the program exported nothing under this name.
func (g *Graph) Output(name string) (resource.PropertyValue, bool) {
	v, ok := g.outputs[resource.PropertyKey(name)]
	return v, ok
}

// Outputs returns everything the program exported.
func (g *Graph) Outputs() resource.PropertyMap { return clone(g.outputs) }

func (g *Graph) where(keep func(*Resource) bool) []*Resource {
	var found []*Resource
	for _, r := range g.resources {
		if keep(r) {
			found = append(found, r)
		}
	}
	return found
}

func (g *Graph) only(t testing.TB, found []*Resource, want string) *Resource {
	t.Helper()
	if len(found) == 1 {
		return found[0]
	}
	list, title := g.resources, "the program registered"
	if len(found) > 1 {
		list, title = found, "these match"
	}
	t.Fatalf("infratest: need exactly one %s, got %d; %s:%s", want, len(found), title, listing(list))
	return nil
}

// listing writes resources one to a line, for messages.
func listing(resources []*Resource) string {
	if len(resources) == 0 {
		return " nothing"
	}
	var b strings.Builder
	for _, r := range resources {
		fmt.Fprintf(&b, "\n\t%s %q", r.Type, r.Name)
		if r.Parent != "" {
			fmt.Fprintf(&b, " under %q", r.Parent.Name())
		}
	}
	return b.String()
}
