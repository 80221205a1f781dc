package stackref_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackref"
)

type described struct {
	stackref.Contract `contract:"acme.described" version:"1.2"`
	VPCID             pulumi.IDOutput          `pulumi:"vpcId" doc:"VPC <id>" validate:"prefix=vpc-,max=21"`
	Subnets           pulumi.StringArrayOutput `pulumi:"subnets" validate:"len=2..3,unique,suffix=-a"`
	Port              pulumi.IntOutput         `pulumi:"port" default:"5432" validate:"min=1,max=65535"`
	Ratio             float64                  `pulumi:"ratio,optional" validate:"min=0.5"`
	Tier              pulumi.StringOutput      `pulumi:"tier,optional" validate:"oneof=small|large" deprecated:"use port"`
	Sizes             []int                    `pulumi:"sizes,optional" validate:"oneof=1|2"`
	NATAddress        pulumi.StringPtrOutput   `pulumi:"natAddress"`
	Labels            pulumi.StringMapOutput   `pulumi:"labels,optional" validate:"max=2"`
	Password          pulumi.StringOutput      `pulumi:"password,secret" validate:"min=8"`
	Pins              pulumi.IntArrayOutput    `pulumi:"pins,secret,optional"`
	Zones             map[string]struct {
		Name string `pulumi:"name" validate:"pattern=^[a-z,]+$"`
	} `pulumi:"zones,optional"`
	Peers []*struct {
		Host pulumi.StringOutput `pulumi:"host"`
	} `pulumi:"peers,optional"`
	Extra pulumi.MapOutput `pulumi:"extra,optional"`
}

const describedValues = `{"vpcId": "vpc-1", "subnets": ["x-a", "y-a"], "password": "[secret]"}`

// validator proves that the schema of a T is a valid one of its draft.
func validator[T any](t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := stackref.Schema[T]()
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("contract.json", document))
	schema, err := compiler.Compile("contract.json")
	require.NoError(t, err)
	return schema
}

func TestSchemaAcceptsWhatTheContractAccepts(t *testing.T) {
	t.Parallel()
	schema := validator[described](t)
	for _, tc := range []struct {
		with string // merged over describedValues
		bad  bool
	}{
		{with: `{}`},
		{with: `{"other": 7, "__contracts": {}}`},
		{with: `{"vpcId": null}`, bad: true},
		{with: `{"vpcId": 7}`, bad: true},
		{with: `{"vpcId": "subnet-1"}`, bad: true},
		{with: `{"vpcId": "vpc-1234567890123456789"}`, bad: true},
		{with: `{"subnets": ["x-a"]}`, bad: true},
		{with: `{"subnets": ["x-a", "x-a"]}`, bad: true},
		{with: `{"subnets": ["x-a", "y-b"]}`, bad: true},
		{with: `{"subnets": ["1-a", "2-a", "3-a", "4-a"]}`, bad: true},
		{with: `{"port": 1}`},
		{with: `{"port": null}`},
		{with: `{"port": 0}`, bad: true},
		{with: `{"port": 1.5}`, bad: true},
		{with: `{"port": "1"}`, bad: true},
		{with: `{"port": 65536}`, bad: true},
		{with: `{"ratio": 0.5}`},
		{with: `{"ratio": 0.4}`, bad: true},
		{with: `{"tier": "small"}`},
		{with: `{"tier": null}`},
		{with: `{"tier": "medium"}`, bad: true},
		{with: `{"sizes": [1, 2, 1]}`},
		{with: `{"sizes": [3]}`, bad: true},
		{with: `{"natAddress": null}`},
		{with: `{"natAddress": "1.2.3.4"}`},
		{with: `{"natAddress": 7}`, bad: true},
		{with: `{"labels": {"a": "b", "c": "d"}}`},
		{with: `{"labels": {"a": 1}}`, bad: true},
		{with: `{"labels": {"a": "", "b": "", "c": ""}}`, bad: true},
		{with: `{"password": "12345678"}`},
		{with: `{"password": "1234567"}`, bad: true},
		{with: `{"pins": "[secret]"}`},
		{with: `{"pins": [1, "[secret]"]}`},
		{with: `{"pins": ["1"]}`, bad: true},
		{with: `{"zones": {"a": {"name": "a,b", "more": 1}}}`},
		{with: `{"zones": {"a": {}}}`, bad: true},
		{with: `{"zones": {"a": {"name": "A"}}}`, bad: true},
		{with: `{"zones": {"a": null}}`, bad: true},
		{with: `{"peers": [null, {"host": "h"}]}`},
		{with: `{"peers": [{}]}`, bad: true},
		{with: `{"extra": {"any": [1, null, {}]}}`},
		{with: `{"extra": 7}`, bad: true},
	} {
		values := map[string]any{}
		require.NoError(t, json.Unmarshal([]byte(describedValues), &values))
		require.NoError(t, json.Unmarshal([]byte(tc.with), &values))
		if err := schema.Validate(values); tc.bad {
			assert.Error(t, err, tc.with)
		} else {
			assert.NoError(t, err, tc.with)
		}
	}
	for _, missing := range []string{"vpcId", "subnets", "password"} {
		values := map[string]any{}
		require.NoError(t, json.Unmarshal([]byte(describedValues), &values))
		delete(values, missing)
		assert.ErrorContains(t, schema.Validate(values), missing)
	}
}

