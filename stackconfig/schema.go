package stackconfig

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
)

// object is a part of a JSON Schema.
type object = map[string]any

// Schema returns the JSON Schema (draft 2020-12) of a stack's file,
// Pulumi.<stack>.yaml, whose config has the key in the shape of T, for editors
// and for checks before a deployment. The rules are those of [Load], except those
// that JSON Schema cannot word: uniqueness of an item's field, the limits of a
// duration, and what Validate and UnmarshalText methods refuse. A type that reads
// itself can describe itself with a method JSONSchema() map[string]any; otherwise
// any string is accepted. Other keys of the file are left alone.
func Schema[T any](project, key string) ([]byte, error) {
	s, err := shapeOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	full := fullKey(project, key)
	config := object{"type": "object", "properties": object{full: s.topSchema()}}
	root := object{
		"$schema":    "https://json-schema.org/draft/2020-12/schema",
		"title":      "Stack configuration of " + full,
		"type":       "object",
		"properties": object{"config": config},
	}
	if s.kind != pointerShape {
		config["required"] = []string{full}
		root["required"] = []string{"config"}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("stackconfig: schema of %s: %w", full, err)
	}
	return out.Bytes(), nil
}

// topSchema is the schema of the whole value: the Pulumi command writes a number
// or boolean that stands alone in quotes.
func (s *shape) topSchema() object {
	var pattern string
	switch s.value().kind {
	case boolShape:
		pattern = "^(true|false)$"
	case intShape, uintShape:
		pattern = `^-?\d+$`
	case floatShape:
		pattern = `^-?\d+(\.\d+)?([eE][+-]?\d+)?$`
	default:
		return s.schema()
	}
	return object{"anyOf": []any{s.schema(), object{"type": "string", "pattern": pattern}}}
}

func (s *shape) schema() object {
	switch s.kind {
	case pointerShape:
		return s.elem.schema()
	case boolShape:
		return object{"type": "boolean"}
	case intShape:
		return object{"type": "integer"}
	case uintShape:
		return object{"type": "integer", "minimum": 0}
	case floatShape:
		return object{"type": "number"}
	case durationShape:
		return object{"type": "string", "pattern": `^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$`}
	case textShape:
		return s.ownSchema()
	case secretShape:
		return object{
			"type": "object", "properties": object{"secure": object{"type": "string"}},
			"required": []string{"secure"}, "additionalProperties": false,
		}
	case listShape:
		return object{"type": "array", "items": s.elem.schema()}
	case dictShape:
		return object{"type": "object", "additionalProperties": s.elem.schema()}
	case structShape:
		return s.structSchema()
	default:
		return object{"type": "string"}
	}
}

func (s *shape) ownSchema() object {
	if reflect.PointerTo(s.typ).Implements(schemaInterface) {
		if own, ok := reflect.New(s.typ).Interface().(interface{ JSONSchema() map[string]any }); ok {
			return maps.Clone(own.JSONSchema())
		}
	}
	return object{"type": "string"}
}

func (s *shape) structSchema() object {
	properties := object{}
	var required []string
	for _, f := range s.fields {
		properties[f.key] = f.schema()
		if f.mustAppear() {
			required = append(required, f.key)
		}
	}
	all := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		all["required"] = required
	}
	return all
}

// mustAppear also holds for a group that has a required field in it.
func (f *field) mustAppear() bool {
	if f.required || f.fallback != nil || f.shape.kind != structShape {
		return f.required
	}
	for _, inner := range f.shape.fields {
		if inner.mustAppear() {
			return true
		}
	}
	return false
}

func (f *field) schema() object {
	all := f.shape.schema()
	s := f.shape.value()
	f.rules.rangeSchema(all, s)
	each := all
	if items, ok := all["items"].(object); ok {
		each = items
	} else if values, ok := all["additionalProperties"].(object); ok {
		each = values
	}
	if len(f.rules.oneOf) > 0 {
		each["enum"] = f.rules.enum(s.each())
	}
	if f.rules.pattern != nil && s.each().kind == stringShape {
		each["pattern"] = f.rules.pattern.String()
	}
	if f.rules.unique && s.kind == listShape && f.rules.uniqueKey == "" {
		all["uniqueItems"] = true
	}
	if f.doc != "" {
		all["description"] = f.doc
	}
	if f.fallback != nil {
		all["default"] = f.fallback.plain()
	}
	return all
}

func (r *rules) rangeSchema(all object, s *shape) {
	var low, high string
	switch s.kind {
	case intShape, uintShape, floatShape:
		low, high = "minimum", "maximum"
	case stringShape:
		low, high = "minLength", "maxLength"
	case listShape:
		low, high = "minItems", "maxItems"
	case dictShape:
		low, high = "minProperties", "maxProperties"
	default: // what is encrypted, and durations, cannot be measured
		return
	}
	if r.min != nil {
		all[low] = json.Number(r.min.text)
	}
	if r.max != nil {
		all[high] = json.Number(r.max.text)
	}
}

func (r *rules) enum(s *shape) []any {
	all := make([]any, len(r.oneOf))
	for i, text := range r.oneOf {
		if all[i] = text; s.kind != stringShape {
			all[i] = json.Number(text)
		}
	}
	return all
}
