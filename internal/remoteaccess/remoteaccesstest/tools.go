// Package remoteaccesstest is what the tests of boot scripts have in common: the programs of a Linux machine that they are run with.
package remoteaccesstest

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// Tool is where a program is that a machine has which boots with a script. Where it is missing, or on another system than Linux, the test is
// skipped, so that the rest of the suite needs nothing but Go; continuous integration has to have it (CI is set).
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if os.Getenv("CI") == "" && (err != nil || runtime.GOOS != "linux") {
		t.Skipf("a boot script is tested on Linux with %s", name)
	}
	require.NoError(t, err, "a boot script is tested with %s", name)
	return path
}
