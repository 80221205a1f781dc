package bindingtest

import (
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// Properties are the fields of a struct that carry a property, by the property's name.
func Properties(t reflect.Type) map[string]reflect.StructField {
	found := map[string]reflect.StructField{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("pulumi"); name != "" {
			found[name] = t.Field(i)
		}
	}
	return found
}

// Kinds are the kinds of a plain struct's properties as a table writes them: "string", "int", "bool", "list", "map", a block by its name,
// "[]Block" and "<Block>" for a list and a map of blocks. A kind that is held by value, and so is required, ends with "!".
func Kinds(t reflect.Type) map[string]string {
	kinds := map[string]string{}
	for name, field := range Properties(t) {
		kinds[name] = kindOf(field.Type)
	}
	return kinds
}

func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return strings.TrimSuffix(kindOf(t.Elem()), "!")
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			return "[]" + strings.TrimSuffix(kindOf(t.Elem()), "!")
		}
		return "list"
	case reflect.Map:
		if t.Elem().Kind() == reflect.Struct {
			return "<" + strings.TrimSuffix(kindOf(t.Elem()), "!") + ">"
		}
		return "map"
	case reflect.Struct:
		return strings.ToUpper(t.Name()[:1]) + t.Name()[1:] + "!"
	default:
		return t.Kind().String() + "!"
	}
}

// block is the name of the block that a kind is made of; empty for all other kinds.
func block(kind string) string {
	name := strings.Trim(kind, "[]<>!")
	if name != "" && name[0] >= 'A' && name[0] <= 'Z' {
		return name
	}
	return ""
}

// wireKind is what a kind of the table is to the simulated cloud.
func wireKind(kind string) schema.Kind {
	switch {
	case strings.HasPrefix(kind, "[]"):
		return schema.Array
	case strings.HasPrefix(kind, "<"):
		return schema.Map
	case block(kind) != "":
		return schema.Object
	}
	return map[string]schema.Kind{
		"string": schema.String, "int": schema.Int, "bool": schema.Bool, "list": schema.Array, "map": schema.Map,
	}[strings.TrimSuffix(kind, "!")]
}

// outputKinds are the kinds of property that a field of the type can hold.
func outputKinds(t reflect.Type) []schema.Kind {
	switch reflect.Zero(t).Interface().(type) {
	case pulumi.StringOutput, pulumi.StringPtrOutput:
		return []schema.Kind{schema.String}
	case pulumi.IntOutput, pulumi.IntPtrOutput:
		return []schema.Kind{schema.Int}
	case pulumi.BoolOutput, pulumi.BoolPtrOutput:
		return []schema.Kind{schema.Bool}
	case pulumi.StringArrayOutput, pulumi.ArrayOutput, pulumi.MapArrayOutput:
		return []schema.Kind{schema.Array}
	case pulumi.StringMapOutput, pulumi.MapOutput, pulumi.StringMapMapOutput:
		return []schema.Kind{schema.Map, schema.Object}
	}
	return nil
}
