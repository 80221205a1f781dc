package infratest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

func (s Spec[A, C]) outputs() []string {
	b := s.build()
	if b.err != nil {
		return failed(b.err)
	}
	problems := unsetOutputs(reflect.ValueOf(b.component), b.component)
	// One call is the stack's own. A remote component, such as a chart, is finished by its provider, and under mocks by nobody.
	components := 0
	for _, c := range b.graph.Components() {
		if !c.Remote {
			components++
		}
	}
	if b.graph.finished-1 < components {
		problems = append(problems, fmt.Sprintf("need RegisterResourceOutputs on each of %d components, got it on %d", components, b.graph.finished-1))
	}
	return problems
}

// unsetOutputs looks at the tagged fields of a component, also of structs embedded in it.
func unsetOutputs(v reflect.Value, self pulumi.Resource) []string {
	if v = reflect.Indirect(v); v.Kind() != reflect.Struct {
		return nil
	}
	var problems []string
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag, tagged := field.Tag.Lookup("pulumi")
		switch {
		case !field.IsExported():
		case !tagged && field.Anonymous:
			problems = append(problems, unsetOutputs(v.Field(i), self)...)
		case tagged:
			if problem := unsetOutput(v.Field(i), self, strings.HasSuffix(tag, ",optional")); problem != "" {
				problems = append(problems, fmt.Sprintf("output %s (%q): %s", field.Name, tag, problem))
			}
		}
	}
	return problems
}

// unsetOutput judges one field. The SDK itself fills every tagged output of a component when it is registered, with one that depends on the component and
// carries nothing; a field that still holds that output was forgotten by the constructor.
func unsetOutput(v reflect.Value, self pulumi.Resource, optional bool) string {
	if v.IsZero() {
		if optional {
			return ""
		}
		return "need a value, got nil"
	}
	output, ok := v.Interface().(pulumi.Output)
	if !ok {
		return "" // lists and maps of outputs are judged by component.Scope.Finish
	}
	result, err := internals.UnsafeAwaitOutput(context.Background(), output)
	if err != nil {
		return fmt.Sprintf("need a value, got the error: %v", err)
	}
	ownOutput := slices.ContainsFunc(result.Dependencies, func(r pulumi.Resource) bool { return any(r) == any(self) })
	if ownOutput && !optional {
		return "need a value set by the constructor, got the empty one that the SDK puts there"
	}
	return ""
}

// explicitProvider begins the names of the providers that the options check gives to the component.
const explicitProvider = "explicit-"

// options builds the component with options that a caller may give.
func (s Spec[A, C]) options() []string {
	const probe = "conformanceProbe"
	plainRun := s.build()
	if plainRun.err != nil {
		return failed(plainRun.err)
	}
	packages := map[string]bool{}
	for _, r := range plainRun.graph.resources {
		if r.Custom && !r.Read && !strings.HasPrefix(r.Type, "pulumi:") {
			packages[platform(r.Type)] = true
		}
	}
	if s.Provider != nil {
		delete(packages, clusters) // the arguments hold it
	}
	b := s.try(trial[A]{
		opts: []pulumi.ResourceOption{pulumi.Protect(true), pulumi.IgnoreChanges([]string{probe})},
		before: func(ctx *pulumi.Context, _ func() (*A, error)) ([]pulumi.ResourceOption, error) {
			return providers(ctx, packages)
		},
	})
	if b.err != nil {
		return []string{fmt.Sprintf("with options Protect, IgnoreChanges and Providers: %v", b.err)}
	}
	root := s.root(b.graph)
	if root == nil || !root.Protect || !slices.Contains(root.IgnoreChanges, probe) {
		return []string{"need the caller's options on the component, got a component without them"}
	}
	var problems []string
	for _, r := range b.graph.resources {
		if r == root || strings.HasPrefix(r.Type, "pulumi:") {
			continue
		}
		problems = append(problems, optionProblems(b.graph, r, root.URN, probe)...)
	}
	return problems
}

func optionProblems(g *Graph, r *Resource, root resource.URN, probe string) []string {
	var problems []string
	add := func(format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%s %q: %s", r.Type, r.Name, fmt.Sprintf(format, args...)))
	}
	if slices.Contains(r.IgnoreChanges, probe) {
		add("need options of its own, got the component's options (IgnoreChanges) passed on to the child")
	}
	if r.Custom && !r.Read && !r.Protect {
		add("need the protection that the component was given, got none")
	}
	provider := g.ByURN(r.Provider)
	switch {
	case !r.Custom || r.Read:
	case provider == nil:
		add("need the provider that the component was given, got the default one")
	case !strings.HasPrefix(provider.Name, explicitProvider) && !under(g, provider, root):
		add("need the provider that the component was given, or one of the component's own, got %s", label(r.Provider))
	}
	return problems
}

// providers registers an explicit provider for each package.
func providers(ctx *pulumi.Context, packages map[string]bool) ([]pulumi.ResourceOption, error) {
	var all []pulumi.ProviderResource
	for pkg := range packages {
		p, err := newProvider(ctx, pkg)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return []pulumi.ResourceOption{pulumi.Providers(all...)}, nil
}

func newProvider(ctx *pulumi.Context, pkg string) (pulumi.ProviderResource, error) {
	p := &pulumi.ProviderResourceState{}
	err := ctx.RegisterResource("pulumi:providers:"+pkg, explicitProvider+pkg, pulumi.Map{}, p)
	return p, err
}
