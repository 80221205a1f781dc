package secret_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/secret"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	componentToken = "groundwork:aws/secret:Secret"
	secretToken    = "aws:secretsmanager/secret:Secret"
	versionToken   = "aws:secretsmanager/secretVersion:SecretVersion"
	passwordToken  = "random:index/randomPassword:RandomPassword"

	apiKey = "sk-0123456789-abcdef" // the value in the stack's secret configuration
	kmsKey = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

var configuration = infratest.ConfigSecrets(map[string]string{"apiKey": apiKey, "empty": ""})

// testTags are mandatory tags.
func testTags(t testing.TB, ctx *pulumi.Context) tagging.Set {
	t.Helper()
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
	require.NoError(t, err)
	return tags
}

// configured is the value in the stack's secret configuration.
func configured(ctx *pulumi.Context) pulumi.StringOutput { return config.RequireSecret(ctx, "apiKey") }

// try registers one secret called "login" with arguments that change sets, and exports its outputs and references.
func try(t testing.TB, change func(*pulumi.Context, *secret.Args), refs []string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		args := &secret.Args{Tags: testTags(t, ctx)}
		change(ctx, args)
		s, err := secret.New(ctx, "login", args)
		if err != nil {
			return err
		}
		ctx.Export("arn", s.ARN)
		ctx.Export("name", s.Name)
		if s.Version != nil {
			ctx.Export("versionId", s.VersionID)
		}
		if args.KMSKeyARN != nil {
			ctx.Export("kmsKeyArn", s.KMSKeyARN)
		}
		for _, key := range refs {
			ctx.Export("ref "+key, s.Ref(key))
		}
		return nil
	}, append(opts, configuration)...)
}

func run(t testing.TB, change func(*pulumi.Context, *secret.Args), refs ...string) *infratest.Graph {
	t.Helper()
	graph, err := try(t, change, refs)
	require.NoError(t, err)
	return graph
}

func fromConfiguration(ctx *pulumi.Context, a *secret.Args) { a.Value = configured(ctx) }

func output(t testing.TB, g *infratest.Graph, name string) string {
	t.Helper()
	v, ok := g.Output(name)
	require.True(t, ok, name)
	require.True(t, v.IsString(), "%s: %v", name, v)
	return v.StringValue()
}

// object is the JSON object that the secret holds.
func object(t testing.TB, g *infratest.Graph) map[string]string {
	t.Helper()
	version := g.Named(t, versionToken, "login-version")
	require.True(t, version.IsSecret("secretString"))
	text, _ := version.Input("secretString")
	var found map[string]string
	require.NoError(t, json.Unmarshal([]byte(text.StringValue()), &found))
	return found
}

// generated is the value that the random provider made for a child.
func generated(t testing.TB, g *infratest.Graph, name string) string {
	t.Helper()
	result := g.Named(t, passwordToken, name).Outputs["result"]
	require.True(t, result.IsSecret())
	return result.SecretValue().Element.StringValue()
}
