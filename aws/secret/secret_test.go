package secret_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	graph := run(t, fromConfiguration)
	s := graph.Named(t, secretToken, "login-secret")
	assert.InDelta(t, 30, s.Value("recoveryWindowInDays"), 0)
	assert.Equal(t, "team-pay", s.Value("tags.owner"))
	assert.Equal(t, "cc-1200", s.Value("tags.cost-center"))
	for _, path := range []string{"name", "namePrefix", "kmsKeyId", "description", "policy", "replicas"} {
		assert.Nil(t, s.Value(path), path)
	}
	assert.True(t, s.Protect)
	assert.Equal(t, graph.One(t, componentToken).URN, s.Parent)

	version := graph.Named(t, versionToken, "login-version")
	assert.Equal(t, apiKey, version.Value("secretString"))
	assert.True(t, version.IsSecret("secretString"))
	assert.Equal(t, s.ID, version.Value("secretId"))
	assert.False(t, version.Protect, "a protected version would refuse new values")
	assert.False(t, version.DeleteBeforeReplace, "the old value goes after the new one is there")
	assert.Nil(t, version.Value("versionStages"))
	assert.Empty(t, version.IgnoreChanges)
	assert.Len(t, graph.All(), 3)
}

func TestEveryFieldArrives(t *testing.T) {
	t.Parallel()
	graph := run(t, func(ctx *pulumi.Context, a *secret.Args) {
		a.Value = configured(ctx)
		a.Description = "Login of the shop at the payment provider"
		a.KMSKeyARN = pulumi.String(kmsKey)
		a.RecoveryWindowDays = 14
	})
	s := graph.One(t, secretToken)
	assert.Equal(t, "Login of the shop at the payment provider", s.Value("description"))
	assert.Equal(t, kmsKey, s.Value("kmsKeyId"))
	assert.InDelta(t, 14, s.Value("recoveryWindowInDays"), 0)
	assert.Equal(t, kmsKey, output(t, graph, "kmsKeyArn"))
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := run(t, fromConfiguration)
	s, version := graph.One(t, secretToken), graph.One(t, versionToken)
	assert.Equal(t, s.ID, output(t, graph, "arn"))
	assert.Equal(t, s.Outputs["name"].StringValue(), output(t, graph, "name"))
	assert.Equal(t, version.Outputs["versionId"].StringValue(), output(t, graph, "versionId"))
}

func TestProtectionAndRecoveryFollowTheProfile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(*secret.Args)
		days    float64
		protect bool
	}{
		"production":               {func(*secret.Args) {}, 30, true},
		"production, unlocked":     {func(a *secret.Args) { a.DisableProtection = true }, 30, false},
		"production, at once":      {func(a *secret.Args) { a.DeleteImmediately = true }, 0, true},
		"development":              {func(a *secret.Args) { a.Profile = component.Development }, 7, false},
		"development, longer":      {func(a *secret.Args) { a.Profile, a.RecoveryWindowDays = component.Development, 30 }, 30, false},
		"development, at once":     {func(a *secret.Args) { a.Profile, a.DeleteImmediately = component.Development, true }, 0, false},
		"production, only a week":  {func(a *secret.Args) { a.RecoveryWindowDays = 7 }, 7, true},
		"production, random value": {func(a *secret.Args) { a.Value, a.Generate = nil, &secret.Generate{} }, 30, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, func(ctx *pulumi.Context, a *secret.Args) {
				a.Value = configured(ctx)
				c.change(a)
			})
			s := graph.One(t, secretToken)
			assert.InDelta(t, c.days, s.Value("recoveryWindowInDays"), 0)
			assert.Equal(t, c.protect, s.Protect)
			for _, r := range append(graph.OfType(passwordToken), graph.OfType(versionToken)...) {
				assert.False(t, r.Protect, "%s: a new value replaces it", r.Name)
			}
		})
	}
}

func TestValuesMakeAnObject(t *testing.T) {
	t.Parallel()
	graph := run(t, func(ctx *pulumi.Context, a *secret.Args) {
		a.Values = map[string]pulumi.StringInput{
			"token": configured(ctx), "host": pulumi.String("a&b <c>").ToStringOutput(), // known only later, as another resource's output
		}
		a.Plain = map[string]string{"user": "shop", "note": ""}
	})
	assert.Equal(t, map[string]string{"token": apiKey, "host": "a&b <c>", "user": "shop", "note": ""}, object(t, graph))
	text := graph.One(t, versionToken).Value("secretString")
	assert.Equal(t, `{"host":"a&b <c>","note":"","token":"`+apiKey+`","user":"shop"}`, text, "sorted and as people write it")
}

