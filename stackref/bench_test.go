package stackref_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

// BenchmarkImport imports a contract of 50 fields. "first" has the read of the stack in it, "again" has only the decoding.
func BenchmarkImport(b *testing.B) {
	outputs := map[string]any{}
	for i := range 50 {
		var v any
		switch i % 5 {
		case 0, 3:
			v = "text"
		case 1:
			v = i
		case 2:
			v = []any{"a", "b"}
		case 4:
			v = true
		}
		if i%10 == 0 {
			v = infratest.Secret(v)
		}
		outputs[fmt.Sprintf("f%02d", i)] = v
	}
	load := func(ctx *pulumi.Context) error {
		_, err := stackref.Import[fifty](ctx, stackref.Stack(upstreamStack))
		return err
	}
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			infratest.Run(b, load, infratest.StackOutputs(upstreamStack, outputs))
		}
	})
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		infratest.Run(b, func(ctx *pulumi.Context) error {
			for b.Loop() {
				if err := load(ctx); err != nil {
					return err
				}
			}
			return nil
		}, infratest.StackOutputs(upstreamStack, outputs))
	})
}

type fifty struct {
	stackref.Contract `contract:"acme.fifty" version:"1.0"`

	F00 pulumi.StringOutput      `pulumi:"f00,secret"`
	F01 pulumi.IntOutput         `pulumi:"f01"`
	F02 pulumi.StringArrayOutput `pulumi:"f02"`
	F03 string                   `pulumi:"f03"`
	F04 pulumi.BoolOutput        `pulumi:"f04"`
	F05 pulumi.StringOutput      `pulumi:"f05"`
	F06 pulumi.IntOutput         `pulumi:"f06"`
	F07 pulumi.StringArrayOutput `pulumi:"f07"`
	F08 string                   `pulumi:"f08"`
	F09 pulumi.BoolOutput        `pulumi:"f09"`
	F10 pulumi.StringOutput      `pulumi:"f10,secret"`
	F11 pulumi.IntOutput         `pulumi:"f11"`
	F12 pulumi.StringArrayOutput `pulumi:"f12"`
	F13 string                   `pulumi:"f13"`
	F14 pulumi.BoolOutput        `pulumi:"f14"`
	F15 pulumi.StringOutput      `pulumi:"f15"`
	F16 pulumi.IntOutput         `pulumi:"f16"`
	F17 pulumi.StringArrayOutput `pulumi:"f17"`
	F18 string                   `pulumi:"f18"`
	F19 pulumi.BoolOutput        `pulumi:"f19"`
	F20 pulumi.StringOutput      `pulumi:"f20,secret"`
	F21 pulumi.IntOutput         `pulumi:"f21"`
	F22 pulumi.StringArrayOutput `pulumi:"f22"`
	F23 string                   `pulumi:"f23"`
	F24 pulumi.BoolOutput        `pulumi:"f24"`
	F25 pulumi.StringOutput      `pulumi:"f25"`
	F26 pulumi.IntOutput         `pulumi:"f26"`
	F27 pulumi.StringArrayOutput `pulumi:"f27"`
	F28 string                   `pulumi:"f28"`
	F29 pulumi.BoolOutput        `pulumi:"f29"`
	F30 pulumi.StringOutput      `pulumi:"f30,secret"`
	F31 pulumi.IntOutput         `pulumi:"f31"`
	F32 pulumi.StringArrayOutput `pulumi:"f32"`
	F33 string                   `pulumi:"f33"`
	F34 pulumi.BoolOutput        `pulumi:"f34"`
	F35 pulumi.StringOutput      `pulumi:"f35"`
	F36 pulumi.IntOutput         `pulumi:"f36"`
	F37 pulumi.StringArrayOutput `pulumi:"f37"`
	F38 string                   `pulumi:"f38"`
	F39 pulumi.BoolOutput        `pulumi:"f39"`
	F40 pulumi.StringOutput      `pulumi:"f40,secret"`
	F41 pulumi.IntOutput         `pulumi:"f41"`
	F42 pulumi.StringArrayOutput `pulumi:"f42"`
	F43 string                   `pulumi:"f43"`
	F44 pulumi.BoolOutput        `pulumi:"f44"`
	F45 pulumi.StringOutput      `pulumi:"f45"`
	F46 pulumi.IntOutput         `pulumi:"f46"`
	F47 pulumi.StringArrayOutput `pulumi:"f47"`
	F48 string                   `pulumi:"f48"`
	F49 pulumi.BoolOutput        `pulumi:"f49"`
}
