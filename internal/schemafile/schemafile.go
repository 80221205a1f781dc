// Package schemafile keeps the JSON Schema of an example's settings, by which editors check its stacks' files.
package schemafile

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/groundwork-go/groundwork/stackconfig"
)

const (
	file     = "schema.json"
	modeline = "# yaml-language-server: $schema=" + file + "\n"
)

// Of is the schema of one key of a project, whose setting is a T.
func Of[T any](t *testing.T, project, key string) []byte {
	t.Helper()
	schema, err := stackconfig.Schema[T](project, key)
	require.NoError(t, err)
	return schema
}

// Check holds schema.json in the folder of the test to the schemas of the project's keys, which are of [Of], and every
// Pulumi.<stack>.yaml beside it to the schema. `go test . -update` writes schema.json; the flag is infratest's.
func Check(t *testing.T, keys ...[]byte) {
	t.Helper()
	want := together(t, keys)
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		require.NoError(t, os.WriteFile(file, want, 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "%s is out of date: go test . -update", file)

	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(want))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource(file, document))
	schema, err := compiler.Compile(file)
	require.NoError(t, err)
	stacks, err := filepath.Glob("Pulumi.*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, stacks)
	for _, stack := range stacks {
		text, err := os.ReadFile(stack)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(text), modeline), "%s: need the first line %s", stack, modeline)
		var settings any
		require.NoError(t, yaml.Unmarshal(text, &settings), stack)
		assert.NoError(t, schema.Validate(settings), stack)
	}
}

// together is one schema that asks for all of several.
func together(t *testing.T, keys [][]byte) []byte {
	t.Helper()
	require.NotEmpty(t, keys)
	if len(keys) == 1 {
		return keys[0]
	}
	all := map[string]any{}
	var parts []any
	for _, key := range keys {
		var part map[string]any
		require.NoError(t, json.Unmarshal(key, &part))
		all["$schema"] = part["$schema"] // of a whole schema, not of a part
		delete(part, "$schema")
		parts = append(parts, part)
	}
	all["allOf"] = parts
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(all))
	return out.Bytes()
}
