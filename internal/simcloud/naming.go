package simcloud

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	// defaultsKey is the input in which a bridged provider records the inputs that it filled in itself.
	defaultsKey = "__defaults"
	nameDigits  = 7
)

// autoName fills in the physical name when the program gives none, and keeps the one of earlier inputs.
func (c *Cloud) autoName(k kind, r Request, in resource.PropertyMap) []Failure {
	rule, ok := k.naming()
	if !ok || rule.fixed {
		return nil
	}
	property := resource.PropertyKey(rule.property)
	if v, given := in[property]; given && !v.IsNull() {
		return nil
	}
	if v, prefixed := in[property+"Prefix"]; prefixed && !v.IsNull() {
		return nil
	}
	name := keptName(r.OldInputs, rule.property)
	if name == "" {
		name = c.freshName(rule, r, nameDigits)
		if logical := utf8.RuneCountInString(name) - nameDigits; rule.max > 0 && logical+nameDigits > rule.max {
			return []Failure{{rule.property, fmt.Sprintf("name '%s' plus %d random chars is longer than maximum length %d",
				string([]rune(name)[:logical]), nameDigits, rule.max)}}
		}
	}
	in[property] = str(name)
	in[defaultsKey] = resource.NewArrayProperty([]resource.PropertyValue{str(rule.property)})
	return nil
}

// keptName is the name that an earlier check made up; empty when the program gave it or there is none.
func keptName(old resource.PropertyMap, property string) string {
	if !madeUp(old, property) {
		return ""
	}
	return text(old, resource.PropertyKey(property))
}

// madeUp tells whether the provider filled an input in itself.
func madeUp(in resource.PropertyMap, property string) bool {
	return slices.ContainsFunc(list(in, defaultsKey), func(v resource.PropertyValue) bool {
		return v.IsString() && v.StringValue() == property
	})
}

// freshName makes a name for a new object. It differs from those of the objects that the new one is to replace.
func (c *Cloud) freshName(rule nameRule, r Request, digits int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	logical := r.URN.Name()
	if rule.lower {
		logical = strings.ToLower(logical)
	}
	return logical + "-" + hexOf(digits, "name", string(r.URN), c.store.history(r.URN))
}

// checkName holds a known physical name against the rule.
func checkName(rule nameRule, in resource.PropertyMap) []Failure {
	name := text(in, resource.PropertyKey(rule.property))
	if rule.property == "" || name == "" {
		return nil
	}
	length := utf8.RuneCountInString(name)
	switch {
	case rule.max > 0 && length > rule.max:
		return []Failure{{rule.property, fmt.Sprintf("need at most %d characters, got %d in %q", rule.max, length, name)}}
	case length < rule.min:
		return []Failure{{rule.property, fmt.Sprintf("need at least %d characters, got %d in %q", rule.min, length, name)}}
	case rule.pattern != nil && !rule.pattern.MatchString(name):
		return []Failure{{rule.property, fmt.Sprintf("need %s, got %q", rule.says, name)}}
	default:
		return nil
	}
}
