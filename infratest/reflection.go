package infratest

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// fingerprint describes a value by the paths and contents of everything in it. Two of the same value taken at different times differ when it was changed in between.
func fingerprint(v any) map[string]string {
	out := map[string]string{}
	fingerprintInto(out, "", reflect.ValueOf(v), map[uintptr]bool{})
	return out
}

func fingerprintInto(out map[string]string, path string, v reflect.Value, seen map[uintptr]bool) {
	if v.IsValid() && v.Type().Implements(reflect.TypeFor[pulumi.Output]()) {
		out[path] = identity(v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		out[path] = fmt.Sprint(v.Pointer())
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			fingerprintInto(out, path, v.Elem(), seen)
		}
	case reflect.Interface:
		out[path] = fmt.Sprint(v.IsNil())
		if !v.IsNil() {
			out[path] = v.Elem().Type().String()
			fingerprintInto(out, path+"("+v.Elem().Type().String()+")", v.Elem(), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fingerprintInto(out, path+"."+v.Type().Field(i).Name, v.Field(i), seen)
		}
	case reflect.Slice, reflect.Array:
		out[path] = fmt.Sprint(v.Len())
		for i := range v.Len() {
			fingerprintInto(out, fmt.Sprintf("%s[%d]", path, i), v.Index(i), seen)
		}
	case reflect.Map:
		out[path] = fmt.Sprint(v.Len())
		for entries := v.MapRange(); entries.Next(); {
			fingerprintInto(out, fmt.Sprintf("%s[%v]", path, entries.Key()), entries.Value(), seen)
		}
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		out[path] = fmt.Sprint(v.Pointer())
	default:
		out[path] = fmt.Sprint(v)
	}
}

// identity tells one output from another: they are structs around a pointer.
func identity(v reflect.Value) string {
	for v.Kind() == reflect.Struct && v.NumField() > 0 {
		v = v.Field(0)
	}
	if v.Kind() == reflect.Pointer {
		return fmt.Sprint(v.Pointer())
	}
	return v.Kind().String()
}

// makeUnknown replaces every Input among arguments that has a value by an output of the same type whose value is not known yet. Plain values stay.
func makeUnknown(v reflect.Value) {
	if v.Type().Implements(reflect.TypeFor[pulumi.Input]()) && v.CanSet() {
		if isNilValue(v) {
			return
		}
		if unknown, ok := unknownFor(v.Type()); ok {
			v.Set(unknown)
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			makeUnknown(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				makeUnknown(v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			makeUnknown(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			element := reflect.New(v.Type().Elem()).Elem()
			element.Set(v.MapIndex(key))
			makeUnknown(element)
			v.SetMapIndex(key, element)
		}
	default: // nothing inside
	}
}

func isNilValue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
		return v.IsNil()
	default:
		return v.IsZero()
	}
}

// unknownFor makes an unknown output that can stand in a field of the type; false when there is none, as for a literal type like pulumi.StringArray.
func unknownFor(field reflect.Type) (reflect.Value, bool) {
	unknown := pulumi.UnsafeUnknownOutput(nil)
	element, ok := elementFor(field)
	if !ok {
		v := reflect.ValueOf(unknown)
		return v, v.Type().AssignableTo(field)
	}
	applier := reflect.MakeFunc(
		reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{element}, false),
		func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.Zero(element)} },
	)
	v := reflect.ValueOf(unknown.ApplyT(applier.Interface()))
	return v, v.Type().AssignableTo(field)
}

// elementFor is what the output holds that a field takes: pulumi.StringInput says by its method ToStringOutput that it is a string.
func elementFor(field reflect.Type) (reflect.Type, bool) {
	output := reflect.TypeFor[pulumi.Output]()
	if field.Implements(output) && field.Kind() == reflect.Struct {
		return elementOf(field)
	}
	if field.Kind() != reflect.Interface {
		return nil, false
	}
	for i := range field.NumMethod() {
		m := field.Method(i)
		converts := strings.HasPrefix(m.Name, "To") && strings.HasSuffix(m.Name, "Output") && m.Type.NumIn() == 0 && m.Type.NumOut() == 1
		if converts && m.Type.Out(0).Implements(output) {
			return elementOf(m.Type.Out(0))
		}
	}
	return nil, false
}

func elementOf(output reflect.Type) (reflect.Type, bool) {
	zero, ok := reflect.Zero(output).Interface().(pulumi.Output)
	if !ok {
		return nil, false
	}
	return zero.ElementType(), true
}
