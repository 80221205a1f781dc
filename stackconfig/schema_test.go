package stackconfig_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackconfig"
)

// compile turns the schema of a T into a validator, which also proves that it is
// a valid schema of its draft.
func compile[T any](t *testing.T, key string) *jsonschema.Schema {
	t.Helper()
	text, err := stackconfig.Schema[T]("shop", key)
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("stack.json", document))
	schema, err := compiler.Compile("stack.json")
	require.NoError(t, err)
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, document string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	require.NoError(t, err)
	return schema.Validate(value)
}

func TestSchemaAgreesWithLoad(t *testing.T) {
	t.Parallel()
	schema := compile[[]instance](t, "redis")
	for _, item := range []string{
		`{"name": "cache", "memory_gb": 2}`,
		`{"name": "jobs", "memory_gb": 300, "tier": "STANDARD_HA", "replicas": 5, "ratio": 0.9, "active_defrag": true,
		  "snapshot_period": "TWELVE_HOURS", "timeout": "1m30s", "maintenance": {"day": "SUNDAY", "hour": 0},
		  "labels": {"team": "core"}, "zones": ["c"]}`,
	} {
		require.NoError(t, validate(t, schema, `{"config": {"shop:redis": [`+item+`]}}`), item)
		_, err := load[[]instance](t, `[`+item+`]`)
		require.NoError(t, err, item)
	}
	for _, item := range []string{
		`{}`, `{"name": "cache"}`, `7`, `{"name": "", "memory_gb": 2}`, `{"name": "Cache", "memory_gb": 2}`,
		`{"name": "cache", "memory_gb": 0}`, `{"name": "cache", "memory_gb": 301}`, `{"name": "cache", "memory_gb": 1.5}`,
		`{"name": "cache", "memory_gb": "2"}`, `{"name": "cache", "memory_gb": 2, "teir": "BASIC"}`,
		`{"name": "cache", "memory_gb": 2, "tier": "basic"}`, `{"name": "cache", "memory_gb": 2, "replicas": -1}`,
		`{"name": "cache", "memory_gb": 2, "replicas": 6}`, `{"name": "cache", "memory_gb": 2, "ratio": 0.95}`,
		`{"name": "cache", "memory_gb": 2, "active_defrag": "yes"}`, `{"name": "cache", "memory_gb": 2, "snapshot_period": "2h"}`,
		`{"name": "cache", "memory_gb": 2, "timeout": "soon"}`, `{"name": "cache", "memory_gb": 2, "maintenance": {}}`,
		`{"name": "cache", "memory_gb": 2, "maintenance": {"day": "SUNDAY", "hour": 24}}`,
		`{"name": "cache", "memory_gb": 2, "labels": {"a": 1}}`, `{"name": "cache", "memory_gb": 2, "labels": {"a": "B"}}`,
		`{"name": "cache", "memory_gb": 2, "labels": {"a": "a", "b": "b", "c": "c"}}`,
		`{"name": "cache", "memory_gb": 2, "zones": []}`, `{"name": "cache", "memory_gb": 2, "zones": ["d"]}`,
		`{"name": "cache", "memory_gb": 2, "zones": ["a", "a"]}`, `{"name": "cache", "memory_gb": 2, "password": "plain"}`,
	} {
		require.Error(t, validate(t, schema, `{"config": {"shop:redis": [`+item+`]}}`), item)
		_, err := load[[]instance](t, `[`+item+`]`)
		require.Error(t, err, item)
	}
}

func TestSchemaIsOfTheWholeFile(t *testing.T) {
	t.Parallel()
	schema := compile[[]instance](t, "redis")
	item := `{"name": "cache", "memory_gb": 2, "password": {"secure": "v1:abc"}}`
	require.NoError(t, validate(t, schema,
		`{"secretsprovider": "passphrase", "encryptionsalt": "v1:x", "config": {"gcp:region": "x", "shop:redis": [`+item+`]}}`))
	require.Error(t, validate(t, schema, `{}`), "the key must be there")
	require.Error(t, validate(t, schema, `{"config": {}}`), "the key must be there")
	require.Error(t, validate(t, schema, `{"config": {"redis": []}}`), "the key must be there with its namespace")
	require.Error(t, validate(t, schema,
		`{"config": {"shop:redis": [{"name": "cache", "memory_gb": 2, "password": {"secure": "v1:abc", "x": 1}}]}}`))

	optional := compile[*[]instance](t, "redis")
	require.NoError(t, validate(t, optional, `{}`), "a pointer is optional")
	require.Error(t, validate(t, optional, `{"config": {"shop:redis": 7}}`))
}

