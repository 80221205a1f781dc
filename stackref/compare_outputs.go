package stackref

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/suggest"
	"github.com/groundwork-go/groundwork/stackref/internal/contractschema"
)

// object compares the outputs of two contracts, or the fields of two objects.
func (c *comparison) object(path string, before, after *contractschema.Schema) {
	renamed := renames(before, after)
	names := map[string]bool{}
	for _, properties := range []map[string]*contractschema.Schema{before.Properties, after.Properties} {
		for name := range properties {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		at := outputPath(path, name)
		from, to := before.Properties[name], after.Properties[name]
		switch {
		case from == nil && slices.Contains(slices.Collect(maps.Values(renamed)), name): // told under the old name
		case from == nil && slices.Contains(after.Required, name):
			c.additive(at, ChangeAdded, "added, required: every producer has to set it when it takes the new version")
		case from == nil:
			c.additive(at, ChangeAdded, "added, may be missing")
		case to == nil && renamed[name] != "":
			c.breaking(at, ChangeRenamed, "gone; renamed to %q? consumers still read the old name", renamed[name])
		case to == nil:
			c.breaking(at, ChangeRemoved, "removed; consumers still read it")
		default:
			c.field(at, outputSchema{from.Plain(), slices.Contains(before.Required, name)}, outputSchema{to.Plain(), slices.Contains(after.Required, name)})
		}
	}
}

// outputSchema is one output with what the object around it says about it.
type outputSchema struct {
	*contractschema.Schema
	required bool
}

func (c *comparison) field(path string, before, after outputSchema) {
	retyped := len(c.changes)
	c.value(path, before.Schema, after.Schema, before.required && after.required)
	retyped = len(c.changes) - retyped
	switch {
	case before.required && !after.required:
		c.breaking(path, ChangeOptional, "may be missing now; consumers require it")
	case !before.required && after.required:
		c.additive(path, ChangeRequired, "required now: every producer has to set it when it takes the new version")
	case retyped == 0 && jsonText(before.Default) != jsonText(after.Default):
		c.additive(path, ChangeDefault, "default %s now, was %s: consumers get it when they take the new version", jsonText(after.Default), jsonText(before.Default))
	}
	switch {
	case !before.Secret && after.Secret:
		c.breaking(path, ChangeSecret, "secret now; consumers that need the plain value are refused")
	case before.Secret && !after.Secret:
		c.breaking(path, ChangePlain, "no longer secret; consumers refuse a secret that is exported plain")
	}
	switch {
	case before.Instead == after.Instead:
	case after.Instead == "":
		c.additive(path, ChangeDeprecated, "no longer deprecated")
	default:
		c.additive(path, ChangeDeprecated, "deprecated: %s", after.Instead)
	}
}

// value compares two types, all the way down, and their rules. Nothing is a value of its own only where the output has to
// be there: elsewhere it means that the output is missing.
func (c *comparison) value(path string, before, after *contractschema.Schema, nulls bool) {
	from, to := typeName(before, nulls), typeName(after, nulls)
	if from != to {
		c.breaking(path, ChangeRetyped, "%s now, was %s", to, from)
		return
	}
	c.rules(path, before, after)
	if from, to := before.Element(), after.Element(); from != nil && to != nil {
		c.value(path+"[*]", from.Plain(), to.Plain(), true)
	}
	c.object(path, before, after)
}

// renames pairs outputs that are gone with new ones of the same type that have the same description or nearly the same name.
func renames(before, after *contractschema.Schema) map[string]string {
	pairs := map[string]string{}
	added := map[string]*contractschema.Schema{}
	for name, s := range after.Properties {
		if before.Properties[name] == nil {
			added[name] = s.Plain()
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before.Properties)) {
		if after.Properties[name] != nil {
			continue
		}
		if other := successor(name, before.Properties[name].Plain(), added); other != "" {
			pairs[name] = other
			delete(added, other)
		}
	}
	return pairs
}

func successor(name string, before *contractschema.Schema, added map[string]*contractschema.Schema) string {
	var alike []string
	for _, other := range slices.Sorted(maps.Keys(added)) {
		s := added[other]
		if typeName(s, false) != typeName(before, false) {
			continue
		}
		if s.Description != "" && s.Description == before.Description {
			return other
		}
		alike = append(alike, other)
	}
	return suggest.Closest(name, alike)
}

// typeName is the type in words, down to where fields or other rules begin.
func typeName(s *contractschema.Schema, nulls bool) string {
	var names []string
	for _, name := range s.Types {
		switch {
		case name == "null" && !nulls:
		case name == "object" && s.Element() != nil:
			names = append(names, "map")
		case name == "array":
			names = append(names, "list")
		default:
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "any value"
	}
	return strings.Join(names, " or ")
}

func outputPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// jsonText is a value as JSON.
func jsonText(value any) string {
	if value == nil {
		return "none"
	}
	out, err := json.Marshal(value)
	if err != nil {
		return "none"
	}
	return string(out)
}
