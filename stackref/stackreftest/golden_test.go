package stackreftest_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

// The versions of one small contract.
type (
	first struct {
		stackref.Contract `contract:"acme.queue" version:"1.0"`

		URL pulumi.StringOutput `pulumi:"url"`
	}
	more struct {
		stackref.Contract `contract:"acme.queue" version:"1.1"`

		URL  pulumi.StringOutput    `pulumi:"url"`
		Name pulumi.StringPtrOutput `pulumi:"name,optional"`
	}
	moreUnversioned struct {
		stackref.Contract `contract:"acme.queue" version:"1.0"`

		URL  pulumi.StringOutput    `pulumi:"url"`
		Name pulumi.StringPtrOutput `pulumi:"name,optional"`
	}
	renamed struct {
		stackref.Contract `contract:"acme.queue" version:"2.0"`

		URL pulumi.StringOutput `pulumi:"address"`
	}
	renamedUnversioned struct {
		stackref.Contract `contract:"acme.queue" version:"1.1"`

		URL pulumi.StringOutput `pulumi:"address"`
	}
	documented struct {
		stackref.Contract `contract:"acme.queue" version:"1.0"`

		URL pulumi.StringOutput `pulumi:"url" doc:"where messages go"`
	}
	broken struct {
		stackref.Contract `contract:"acme.queue" version:"1.0"`

		URL chan int `pulumi:"url"`
	}
)

func update(t *testing.T) {
	t.Helper()
	require.NoError(t, flag.Set("update", "true"))
	t.Cleanup(func() { require.NoError(t, flag.Set("update", "false")) })
}

// recorded writes the first version down.
func recorded(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "schemas", "queue.json")
	schema, err := stackref.Schema[first]()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, schema, 0o644))
	return path
}

func TestGoldenTellsWhatChanged(t *testing.T) {
	path := recorded(t)
	assert.Empty(t, failuresOf(func(t testing.TB) { stackreftest.Golden[first](t, path) }))
	assert.Empty(t, failuresOf(func(t testing.TB) { stackreftest.Golden[documented](t, path) }))
	for name, c := range map[string]struct {
		golden func(testing.TB)
		want   []string
	}{
		"additive":             {func(t testing.TB) { stackreftest.Golden[more](t, path) }, []string{`go test . -run "TestRecorded" -update`, "additive: name: "}},
		"additive, no version": {func(t testing.TB) { stackreftest.Golden[moreUnversioned](t, path) }, []string{"its version does not say so", "additive: name: ", "1.1"}},
		"breaking":             {func(t testing.TB) { stackreftest.Golden[renamed](t, path) }, []string{"-update", "breaking: url: ", "address"}},
		"breaking, no version": {func(t testing.TB) { stackreftest.Golden[renamedUnversioned](t, path) }, []string{"its version does not say so", "breaking: url: ", "2.0"}},
		"no contract":          {func(t testing.TB) { stackreftest.Golden[broken](t, path) }, []string{"stackreftest: schema: ", "chan int"}},
		"no file":              {func(t testing.TB) { stackreftest.Golden[first](t, path+"x") }, []string{"does not exist; write it with: go test"}},
		"a folder":             {func(t testing.TB) { stackreftest.Golden[first](t, filepath.Dir(path)) }, []string{"golden schema: "}},
	} {
		t.Run(name, func(t *testing.T) {
			failures := failuresOf(c.golden)
			for _, want := range c.want {
				assert.Contains(t, failures, want)
			}
		})
	}
	text := filepath.Join(t.TempDir(), "text.json")
	require.NoError(t, os.WriteFile(text, []byte("url: string"), 0o644))
	assert.Contains(t, failuresOf(func(t testing.TB) { stackreftest.Golden[first](t, text) }), "old schema")
}

func TestGoldenIsRecordedOnDemand(t *testing.T) {
	update(t)
	path := filepath.Join(t.TempDir(), "new", "queue.json")
	stackreftest.Golden[first](t, path)
	stackreftest.Golden[more](t, path)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	schema, err := stackref.Schema[more]()
	require.NoError(t, err)
	assert.Equal(t, string(schema), string(content))

	stackreftest.Golden[renamed](t, path)
	content, err = os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(content), "address")
}

func TestABreakingChangeIsNotRecordedUnderTheSameMajorVersion(t *testing.T) {
	update(t)
	path := recorded(t)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, failuresOf(func(t testing.TB) { stackreftest.Golden[renamedUnversioned](t, path) }), "breaking changes need version 2.0")
	assert.NotEmpty(t, failuresOf(func(t testing.TB) { stackreftest.Golden[moreUnversioned](t, path) }))
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	assert.Contains(t, failuresOf(func(t testing.TB) { stackreftest.Golden[first](t, filepath.Join(file, "queue.json")) }), "golden schema: ")
}