func TestSchemaSaysWhatAValidatorCannot(t *testing.T) {
	t.Parallel()
	text, err := stackref.Schema[described]()
	require.NoError(t, err)
	assert.Contains(t, string(text), "VPC <id>", "not escaped")
	assert.True(t, strings.HasSuffix(string(text), "}\n"))
	var root map[string]any
	require.NoError(t, json.Unmarshal(text, &root))
	assert.Equal(t, map[string]any{"name": "acme.described", "version": "1.2"}, root["x-contract"])
	assert.Equal(t, "acme.described 1.2", root["title"])
	assert.Equal(t, true, root["additionalProperties"])
	assert.Equal(t, []any{"password", "subnets", "vpcId"}, root["required"])
	fields := root["properties"].(map[string]any)
	assert.Equal(t, true, fields["password"].(map[string]any)["x-secret"])
	assert.Equal(t, true, fields["tier"].(map[string]any)["deprecated"])
	assert.Equal(t, "use port", fields["tier"].(map[string]any)["x-deprecated"])
	assert.Equal(t, map[string]any{"default": 5432.0, "type": []any{"integer", "null"}, "minimum": 1.0, "maximum": 65535.0}, fields["port"])

	again, err := stackref.Schema[described]()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
}

func TestSchemaKeepsEveryPattern(t *testing.T) {
	t.Parallel()
	type patterned struct {
		stackref.Contract `contract:"acme.patterned" version:"1.0"`
		Name              pulumi.StringOutput `pulumi:"name" validate:"prefix=a.,suffix=z,pattern=^.{4}$"`
	}
	schema := validator[patterned](t)
	for name, ok := range map[string]bool{"a.yz": true, "axyz": false, "a.yy": false, "a.xyz": false} {
		err := schema.Validate(map[string]any{"name": name})
		assert.Equal(t, ok, err == nil, "%s: %v", name, err)
	}
}

func TestSchemaOfAStructThatIsNoContract(t *testing.T) {
	t.Parallel()
	type unmarked struct {
		Port pulumi.IntOutput `pulumi:"port"`
		Size pulumi.IntOutput
	}
	_, err := stackref.Schema[unmarked]()
	require.ErrorContains(t, err, "stackref: schema of stackref_test.unmarked: ")
	require.ErrorContains(t, err, "need an embedded stackref.Contract")
	require.ErrorContains(t, err, "stackref_test.unmarked.Size: need a pulumi tag")
	_, err = stackref.Schema[int]()
	require.ErrorContains(t, err, "int: need a struct")
}
