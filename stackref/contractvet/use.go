package contractvet

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/groundwork-go/groundwork/internal/suggest"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
	"github.com/groundwork-go/groundwork/stackref/internal/source"
)

// dropped reports a call whose results nobody takes.
func (c *checker) dropped(expr ast.Expr) {
	if call, ok := ast.Unparen(expr).(*ast.CallExpr); ok {
		c.reportDropped(call)
	}
}

// assigned reports a call whose last result goes to the blank identifier.
func (c *checker) assigned(left, right []ast.Expr) {
	if len(right) != 1 || len(left) == 0 {
		return
	}
	last, ok := left[len(left)-1].(*ast.Ident)
	if call, isCall := ast.Unparen(right[0]).(*ast.CallExpr); ok && isCall && last.Name == "_" {
		c.reportDropped(call)
	}
}

func (c *checker) reportDropped(call *ast.CallExpr) {
	f, ok := typeutil.Callee(c.TypesInfo, call).(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != shape.MarkerPackage || f.Signature().Recv() != nil {
		return
	}
	switch f.Name() {
	case "Import", "ImportOptional":
		c.Reportf(call.Pos(), "the error of stackref.%s is discarded: without it nothing is known about the outputs; return it", f.Name())
	case "Export":
		c.Reportf(call.Pos(), "the error of stackref.Export is discarded: when there is one, nothing was exported; return it")
	}
}

// rawRead reports a read of an output by its literal name where contracts are at hand.
func (c *checker) rawRead(call *ast.CallExpr) {
	f, ok := typeutil.Callee(c.TypesInfo, call).(*types.Func)
	if !ok || !isReader(f) || len(call.Args) == 0 {
		return
	}
	value := c.TypesInfo.Types[call.Args[0]].Value // pulumi.String("vpcId") is a constant too
	if value == nil || value.Kind() != constant.String {
		return
	}
	output := constant.StringVal(value)
	if advice := c.advice(output); advice != "" {
		c.Reportf(call.Pos(), "%s(%q) reads a stack output by name: %s", f.Name(), output, advice)
	}
}

// isReader knows the methods of pulumi.StackReference that take the name of an output.
func isReader(f *types.Func) bool {
	recv := f.Signature().Recv()
	if recv == nil || !strings.HasPrefix(f.Name(), "Get") || !strings.Contains(f.Name(), "Output") {
		return false
	}
	pointer, ok := types.Unalias(recv.Type()).(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(pointer.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "StackReference" && named.Obj().Pkg() != nil &&
		named.Obj().Pkg().Path() == "github.com/pulumi/pulumi/sdk/v3/go/pulumi"
}

// advice says which contract to import instead. It is empty when the package knows no contract.
func (c *checker) advice(output string) string {
	var types, names []string
	owner := map[string]string{}
	for _, contract := range c.known() {
		types = append(types, contract.GoType)
		for _, f := range contract.Fields {
			if owner[f.Name] == "" {
				owner[f.Name] = contract.GoType + "." + f.GoName
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	closest := suggest.Closest(output, names)
	switch {
	case len(types) == 0:
		return ""
	case owner[output] != "":
		return "import the contract with stackref.Import and use " + owner[output]
	case closest != "":
		return "no contract at hand has it; did you mean " + owner[closest] + ", by stackref.Import?"
	default:
		return "add it to a contract, such as " + suggest.Choice(types) + ", and import that with stackref.Import"
	}
}

// known lists the contracts of the package and of those that it imports.
func (c *checker) known() []*source.Contract {
	if c.looked {
		return c.contracts
	}
	c.looked = true
	for _, pkg := range append([]*types.Package{c.Pkg}, c.Pkg.Imports()...) {
		for _, name := range source.All(pkg) {
			if pkg == c.Pkg || name.Exported() {
				c.contracts = append(c.contracts, source.Of(name))
			}
		}
	}
	return c.contracts
}
