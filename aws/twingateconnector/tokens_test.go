package twingateconnector_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
)

// tokensLike answers for Twingate: the pair of a connector tells whose it is, and which one.
func tokensLike(generation map[string]int) infratest.Option {
	return infratest.Respond(tokensToken, func(c infratest.Call) (map[string]any, error) {
		pair := fmt.Sprintf("%s-%d", c.Name, generation[c.Name])
		return map[string]any{"accessToken": infratest.Secret("access-" + pair), "refreshToken": infratest.Secret("refresh-" + pair)}, nil
	})
}

// A key is opened through Secrets Manager alone, whose name ends as the partition's names do.
func TestAKeyIsOpenedThroughSecretsManagerAlone(t *testing.T) {
	t.Parallel()
	g := makeEC2(t, func(a *twingateconnector.EC2Args) {
		a.KMSKeyARN = pulumi.String("arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")
	}, infratest.Respond(secretToken, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"arn": "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:s"}, nil
	}))
	statement := documentOf(t, g.Named(t, rolePolicyToken, "way-in-connector-1-policy"), "policy")["Statement"].([]any)[1].(map[string]any)
	assert.Equal(t, map[string]any{"StringEquals": map[string]any{"kms:ViaService": []any{"secretsmanager.cn-north-1.amazonaws.com.cn"}}}, statement["Condition"])
}

// versionsLike answers for Secrets Manager: another text is another version.
func versionsLike() infratest.Option {
	return infratest.Respond(versionToken, func(c infratest.Call) (map[string]any, error) {
		value := c.Inputs["secretString"]
		for value.IsSecret() {
			value = value.SecretValue().Element
		}
		return map[string]any{"versionId": fmt.Sprintf("version-%x", value.StringValue())}, nil
	})
}

func TestEachConnectorHasASecretOfItsOwn(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, asIs, tokensLike(nil))
	for _, name := range []string{"way-in-connector-1", "way-in-connector-2"} {
		secret, version := g.Named(t, secretToken, name+"-secret"), g.Named(t, versionToken, name+"-secret-version")
		assert.Equal(t, 0.0, secret.Value("recoveryWindowInDays"))
		assert.Nil(t, secret.Value("name"), "the physical name is made up")
		assert.Equal(t, secret.ID, version.Value("secretId"))
		require.True(t, version.IsSecret("secretString"))
		value, _ := version.Input("secretString")
		var stored map[string]string
		require.NoError(t, json.Unmarshal([]byte(value.StringValue()), &stored))
		assert.Equal(t, map[string]string{"accessToken": "access-" + name + "-tokens-0", "refreshToken": "refresh-" + name + "-tokens-0"}, stored)
	}
}

// No token is in anything that a plain look at the state or the console would show.
func TestTokensAreInTheSecretsAlone(t *testing.T) {
	t.Parallel()
	g := makeFargate(t, everything, tokensLike(nil))
	infratest.AssertNoPlainSecrets(t, g)
	for _, r := range g.All() {
		for key, value := range r.Inputs {
			if !value.ContainsSecrets() {
				shown := fmt.Sprint(value.Mappable())
				assert.NotContains(t, shown, "access-way-in", "%s %s", r.Name, key)
				assert.NotContains(t, shown, "refresh-way-in", "%s %s", r.Name, key)
				continue
			}
			assert.Equal(t, []any{versionToken, resource.PropertyKey("secretString")}, []any{r.Type, key}, r.Name)
		}
	}
	for name, value := range g.Outputs() {
		assert.False(t, strings.Contains(fmt.Sprint(value.Mappable()), "access-way-in"), name)
	}
}

// A new pair restarts its connector and no other.
func TestANewPairChangesOneConnector(t *testing.T) {
	t.Parallel()
	before := makeFargate(t, asIs, tokensLike(nil), versionsLike())
	after := makeFargate(t, asIs, tokensLike(map[string]int{"way-in-connector-2-tokens": 1}), versionsLike())
	var changed []string
	for i, r := range before.All() {
		require.Equal(t, r.URN, after.All()[i].URN)
		if !assert.ObjectsAreEqual(r.Inputs, after.All()[i].Inputs) {
			changed = append(changed, r.Name)
		}
	}
	assert.ElementsMatch(t, []string{"way-in-connector-2-secret-version", "way-in-connector-2-task-definition"}, changed)
	definition := after.Named(t, definitionToken, "way-in-connector-2-task-definition")
	assert.Equal(t, []resource.URN{definition.URN}, after.Named(t, serviceToken, "way-in-connector-2-service").PropertyDependencies["taskDefinition"])
}
