package stackref_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackref"
)

// contractSchema is a schema by hand: its properties, and which of them are required.
func contractSchema(version, properties, required string) []byte {
	return fmt.Appendf(nil, `{"x-contract": {"name": "acme.net", "version": %q}, "type": "object", "properties": {%s}, "required": [%s]}`,
		version, properties, required)
}

func TestCompareProperties(t *testing.T) {
	t.Parallel()
	const a = `"a"`
	for name, tc := range map[string]struct {
		old, new                 string
		oldRequired, newRequired string
		want                     string // path kind, with ! for breaking
		message                  string
	}{
		"nothing":         {old: `"a": {"type": "string"}`, new: `"a": {"type": "string"}`},
		"documentation":   {old: `"a": {"type": "string"}`, new: `"a": {"type": "string", "description": "d"}`},
		"added":           {new: `"a": {"type": "string"}`, want: "a added", message: "may be missing"},
		"added, required": {new: `"a": {"type": "string"}`, newRequired: a, want: "a added", message: "every producer has to set it"},
		"removed":         {old: `"a": {"type": "string"}`, want: "!a removed", message: "consumers still read it"},
		"renamed":         {old: `"vpcId": {"type": "string"}`, new: `"vpcID": {"type": "string"}`, want: "!vpcId renamed", message: `renamed to "vpcID"?`},
		"renamed, documented": {
			old:  `"a": {"type": "string", "description": "d"}`,
			new:  `"zone": {"type": "string", "description": "d"}`,
			want: "!a renamed", message: `"zone"`,
		},
		"renamed, retyped": {old: `"vpcId": {"type": "string"}`, new: `"vpcID": {"type": "integer"}`, want: "vpcID added, !vpcId removed"},
		"one for two":      {old: `"vpcId": {}, "vpc_id": {}`, new: `"vpcID": {}`, want: "!vpcId renamed, !vpc_id removed"},
		"retyped": {
			old:  `"a": {"type": "string", "minLength": 1}`,
			new:  `"a": {"type": "integer", "minimum": 1}`,
			want: "!a retyped", message: "integer now, was string",
		},
		"widened":  {old: `"a": {"type": "integer"}`, new: `"a": {"type": "number"}`, want: "!a retyped"},
		"narrowed": {old: `"a": {}`, new: `"a": {"type": "number"}`, want: "!a retyped", message: "number now, was any value"},
		"object to map": {
			old:  `"a": {"type": "object", "properties": {}}`,
			new:  `"a": {"type": "object", "additionalProperties": {}}`,
			want: "!a retyped", message: "map now, was object",
		},
		"made required":     {old: `"a": {"type": ["string", "null"]}`, new: `"a": {"type": "string"}`, newRequired: a, want: "a required"},
		"made optional":     {old: `"a": {"type": "string"}`, new: `"a": {"type": ["string", "null"]}`, oldRequired: a, want: "!a optional"},
		"default instead":   {old: `"a": {"type": "string"}`, new: `"a": {"type": ["string", "null"], "default": "x"}`, oldRequired: a, want: "!a optional"},
		"other default":     {old: `"a": {"default": 1}`, new: `"a": {"default": 2}`, want: "a default", message: "default 2 now, was 1"},
		"retyped, default":  {old: `"a": {"type": "integer", "default": 1}`, new: `"a": {"type": "string", "default": "1"}`, want: "!a retyped"},
		"null among values": {old: `"a": {"enum": ["a"]}`, new: `"a": {"enum": ["a", null]}`},
		"no default":        {old: `"a": {"default": false}`, new: `"a": {}`, want: "a default", message: "default none now, was false"},
		"secret":            {old: `"a": {"type": "string"}`, new: `"a": {"type": "string", "x-secret": true}`, want: "!a secret"},
		"plain, masked": {
			old:  `"a": {"x-secret": true, "anyOf": [{"const": "[secret]"}, {"type": "integer"}]}`,
			new:  `"a": {"type": "integer"}`,
			want: "!a plain",
		},
		"retyped, masked": {
			old: `"a": {"x-secret": true, "anyOf": [{"const": "[secret]"}, {"type": "integer"}]}`,
			new: `"a": {"x-secret": true, "type": "string"}`, want: "!a retyped", message: "string now, was integer",
		},
		"deprecated": {old: `"a": {}`, new: `"a": {"x-deprecated": "use b"}`, want: "a deprecated", message: "deprecated: use b"},
		"restored":   {old: `"a": {"x-deprecated": "use b"}`, new: `"a": {}`, want: "a deprecated", message: "no longer"},
		"item type": {
			old:  `"a": {"type": "array", "items": {"type": "string"}}`,
			new:  `"a": {"type": "array", "items": {"type": "integer"}}`,
			want: "!a[*] retyped",
		},
		"item null": {
			old:  `"a": {"type": "array", "items": {"type": "string"}}`,
			new:  `"a": {"type": "array", "items": {"type": ["string", "null"]}}`,
			want: "!a[*] retyped",
		},
		"value rule": {
			old:  `"a": {"type": "object", "additionalProperties": {"type": "string"}}`,
			new:  `"a": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 3}}`,
			want: "a[*] tightened",
		},
		"nested": {
			old:  `"a": {"type": "object", "properties": {"b": {"type": "string"}}}`,
			new:  `"a": {"type": "object", "properties": {}}`,
			want: "!a.b removed",
		},
		"nested in items": {
			old:  `"a": {"type": "array", "items": {"type": "object", "properties": {"b": {}}}}`,
			new:  `"a": {"type": "array", "items": {"type": "object", "properties": {"b": {}}, "required": ["b"]}}`,
			want: "a[*].b required",
		},
		"several": {
			old:  `"a": {"type": "string"}, "b": {}`,
			new:  `"a": {"type": "string", "minLength": 2, "x-secret": true}, "c": {"type": "integer"}`,
			want: "a tightened, !a secret, !b removed, c added",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changes, err := stackref.Compare(contractSchema("1.0", tc.old, tc.oldRequired), contractSchema("2.0", tc.new, tc.newRequired))
			require.NoError(t, err)
			assert.Equal(t, tc.want, inShort(changes))
			if tc.message != "" {
				require.NotEmpty(t, changes)
				assert.Contains(t, changes[0].Message, tc.message)
				assert.Equal(t, changes[0].Path+": "+changes[0].Message, changes[0].String())
			}
		})
	}
}

