package gen

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// corePath is the package of the SDK's own inputs and outputs.
const corePath = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// shape is what a type expression says by itself: a kind, or the name of a type to look further at.
type shape struct {
	kind    schema.Kind
	name    string // qualified; empty: kind holds
	pointer bool
}

func (f *file) shapeOf(expr ast.Expr) shape {
	switch e := expr.(type) {
	case *ast.StarExpr:
		inner := f.shapeOf(e.X)
		inner.pointer = true
		return inner
	case *ast.ParenExpr:
		return f.shapeOf(e.X)
	case *ast.Ident:
		if kind, ok := basicKinds[e.Name]; ok {
			return shape{kind: kind}
		}
		return shape{name: f.qualify(e.Name)}
	case *ast.SelectorExpr:
		if pkg, ok := e.X.(*ast.Ident); ok {
			return shape{name: f.imports[pkg.Name] + "." + e.Sel.Name}
		}
	case *ast.ArrayType:
		return shape{kind: schema.Array}
	case *ast.MapType:
		return shape{kind: schema.Map}
	case *ast.StructType:
		return shape{kind: f.structKind(e)}
	}
	return shape{kind: schema.Any} // interfaces and functions
}

// structKind tells a resource from an object by what it embeds.
func (f *file) structKind(s *ast.StructType) schema.Kind {
	for _, member := range s.Fields.List {
		if len(member.Names) > 0 {
			continue
		}
		embedded := f.shapeOf(member.Type).name
		if strings.HasPrefix(embedded, corePath+".") && strings.HasSuffix(embedded, "ResourceState") {
			return schema.Resource
		}
	}
	return schema.Object
}

// elementType reads the T of `return reflect.TypeOf((*T)(nil)).Elem()`: the plain type that an input or output type
// stands for.
func (f *file) elementType(decl *ast.FuncDecl) {
	receiver := f.shapeOf(decl.Recv.List[0].Type).name
	if receiver == "" || decl.Body == nil {
		return
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		conversion, ok := n.(*ast.CallExpr)
		if !ok || len(conversion.Args) != 1 {
			return true
		}
		paren, ok := conversion.Fun.(*ast.ParenExpr)
		if !ok {
			return true
		}
		if star, ok := paren.X.(*ast.StarExpr); ok {
			f.found.elements[receiver] = f.shapeOf(star.X)
		}
		return false
	})
}

// resolve follows names to a kind. Whether the value may be absent is told by the outermost type.
func (d *declarations) resolve(s shape) (kind schema.Kind, pointer bool, err error) {
	if element, ok := d.elements[s.name]; ok && strings.HasSuffix(s.name, "Output") {
		s = element
	}
	pointer = s.pointer
	for range maxAliasDepth {
		if s.name == "" {
			return s.kind, pointer, nil
		}
		if name, ok := strings.CutPrefix(s.name, corePath+"."); ok {
			kind, optional, err := coreKind(name)
			return kind, pointer || optional, err
		}
		next, ok := d.types[s.name]
		if !ok {
			return 0, false, fmt.Errorf("schema: type %s: need its declaration, got none", s.name)
		}
		s = next
	}
	return 0, false, fmt.Errorf("schema: type %s: need a chain of at most %d names, got a longer one", s.name, maxAliasDepth)
}

// maxAliasDepth bounds `type A B; type B C; …`: the SDKs go one step.
const maxAliasDepth = 8

// coreKind reads the naming scheme of the core SDK: StringOutput, StringPtrOutput, StringMapArrayOutput, …
func coreKind(name string) (kind schema.Kind, optional bool, err error) {
	base := strings.TrimSuffix(name, "Output")
	switch {
	case strings.HasSuffix(base, "Map"):
		return schema.Map, false, nil
	case strings.HasSuffix(base, "Array"):
		return schema.Array, false, nil
	}
	base, optional = strings.CutSuffix(base, "Ptr")
	kind, ok := coreKinds[base]
	if !ok {
		return 0, false, fmt.Errorf("schema: type pulumi.%s: need one that the generator knows", name)
	}
	return kind, optional, nil
}

var basicKinds = map[string]schema.Kind{
	"string": schema.String, "int": schema.Int, "float64": schema.Float, "bool": schema.Bool,
	"any": schema.Any,
}

var coreKinds = map[string]schema.Kind{
	"String": schema.String, "ID": schema.String, "URN": schema.String,
	"Int": schema.Int, "Float64": schema.Float, "Bool": schema.Bool,
	"Any": schema.Any, "Input": schema.Any,
	"Asset": schema.Asset, "Archive": schema.Asset, "AssetOrArchive": schema.Asset,
	"Resource": schema.Resource, "ProviderResource": schema.Resource,
}
