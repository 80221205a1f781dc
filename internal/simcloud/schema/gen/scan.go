package gen

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// declarations is what source files declare, by qualified name ("import/path.Name").
type declarations struct {
	types        map[string]shape   // the underlying type of each named type
	elements     map[string]shape   // what the type's ElementType method stands for
	structs      map[string][]field // the tagged fields of structs in files that register resources
	constructors []constructor
}

// field is one `pulumi:"…"`-tagged field.
type field struct {
	goName   string
	property string
	shape    shape
	doc      string
}

func newDeclarations() *declarations {
	return &declarations{types: map[string]shape{}, elements: map[string]shape{}, structs: map[string][]field{}}
}

func (d *declarations) merge(other *declarations) {
	maps.Copy(d.types, other.types)
	maps.Copy(d.elements, other.elements)
	maps.Copy(d.structs, other.structs)
	d.constructors = append(d.constructors, other.constructors...)
}

// source is one file to parse.
type source struct{ path, importPath string }

// sources lists the Go files of a module.
func sources(m module) ([]source, error) {
	var found []source
	err := filepath.WalkDir(m.Dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		folder, err := filepath.Rel(m.Dir, filepath.Dir(name))
		if err != nil {
			return err
		}
		found = append(found, source{path: name, importPath: path.Join(m.Path, filepath.ToSlash(folder))})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("schema: list the files of %s: %w", m.Path, err)
	}
	return found, nil
}

// scan reads every file of the modules, on all processors.
func scan(modules []module) (*declarations, error) {
	var files []source
	for _, m := range modules {
		more, err := sources(m)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	var (
		all   = newDeclarations()
		first error
		mu    sync.Mutex
		wg    sync.WaitGroup
		queue = make(chan source)
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for file := range queue {
				d, err := scanFile(file)
				mu.Lock()
				if err == nil {
					all.merge(d)
				} else if first == nil {
					first = err
				}
				mu.Unlock()
			}
		})
	}
	for _, file := range files {
		queue <- file
	}
	close(queue)
	wg.Wait()
	return all, first
}

// scanFile keeps the few facts that matter and lets go of the syntax tree: all trees together would take gigabytes.
func scanFile(s source) (*declarations, error) {
	text, err := os.ReadFile(s.path)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	// Only files that register resources hold documentation and fields that count; of the rest the types do.
	registers := bytes.Contains(text, []byte("ctx.Register"))
	mode := parser.SkipObjectResolution
	if registers {
		mode |= parser.ParseComments
	}
	syntax, err := parser.ParseFile(token.NewFileSet(), s.path, outline(text), mode)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	f := &file{importPath: s.importPath, imports: importsOf(syntax), found: newDeclarations()}
	for _, decl := range syntax.Decls {
		switch decl := decl.(type) {
		case *ast.GenDecl:
			f.types(decl, registers)
		case *ast.FuncDecl:
			f.function(decl, registers)
		}
	}
	return f.found, nil
}

// file is one file while it is read.
type file struct {
	importPath string
	imports    map[string]string // local name -> import path
	found      *declarations
}

func importsOf(syntax *ast.File) map[string]string {
	imports := map[string]string{}
	for _, spec := range syntax.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has accepted it, so it is a string
		}
		name := path.Base(target)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = target
	}
	return imports
}

func (f *file) qualify(name string) string { return f.importPath + "." + name }

func (f *file) types(decl *ast.GenDecl, withFields bool) {
	for _, spec := range decl.Specs {
		t, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		name := f.qualify(t.Name.Name)
		f.found.types[name] = f.shapeOf(t.Type)
		if s, ok := t.Type.(*ast.StructType); ok && withFields {
			if fields := f.fields(s); len(fields) > 0 {
				f.found.structs[name] = fields
			}
		}
	}
}

func (f *file) fields(s *ast.StructType) []field {
	var fields []field
	for _, member := range s.Fields.List {
		if member.Tag == nil || len(member.Names) != 1 {
			continue
		}
		tag, err := strconv.Unquote(member.Tag.Value)
		if err != nil {
			continue // the parser has accepted it, so it is a string
		}
		property, _, _ := strings.Cut(reflect.StructTag(tag).Get("pulumi"), ",")
		if property == "" {
			continue
		}
		fields = append(fields, field{
			goName: member.Names[0].Name, property: property, shape: f.shapeOf(member.Type), doc: member.Doc.Text(),
		})
	}
	return fields
}

func (f *file) function(decl *ast.FuncDecl, withConstructors bool) {
	switch {
	case decl.Recv != nil && decl.Name.Name == "ElementType":
		f.elementType(decl)
	case decl.Recv == nil && withConstructors && strings.HasPrefix(decl.Name.Name, "New"):
		if c, ok := f.constructor(decl); ok {
			f.found.constructors = append(f.found.constructors, c)
		}
	}
}
