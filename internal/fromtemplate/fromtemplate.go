// Package fromtemplate makes projects of the templates for tests, as pulumi new would.
package fromtemplate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Placeholder is replaced by the name of the project in every file of a template.
const Placeholder = "${PROJECT}"

var indirect = regexp.MustCompile(`(?m)^\t\S+ \S+ // indirect$`)

// New lays a template down in a folder of the test: both placeholders are replaced in every file. The project's module is tied to the
// checkout at root, with the versions and sums that go mod tidy would have found; run the go command in it with GOWORK=off and -mod=mod.
func New(t testing.TB, root, name, project string) (folder string) {
	t.Helper()
	root, err := filepath.Abs(root)
	require.NoError(t, err)
	folder = filepath.Join(t.TempDir(), project)
	require.NoError(t, os.CopyFS(folder, os.DirFS(filepath.Join(root, "templates", name))))
	words := strings.NewReplacer(Placeholder, project, "${DESCRIPTION}", "Made from "+name)
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, []byte(words.Replace(string(content))), 0o600)
	}))
	tie(t, root, folder)
	return folder
}

func tie(t testing.TB, root, folder string) {
	t.Helper()
	read := func(path ...string) string {
		content, err := os.ReadFile(filepath.Join(path...))
		require.NoError(t, err)
		return string(content)
	}
	module := fmt.Sprintf("%s\nrequire (\n%s\n)\n\nreplace github.com/groundwork-go/groundwork => %s\n",
		read(folder, "go.mod"), strings.Join(indirect.FindAllString(read(root, "go.mod"), -1), "\n"), root)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte(module), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.sum"), []byte(read(root, "go.sum")), 0o600))
}
