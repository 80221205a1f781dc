package infratest

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// withoutUnknownSecrets returns inputs in which no output is unknown and secret at once: the SDK's mocks refuse those. What
// is unknown in a preview loses its mark; what is known keeps it. What is passed in stays as it is.
func withoutUnknownSecrets(in pulumi.Input) pulumi.Input {
	if in == nil {
		return nil
	}
	return unmarked(reflect.ValueOf(in)).Interface().(pulumi.Input)
}

// unmarkUnknown takes the mark away and gives it back in a function that runs only when the value is known.
func unmarkUnknown(output pulumi.Output) pulumi.Output {
	typ := reflect.TypeOf(output)
	restore := reflect.MakeFunc(
		reflect.FuncOf([]reflect.Type{output.ElementType()}, []reflect.Type{typ}, false),
		func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.ValueOf(output)} })
	if result := pulumi.Unsecret(output).ApplyT(restore.Interface()); reflect.TypeOf(result) == typ {
		return result
	}
	return output // a type of output that ApplyT does not know how to make
}

var resourceInterface = reflect.TypeFor[pulumi.Resource]()

func unmarked(v reflect.Value) reflect.Value {
	if isNilValue(v) || v.Type().Implements(resourceInterface) {
		return v
	}
	if output, ok := v.Interface().(pulumi.Output); ok {
		return reflect.ValueOf(unmarkUnknown(output))
	}
	switch v.Kind() {
	case reflect.Interface:
		return unmarked(v.Elem())
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(unmarked(v.Elem()))
		return p
	case reflect.Struct:
		s := reflect.New(v.Type()).Elem()
		s.Set(v)
		for i := range s.NumField() {
			if f := s.Field(i); f.CanSet() {
				f.Set(unmarked(f))
			}
		}
		return s
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			s.Index(i).Set(unmarked(v.Index(i)))
		}
		return s
	case reflect.Map:
		m := reflect.MakeMapWithSize(v.Type(), v.Len())
		for entries := v.MapRange(); entries.Next(); {
			m.SetMapIndex(entries.Key(), unmarked(entries.Value()))
		}
		return m
	default:
		return v
	}
}