func TestSchemaOfScalars(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		schema *jsonschema.Schema
		good   []string
		bad    []string
	}{
		"int":      {compile[int](t, "a:b"), []string{`7`, `"7"`, `"-7"`}, []string{`1.5`, `"x"`, `true`}},
		"bool":     {compile[bool](t, "a:b"), []string{`true`, `"false"`}, []string{`"yes"`, `1`}},
		"float":    {compile[float64](t, "a:b"), []string{`1.5`, `"1.5e3"`}, []string{`"x"`}},
		"string":   {compile[string](t, "a:b"), []string{`"x"`}, []string{`7`}},
		"duration": {compile[time.Duration](t, "a:b"), []string{`"1h30m"`, `"0"`, `"-1.5h"`}, []string{`"1x"`, `""`, `7`}},
		"text":     {compile[period](t, "a:b"), []string{`"12h"`}, []string{`"2h"`}},
		"time":     {compile[time.Time](t, "a:b"), []string{`"2026-01-02T03:04:05Z"`}, []string{`7`}},
		"secret":   {compile[pulumi.StringOutput](t, "a:b"), []string{`{"secure": "v1:x"}`}, []string{`"plain"`, `{}`}},
	} {
		for _, value := range tc.good {
			assert.NoError(t, validate(t, tc.schema, `{"config": {"a:b": `+value+`}}`), name+" "+value)
		}
		for _, value := range tc.bad {
			assert.Error(t, validate(t, tc.schema, `{"config": {"a:b": `+value+`}}`), name+" "+value)
		}
	}
}

func TestSchemaRequiresGroupsThatHaveRequiredKeys(t *testing.T) {
	t.Parallel()
	schema := compile[service](t, "service")
	require.NoError(t, validate(t, schema, `{"config": {"shop:service": {"owner": "core", "alarms": {"topic": "t"}}}}`))
	require.Error(t, validate(t, schema, `{"config": {"shop:service": {"owner": "core"}}}`))
	require.Error(t, validate(t, schema, `{"config": {"shop:service": {"alarms": {"topic": "t"}}}}`))
}

type hinted struct {
	Port  int      `yaml:"port" default:"6379" doc:"TCP port <1024 excluded" validate:"oneof=6379|6380"`
	Zones []string `yaml:"zones" default:"[\"a\"]" validate:"len=1..3"`
	On    bool     `yaml:"on" default:"true"`
}

func TestSchemaCarriesHintsForEditors(t *testing.T) {
	t.Parallel()
	text, err := stackconfig.Schema[hinted]("shop", "hinted")
	require.NoError(t, err)
	assert.Contains(t, string(text), "TCP port <1024 excluded", "not escaped")
	var root map[string]any
	require.NoError(t, json.Unmarshal(text, &root))
	assert.Equal(t, "https://json-schema.org/draft/2020-12/schema", root["$schema"])
	config := root["properties"].(map[string]any)["config"].(map[string]any)
	assert.Equal(t, map[string]any{
		"type": "object", "additionalProperties": false,
		"properties": map[string]any{
			"port": map[string]any{
				"type": "integer", "default": 6379.0, "enum": []any{6379.0, 6380.0}, "description": "TCP port <1024 excluded",
			},
			"zones": map[string]any{
				"type": "array", "items": map[string]any{"type": "string"}, "default": []any{"a"}, "minItems": 1.0, "maxItems": 3.0,
			},
			"on": map[string]any{"type": "boolean", "default": true},
		},
	}, config["properties"].(map[string]any)["shop:hinted"])

	again, err := stackconfig.Schema[hinted]("shop", "hinted")
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
}
