package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/cmd/contract/testdata/contracts"
)

func runCommand(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := newCommand(&stdout, &stderr)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	assert.Empty(t, stderr.String())
	return stdout.String(), err
}

func TestDocs(t *testing.T) {
	t.Parallel()
	got, err := runCommand(t, "docs", "./testdata/contracts")
	require.NoError(t, err)
	want, err := os.ReadFile("testdata/contracts.md")
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestSchemaFromSourceIsSchemaFromTheType(t *testing.T) {
	t.Parallel()
	for name, schema := range map[string]func() ([]byte, error){
		"Network": stackref.Schema[contracts.Network],
		"Queue":   stackref.Schema[contracts.Queue],
	} {
		got, err := runCommand(t, "schema", "./testdata/contracts."+name)
		require.NoError(t, err)
		want, err := schema()
		require.NoError(t, err)
		assert.Equal(t, string(want), got)
	}
}

func TestSchemaNeedsOneContract(t *testing.T) {
	t.Parallel()
	_, err := runCommand(t, "schema", "./testdata/contracts")
	require.EqualError(t, err, "need one contract, add its type after a dot: Network, Queue")
	_, err = runCommand(t, "schema", "./testdata/contracts.Netwrk")
	require.EqualError(t, err, `no contract Netwrk, did you mean "Network"? There are Network, Queue`)
}

func TestPackagesWithoutGoodContracts(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		"./testdata/broken": {
			"broken.go:13:2: broken.Broken.Port: need a pulumi tag",
			"broken.go:14:2: broken.Broken.Size: the type int32 is not supported",
		},
		"./testdata/none": {"load", "testdata/none"},
		".":               {"no contract in .: need a struct that embeds stackref.Contract"},
	} {
		out, err := runCommand(t, "docs", pattern)
		require.Error(t, err, pattern)
		assert.Empty(t, out)
		for _, text := range want {
			assert.ErrorContains(t, err, text, pattern)
		}
	}
}

func TestSplitType(t *testing.T) {
	t.Parallel()
	for arg, want := range map[string][2]string{
		"./contracts":                 {"./contracts", ""},
		"./contracts.Network":         {"./contracts", "Network"},
		"example.com/a/contracts":     {"example.com/a/contracts", ""},
		"example.com/contracts.Queue": {"example.com/contracts", "Queue"},
		".":                           {".", ""},
		"./...":                       {"./...", ""},
		"../":                         {"../", ""},
		"./a.":                        {"./a.", ""},
	} {
		pattern, name := splitType(arg)
		assert.Equal(t, want, [2]string{pattern, name}, arg)
	}
}

// schemaFile is a contract with one output by hand.
func schemaFile(t *testing.T, version, properties string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "schema.json")
	text := `{"x-contract": {"name": "acme.net", "version": "` + version + `"}, "properties": {` + properties + `}}`
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestDiff(t *testing.T) {
	t.Parallel()
	before := schemaFile(t, "1.2", `"vpcId": {"type": "string"}, "port": {"type": "integer"}`)
	for name, tc := range map[string]struct {
		version, properties string
		flags               []string
		fails               bool
		want                string
	}{
		"nothing": {version: "1.2", properties: `"vpcId": {"type": "string"}, "port": {"type": "integer"}`, want: "No changes.\n"},
		"additive": {
			version: "1.3", properties: `"vpcId": {"type": "string"}, "port": {"type": "integer"}, "zone": {}`,
			want: "Additive:\n    zone: added, may be missing\n",
		},
		"not raised": {
			version: "1.2", properties: `"vpcId": {"type": "string"}, "port": {"type": "integer"}, "zone": {}`, fails: true,
			want: "Breaking:\n    changes need version 1.3, got 1.2 again\nAdditive:\n    zone: added, may be missing\n",
		},
		"breaking": {
			version: "2.0", properties: `"vpcId": {"type": "string"}`, fails: true,
			want: "Breaking:\n    port: removed; consumers still read it\n",
		},
		"breaking, allowed": {
			version: "2.0", properties: `"vpcId": {"type": "string"}`, flags: []string{"--allow-major"},
			want: "Breaking:\n    port: removed; consumers still read it\n",
		},
		"breaking, not raised, allowed": {
			version: "1.3", properties: `"vpcId": {"type": "string"}`, flags: []string{"--allow-major"}, fails: true,
			want: "Breaking:\n    port: removed; consumers still read it\n    breaking changes need version 2.0, got 1.3 after 1.2\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"diff", before, schemaFile(t, tc.version, tc.properties)}, tc.flags...)
			got, err := runCommand(t, args...)
			assert.Equal(t, tc.want, got)
			if tc.fails {
				assert.ErrorIs(t, err, errBreaking)
			} else {
				assert.NoError(t, err)
			}
		})
	}
}

func TestDiffOfWhatIsNoSchema(t *testing.T) {
	t.Parallel()
	good := schemaFile(t, "1.0", "")
	_, err := runCommand(t, "diff", "testdata/absent-old.json", "testdata/absent-new.json")
	require.ErrorContains(t, err, "absent-old.json")
	require.ErrorContains(t, err, "absent-new.json")
	_, err = runCommand(t, "diff", good, "testdata/contracts.md")
	require.ErrorContains(t, err, "new schema")
	_, err = runCommand(t, "diff", good)
	require.ErrorContains(t, err, "accepts 2 arg(s)")
}

func TestEveryRowHasEveryColumn(t *testing.T) {
	t.Parallel()
	got, err := runCommand(t, "docs", "./testdata/contracts")
	require.NoError(t, err)
	rows := 0
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "|") {
			rows++
			plain := strings.ReplaceAll(line, `\|`, "")
			assert.Equal(t, 10, strings.Count(plain, "|"), line)
		}
	}
	assert.Greater(t, rows, 20)
}
