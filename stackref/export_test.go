package stackref_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// exports runs a program and gives the stack's outputs.
func exports(t *testing.T, program pulumi.RunFunc, mode ...infratest.Option) resource.PropertyMap {
	t.Helper()
	return infratest.Run(t, program, mode...).Outputs()
}

// everything has a field of each supported form.
type everything struct {
	stackref.Contract `contract:"acme.everything" version:"3.0"`
	base

	String     pulumi.StringOutput              `pulumi:"string"`
	Int        pulumi.IntOutput                 `pulumi:"int"`
	Float      pulumi.Float64Output             `pulumi:"float"`
	Bool       pulumi.BoolOutput                `pulumi:"bool"`
	ID         pulumi.IDOutput                  `pulumi:"id"`
	URN        pulumi.URNOutput                 `pulumi:"urn"`
	Any        pulumi.AnyOutput                 `pulumi:"any"`
	StringPtr  pulumi.StringPtrOutput           `pulumi:"stringPtr"`
	IntPtr     pulumi.IntPtrOutput              `pulumi:"intPtr"`
	FloatPtr   pulumi.Float64PtrOutput          `pulumi:"floatPtr"`
	BoolPtr    pulumi.BoolPtrOutput             `pulumi:"boolPtr"`
	IDPtr      pulumi.IDPtrOutput               `pulumi:"idPtr"`
	Strings    pulumi.StringArrayOutput         `pulumi:"strings"`
	IDs        pulumi.IDArrayOutput             `pulumi:"ids"`
	Anys       pulumi.ArrayOutput               `pulumi:"anys"`
	StringMap  pulumi.StringMapOutput           `pulumi:"stringMap"`
	IntMap     pulumi.IntMapOutput              `pulumi:"intMap"`
	AnyMap     pulumi.MapOutput                 `pulumi:"anyMap"`
	Matrix     pulumi.StringArrayArrayOutput    `pulumi:"matrix"`
	ArrayMap   pulumi.StringArrayMapOutput      `pulumi:"arrayMap"`
	MapArray   pulumi.StringMapArrayOutput      `pulumi:"mapArray"`
	Outputs    []pulumi.StringOutput            `pulumi:"outputs"`
	OutputMap  map[string]pulumi.IntOutput      `pulumi:"outputMap"`
	Plain      string                           `pulumi:"plain"`
	PlainInt   int                              `pulumi:"plainInt"`
	PlainFloat float64                          `pulumi:"plainFloat"`
	PlainBool  bool                             `pulumi:"plainBool"`
	PlainPtr   *string                          `pulumi:"plainPtr"`
	PlainList  []string                         `pulumi:"plainList"`
	PlainMap   map[string]int                   `pulumi:"plainMap"`
	Struct     zone                             `pulumi:"struct"`
	StructPtr  *zone                            `pulumi:"structPtr"`
	Structs    []zone                           `pulumi:"structs"`
	StructMap  map[string]map[string][]database `pulumi:"structMap"`
	Secret     pulumi.StringArrayOutput         `pulumi:"secret,secret"`
	SecretTree struct {
		Token pulumi.StringOutput            `pulumi:"token"`
		Keys  map[string]pulumi.StringOutput `pulumi:"keys"`
	} `pulumi:"secretTree,secret"`
	Late pulumi.StringOutput `pulumi:"late"`
}

type base struct {
	Name pulumi.StringOutput `pulumi:"name"`
}