func TestCompareRules(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ loose, tight string }{
		{``, `"minLength": 2`},
		{`"minLength": 1`, `"minLength": 2`},
		{`"maxLength": 10`, `"maxLength": 9`},
		{`"minimum": -1`, `"minimum": 0.5`},
		{`"maximum": 1e3`, `"maximum": 999`},
		{`"minItems": 1`, `"minItems": 2`},
		{`"maxItems": 2`, `"maxItems": 1`},
		{`"minProperties": 1`, `"minProperties": 2`},
		{`"maxProperties": 2`, `"maxProperties": 1`},
		{``, `"enum": ["a", null]`},
		{`"enum": ["a", "b"]`, `"enum": ["a"]`},
		{``, `"pattern": "^a"`},
		{`"pattern": "^a"`, `"pattern": "^a", "allOf": [{"pattern": "b$"}]`},
		{``, `"uniqueItems": true`},
		{``, `"format": "uuid"`},
		{``, `"x-rules": ["later=1"]`},
	} {
		loose, tight := contractSchema("1.0", `"a": {`+tc.loose+`}`, ""), contractSchema("2.0", `"a": {`+tc.tight+`}`, "")
		changes, err := stackref.Compare(loose, tight)
		require.NoError(t, err)
		assert.Equal(t, "a tightened", inShort(changes), "%s to %s", tc.loose, tc.tight)

		tight, loose = contractSchema("1.0", `"a": {`+tc.tight+`}`, ""), contractSchema("2.0", `"a": {`+tc.loose+`}`, "")
		changes, err = stackref.Compare(tight, loose)
		require.NoError(t, err)
		assert.Equal(t, "!a loosened", inShort(changes), "%s to %s", tc.tight, tc.loose)
	}
	changes, err := stackref.Compare(contractSchema("1.0", `"a": {"pattern": "^a", "minLength": 2}`, ""), contractSchema("2.0", `"a": {"pattern": "^b", "minLength": 2.0}`, ""))
	require.NoError(t, err)
	assert.Equal(t, "!a loosened, a tightened", inShort(changes), "nobody can tell which of two patterns accepts more")
}

func TestCompareVersions(t *testing.T) {
	t.Parallel()
	const same, more, other = `"a": {"type": "string"}`, `"a": {"type": "string"}, "b": {"type": "string"}`, `"a": {"type": "integer"}`
	for _, tc := range []struct {
		oldVersion, newVersion string
		old, new               string
		want, message          string
	}{
		{"1.2", "1.2", same, same, "", ""},
		{"1.2", "1.3", same, same, "", ""},
		{"1.2", "1.3", same, more, "b added", ""},
		{"1.2", "2.0", same, more, "b added", ""},
		{"1.2", "1.2", same, more, "b added, ! version", "changes need version 1.3, got 1.2 again"},
		{"1.2", "1.3", same, other, "!a retyped, ! version", "breaking changes need version 2.0, got 1.3 after 1.2"},
		{"1.2", "1.2", same, other, "!a retyped, ! version", "breaking changes need version 2.0, got 1.2 after 1.2"},
		{"1.2", "2.0", same, other, "!a retyped", ""},
		{"1.2", "3.1", same, other, "!a retyped", ""},
		{"1.2", "1.1", same, same, "! version", "the version went from 1.2 down to 1.1"},
		{"2.0", "1.9", same, more, "b added, ! version", "down to 1.9"},
		{"1.9", "1.10", same, more, "b added", ""},
		{"0.1", "0.2", same, other, "!a retyped, ! version", "need version 1.0"},
	} {
		changes, err := stackref.Compare(contractSchema(tc.oldVersion, tc.old, ""), contractSchema(tc.newVersion, tc.new, ""))
		require.NoError(t, err)
		require.Equal(t, tc.want, inShort(changes), "%s to %s", tc.oldVersion, tc.newVersion)
		if tc.message != "" {
			assert.Contains(t, changes[len(changes)-1].String(), tc.message)
		}
	}
}

