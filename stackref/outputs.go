package stackref

import (
	"context"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// outputs makes the outputs of an imported contract. Each depends on the reference, so that what uses it does too.
type outputs struct {
	ctx context.Context
	ref *reference // nil when there is none
}

// of makes an output of a given type.
func (o *outputs) of(t reflect.Type, element reflect.Value, secret bool) reflect.Value {
	seed := element.Interface()
	_, isInput := seed.(pulumi.Input)
	pointer := element.Kind() == reflect.Pointer && isInput
	if element.Kind() == reflect.Interface {
		seed = pulumi.Any(seed)
	} else if pointer { // the SDK takes a *pulumi.ID for an input of its own and calls its methods, even on nil
		seed = pulumi.String("")
	}
	var out pulumi.Output
	if secret {
		out = pulumi.ToSecretWithContext(o.ctx, seed)
	} else {
		out = pulumi.ToOutputWithContext(o.ctx, seed)
	}
	if pointer {
		out = o.apply(out, element)
	}
	if o.ref != nil {
		out = pulumi.OutputWithDependencies(o.ctx, out, o.ref)
	}
	return reflect.ValueOf(out).Convert(t)
}

// apply makes an output of the type of a value out of any other, and keeps whether that is known and secret.
func (o *outputs) apply(out pulumi.Output, value reflect.Value) pulumi.Output {
	in := []reflect.Type{out.ElementType()}
	applier := reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{value.Type()}, false), func([]reflect.Value) []reflect.Value {
		return []reflect.Value{value}
	})
	return out.ApplyTWithContext(o.ctx, applier.Interface())
}

// unknown makes an output of a given type without a value.
func (o *outputs) unknown(t reflect.Type, secret bool) reflect.Value {
	var dependencies []pulumi.Resource
	if o.ref != nil {
		dependencies = append(dependencies, o.ref)
	}
	out := pulumi.UnsafeUnknownOutput(dependencies)
	if secret {
		out = pulumi.ToSecretWithContext(o.ctx, out)
	}
	zero, _ := reflect.Zero(t).Interface().(pulumi.Output)
	return reflect.ValueOf(o.apply(out, reflect.New(zero.ElementType()).Elem())).Convert(t)
}

// absent fills a field for which there is no value: the default, or nothing.
func (o *outputs) absent(dst reflect.Value, f *shape.Field) {
	element := dst
	if f.Type.Output {
		zero, _ := reflect.Zero(dst.Type()).Interface().(pulumi.Output)
		element = reflect.New(zero.ElementType()).Elem()
	}
	if v, err := shape.ParseScalar(f.Type.Kind, f.Default); err == nil && f.HasDefault {
		setScalar(element, v)
	}
	if f.Type.Output {
		dst.Set(o.of(dst.Type(), element, f.Secret))
		return
	}
	if f.Type.Kind == shape.Object && !f.Type.Nullable {
		for i := range f.Type.Fields {
			o.absent(dst.FieldByIndex(f.Type.Fields[i].Index), &f.Type.Fields[i])
		}
	}
}

func setScalar(dst reflect.Value, v any) {
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	switch v := v.(type) {
	case string:
		dst.SetString(v)
	case bool:
		dst.SetBool(v)
	case float64:
		if dst.Kind() == reflect.Int {
			dst.SetInt(int64(v))
			return
		}
		dst.SetFloat(v)
	}
}

// allUnknown fills a contract whose stack has no outputs yet.
func (o *outputs) allUnknown(dst reflect.Value, fields []shape.Field, secret bool) {
	for i := range fields {
		f := &fields[i]
		target := dst.FieldByIndex(f.Index)
		switch {
		case f.Type.Output:
			target.Set(o.unknown(target.Type(), secret || f.Secret))
		case f.Type.Kind == shape.Object && !f.Type.Nullable:
			o.allUnknown(target, f.Type.Fields, secret || f.Secret)
		default:
			o.absent(target, f)
		}
	}
}

// complete copies a value and fills the optional outputs that were left unset in it.
func (o *outputs) complete(v reflect.Value, t *shape.Type) reflect.Value {
	if t.Output || unset(v) {
		return v
	}
	result := reflect.New(v.Type()).Elem()
	result.Set(v)
	switch {
	case v.Kind() == reflect.Pointer:
		inner := reflect.New(v.Type().Elem())
		inner.Elem().Set(o.complete(v.Elem(), &shape.Type{Kind: t.Kind, Fields: t.Fields}))
		result.Set(inner)
	case t.Kind == shape.Object:
		for i := range t.Fields {
			f := &t.Fields[i]
			target := result.FieldByIndex(f.Index)
			if unset(target) {
				o.absent(target, f)
				continue
			}
			target.Set(o.complete(target, &f.Type))
		}
	case t.Kind == shape.Array:
		result.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			result.Index(i).Set(o.complete(v.Index(i), t.Elem))
		}
	case t.Kind == shape.Map:
		result.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for _, key := range v.MapKeys() {
			result.SetMapIndex(key, o.complete(v.MapIndex(key), t.Elem))
		}
	}
	return result
}