func filled() *everything {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	late := pulumi.ToSecret(pulumi.String("tunnel key"))
	v := &everything{
		base: base{text("base")}, String: text("s"), Int: pulumi.Int(1 << 53).ToIntOutput(), Float: pulumi.Float64(1.5).ToFloat64Output(),
		Bool: pulumi.Bool(true).ToBoolOutput(), ID: pulumi.ID("i").ToIDOutput(), URN: pulumi.URN("urn:x").ToURNOutput(),
		Any:       pulumi.Any(map[string]any{"a": []any{1.0, "b", nil}}),
		StringPtr: pulumi.StringPtr("p").ToStringPtrOutput(), IntPtr: pulumi.IntPtr(2).ToIntPtrOutput(),
		FloatPtr: pulumi.Float64Ptr(2.5).ToFloat64PtrOutput(), BoolPtr: pulumi.BoolPtr(false).ToBoolPtrOutput(),
		Strings: pulumi.ToStringArray([]string{"a", "b"}).ToStringArrayOutput(), IDs: pulumi.IDArray{pulumi.ID("i")}.ToIDArrayOutput(),
		Anys: pulumi.Array{pulumi.Int(1), pulumi.String("x")}.ToArrayOutput(), StringMap: pulumi.StringMap{"k": pulumi.String("v")}.ToStringMapOutput(),
		IntMap: pulumi.IntMap{"k": pulumi.Int(3)}.ToIntMapOutput(), AnyMap: pulumi.Map{"k": pulumi.Bool(true)}.ToMapOutput(),
		Matrix:    pulumi.StringArrayArray{pulumi.ToStringArray([]string{"m"})}.ToStringArrayArrayOutput(),
		ArrayMap:  pulumi.StringArrayMap{"k": pulumi.ToStringArray([]string{"m"})}.ToStringArrayMapOutput(),
		MapArray:  pulumi.StringMapArray{pulumi.StringMap{"k": pulumi.String("v")}}.ToStringMapArrayOutput(),
		Outputs:   []pulumi.StringOutput{text("o")},
		OutputMap: map[string]pulumi.IntOutput{"k": pulumi.Int(4).ToIntOutput()},
		Plain:     "plain", PlainInt: -7, PlainFloat: 0.25, PlainBool: true, PlainList: []string{"x"}, PlainMap: map[string]int{"k": 5},
		Struct: zone{CIDR: text("c"), Index: 1}, Structs: []zone{{CIDR: text("d"), Index: 2}},
		StructMap: map[string]map[string][]database{"a": {"b": {{Host: text("h"), Password: text("hunter2")}}}},
		Secret:    pulumi.ToStringArray([]string{"s3cret"}).ToStringArrayOutput(),
		Late:      late.ApplyT(func(any) string { return "late" }).(pulumi.StringOutput), //nolint:forcetypeassert // what ApplyT gives
	}
	v.SecretTree.Token = text("token")
	v.SecretTree.Keys = map[string]pulumi.StringOutput{"a": text("key")}
	return v
}

func TestExport(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, mode ...infratest.Option) {
		outputs := exports(t, func(ctx *pulumi.Context) error { return stackref.Export(ctx, filled()) }, mode...)
		assert.Equal(t, "base", outputs["name"].StringValue())
		assert.InDelta(t, float64(1<<53), outputs["int"].NumberValue(), 0)
		assert.True(t, outputs["secret"].IsSecret())
		assert.True(t, outputs["secretTree"].IsSecret())
		assert.True(t, outputs["late"].IsSecret(), "a value that turns out secret stays so")
		assert.True(t, outputs["structMap"].ContainsSecrets())
		assert.False(t, outputs["struct"].ContainsSecrets())
		for _, absent := range []resource.PropertyKey{"plainPtr", "structPtr", "idPtr"} {
			assert.NotContains(t, outputs, absent)
		}
		contract := outputs["__contracts"].ObjectValue()["acme.everything"].ObjectValue()
		assert.Equal(t, "3.0", contract["version"].StringValue())
		fields := contract["fields"].ObjectValue()
		assert.Equal(t, "array of string, secret", fields["secret"].StringValue())
		assert.Equal(t, "map of map of array of object", fields["structMap"].StringValue())
		assert.Equal(t, "string, optional", fields["idPtr"].StringValue())
		assert.Equal(t, "string", fields["name"].StringValue())
	})
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	outputs := exports(t, func(ctx *pulumi.Context) error { return stackref.Export(ctx, filled()) })
	given := map[string]any{}
	for k, v := range outputs {
		given[string(k)] = v
	}
	var v *everything
	again := exports(t, func(ctx *pulumi.Context) (err error) {
		v, err = stackref.Import[everything](ctx, stackref.Stack("a/b/c"))
		if err != nil {
			return err
		}
		return stackref.Export(ctx, v)
	}, infratest.StackOutputs("a/b/c", given))
	for _, absent := range []resource.PropertyKey{"idPtr", "struct", "structs"} { // an absent optional output arrives as one that is null
		delete(again, absent)
		delete(outputs, absent)
	}
	assert.Equal(t, outputs, again)
	assert.Nil(t, v.PlainPtr)
	assert.Nil(t, v.StructPtr)
	assert.Equal(t, map[string]int{"k": 5}, v.PlainMap)
	values, err := stackref.Plain[any](v.Any)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"a": []any{1.0, "b", nil}}, values)
	ids, err := stackref.Plain[[]pulumi.ID](v.IDs)
	require.NoError(t, err)
	assert.Equal(t, []pulumi.ID{"i"}, ids)
	_, err = stackref.Plain[string](v.SecretTree.Keys["a"])
	require.ErrorIs(t, err, stackref.ErrSecret)
}

