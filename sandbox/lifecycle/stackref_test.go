package lifecycle_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

// platform is the contract as the consumer knows it.
type platform struct {
	stackref.Contract `contract:"acme.platform" version:"1.2"`

	URL      pulumi.StringOutput      `pulumi:"url" validate:"prefix=https://"`
	Port     pulumi.IntOutput         `pulumi:"port"`
	Zones    pulumi.StringArrayOutput `pulumi:"zones"`
	Login    platformLogin            `pulumi:"login"`
	Password pulumi.StringOutput      `pulumi:"password,secret"`
}

type platformLogin struct {
	User  pulumi.StringOutput `pulumi:"user"`
	Token pulumi.StringOutput `pulumi:"token,secret"`
}

// The contract as other producers know it.
type (
	platformWithoutPort struct {
		stackref.Contract `contract:"acme.platform" version:"1.2"`

		URL      pulumi.StringOutput      `pulumi:"url"`
		Zones    pulumi.StringArrayOutput `pulumi:"zones"`
		Login    platformLogin            `pulumi:"login"`
		Password pulumi.StringOutput      `pulumi:"password,secret"`
	}
	platformMisspelt struct {
		stackref.Contract `contract:"acme.platform" version:"1.2"`

		URL      pulumi.StringOutput      `pulumi:"url"`
		Port     pulumi.IntOutput         `pulumi:"prot"`
		Zones    pulumi.StringArrayOutput `pulumi:"zones"`
		Login    platformLogin            `pulumi:"login"`
		Password pulumi.StringOutput      `pulumi:"password,secret"`
	}
	platformPlain struct {
		stackref.Contract `contract:"acme.platform" version:"1.2"`

		URL      pulumi.StringOutput      `pulumi:"url"`
		Port     pulumi.IntOutput         `pulumi:"port"`
		Zones    pulumi.StringArrayOutput `pulumi:"zones"`
		Login    platformLogin            `pulumi:"login"`
		Password pulumi.StringOutput      `pulumi:"password"`
	}
	platform2 struct {
		stackref.Contract `contract:"acme.platform" version:"2.0"`

		URL pulumi.StringOutput `pulumi:"url"`
	}
	anotherContract struct {
		stackref.Contract `contract:"acme.billing" version:"1.0"`

		URL pulumi.StringOutput `pulumi:"url"`
	}
)

const (
	producerStack = "acme/platform/dev"
	consumerStack = "acme/shop/dev"
	secretToken   = "token-of-the-platform"
	secretPhrase  = "correct horse battery staple"
)

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

func secret(s string) pulumi.StringOutput { return pulumi.ToSecret(text(s)).(pulumi.StringOutput) }

func zones() pulumi.StringArrayOutput {
	return pulumi.ToStringArray([]string{"a", "b"}).ToStringArrayOutput()
}

func login() platformLogin { return platformLogin{User: text("app"), Token: secret(secretToken)} }

func goodPlatform() *platform {
	return &platform{
		URL: text("https://platform.example"), Port: pulumi.Int(5432).ToIntOutput(), Zones: zones(), Login: login(),
		Password: text(secretPhrase), // the contract makes it secret
	}
}

// produces is a program that exports a contract, and then overwrites some of its outputs.
func produces[T any](v *T, overwritten pulumi.Map) sandbox.Program {
	return sandbox.Func(func(ctx *pulumi.Context) error {
		if err := stackref.Export(ctx, v); err != nil {
			return err
		}
		for name, value := range overwritten {
			ctx.Export(name, value)
		}
		return nil
	})
}

// shop imports the platform and puts what it got into a resource.
func shop(ctx *pulumi.Context) error {
	p, err := stackref.Import[platform](ctx, stackref.SameStack("platform"))
	if err != nil {
		return err
	}
	return ctx.RegisterResource("random:index/randomPet:RandomPet", "shop", pulumi.Map{"keepers": pulumi.StringMap{
		"url": p.URL, "port": pulumi.Sprintf("%d", p.Port), "zone": p.Zones.Index(pulumi.Int(1)), "user": p.Login.User,
		"token": p.Login.Token, "password": p.Password,
	}}, &pulumi.CustomResourceState{})
}

