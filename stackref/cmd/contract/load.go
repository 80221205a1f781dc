package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
	"github.com/groundwork-go/groundwork/stackref/internal/source"
)

// loaded is a contract with the comments of the source.
type loaded struct {
	*source.Contract
	comments map[token.Pos]string // of types and fields, by the position of the name
}

// load reads the contracts of the packages that match a pattern, such as ./contracts or ./..., in the order of their names.
func load(ctx context.Context, pattern string) ([]loaded, error) {
	config := &packages.Config{
		Context: ctx,
		Mode:    packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule,
	}
	found, err := packages.Load(config, pattern)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", pattern, err)
	}
	var all []loaded
	var problems []error
	for _, pkg := range found {
		for _, problem := range pkg.Errors {
			problems = append(problems, fmt.Errorf("load %s: %w", pkg.PkgPath, problem))
		}
		if len(pkg.Errors) > 0 || pkg.Types == nil {
			continue
		}
		comments := commentsOf(pkg.Syntax)
		for _, name := range source.All(pkg.Types) {
			c := source.Of(name)
			problems = append(problems, placed(pkg.Fset, c))
			all = append(all, loaded{c, comments})
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no contract in %s: need a struct that embeds stackref.Contract", pattern)
	}
	return all, nil
}

// placed words the problems of a contract with their place in the source.
func placed(files *token.FileSet, c *source.Contract) error {
	var all []error
	for _, p := range c.Problems {
		all = append(all, fmt.Errorf("%s: %s: %s", files.Position(p.Pos), p.Path, p.Text))
	}
	return errors.Join(all...)
}

func commentsOf(files []*ast.File) map[token.Pos]string {
	comments := map[token.Pos]string{}
	add := func(names []*ast.Ident, groups ...*ast.CommentGroup) {
		for _, group := range groups {
			for _, name := range names {
				if text := strings.Join(strings.Fields(group.Text()), " "); text != "" {
					comments[name.Pos()] = text
				}
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GenDecl:
				if len(n.Specs) == 1 {
					if spec, ok := n.Specs[0].(*ast.TypeSpec); ok {
						add([]*ast.Ident{spec.Name}, n.Doc)
					}
				}
			case *ast.TypeSpec:
				add([]*ast.Ident{n.Name}, n.Doc)
			case *ast.Field:
				add(n.Names, n.Comment, n.Doc)
			}
			return true
		})
	}
	return comments
}

// describe is the comment of a field, for one whose tag says nothing.
func (l *loaded) describe(path string, f *shape.Field) string {
	if f.Doc != "" {
		return f.Doc
	}
	return l.comments[l.Position(path)]
}
