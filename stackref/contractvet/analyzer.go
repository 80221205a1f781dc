package contractvet

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/groundwork-go/groundwork/stackref/internal/source"
)

// Analyzer reports mistakes with contracts. It has no flags, facts or result.
var Analyzer = &analysis.Analyzer{
	Name:     "contractvet",
	Doc:      "report mistakes with contracts between stacks: tags, types, unmarked secrets, discarded errors, raw reads of stack outputs",
	URL:      "https://pkg.go.dev/github.com/groundwork-go/groundwork/stackref/contractvet",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	files, ok := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	if !ok {
		return nil, nil
	}
	c := &checker{Pass: pass}
	nodes := []ast.Node{
		(*ast.TypeSpec)(nil), (*ast.CallExpr)(nil), (*ast.ExprStmt)(nil), (*ast.GoStmt)(nil), (*ast.DeferStmt)(nil),
		(*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil),
	}
	files.Preorder(nodes, c.visit)
	return nil, nil
}

// checker looks at one package.
type checker struct {
	*analysis.Pass
	contracts []*source.Contract // that the package can name; see known
	looked    bool
}

func (c *checker) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.TypeSpec:
		if name, ok := c.TypesInfo.Defs[n.Name].(*types.TypeName); ok && source.Is(name) {
			c.definition(source.Of(name))
		}
	case *ast.CallExpr:
		c.rawRead(n)
	case *ast.ExprStmt:
		c.dropped(n.X)
	case *ast.GoStmt:
		c.dropped(n.Call)
	case *ast.DeferStmt:
		c.dropped(n.Call)
	case *ast.AssignStmt:
		c.assigned(n.Lhs, n.Rhs)
	case *ast.ValueSpec:
		names := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			names[i] = name
		}
		c.assigned(names, n.Values)
	}
}
