package twingate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/twingate"
)

// inputsOfProvider are what a provider was registered with, without the engine's own.
func inputsOfProvider(t *testing.T, g *infratest.Graph) map[string]any {
	t.Helper()
	inputs := g.One(t, providerToken).Inputs.Mappable()
	delete(inputs, "version")
	delete(inputs, "pluginDownloadURL")
	return inputs
}

// Blocks of a provider reach it as blocks; the texts of JSON that other languages make of them are not for Go.
func TestProvider(t *testing.T) {
	t.Parallel()
	args := &twingate.ProviderArgs{
		APIToken: pulumi.String("hush"), Network: pulumi.String("acme"), URL: pulumi.String("twingate.com"),
		HTTPTimeout: pulumi.Int(60), HTTPMaxRetry: pulumi.Int(3),
		DefaultTags: &twingate.DefaultTags{Tags: pulumi.StringMap{"owner": pulumi.String("team")}},
		Cache: &twingate.Cache{
			GroupsEnabled: pulumi.Bool(true), ResourceEnabled: pulumi.Bool(false),
			GroupsFilter:    &twingate.GroupsFilter{NamePrefix: pulumi.String("eng-"), Types: pulumi.StringArray{pulumi.String("SYNCED")}},
			ResourcesFilter: &twingate.ResourcesFilter{Tags: pulumi.StringMap{"owner": pulumi.String("team")}},
		},
	}
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		provider, err := twingate.NewProvider(ctx, "it", args)
		if err != nil {
			return err
		}
		if _, err = twingate.NewRemoteNetwork(ctx, "it", nil, pulumi.Provider(provider)); err != nil {
			return err
		}
		group, err := twingate.LookupGroup(ctx, "g", pulumi.Provider(provider))
		if err == nil {
			assert.Equal(t, "g", group.ID)
		}
		return err
	})
	provider := g.One(t, providerToken)
	assert.True(t, provider.IsSecret("apiToken"))
	token, _ := provider.Input("apiToken")
	assert.Equal(t, "hush", token.StringValue())
	inputs := inputsOfProvider(t, g)
	delete(inputs, "apiToken")
	assert.Equal(t, map[string]any{
		"network": "acme", "url": "twingate.com", "httpTimeout": 60.0, "httpMaxRetry": 3.0,
		"defaultTags": map[string]any{"tags": map[string]any{"owner": "team"}},
		"cache": map[string]any{
			"groupsEnabled": true, "resourceEnabled": false,
			"groupsFilter":    map[string]any{"namePrefix": "eng-", "types": []any{"SYNCED"}},
			"resourcesFilter": map[string]any{"tags": map[string]any{"owner": "team"}},
		},
	}, inputs)
	assert.Equal(t, pulumi.String("hush"), args.APIToken, "the arguments stay as they are")
	assert.Equal(t, provider.URN, g.One(t, networkToken).Provider)
}

func TestProviderOfTheEnvironment(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := twingate.NewProvider(ctx, "it", nil)
		return err
	})
	assert.Empty(t, inputsOfProvider(t, g))
	assert.Equal(t, []string{"apiToken"}, g.One(t, providerToken).AdditionalSecretOutputs)
}

func TestProviderErrors(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := twingate.NewProvider(ctx, "", nil)
		return err
	})
	require.Error(t, err)
}
