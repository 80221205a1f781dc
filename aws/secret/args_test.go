package secret_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	type inputs = map[string]pulumi.StringInput
	generate := func(g secret.Generate) func(*pulumi.Context, *secret.Args) {
		return func(_ *pulumi.Context, a *secret.Args) { a.Generate = &g }
	}
	with := func(change func(*secret.Args)) func(*pulumi.Context, *secret.Args) {
		return func(ctx *pulumi.Context, a *secret.Args) {
			a.Value = configured(ctx)
			change(a)
		}
	}
	for name, c := range map[string]struct {
		change func(*pulumi.Context, *secret.Args)
		field  string
		text   string
	}{
		"no tags": {
			with(func(a *secret.Args) { a.Tags = tagging.Set{} }),
			"Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"an unknown profile": {with(func(a *secret.Args) { a.Profile = 7 }), "Profile", "need production or development, got Profile(7)"},
		"a long description": {
			with(func(a *secret.Args) { a.Description = strings.Repeat("ä", 2049) }), "Description", "need 2048 characters or fewer, got 2049",
		},

		"no source": {
			func(*pulumi.Context, *secret.Args) {}, "Value", "need exactly one of Value, Values, Generate and External, got nothing",
		},
		"an output that nobody set": {
			func(_ *pulumi.Context, a *secret.Args) { a.Value = pulumi.StringOutput{} }, "Value", "need exactly one of",
		},
		"no keys": {func(_ *pulumi.Context, a *secret.Args) { a.Values = inputs{} }, "Value", "need exactly one of"},
		"two sources": {
			with(func(a *secret.Args) { a.External = true }),
			"External", "need exactly one of Value, Values, Generate and External, got Value and External",
		},
		"three sources": {
			with(func(a *secret.Args) { a.Generate, a.Values = &secret.Generate{}, inputs{"a": a.Value} }),
			"Values", "got Value and Values and Generate",
		},
		"a literal": {
			func(_ *pulumi.Context, a *secret.Args) { a.Value = pulumi.String("hunter2hunter2") },
			"Value", "need a value that is not in the source code: read it from secret configuration with config.RequireSecret, got a literal",
		},
		"a literal in Development": {
			func(_ *pulumi.Context, a *secret.Args) {
				a.Value, a.Profile = pulumi.String("hunter2hunter2"), component.Development
			},
			"Value", "got a literal",
		},
		"an empty literal": {func(_ *pulumi.Context, a *secret.Args) { a.Value = pulumi.String("") }, "Value", "got a literal"},
		"a literal among the values": {
			func(ctx *pulumi.Context, a *secret.Args) {
				a.Values = inputs{"user": pulumi.String("hunter2hunter2"), "password": configured(ctx)}
			},
			`Values["user"]`, "read it from secret configuration with config.RequireSecret, or write it under Plain when it is no secret, got a literal",
		},
		"a missing value": {
			func(_ *pulumi.Context, a *secret.Args) { a.Values = inputs{"user": nil} }, `Values["user"]`, "need a value, got nothing",
		},
		"a colon in a key": {
			func(ctx *pulumi.Context, a *secret.Args) { a.Values = inputs{"db:user": configured(ctx)} },
			`Values["db:user"]`, `need 1 to 128 letters, digits, full stops, hyphens and underscores, got "db:user"`,
		},
		"an empty key": {
			func(ctx *pulumi.Context, a *secret.Args) { a.Values = inputs{"": configured(ctx)} }, `Values[""]`, "need 1 to 128 letters",
		},
		"a long key": {
			func(ctx *pulumi.Context, a *secret.Args) {
				a.Values = inputs{strings.Repeat("k", 129): configured(ctx)}
			},
			`Values["` + strings.Repeat("k", 129) + `"]`, "need 1 to 128 letters",
		},

		"a short random value":  {generate(secret.Generate{Length: 15}), "Generate.Length", "need 16 to 1024, got 15"},
		"a long random value":   {generate(secret.Generate{Length: 1025}), "Generate.Length", "need 16 to 1024, got 1025"},
		"a negative generation": {generate(secret.Generate{Generation: -1}), "Generate.Generation", "need 0 or more, got -1"},
		"a letter for a symbol": {
			generate(secret.Generate{Symbols: "!a"}), "Generate.Symbols",
			`need printable characters besides letters, digits and the space, none twice, got "!a"`,
		},
		"a space for a symbol": {generate(secret.Generate{Symbols: "! "}), "Generate.Symbols", `got "! "`},
		"a symbol twice":       {generate(secret.Generate{Symbols: "!-!"}), "Generate.Symbols", `got "!-!"`},
		"a symbol beyond":      {generate(secret.Generate{Symbols: "§"}), "Generate.Symbols", `got "§"`},
		"a random key's form":  {generate(secret.Generate{Keys: []string{"ok", "a b"}}), "Generate.Keys[1]", `need 1 to 128 letters`},
		"a random key twice": {
			generate(secret.Generate{Keys: []string{"salt", "salt"}}), "Generate.Keys[1]", `need a key of its own, got "salt" a second time`,
		},

		"plain beside one text": {
			with(func(a *secret.Args) { a.Plain = map[string]string{"user": "shop"} }), "Plain", "need Values or Generate.Keys beside it, got neither",
		},
		"plain beside a random text": {
			func(_ *pulumi.Context, a *secret.Args) {
				a.Generate, a.Plain = &secret.Generate{}, map[string]string{"user": "shop"}
			},
			"Plain", "got neither",
		},
		"plain and secret": {
			func(ctx *pulumi.Context, a *secret.Args) {
				a.Values, a.Plain = inputs{"user": configured(ctx)}, map[string]string{"user": "shop"}
			},
			`Plain["user"]`, "need a key of its own, got one that has a secret value too",
		},
		"plain and random": {
			func(_ *pulumi.Context, a *secret.Args) {
				a.Generate, a.Plain = &secret.Generate{Keys: []string{"user"}}, map[string]string{"user": "shop"}
			},
			`Plain["user"]`, "need a key of its own",
		},
		"a plain key's form": {
			func(ctx *pulumi.Context, a *secret.Args) {
				a.Values, a.Plain = inputs{"password": configured(ctx)}, map[string]string{"a:b": "shop"}
			},
			`Plain["a:b"]`, "need 1 to 128 letters",
		},

		"six days":  {with(func(a *secret.Args) { a.RecoveryWindowDays = 6 }), "RecoveryWindowDays", "need 7 to 30, or DeleteImmediately, got 6"},
		"31 days":   {with(func(a *secret.Args) { a.RecoveryWindowDays = 31 }), "RecoveryWindowDays", "got 31"},
		"a day ago": {with(func(a *secret.Args) { a.RecoveryWindowDays = -1 }), "RecoveryWindowDays", "got -1"},
		"both at once": {
			with(func(a *secret.Args) { a.DeleteImmediately, a.RecoveryWindowDays = true, 7 }),
			"RecoveryWindowDays", "need nothing beside DeleteImmediately, got 7",
		},
		"a key's id": {
			with(func(a *secret.Args) { a.KMSKeyARN = pulumi.String("1234abcd-12ab-34cd-56ef-1234567890ab") }),
			"KMSKeyARN", "need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got",
		},
		"a key's alias": {
			with(func(a *secret.Args) { a.KMSKeyARN = pulumi.String("arn:aws:kms:eu-west-1:123456789012:alias/data") }), "KMSKeyARN", "alias/data",
		},
		"an empty key's ARN": {with(func(a *secret.Args) { a.KMSKeyARN = pulumi.String("") }), "KMSKeyARN", "got nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(t, c.change, nil)
			require.Error(t, err)
			assert.Empty(t, graph.All(), "nothing is registered")
			assert.NotContains(t, err.Error(), "hunter2", "a value is never shown")
			found := component.FieldErrors(err)
			require.Len(t, found, 1, "%v", err)
			assert.Equal(t, "secret.Args", found[0].Args)
			assert.Equal(t, c.field, found[0].Field)
			assert.Contains(t, err.Error(), c.text)
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := try(t, func(_ *pulumi.Context, a *secret.Args) {
		a.Tags, a.Profile, a.Description = tagging.Set{}, 7, strings.Repeat("x", 2049)
		a.KMSKeyARN, a.RecoveryWindowDays = pulumi.String("key"), 3
		a.Value, a.Values = pulumi.String("hunter2"), map[string]pulumi.StringInput{"a:b": pulumi.String("hunter2")}
		a.Generate = &secret.Generate{Length: 1, Symbols: "a", Keys: []string{"?"}, Generation: -1}
		a.Plain = map[string]string{"": ""}
	}, nil)
	var fields []string
	for _, e := range component.FieldErrors(err) {
		fields = append(fields, e.Field)
	}
	assert.Equal(t, []string{
		"Tags", "Profile", "Description", "KMSKeyARN", "Values", "Value", `Values["a:b"]`, `Values["a:b"]`,
		"Generate.Length", "Generate.Generation", "Generate.Symbols", "Generate.Keys[0]", `Plain[""]`, "RecoveryWindowDays",
	}, fields)
	for line := range strings.Lines(err.Error()) {
		assert.NotContains(t, line, "hunter2")
	}
	assert.ErrorContains(t, err, "secret: login: Args.Value: need")
}

func TestKeysOfEveryPartition(t *testing.T) {
	t.Parallel()
	for _, arn := range []string{
		kmsKey,
		"arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
		"arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
	} {
		graph := run(t, func(_ *pulumi.Context, a *secret.Args) {
			a.External, a.KMSKeyARN = true, pulumi.String(arn).ToStringOutput()
		})
		assert.Equal(t, arn, graph.One(t, secretToken).Value("kmsKeyId"))
	}
}

func TestEverySymbol(t *testing.T) {
	t.Parallel()
	all := "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
	graph := run(t, func(_ *pulumi.Context, a *secret.Args) { a.Generate = &secret.Generate{Symbols: all} })
	assert.Equal(t, all, graph.One(t, passwordToken).Value("overrideSpecial"))
}
