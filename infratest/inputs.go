package infratest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// AssertInputs fails the test for every property path of want at which the resource was given something else, and names resource, path,
// what is wanted and what was sent. A want of nil says that nothing is sent there; a path that cannot be parsed fails too. Numbers of
// all Go types are equal to those of the same value, lists and maps are compared whole, and secrets by what they hold, which the
// failure shows: see [Resource.Value].
func AssertInputs(t testing.TB, r *Resource, want map[string]any) {
	t.Helper()
	report(t, wrongInputs(r, want))
}

func wrongInputs(r *Resource, want map[string]any) []string {
	var problems []string
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if _, err := resource.ParsePropertyPath(path); err != nil {
			problems = append(problems, fmt.Sprintf("%s %q: need a property path, got %q: %v", r.Type, r.Name, path, err))
			continue
		}
		wanted := resource.NewPropertyValue(want[path]).MapRepl(nil, unwrapped)
		if got := r.Value(path); !reflect.DeepEqual(wanted, got) {
			problems = append(problems, fmt.Sprintf("%s %q: %s must be %s, got %s", r.Type, r.Name, path, shown(wanted), shown(got)))
		}
	}
	return problems
}

// shown is a plain value as JSON, which tells texts, numbers and lists apart.
func shown(v any) string {
	if v == nil {
		return "nothing"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// AssertNothingRegistered fails the test for every resource and component that the program registered, and names it: what a refused
// program must not have begun to make. Reads, such as stack references and look-ups of existing objects, are allowed.
func AssertNothingRegistered(t testing.TB, g *Graph) {
	t.Helper()
	var problems []string
	for _, r := range g.All() {
		if !r.Read {
			problems = append(problems, fmt.Sprintf("%s %q must not be registered", r.Type, r.Name))
		}
	}
	report(t, problems)
}
