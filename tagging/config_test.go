package tagging_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/tagging"
)

func configured(text string) pulumi.RunOption {
	return func(info *pulumi.RunInfo) { info.Config = map[string]string{"shop:tags": text} }
}

func secret(info *pulumi.RunInfo) { info.ConfigSecretKeys = []string{"shop:tags"} }

func fromConfig(t *testing.T, p tagging.Policy, opts ...pulumi.RunOption) (set tagging.Set, err error) {
	t.Helper()
	in(t, func(ctx *pulumi.Context) { set, err = tagging.FromConfig(ctx, p) }, opts...)
	return set, err
}

func TestFromConfigReadsTheStacksTags(t *testing.T) {
	set, err := fromConfig(t, tagging.DefaultPolicy(),
		configured(`{"owner":"team-pay","cost-center":"cc-1200","environment":"dev","service":"checkout"}`))
	require.NoError(t, err)
	inCode, err := create(t, tagging.DefaultPolicy(), full())
	require.NoError(t, err)
	assert.Equal(t, inCode, set)
}

func TestFromConfigReportsEverythingAtOnce(t *testing.T) {
	policy := tagging.DefaultPolicy()
	policy.AllowOther = false
	_, err := fromConfig(t, policy,
		configured(`{"owner":["a"],"cost-center": 4711 ,"environment":true,"colour":"red","service":{"secure":"x"},"pulumi-stack":null,"Big":1.50}`))
	assert.EqualError(t, err, `tagging: shop:tags of stack "dev": 8 problems
  "Big": need a lower-case letter, then up to 31 lower-case letters, digits, - or _, got the key "Big"
  "Big": need a text, got the number 1.50 (write it in quotes)
  colour: need a key of the policy, got an unknown key
  cost-center: need a text, got the number 4711 (write it in quotes)
  environment: need a text, got the switch true (write it in quotes)
  owner: need a text, got a list
  pulumi-stack: need a text, got null
  service: need a text, got an object`)
}

func TestFromConfigShowsWhatToWrite(t *testing.T) {
	policy := tagging.Policy{Required: []tagging.Key{
		{Name: "owner", Why: "the team"}, {Name: "environment", OneOf: []string{"dev", "prod"}}, {Name: "managed-by"},
	}}
	_, err := fromConfig(t, policy)
	assert.EqualError(t, err, `tagging: shop:tags of stack "dev": shop:tags: need an object of texts, got nothing; write into Pulumi.dev.yaml:
    config:
      shop:tags:
        owner: ...   # the team
        environment: dev`)
}

func TestFromConfigRefusesOtherShapes(t *testing.T) {
	for text, got := range map[string]string{
		"team-pay": `"team-pay"`, `["a"]`: `"[\"a\"]"`, "null": `"null"`, "": `""`, `{"owner":`: `"{\"owner\":"`, "{} {}": `"{} {}"`,
	} {
		_, err := fromConfig(t, tagging.DefaultPolicy(), configured(text))
		assert.Equal(t, []string{"shop:tags: need an object of texts, got " + got}, problems(t, err))
	}
}

func TestFromConfigNeverShowsASecret(t *testing.T) {
	_, err := fromConfig(t, tagging.DefaultPolicy(), configured(`{"owner":"hunter2"}`), secret)
	assert.EqualError(t, err, `tagging: shop:tags of stack "dev": shop:tags: need tags in plain text (they are visible on every resource), got a secret`)
}

func TestFromConfigReportsABrokenPolicyToo(t *testing.T) {
	_, err := fromConfig(t, tagging.Policy{Required: []tagging.Key{{Name: "Owner"}}})
	texts := problems(t, err)
	require.Len(t, texts, 2)
	assert.Contains(t, texts[0], "Policy.Required[0].Name")
	assert.Contains(t, texts[1], "shop:tags: need an object")
}