// Whatever the source says of a value, here it is secret.
func TestAPlainOutputBecomesSecret(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(pulumi.StringInput, *secret.Args){
		"Value":  func(in pulumi.StringInput, a *secret.Args) { a.Value = in },
		"Values": func(in pulumi.StringInput, a *secret.Args) { a.Values = map[string]pulumi.StringInput{"pet": in} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
				pet, err := random.NewRandomPet(ctx, "pet", nil)
				if err != nil {
					return err
				}
				args := &secret.Args{Tags: testTags(t, ctx)}
				change(pet.ID(), args) // an ID is a text too
				_, err = secret.New(ctx, "login", args)
				return err
			})
			require.NoError(t, err)
			version := graph.One(t, versionToken)
			assert.True(t, version.IsSecret("secretString"))
			assert.Contains(t, version.Value("secretString"), graph.One(t, "random:index/randomPet:RandomPet").ID)
		})
	}
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	graph := run(t, func(_ *pulumi.Context, a *secret.Args) { a.Generate = &secret.Generate{} })
	password := graph.Named(t, passwordToken, "login-generated")
	infratest.AssertInputs(t, password, map[string]any{
		"length": 32.0, "special": false, "minLower": 1.0, "minUpper": 1.0, "minNumeric": 1.0, "keepers.generation": "0",
		"minSpecial": nil, "overrideSpecial": nil,
	})
	value := generated(t, graph, "login-generated")
	assert.Regexp(t, `^[A-Za-z0-9]{32}$`, value)
	assert.Equal(t, value, graph.One(t, versionToken).Value("secretString"))
	assert.True(t, graph.One(t, versionToken).IsSecret("secretString"))
}

func TestGenerateKeys(t *testing.T) {
	t.Parallel()
	graph := run(t, func(_ *pulumi.Context, a *secret.Args) {
		a.Generate = &secret.Generate{Length: 48, Symbols: "!-", Keys: []string{"password", "salt"}, Generation: 3}
		a.Plain = map[string]string{"username": "shop"}
	})
	password, salt := generated(t, graph, "login-generated-password"), generated(t, graph, "login-generated-salt")
	assert.NotEqual(t, password, salt)
	assert.Equal(t, map[string]string{"username": "shop", "password": password, "salt": salt}, object(t, graph))
	for _, r := range graph.OfType(passwordToken) {
		infratest.AssertInputs(t, r, map[string]any{
			"length": 48.0, "special": true, "overrideSpecial": "!-", "minSpecial": 1.0, "keepers.generation": "3",
		})
		assert.Equal(t, graph.One(t, componentToken).URN, r.Parent)
	}
	assert.Len(t, graph.OfType(passwordToken), 2)
}

// Another generation differs in the keepers alone, which make the random provider draw again; the lifecycle test under
// sandbox/ shows what follows from that.
func TestGenerationIsAKeeperAndNothingElse(t *testing.T) {
	t.Parallel()
	at := func(generation int) *infratest.Graph {
		return run(t, func(_ *pulumi.Context, a *secret.Args) {
			a.Generate = &secret.Generate{Keys: []string{"password", "salt"}, Generation: generation}
		})
	}
	first, second := at(1), at(2)
	require.Len(t, second.All(), len(first.All()))
	for i, r := range first.All() {
		next := second.All()[i]
		assert.Equal(t, r.URN, next.URN)
		if r.Type != passwordToken {
			assert.Equal(t, r.Inputs, next.Inputs, r.Name)
			continue
		}
		assert.Equal(t, "1", r.Value("keepers.generation"))
		assert.Equal(t, "2", next.Value("keepers.generation"))
		delete(r.Inputs, "keepers")
		delete(next.Inputs, "keepers")
		assert.Equal(t, r.Inputs, next.Inputs, r.Name)
	}
}

// A version of Pulumi's own, even an empty one, could take the place of what people have set.
func TestExternalHasNoVersion(t *testing.T) {
	t.Parallel()
	graph := run(t, func(_ *pulumi.Context, a *secret.Args) { a.External = true }, "", "password")
	assert.Empty(t, graph.OfType(versionToken))
	assert.Empty(t, graph.OfType(passwordToken))
	assert.True(t, graph.One(t, secretToken).Protect)
	assert.Equal(t, graph.One(t, secretToken).ID, output(t, graph, "arn"))
}

