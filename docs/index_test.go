package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var targetLink = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)

// targets are the files that a page links to, as paths from this folder.
func targets(t *testing.T, page string) map[string]bool {
	t.Helper()
	content, err := os.ReadFile(page)
	require.NoError(t, err)
	all := map[string]bool{}
	for _, found := range targetLink.FindAllStringSubmatch(string(content), -1) {
		if !strings.Contains(found[1], ":") {
			all[filepath.Join(filepath.Dir(page), found[1])] = true
		}
	}
	return all
}

func pages(t *testing.T) []string {
	t.Helper()
	var all []string
	require.NoError(t, filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".md" {
			all = append(all, path)
		}
		return err
	}))
	return all
}

func TestTheIndexHasEveryPage(t *testing.T) {
	t.Parallel()
	indexed := targets(t, "README.md")
	for _, page := range pages(t) {
		assert.True(t, page == "README.md" || indexed[page], "%s is not in docs/README.md", page)
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		for target := range targets(t, page) {
			_, err := os.Stat(target)
			assert.NoError(t, err, page)
		}
	}
}
