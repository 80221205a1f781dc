package infratest

import (
	"context"
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func isKnown(out pulumi.Output) (bool, error) {
	result, err := internals.UnsafeAwaitOutput(context.Background(), out)
	return result.Known, err
}

type ring struct {
	Next *ring
	Func func()
	Chan chan int
}

func TestFingerprintSeesEveryChange(t *testing.T) {
	type args struct {
		hidden int
		List   []string
		Map    map[string]int
		Any    any
		Ptr    *int
		Out    pulumi.StringOutput
		Ring   *ring
	}
	number := 1
	loop := &ring{Func: func() {}, Chan: make(chan int)}
	loop.Next = loop
	v := &args{hidden: 1, List: []string{"a"}, Map: map[string]int{"k": 1}, Any: 1, Ptr: &number, Out: pulumi.String("x").ToStringOutput(), Ring: loop}
	before := fingerprint(v)
	assert.Equal(t, before, fingerprint(v), "nothing changed")

	for name, change := range map[string]func(*args){
		".hidden": func(a *args) { a.hidden++ },
		".List":   func(a *args) { a.List[0] = "b" },
		".Map":    func(a *args) { a.Map["k"] = 2 },
		".Any":    func(a *args) { a.Any = "1" },
		".Ptr":    func(a *args) { *a.Ptr = 2 },
		".Out":    func(a *args) { a.Out = pulumi.String("x").ToStringOutput() },
		".Ring":   func(a *args) { a.Ring = nil },
	} {
		t.Run(name, func(t *testing.T) {
			before := fingerprint(v)
			change(v)
			assert.NotEqual(t, before, fingerprint(v))
		})
	}
}

func TestMakeUnknownKeepsPlainValuesAndTypes(t *testing.T) {
	type deep struct {
		Any    pulumi.Input
		String pulumi.StringInput
		Ptr    pulumi.StringPtrInput
		Bool   pulumi.BoolInput
		Array  pulumi.StringArrayInput
		Map    pulumi.StringMapInput
		Output pulumi.IntOutput
		Text   pulumi.StringArray
		Inputs []pulumi.StringInput
		Named  map[string]pulumi.StringInput
		Unset  pulumi.StringInput
		Plain  string
	}
	v := &struct{ Deep *deep }{&deep{
		Any: pulumi.String("x"), String: pulumi.String("x"), Ptr: pulumi.String("x"), Bool: pulumi.Bool(true), Array: pulumi.ToStringArray([]string{"x"}),
		Map: pulumi.StringMap{"k": pulumi.String("x")}, Output: pulumi.Int(3).ToIntOutput(), Text: pulumi.StringArray{pulumi.String("x")},
		Inputs: []pulumi.StringInput{pulumi.String("x")}, Named: map[string]pulumi.StringInput{"k": pulumi.String("x")}, Plain: "x",
	}}
	makeUnknown(reflect.ValueOf(v))
	d := v.Deep
	for name, in := range map[string]pulumi.Input{
		"Any": d.Any, "String": d.String, "Ptr": d.Ptr, "Bool": d.Bool, "Array": d.Array, "Map": d.Map, "Output": d.Output, "Text": d.Text[0],
		"Inputs": d.Inputs[0], "Named": d.Named["k"],
	} {
		out, ok := in.(pulumi.Output)
		require.True(t, ok, "%s is %T", name, in)
		known, err := isKnown(out)
		require.NoError(t, err)
		assert.False(t, known, name)
	}
	assert.Nil(t, d.Unset)
	assert.Equal(t, "x", d.Plain)
}
