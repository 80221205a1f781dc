package simcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
		r.fail(dotted(path), "need %s to %s, got %s", digits(low), digits(high), digits(got))
	}
}

// digits writes a number without an exponent.
func digits(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// within gives the rules of a nested object; its failures are added by the caller's prefix.
func (r *rules) within(prefix string, in resource.PropertyMap, apply func(*rules)) {
	inner := &rules{in: in}
	apply(inner)
	for _, f := range inner.failures {
		r.failures = append(r.failures, Failure{prefix + "." + f.Property, f.Reason})
	}
}

func dotted(path []resource.PropertyKey) string { return joined(path, ".") }

func joined(names []resource.PropertyKey, separator string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = string(name)
	}
	return strings.Join(parts, separator)
}

// matches requires a string, where it is given, to have a form.
func (r *rules) matches(form *regexp.Regexp, says string, path ...resource.PropertyKey) {
	if got := text(r.in, path...); got != "" && !form.MatchString(got) {
		r.fail(dotted(path), "need %s, got %q", says, got)
	}
}

// atMost limits the length of a text.
func (r *rules) atMost(characters int, path ...resource.PropertyKey) {
	if got := utf8.RuneCountInString(text(r.in, path...)); got > characters {
		r.fail(dotted(path), "need at most %d characters, got %d", characters, got)
	}
}

// exactlyOne requires one of some properties. Unknown ones count.
func (r *rules) exactlyOne(names ...resource.PropertyKey) {
	if found := r.found(names); len(found) != 1 {
		r.fail(string(names[0]), "need exactly one of %s, got %s", joined(names, ", "), first(strings.Join(found, ", "), "none"))
	}
}

// atMostOne refuses a second one of some properties. Unknown ones count.
func (r *rules) atMostOne(names ...resource.PropertyKey) {
	if found := r.found(names); len(found) > 1 {
		r.fail(string(names[0]), "need at most one of %s, got %s", joined(names, ", "), strings.Join(found, ", "))
	}
}

func (r *rules) found(names []resource.PropertyKey) []string {
	var found []string
	for _, name := range names {
		if given(r.in, name) {
			found = append(found, string(name))
		}
	}
	return found
}
