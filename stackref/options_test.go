package stackref_test

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
)

func TestImportOptional(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		setting infratest.Option
		found   bool
		kind    stackref.Kind
	}{
		"there":          {infratest.StackOutputs(upstreamStack, sound()), true, ""},
		"unknown stack":  {infratest.Stack("other"), false, ""},
		"never deployed": {infratest.StackOutputs(upstreamStack, map[string]any{}), false, ""},
		"no access": {
			infratest.Respond("pulumi:pulumi:readStackOutputs", func(infratest.Call) (map[string]any, error) {
				return nil, assertError("[403] Forbidden")
			}), false, stackref.KindNoAccess,
		},
		"another contract": {
			infratest.StackOutputs(upstreamStack, with(map[string]any{"vpcId": nil})), false, stackref.KindMissing,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bothModes(t, func(t *testing.T, mode ...infratest.Option) {
				var found bool
				g, err := infratest.TryRun(func(ctx *pulumi.Context) error {
					net, there, err := stackref.ImportOptional[network](ctx, stackref.Stack(upstreamStack))
					if err != nil {
						return err
					}
					found = there
					assert.Equal(t, there, net != nil)
					return use(ctx, "app", nil)
				}, append(mode, test.setting)...)
				assert.Equal(t, test.found, found)
				if test.kind != "" {
					assert.Equal(t, test.kind, failure(t, g, err).Problems[0].Kind)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, 1, registered(g), "the program goes on")
			})
		})
	}
}

func TestUnknownInPreview(t *testing.T) {
	t.Parallel()
	for name, setting := range map[string]infratest.Option{
		"unknown stack":  infratest.Stack("other"),
		"never deployed": infratest.StackOutputs(upstreamStack, map[string]any{}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := infratest.Run(t, func(ctx *pulumi.Context) error {
				net, err := stackref.Import[network](ctx, stackref.Stack(upstreamStack), stackref.UnknownInPreview())
				if err != nil {
					return err
				}
				password, err := internals.UnsafeAwaitOutput(ctx.Context(), net.DB.Password)
				assert.NoError(t, err)
				assert.True(t, password.Secret)
				assert.False(t, password.Known)
				port, err := internals.UnsafeAwaitOutput(ctx.Context(), net.Port)
				assert.NoError(t, err)
				assert.False(t, port.Known)
				assert.Empty(t, net.Zones)
				_, err = stackref.Plain[string](net.VPCID)
				assert.ErrorIs(t, err, stackref.ErrUnknown)
				return use(ctx, "app", pulumi.Map{"vpc": net.VPCID})
			}, setting, infratest.Preview())
			assert.True(t, g.Named(t, "acme:app:App", "app").Inputs["vpc"].IsComputed())

			g, err := infratest.TryRun(consumer(stackref.UnknownInPreview()), setting)
			assert.Len(t, failure(t, g, err).Problems, 1, "an update still needs the stack")
		})
	}
	g, err := infratest.TryRun(consumer(stackref.UnknownInPreview()), infratest.Preview(),
		infratest.StackOutputs(upstreamStack, with(map[string]any{"vpcId": nil})))
	assert.Equal(t, stackref.KindMissing, failure(t, g, err).Problems[0].Kind, "a deployed stack is held to the contract")
}

func fallback() network {
	return network{
		VPCID:   pulumi.String("vpc-own").ToStringOutput(),
		Subnets: []pulumi.StringOutput{pulumi.String("subnet-own").ToStringOutput(), pulumi.String("subnet-own-2").ToStringOutput()},
		Zones:   map[string]zone{"a": {CIDR: pulumi.String("10.9.0.0/24").ToStringOutput()}},
		DB: database{
			Host:     pulumi.String("localhost").ToStringOutput(),
			Password: pulumi.ToSecret(pulumi.String("x")).(pulumi.StringOutput), //nolint:forcetypeassert // what a string turns into
		},
		Region: "eu",
	}
}

