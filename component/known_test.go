package component_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
)

// tier stands for an SDK's string enum.
type tier string

func (tier) ElementType() reflect.Type { return reflect.TypeFor[string]() }

// intKeys is a map no configuration can hold.
type intKeys map[int]pulumi.Input

func (intKeys) ElementType() reflect.Type { return reflect.TypeFor[map[int]any]() }

func TestKnown(t *testing.T) {
	t.Parallel()
	later := pulumi.String("x").ToStringOutput()
	var unsetInput pulumi.StringInput
	for name, tc := range map[string]struct {
		in    pulumi.Input
		value any
		known bool
	}{
		"string":              {pulumi.String("x"), "x", true},
		"id":                  {pulumi.ID("x"), "x", true},
		"enum":                {tier("BASIC"), "BASIC", true},
		"int":                 {pulumi.Int(3), 3, true},
		"float":               {pulumi.Float64(1.5), 1.5, true},
		"bool":                {pulumi.Bool(true), true, true},
		"string pointer":      {pulumi.StringPtr("x"), "x", true},
		"int pointer":         {pulumi.IntPtr(3), 3, true},
		"array":               {pulumi.StringArray{pulumi.String("a"), pulumi.String("b")}, []any{"a", "b"}, true},
		"array with a nil":    {pulumi.StringArray{nil}, []any{nil}, true},
		"empty array":         {pulumi.StringArray{}, []any{}, true},
		"map":                 {pulumi.StringMap{"k": pulumi.String("v")}, map[string]any{"k": "v"}, true},
		"nested":              {pulumi.Map{"k": pulumi.Array{pulumi.Int(1)}}, map[string]any{"k": []any{1}}, true},
		"nil":                 {nil, nil, true},
		"nil of an input":     {unsetInput, nil, true},
		"nil pointer":         {pulumi.StringPtrFromPtr(nil), nil, true},
		"nil array":           {pulumi.StringArray(nil), nil, true},
		"unset output":        {pulumi.StringOutput{}, nil, true},
		"output":              {later, nil, false},
		"array with output":   {pulumi.StringArray{pulumi.String("a"), later}, nil, false},
		"map with output":     {pulumi.Map{"k": pulumi.Array{later}}, nil, false},
		"asset":               {pulumi.NewStringAsset("text"), nil, false},
		"int key map literal": {intKeys{1: pulumi.String("a")}, nil, false},
	} {
		value, known := component.Known(tc.in)
		assert.Equal(t, tc.known, known, name)
		assert.Equal(t, tc.value, value, name)
	}
}

func TestGiven(t *testing.T) {
	t.Parallel()
	var unset pulumi.StringInput
	for name, in := range map[string]pulumi.Input{
		"nil": nil, "nil of an input": unset, "nil pointer input": pulumi.StringPtrFromPtr(nil), "nil pointer": (*pulumi.String)(nil),
		"nil array": pulumi.StringArray(nil), "nil map": pulumi.StringMap(nil), "unset output": pulumi.StringOutput{},
		"unset array output": pulumi.StringArrayOutput{},
	} {
		assert.False(t, component.Given(in), name)
	}
	unknown := pulumi.UnsafeUnknownOutput(nil)
	for name, in := range map[string]pulumi.Input{
		"string": pulumi.String("x"), "zero": pulumi.Int(0), "false": pulumi.Bool(false), "pointer": pulumi.StringPtr("x"),
		"empty string": pulumi.String(""), "empty array": pulumi.StringArray{}, "empty map": pulumi.StringMap{},
		"output": pulumi.String("x").ToStringOutput(), "empty output": pulumi.String("").ToStringOutput(), "unknown output": unknown,
		"array with a nil": pulumi.StringArray{nil}, "asset": pulumi.NewStringAsset("text"),
	} {
		assert.True(t, component.Given(in), name)
	}
}

func TestLen(t *testing.T) {
	t.Parallel()
	later := pulumi.String("x").ToStringOutput()
	for name, tc := range map[string]struct {
		in    pulumi.Input
		n     int
		known bool
	}{
		"array of outputs": {pulumi.StringArray{later, later}, 2, true},
		"map":              {pulumi.StringMap{"k": later}, 1, true},
		"nil":              {nil, 0, true},
		"unset output":     {pulumi.StringArrayOutput{}, 0, true},
		"output":           {pulumi.StringArray{later}.ToStringArrayOutput(), 0, false},
		"string":           {pulumi.String("four"), 0, false},
	} {
		n, known := component.Len(tc.in)
		assert.Equal(t, tc.known, known, name)
		assert.Equal(t, tc.n, n, name)
	}
}
