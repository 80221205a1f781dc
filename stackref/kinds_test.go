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

type lenient struct {
	stackref.Contract `contract:"acme.lenient" version:"0.1"`

	Name  pulumi.StringPtrOutput `pulumi:"name" default:"none"`
	On    pulumi.BoolOutput      `pulumi:"on" default:"true"`
	Ratio pulumi.Float64Output   `pulumi:"ratio" default:"0.5" validate:"max=1"`
	Level *int                   `pulumi:"level" default:"3" validate:"oneof=1|2|3"`
	Label string                 `pulumi:"label" default:"x"`
	Free  pulumi.AnyOutput       `pulumi:"free,optional"`
	Names pulumi.StringMapOutput `pulumi:"names,optional" validate:"prefix=n-,max=2"`
	Ports []int                  `pulumi:"ports,optional" validate:"unique,oneof=80|443"`
	Hosts map[string]string      `pulumi:"hosts,optional" validate:"suffix=.internal"`
	Inner struct {
		A *postal `pulumi:"a"`
	} `pulumi:"inner,optional"`
	Number pulumi.AnyOutput `pulumi:"number,secret,optional"`
}

type postal struct {
	City pulumi.StringOutput `pulumi:"city,optional"`
	Zip  pulumi.IDPtrOutput  `pulumi:"zip"`
}

// imported runs an import of the lenient contract.
func imported(t *testing.T, outputs map[string]any) (*lenient, error) {
	t.Helper()
	var v *lenient
	outputs["other"] = "so that the stack has outputs"
	_, err := infratest.TryRun(func(ctx *pulumi.Context) (err error) {
		v, err = stackref.Import[lenient](ctx, stackref.Stack("a/b/c"))
		return err
	}, infratest.StackOutputs("a/b/c", outputs))
	return v, err
}

func plain[T any](t *testing.T, out pulumi.Output) T {
	t.Helper()
	v, err := stackref.Plain[T](out)
	require.NoError(t, err)
	return v
}

func TestDefaultsOfEachKind(t *testing.T) {
	t.Parallel()
	v, err := imported(t, map[string]any{"inner": map[string]any{"a": map[string]any{}}})
	require.NoError(t, err)
	assert.Equal(t, "none", *plain[*string](t, v.Name))
	assert.True(t, plain[bool](t, v.On))
	assert.InDelta(t, 0.5, plain[float64](t, v.Ratio), 0)
	assert.Equal(t, 3, *v.Level)
	assert.Equal(t, "x", v.Label)
	assert.Nil(t, plain[any](t, v.Free))
	assert.Empty(t, plain[map[string]string](t, v.Names))
	assert.Empty(t, plain[string](t, v.Inner.A.City))
	assert.Nil(t, plain[*pulumi.ID](t, v.Inner.A.Zip))

	v, err = imported(t, map[string]any{"inner": map[string]any{"a": map[string]any{"zip": "1"}}})
	require.NoError(t, err)
	assert.Equal(t, pulumi.ID("1"), *plain[*pulumi.ID](t, v.Inner.A.Zip))
}

func TestRulesOnItems(t *testing.T) {
	t.Parallel()
	_, err := imported(t, map[string]any{
		"names": map[string]any{"a": "x", "b": "n-1"}, "ports": []any{80, 80, 8080}, "hosts": map[string]any{"h": "h.external"}, "level": 4, "ratio": 1.25,
	})
	var typed *stackref.Error
	require.ErrorAs(t, err, &typed)
	assert.EqualError(t, typed, `stackref: stack "a/b/c": contract acme.lenient 0.1: 6 problems
  ratio: need 1 or less, got 1.25
  level: need 1, 2 or 3, got 4
  names[a]: need text that begins with "n-", got "x"
  ports: need no value twice, got 3 items
  ports[2]: need 80 or 443, got 8080
  hosts[h]: need text that ends with ".internal", got "h.external"`)
}

func TestFreeValues(t *testing.T) {
	t.Parallel()
	mixed := map[string]any{"a": []any{1, infratest.Secret("correct horse"), nil}, "b": map[string]any{"c": true}}
	v, err := imported(t, map[string]any{"free": mixed, "number": infratest.Secret(7)})
	require.NoError(t, err)
	_, err = stackref.Plain[any](v.Free)
	require.ErrorIs(t, err, stackref.ErrSecret, "one secret in it makes the output secret")
	_, err = stackref.Plain[any](v.Number)
	require.ErrorIs(t, err, stackref.ErrSecret)

	for want, value := range map[string]any{
		"contract acme.lenient 0.1: its outputs are not known yet":                map[string]any{"a": resource.MakeComputed(resource.NewProperty(""))},
		"free[0]: need any value, got an asset":                                   []any{&resource.Asset{Text: "x"}},
		"free: need any value, got an archive":                                    &resource.Archive{Path: "x"},
		"free[0]: need any value, got a secret that the engine could not decrypt": []any{infratest.Secret(map[string]any{})},
	} {
		_, err := imported(t, map[string]any{"free": value})
		assert.ErrorContains(t, err, want)
	}
	for _, exposed := range []any{7, []any{infratest.Secret(7), 8}, []any{}} {
		_, err := imported(t, map[string]any{"number": exposed})
		assert.ErrorContains(t, err, "number: need a secret, got a plain value")
	}
	_, err = imported(t, map[string]any{"number": infratest.Secret([]any{1.5, "x"})})
	require.NoError(t, err)
}

func TestMessagesAreShort(t *testing.T) {
	t.Parallel()
	outputs := map[string]any{}
	for i := range 30 {
		outputs[string(rune('a'+i%26))+string(rune('a'+i/26))] = i
	}
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := stackref.Import[address](ctx, stackref.Stack("a/b/c"))
		return err
	}, infratest.StackOutputs("a/b/c", outputs))
	assert.ErrorContains(t, err, "; available: aa, ab, ba, bb, ca, cb, da, db, ea, fa, ga, ha, ia, ja, ka, la, ma, na, oa, pa and 10 more")

	long := make([]byte, 500)
	for i := range long {
		long[i] = 'x'
	}
	_, err = infratest.TryRun(consumer(), infratest.StackOutputs(upstreamStack, with(map[string]any{"vpcId": string(long)})))
	assert.ErrorContains(t, err, `x" and more, 500 characters in all`)
	assert.Less(t, len(err.Error()), 400)
}
