package shape_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

type base struct {
	Name pulumi.StringOutput `pulumi:"name"`
}

type item struct {
	ID  pulumi.IDOutput `pulumi:"id"`
	Not *string         `pulumi:"not"`
}

type sound struct {
	stackref.Contract `contract:"acme.sound-2.x" version:"1.20"`
	base

	Text   pulumi.StringOutput             `pulumi:"text,optional" doc:"a text" deprecated:"use name" validate:"min=1,pattern=^a,b$"`
	Port   pulumi.IntPtrOutput             `pulumi:"port" default:"80"`
	Secret pulumi.StringArrayOutput        `pulumi:"secret,secret,optional"`
	Matrix pulumi.StringArrayMapOutput     `pulumi:"matrix"`
	Any    pulumi.AnyOutput                `pulumi:"any"`
	Items  map[string][]item               `pulumi:"items"`
	Floats []pulumi.Float64Output          `pulumi:"floats"`
	Flags  map[string]pulumi.BoolMapOutput `pulumi:"flags"`
}

func TestOf(t *testing.T) {
	t.Parallel()
	type embeds struct{ sound }
	_, err := shape.Of(reflect.TypeFor[embeds]())
	require.ErrorContains(t, err, "shape_test.embeds: need an embedded stackref.Contract", "the marker of an embedded struct is not its own")

	c, err := shape.Of(reflect.TypeFor[sound]())
	require.NoError(t, err)
	str := shape.Type{Kind: shape.String}
	strs := shape.Type{Kind: shape.Array, Elem: &str}
	out := func(t shape.Type) shape.Type {
		t.Output = true
		return t
	}
	object := shape.Type{Kind: shape.Object, Fields: []shape.Field{
		{GoName: "ID", Index: []int{0}, Name: "id", Type: out(str)},
		{GoName: "Not", Index: []int{1}, Name: "not", Type: shape.Type{Kind: shape.String, Nullable: true}},
	}}
	list := shape.Type{Kind: shape.Array, Elem: &object}
	float := out(shape.Type{Kind: shape.Number})
	flags := out(shape.Type{Kind: shape.Map, Elem: &shape.Type{Kind: shape.Boolean}})
	assert.Equal(t, &shape.Contract{Name: "acme.sound-2.x", Major: 1, Minor: 20, GoType: "shape_test.sound", Fields: []shape.Field{
		{GoName: "Name", Index: []int{1, 0}, Name: "name", Type: out(str)},
		{
			GoName: "Text", Index: []int{2}, Name: "text", Type: out(str), Optional: true, Doc: "a text", Deprecated: "use name",
			Rules: []shape.Rule{{Name: "min", Value: "1"}, {Name: "pattern", Value: "^a,b$"}},
		},
		{GoName: "Port", Index: []int{3}, Name: "port", Type: out(shape.Type{Kind: shape.Integer, Nullable: true}), Default: "80", HasDefault: true},
		{GoName: "Secret", Index: []int{4}, Name: "secret", Type: out(strs), Secret: true, Optional: true},
		{GoName: "Matrix", Index: []int{5}, Name: "matrix", Type: out(shape.Type{Kind: shape.Map, Elem: &strs})},
		{GoName: "Any", Index: []int{6}, Name: "any", Type: out(shape.Type{Kind: shape.Any})},
		{GoName: "Items", Index: []int{7}, Name: "items", Type: shape.Type{Kind: shape.Map, Elem: &list}},
		{GoName: "Floats", Index: []int{8}, Name: "floats", Type: shape.Type{Kind: shape.Array, Elem: &float}},
		{GoName: "Flags", Index: []int{9}, Name: "flags", Type: shape.Type{Kind: shape.Map, Elem: &flags}},
	}}, c)
}

type recursive struct {
	stackref.Contract `contract:"a" version:"1.0"`

	Children []recursive `pulumi:"children"`
}

