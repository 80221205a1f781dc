package tagging

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Key is one tag a policy knows.
type Key struct {
	// Name is the tag's key. It must match ^[a-z][a-z0-9_-]{0,31}$, which every platform accepts.
	Name string
	// Match is a regular expression (RE2) that the whole value must match; anchors are
	// implied. Empty accepts any value.
	Match string
	// OneOf lists the accepted values. Empty accepts any value.
	OneOf []string
	// Why says what the tag is for. Errors about the tag quote it.
	Why string
}

// Policy says which tags a set must, may and may not have.
type Policy struct {
	// Required tags must be present.
	Required []Key
	// Optional tags are checked when present.
	Optional []Key
	// Forbidden lists keys that may not be used: names, or beginnings written with one * at the end ("aws-*").
	Forbidden []string
	// AllowOther accepts keys that are neither required nor optional. Default false: such a
	// key is refused, because it is most often a misspelt one.
	AllowOther bool
}

// DefaultPolicy requires owner, cost-center, environment and service, with any value that fits
// the platforms, and accepts other keys. Every call returns a fresh copy, to be changed freely.
func DefaultPolicy() Policy {
	return Policy{
		Required: []Key{
			{Name: "owner", Why: "the team that answers for the resource"},
			{Name: "cost-center", Why: "the account that pays for it"},
			{Name: "environment", Why: "the stage it belongs to, such as staging or production"},
			{Name: "service", Why: "the product or service it is part of"},
		},
		AllowOther: true,
	}
}

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

const keyRule = "a lower-case letter, then up to 31 lower-case letters, digits, - or _"

// rule is a Key ready for use.
type rule struct {
	Key
	required bool
	match    *regexp.Regexp
}

// rules is a checked policy.
type rules struct {
	byKey     map[string]rule
	forbidden []string
	open      bool
}

// clone copies a policy deeply, so that a Set does not change when its maker edits the policy.
// Empty lists become nil: equal sets are then deeply equal.
func (p Policy) clone() Policy {
	return Policy{
		Required:   cloneKeys(p.Required),
		Optional:   cloneKeys(p.Optional),
		Forbidden:  append([]string(nil), p.Forbidden...),
		AllowOther: p.AllowOther,
	}
}

func cloneKeys(keys []Key) []Key {
	out := append([]Key(nil), keys...)
	for i := range out {
		out[i].OneOf = append([]string(nil), out[i].OneOf...)
	}
	return out
}

// compile checks the policy itself. The rules it returns hold what was usable, so that the
// tags can be checked in the same pass.
func (p Policy) compile() (rules, []Problem) {
	r := rules{byKey: map[string]rule{}, forbidden: p.Forbidden, open: p.AllowOther}
	var problems []Problem
	for i, k := range p.Required {
		problems = append(problems, r.add(fmt.Sprintf("Policy.Required[%d]", i), k, true)...)
	}
	for i, k := range p.Optional {
		problems = append(problems, r.add(fmt.Sprintf("Policy.Optional[%d]", i), k, false)...)
	}
	for i, pattern := range p.Forbidden {
		at := fmt.Sprintf("Policy.Forbidden[%d]", i)
		if head := strings.TrimSuffix(pattern, "*"); head == "" || strings.ContainsAny(head, "* \t\n") {
			problems = append(problems, Problem{Key: at, Need: "a key, or the beginning of keys with one * at the end", Got: quote(pattern)})
			continue
		}
		for _, name := range r.known() {
			if forbids(pattern, name) {
				problems = append(problems, Problem{Key: at, Need: "no key that is required, optional or automatic", Got: quote(pattern) + ", which covers " + name})
			}
		}
	}
	return r, problems
}

// add checks one key of the policy and takes it in.
func (r rules) add(at string, k Key, required bool) []Problem {
	if !keyPattern.MatchString(k.Name) {
		return []Problem{{Key: at + ".Name", Need: keyRule, Got: quote(k.Name)}}
	}
	if _, twice := r.byKey[k.Name]; twice {
		return []Problem{{Key: at + ".Name", Need: "each key once in the policy", Got: quote(k.Name) + " again"}}
	}
	var problems []Problem
	made := rule{Key: k, required: required}
	if k.Match != "" {
		var err error
		if made.match, err = wholeValue(k.Match); err != nil {
			problems = append(problems, Problem{Key: at + ".Match", Need: "a regular expression", Got: quote(k.Match) + " for " + k.Name + " (" + err.Error() + ")"})
		}
	}
	for i, v := range k.OneOf {
		place := fmt.Sprintf("%s.OneOf[%d]", at, i)
		if slices.Contains(k.OneOf[:i], v) {
			problems = append(problems, Problem{Key: place, Need: "each value once", Got: quote(v) + " again"})
		}
		for _, need := range valueNeeds(v) {
			problems = append(problems, Problem{Key: place, Need: need, Got: quote(v)})
		}
		if made.match != nil && !made.match.MatchString(v) {
			problems = append(problems, Problem{Key: place, Need: "a value that Match accepts, " + quote(k.Match), Got: quote(v)})
		}
	}
	r.byKey[k.Name] = made
	return problems
}

// wholeValue anchors a pattern. It is compiled alone first: "a)|(b" is broken, but becomes
// legal between the brackets of the anchored form.
func wholeValue(pattern string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, err
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}

// known lists every key the policy and the library name, sorted.
func (r rules) known() []string {
	names := automaticKeys()
	for name := range r.byKey {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// forbiddenBy returns the pattern that refuses the key, or "".
func (r rules) forbiddenBy(key string) string {
	for _, pattern := range r.forbidden {
		if forbids(pattern, key) {
			return pattern
		}
	}
	return ""
}

func forbids(pattern, key string) bool {
	if head, isPrefix := strings.CutSuffix(pattern, "*"); isPrefix {
		return strings.HasPrefix(key, head)
	}
	return key == pattern
}
