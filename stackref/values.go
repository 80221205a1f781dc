package stackref

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// hidden stands in messages for the value of a secret.
const hidden = "a secret value"

// longestShown is how many characters of a value a message shows.
const longestShown = 80

// below is the path of a name in an object.
func below(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func sortedKeys(v reflect.Value) []reflect.Value {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	return keys
}

// open takes the wrappers off a value: whether it is a secret, and whether it is known.
func open(v resource.PropertyValue) (inner resource.PropertyValue, secret, known bool) {
	known = true
	for {
		switch {
		case v.IsSecret():
			v, secret = v.SecretValue().Element, true
		case v.IsOutput():
			out := v.OutputValue()
			v, secret, known = out.Element, secret || out.Secret, known && out.Known
		case v.IsComputed():
			return v, secret, false
		default:
			return v, secret, known
		}
	}
}

// plainProperty is a value in the form that rules look at, without its secrecy.
func plainProperty(v resource.PropertyValue) any {
	v, _, _ = open(v)
	switch {
	case v.IsString():
		return v.StringValue()
	case v.IsNumber():
		return v.NumberValue()
	case v.IsBool():
		return v.BoolValue()
	case v.IsArray():
		items := []any{}
		for _, item := range v.ArrayValue() {
			items = append(items, plainProperty(item))
		}
		return items
	case v.IsObject():
		entries := map[string]any{}
		for k, entry := range v.ObjectValue() {
			entries[string(k)] = plainProperty(entry)
		}
		return entries
	}
	return nil
}

// plainOf is a plain Go value in the form that rules look at; one that holds an output has none.
func plainOf(v reflect.Value) (any, bool) {
	if _, isOutput := v.Interface().(pulumi.Output); isOutput {
		return nil, false
	}
	switch v.Kind() {
	case reflect.Pointer:
		return plainOf(v.Elem())
	case reflect.String:
		return v.String(), true
	case reflect.Int:
		return float64(v.Int()), true
	case reflect.Float64:
		return v.Float(), true
	case reflect.Bool:
		return v.Bool(), true
	case reflect.Slice:
		items := make([]any, v.Len()) // an item that is an output still counts
		for i := range items {
			items[i], _ = plainOf(v.Index(i))
		}
		return items, true
	case reflect.Map:
		entries := map[string]any{}
		for _, key := range v.MapKeys() {
			entries[key.String()], _ = plainOf(v.MapIndex(key))
		}
		return entries, true
	}
	return nil, false
}

// broken lists the rules of a field that a value breaks.
func broken(f *shape.Field, v any, at string, secret bool) []Problem {
	var problems []Problem
	for _, rule := range f.Rules {
		check, err := rule.Compile(&f.Type)
		if err != nil {
			problems = append(problems, Problem{Path: at, Kind: KindInvalidContract, Got: fmt.Sprintf("rule %q: %s", rule, err)})
			continue
		}
		each(check, v, at, func(v any, at string) {
			if v != nil && !check.Holds(v) {
				problems = append(problems, Problem{Path: at, Kind: KindValidation, Want: check.Need, Got: show(v, secret)})
			}
		})
	}
	return problems
}

// each visits what a rule is about: the value, or its items.
func each(check *shape.Check, v any, at string, visit func(v any, at string)) {
	if !check.Each {
		visit(v, at)
		return
	}
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			visit(item, fmt.Sprintf("%s[%d]", at, i))
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			visit(v[key], fmt.Sprintf("%s[%s]", at, key))
		}
	}
}

// show words a value that breaks a rule.
func show(v any, secret bool) string {
	if secret {
		return hidden
	}
	switch v := v.(type) {
	case string:
		if utf8.RuneCountInString(v) > longestShown {
			return fmt.Sprintf("%q and more, %d characters in all", string([]rune(v)[:longestShown]), utf8.RuneCountInString(v))
		}
		return strconv.Quote(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		return fmt.Sprintf("%d items", len(v))
	case map[string]any:
		return fmt.Sprintf("%d entries", len(v))
	}
	return fmt.Sprint(v)
}

// typeOf words what a value is, without the value.
func typeOf(v resource.PropertyValue) string {
	switch {
	case v.IsNull():
		return "null"
	case v.IsString():
		return "a string"
	case v.IsNumber():
		return "a number"
	case v.IsBool():
		return "a boolean"
	case v.IsArray():
		return "an array"
	case v.IsObject():
		return "an object"
	case v.IsAsset():
		return "an asset"
	case v.IsArchive():
		return "an archive"
	case v.IsResourceReference():
		return "a resource"
	}
	return "a value of no known type"
}
