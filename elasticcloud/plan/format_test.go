package plan_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

// body is anything here that is rendered into a request.
type body interface{ JSON() ([]byte, error) }

// format is the documented format of a request, written down as a schema that takes no unknown field.
func format(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	files, err := filepath.Glob("testdata/schema/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		require.NoError(t, err, file)
		require.NoError(t, compiler.AddResource("memory:///"+filepath.Base(file), document))
	}
	schema, err := compiler.Compile("memory:///" + name + ".json")
	require.NoError(t, err)
	return schema
}

// rendered is the JSON of a request, which must have the format and be what is wanted, field by field.
func rendered(t *testing.T, schema, want string, value body) {
	t.Helper()
	text, err := value.JSON()
	require.NoError(t, err)
	assert.JSONEq(t, want, string(text))
	assertFormat(t, schema, string(text))
}

func assertFormat(t *testing.T, schema, text string) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	assert.NoError(t, format(t, schema).Validate(document), text)
}

// refused wants exactly these problems, of a value of the given type.
func refused(t *testing.T, typ string, err error, want ...string) {
	t.Helper()
	require.Error(t, err)
	var got []string
	for _, problem := range component.FieldErrors(err) {
		got = append(got, strings.TrimPrefix(problem.Error(), "plan: "+typ+"."))
	}
	assert.ElementsMatch(t, want, got)
	assert.Len(t, got, len(strings.Split(err.Error(), "\n")), "every problem is a field error")
}

func TestTheFormatsRefuseWhatIsNotDocumented(t *testing.T) {
	t.Parallel()
	for schema, documents := range map[string][]string{
		"ilm_policy": {
			`{"phases": {}}`, `{"policy": {"phases": {}}}`,
			`{"policy": {"phases": {"hot": {"actions": {"rollover": {}}}}}}`,
			`{"policy": {"phases": {"hot": {"actions": {"allocate": {"number_of_replicas": 0}}}}}}`,
			`{"policy": {"phases": {"warm": {"min_age": "1w", "actions": {}}}}}`,
			`{"policy": {"phases": {"frozen": {"actions": {}}}}}`,
		},
		"index_template":        {`{}`, `{"index_patterns": ["a"], "template": {"lifecycle": {"retention": "7d"}}}`},
		"component_template":    {`{"settings": {}}`},
		"data_stream_lifecycle": {`{"data_retention": 7}`},
		"slm_policy":            {`{"name": "a", "schedule": "1h"}`},
		"api_key":               {`{"name": "a", "role_descriptors": {"a": {"indices": [{"names": ["b"]}]}}}`, `{"name": "a", "metadata": {"_a": 1}}`},
		"role":                  {`{"index": []}`},
	} {
		compiled := format(t, schema)
		for _, text := range documents {
			document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			require.NoError(t, err)
			assert.Error(t, compiled.Validate(document), "%s %s", schema, text)
		}
	}
}

func TestThePlanIsRenderedInTheFormat(t *testing.T) {
	t.Parallel()
	for _, retention := range []plan.Retention{
		{HotDays: 1}, {HotDays: 7, WarmDays: 23}, {HotDays: 7, ColdDays: 23}, {HotDays: 7, FrozenDays: 23}, {HotDays: 3, WarmDays: 4, ColdDays: 5, FrozenDays: 6},
	} {
		for _, daily := range []float64{0.01, 1, 100, 10_000} {
			args := orders()
			args.Retention, args.DailyGB, args.SnapshotPolicy = retention, daily, "nightly"
			p, err := plan.Make(args)
			require.NoError(t, err)
			for schema, value := range map[string]body{"ilm_policy": p.Policy, "index_template": p.Template} {
				text, err := value.JSON()
				require.NoError(t, err)
				require.True(t, json.Valid(text))
				assertFormat(t, schema, string(text))
			}
		}
	}
}
