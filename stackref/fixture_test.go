package stackref_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

const upstreamStack = "acme/network/prod"

type zone struct {
	CIDR    pulumi.StringOutput    `pulumi:"cidr"`
	Index   int                    `pulumi:"index"`
	Gateway pulumi.StringPtrOutput `pulumi:"gateway,optional"`
}

type database struct {
	Host     pulumi.StringOutput `pulumi:"host"`
	Password pulumi.StringOutput `pulumi:"password,secret"`
}

type network struct {
	stackref.Contract `contract:"acme.network" version:"1.2"`

	VPCID   pulumi.StringOutput    `pulumi:"vpcId" validate:"prefix=vpc-"`
	Subnets []pulumi.StringOutput  `pulumi:"subnets" validate:"min=2"`
	Port    pulumi.IntOutput       `pulumi:"port" default:"5432"`
	NAT     pulumi.StringPtrOutput `pulumi:"nat,optional" deprecated:"use egress"`
	Zones   map[string]zone        `pulumi:"zones"`
	DB      database               `pulumi:"db"`
	Region  string                 `pulumi:"region" validate:"oneof=eu|us"`
}

// sound are outputs that keep the contract.
func sound() map[string]any {
	return map[string]any{
		"vpcId":   "vpc-1",
		"subnets": []any{"subnet-a", "subnet-b"},
		"port":    6379,
		"zones":   map[string]any{"a": map[string]any{"cidr": "10.0.0.0/24", "index": 1}},
		"db":      map[string]any{"host": "db.internal", "password": infratest.Secret("correct horse")},
		"region":  "eu",
		"__contracts": map[string]any{
			"acme.network": map[string]any{"version": "1.2", "fields": map[string]any{}},
		},
	}
}

// with is a sound set of outputs with some of them changed; nil takes one away.
func with(changes map[string]any) map[string]any {
	outputs := sound()
	for k, v := range changes {
		outputs[k] = v
		if v == nil {
			delete(outputs, k)
		}
	}
	return outputs
}

// consumer imports the network and uses it in a component.
func consumer(opts ...stackref.Option) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		net, err := stackref.Import[network](ctx, stackref.Stack(upstreamStack), opts...)
		if err != nil {
			return err
		}
		return use(ctx, "app", pulumi.Map{"vpc": net.VPCID})
	}
}

type component struct{ pulumi.ResourceState }

func use(ctx *pulumi.Context, name string, inputs pulumi.Map) error {
	return ctx.RegisterComponentResourceV2("acme:app:App", name, inputs, &component{})
}

// registered counts what a program registered; a read stack reference is no registration.
func registered(g *infratest.Graph) int {
	count := 0
	for _, r := range g.All() {
		if !r.Read {
			count++
		}
	}
	return count
}

// failure takes the typed error out of what a run gave, and holds the run to have registered nothing.
func failure(t *testing.T, g *infratest.Graph, err error) *stackref.Error {
	t.Helper()
	var typed *stackref.Error
	require.ErrorAs(t, err, &typed)
	infratest.AssertNothingRegistered(t, g)
	return typed
}

// bothModes runs a test in an update and in a preview.
func bothModes(t *testing.T, test func(t *testing.T, mode ...infratest.Option)) {
	t.Helper()
	t.Run("update", func(t *testing.T) { test(t) })
	t.Run("preview", func(t *testing.T) { test(t, infratest.Preview()) })
}
