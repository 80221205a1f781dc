package lifecycletest

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// Operations are the steps of the resource of that name, in order.
func Operations(result *sandbox.Result, name string) []string {
	var ops []string
	for _, step := range result.Steps {
		if step.URN.Name() == name {
			ops = append(ops, step.Op)
		}
	}
	return ops
}

// StepAt is where in the run a step of a resource is whose name starts so; -1 when there is none.
func StepAt(result *sandbox.Result, op, name string) int {
	for i, step := range result.Steps {
		if step.Op == op && strings.HasPrefix(step.URN.Name(), name) {
			return i
		}
	}
	return -1
}

// Touched are the operations of each resource that a run changed, components and the stack left out.
func Touched(result *sandbox.Result) map[string]string {
	all := map[string]string{}
	for _, step := range result.Steps {
		if kind := string(step.URN.Type()); step.Op != "same" && !strings.HasPrefix(kind, "groundwork:") && kind != "pulumi:pulumi:Stack" {
			all[step.URN.Name()] = strings.TrimPrefix(all[step.URN.Name()]+" "+step.Op, " ")
		}
	}
	return all
}

// Find is the resource of that name, which must be there; a component of the same name is left out.
func Find(t testing.TB, result *sandbox.Result, name string) sandbox.Resource {
	t.Helper()
	for _, r := range result.Resources {
		if r.URN.Name() == name && r.Custom {
			return r
		}
	}
	require.Failf(t, "no such resource", "%s", name)
	return sandbox.Resource{}
}

// Reveal is what a secret keeps.
func Reveal(v resource.PropertyValue) resource.PropertyValue {
	for v.IsSecret() {
		v = v.SecretValue().Element
	}
	return v
}

// Diagnostics are all messages of a run.
func Diagnostics(result *sandbox.Result) string {
	var all strings.Builder
	for _, d := range result.Diagnostics {
		all.WriteString(d.Message + "\n")
	}
	return all.String()
}