func TestFallback(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, mode ...infratest.Option) {
		infratest.Run(t, func(ctx *pulumi.Context) error {
			net, err := stackref.Import[network](ctx, stackref.Stack(upstreamStack), stackref.Fallback(fallback()), stackref.UnknownInPreview())
			if err != nil {
				return err
			}
			vpc, err := stackref.Plain[string](net.VPCID)
			assert.NoError(t, err)
			assert.Equal(t, "vpc-own", vpc)
			port, err := stackref.Plain[int](net.Port)
			assert.NoError(t, err)
			assert.Equal(t, 5432, port, "the default of an output left unset")
			gateway, err := stackref.Plain[*string](net.Zones["a"].Gateway)
			assert.Nil(t, gateway, "an optional output left unset, in a map")
			return err
		}, mode...)
	})
	g, err := infratest.TryRun(consumer(stackref.Fallback(network{Region: "eu"})))
	assert.Equal(t, `stackref: stack "acme/network/prod": contract acme.network 1.2: 5 problems
  Fallback: vpcId: need a string in the field VPCID, got nothing
  Fallback: subnets: need an array in the field Subnets, got nothing
  Fallback: zones: need a map in the field Zones, got nothing
  Fallback: db.host: need a string in the field Host, got nothing
  Fallback: db.password: need a string in the field Password, got nothing`, failure(t, g, err).Error())
	g, err = infratest.TryRun(consumer(stackref.Fallback(database{})))
	assert.EqualError(t, failure(t, g, err),
		`stackref: stack "acme/network/prod": contract acme.network 1.2: Fallback: need stackref_test.network, got stackref_test.database`)
	g, err = infratest.TryRun(consumer(stackref.Fallback(fallback())), infratest.StackOutputs(upstreamStack, with(map[string]any{"region": nil})))
	assert.Equal(t, stackref.KindMissing, failure(t, g, err).Problems[0].Kind, "a deployed stack is held to the contract")
}