func TestOfFindsEveryProblem(t *testing.T) {
	t.Parallel()
	type bad struct {
		stackref.Contract `contract:"Acme" version:"1"`

		NoTag    pulumi.StringOutput
		Empty    pulumi.StringOutput      `pulumi:""`
		Spaced   pulumi.StringOutput      `pulumi:"a b"`
		Option   pulumi.StringOutput      `pulumi:"option,optionl"`
		hidden   pulumi.StringOutput      `pulumi:"hidden"` //nolint:unused // the problem under test
		First    pulumi.StringOutput      `pulumi:"twice"`
		Second   pulumi.StringOutput      `pulumi:"twice"`
		Reserved pulumi.StringOutput      `pulumi:"__contracts"`
		Channel  chan int                 `pulumi:"channel"`
		Asset    pulumi.AssetOutput       `pulumi:"asset"`
		Input    pulumi.StringInput       `pulumi:"input"`
		Literal  pulumi.String            `pulumi:"literal"`
		Keys     map[int]string           `pulumi:"keys"`
		Pointer  *pulumi.StringOutput     `pulumi:"pointer"`
		Rule     pulumi.StringOutput      `pulumi:"rule" validate:"between=1"`
		Misfit   pulumi.BoolOutput        `pulumi:"misfit" validate:"min=1"`
		Limits   pulumi.IntOutput         `pulumi:"limits" validate:"min=5,max=3"`
		Length   pulumi.StringOutput      `pulumi:"length" validate:"len=4..2"`
		Choice   pulumi.IntOutput         `pulumi:"choice" validate:"oneof=1|x"`
		Pattern  pulumi.StringOutput      `pulumi:"pattern" validate:"pattern=("`
		Unique   pulumi.StringMapOutput   `pulumi:"unique" validate:"unique"`
		Default  pulumi.IntOutput         `pulumi:"default" default:"1.5"`
		Breaks   pulumi.IntOutput         `pulumi:"breaks" default:"9" validate:"max=3"`
		List     pulumi.StringArrayOutput `pulumi:"list" default:"a"`
		Exposed  pulumi.StringOutput      `pulumi:"exposed,secret" default:"x"`
		Plain    string                   `pulumi:"plain,secret"`
		Tree     struct {
			A []string `pulumi:"a"`
		} `pulumi:"tree,secret"`
	}
	_, err := shape.Of(reflect.TypeFor[bad]())
	var typed *shape.Error
	require.ErrorAs(t, err, &typed)
	unsupported := func(name string) string {
		return "the type " + name + " is not supported, need a Pulumi output of strings, integers, float64s or booleans, " +
			"a plain string, int, float64 or bool, or a struct, slice or map of these"
	}
	want := []shape.Problem{
		{Path: "", Text: `contract tag: need a name such as "acme.network", got "Acme"`},
		{Path: "", Text: `version tag: need major.minor such as "1.2", got "1"`},
		{Path: ".NoTag", Text: "need a pulumi tag"},
		{Path: ".Empty", Text: "need a pulumi tag"},
		{Path: ".Spaced", Text: `pulumi tag: need a name of letters, digits, hyphens and underscores, got "a b"`},
		{Path: ".Option", Text: `pulumi tag: need optional or secret after the name, got "optionl"; did you mean "optional"?`},
		{Path: ".hidden", Text: "need an exported field"},
		{Path: ".Channel", Text: unsupported("chan int")},
		{Path: ".Asset", Text: unsupported("pulumi.AssetOutput")},
		{Path: ".Input", Text: unsupported("pulumi.StringInput")},
		{Path: ".Literal", Text: unsupported("pulumi.String")},
		{Path: ".Keys", Text: unsupported("map[int]string")},
		{Path: ".Pointer", Text: unsupported("*pulumi.StringOutput")},
		{Path: ".Second", Text: `the name "twice" is taken by the field First`},
		{Path: ".Reserved", Text: `the name "__contracts" is reserved, as every name that begins with two underscores`},
		{Path: ".Rule", Text: `rule "between=1": unknown rule, need min, max, len, oneof, pattern, prefix, suffix or unique`},
		{Path: ".Misfit", Text: `rule "min=1": does not apply to the type of the field`},
		{Path: ".Limits", Text: "rule min=5: more than max=3"},
		{Path: ".Length", Text: `rule "len=4..2": the lower limit is above the upper one`},
		{Path: ".Choice", Text: `rule "oneof=1|x": "x" is no choice for an integer`},
		{Path: ".Pattern", Text: "rule \"pattern=(\": error parsing regexp: missing closing ): `(`"},
		{Path: ".Unique", Text: `rule "unique": does not apply to the type of the field`},
		{Path: ".Default", Text: `default: need an integer, got "1.5"`},
		{Path: ".Breaks", Text: `default: need 3 or less, got "9"`},
		{Path: ".List", Text: "default: need a string, number or boolean field, got an array"},
		{Path: ".Exposed", Text: "a secret cannot have a default, which everybody could read in the source"},
		{Path: ".Plain", Text: "a secret needs a Pulumi output; a plain Go value cannot be secret"},
		{Path: ".Tree.A", Text: "a secret needs a Pulumi output; a plain Go value cannot be secret"},
	}
	for i := range want {
		want[i].Path = "shape_test.bad" + want[i].Path
	}
	assert.Equal(t, want, typed.Problems)
	assert.Contains(t, err.Error(), "\nshape_test.bad.NoTag: need a pulumi tag\n")
}

