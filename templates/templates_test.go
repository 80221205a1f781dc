// Package templates_test holds the templates for pulumi new to what their readers expect of them: what pulumi new makes of them is a
// program that is formatted, compiles against this checkout and passes its own tests. sandbox/lifecycle brings them up.
package templates_test

import (
	"flag"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/groundwork-go/groundwork/internal/fromtemplate"
)

var update = flag.Bool("update", false, "write the schemas of the templates, and the block's files from examples/customblock")

const project = "orders"

func names() []string { return []string{"block", "data", "network", "service"} }

func TestEveryFolderIsATemplate(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() {
			folders = append(folders, entry.Name())
		}
	}
	assert.Equal(t, names(), folders)
}

// goTool runs the go command in a rendered template.
func goTool(t *testing.T, folder string, args ...string) {
	t.Helper()
	command := exec.Command("go", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	output, err := command.CombinedOutput()
	require.NoError(t, err, "go %s: %s", strings.Join(args, " "), output)
}

func TestWhatPulumiNewMakes(t *testing.T) {
	t.Parallel()
	for _, name := range names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := fromtemplate.New(t, "..", name, project)
			assertRendered(t, folder)
			test := []string{"test", "-count=1", "./..."}
			if *update {
				test = []string{"test", "-count=1", ".", "-update"}
			}
			goTool(t, folder, "vet", "./...")
			goTool(t, folder, test...)
			if *update {
				schema, err := os.ReadFile(filepath.Join(folder, "schema.json"))
				require.NoError(t, err)
				schema = []byte(strings.ReplaceAll(string(schema), project+":", fromtemplate.Placeholder+":"))
				require.NoError(t, os.WriteFile(filepath.Join(name, "schema.json"), schema, 0o644))
			}
		})
	}
}

// assertRendered checks that no placeholder is left and that the Go files are formatted under any name of a project.
func assertRendered(t *testing.T, folder string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		assert.NotContains(t, string(content), "${", path)
		if filepath.Ext(path) == ".go" {
			formatted, err := format.Source(content)
			assert.NoError(t, err, path)
			assert.Equal(t, string(formatted), string(content), path)
		}
		return nil
	}))
}

func TestProjectFiles(t *testing.T) {
	t.Parallel()
	for _, name := range names() {
		content, err := os.ReadFile(filepath.Join(name, "Pulumi.yaml"))
		require.NoError(t, err)
		var file struct {
			Name, Runtime, Description string
			Template                   struct {
				DisplayName, Description, Quickstart string
				Config                               map[string]struct{ Description, Default string }
			}
		}
		decoder := yaml.NewDecoder(strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(
			string(content), "displayName:", "displayname:"), fromtemplate.Placeholder, project)))
		decoder.KnownFields(true)
		require.NoError(t, decoder.Decode(&file), name)
		assert.Equal(t, project, file.Name, name)
		assert.Equal(t, "go", file.Runtime, name)
		assert.Equal(t, "${DESCRIPTION}", file.Description, name)
		assert.NotEmpty(t, file.Template.DisplayName, name)
		assert.NotEmpty(t, file.Template.Description, name)
		assert.NotEmpty(t, file.Template.Quickstart, name)
		require.NotEmpty(t, file.Template.Config, name)
		for key, setting := range file.Template.Config {
			assert.NotEmpty(t, setting.Description, "%s: %s", name, key)
			assert.NotEmpty(t, setting.Default, "%s: %s", name, key)
		}
		for _, usual := range []string{"README.md", ".gitignore", "Pulumi.dev.yaml", "schema.json"} {
			assert.FileExists(t, filepath.Join(name, usual))
		}
		stack, err := os.ReadFile(filepath.Join(name, "Pulumi.dev.yaml"))
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(stack), "# yaml-language-server: $schema=schema.json\n"), name)
	}
}

var (
	requirement = regexp.MustCompile(`(?m)^\t(\S+) (v\S+)$`)
	release     = regexp.MustCompile(`(?:/pulumi\.yml@|groundwork-ref: |groundwork-go/groundwork(?:/sandbox)?@)(v\d+\.\d+\.\d+)`)
)

// Templates pin what the library pins, and all of them the same version of the library, the one that the pages about them name.
func TestVersions(t *testing.T) {
	t.Parallel()
	ours := map[string]string{}
	content, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	for _, match := range requirement.FindAllStringSubmatch(string(content), -1) {
		ours[match[1]] = match[2]
	}
	language := regexp.MustCompile(`(?m)^go \S+$`)
	for _, name := range names() {
		module, err := os.ReadFile(filepath.Join(name, "go.mod"))
		require.NoError(t, err)
		assert.Equal(t, language.FindString(string(content)), language.FindString(string(module)), name)
		found := requirement.FindAllStringSubmatch(string(module), -1)
		require.NotEmpty(t, found, name)
		for _, match := range found {
			if match[1] == "github.com/groundwork-go/groundwork" {
				ours[match[1]] = firstOf(ours[match[1]], match[2])
			}
			assert.Equal(t, ours[match[1]], match[2], "%s: %s", name, match[1])
		}
	}
	for _, page := range []string{"../docs/ci.md", "../docs/testing.md"} {
		content, err := os.ReadFile(page)
		require.NoError(t, err)
		found := release.FindAllStringSubmatch(string(content), -1)
		assert.NotEmpty(t, found, page)
		for _, match := range found {
			assert.Equal(t, ours["github.com/groundwork-go/groundwork"], match[1], "%s: %s", page, match[0])
		}
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

var marks = regexp.MustCompile(`(?m)^\t*// snippet:\S+\n\n?`)

// The block's template is examples/customblock under the user's name. It is not parallel: with -update it writes what others read.
func TestTheBlockIsTheExample(t *testing.T) {
	const example, mine = "../examples/customblock", "block"
	files := []string{"main.go", "reportstore/testdata/golden/store.json"}
	sources, err := filepath.Glob(filepath.Join(example, "reportstore", "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	for _, source := range sources {
		files = append(files, "reportstore/"+filepath.Base(source))
	}
	words := strings.NewReplacer(`"github.com/groundwork-go/groundwork/examples/customblock/`, `"blocks/`, "customblock", fromtemplate.Placeholder)
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(example, file))
		require.NoError(t, err)
		want := content
		if filepath.Ext(file) == ".go" {
			want, err = format.Source([]byte(words.Replace(marks.ReplaceAllString(string(content), ""))))
			require.NoError(t, err, file)
		}
		path := filepath.Join(mine, file)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, want, 0o644))
		}
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "%s is out of date: go test ./templates -update", path)
	}
	there, err := filepath.Glob(filepath.Join(mine, "reportstore", "*.go"))
	require.NoError(t, err)
	assert.Len(t, there, len(sources), "a file that the example has not")
}