func TestExportFails(t *testing.T) {
	t.Parallel()
	complete := fallback()
	for name, test := range map[string]struct {
		program func(ctx *pulumi.Context) error
		kind    stackref.Kind
		message string
	}{
		"unset output": {
			func(ctx *pulumi.Context) error {
				v := fallback()
				v.VPCID = pulumi.StringOutput{}
				return stackref.Export(ctx, &v)
			}, stackref.KindUnset,
			`stackref: stack "acme/network/prod": contract acme.network 1.2: vpcId: need a string in the field VPCID, got nothing`,
		},
		"unset in a list": {
			func(ctx *pulumi.Context) error {
				v := fallback()
				v.Subnets = []pulumi.StringOutput{{}, {}}
				return stackref.Export(ctx, &v)
			}, stackref.KindUnset, "subnets[0]: need a string, got nothing",
		},
		"unset in a map": {
			func(ctx *pulumi.Context) error {
				v := fallback()
				v.Zones = map[string]zone{"b": {}}
				return stackref.Export(ctx, &v)
			}, stackref.KindUnset, "zones[b].cidr: need a string in the field CIDR, got nothing",
		},
		"nil": {
			func(ctx *pulumi.Context) error { return stackref.Export[network](ctx, nil) }, stackref.KindUnset,
			"need a *stackref_test.network, got nil",
		},
		"rule": {
			func(ctx *pulumi.Context) error {
				v := fallback()
				v.Region, v.Subnets = "ap", v.Subnets[:1]
				return stackref.Export(ctx, &v)
			}, stackref.KindValidation, "2 problems\n  subnets: need 2 or more items, got 1 items\n  region: need eu or us, got \"ap\"",
		},
		"large integer": {
			func(ctx *pulumi.Context) error {
				v := fallback()
				v.Zones["b"] = zone{CIDR: v.VPCID, Index: 1<<53 + 1}
				return stackref.Export(ctx, &v)
			}, stackref.KindNotInteger, "zones[b].index: need an integer of at most 2^53, got 9007199254740993",
		},
		"name taken": {
			func(ctx *pulumi.Context) error {
				ctx.Export("vpcId", pulumi.String("x"))
				return stackref.Export(ctx, &complete)
			}, stackref.KindDuplicate, "vpcId: the stack exports this name already; give one of the contracts a Prefix",
		},
		"reserved name taken": {
			func(ctx *pulumi.Context) error {
				ctx.Export("__contracts", pulumi.String("x"))
				return stackref.Export(ctx, &complete)
			}, stackref.KindDuplicate, "__contracts: the name is reserved for the list of contracts",
		},
		"options": {
			func(ctx *pulumi.Context) error {
				return stackref.Export(ctx, &complete, stackref.UnknownInPreview(), stackref.Fallback(complete))
			}, stackref.KindInvalidOption, "2 problems\n  Fallback: need only Prefix for an export, got Fallback\n  UnknownInPreview: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var after []string
			_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
				before := len(ctx.GetCurrentExportMap())
				err := test.program(ctx)
				if len(ctx.GetCurrentExportMap()) > before+1 {
					after = append(after, "exported beside the error")
				}
				return err
			}, infratest.Organization("acme"), infratest.Project("network"), infratest.Stack("prod"))
			var typed *stackref.Error
			require.ErrorAs(t, err, &typed)
			assert.Empty(t, after)
			assert.Equal(t, test.kind, typed.Problems[0].Kind)
			assert.Contains(t, typed.Error(), test.message)
		})
	}
}

func TestSeveralContracts(t *testing.T) {
	t.Parallel()
	outputs := exports(t, func(ctx *pulumi.Context) error {
		blue, green, other := fallback(), fallback(), pair{Low: pulumi.Int(1).ToIntOutput(), High: pulumi.Int(2).ToIntOutput()}
		green.Region = "us"
		if err := stackref.Export(ctx, &other); err != nil {
			return err
		}
		if err := stackref.Export(ctx, &blue, stackref.Prefix("blue-")); err != nil {
			return err
		}
		if err := stackref.Export(ctx, &green, stackref.Prefix("green-")); err != nil {
			return err
		}
		err := stackref.Export(ctx, &other)
		assert.ErrorContains(t, err, "low: the stack exports this name already")
		assert.ErrorContains(t, err, "acme.pair: the stack exports this contract already")
		return nil
	})
	assert.Equal(t, "eu", outputs["blue-region"].StringValue())
	assert.Equal(t, "us", outputs["green-region"].StringValue())
	listed := outputs["__contracts"].ObjectValue()
	assert.Contains(t, listed, resource.PropertyKey("acme.pair"))
	assert.Contains(t, listed, resource.PropertyKey("blue-acme.network"))

	given := map[string]any{}
	for k, v := range outputs {
		given[string(k)] = v
	}
	infratest.Run(t, func(ctx *pulumi.Context) error {
		net, err := stackref.Import[network](ctx, stackref.Stack("a/b/c"), stackref.Prefix("green-"))
		if err != nil {
			return err
		}
		assert.Equal(t, "us", net.Region)
		_, err = stackref.Import[network](ctx, stackref.Stack("a/b/c"), stackref.Prefix("red-"))
		assert.ErrorContains(t, err, `contract red-acme.network 1.2: contract red-acme.network wanted, the stack does not export it; did you mean "green-acme.network"?`)
		return nil
	}, infratest.StackOutputs("a/b/c", given))
}
