package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAStateIsTakenAlong(t *testing.T) {
	t.Parallel()
	from, to, file := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "state.json")
	status, out, _ := invoke(t, from, "up", example, "-s", "staging")
	require.Zero(t, status, out)
	status, sealed, _ := invoke(t, from, "state", example, "-s", "staging")
	require.Zero(t, status)
	assert.NotContains(t, sealed, `"plaintext"`)
	status, shown, _ := invoke(t, from, "state", example, "-s", "staging", "--show-secrets")
	require.Zero(t, status)
	assert.Contains(t, shown, `"plaintext"`)
	require.NoError(t, os.WriteFile(file, []byte(shown), 0o600))

	status, _, message := invoke(t, to, "import", example, file, "-s", "staging")
	require.Zero(t, status, message)
	status, out, _ = invoke(t, to, "up", example, "-s", "staging")
	require.Zero(t, status, out)
	assert.Contains(t, out, "8 unchanged")

	status, _, message = invoke(t, to, "import", example, file, "-s", "staging")
	assert.Equal(t, 1, status)
	assert.Contains(t, message, "has resources already")
	status, _, message = invoke(t, to, "import", example, file+".missing", "-s", "production")
	assert.Equal(t, 1, status)
	assert.Contains(t, message, "no such file")
}
