package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const tableHead = "| stack | resources | failures | cuts | removals | secrets | held |\n| --- | --- | --- | --- | --- | --- | --- |\n"

// mishaps is a folder of projects of the program of that name, each with a stack dev.
func mishaps(t *testing.T, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	binary := filepath.Join(folder, "mishaps")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = "../../testdata/programs/mishaps"
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	for _, name := range names {
		definition := fmt.Sprintf("name: %s\nruntime:\n  name: go\n  options:\n    binary: %s\n", name, binary)
		require.NoError(t, os.Mkdir(filepath.Join(folder, name), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, "Pulumi.yaml"), []byte(definition), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, "Pulumi.dev.yaml"), nil, 0o600))
	}
	return folder
}

func TestProof(t *testing.T) {
	t.Parallel()
	folder, state := mishaps(t, "early", "late"), filepath.Join(t.TempDir(), "state")
	late := filepath.Join(folder, "late")
	for name, c := range map[string]struct {
		args             []string
		status           int
		stdout, stderror string
	}{
		"a folder": {
			[]string{folder}, 0,
			tableHead + "| early/dev | 3 | 4 | 3 | 6 | 2 | yes |\n| late/dev | 3 | 4 | 3 | 6 | 2 | yes |\n", "",
		},
		"a project": {[]string{late, "-c", "protect=true"}, 0, tableHead + "| late/dev | 3 | 4 | 3 | 0 | 2 | yes |\n", ""},
		"what did not hold": {
			[]string{late, "-c", "restless=true"}, 1,
			tableHead + "| late/dev | 3 | 0 | 0 | 0 | 2 | no |\n\n" +
				"late/dev: an update without a change of the program changes first, second\n", "error: not everything held\n",
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
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a program that does not come up": {[]string{late, "-c", "broken=true"}, "error: organization/late/dev does not come up undisturbed: "},
		"a stack that is not there":       {[]string{folder, "-s", "prod"}, `no stack named "prod"`},
		"no stack":                        {[]string{example}, "error: --stack is needed: the project has the stacks production, staging\n"},
		"no stack of a folder":            {[]string{company}, "error: --stack is needed: the 2 projects have in common production, staging\n"},
		"no stack of that form":           {[]string{late, "-s", "a/b/c/d"}, "need organization/project/stack"},
		"a bad setting":                   {[]string{late, "-c", "protect"}, "--config: need key=value"},
		"no project":                      {[]string{t.TempDir()}, "Pulumi.yaml"},
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
