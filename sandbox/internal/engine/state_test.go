package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/resource/stack"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

// sample is a state with one secret among its exports.
func sample(t *testing.T, vault *engine.Vault) *apitype.DeploymentV3 {
	t.Helper()
	outputs, err := engine.SerializeProperties(context.Background(), resource.PropertyMap{
		"url": resource.NewStringProperty("https://shop.example"),
		"key": resource.MakeSecret(resource.NewStringProperty("correct horse")),
	}, vault)
	require.NoError(t, err)
	deployment := engine.Empty(vault)
	deployment.Resources = []apitype.ResourceV3{{
		URN: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", Type: resource.RootStackType, Outputs: outputs,
	}}
	return deployment
}

func newVault(t *testing.T, phrase string) *engine.Vault {
	t.Helper()
	vault, err := engine.NewVault(phrase)
	require.NoError(t, err)
	return vault
}

func TestExportIsReadByPulumi(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	vault := newVault(t, "phrase")
	exported, err := engine.Export(ctx, sample(t, vault), vault, false)
	require.NoError(t, err)
	assert.NotContains(t, string(exported), "correct horse")

	var untyped apitype.UntypedDeployment
	require.NoError(t, json.Unmarshal(exported, &untyped))
	t.Run("and opened with the passphrase", func(t *testing.T) {
		snapshot, err := stack.DeserializeUntypedDeployment(ctx, &untyped, vault)
		require.NoError(t, err)
		require.NoError(t, snapshot.VerifyIntegrity())
		outputs := snapshot.Resources[0].Outputs
		assert.Equal(t, "https://shop.example", outputs["url"].StringValue())
		assert.Equal(t, "correct horse", outputs["key"].SecretValue().Element.StringValue())
	})
	assert.Equal(t, 3, untyped.Version)
}

func TestReseal(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	from, to := newVault(t, "one"), newVault(t, "two")
	resealed, err := engine.Reseal(ctx, sample(t, from), from, to)
	require.NoError(t, err)
	assert.False(t, from.Same(to))
	assert.Error(t, engine.Verify(ctx, resealed, from))
	outputs, err := engine.Outputs(ctx, resealed, to, func(err error) error { return err })
	require.NoError(t, err)
	assert.Equal(t, "correct horse", outputs["key"].SecretValue().Element.StringValue())
}

func TestOpenVault(t *testing.T) {
	t.Parallel()
	salt := engine.SaltOf(engine.Empty(newVault(t, "right")))
	vault, err := engine.OpenVault("right", salt)
	require.NoError(t, err)
	assert.Equal(t, salt, engine.SaltOf(engine.Empty(vault)))
	_, err = engine.OpenVault("wrong", salt)
	require.ErrorContains(t, err, "incorrect passphrase")
	for _, malformed := range []string{"", "v1", "v2:a:b", "v1:?:b"} {
		_, err = engine.OpenVault("right", malformed)
		require.ErrorContains(t, err, "malformed", malformed)
	}
}

// A value that cannot be decrypted arrives as the secret empty object, as from Pulumi's backends, or is an error.
func TestOutputsThatCannotBeDecrypted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	state, other := sample(t, newVault(t, "one")), newVault(t, "two")
	var told error
	outputs, err := engine.Outputs(ctx, state, other, func(err error) error {
		told = err
		return nil
	})
	require.NoError(t, err)
	require.Error(t, told)
	assert.Equal(t, "https://shop.example", outputs["url"].StringValue())
	assert.Equal(t, resource.PropertyMap{}, outputs["key"].SecretValue().Element.ObjectValue())

	refused := errors.New("refused")
	_, err = engine.Outputs(ctx, state, other, func(error) error { return refused })
	assert.ErrorIs(t, err, refused)
	outputs, err = engine.Outputs(ctx, state, nil, func(error) error { return nil })
	require.NoError(t, err, "no vault at all")
	assert.True(t, outputs["key"].IsSecret())
}

func TestSealedObjectsAreEncryptedWhole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	vault := newVault(t, "phrase")
	inputs := resource.PropertyMap{"name": resource.NewStringProperty("db")}
	outputs := resource.PropertyMap{
		"password": resource.MakeSecret(resource.NewStringProperty("correct horse")), "host": resource.NewStringProperty("10.0.0.1"),
	}
	sealed, err := engine.SealObject(ctx, inputs, outputs, vault)
	require.NoError(t, err)
	assert.NotContains(t, sealed, "correct horse")
	assert.NotContains(t, sealed, "10.0.0.1")
	opened, openedOutputs, err := engine.UnsealObject(ctx, sealed, vault)
	require.NoError(t, err)
	assert.Equal(t, inputs, opened)
	assert.True(t, openedOutputs["password"].IsSecret())
	assert.Equal(t, "correct horse", openedOutputs["password"].SecretValue().Element.StringValue())
}

func TestVersionIsTheEnginesOwn(t *testing.T) {
	t.Parallel()
	gomod, err := os.ReadFile("../../go.mod")
	require.NoError(t, err)
	assert.True(t, strings.Contains(string(gomod), "github.com/pulumi/pulumi/pkg/v3 v"+engine.Version+"\n"))
}
