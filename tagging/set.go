package tagging

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Keys of the automatic tags. Every Set has them; nobody can give them another value.
const (
	// KeyManagedBy is always "pulumi".
	KeyManagedBy = "managed-by"
	// KeyProject is the name of the Pulumi project.
	KeyProject = "pulumi-project"
	// KeyStack is the name of the stack, without organization and project.
	KeyStack = "pulumi-stack"
)

func automaticKeys() []string { return []string{KeyManagedBy, KeyProject, KeyStack} }

// Tags are tags as people write them: key to value.
type Tags map[string]string

// Set is a checked, immutable set of tags: it satisfies its policy and fits every platform.
// It is made by New, FromConfig and With; the zero value is no valid set (see IsZero) and
// renders to nothing. Copies share nothing that can change. Two sets with the same tags and
// the same policy are deeply equal.
type Set struct {
	policy Policy
	tags   map[string]string
}

// New checks the tags against the policy and the limits of the platforms and adds the
// automatic ones. All that is wrong, in the tags and in the policy, comes back as one *Error.
func New(ctx *pulumi.Context, p Policy, t Tags) (Set, error) {
	if ctx == nil {
		return Set{}, &Error{Problems: []Problem{noContext()}}
	}
	return draft{policy: p, given: t, automatic: automaticTags(ctx)}.set(&Error{Stack: ctx.Stack()})
}

// With returns a set that has the additions too and still satisfies the policy. A key that is
// already there takes the new value, when the policy accepts it. The receiver does not change.
// The error is a *Error, as from New; the zero Set refuses additions.
func (s Set) With(additions Tags) (Set, error) {
	if s.IsZero() {
		return Set{}, &Error{Problems: []Problem{{
			Key: "Set", Need: "a set made by New or FromConfig", Got: "the zero value",
		}}}
	}
	given, automatic := s.Map(), Tags{}
	for _, k := range automaticKeys() {
		automatic[k] = given[k]
	}
	maps.Copy(given, additions)
	return draft{policy: s.policy, given: given, automatic: automatic}.set(&Error{Stack: automatic[KeyStack]})
}

// IsZero reports whether the set is the zero value: tags were never given.
func (s Set) IsZero() bool { return s.tags == nil }

// Map returns a copy of the tags with their canonical keys and full values. It is the form
// for platforms without a renderer of their own, such as Elastic Cloud and Twingate.
func (s Set) Map() map[string]string {
	out := make(map[string]string, len(s.tags))
	maps.Copy(out, s.tags)
	return out
}

// keys returns the canonical keys in order.
func (s Set) keys() []string { return slices.Sorted(maps.Keys(s.tags)) }

func automaticTags(ctx *pulumi.Context) Tags {
	return Tags{KeyManagedBy: "pulumi", KeyProject: ctx.Project(), KeyStack: ctx.Stack()}
}

func noContext() Problem {
	return Problem{Key: "ctx", Need: "a Pulumi context", Got: "nil"}
}