// assertRefused runs the consumer in preview and in an update: both must fail with problems of one kind, and register nothing.
func assertRefused(t *testing.T, cloud *sandbox.Cloud, kind stackref.Kind, words ...string) {
	t.Helper()
	for name, operate := range map[string]func(context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error){
		"preview": cloud.Preview, "up": cloud.Up,
	} {
		var failure error
		result, err := operate(context.Background(), consumerStack, sandbox.Func(func(ctx *pulumi.Context) error {
			failure = shop(ctx)
			return failure
		}))
		require.Error(t, err, name)
		var failed *stackref.Error
		require.ErrorAs(t, failure, &failed, name)
		assert.Equal(t, producerStack, failed.Stack, name)
		assert.Equal(t, "acme.platform", failed.Contract, name)
		for _, problem := range failed.Problems {
			assert.Equal(t, kind, problem.Kind, "%s: %s", name, problem)
		}
		for _, each := range words {
			assert.ErrorContains(t, err, each, name)
		}
		for _, value := range []string{secretPhrase, secretToken} {
			assert.NotContains(t, err.Error(), value, name)
		}
		assertNothingRegistered(t, cloud, result)
	}
}

// assertNothingRegistered accepts the stack itself, the reference to the other stack and the engine's own provider of references, and
// nothing else.
func assertNothingRegistered(t *testing.T, cloud *sandbox.Cloud, result *sandbox.Result) {
	t.Helper()
	for _, r := range result.Resources {
		assert.Contains(t, []string{"pulumi:pulumi:Stack", "pulumi:pulumi:StackReference", "pulumi:providers:pulumi"}, r.Type, "%s is in the state", r.URN)
	}
	for _, s := range result.Steps {
		known := s.URN.Type() == "pulumi:pulumi:Stack" || s.Op == "read" || s.Op == "refresh"
		assert.True(t, known, "the engine was asked to %s %s", s.Op, s.URN)
	}
	assert.Empty(t, cloud.Objects())
}

func TestABrokenContractRegistersNothing(t *testing.T) {
	t.Parallel()
	good := goodPlatform
	for name, c := range map[string]struct {
		producer sandbox.Program
		kind     stackref.Kind
		words    []string
	}{
		"missing": {
			produces(&platformWithoutPort{URL: text("https://platform.example"), Zones: zones(), Login: login(), Password: secret(secretPhrase)}, nil),
			stackref.KindMissing, []string{`port: need an integer, got nothing`, "available: "},
		},
		"misspelt": {
			produces(&platformMisspelt{
				URL: text("https://platform.example"), Port: pulumi.Int(1).ToIntOutput(), Zones: zones(), Login: login(), Password: secret(secretPhrase),
			}, nil),
			stackref.KindMissing, []string{`port: need an integer`, `did you mean "prot"?`},
		},
		"string for int": {
			produces(good(), pulumi.Map{"port": pulumi.String("5432")}),
			stackref.KindWrongType, []string{"port: need an integer, got", "string"},
		},
		"1.5 for int": {
			produces(good(), pulumi.Map{"port": pulumi.Float64(1.5)}),
			stackref.KindNotInteger, []string{"port: need an integer", "1.5"},
		},
		"object for string": {
			produces(good(), pulumi.Map{"url": pulumi.StringMap{"host": pulumi.String("x")}}),
			stackref.KindWrongType, []string{"url: need a string, got", "object"},
		},
		"nil in a list": {
			produces(good(), pulumi.Map{"zones": pulumi.Array{pulumi.String("a"), nil}}),
			stackref.KindWrongType, []string{"zones[1]: need a string"},
		},
		"a broken rule": {
			produces(good(), pulumi.Map{"url": pulumi.String("http://platform.example")}),
			stackref.KindValidation, []string{`url: need text that begins with "https://"`},
		},
		"a plain secret": {
			produces(&platformPlain{URL: good().URL, Port: good().Port, Zones: zones(), Login: login(), Password: text(secretPhrase)}, nil),
			stackref.KindSecretDowngrade, []string{"password: "},
		},
		"a plain nested one": {
			produces(good(), pulumi.Map{"login": pulumi.StringMap{"user": pulumi.String("app"), "token": pulumi.String(secretToken)}}),
			stackref.KindSecretDowngrade, []string{"login.token: "},
		},
		"another major":    {produces(&platform2{URL: text("https://platform.example")}, nil), stackref.KindContractMismatch, []string{"1.2", "2.0"}},
		"another contract": {produces(&anotherContract{URL: text("https://platform.example")}, nil), stackref.KindContractMismatch, []string{"acme.billing"}},
		"never deployed":   {sandbox.Func(func(*pulumi.Context) error { return nil }), stackref.KindNeverDeployed, []string{"never deployed", "pulumi up -s " + producerStack}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := lifecycletest.NewCloud(t, sandbox.Options{})
			_, err := cloud.Up(context.Background(), producerStack, c.producer)
			require.NoError(t, err)
			assertRefused(t, cloud, c.kind, c.words...)
		})
	}
}