func TestCompareAnotherContract(t *testing.T) {
	t.Parallel()
	changes, err := stackref.Compare(
		[]byte(`{"x-contract": {"name": "acme.net", "version": "1.2"}, "properties": {"a": {}}}`),
		[]byte(`{"x-contract": {"name": "acme.network", "version": "1.0"}}`))
	require.NoError(t, err)
	assert.Equal(t, "! contract, !a removed", inShort(changes))
	assert.Equal(t, "the contract is acme.network now, and was acme.net", changes[0].Message)
}

func TestCompareRefusesWhatIsNoContract(t *testing.T) {
	t.Parallel()
	good := contractSchema("1.0", "", "")
	for text, want := range map[string]string{
		``:     "not a JSON Schema",
		`[]`:   "not a JSON Schema",
		`{} {`: "not a JSON Schema",
		`{}`:   `"x-contract" is missing`,
		`{"x-contract": {"name": "a", "version": "1"}}`:                                               `need major.minor such as "1.2", got "1"`,
		`{"x-contract": {"name": "a", "version": "1.0"}, "type": 7}`:                                  "not a JSON Schema",
		`{"x-contract": {"name": "a", "version": "1.0"}, "properties": {"a": null}}`:                  `property "a"`,
		`{"x-contract": {"name": "a", "version": "1.0"}, "properties": {"a": {"anyOf": [null, {}]}}}`: `property "a"`,
	} {
		_, err := stackref.Compare([]byte(text), good)
		require.ErrorContains(t, err, "stackref: old schema: ", text)
		require.ErrorContains(t, err, want, text)
		_, err = stackref.Compare(good, []byte(text))
		require.ErrorContains(t, err, "stackref: new schema: ", text)
		_, err = stackref.Compare([]byte(text), []byte(text))
		require.ErrorContains(t, err, "old schema", text)
		require.ErrorContains(t, err, "new schema", text)
	}
}

func TestCompareReadsWhatSchemaWrites(t *testing.T) {
	t.Parallel()
	type tier struct {
		stackref.Contract `contract:"acme.described" version:"2.0"`
		Port              pulumi.StringOutput   `pulumi:"port"`
		Password          pulumi.StringOutput   `pulumi:"password"`
		Pins              pulumi.IntArrayOutput `pulumi:"pins,secret" validate:"min=1"`
	}
	before, err := stackref.Schema[described]()
	require.NoError(t, err)
	changes, err := stackref.Compare(before, before)
	require.NoError(t, err)
	assert.Empty(t, changes)

	after, err := stackref.Schema[tier]()
	require.NoError(t, err)
	changes, err = stackref.Compare(before, after)
	require.NoError(t, err)
	assert.Equal(t, "!extra removed, !labels removed, !natAddress removed, !password loosened, !password plain, !peers removed, "+
		"pins tightened, pins required, !port retyped, port required, !ratio removed, !sizes removed, !subnets removed, !tier removed, "+
		"!vpcId removed, !zones removed", inShort(changes))
}

func FuzzCompare(f *testing.F) {
	f.Add([]byte(`{"x-contract": {"name": "a", "version": "1.0"}, "properties": {"a": {"anyOf": [{"const": "x"}, {}]}}}`), []byte(`{}`))
	f.Add([]byte(`{"x-contract": {"name": "a", "version": "1.0"}, "properties": {"a": {"items": null, "type": "array"}}}`), []byte(`null`))
	f.Fuzz(func(t *testing.T, before, after []byte) {
		changes, err := stackref.Compare(before, after)
		if err != nil {
			assert.Empty(t, changes)
		}
		if same, err := stackref.Compare(before, before); err == nil {
			assert.Empty(t, same)
		}
	})
}

// inShort is one change after the other: path and kind, with an exclamation mark before a breaking one.
func inShort(changes []stackref.Change) string {
	var all []string
	for _, c := range changes {
		mark := ""
		if c.Breaking {
			mark = "!"
		}
		all = append(all, mark+c.Path+" "+string(c.Kind))
	}
	return strings.Join(all, ", ")
}
