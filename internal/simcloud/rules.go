package simcloud

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// rules collects what is wrong with the inputs of one resource.
type rules struct {
	in       resource.PropertyMap
	failures []Failure
}

func (r *rules) fail(property, format string, args ...any) {
	r.failures = append(r.failures, Failure{property, fmt.Sprintf(format, args...)})
}

// oneOf requires a string, where it is given, to be one of a list.
func (r *rules) oneOf(values []string, path ...resource.PropertyKey) {
	if !has(r.in, path...) {
		return
	}
	if got := text(r.in, path...); !slices.Contains(values, got) {
		r.fail(dotted(path), "need one of %s, got %q", strings.Join(values, ", "), got)
	}
}

// between requires a number, where it is given, to lie in a range.
func (r *rules) between(low, high float64, path ...resource.PropertyKey) {
	if got, ok := number(r.in, path...); ok && (got < low || got > high) {
		r.fail(dotted(path), "need %v to %v, got %v", low, high, got)
	}
}

// within gives the rules of a nested object; its failures are added by the caller's prefix.
func (r *rules) within(prefix string, in resource.PropertyMap, apply func(*rules)) {
	inner := &rules{in: in}
	apply(inner)
	for _, f := range inner.failures {
		r.failures = append(r.failures, Failure{prefix + "." + f.Property, f.Reason})
	}
}

func dotted(path []resource.PropertyKey) string {
	parts := make([]string, len(path))
	for i, p := range path {
		parts[i] = string(p)
	}
	return strings.Join(parts, ".")
}
