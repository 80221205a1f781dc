package binding_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/binding"
)

// lockToken is of a provider that nobody knows.
const lockToken = "acme:index/lock:Lock"

type lock struct {
	pulumi.CustomResourceState

	Code pulumi.StringOutput `pulumi:"code"`
}

type bolt struct {
	Length int `pulumi:"length"`
}

type lockArgs struct {
	Bolt   bolt              `pulumi:"bolt"`
	Code   string            `pulumi:"code"`
	Door   string            `pulumi:"door"`
	Keys   []string          `pulumi:"keys"`
	Labels map[string]string `pulumi:"labels"`
	Note   *string           `pulumi:"note"`
	Turns  int               `pulumi:"turns"`
}

// LockArgs are arguments of all kinds.
type LockArgs struct {
	Bolt   BoltArgs
	Code   pulumi.StringInput
	Door   pulumi.StringInput
	Keys   pulumi.StringArrayInput
	Labels pulumi.StringMapInput
	Note   pulumi.StringPtrInput
	Turns  pulumi.IntInput
}

// BoltArgs are a block that is always sent.
type BoltArgs struct{ Length pulumi.IntInput }

func (LockArgs) ElementType() reflect.Type { return reflect.TypeFor[lockArgs]() }
func (BoltArgs) ElementType() reflect.Type { return reflect.TypeFor[bolt]() }

func acme() binding.Plugin {
	return binding.Plugin{Package: "acme", Version: "1.2.3", URL: "https://plugins.example.com"}
}

func wholeLock() *LockArgs {
	return &LockArgs{Code: pulumi.String("1234"), Door: pulumi.String("").ToStringOutput(), Turns: pulumi.Int(0)}
}

// register runs a program that registers one lock.
func register(t *testing.T, p binding.Plugin, args *LockArgs, secrets []string, opts ...pulumi.ResourceOption) *infratest.Resource {
	t.Helper()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		return p.Register(ctx, lockToken, "front", args, &lock{}, secrets, opts)
	})
	return g.Named(t, lockToken, "front")
}

func TestRegister(t *testing.T) {
	t.Parallel()
	r := register(t, acme(), wholeLock(), []string{"code", "keys"})
	assert.Equal(t, "1.2.3", r.Version)
	assert.Equal(t, "https://plugins.example.com", r.PluginDownloadURL)
	assert.ElementsMatch(t, []string{"code", "keys"}, r.AdditionalSecretOutputs)
	assert.Equal(t, map[string]any{"bolt": map[string]any{}, "code": "1234", "door": "", "turns": 0.0}, r.Inputs.Mappable())
}

func TestRegisterWithoutAddressAndSecrets(t *testing.T) {
	t.Parallel()
	p := acme()
	p.URL = ""
	r := register(t, p, wholeLock(), nil)
	assert.Equal(t, "1.2.3", r.Version)
	assert.Empty(t, r.PluginDownloadURL)
	assert.Empty(t, r.AdditionalSecretOutputs)
}

func TestCallersSetVersionAndAddressButNoFewerSecrets(t *testing.T) {
	t.Parallel()
	opts := make([]pulumi.ResourceOption, 3, 8)
	opts[0], opts[1] = pulumi.Version("4.5.6"), pulumi.PluginDownloadURL("https://mirror.example.com")
	opts[2] = pulumi.AdditionalSecretOutputs([]string{"door"})
	r := register(t, acme(), wholeLock(), []string{"code"}, opts...)
	assert.Equal(t, "4.5.6", r.Version)
	assert.Equal(t, "https://mirror.example.com", r.PluginDownloadURL)
	assert.ElementsMatch(t, []string{"code", "door"}, r.AdditionalSecretOutputs)
	assert.Nil(t, opts[:4][3], "the caller's options stay as they are")
}

// What is missing is told all at once, and nothing is registered. Numbers can be zero, an output may turn out to be anything; lists, maps,
// blocks and what the plain struct has as a pointer are not required.
func TestMissingInputs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(args *LockArgs)
		want   []string
	}{
		"nothing":       {func(*LockArgs) {}, nil},
		"one":           {func(a *LockArgs) { a.Door = nil }, []string{"Door"}},
		"an empty text": {func(a *LockArgs) { a.Code = pulumi.String("") }, []string{"Code"}},
		"all":           {func(a *LockArgs) { *a = LockArgs{} }, []string{"Code", "Door", "Turns"}},
	} {
		args := wholeLock()
		test.change(args)
		g, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			return acme().Register(ctx, lockToken, "front", args, &lock{}, nil, nil)
		})
		var got []string
		for _, problem := range component.FieldErrors(err) {
			assert.Equal(t, "acme.LockArgs", problem.Args, name)
			got = append(got, problem.Field)
		}
		assert.Equal(t, test.want, got, name)
		assert.Equal(t, len(test.want) > 0, len(g.All()) == 0, name)
	}
}

func TestRegisterErrors(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		return acme().Register(ctx, lockToken, "", wholeLock(), &lock{}, nil, nil)
	})
	require.Error(t, err)
}

func TestInvoke(t *testing.T) {
	t.Parallel()
	const token = "acme:index/getLock:getLock"
	ask := func(ctx *pulumi.Context) (string, error) {
		args := struct {
			Door string `pulumi:"door"`
		}{"front"}
		var found struct {
			Code string `pulumi:"code"`
		}
		err := acme().Invoke(ctx, token, &args, &found, nil)
		return found.Code, err
	}
	infratest.Run(t, func(ctx *pulumi.Context) error {
		code, err := ask(ctx)
		assert.Equal(t, "code of front", code)
		return err
	}, infratest.Respond(token, func(call infratest.Call) (map[string]any, error) {
		return map[string]any{"code": "code of " + call.Inputs["door"].StringValue()}, nil
	}))
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := ask(ctx)
		return err
	}, infratest.Respond(token, func(infratest.Call) (map[string]any, error) { return nil, errors.New("no such door") }))
	require.ErrorContains(t, err, "no such door")
}

func TestOrEmpty(t *testing.T) {
	t.Parallel()
	assert.Equal(t, &LockArgs{}, binding.OrEmpty[LockArgs](nil))
	given := wholeLock()
	copied := binding.OrEmpty(given)
	assert.Equal(t, given, copied)
	copied.Code = nil
	assert.Equal(t, pulumi.String("1234"), given.Code, "the arguments stay as they are")
}

func TestSecretTexts(t *testing.T) {
	t.Parallel()
	assert.Nil(t, binding.SecretText(nil))
	assert.Nil(t, binding.SecretTextPtr(nil))
	args := wholeLock()
	args.Code, args.Note = binding.SecretText(args.Code), binding.SecretTextPtr(pulumi.String("hush"))
	r := register(t, acme(), args, nil)
	for name, want := range map[string]string{"code": "1234", "note": "hush"} {
		value, _ := r.Input(name)
		assert.Equal(t, want, value.StringValue(), name)
		assert.True(t, r.IsSecret(name), name)
	}
	assert.False(t, r.IsSecret("door"))
}
