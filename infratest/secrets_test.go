package infratest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

func TestAssertNoPlainSecretsByName(t *testing.T) {
	const value = "correct-horse"
	for _, tc := range []struct {
		property string
		secret   bool
	}{
		{"password", true}, {"masterPassword", true}, {"DB_PASSWORD", true}, {"db-password", true}, {"authToken", true}, {"token", true}, {"secret", true},
		{"secretString", true}, {"clientSecret", true}, {"privateKey", true}, {"privateKeyPem", true}, {"apiKey", true}, {"APIKey", true}, {"kubeconfig", true},
		{"authString", true}, {"secretAccessKey", true}, {"credentials", true}, {"passphrase", true}, {"connectionString", true},
		{"secretArn", false}, {"secretARN", false}, {"secretName", false}, {"secretId", false}, {"tokenUrl", false}, {"passwordLength", false}, {"accessKeyId", false},
		{"masterUserSecretKmsKeyId", false}, {"tokenEndpoint", false}, {"tokenizer", false}, {"secretary", false}, {"keyName", false}, {"description", false},
		{"publicKey", false}, {"passwordPolicy", false}, {"kmsKeyArn", false},
	} {
		t.Run(tc.property, func(t *testing.T) {
			g := infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{tc.property: pulumi.String(value)}))
			r := record(func(t testing.TB) { infratest.AssertNoPlainSecrets(t, g) })
			assert.Equal(t, tc.secret, len(r.failures) == 1, r.all())
			assert.NotContains(t, r.all(), value)

			marked := infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{tc.property: pulumi.ToSecret(pulumi.String(value))}))
			infratest.AssertNoPlainSecrets(t, marked)
			empty := infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{tc.property: pulumi.String("")}))
			infratest.AssertNoPlainSecrets(t, empty)
		})
	}
}

func TestAssertNoPlainSecretsLooksInside(t *testing.T) {
	for _, tc := range []struct {
		name, token string
		props       pulumi.Map
		want        []string
	}{
		{"nested", "acme:index:Thing", pulumi.Map{"a": pulumi.Array{pulumi.Map{"password": pulumi.String("hunter2")}}}, []string{
			`infratest: acme:index:Thing "x": a[0].password: need a secret, got a plain text (the name "password" says that it is one)`}},
		{"environment variable", "acme:index:Thing", pulumi.Map{"envs": pulumi.Array{
			pulumi.Map{"name": pulumi.String("DB_PASSWORD"), "value": pulumi.String("hunter2")},
			pulumi.Map{"name": pulumi.String("DB_HOST"), "value": pulumi.String("db")}}}, []string{
			`infratest: acme:index:Thing "x": envs[0].value: need a secret, got a plain text (the name "DB_PASSWORD" says that it is one)`}},
		{"JSON document", "acme:index:Thing", pulumi.Map{"definition": pulumi.String(`[{"environment":[{"name":"API_TOKEN","value":"hunter2"}]}]`)}, []string{
			`infratest: acme:index:Thing "x": definition[0].environment[0].value: need a secret, got a plain text (the name "API_TOKEN" says that it is one)`}},
		{"references", "acme:index:Thing", pulumi.Map{
			"secret": pulumi.String("projects/p/secrets/s"), "token": pulumi.String("${file.token}"), "password": pulumi.String("arn:aws:secretsmanager:x"),
			"env": pulumi.Map{"source": pulumi.Map{"secretKeyRef": pulumi.Map{"secret": pulumi.String("name"), "key": pulumi.String("token")}}}}, nil},
		{"no text", "acme:index:Thing", pulumi.Map{"password": pulumi.Bool(true), "token": pulumi.Int(3)}, nil},
		{"broken JSON is a text", "acme:index:Thing", pulumi.Map{"password": pulumi.String("{not json")}, []string{
			`infratest: acme:index:Thing "x": password: need a secret, got a plain text (the name "password" says that it is one)`}},
		{"kubernetes secret", "kubernetes:core/v1:Secret", pulumi.Map{"type": pulumi.String("Opaque"), "stringData": pulumi.Map{"config.yaml": pulumi.String("x: y")}}, []string{
			`infratest: kubernetes:core/v1:Secret "x": stringData["config.yaml"]: need a secret, got the data of a Kubernetes Secret in plain text`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := infratest.Run(t, one(tc.token, "x", tc.props))
			r := record(func(t testing.TB) { infratest.AssertNoPlainSecrets(t, g) })
			assert.Equal(t, tc.want, r.failures)
		})
	}
}

