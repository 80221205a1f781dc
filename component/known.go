package component

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Known returns the value of a literal input, at once and in plain Go: a string
// for [pulumi.String], [pulumi.ID] and an SDK's string enums, an int, a float64,
// a bool, []any for an array and map[string]any for a map. The pointer forms
// ([pulumi.StringPtr]) give what they point to.
//
// A nil input, a nil pointer, slice or map, and the zero value of an Output type
// (an output nobody has set) are known to be nothing: Known returns nil, true,
// so one test finds every missing value.
//
// An Output is not known, nor is an array or map with an Output anywhere inside
// (see [Len]), an asset, an archive, or a struct of inputs.
func Known(in pulumi.Input) (value any, known bool) {
	if isNil(in) {
		return nil, true
	}
	if _, later := in.(pulumi.Output); later {
		return nil, false
	}
	v := reflect.ValueOf(in)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return literal(v)
}

// Given reports whether an optional input was given, be its value known or not.
//
// A nil input, a typed nil and the zero value of an Output type are not given.
// Everything else is: an Output whatever it will be, and also an empty text,
// list or map. An empty text is mostly a variable that nobody has set, so a
// block refuses it by the form of the field and does not quietly take the
// default. What is required must be more than given: see [Problems.Require].
func Given(in pulumi.Input) bool { return !isNil(in) }

// Len returns the number of elements of a literal array or map, also when the
// elements themselves are Outputs. A nil input has none. It is not known for an
// Output, and for an input that is neither an array nor a map.
func Len(in pulumi.Input) (n int, known bool) {
	if isNil(in) {
		return 0, true
	}
	if _, later := in.(pulumi.Output); later {
		return 0, false
	}
	v := reflect.ValueOf(in)
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Map {
		return 0, false
	}
	return v.Len(), true
}

func literal(v reflect.Value) (value any, known bool) {
	switch v.Kind() {
	case reflect.String:
		return v.String(), true
	case reflect.Bool:
		return v.Bool(), true
	case reflect.Int:
		return int(v.Int()), true
	case reflect.Float64:
		return v.Float(), true
	case reflect.Slice:
		return literalSlice(v)
	case reflect.Map:
		return literalMap(v)
	default:
		return nil, false
	}
}

func literalSlice(v reflect.Value) (value any, known bool) {
	all := make([]any, v.Len())
	for i := range all {
		if all[i], known = element(v.Index(i)); !known {
			return nil, false
		}
	}
	return all, true
}

func literalMap(v reflect.Value) (value any, known bool) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, false
	}
	all := make(map[string]any, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		each, known := element(entries.Value())
		if !known {
			return nil, false
		}
		all[entries.Key().String()] = each
	}
	return all, true
}

func element(v reflect.Value) (value any, known bool) {
	in, ok := v.Interface().(pulumi.Input)
	if !ok && v.Interface() != nil {
		return nil, false
	}
	return Known(in)
}

// isNil finds every form of "not set": nil, a typed nil, and an Output type's
// zero value, whose embedded state is nil.
func isNil(in any) bool {
	v := reflect.ValueOf(in)
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return v.IsNil()
	case reflect.Struct:
		if _, output := in.(pulumi.Output); !output {
			return false
		}
		state := v.FieldByName("OutputState")
		return state.IsValid() && state.Kind() == reflect.Pointer && state.IsNil()
	default:
		return false
	}
}