func TestAnUnknownStackRegistersNothing(t *testing.T) {
	t.Parallel()
	assertRefused(t, lifecycletest.NewCloud(t, sandbox.Options{}), stackref.KindUnknownStack, "no such stack", producerStack)
}

// The state of the producer is sealed with a passphrase that is lost: the engine hands on what it cannot decrypt.
func TestASecretThatCannotBeDecryptedRegistersNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	_, err := lifecycletest.NewCloud(t, sandbox.Options{Folder: folder}).Up(context.Background(), producerStack, produces(goodPlatform(), nil))
	require.NoError(t, err)
	require.NoError(t, os.Remove(filepath.Join(folder, "passphrase")))
	assertRefused(t, lifecycletest.NewCloud(t, sandbox.Options{Folder: folder}), stackref.KindUndecryptable, "password: ", "decrypt")
}

func TestAllProblemsAreToldTogether(t *testing.T) {
	t.Parallel()
	cloud := lifecycletest.NewCloud(t, sandbox.Options{})
	_, err := cloud.Up(context.Background(), producerStack, produces(goodPlatform(), pulumi.Map{
		"url": pulumi.Int(1), "port": pulumi.Float64(1.5), "zones": pulumi.String("a"), "password": pulumi.String(secretPhrase),
	}))
	require.NoError(t, err)
	for name, operate := range map[string]func(context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error){
		"preview": cloud.Preview, "up": cloud.Up,
	} {
		result, err := operate(context.Background(), consumerStack, sandbox.Func(shop))
		for _, part := range []string{"url: ", "port: ", "zones: ", "password: "} {
			require.ErrorContains(t, err, part, name)
		}
		assertNothingRegistered(t, cloud, result)
	}
}

func TestAContractThatIsKeptReachesTheConsumer(t *testing.T) {
	t.Parallel()
	cloud, ctx := lifecycletest.NewCloud(t, sandbox.Options{}), context.Background()
	_, err := cloud.Up(ctx, producerStack, produces(goodPlatform(), nil))
	require.NoError(t, err)
	preview, err := cloud.Preview(ctx, consumerStack, sandbox.Func(shop))
	require.NoError(t, err)
	result, err := cloud.Up(ctx, consumerStack, sandbox.Func(shop))
	require.NoError(t, err)
	assert.Equal(t, preview.Changes["create"], result.Changes["create"])
	keepers := lifecycletest.Find(t, result, "shop").Inputs["keepers"].ObjectValue()
	for key, want := range map[string]string{"url": "https://platform.example", "port": "5432", "zone": "b", "user": "app"} {
		require.True(t, keepers[resource.PropertyKey(key)].IsString(), "%s is plain", key)
		assert.Equal(t, want, keepers[resource.PropertyKey(key)].StringValue(), key)
	}
	for key, want := range map[string]string{"token": secretToken, "password": secretPhrase} {
		require.True(t, keepers[resource.PropertyKey(key)].IsSecret(), "%s is secret", key)
		assert.Equal(t, want, keepers[resource.PropertyKey(key)].SecretValue().Element.StringValue(), key)
	}
	again, err := cloud.Up(ctx, consumerStack, sandbox.Func(shop))
	require.NoError(t, err)
	assert.Zero(t, again.Changes["create"]+again.Changes["update"]+again.Changes["replace"]+again.Changes["delete"], "%v", again.Changes)
}

