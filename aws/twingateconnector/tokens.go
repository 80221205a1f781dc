package twingateconnector

import (
	"encoding/json"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	// maxSecret is what the provider's auto-naming allows; Secrets Manager itself takes 512 characters.
	maxSecret = 255

	// The keys of the JSON object in a connector's secret.
	accessTokenKey  = "accessToken"
	refreshTokenKey = "refreshToken"
)

// storedTokens is the secret with the tokens of one connector.
type storedTokens struct {
	secret *secretsmanager.Secret
	// version holds the pair. What runs the connector refers to its VersionId, so that another pair restarts exactly this connector.
	version *secretsmanager.SecretVersion
}

// addTokens stores the tokens of a connector, under the roles "<connector>-secret" and "<connector>-secret-version".
func (b *base) addTokens(c *remoteaccess.Connector) (*storedTokens, error) {
	role := c.Role + "-secret"
	secret, err := secretsmanager.NewSecret(b.ctx, naming.AutoNameBase(b.scope.Name(role), maxSecret), &secretsmanager.SecretArgs{
		Description: pulumi.String("Tokens of the Twingate connector " + c.Title),
		KmsKeyId:    b.key(),
		// The tokens of a connector that is gone open nothing, so there is nothing to recover.
		RecoveryWindowInDays: pulumi.Int(0),
		Tags:                 b.titled(role),
	}, b.scope.Child()...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	role = c.Role + "-secret-version"
	text := pulumi.All(c.Tokens.AccessToken, c.Tokens.RefreshToken).ApplyT(func(pair []any) (string, error) {
		text, err := json.Marshal(map[string]any{accessTokenKey: pair[0], refreshTokenKey: pair[1]}) // secret, as the tokens are
		return string(text), err
	}).(pulumi.StringOutput)
	version, err := secretsmanager.NewSecretVersion(b.ctx, b.scope.Name(role), &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(), SecretString: text.ToStringPtrOutput(),
	}, b.scope.Child(pulumi.DependsOn(c.After))...)
	return &storedTokens{secret: secret, version: version}, b.scope.Err(role, err)
}

// mayReadTokens lets what has the role read the tokens of its connector and no others. A key that has more to guard than these opens
// nothing but secrets.
func mayReadTokens(secret secretPlace, keyARNs ...string) []iampolicy.Statement {
	statements := []iampolicy.Statement{iampolicy.Allow("Tokens", []string{"secretsmanager:GetSecretValue"}, secret.arn)}
	if len(keyARNs) > 0 {
		decrypt := iampolicy.Allow("Key", []string{"kms:Decrypt"}, keyARNs...)
		decrypt.Condition = iampolicy.Conditions{"StringEquals": {"kms:ViaService": {secret.host("secretsmanager")}}}
		statements = append(statements, decrypt)
	}
	return statements
}
