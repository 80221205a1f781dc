package stackconfig_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/stackconfig"
)

func assertSecret(t *testing.T, out pulumi.Output, want string) {
	t.Helper()
	result, err := internals.UnsafeAwaitOutput(t.Context(), out)
	require.NoError(t, err)
	assert.Equal(t, want, result.Value)
	assert.True(t, result.Secret)
}

func TestLoadMakesSecretOutputs(t *testing.T) {
	t.Parallel()
	got, err := loadSecret[[]instance](t, `[{"name": "cache", "memory_gb": 2, "password": "hunter2222"}]`)
	require.NoError(t, err)
	assert.Equal(t, "cache", got[0].Name, "plain fields of a secret key are read as usual")
	require.NotNil(t, got[0].Password)
	assertSecret(t, *got[0].Password, "hunter2222")

	whole, err := loadSecret[pulumi.StringOutput](t, `{"not": "parsed"}`)
	require.NoError(t, err)
	assertSecret(t, whole, `{"not": "parsed"}`)

	lists, err := loadSecret[map[string][]pulumi.StringOutput](t, `{"a": ["x", "y"]}`)
	require.NoError(t, err)
	assertSecret(t, lists["a"][1], "y")
}

func TestLoadOfASecretKeyShowsNoValues(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for _, member := range []string{
		`"memory_gb": "hunter2"`, `"memory_gb": 1, "tier": "hunter2"`, `"memory_gb": 1, "active_defrag": "hunter2"`,
		`"memory_gb": 1, "snapshot_period": "hunter2"`, `"memory_gb": 1, "timeout": "hunter2"`,
		`"memory_gb": 1, "labels": {"a": "hunter2"}`, `"memory_gb": 1, "zones": ["hunter2", "hunter2"]`,
		`"memory_gb": 1, "password": "hunter2"`, `"memory_gb": 1, "maintenance": "hunter2"`, `"memory_gb": 1, "x": "hunter2"`,
		`"memory_gb": 1} hunter2`,
	} {
		_, err := loadSecret[[]instance](t, `[{"name": "cache", `+member+`}]`)
		require.Error(t, err, member)
		assert.NotEmpty(t, problems(t, err))
		assert.NotContains(t, err.Error(), secret, member)
		_, err = load[[]instance](t, `[{"name": "cache", `+member+`}]`)
		require.Error(t, err, "the same text is refused in a plain key")
	}
	_, err := loadSecret[[]instance](t, `[{"name": "cache", "memory_gb": 4711, "password": 4712, "tier": "x"}]`)
	assert.Equal(t, []string{
		`redis[0] "cache": memory_gb: need 1 to 300, got [secret]`,
		`redis[0] "cache": tier: need BASIC or STANDARD_HA, got [secret]`,
		`redis[0] "cache": password: need a secure value, got a number`,
	}, problems(t, err))

	_, err = loadSecret[[]window](t, "[h]")
	assert.Equal(t, []string{"redis: need valid JSON, got [secret]"}, problems(t, err))
	_, err = loadSecret[[]window](t, secret)
	assert.Equal(t, []string{"redis: need a list of objects, got a string"}, problems(t, err))
}

func TestLoadRefusesAPlainSecretEverywhere(t *testing.T) {
	t.Parallel()
	want := "redis: need a secure value, set with pulumi config set --stack staging --secret --path 'shop:redis', got [secret]"
	_, err := load[pulumi.StringOutput](t, "hunter2")
	assert.Equal(t, []string{want}, problems(t, err))
}

type duplicateSecrets struct {
	Name pulumi.StringOutput `yaml:"name"`
	Port int                 `yaml:"port" validate:"max=1"`
}

func TestLoadDoesNotNameItemsAfterASecret(t *testing.T) {
	t.Parallel()
	_, err := loadSecret[[]duplicateSecrets](t, `[{"name": "hunter2", "port": 2}]`)
	assert.Equal(t, []string{"redis[0].port: need 1 or less, got [secret]"}, problems(t, err))
	var configErr *stackconfig.Error
	require.ErrorAs(t, err, &configErr)
	assert.Empty(t, configErr.Problems[0].Item)
}
