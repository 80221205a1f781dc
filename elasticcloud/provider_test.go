package elasticcloud_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestProvider(t *testing.T) {
	t.Parallel()
	args := &elasticcloud.ProviderArgs{APIKey: pulumi.String("hush"), Endpoint: pulumi.String("https://api.example.com"), Timeout: pulumi.String("2m")}
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		provider, err := elasticcloud.NewProvider(ctx, "it", args)
		if err != nil {
			return err
		}
		_, err = elasticcloud.NewExtension(ctx, "it", &elasticcloud.ExtensionArgs{
			ExtensionType: pulumi.String("bundle"), Version: pulumi.String("*"),
		}, pulumi.Provider(provider))
		if err != nil {
			return err
		}
		link, err := elasticcloud.LookupPrivateLink(ctx, "us-east-1", pulumi.Provider(provider))
		if err == nil {
			assert.NotEmpty(t, link.DomainName)
		}
		return err
	})
	provider := g.One(t, "pulumi:providers:ec")
	assert.Equal(t, elasticcloud.ProviderVersion, provider.Version)
	assert.Equal(t, []string{"apikey"}, provider.AdditionalSecretOutputs)
	assert.True(t, provider.IsSecret("apikey"))
	infratest.AssertInputs(t, provider, map[string]any{"apikey": "hush", "endpoint": "https://api.example.com", "timeout": "2m"})
	assert.Equal(t, pulumi.String("hush"), args.APIKey, "the arguments stay as they are")
	assert.Equal(t, provider.URN, g.One(t, "ec:index/deploymentExtension:DeploymentExtension").Provider)
}

func TestProviderOfTheEnvironment(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := elasticcloud.NewProvider(ctx, "it", nil)
		return err
	})
	inputs := g.One(t, "pulumi:providers:ec").Inputs.Mappable()
	delete(inputs, "version") // the engine's
	assert.Empty(t, inputs)
}

// The provider's log can hold the key in plain text: nothing here turns it on.
func TestProviderHasNoLog(t *testing.T) {
	t.Parallel()
	var inputs []string
	for name := range properties(elasticcloud.ProviderArgs{}.ElementType()) {
		inputs = append(inputs, name)
	}
	assert.ElementsMatch(t, []string{"apikey", "endpoint", "timeout"}, inputs)
	for name := range properties(reflect.TypeFor[elasticcloud.Provider]()) {
		assert.Contains(t, inputs, name)
	}
}

func TestProviderErrors(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := elasticcloud.NewProvider(ctx, "", nil)
		return err
	})
	require.Error(t, err)
}
