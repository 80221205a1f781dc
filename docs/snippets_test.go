// Package docs_test holds the documentation to the code: every Go snippet in a Markdown file is a marked region of a
// file that is compiled and tested.
package docs_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the snippets in the documentation from the code")

// A snippet is marked <!-- snippet: path/file.go#name --> in Markdown, and lies between the lines
// "// snippet:name" and "// snippet:end" in the file.
var snippet = regexp.MustCompile("(?s)<!-- snippet: ([^#\n]+)#([a-z0-9-]+) -->\n```go\n(.*?)```\n")

// settings are a whole file, marked <!-- file: path/file.yaml -->.
var settings = regexp.MustCompile("(?s)<!-- file: ([^\n]+) -->\n```yaml\n(.*?)```\n")

func TestSnippetsAreTakenFromTestedCode(t *testing.T) {
	t.Parallel()
	found := 0
	for _, path := range markdown(t) {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		marked := 0
		current := snippet.ReplaceAllStringFunc(string(content), func(block string) string {
			marked++
			parts := snippet.FindStringSubmatch(block)
			code, err := region(filepath.Join("..", parts[1]), parts[2])
			if !assert.NoError(t, err, path) {
				return block
			}
			return fmt.Sprintf("<!-- snippet: %s#%s -->\n```go\n%s```\n", parts[1], parts[2], code)
		})
		current = settings.ReplaceAllStringFunc(current, func(block string) string {
			name := settings.FindStringSubmatch(block)[1]
			file, err := os.ReadFile(filepath.Join("..", name))
			if !assert.NoError(t, err, path) {
				return block
			}
			return fmt.Sprintf("<!-- file: %s -->\n```yaml\n%s```\n", name, file)
		})
		assert.Equal(t, marked, strings.Count(string(content), "```go\n"), "%s has a Go snippet without a mark", path)
		found += marked
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(current), 0o644))
			continue
		}
		assert.Equal(t, current, string(content), "%s is out of date: go test ./docs -update", path)
	}
	assert.Positive(t, found)
}

func markdown(t *testing.T) []string {
	t.Helper()
	var files []string
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && path != ".." && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if filepath.Ext(path) == ".md" {
			files = append(files, path)
		}
		return err
	}))
	return files
}

// region returns the marked lines of a file without their common indentation.
func region(path, name string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	_, after, found := strings.Cut(string(content), "// snippet:"+name+"\n")
	if !found {
		return "", fmt.Errorf("%s has no snippet %q", path, name)
	}
	code, _, found := strings.Cut(after, "// snippet:end\n")
	if !found {
		return "", fmt.Errorf("%s: the snippet %q has no end", path, name)
	}
	code = strings.TrimLeft(strings.TrimRight(code, "\t \n"), "\n") + "\n"
	indent := len(code) - len(strings.TrimLeft(code, "\t"))
	return strings.ReplaceAll(strings.TrimPrefix(code, strings.Repeat("\t", indent)), "\n"+strings.Repeat("\t", indent), "\n"), nil
}
