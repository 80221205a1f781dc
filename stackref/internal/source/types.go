package source

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

const pulumiPackage = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

func (b *builder) typeOf(at string, t types.Type) (shape.Type, error) {
	if isOutput(t) {
		elem, ok := resolved(t)
		elem.Output = true
		if !ok {
			return shape.Type{}, b.unsupported(t)
		}
		return elem, nil
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if kind, ok := kindOf(u); ok && !hasMethod(t, "ElementType") { // inputs such as pulumi.String are for arguments
			return shape.Type{Kind: kind}, nil
		}
	case *types.Pointer:
		elem, err := b.typeOf(at, u.Elem())
		if err != nil {
			return shape.Type{}, err
		}
		if !elem.Output && !elem.Nullable && elem.Kind != shape.Array && elem.Kind != shape.Map {
			elem.Nullable = true
			return elem, nil
		}
	case *types.Struct:
		if !inPackage(t, pulumiPackage) {
			return shape.Type{Kind: shape.Object, Fields: b.fields(at, t)}, nil
		}
	case *types.Slice:
		elem, err := b.typeOf(at, u.Elem())
		return container(shape.Array, elem, err)
	case *types.Map:
		if isText(u.Key()) {
			elem, err := b.typeOf(at, u.Elem())
			return container(shape.Map, elem, err)
		}
	}
	return shape.Type{}, b.unsupported(t)
}

func container(kind shape.Kind, elem shape.Type, err error) (shape.Type, error) {
	if err != nil {
		return shape.Type{}, err
	}
	return shape.Type{Kind: kind, Elem: &elem}, nil
}

func isPlainStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok && !isOutput(t)
}

// isOutput knows a Pulumi output by the state it embeds and by its element type.
func isOutput(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	if !ok || !hasMethod(t, "ElementType") {
		return false
	}
	for f := range s.Fields() {
		if f.Embedded() && f.Name() == "OutputState" {
			return true
		}
	}
	return false
}

// resolved is the type that an output resolves to. Its method ElementType cannot be run, but the generated methods tell
// it: Elem of a pointer form, Index of an array, MapIndex of a map. What is left has its element beside it under the name
// without "Output", or as a type argument.
func resolved(t types.Type) (shape.Type, bool) {
	if elem, ok := result(t, "Elem"); ok {
		inner, ok := resolved(elem)
		inner.Nullable = true
		return inner, ok
	}
	if elem, ok := result(t, "Index"); ok {
		inner, ok := resolved(elem)
		return shape.Type{Kind: shape.Array, Elem: &inner}, ok
	}
	if elem, ok := result(t, "MapIndex"); ok {
		inner, ok := resolved(elem)
		return shape.Type{Kind: shape.Map, Elem: &inner}, ok
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return shape.Type{}, false
	}
	if types.IsInterface(named) { // Index of pulumi.ArrayOutput gives pulumi.Output
		return shape.Type{Kind: shape.Any}, named.Obj().Name() == "Output"
	}
	if named.TypeArgs().Len() > 0 {
		return element(named.TypeArgs().At(0))
	}
	name := strings.TrimSuffix(named.Obj().Name(), "Output")
	if name == "Any" && inPackage(t, pulumiPackage) {
		return shape.Type{Kind: shape.Any}, true
	}
	beside, ok := named.Obj().Pkg().Scope().Lookup(name).(*types.TypeName)
	if !ok {
		return shape.Type{}, false
	}
	basic, ok := beside.Type().Underlying().(*types.Basic)
	if !ok {
		return shape.Type{}, false
	}
	kind, ok := kindOf(basic)
	return shape.Type{Kind: kind}, ok
}

// element is the type that a type argument of an output stands for.
func element(t types.Type) (shape.Type, bool) {
	var inner shape.Type
	ok := false
	switch u := t.Underlying().(type) {
	case *types.Basic:
		inner.Kind, ok = kindOf(u)
		return inner, ok
	case *types.Interface:
		return shape.Type{Kind: shape.Any}, types.Identical(t, types.Universe.Lookup("any").Type())
	case *types.Pointer:
		inner, ok = element(u.Elem())
		inner.Nullable = true
		return inner, ok
	case *types.Slice:
		inner, ok = element(u.Elem())
		return shape.Type{Kind: shape.Array, Elem: &inner}, ok
	case *types.Map:
		inner, ok = element(u.Elem())
		return shape.Type{Kind: shape.Map, Elem: &inner}, ok && isText(u.Key())
	default:
		return shape.Type{}, false
	}
}

// result is what a method of a type returns.
func result(t types.Type, method string) (types.Type, bool) {
	obj, _, _ := types.LookupFieldOrMethod(t, false, nil, method)
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Results().Len() != 1 {
		return nil, false
	}
	return f.Signature().Results().At(0).Type(), true
}

func hasMethod(t types.Type, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	_, ok := obj.(*types.Func)
	return ok
}

func kindOf(b *types.Basic) (shape.Kind, bool) {
	switch b.Kind() {
	case types.String:
		return shape.String, true
	case types.Int:
		return shape.Integer, true
	case types.Float64:
		return shape.Number, true
	case types.Bool:
		return shape.Boolean, true
	default:
		return "", false
	}
}

func isText(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.String
}

func inPackage(t types.Type, path string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
}

func (b *builder) typeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

func (b *builder) unsupported(t types.Type) error {
	return fmt.Errorf("the type %s is not supported, need a Pulumi output of strings, integers, float64s or booleans, "+
		"a plain string, int, float64 or bool, or a struct, slice or map of these", b.typeString(t))
}