func TestAssertNoPlainSecretsByValue(t *testing.T) {
	const hush = "s3cr3t-value"
	leak := func(ctx *pulumi.Context) error {
		_, err := raw(ctx, "acme:index:Thing", "leak", pulumi.Map{"url": pulumi.String("https://user:" + hush + "@host")})
		return err
	}
	const failure = `infratest: acme:index:Thing "leak": url: need a secret, got a plain text that holds a secret value of `
	for _, tc := range []struct {
		name    string
		program pulumi.RunFunc
		opts    []infratest.Option
		want    []string
	}{
		{"of the configuration", leak, []infratest.Option{infratest.ConfigSecrets(map[string]string{"k": hush})}, []string{failure + "the configuration"}},
		{"of another input", func(ctx *pulumi.Context) error {
			if _, err := raw(ctx, "acme:index:Thing", "owner", pulumi.Map{"v": pulumi.Map{"list": pulumi.ToSecret(pulumi.ToStringArray([]string{hush}))}}); err != nil {
				return err
			}
			return leak(ctx)
		}, nil, []string{failure + `the inputs of acme:index:Thing "owner"`}},
		{"of an output", func(ctx *pulumi.Context) error {
			_, err := raw(ctx, "acme:index:Thing", "owner", nil, pulumi.AdditionalSecretOutputs([]string{"generated"}))
			if err != nil {
				return err
			}
			return leak(ctx)
		}, []infratest.Option{infratest.Respond("acme:index:Thing", func(infratest.Call) (map[string]any, error) {
			return map[string]any{"generated": hush}, nil
		})}, []string{failure + `the outputs of acme:index:Thing "owner"`}},
		{"of another stack", func(ctx *pulumi.Context) error {
			if _, err := pulumi.NewStackReference(ctx, "a/b/c", nil); err != nil {
				return err
			}
			return leak(ctx)
		}, []infratest.Option{infratest.StackOutputs("a/b/c", map[string]any{"pw": infratest.Secret(hush)})},
			[]string{failure + `the outputs of pulumi:pulumi:StackReference "a/b/c"`}},
		{"in an export", func(ctx *pulumi.Context) error {
			ctx.Export("plain", pulumi.String(hush))
			ctx.Export("nested", pulumi.Map{"deep": pulumi.String(hush)})
			ctx.Export("marked", config.New(ctx, "").RequireSecret("k"))
			return nil
		}, []infratest.Option{infratest.ConfigSecrets(map[string]string{"k": hush})}, []string{
			`infratest: export "nested": deep: need a secret, got a plain text that holds a secret value of the configuration`,
			`infratest: export "plain": need a secret, got a plain text that holds a secret value of the configuration`}},
		{"labels that Google Cloud's SDK marks secret", func(ctx *pulumi.Context) error {
			_, err := raw(ctx, "acme:index:Thing", "leak", pulumi.Map{"labels": pulumi.Map{"owner": pulumi.String("team-data")}},
				pulumi.AdditionalSecretOutputs([]string{"pulumiLabels", "effectiveLabels"}))
			return err
		}, []infratest.Option{infratest.Respond("acme:index:Thing", func(c infratest.Call) (map[string]any, error) {
			return map[string]any{"pulumiLabels": c.Inputs["labels"], "effectiveLabels": c.Inputs["labels"]}, nil
		})}, nil},
		{"short ones are coincidence", func(ctx *pulumi.Context) error {
			_, err := raw(ctx, "acme:index:Thing", "leak", pulumi.Map{"url": pulumi.String("https://user:short@host")})
			return err
		}, []infratest.Option{infratest.ConfigSecrets(map[string]string{"k": "short"})}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := infratest.Run(t, tc.program, tc.opts...)
			r := record(func(t testing.TB) { infratest.AssertNoPlainSecrets(t, g) })
			assert.Equal(t, tc.want, r.failures)
			assert.NotContains(t, r.all(), hush)
		})
	}
}

func TestAllowPlainIsHeldToTypeAndPath(t *testing.T) {
	g := infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{"token": pulumi.String("kind"), "password": pulumi.String("kind")}))
	r := record(func(t testing.TB) {
		infratest.AssertNoPlainSecrets(t, g, infratest.AllowPlain("acme:index:Thing", "token"), infratest.AllowPlain("acme:index:Other", "password"))
	})
	assert.Len(t, r.failures, 1)
	assert.Contains(t, r.all(), `"x": password:`)
}
