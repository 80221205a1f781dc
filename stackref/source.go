package stackref

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Source tells which stack a contract is imported from. Make one with [Stack], [SameStack] or [FromConfig].
type Source struct {
	resolve func(ctx *pulumi.Context) (string, *Problem)
}

// Stack is the stack with a name of three parts, "organization/project/stack", or of one part for another stack of the
// program's own project. A self-managed backend has the organization "organization".
func Stack(name string) Source {
	return Source{func(ctx *pulumi.Context) (string, *Problem) { return fullName(ctx, "", name) }}
}

// SameStack is the stack of another project with the organization and the name of the stack that the program runs in:
// "prod" of the project imports from "prod".
func SameStack(project string) Source {
	return Source{func(ctx *pulumi.Context) (string, *Problem) {
		if project == "" || strings.Contains(project, "/") {
			return project, sourceProblem("", "the name of a project", project)
		}
		return ctx.Organization() + "/" + project + "/" + ctx.Stack(), nil
	}}
}

// FromConfig is the stack that a configuration value names, in the forms of [Stack]. A key without a namespace belongs to the
// program's project.
func FromConfig(key string) Source {
	return Source{func(ctx *pulumi.Context) (string, *Problem) {
		full := key
		if !strings.Contains(key, ":") {
			full = ctx.Project() + ":" + key
		}
		at := fmt.Sprintf("configuration %q", full)
		name, ok := ctx.GetConfig(full)
		if !ok {
			p := sourceProblem(at, "the name of a stack, set with `pulumi config set "+key+" organization/project/stack`", "")
			return "", p
		}
		return fullName(ctx, at, name)
	}}
}

func fullName(ctx *pulumi.Context, at, name string) (string, *Problem) {
	parts := strings.Split(name, "/")
	for _, part := range parts {
		if part == "" || strings.ContainsAny(part, " \t\r\n") {
			parts = nil
		}
	}
	switch len(parts) {
	case 1:
		return ctx.Organization() + "/" + ctx.Project() + "/" + name, nil
	case 3:
		return name, nil
	}
	return name, sourceProblem(at, "organization/project/stack", name)
}

func sourceProblem(at, want, got string) *Problem {
	p := &Problem{Path: at, Kind: KindInvalidSource, Want: want, Got: "nothing"}
	if got != "" {
		p.Got = fmt.Sprintf("%q", got)
	}
	return p
}
