package docs_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/build"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// family is one page of docs/blocks: packages that are used together.
type family struct {
	file, title, intro string
	packages           []string
}

func families() []family {
	return []family{
		{"networks", "Networks", "The ground that everything else stands on: addresses, zones, ways in and out.", []string{"aws/network"}},
		{"redis", "Redis and Valkey", "Caches and queues, managed by the cloud.", []string{"aws/redis", "gcp/redis"}},
		{
			"services", "Services on Fargate", "Containers without machines, the load balancer before them and the secrets that they read.",
			[]string{"aws/fargate", "aws/loadbalancer", "aws/secret"},
		},
		{
			"kubernetes", "Kubernetes", "Clusters that are replaced rather than upgraded, and what runs on them.",
			[]string{"aws/ekscluster", "k8s/provider", "k8s/workload", "k8s/ingress", "k8s/albcontroller", "k8s/externaldns", "k8s/gitops"},
		},
		{
			"search", "Search and logs", "Elasticsearch at Elastic, OpenSearch at AWS, and the arithmetic before either.",
			[]string{"elasticcloud", "elasticcloud/plan", "aws/searchdomain"},
		},
		{
			"remote-access", "Remote access", "A way in for engineers where nothing is public.",
			[]string{"twingate", "aws/twingateconnector", "gcp/twingateconnector", "k8s/twingateconnector"},
		},
		{
			"kit", "The kit", "What blocks are made with and programs are tested with; yours too.",
			[]string{"component", "tagging", "stackconfig", "stackref", "stackref/stackreftest", "infratest", "sandbox"},
		},
	}
}

const module = "github.com/groundwork-go/groundwork/"

// Every page is made from the package comments and the tests of controls: go test ./docs -update.
func TestPagesAreMadeFromThePackages(t *testing.T) {
	t.Parallel()
	for _, f := range families() {
		text := f.page(t)
		path := filepath.Join("blocks", f.file+".md")
		if *update {
			require.NoError(t, os.MkdirAll("blocks", 0o755))
			require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
			continue
		}
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(content), text, "%s is out of date: go test ./docs -update", path)
	}
}

// No public package is missing, and none is on two pages.
func TestEveryPackageHasAPage(t *testing.T) {
	t.Parallel()
	var listed []string
	for _, f := range families() {
		listed = append(listed, f.packages...)
	}
	var public []string
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || path == ".." {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(path, "../"))
		switch entry.Name() {
		case "internal", "testdata", "cmd", "lifecycle", "contractvet":
			return fs.SkipDir
		}
		if strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"examples", "docs", "tools", "templates"}, rel) {
			return fs.SkipDir
		}
		if pkg, err := build.ImportDir(path, 0); err == nil && pkg.Name != "main" && len(pkg.GoFiles) > 0 {
			public = append(public, rel)
		}
		return nil
	}))
	assert.ElementsMatch(t, public, listed)
}

func (f family) page(t *testing.T) string {
	t.Helper()
	var page strings.Builder
	fmt.Fprintf(&page, "<!-- made from the packages by: go test ./docs -update -->\n# %s\n\n%s\n", f.title, f.intro)
	if len(f.packages) > 1 {
		page.WriteString("\n")
		for _, name := range f.packages {
			fmt.Fprintf(&page, "- [`%s`](#%s) %s\n", name, strings.ReplaceAll(name, "/", ""), synopsis(t, name))
		}
	}
	for _, name := range f.packages {
		fmt.Fprintf(&page, "\n## %s\n\n[Reference](https://pkg.go.dev/%s%s) · [Source](../../%s)\n\n%s", name, module, name, name, packageComment(t, name))
		if all := controls(t, name, notMet); len(all) > 0 {
			page.WriteString("\n### Controls by name\n\nTests hold the block to these, by name:\n\n")
			for _, control := range all {
				fmt.Fprintf(&page, "- %s\n", control)
			}
		}
	}
	return page.String()
}

func parsed(t *testing.T, name string) *doc.Package {
	t.Helper()
	files := token.NewFileSet()
	var all []*ast.File
	matches, err := filepath.Glob(filepath.Join("..", name, "*.go"))
	require.NoError(t, err)
	for _, path := range matches {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		require.NoError(t, err)
		all = append(all, file)
	}
	pkg, err := doc.NewFromFiles(files, all, module+name)
	require.NoError(t, err)
	return pkg
}

func synopsis(t *testing.T, name string) string {
	t.Helper()
	pkg := parsed(t, name)
	text := strings.TrimPrefix(pkg.Synopsis(pkg.Doc), "Package "+pkg.Name+" ")
	return strings.TrimSuffix(text, ".")
}

// packageComment is a package's comment as Markdown, with links into the reference.
func packageComment(t *testing.T, name string) string {
	t.Helper()
	pkg := parsed(t, name)
	printer := pkg.Printer()
	printer.HeadingLevel = 3
	printer.HeadingID = func(*comment.Heading) string { return "" }
	printer.DocLinkURL = func(link *comment.DocLink) string {
		path := cmp.Or(link.ImportPath, module+name)
		fragment := link.Name
		if link.Recv != "" {
			fragment = link.Recv + "." + link.Name
		}
		return strings.TrimSuffix("https://pkg.go.dev/"+path+"#"+fragment, "#")
	}
	return string(printer.Markdown(pkg.Parser().Parse(pkg.Doc)))
}

// controlID is how Security Hub, Checkov and the CIS benchmarks name what they check.
var controlID = regexp.MustCompile(`\b(CKV2?_[A-Z0-9]+_\d+|CIS [\d.]+|[A-Z][A-Za-z0-9]+\.\d+)\b`)

// controls are the texts in a package's tests of controls that name one, sorted. Tests whose names match but are left out.
func controls(t *testing.T, name string, but *regexp.Regexp) []string {
	t.Helper()
	matches, err := filepath.Glob(filepath.Join("..", name, "*controls_test.go"))
	require.NoError(t, err)
	var all []string
	for _, path := range matches {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			if test, ok := node.(*ast.FuncDecl); ok && but.MatchString(test.Name.Name) {
				return false
			}
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil && controlID.MatchString(text) && !strings.Contains(text, "\n") {
					all = append(all, text)
				}
			}
			return true
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}
