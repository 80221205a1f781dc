package stackreftest

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// Fake lets the program under test find a stack that exports v. The stack's name is "organization/project/stack", "project/stack" or
// "stack", as in [infratest.StackOutputs]. A value that stackref.Export refuses fails the test at once, as does an edit that points at nothing.
func Fake[T any](t testing.TB, stack string, v *T, edits ...Edit) infratest.Option {
	t.Helper()
	return infratest.StackOutputs(stack, Outputs(t, v, edits...))
}

// NeverDeployed lets the program under test find a stack that exists and has no outputs.
func NeverDeployed(stack string) infratest.Option {
	return infratest.StackOutputs(stack, map[string]any{})
}

// Outputs returns what a stack that exports v has as outputs, the record of its contracts included, as [infratest.StackOutputs] takes
// them: maps, lists, strings, booleans and float64 numbers, and every secret leaf in [infratest.Secret]. It fails the test as [Fake] does.
func Outputs[T any](t testing.TB, v *T, edits ...Edit) map[string]any {
	t.Helper()
	outputs, err := edited(v, edits)
	if err != nil {
		t.Fatalf("stackreftest: %v", err)
	}
	return plainMap(outputs)
}

// edited exports v and applies the edits, in their order.
func edited[T any](v *T, edits []Edit) (resource.PropertyMap, error) {
	from := source{value: reflect.ValueOf(v)}
	var opts []stackref.Option
	for _, edit := range edits {
		if edit.prefix != "" {
			from.prefix, opts = edit.prefix, []stackref.Option{stackref.Prefix(edit.prefix)}
		}
	}
	outputs, err := exported(v, opts...)
	if err != nil {
		return nil, fmt.Errorf("export %T: %w", v, err)
	}
	for _, edit := range edits {
		if outputs, err = edit.apply(from, outputs); err != nil {
			return nil, fmt.Errorf("%s: %w", edit.name, err)
		}
	}
	return outputs, nil
}

// exported runs an export and collects what it exported, secret by secret.
func exported[T any](v *T, opts ...stackref.Option) (resource.PropertyMap, error) {
	var outputs resource.PropertyMap
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		if err := stackref.Export(ctx, v, opts...); err != nil {
			return err
		}
		var err error
		outputs, err = collect(ctx)
		return err
	})
	return outputs, err
}

// collect awaits the exports of a program one leaf at a time: awaited as a whole, one secret would make its neighbours secret too.
func collect(ctx *pulumi.Context) (resource.PropertyMap, error) {
	outputs := resource.PropertyMap{}
	for name, in := range ctx.GetCurrentExportMap() {
		value, err := await(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("output %q: %w", name, err)
		}
		outputs[resource.PropertyKey(name)] = value
	}
	return outputs, nil
}

func await(ctx *pulumi.Context, in any) (resource.PropertyValue, error) {
	if _, ok := in.(pulumi.Output); !ok && in != nil {
		switch v := reflect.ValueOf(in); v.Kind() {
		case reflect.Map:
			return awaitMap(ctx, v)
		case reflect.Slice:
			return awaitList(ctx, v)
		}
	}
	result, err := internals.UnsafeAwaitOutput(ctx.Context(), pulumi.ToOutput(in))
	if err != nil {
		return resource.PropertyValue{}, err
	}
	value := resource.NewPropertyValue(result.Value)
	if !result.Known {
		value = resource.MakeComputed(resource.NewProperty(""))
	}
	if result.Secret {
		value = resource.MakeSecret(value)
	}
	return value, nil
}

func awaitMap(ctx *pulumi.Context, v reflect.Value) (resource.PropertyValue, error) {
	object := resource.PropertyMap{}
	for entries := v.MapRange(); entries.Next(); {
		value, err := await(ctx, entries.Value().Interface())
		if err != nil {
			return resource.PropertyValue{}, fmt.Errorf("%s: %w", entries.Key(), err)
		}
		object[resource.PropertyKey(entries.Key().String())] = value
	}
	return resource.NewProperty(object), nil
}

func awaitList(ctx *pulumi.Context, v reflect.Value) (resource.PropertyValue, error) {
	list := make([]resource.PropertyValue, v.Len())
	for i := range list {
		value, err := await(ctx, v.Index(i).Interface())
		if err != nil {
			return resource.PropertyValue{}, fmt.Errorf("[%d]: %w", i, err)
		}
		list[i] = value
	}
	return resource.NewProperty(list), nil
}

func plainMap(m resource.PropertyMap) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[string(k)] = plain(v)
	}
	return out
}

func plain(v resource.PropertyValue) any {
	switch {
	case v.IsSecret():
		return infratest.Secret(plain(v.SecretValue().Element))
	case v.IsObject():
		return plainMap(v.ObjectValue())
	case v.IsArray():
		list := make([]any, len(v.ArrayValue()))
		for i, each := range v.ArrayValue() {
			list[i] = plain(each)
		}
		return list
	}
	return v.V
}
