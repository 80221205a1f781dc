package tagging

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/suggest"
)

// draft is a set before it is checked.
type draft struct {
	policy    Policy
	given     Tags
	automatic Tags
	// unreadable are keys whose value was no text; they count as present.
	unreadable []Problem
}

// set checks everything and returns the set, or refusal with all the problems in it.
func (d draft) set(refusal *Error) (Set, error) {
	r, problems := d.policy.compile()
	tags := make(map[string]string, len(d.given)+len(d.automatic))
	maps.Copy(tags, d.given)
	maps.Copy(tags, d.automatic)

	found := d.keyProblems(r)
	for _, p := range d.unreadable {
		p.Key = label(p.Key)
		found = append(found, p)
	}
	found = append(found, d.missing(r, tags)...)
	for key, value := range tags {
		found = append(found, r.valueProblems(key, value)...)
	}
	found = append(found, fitProblems(tags)...)
	// Problems of one key keep the order they were found in.
	slices.SortStableFunc(found, func(a, b Problem) int { return cmp.Compare(a.Key, b.Key) })
	if problems = append(problems, found...); len(problems) > 0 {
		refusal.Problems = problems
		return Set{}, refusal
	}
	return Set{policy: d.policy.clone(), tags: tags}, nil
}

// names returns all keys the user gave, readable or not.
func (d draft) names() []string {
	names := slices.Collect(maps.Keys(d.given))
	for _, p := range d.unreadable {
		names = append(names, p.Key)
	}
	return names
}

// keyProblems judges the keys the user gave.
func (d draft) keyProblems(r rules) []Problem {
	var problems []Problem
	for _, key := range d.names() {
		automatic, isAutomatic := d.automatic[key]
		value, readable := d.given[key]
		_, known := r.byKey[key]
		switch pattern := r.forbiddenBy(key); {
		case !keyPattern.MatchString(key):
			problems = append(problems, Problem{Key: label(key), Need: keyRule + question(key, r.known()), Got: "the key " + quote(key)})
		case isAutomatic && readable && value != automatic:
			problems = append(problems, Problem{Key: key, Need: quote(automatic) + ", which is set automatically", Got: quote(value)})
		case isAutomatic:
		case pattern != "":
			problems = append(problems, Problem{Key: key, Need: "a key that the policy does not forbid", Got: "one that " + quote(pattern) + " forbids"})
		case !known && !r.open:
			problems = append(problems, Problem{Key: key, Need: "a key of the policy" + question(key, r.known()), Got: "an unknown key"})
		}
	}
	return problems
}

// missing finds the required keys that are absent. A stray key that looks like a missing one is named.
func (d draft) missing(r rules, tags map[string]string) []Problem {
	names := d.names()
	var stray []string
	for _, key := range names {
		if _, known := r.byKey[key]; !known {
			stray = append(stray, key)
		}
	}
	slices.Sort(stray)
	var problems []Problem
	for key, rule := range r.byKey {
		_, present := tags[key]
		if !rule.required || present || slices.Contains(names, key) {
			continue
		}
		got := "nothing"
		if near := suggest.Closest(key, stray); near != "" {
			got = fmt.Sprintf("nothing, but there is %q", near)
		}
		problems = append(problems, Problem{Key: key, Need: rule.need(), Got: got, Why: rule.Why})
	}
	return problems
}

// need describes the values a rule accepts.
func (r rule) need() string {
	switch {
	case len(r.OneOf) > 0:
		return "one of " + strings.Join(r.OneOf, ", ")
	case r.Match != "":
		return "a value that matches " + r.Match
	default:
		return "a value"
	}
}

// valueProblems judges one value by the platforms' rules and by the policy.
func (r rules) valueProblems(key, value string) []Problem {
	rule := r.byKey[key]
	needs := valueNeeds(value)
	refused := rule.match != nil && !rule.match.MatchString(value) || len(rule.OneOf) > 0 && !slices.Contains(rule.OneOf, value)
	if refused && value != "" {
		needs = append(needs, rule.need())
	}
	problems := make([]Problem, 0, len(needs))
	for _, need := range needs {
		problems = append(problems, Problem{Key: label(key), Need: need, Got: quote(value), Why: rule.Why})
	}
	return problems
}

// label makes an empty or unprintable key visible.
func label(key string) string {
	if keyPattern.MatchString(key) {
		return key
	}
	return quote(key)
}

// question asks about the nearest candidate, or is "".
func question(key string, candidates []string) string {
	if near := suggest.Closest(key, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
