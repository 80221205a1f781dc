package stackreftest

import (
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var outputType = reflect.TypeFor[pulumi.Output]()

// find returns the way from a contract to the field that target points at: keys of outputs, and indexes of lists.
// A struct and its first field have one address, so the type decides too.
func find(v, target reflect.Value) (path []any, ok bool) {
	if v.CanAddr() && v.Addr().Pointer() == target.Pointer() && v.Type() == target.Type().Elem() {
		return nil, true
	}
	if v.Type().Implements(outputType) {
		return nil, false
	}
	switch v.Kind() {
	case reflect.Struct:
		return findField(v, target)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if rest, ok := find(v.Index(i), target); ok {
				return append([]any{i}, rest...), true
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return find(v.Elem(), target)
		}
	}
	return nil, false
}

func findField(v, target reflect.Value) (path []any, ok bool) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
		if name == "" && !field.Anonymous {
			continue
		}
		rest, ok := find(v.Field(i), target)
		switch {
		case !ok:
		case name == "":
			return rest, true
		default:
			return append([]any{name}, rest...), true
		}
	}
	return nil, false
}
