package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/programs"
)

const (
	stacksHead = "| stack | resources | failures | cuts | removals | secrets | held |\n| --- | --- | --- | --- | --- | --- | --- |\n"
	blocksHead = "\n| block | stacks | resources | failures | cuts | removals | secrets | held | controls |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)

// mishaps is a folder of projects of the program of that name, each with a stack dev.
func mishaps(t *testing.T, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	binary := filepath.Join(folder, "mishaps")
	program, err := filepath.Abs("../../testdata/programs/mishaps")
	require.NoError(t, err)
	require.NoError(t, programs.Compile(t.Context(), program, binary))
	for _, name := range names {
		definition := fmt.Sprintf("name: %s\nruntime:\n  name: go\n  options:\n    binary: %s\n", filepath.Base(name), binary)
		require.NoError(t, os.MkdirAll(filepath.Join(folder, name), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, "Pulumi.yaml"), []byte(definition), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, "Pulumi.dev.yaml"), nil, 0o600))
	}
	return folder
}

func TestProof(t *testing.T) {
	t.Parallel()
	folder, state := mishaps(t, "early", "late", "other/late", "no"), filepath.Join(t.TempDir(), "state")
	late := filepath.Join(folder, "late")
	require.NoError(t, os.Rename(filepath.Join(folder, "no", "Pulumi.dev.yaml"), filepath.Join(folder, "no", "Pulumi.prod.yaml")))
	for name, c := range map[string]struct {
		args             []string
		status           int
		stdout, stderror string
	}{
		"a folder": {
			[]string{folder, "-s", "dev"}, 0,
			stacksHead + "| early/dev | 3 | 4 | 3 | 6 | 2 | yes |\n| late/dev (" + filepath.Base(folder) + ") | 3 | 4 | 3 | 6 | 2 | yes |\n" +
				"| late/dev (other) | 3 | 4 | 3 | 6 | 2 | yes |\n" +
				"\nLeft out, without a configuration file for the stack: " + filepath.Join(folder, "no") + "\n", "",
		},
		"a project": {
			[]string{late, "-c", "protect=true"}, 0,
			stacksHead + "| late/dev | 3 | 4 | 3 | 0 | 2 | yes |\n", "",
		},
		"what did not hold": {
			[]string{late, "-c", "restless=true"}, 1,
			stacksHead + "| late/dev | 3 | 0 | 0 | 0 | 2 | no |\n" +
				"\nlate/dev: an update without a change of the program changes first, second\n", "error: not everything held\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, message := invoke(t, state, append([]string{"proof"}, c.args...)...)
			assert.Equal(t, c.status, status)
			assert.Equal(t, c.stdout, out)
			assert.Equal(t, c.stderror, message)
		})
	}
	t.Run("JSON", func(t *testing.T) {
		t.Parallel()
		unfit := mishaps(t, "late", "no")
		require.NoError(t, os.Remove(filepath.Join(unfit, "no", "Pulumi.dev.yaml")))
		status, out, message := invoke(t, state, "proof", unfit, "--json", "-s", "dev", "-c", "restless=true")
		assert.Equal(t, 1, status)
		assert.Equal(t, "\nLeft out, without a configuration file for the stack: "+filepath.Join(unfit, "no")+"\nerror: not everything held\n", message)
		assert.JSONEq(t, fmt.Sprintf(`[{"stack": "organization/late/dev", "folder": %q, "resources": 3, "failures": 0, "cuts": 0, "removals": 0, "secrets": 2,
			"problems": ["an update without a change of the program changes first, second"],
			"blocks": [{"type": "", "resources": 3, "failures": 0, "cuts": 0, "removals": 0, "secrets": 2, "held": false}]}]`, filepath.Join(unfit, "late")), out)
	})
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a program that does not come up": {[]string{late, "-c", "broken=true"}, "error: organization/late/dev does not come up undisturbed: "},
		"a stack that is not there":       {[]string{folder, "-s", "test"}, `no stack named "test"`},
		"no stack":                        {[]string{example}, "error: --stack is needed: the project has the stacks production, staging\n"},
		"no stack of a folder":            {[]string{company}, "error: --stack is needed: the 2 projects have in common production, staging\n"},
		"no stack of that form":           {[]string{late, "-s", "a/b/c/d"}, "need organization/project/stack"},
		"a bad setting":                   {[]string{late, "-c", "protect"}, "--config: need key=value"},
		"no project":                      {[]string{t.TempDir()}, "Pulumi.yaml"},
		"no share":                        {[]string{"break-share"}, "error: read a share of a proof: EOF\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, message := invoke(t, state, append([]string{"proof"}, c.args...)...)
			assert.Equal(t, 1, status)
			assert.Empty(t, out)
			assert.Contains(t, message, c.want)
		})
	}
	t.Cleanup(func() { assert.NoDirExists(t, state, "nothing is kept") })
}

// A block's row is the sum of all stacks, and holds when it held in each. What is in no component comes last.
func TestRowsOfBlocks(t *testing.T) {
	t.Parallel()
	cluster := func(held bool) sandbox.BlockProof {
		return sandbox.BlockProof{
			Type: "groundwork:aws/redis:Cluster", Resources: 1, Failures: 2, Cuts: 3, Removals: 4, Secrets: 5, Held: held, Controls: []string{"A.1", "B.2"},
		}
	}
	var out strings.Builder
	stack := func(project string, blocks ...sandbox.BlockProof) sandbox.Proof {
		return sandbox.Proof{Stack: sandbox.StackName{Project: project, Stack: "dev"}, Blocks: blocks}
	}
	require.NoError(t, (&invocation{stdout: &out}).printProofs([]sandbox.Proof{
		stack("one", sandbox.BlockProof{Type: "acme:shop:Store", Held: true}, cluster(true)), stack("two", sandbox.BlockProof{}, cluster(false)),
		stack("three", cluster(true)),
	}, nil))
	_, blocks, _ := strings.Cut(out.String(), blocksHead)
	assert.Equal(t, `| acme:shop:Store | one/dev | 0 | 0 | 0 | 0 | 0 | yes |  |
| groundwork:aws/redis:Cluster | one/dev, two/dev, three/dev | 3 | 6 | 9 | 12 | 15 | no | A.1, B.2 |
| (in no component) | two/dev | 0 | 0 | 0 | 0 | 0 | no |  |
`, blocks)
}
