package shape

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

var (
	// inputType is pulumi.Input: this package does without the SDK, so that analyzers can link it.
	inputType = reflect.TypeFor[interface{ ElementType() reflect.Type }]()
	anyType   = reflect.TypeFor[any]()
)

// Of describes a contract struct. The error is an [*Error] with every problem of the type at once.
func Of(t reflect.Type) (*Contract, error) {
	b := &builder{}
	if t == nil || t.Kind() != reflect.Struct {
		b.add(typeName(t), "need a struct")
		return nil, b.orNil()
	}
	c := &Contract{GoType: t.String()}
	marked := false
	for i := range t.NumField() {
		if f := t.Field(i); isMarker(f) {
			var err error
			c.Name, c.Major, c.Minor, err = ParseContract(f.Tag)
			b.addAll(c.GoType, err)
			marked = true
		}
	}
	if !marked {
		b.add(c.GoType, `need an embedded stackref.Contract with tags such as contract:"acme.network" version:"1.0"`)
	}
	c.Fields = b.fields(c.GoType, t, nil)
	var checked *Error
	if marked && errors.As(c.Check(), &checked) {
		for _, p := range checked.Problems {
			b.add(p.Path, "%s", p.Text)
		}
	}
	if err := b.orNil(); err != nil {
		return nil, err
	}
	return c, nil
}

func typeName(t reflect.Type) string {
	if t == nil {
		return "nil"
	}
	return t.String()
}

func isMarker(f reflect.StructField) bool {
	return f.Anonymous && f.Type.Name() == MarkerName && f.Type.PkgPath() == MarkerPackage
}

type builder struct {
	Error
	open []reflect.Type // the structs around the field, to see a recursion
}

// fields describes the fields of a struct; those of embedded structs without a tag stand among them, as in JSON.
func (b *builder) fields(path string, t reflect.Type, index []int) []Field {
	if slices.Contains(b.open, t) {
		b.add(path, "%s contains itself; a contract has a fixed depth", t)
		return nil
	}
	b.open = append(b.open, t)
	defer func() { b.open = b.open[:len(b.open)-1] }()

	var fields []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		at := path + "." + sf.Name
		here := append(slices.Clone(index), i)
		switch {
		case isMarker(sf):
			if len(b.open) > 1 {
				b.add(at, "only the contract itself embeds stackref.Contract")
			}
		case sf.Anonymous && sf.Tag.Get("pulumi") == "" && sf.Type.Kind() == reflect.Struct && !isOutput(sf.Type):
			fields = append(fields, b.fields(path, sf.Type, here)...)
		case !sf.IsExported():
			b.add(at, "need an exported field")
		default:
			fields = append(fields, b.field(at, sf, here))
		}
	}
	return fields
}

func (b *builder) field(at string, sf reflect.StructField, index []int) Field {
	f, err := ParseTag(sf.Tag)
	b.addAll(at, err)
	f.GoName, f.Index = sf.Name, index
	f.Type, err = b.typeOf(at, sf.Type)
	b.addAll(at, err)
	return f
}

func (b *builder) typeOf(at string, t reflect.Type) (Type, error) {
	if isOutput(t) {
		return outputOf(t)
	}
	switch t.Kind() {
	case reflect.String, reflect.Int, reflect.Float64, reflect.Bool:
		return scalarOf(t)
	case reflect.Pointer:
		elem, err := b.typeOf(at, t.Elem())
		if err == nil && (elem.Output || elem.Nullable || elem.Kind == Array || elem.Kind == Map) {
			return Type{}, unsupported(t)
		}
		elem.Nullable = true
		return elem, err
	case reflect.Struct:
		if t.PkgPath() == "github.com/pulumi/pulumi/sdk/v3/go/pulumi" {
			return Type{}, unsupported(t)
		}
		return Type{Kind: Object, Fields: b.fields(at, t, nil)}, nil
	case reflect.Slice:
		elem, err := b.typeOf(at, t.Elem())
		return container(Array, elem, err)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return Type{}, unsupported(t)
		}
		elem, err := b.typeOf(at, t.Elem())
		return container(Map, elem, err)
	default:
		return Type{}, unsupported(t)
	}
}

func container(kind Kind, elem Type, err error) (Type, error) {
	if err != nil {
		return Type{}, err
	}
	return Type{Kind: kind, Elem: &elem}, nil
}

// scalarOf refuses inputs such as pulumi.String, which look plain but are meant for arguments.
func scalarOf(t reflect.Type) (Type, error) {
	if t.Implements(inputType) {
		return Type{}, unsupported(t)
	}
	kinds := map[reflect.Kind]Kind{reflect.String: String, reflect.Int: Integer, reflect.Float64: Number, reflect.Bool: Boolean}
	return Type{Kind: kinds[t.Kind()]}, nil
}

// outputOf describes an output type by what it resolves to.
func outputOf(t reflect.Type) (Type, error) {
	if t.Kind() != reflect.Struct {
		return Type{}, unsupported(t)
	}
	out, ok := reflect.Zero(t).Interface().(interface{ ElementType() reflect.Type })
	if !ok {
		return Type{}, unsupported(t)
	}
	elem, err := elementOf(out.ElementType())
	if err != nil {
		return Type{}, unsupported(t)
	}
	elem.Output = true
	return elem, nil
}

func elementOf(t reflect.Type) (Type, error) {
	switch t.Kind() {
	case reflect.String:
		return Type{Kind: String}, nil
	case reflect.Int:
		return Type{Kind: Integer}, nil
	case reflect.Float64:
		return Type{Kind: Number}, nil
	case reflect.Bool:
		return Type{Kind: Boolean}, nil
	case reflect.Interface:
		if t != anyType {
			return Type{}, unsupported(t)
		}
		return Type{Kind: Any}, nil
	case reflect.Pointer:
		elem, err := elementOf(t.Elem())
		elem.Nullable = true
		return elem, err
	case reflect.Slice:
		elem, err := elementOf(t.Elem())
		return container(Array, elem, err)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return Type{}, unsupported(t)
		}
		elem, err := elementOf(t.Elem())
		return container(Map, elem, err)
	default:
		return Type{}, unsupported(t)
	}
}

func unsupported(t reflect.Type) error {
	return fmt.Errorf("the type %s is not supported, need a Pulumi output of strings, integers, float64s or booleans, "+
		"a plain string, int, float64 or bool, or a struct, slice or map of these", t)
}

// isOutput knows a Pulumi output by its element type and by the state that it embeds.
func isOutput(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || !t.Implements(inputType) {
		return false
	}
	state, found := t.FieldByName("OutputState")
	return found && state.Anonymous
}
