package infratest

import (
	"context"
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

// export is one exported value. Literal maps and lists are kept apart, because each value in them keeps its own secrecy and
// may be unknown by itself, as in the engine.
type export struct {
	output  pulumi.Output // nil for a literal map or list
	entries map[string]export
	items   []export
}

// keepExports makes outputs of what the program exported while the SDK still waits for outputs.
func (r *recorder) keepExports(exports map[string]pulumi.Input) {
	kept := make(map[string]export, len(exports))
	for name, v := range exports {
		kept[name] = newExport(v)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exports = kept
}

func newExport(in pulumi.Input) export {
	v := reflect.ValueOf(in)
	if _, output := in.(pulumi.Output); output || !v.IsValid() {
		return export{output: pulumi.ToOutput(in)}
	}
	switch {
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String && !v.IsNil():
		e := export{entries: map[string]export{}}
		for _, key := range v.MapKeys() {
			each, ok := v.MapIndex(key).Interface().(pulumi.Input)
			if !ok {
				return export{output: pulumi.ToOutput(in)}
			}
			e.entries[key.String()] = newExport(each)
		}
		return e
	case v.Kind() == reflect.Slice && !v.IsNil():
		e := export{items: []export{}}
		for i := range v.Len() {
			each, ok := v.Index(i).Interface().(pulumi.Input)
			if !ok {
				return export{output: pulumi.ToOutput(in)}
			}
			e.items = append(e.items, newExport(each))
		}
		return e
	default:
		return export{output: pulumi.ToOutput(in)}
	}
}

func (r *recorder) resolveExports(ctx context.Context) error {
	r.mu.Lock()
	exports := r.exports
	r.mu.Unlock()
	resolved := resource.PropertyMap{}
	for name, e := range exports {
		value, err := e.resolve(ctx)
		if err != nil {
			return fmt.Errorf("export %q: %w", name, err)
		}
		resolved[resource.PropertyKey(name)] = value
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outputs = resolved
	return nil
}

func (e export) resolve(ctx context.Context) (resource.PropertyValue, error) {
	switch {
	case e.entries != nil:
		object := resource.PropertyMap{}
		for key, each := range e.entries {
			value, err := each.resolve(ctx)
			if err != nil {
				return value, err
			}
			object[resource.PropertyKey(key)] = value
		}
		return resource.NewProperty(object), nil
	case e.items != nil:
		items := make([]resource.PropertyValue, len(e.items))
		for i, each := range e.items {
			var err error
			if items[i], err = each.resolve(ctx); err != nil {
				return items[i], err
			}
		}
		return resource.NewProperty(items), nil
	}
	result, err := internals.UnsafeAwaitOutput(ctx, e.output)
	if err != nil {
		return resource.PropertyValue{}, err
	}
	value := resource.MakeComputed(resource.NewProperty(""))
	if result.Known {
		if value, err = property(result.Value); err != nil {
			return value, err
		}
	}
	if result.Secret {
		value = resource.MakeSecret(value)
	}
	return value, nil
}
