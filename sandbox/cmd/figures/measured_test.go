package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newModule is a module of these files, which needs no other.
func newModule(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	files["go.mod"] = "module example.com/small\n\ngo 1.25\n"
	for name, content := range files {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return folder
}

// The second build is of a program that has changed, and leaves the source as it is.
func TestAProgramIsBuiltAndBuiltAgainAfterAChange(t *testing.T) {
	t.Parallel()
	const code = "package main\n\nfunc main() {}\n"
	source, folder := newModule(t, map[string]string{"main.go": code, "go.work": "no workspace is read\n"}), t.TempDir()
	cache, err := exec.Command("go", "env", "GOCACHE").Output() // one of its own would compile the standard library
	require.NoError(t, err)
	b, err := build(context.Background(), source, folder, strings.TrimSpace(string(cache)))
	require.NoError(t, err)
	for _, u := range []usage{b.cold, b.warm} {
		assert.Positive(t, u.time)
		assert.Greater(t, u.memory, int64(1e6), "bytes")
	}
	edited, err := os.ReadFile(filepath.Join(folder, "main.go"))
	require.NoError(t, err)
	assert.Equal(t, code+"\nvar _ = \"changed\"\n", string(edited))
	overlay, err := os.ReadFile(filepath.Join(folder, "overlay.json"))
	require.NoError(t, err)
	assert.Contains(t, string(overlay), filepath.Join(source, "main.go"))
	kept, err := os.ReadFile(filepath.Join(source, "main.go"))
	require.NoError(t, err)
	assert.Equal(t, code, string(kept))

	_, err = build(context.Background(), newModule(t, map[string]string{"main.go": "package main\n"}), t.TempDir(), strings.TrimSpace(string(cache)))
	require.ErrorContains(t, err, "go build", "it does not compile")
	_, err = build(context.Background(), source, t.TempDir(), filepath.Join(source, "main.go"))
	require.ErrorContains(t, err, "go build", "its build cache is a file")
}

// What is measured is what was meant: nothing was made in an update without changes, and nothing was left out.
func TestAnOperationOfTheEngineDoesOneThing(t *testing.T) {
	t.Parallel()
	unchanged := operation{name: "update without changes", change: "same"}
	n, err := unchanged.counted(map[string]int{"same": 9}, 1)
	require.NoError(t, err)
	assert.Equal(t, 9, n)
	for _, changes := range []map[string]int{{"same": 8, "update": 1}, {"create": 9}, {"same": 1}, nil} {
		_, err := unchanged.counted(changes, 1)
		assert.ErrorContains(t, err, `update without changes: need more than 1 resources with the change "same" and no others, got map[`)
	}
}

func TestTheTableOfBuilds(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `| program | cold build | peak memory | build after a change | peak memory |
| --- | --- | --- | --- | --- |
| the SDK alone | 121.6 s | 3.4 GB | 4.5 s | 1.2 GB |
`, buildsTable([]built{{"the SDK alone", usage{121_600 * time.Millisecond, 3_400_000_000}, usage{4520 * time.Millisecond, 1_160_000_000}}}))
}

const events = `{"Action":"start","Package":"example.com/small/slow"}
{"Action":"run","Package":"example.com/small/slow","Test":"TestOne"}
{"Action":"output","Package":"example.com/small/slow","Test":"TestOne","Output":"{\"Action\":\"fail\"}\n"}
{"Action":"pass","Package":"example.com/small/slow","Test":"TestOne/inside","Elapsed":3.1}
{"Action":"pass","Package":"example.com/small/slow","Test":"TestOne","Elapsed":3.1}
{"Action":"pass","Package":"example.com/small/slow","Test":"ExampleOne","Elapsed":0}
{"Action":"skip","Package":"example.com/small/slow","Test":"TestTwo","Elapsed":0}
{"Action":"pass","Package":"example.com/small/slow","Elapsed":3.25}
{"Action":"skip","Package":"example.com/small/without","Elapsed":0}
{"Action":"pass","Package":"example.com/small/quick","Elapsed":0.01}
`

func TestTheOutputOfTestsIsRead(t *testing.T) {
	t.Parallel()
	r, err := parse(strings.NewReader(events))
	require.NoError(t, err)
	assert.Equal(t, results{tests: 2, packages: []testedPackage{
		{"example.com/small/slow", 3250 * time.Millisecond}, {"example.com/small/quick", 10 * time.Millisecond},
	}}, r)

	r, err = parse(strings.NewReader(`{"Action":"build-fail","ImportPath":"example.com/small/slow"}
{"Action":"fail","Package":"example.com/small/slow","Test":"TestOne","Elapsed":3.1}
{"Action":"fail","Package":"example.com/small/slow","Elapsed":3.25}
`))
	require.NoError(t, err)
	assert.Equal(t, results{failed: []string{"example.com/small/slow TestOne", "example.com/small/slow"}}, r)

	_, err = parse(strings.NewReader("FAIL\n"))
	require.ErrorContains(t, err, "read the output of go test")
}

func TestTheTableOfTheSuite(t *testing.T) {
	t.Parallel()
	const module = "github.com/groundwork-go/groundwork/"
	many := make([]testedPackage, slowest)
	for i := range many {
		many[i] = testedPackage{module + "aws/redis", time.Duration(i) * time.Millisecond}
	}
	assert.Equal(t, "| tests | packages | test functions and examples | time | of all packages one by one | peak memory |\n"+
		"| --- | --- | --- | --- | --- | --- |\n"+
		"| `go test ./...` | 11 | 40 | 61.0 s | 90.0 s | 1.5 GB |\n"+
		"| `go test ./sandbox/...` | 1 | 5 | 130.0 s | 125.0 s | 2.0 GB |\n"+
		"\n| slowest packages | time |\n| --- | --- |\n| `sandbox/lifecycle` | 125.0 s |\n| `gcp/redis` | 90.0 s |\n"+
		strings.Repeat("| `aws/redis` | 0.0 s |\n", slowest-2),
		suiteTable([]tested{
			{"./...", usage{61 * time.Second, 1_500_000_000}, results{packages: append(many, testedPackage{module + "gcp/redis", 90 * time.Second}), tests: 40}},
			{"./sandbox/...", usage{130 * time.Second, 2_000_000_000}, results{packages: []testedPackage{{module + "sandbox/lifecycle", 125 * time.Second}}, tests: 5}},
		}))
}

func TestASuiteIsRunOrNamesWhatFailed(t *testing.T) {
	t.Parallel()
	folder := newModule(t, map[string]string{
		"good/good.go":      "package good\n",
		"good/good_test.go": "package good\n\nimport \"testing\"\n\nfunc TestGood(*testing.T) {}\n",
		"bad/bad_test.go":   "package bad\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Fail() }\n",
	})
	found, err := test(context.Background(), folder, "./good")
	require.NoError(t, err)
	assert.Equal(t, 1, found.tests)
	require.Len(t, found.packages, 1)
	assert.Equal(t, "example.com/small/good", found.packages[0].name)
	assert.Positive(t, found.time)
	assert.Greater(t, found.memory, int64(1e6), "bytes")

	_, err = test(context.Background(), folder, "./...")
	require.ErrorContains(t, err, "example.com/small/bad TestBad, example.com/small/bad")
}