func TestSources(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source stackref.Source
		stack  string
		fails  string
	}{
		"full name":     {source: stackref.Stack("a/b/c"), stack: "a/b/c"},
		"own project":   {source: stackref.Stack("c"), stack: "acme/app/c"},
		"same stack":    {source: stackref.SameStack("network"), stack: "acme/network/prod"},
		"configuration": {source: stackref.FromConfig("upstream"), stack: "x/y/z"},
		"namespace":     {source: stackref.FromConfig("other:upstream"), stack: "acme/app/sibling"},
		"two parts":     {source: stackref.Stack("b/c"), fails: `stackref: stack "b/c": contract acme.address 1.0: need organization/project/stack, got "b/c"`},
		"empty":         {source: stackref.Stack(""), fails: "need organization/project/stack, got nothing"},
		"empty part":    {source: stackref.Stack("a//c"), fails: `need organization/project/stack, got "a//c"`},
		"no project":    {source: stackref.SameStack(""), fails: "need the name of a project, got nothing"},
		"slash":         {source: stackref.SameStack("a/b"), fails: `need the name of a project, got "a/b"`},
		"zero":          {source: stackref.Source{}, fails: "need a source made with Stack, SameStack or FromConfig, got nothing"},
		"no such key": {
			source: stackref.FromConfig("none"),
			fails:  "configuration \"app:none\": need the name of a stack, set with `pulumi config set none organization/project/stack`, got nothing",
		},
		"bad value": {source: stackref.FromConfig("bad"), fails: `configuration "app:bad": need organization/project/stack, got "a b"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := []infratest.Option{
				infratest.Organization("acme"), infratest.Project("app"), infratest.Stack("prod"),
				infratest.Config(map[string]string{"upstream": "x/y/z", "other:upstream": "sibling", "bad": "a b"}),
			}
			if test.stack != "" {
				settings = append(settings, infratest.StackOutputs(test.stack, map[string]any{"vpcId": "vpc-1"}))
			}
			g, err := infratest.TryRun(func(ctx *pulumi.Context) error {
				_, err := stackref.Import[address](ctx, test.source)
				return err
			}, settings...)
			if test.fails != "" {
				got := failure(t, g, err)
				assert.Contains(t, got.Error(), test.fails)
				assert.Equal(t, stackref.KindInvalidSource, got.Problems[0].Kind)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.stack, g.One(t, "pulumi:pulumi:StackReference").ID)
		})
	}
}

func TestInvalidUse(t *testing.T) {
	t.Parallel()
	_, err := stackref.Import[network](nil, stackref.Stack("a/b/c"))
	assert.EqualError(t, err, "stackref: contract acme.network 1.2: ctx: need a Pulumi context, got nil")
	assert.EqualError(t, stackref.Export(nil, &network{}), "stackref: contract acme.network 1.2: ctx: need a Pulumi context, got nil")

	type nothing struct{ ID string }
	_, err = stackref.Import[nothing](nil, stackref.Stack("a/b/c"))
	var typed *stackref.Error
	require.ErrorAs(t, err, &typed)
	assert.Equal(t, stackref.KindInvalidContract, typed.Problems[0].Kind)
	assert.Contains(t, err.Error(), "stackref_test.nothing.ID: need a pulumi tag")
	assert.ErrorAs(t, stackref.Export(nil, &nothing{}), &typed)

	for _, prefix := range []string{"", "__x", "1-", "a b"} {
		g, err := infratest.TryRun(consumer(stackref.Prefix(prefix)))
		assert.Equal(t, stackref.KindInvalidOption, failure(t, g, err).Problems[0].Kind, prefix)
	}
}

type pair struct {
	stackref.Contract `contract:"acme.pair" version:"1.0"`

	Low  pulumi.IntOutput    `pulumi:"low"`
	High pulumi.IntOutput    `pulumi:"high"`
	Key  pulumi.StringOutput `pulumi:"key,secret,optional"`
}

var errOrder = errors.New("low is above high")

func (p *pair) Validate() error {
	low, err := stackref.Plain[int](p.Low)
	if err != nil {
		return err
	}
	high, err := stackref.Plain[int](p.High)
	if err == nil && low > high {
		return errOrder
	}
	return err
}

func TestValidate(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, mode ...infratest.Option) {
		program := func(ctx *pulumi.Context) error {
			if _, err := stackref.Import[pair](ctx, stackref.Stack("a/b/c")); err != nil {
				return err
			}
			return use(ctx, "app", nil)
		}
		infratest.Run(t, program, append(mode, infratest.StackOutputs("a/b/c", map[string]any{"low": 1, "high": 2}))...)
		g, err := infratest.TryRun(program, append(mode, infratest.StackOutputs("a/b/c", map[string]any{"low": 3, "high": 2}))...)
		require.ErrorIs(t, err, errOrder)
		got := failure(t, g, err)
		assert.Equal(t, stackref.KindValidation, got.Problems[0].Kind)
		assert.EqualError(t, got, `stackref: stack "a/b/c": contract acme.pair 1.0: low is above high`)
	})
}

func TestPlain(t *testing.T) {
	t.Parallel()
	id, err := stackref.Plain[string](pulumi.ID("i-1").ToIDOutput())
	require.NoError(t, err)
	assert.Equal(t, "i-1", id)
	list, err := stackref.Plain[[]string](pulumi.ToStringArray([]string{"a"}).ToStringArrayOutput())
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, list)
	nothing, err := stackref.Plain[any](pulumi.Any(nil))
	require.NoError(t, err)
	assert.Nil(t, nothing)

	_, err = stackref.Plain[string](pulumi.ToSecret(pulumi.String("correct horse")))
	require.ErrorIs(t, err, stackref.ErrSecret)
	assert.NotContains(t, err.Error(), "correct horse")
	_, err = stackref.Plain[string](pulumi.Int(65).ToIntOutput())
	require.EqualError(t, err, "stackref: Plain: need string, got int")
	_, err = stackref.Plain[string](pulumi.StringOutput{})
	require.EqualError(t, err, "stackref: Plain: need an output, got one that was never set")
	_, err = stackref.Plain[string](nil)
	require.Error(t, err)
	failed := pulumi.String("x").ToStringOutput().ApplyT(func(string) (string, error) { return "", errOrder })
	_, err = stackref.Plain[string](failed)
	require.ErrorIs(t, err, errOrder)
}