// Secrets that cross two stacks stand encrypted wherever either of them is written, and in what is exported of them.
func TestASecretThatCrossesTwoStacksIsEncryptedInBoth(t *testing.T) {
	t.Parallel()
	folder, ctx := t.TempDir(), context.Background()
	cloud := lifecycletest.NewCloud(t, sandbox.Options{Folder: folder})
	_, err := cloud.Up(ctx, producerStack, produces(goodPlatform(), nil))
	require.NoError(t, err)
	result, err := cloud.Up(ctx, consumerStack, sandbox.Func(shop))
	require.NoError(t, err)

	keepers := lifecycletest.Find(t, result, "shop").Inputs["keepers"].ObjectValue()
	require.True(t, keepers["password"].IsSecret())
	assert.Equal(t, secretPhrase, keepers["password"].SecretValue().Element.StringValue(), "it did arrive")
	for _, stack := range []string{producerStack, consumerStack} {
		state, err := cloud.ExportState(stack)
		require.NoError(t, err)
		assert.Contains(t, string(state), "https://platform.example", "what is not secret is plain")
		assertNoSecret(t, stack, string(state))
	}
	stacks := map[string]bool{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, stack := range []string{producerStack, consumerStack} {
			if strings.Contains(path, filepath.FromSlash(stack)) && strings.Contains(string(content), "https://platform.example") {
				stacks[stack] = true
			}
		}
		assertNoSecret(t, path, string(content))
		return err
	}))
	assert.Len(t, stacks, 2, "the files of both stacks were read")
}

func assertNoSecret(t *testing.T, where, content string) {
	t.Helper()
	for _, value := range []string{secretPhrase, secretToken} {
		assert.NotContains(t, content, value, where)
	}
}

// What tests under mocks are given is what the engine keeps of the same export.
func TestAFakeIsWhatTheEngineKeeps(t *testing.T) {
	t.Parallel()
	cloud := lifecycletest.NewCloud(t, sandbox.Options{})
	result, err := cloud.Up(context.Background(), producerStack, produces(goodPlatform(), nil))
	require.NoError(t, err)
	assert.Equal(t, stackreftest.Outputs(t, goodPlatform()), plainValue(resource.NewProperty(result.Outputs)))
}

func plainValue(v resource.PropertyValue) any {
	switch {
	case v.IsSecret():
		return infratest.Secret(plainValue(v.SecretValue().Element))
	case v.IsObject():
		object := map[string]any{}
		for k, each := range v.ObjectValue() {
			object[string(k)] = plainValue(each)
		}
		return object
	case v.IsArray():
		list := []any{}
		for _, each := range v.ArrayValue() {
			list = append(list, plainValue(each))
		}
		return list
	}
	return v.V
}

// A stack that may be missing is no failure to a consumer that says so, and a broken one still is.
func TestAnOptionalContractUnderTheEngine(t *testing.T) {
	t.Parallel()
	cloud, ctx := lifecycletest.NewCloud(t, sandbox.Options{}), context.Background()
	var found bool
	var failure error
	consumer := sandbox.Func(func(ctx *pulumi.Context) error {
		_, found, failure = stackref.ImportOptional[platform](ctx, stackref.SameStack("platform"))
		return failure
	})
	for _, operate := range []func(context.Context, string, sandbox.Program, ...sandbox.Option) (*sandbox.Result, error){cloud.Preview, cloud.Up} {
		_, err := operate(ctx, consumerStack, consumer)
		require.NoError(t, err)
		assert.False(t, found)
	}
	_, err := cloud.Up(ctx, producerStack, produces(goodPlatform(), nil))
	require.NoError(t, err)
	_, err = cloud.Up(ctx, consumerStack, consumer)
	require.NoError(t, err)
	assert.True(t, found)

	_, err = cloud.Up(ctx, producerStack, produces(goodPlatform(), pulumi.Map{"port": pulumi.String("5432")}))
	require.NoError(t, err)
	_, err = cloud.Up(ctx, consumerStack, consumer)
	require.ErrorContains(t, err, "port: need an integer")
	var failed *stackref.Error
	require.True(t, errors.As(failure, &failed))
}
