package source

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// Problem is one mistake in the definition of a contract.
type Problem struct {
	Pos  token.Pos
	Path string // in Go terms: "contracts.Network.Port"
	Text string
}

// Contract is a contract with its place in the source.
type Contract struct {
	shape.Contract
	Type     *types.TypeName
	Problems []Problem // none in a contract that programs can use

	positions map[string]token.Pos // of each field, by path
}

// Position is where a field stands: the path is the one of its problems.
func (c *Contract) Position(path string) token.Pos {
	if pos, ok := c.positions[path]; ok {
		return pos
	}
	return c.Type.Pos()
}

// Is tells whether a type is a contract: a struct that embeds stackref.Contract. A generic one becomes a contract only
// with its type arguments.
func Is(name *types.TypeName) bool {
	s, ok := name.Type().Underlying().(*types.Struct)
	if !ok || name.IsAlias() {
		return false
	}
	if named, ok := name.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
		return false
	}
	for f := range s.Fields() {
		if isMarker(f) || isMarkerPointer(f) {
			return true
		}
	}
	return false
}

// All returns the contracts that a package declares, by name.
func All(pkg *types.Package) []*types.TypeName {
	var all []*types.TypeName
	for _, name := range pkg.Scope().Names() {
		if t, ok := pkg.Scope().Lookup(name).(*types.TypeName); ok && Is(t) {
			all = append(all, t)
		}
	}
	return all
}

// Of describes a contract, as far as its problems allow.
func Of(name *types.TypeName) *Contract {
	c := &Contract{Type: name, positions: map[string]token.Pos{}}
	c.GoType = types.TypeString(name.Type(), func(p *types.Package) string { return p.Name() })
	s, ok := name.Type().Underlying().(*types.Struct)
	if !ok {
		c.add(c.GoType, errors.New("need a struct"))
		return c
	}
	for i := range s.NumFields() {
		f := s.Field(i)
		if isMarkerPointer(f) {
			c.positions[c.GoType] = f.Pos()
			c.add(c.GoType, errors.New("embed stackref.Contract by value, not as a pointer"))
		}
		if isMarker(f) || isMarkerPointer(f) {
			c.positions[c.GoType] = f.Pos()
			var err error
			c.Name, c.Major, c.Minor, err = shape.ParseContract(reflect.StructTag(s.Tag(i)))
			c.add(c.GoType, err)
		}
	}
	b := &builder{Contract: c}
	c.Fields = b.fields(c.GoType, name.Type())
	var checked *shape.Error
	if errors.As(c.Check(), &checked) {
		for _, p := range checked.Problems {
			c.add(p.Path, errors.New(p.Text))
		}
	}
	return c
}

// Err holds the problems in one error.
func (c *Contract) Err() error {
	e := &shape.Error{}
	for _, p := range c.Problems {
		e.Problems = append(e.Problems, shape.Problem{Path: p.Path, Text: p.Text})
	}
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}

// add takes a joined error apart.
func (c *Contract) add(path string, err error) {
	if err == nil {
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, each := range joined.Unwrap() {
			c.add(path, each)
		}
		return
	}
	p := Problem{c.Position(path), path, err.Error()}
	if !slices.Contains(c.Problems, p) {
		c.Problems = append(c.Problems, p)
	}
}

func isMarker(f *types.Var) bool {
	named, ok := types.Unalias(f.Type()).(*types.Named)
	if !ok || !f.Embedded() || named.Obj().Pkg() == nil {
		return false
	}
	return named.Obj().Name() == shape.MarkerName && named.Obj().Pkg().Path() == shape.MarkerPackage
}

func isMarkerPointer(f *types.Var) bool {
	pointer, ok := types.Unalias(f.Type()).(*types.Pointer)
	return ok && f.Embedded() && isMarker(types.NewField(f.Pos(), f.Pkg(), f.Name(), pointer.Elem(), true))
}

// builder walks the fields of one contract.
type builder struct {
	*Contract
	open []types.Type // the structs around the field, to see a recursion
}

// fields describes the fields of a struct; those of embedded structs without a tag stand among them, as in JSON.
func (b *builder) fields(path string, t types.Type) []shape.Field {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	if slices.ContainsFunc(b.open, func(other types.Type) bool { return types.Identical(other, t) }) {
		b.add(path, fmt.Errorf("%s contains itself; a contract has a fixed depth", b.typeString(t)))
		return nil
	}
	b.open = append(b.open, t)
	defer func() { b.open = b.open[:len(b.open)-1] }()

	var fields []shape.Field
	for i := range s.NumFields() {
		f := s.Field(i)
		at := path + "." + f.Name()
		b.place(at, f)
		tag := reflect.StructTag(s.Tag(i))
		switch {
		case isMarker(f), isMarkerPointer(f):
			if len(b.open) > 1 {
				b.add(at, errors.New("only the contract itself embeds stackref.Contract"))
			}
		case f.Embedded() && tag.Get("pulumi") == "" && isPlainStruct(f.Type()):
			fields = append(fields, b.fields(path, f.Type())...)
		case !f.Exported():
			b.add(at, errors.New("need an exported field"))
		default:
			fields = append(fields, b.field(at, f, tag))
		}
	}
	return fields
}

// place remembers where a path begins: the first of two fields of one name keeps it.
func (b *builder) place(path string, f *types.Var) {
	if _, known := b.positions[path]; !known {
		b.positions[path] = f.Pos()
	}
}

func (b *builder) field(at string, f *types.Var, tag reflect.StructTag) shape.Field {
	field, err := shape.ParseTag(tag)
	b.add(at, err)
	field.GoName = f.Name()
	field.Type, err = b.typeOf(at, f.Type())
	b.add(at, err)
	return field
}
