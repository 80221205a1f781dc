package source_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/groundwork-go/groundwork/stackref/cmd/contract/testdata/contracts"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
	"github.com/groundwork-go/groundwork/stackref/internal/source"
)

// loadContracts type-checks the contracts of the tests from source, against the real SDK.
func loadContracts(t *testing.T) *types.Package {
	t.Helper()
	config := &packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo}
	found, err := packages.Load(config, reflect.TypeFor[contracts.Network]().PkgPath())
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Empty(t, found[0].Errors)
	return found[0].Types
}

func TestSourceAndReflectionAgree(t *testing.T) {
	t.Parallel()
	pkg := loadContracts(t)
	var names []string
	for _, name := range source.All(pkg) {
		names = append(names, name.Name())
	}
	require.Equal(t, []string{"Network", "Queue"}, names)
	for name, typ := range map[string]reflect.Type{"Network": reflect.TypeFor[contracts.Network](), "Queue": reflect.TypeFor[contracts.Queue]()} {
		want, err := shape.Of(typ)
		require.NoError(t, err)
		forgetIndex(want.Fields)
		typeName, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		require.True(t, ok)
		got := source.Of(typeName)
		require.NoError(t, got.Err())
		assert.Equal(t, *want, got.Contract)
	}
}

// forgetIndex takes out what only reflection knows.
func forgetIndex(fields []shape.Field) {
	for i := range fields {
		fields[i].Index = nil
		forgetIndexOf(&fields[i].Type)
	}
}

func forgetIndexOf(t *shape.Type) {
	forgetIndex(t.Fields)
	if t.Elem != nil {
		forgetIndexOf(t.Elem)
	}
}

// markerImporter knows one package, with the marker in it.
type markerImporter struct{ marker *types.Package }

func (i markerImporter) Import(path string) (*types.Package, error) {
	if path == shape.MarkerPackage {
		return i.marker, nil
	}
	return importer.Default().Import(path)
}

func check(t *testing.T, path, text string, imports types.Importer) (*types.Package, *token.FileSet) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path+".go", text, parser.SkipObjectResolution)
	require.NoError(t, err)
	config := types.Config{Importer: imports}
	pkg, err := config.Check(path, files, []*ast.File{file}, nil)
	require.NoError(t, err)
	return pkg, files
}

func TestProblemsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	marker, _ := check(t, shape.MarkerPackage, "package stackref\ntype Contract struct{}\n", nil)
	pkg, files := check(t, "broken", `package broken
import "github.com/groundwork-go/groundwork/stackref"
type Broken struct {
	stackref.Contract `+"`contract:\"Bad\" version:\"1\"`"+`
	Port  int32          `+"`pulumi:\"port\"`"+`
	Name  string
	A     string         `+"`pulumi:\"a,secret\"`"+`
	B     map[int]string `+"`pulumi:\"a\"`"+`
	Inner struct {
		Same string `+"`pulumi:\"same\"`"+`
		Also string `+"`pulumi:\"same\"`"+`
	} `+"`pulumi:\"inner\"`"+`
	Loop  []Loop         `+"`pulumi:\"loop\"`"+`
	lower string
}
type Loop struct { Next *Loop `+"`pulumi:\"next\"`"+` }
type Pointer struct {
	*stackref.Contract `+"`contract:\"acme.pointer\" version:\"1.0\"`"+`
	Port int `+"`pulumi:\"port\"`"+`
}
type Generic[T any] struct {
	stackref.Contract `+"`contract:\"acme.generic\" version:\"1.0\"`"+`
	Value T
}
type Alias = Pointer
type Defined Pointer
type Other struct { Port int }
type Holder struct { C stackref.Contract }
`, markerImporter{marker})

	var names []string
	problems := map[int][]string{}
	for _, name := range source.All(pkg) {
		names = append(names, name.Name())
		if c := source.Of(name); name.Name() != "Defined" {
			require.Error(t, c.Err())
			for _, p := range c.Problems {
				line := files.Position(p.Pos).Line
				problems[line] = append(problems[line], p.Path+": "+p.Text)
			}
		}
	}
	assert.Equal(t, []string{"Broken", "Defined", "Pointer"}, names)
	const supported = ", need a Pulumi output of strings, integers, float64s or booleans, a plain string, int, float64 or bool, or a struct, slice or map of these"
	assert.Equal(t, map[int][]string{
		4: {
			`broken.Broken: contract tag: need a name such as "acme.network", got "Bad"`,
			`broken.Broken: version tag: need major.minor such as "1.2", got "1"`,
		},
		5:  {"broken.Broken.Port: the type int32 is not supported" + supported},
		6:  {"broken.Broken.Name: need a pulumi tag"},
		7:  {"broken.Broken.A: a secret needs a Pulumi output; a plain Go value cannot be secret"},
		8:  {"broken.Broken.B: the type map[int]string is not supported" + supported, `broken.Broken.B: the name "a" is taken by the field A`},
		11: {`broken.Broken.Inner.Also: the name "same" is taken by the field Same`},
		14: {"broken.Broken.lower: need an exported field"},
		16: {"broken.Broken.Loop.Next: broken.Loop contains itself; a contract has a fixed depth"},
		18: {"broken.Pointer: embed stackref.Contract by value, not as a pointer"},
	}, problems)
}