func TestUsersOfTheARNWaitForTheValue(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		s, err := secret.New(ctx, "login", &secret.Args{Tags: testTags(t, ctx), Generate: &secret.Generate{}})
		if err != nil {
			return err
		}
		_, err = random.NewRandomPet(ctx, "reader", &random.RandomPetArgs{Prefix: s.ARN})
		return err
	})
	require.NoError(t, err)
	reader := graph.Named(t, "random:index/randomPet:RandomPet", "reader")
	assert.Contains(t, reader.Dependencies, graph.One(t, versionToken).URN)
	assert.Contains(t, reader.Dependencies, graph.One(t, secretToken).URN)
	assert.Equal(t, graph.One(t, secretToken).ID, reader.Value("prefix"))
}

// What is known only during the deployment is refused on its way to the resource, and never shown.
func TestLateValuesAreChecked(t *testing.T) {
	t.Parallel()
	later := func(text string) pulumi.StringOutput {
		return pulumi.ToSecret(pulumi.String(text).ToStringOutput()).(pulumi.StringOutput)
	}
	big := strings.Repeat("x", 65537)
	for name, c := range map[string]struct {
		change func(*pulumi.Context, *secret.Args)
		want   string
	}{
		"an empty value": {
			func(ctx *pulumi.Context, a *secret.Args) { a.Value = config.RequireSecret(ctx, "empty") },
			"secret: Args.Value: need a value of 1 to 65536 bytes, got [secret]",
		},
		"a large value": {
			func(_ *pulumi.Context, a *secret.Args) { a.Value = pulumi.String(big).ToStringOutput() }, // plain where it comes from
			"secret: Args.Value: need a value of 1 to 65536 bytes, got [secret]",
		},
		"an empty one of several": {
			func(ctx *pulumi.Context, a *secret.Args) {
				a.Values = map[string]pulumi.StringInput{"key": configured(ctx), "other": later("")}
			},
			`secret: Args.Values["other"]: need a value, got [secret]`,
		},
		"a large object": {
			func(_ *pulumi.Context, a *secret.Args) { a.Values = map[string]pulumi.StringInput{"key": later(big)} },
			"secret: Args.Values: need a value of 1 to 65536 bytes, got [secret]",
		},
		"a key by its id": {
			func(ctx *pulumi.Context, a *secret.Args) {
				a.Value, a.KMSKeyARN = configured(ctx), pulumi.String("1234abcd-12ab-34cd-56ef-1234567890ab").ToStringOutput()
			},
			"secret: Args.KMSKeyARN: need a key's full ARN",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := try(t, c.change, nil)
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "xxx")
		})
	}
}

func TestTheLargestValueIsAccepted(t *testing.T) {
	t.Parallel()
	run(t, func(_ *pulumi.Context, a *secret.Args) {
		a.Value = pulumi.String(strings.Repeat("x", 65536)).ToStringOutput()
		a.Description = strings.Repeat("ä", 2048)
		a.RecoveryWindowDays = 30
	})
}

// Each control that checkers ask for, with what fulfils it.
func TestControls(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]func(*pulumi.Context, *secret.Args){
		"Value": fromConfiguration,
		"Values": func(ctx *pulumi.Context, a *secret.Args) {
			a.Values = map[string]pulumi.StringInput{"key": configured(ctx)}
		},
		"Generate": func(_ *pulumi.Context, a *secret.Args) { a.Generate = &secret.Generate{Keys: []string{"password"}} },
		"External": func(_ *pulumi.Context, a *secret.Args) { a.External = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, func(ctx *pulumi.Context, a *secret.Args) {
				source(ctx, a)
				a.KMSKeyARN = pulumi.String(kmsKey)
			}, "")
			for control, fulfilled := range map[string]func(t *testing.T){
				"CKV_AWS_149: a customer-managed key": func(t *testing.T) { assert.Equal(t, kmsKey, graph.One(t, secretToken).Value("kmsKeyId")) },
				"tags":                                func(t *testing.T) { infratest.AssertTagged(t, graph, tagging.DefaultPolicy()) },
				"no plain value":                      func(t *testing.T) { infratest.AssertNoPlainSecrets(t, graph) },
				"no public policy":                    func(t *testing.T) { assert.Nil(t, graph.One(t, secretToken).Value("policy")) },
				"deletion can be undone":              func(t *testing.T) { assert.InDelta(t, 30, graph.One(t, secretToken).Value("recoveryWindowInDays"), 0) },
				"deletion is held up":                 func(t *testing.T) { assert.True(t, graph.One(t, secretToken).Protect) },
				"nothing is left unmodelled":          func(t *testing.T) { assert.Empty(t, graph.Unmodelled()) },
			} {
				t.Run(control, fulfilled)
			}
		})
	}
}
