package gen

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// constructor is what a `func NewX` says about its resource.
type constructor struct {
	token     string
	result    string // qualified name of X
	args      string // qualified name of XArgs; empty for constructors without
	component bool
	required  []string // Go names of the arguments it refuses to go without
	fixed     []string // Go names of the arguments it sets itself
	secrets   []string // properties
	replaces  []string // properties
}

// registrations are the methods of pulumi.Context that register a resource; true for those of components.
var registrations = map[string]bool{
	"RegisterResource": false, "RegisterPackageResource": false,
	"RegisterComponentResource": true, "RegisterRemoteComponentResource": true,
	"RegisterComponentResourceV2": true, "RegisterPackageRemoteComponentResource": true,
}

// constructor reads a function; false when it registers nothing under a constant token.
func (f *file) constructor(decl *ast.FuncDecl) (constructor, bool) {
	if decl.Body == nil || decl.Type.Results == nil || len(decl.Type.Results.List) == 0 {
		return constructor{}, false
	}
	c := constructor{result: f.shapeOf(decl.Type.Results.List[0].Type).name}
	for _, param := range decl.Type.Params.List {
		if len(param.Names) == 1 && param.Names[0].Name == "args" {
			c.args = f.shapeOf(param.Type).name
		}
	}
	for _, statement := range decl.Body.List {
		if assign, ok := statement.(*ast.AssignStmt); ok && assign.Tok == token.ASSIGN {
			c.fixed = append(c.fixed, argumentName(assign.Lhs[0])...)
		}
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			c.call(call)
		}
		return true
	})
	return c, c.token != ""
}

// argumentName is the X of `args.X`.
func argumentName(expr ast.Expr) []string {
	selector, ok := expr.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if base, ok := selector.X.(*ast.Ident); !ok || base.Name != "args" {
		return nil
	}
	return []string{selector.Sel.Name}
}

var requiredArgument = regexp.MustCompile(`^invalid value for required argument '(\w+)'$`)

func (c *constructor) call(call *ast.CallExpr) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return
	}
	name := selector.Sel.Name
	if component, ok := registrations[name]; ok {
		if literal, ok := stringLiteral(call.Args[0]); ok {
			c.token, c.component = literal, component
		}
		return
	}
	switch name {
	case "New": // errors.New
		if literal, ok := stringLiteral(call.Args[0]); ok {
			if match := requiredArgument.FindStringSubmatch(literal); match != nil {
				c.required = append(c.required, match[1])
			}
		}
	case "AdditionalSecretOutputs":
		c.secrets = append(c.secrets, stringLiterals(call.Args[0])...)
	case "ReplaceOnChanges":
		for _, path := range stringLiterals(call.Args[0]) {
			c.replaces = append(c.replaces, firstSegment(path))
		}
	}
}

// firstSegment is the property at the root of a property path such as "triggers[*]".
func firstSegment(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

func stringLiteral(expr ast.Expr) (string, bool) {
	literal, ok := expr.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}

func stringLiterals(expr ast.Expr) []string {
	list, ok := expr.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var values []string
	for _, element := range list.Elts {
		if value, ok := stringLiteral(element); ok {
			values = append(values, value)
		}
	}
	return values
}