func TestOfRefuses(t *testing.T) {
	t.Parallel()
	type empty struct {
		stackref.Contract `contract:"a" version:"1.0"`
	}
	type nested struct {
		stackref.Contract `contract:"a" version:"1.0"`

		In empty `pulumi:"in"`
	}
	for want, typ := range map[string]reflect.Type{
		"nil: need a struct":                        nil,
		"string: need a struct":                     reflect.TypeFor[string](),
		"shape_test.empty: need at least one field": reflect.TypeFor[empty](),
		"shape_test.nested.In.Contract: only the contract itself embeds stackref.Contract":                            reflect.TypeFor[nested](),
		"shape_test.recursive.Children: shape_test.recursive contains itself; a contract has a fixed depth":           reflect.TypeFor[recursive](),
		`shape_test.base: need an embedded stackref.Contract with tags such as contract:"acme.network" version:"1.0"`: reflect.TypeFor[base](),
	} {
		_, err := shape.Of(typ)
		require.EqualError(t, err, want)
	}
}

func TestMarker(t *testing.T) {
	t.Parallel()
	marker := reflect.TypeFor[stackref.Contract]()
	assert.Equal(t, shape.MarkerPackage, marker.PkgPath())
	assert.Equal(t, shape.MarkerName, marker.Name())
}

func TestRules(t *testing.T) {
	t.Parallel()
	str := shape.Type{Kind: shape.String}
	text, number := &str, &shape.Type{Kind: shape.Integer}
	list, dict := &shape.Type{Kind: shape.Array, Elem: text}, &shape.Type{Kind: shape.Map, Elem: text}
	for _, test := range []struct {
		name, value string
		typ         *shape.Type
		holds       any
		breaks      any
		need        string
	}{
		{"min", "2", text, "äö", "ä", "2 or more characters"},
		{"max", "2", number, -3.0, 3.0, "2 or less"},
		{"max", "1", dict, map[string]any{}, map[string]any{"a": 1, "b": 2}, "1 or fewer entries"},
		{"len", "2", list, []any{1, 2}, []any{1}, "exactly 2 items"},
		{"len", "1..2", text, "a", "", "1 to 2 characters"},
		{"oneof", "1|2", number, 2.0, 3.0, "1 or 2"},
		{"oneof", "a|b", list, "a", "c", "a or b"},
		{"pattern", "^a+$", text, "aa", "b", "text that matches ^a+$"},
		{"prefix", "vpc-", dict, "vpc-1", "1", `text that begins with "vpc-"`},
		{"suffix", ".", text, "a.", "a", `text that ends with "."`},
		{"unique", "", list, []any{"a", "b"}, []any{"a", "a"}, "no value twice"},
	} {
		check, err := shape.Rule{Name: test.name, Value: test.value}.Compile(test.typ)
		require.NoError(t, err, test.name)
		assert.True(t, check.Holds(test.holds), test.name)
		assert.False(t, check.Holds(test.breaks), test.name)
		assert.Equal(t, test.need, check.Need)
		assert.Equal(t, test.typ.Elem != nil && (test.name == "oneof" || test.name == "prefix"), check.Each, test.name)
	}
	for _, rule := range []shape.Rule{{Name: "min", Value: "x"}, {Name: "min", Value: "-1"}, {Name: "len", Value: "1..x"}, {Name: "prefix"}, {Name: "oneof", Value: "a||b"}} {
		_, err := rule.Compile(text)
		require.Error(t, err, rule.String())
	}
}
