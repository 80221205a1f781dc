package infratest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
	"github.com/groundwork-go/groundwork/tagging"
)

// TagOption changes what [AssertTagged] asks for.
type TagOption func(*tagRules)

type tagRules struct{ untagged []string }

// Untagged names types that carry no mandatory tags: types of providers that the table of taggable types does not know and that cannot be tagged,
// or exceptions that a team has decided on. A token that ends in * covers all that begin like it.
func Untagged(tokens ...string) TagOption {
	return func(r *tagRules) { r.untagged = append(r.untagged, tokens...) }
}

func (r *tagRules) exempt(token string) bool {
	return slices.ContainsFunc(r.untagged, func(pattern string) bool {
		if head, ok := strings.CutSuffix(pattern, "*"); ok {
			return strings.HasPrefix(token, head)
		}
		return pattern == token
	})
}

// AssertTagged fails the test for every taggable resource of the program that lacks a mandatory key of the policy, and names resource, key and property.
// On AWS the value must also be one that the policy accepts; other platforms fold values, so there the key must be present with some value.
//
// Components and reads are left out, raw SDK resources are not. The table of taggable types is made from the pinned AWS, Google Cloud, Kubernetes,
// command and random SDKs, and has the types of Elastic Cloud. A type it does not know fails the test too, because nobody can say whether its tags are
// missing: see [Untagged]. Tags that are known only after deployment fail, because they cannot be held to a policy.
func AssertTagged(t testing.TB, g *Graph, policy tagging.Policy, opts ...TagOption) {
	t.Helper()
	report(t, untagged(g, policy, opts...))
}

// report fails the test with each problem on a line of its own.
func report(t testing.TB, problems []string) {
	t.Helper()
	for _, p := range problems {
		t.Errorf("infratest: %s", p)
	}
}

func untagged(g *Graph, policy tagging.Policy, opts ...TagOption) []string {
	var rules tagRules
	for _, o := range opts {
		o(&rules)
	}
	var problems []string
	unknown := map[string]bool{}
	for _, r := range g.resources {
		if !r.Custom || r.Read || strings.HasPrefix(r.Type, "pulumi:") || rules.exempt(r.Type) {
			continue
		}
		typ, ok := schema.Lookup(r.Type)
		switch {
		case !ok:
			unknown[r.Type] = true
		case typ.TagForm != schema.NoTags:
			problems = append(problems, tagProblems(r, typ, policy)...)
		}
	}
	for _, token := range slices.Sorted(maps.Keys(unknown)) {
		problems = append(problems, fmt.Sprintf("%s is no type that the table of taggable types knows: "+
			"when it carries no tags, say so with infratest.Untagged(%q)", token, token))
	}
	return problems
}

func tagProblems(r *Resource, typ schema.Type, policy tagging.Policy) []string {
	where := fmt.Sprintf("%s %q: %s", r.Type, r.Name, typ.Tags)
	tags, known := readTags(r, typ)
	if !known {
		return []string{where + ": need tags that are known before deployment, got unknown ones"}
	}
	var problems []string
	for _, key := range policy.Required {
		name := key.Name
		if platform(r.Type) == "kubernetes" {
			name = tagging.KubernetesKey(name)
		}
		value, ok := tags[name]
		switch {
		case !ok:
			problems = append(problems, fmt.Sprintf("%s: need the mandatory key %q, got %s", where, name, listKeys(tags)))
		case !value.IsString():
			problems = append(problems, fmt.Sprintf("%s: key %q: need a value that is known before deployment, got an unknown one", where, name))
		case value.StringValue() == "":
			problems = append(problems, fmt.Sprintf("%s: key %q: need a value, got an empty one", where, name))
		case platform(r.Type) == "aws":
			if need := refuses(key, value.StringValue()); need != "" {
				problems = append(problems, fmt.Sprintf("%s: key %q: need %s, got %q", where, name, need, value.StringValue()))
			}
		}
	}
	return problems
}

func platform(token string) string {
	pkg, _, _ := strings.Cut(token, ":")
	return pkg
}

// readTags returns the tags of a resource; false when they are unknown as a whole.
func readTags(r *Resource, typ schema.Type) (tags map[string]resource.PropertyValue, known bool) {
	tags = map[string]resource.PropertyValue{}
	value, ok := r.Input(typ.Tags)
	switch {
	case !ok:
		return tags, !unknownAbove(r, typ.Tags)
	case value.IsComputed() || value.IsOutput():
		return nil, false
	case typ.TagForm == schema.TagMap && value.IsObject():
		for k, v := range value.ObjectValue() {
			tags[string(k)] = plain(v)
		}
	case typ.TagForm == schema.TagList && value.IsArray():
		for _, each := range value.ArrayValue() {
			pair := plain(each)
			if !pair.IsObject() {
				return nil, false
			}
			if key := plain(pair.ObjectValue()["key"]); key.IsString() {
				tags[key.StringValue()] = plain(pair.ObjectValue()["value"])
			}
		}
	}
	return tags, true
}

// unknownAbove tells whether something on the way to path is unknown, such as the whole of metadata for metadata.labels.
func unknownAbove(r *Resource, path string) bool {
	for i := strings.LastIndex(path, "."); i > 0; i = strings.LastIndex(path[:i], ".") {
		if v, ok := r.Input(path[:i]); ok {
			return v.IsComputed() || v.IsOutput()
		}
	}
	return false
}

// plain takes the secret marks off a value.
func plain(v resource.PropertyValue) resource.PropertyValue {
	for v.IsSecret() {
		v = v.SecretValue().Element
	}
	return v
}

func listKeys(tags map[string]resource.PropertyValue) string {
	if len(tags) == 0 {
		return "no tags"
	}
	return "only " + strings.Join(slices.Sorted(maps.Keys(tags)), ", ")
}

// refuses says what the policy asks of a value that it does not accept; empty when it does.
func refuses(key tagging.Key, value string) string {
	if len(key.OneOf) > 0 && !slices.Contains(key.OneOf, value) {
		return "one of " + strings.Join(key.OneOf, ", ")
	}
	if key.Match == "" {
		return ""
	}
	pattern, err := regexp.Compile(`\A(?:` + key.Match + `)\z`)
	if err != nil {
		return fmt.Sprintf("a policy with a valid pattern (%v)", err)
	}
	if !pattern.MatchString(value) {
		return "a value that matches " + key.Match
	}
	return ""
}
