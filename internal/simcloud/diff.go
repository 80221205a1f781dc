package simcloud

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// diff compares two sets of checked inputs by their top-level properties.
func (k kind) diff(old, next resource.PropertyMap) Diff {
	var d Diff
	for _, name := range sortedKeys(union(old, next)) {
		if resource.IsInternalPropertyKey(name) || !k.changed(old, next, name) {
			continue
		}
		d.Changed = append(d.Changed, string(name))
	}
	d.Replace = k.replacements(old, next, d.Changed)
	if len(d.Replace) > 0 {
		d.DeleteBeforeReplace = k.keepsName(old, next)
	}
	return d
}

func union(a, b resource.PropertyMap) map[resource.PropertyKey]bool {
	keys := map[resource.PropertyKey]bool{}
	for _, m := range []resource.PropertyMap{a, b} {
		for k := range m {
			keys[k] = true
		}
	}
	return keys
}

func (k kind) changed(old, next resource.PropertyMap, name resource.PropertyKey) bool {
	before, had := old[name]
	after, has := next[name]
	switch {
	case had && !before.IsNull() && (!has || after.IsNull()):
		return !k.staysComputed(string(name))
	case !had:
		return has && !after.IsNull()
	default:
		return !same(before, after)
	}
}

// staysComputed tells an optional input that a bridged provider also computes: leaving it out keeps what is there.
// The SDK shows such a property as an output that is never absent; lists and maps look like that always. A model names the
// blocks that a provider treats alike although the SDK does not show it.
func (k kind) staysComputed(name string) bool {
	if slices.Contains(k.model.sticks, name) {
		return true
	}
	in, isInput := k.table.Input(name)
	out, isOutput := k.table.Output(name)
	return k.bridged() && isInput && !in.Required && isOutput && out.Always &&
		out.Kind != schema.Array && out.Kind != schema.Map
}

// replacements are the changed properties that force a new object.
func (k kind) replacements(old, next resource.PropertyMap, changed []string) []string {
	if k.token == kubernetesProvider {
		return providerReplacements(old, next, changed)
	}
	if k.isProvider() {
		return nil // no other provider's rule is known
	}
	if k.isKubernetes() {
		return k.kubernetesReplacements(old, next, changed)
	}
	var conditional []string
	if k.model.replaceWhen != nil {
		conditional = k.model.replaceWhen(plainMap(old), plainMap(next))
	}
	var forced []string
	for _, name := range changed {
		if k.replacesOn(name) || slices.Contains(conditional, name) {
			forced = append(forced, name)
		}
	}
	return forced
}

func (k kind) replacesOn(name string) bool {
	if k.model.replace != nil {
		return slices.Contains(k.model.replace, name)
	}
	if rule, ok := k.naming(); ok && rule.property == name {
		return true
	}
	in, ok := k.table.Input(name)
	return ok && in.Replaces
}

// createsFirst tells a provider without unique names, which always makes the new object before the old one goes.
func (k kind) createsFirst() bool { return k.pkg() == "ec" }

// keepsName tells whether a replacement would meet the old object's physical name: it was given by the program and stays.
// Then the old object has to go first.
func (k kind) keepsName(old, next resource.PropertyMap) bool {
	if k.isKubernetes() {
		return keepsKubernetesName(old, next)
	}
	rule, ok := k.naming()
	if !ok || rule.fixed || madeUp(next, rule.property) || k.createsFirst() {
		return false
	}
	property := resource.PropertyKey(rule.property)
	before, after := old[property], next[property]
	return !after.IsNull() && same(before, after)
}
