package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
)

// tryReference uses a reference in a task, because Pulumi forgets an output that nobody uses.
func tryReference(reference func() pulumi.StringOutput) (*infratest.Graph, error) {
	return tryTask(func(_ *pulumi.Context, a *fargate.TaskArgs) {
		a.Task.Secrets = map[string]pulumi.StringInput{"VALUE": reference()}
	})
}

func TestSecretValue(t *testing.T) {
	t.Parallel()
	var unset pulumi.StringOutput
	for name, test := range map[string]struct {
		key     string
		version pulumi.StringInput
		want    string
	}{
		"whole text, latest":       {"", nil, theSecret},
		"whole text, of a version": {"", pulumi.String("0123"), theSecret + ":::0123"},
		"key, latest":              {"url", nil, theSecret + ":url::"},
		"key, of a version":        {"url", pulumi.String("0123").ToStringOutput(), theSecret + ":url::0123"},
		"output that nobody set":   {"url", unset, theSecret + ":url::"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryReference(func() pulumi.StringOutput {
				return fargate.SecretValue(pulumi.String(theSecret), test.key, test.version)
			})
			require.NoError(t, err)
			assert.Equal(t, []any{map[string]any{"name": "VALUE", "valueFrom": test.want}}, containerOf(t, graph.One(t, definitionToken))["secrets"])
			assert.Equal(t, allows("Secrets", []any{"secretsmanager:GetSecretValue"}, []any{theSecret}),
				documentOf(t, graph.Named(t, rolePolicyToken, "migrate-execution-policy"), "policy")["Statement"].([]any)[1])
		})
	}
}

func TestRefusedSecretValues(t *testing.T) {
	t.Parallel()
	for want, reference := range map[string]func() pulumi.StringOutput{
		"arn: need the full ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, got nothing": func() pulumi.StringOutput {
			return fargate.SecretValue(nil, "", nil)
		},
		`arn: need the full ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, got "login"`: func() pulumi.StringOutput {
			return fargate.SecretValue(pulumi.String("login"), "", nil)
		},
		`key: need a key without colons, or an empty one for the whole text, got "a:b"`: func() pulumi.StringOutput {
			return fargate.SecretValue(pulumi.String(theSecret), "a:b", nil)
		},
		"versionID: need the id of a version, without colons, got nothing": func() pulumi.StringOutput {
			return fargate.SecretValue(pulumi.String(theSecret), "a", pulumi.String("").ToStringOutput())
		},
		`versionID: need the id of a version, without colons, got "1:2"`: func() pulumi.StringOutput {
			return fargate.SecretValue(pulumi.String(theSecret), "a", pulumi.String("1:2"))
		},
	} {
		_, err := tryReference(reference)
		require.ErrorContains(t, err, "fargate: SecretValue."+want)
	}
}
