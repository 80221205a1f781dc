package twingate_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// bindEverything registers one of each type with everything that is required, and hands the options to each.
func bindEverything(ctx *pulumi.Context, opts ...pulumi.ResourceOption) error {
	if _, err := twingate.NewProvider(ctx, "it", &twingate.ProviderArgs{APIToken: pulumi.String("hush")}, opts...); err != nil {
		return err
	}
	network, err := twingate.NewRemoteNetwork(ctx, "it", nil, opts...)
	if err != nil {
		return err
	}
	networkID := network.ID().ToStringOutput()
	connector, err := twingate.NewConnector(ctx, "it", &twingate.ConnectorArgs{RemoteNetworkID: networkID}, opts...)
	if err != nil {
		return err
	}
	_, err = twingate.NewConnectorTokens(ctx, "it", &twingate.ConnectorTokensArgs{ConnectorID: connector.ID().ToStringOutput()}, opts...)
	if err != nil {
		return err
	}
	_, err = twingate.NewResource(ctx, "it", &twingate.ResourceArgs{Address: pulumi.String("redis.internal"), RemoteNetworkID: networkID}, opts...)
	if err != nil {
		return err
	}
	if _, err = twingate.NewGroup(ctx, "it", nil, opts...); err != nil {
		return err
	}
	account, err := twingate.NewServiceAccount(ctx, "it", nil, opts...)
	if err != nil {
		return err
	}
	_, err = twingate.NewServiceAccountKey(ctx, "it", &twingate.ServiceAccountKeyArgs{ServiceAccountID: account.ID().ToStringOutput()}, opts...)
	return err
}

func TestBindingsRegister(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error { return bindEverything(ctx) })
	assert.Empty(t, g.Unmodelled())
	require.Len(t, g.All(), len(providerSchema))
	for token, bound := range providerSchema {
		r := g.One(t, token)
		assert.True(t, r.Custom, token)
		assert.Equal(t, "4.3.1", r.Version, token)
		assert.Equal(t, "github://api.github.com/Twingate/pulumi-twingate", r.PluginDownloadURL, token)
		assert.ElementsMatch(t, bound.SecretOutputs(), r.AdditionalSecretOutputs, token)
		kinds, _ := bound.Kinds()
		for name := range r.Inputs {
			if name != "version" && name != "pluginDownloadURL" { // the engine's, of a provider
				assert.Contains(t, kinds, string(name), token)
			}
		}
	}
	infratest.AssertNoPlainSecrets(t, g)
}

// A caller may ask for another version from elsewhere, and add secret outputs, but not take any away.
func TestBindingsAndTheOptionsOfCallers(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		return bindEverything(ctx, pulumi.Version("4.9.9"), pulumi.PluginDownloadURL("https://plugins.example.com"),
			pulumi.AdditionalSecretOutputs([]string{"name"}), pulumi.Protect(true))
	})
	for token, bound := range providerSchema {
		r := g.One(t, token)
		assert.Equal(t, "4.9.9", r.Version, token)
		assert.Equal(t, "https://plugins.example.com", r.PluginDownloadURL, token)
		assert.True(t, r.Protect, token)
		assert.ElementsMatch(t, append(bound.SecretOutputs(), "name"), r.AdditionalSecretOutputs, token)
	}
}

// Both ways to say otherwise are without effect, and only tokens are treated like that.
func TestTokensAreDeletedBeforeTheyAreReplaced(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]pulumi.ResourceOption{
		"by default":  nil,
		"turned off":  {pulumi.DeleteBeforeReplace(false)},
		"in a bundle": {pulumi.Composite(pulumi.DeleteBeforeReplace(false), pulumi.Protect(false))},
	} {
		g := infratest.Run(t, func(ctx *pulumi.Context) error { return bindEverything(ctx, opts...) })
		for _, r := range g.All() {
			assert.Equal(t, r.Type == tokensToken, r.DeleteBeforeReplace, "%s: %s", name, r.Type)
		}
	}
}

func TestOptionsOfTokensStayTheCallers(t *testing.T) {
	t.Parallel()
	opts := make([]pulumi.ResourceOption, 1, 8)
	opts[0] = pulumi.Protect(true)
	infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := twingate.NewConnectorTokens(ctx, "it", &twingate.ConnectorTokensArgs{ConnectorID: pulumi.String("c")}, opts...)
		return err
	})
	assert.Nil(t, opts[:2][1])
}

func TestBindingsLeaveOutWhatIsNotGiven(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := twingate.NewResource(ctx, "it", &twingate.ResourceArgs{
			Address: pulumi.String("10.0.0.0/24"), RemoteNetworkID: pulumi.String("n"), Protocols: &twingate.Protocols{}, Name: pulumi.String("it"),
		})
		return err
	})
	assert.Equal(t, map[string]any{
		"address": "10.0.0.0/24", "name": "it", "remoteNetworkId": "n", "protocols": map[string]any{},
	}, g.One(t, resourceToken).Inputs.Mappable())
}

func TestResourceInputs(t *testing.T) {
	t.Parallel()
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := twingate.NewResource(ctx, "it", &twingate.ResourceArgs{
			Name: pulumi.String("redis"), Address: text("redis.internal"), Alias: pulumi.String("redis.acme"), RemoteNetworkID: text("n"),
			Protocols: &twingate.Protocols{
				AllowICMP: pulumi.Bool(false),
				TCP:       &twingate.Protocol{Policy: text("RESTRICTED"), Ports: pulumi.StringArray{pulumi.String("6379"), pulumi.String("8000-8010")}},
				UDP:       &twingate.Protocol{Policy: text("DENY_ALL")},
			},
			AccessGroups: []twingate.AccessGroup{{
				GroupID: text("g").ToStringOutput(), SecurityPolicyID: pulumi.String("p"),
				AccessPolicies: []twingate.AccessPolicy{{Mode: text("AUTO_LOCK"), ApprovalMode: pulumi.String("MANUAL"), Duration: pulumi.String("48h")}},
			}},
			AccessPolicies: []twingate.AccessPolicy{{Mode: text("ACCESS_REQUEST"), ApprovalMode: pulumi.String("AUTOMATIC"), Duration: pulumi.String("12h")}},
			AccessServices: []twingate.AccessService{{ServiceAccountID: text("s")}},
			IsActive:       pulumi.Bool(false), IsAuthoritative: pulumi.Bool(false), IsBrowserShortcutEnabled: pulumi.Bool(true), IsVisible: pulumi.Bool(false),
			RoutingMode: pulumi.String("THROUGH_TWINGATE"), SecurityPolicyID: pulumi.String("q"), Tags: pulumi.StringMap{"owner": pulumi.String("team")},
		})
		return err
	})
	assert.Equal(t, map[string]any{
		"name": "redis", "address": "redis.internal", "alias": "redis.acme", "remoteNetworkId": "n",
		"protocols": map[string]any{
			"allowIcmp": false, "tcp": map[string]any{"policy": "RESTRICTED", "ports": []any{"6379", "8000-8010"}}, "udp": map[string]any{"policy": "DENY_ALL"},
		},
		"accessGroups": []any{map[string]any{
			"groupId": "g", "securityPolicyId": "p",
			"accessPolicies": []any{map[string]any{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "48h"}},
		}},
		"accessPolicies": []any{map[string]any{"mode": "ACCESS_REQUEST", "approvalMode": "AUTOMATIC", "duration": "12h"}},
		"accessServices": []any{map[string]any{"serviceAccountId": "s"}},
		"isActive":       false, "isAuthoritative": false, "isBrowserShortcutEnabled": true, "isVisible": false,
		"routingMode": "THROUGH_TWINGATE", "securityPolicyId": "q", "tags": map[string]any{"owner": "team"},
	}, g.One(t, resourceToken).Inputs.Mappable())
}

func TestBoundOutputs(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		connector, err := twingate.NewConnector(ctx, "it", &twingate.ConnectorArgs{RemoteNetworkID: pulumi.String("n"), Name: pulumi.String("acme-1")})
		if err != nil {
			return err
		}
		tokens, err := twingate.NewConnectorTokens(ctx, "it", &twingate.ConnectorTokensArgs{
			ConnectorID: connector.ID().ToStringOutput(), Keepers: pulumi.StringMap{"rotation": pulumi.String("2026-11")},
		})
		if err != nil {
			return err
		}
		key, err := twingate.NewServiceAccountKey(ctx, "it", &twingate.ServiceAccountKeyArgs{ServiceAccountID: pulumi.String("s")})
		if err != nil {
			return err
		}
		ctx.Export("name", connector.Name)
		ctx.Export("keeper", tokens.Keepers.MapIndex(pulumi.String("rotation")))
		ctx.Export("access", tokens.AccessToken)
		ctx.Export("refresh", tokens.RefreshToken)
		ctx.Export("key", key.Token)
		ctx.Export("days", key.ExpirationTime)
		return nil
	})
	for name, want := range map[string]any{"name": "acme-1", "keeper": "2026-11", "days": 0.0} {
		got, exported := g.Output(name)
		require.True(t, exported, name)
		assert.Equal(t, want, got.V, name)
	}
	for _, name := range []string{"access", "refresh", "key"} {
		got, _ := g.Output(name)
		assert.True(t, got.IsSecret(), name)
	}
}

func TestMissingInputs(t *testing.T) {
	t.Parallel()
	for args, test := range map[string]struct {
		register func(ctx *pulumi.Context) error
		fields   []string
	}{
		"ConnectorArgs": {func(ctx *pulumi.Context) error {
			_, err := twingate.NewConnector(ctx, "it", nil)
			return err
		}, []string{"RemoteNetworkID"}},
		"ConnectorTokensArgs": {func(ctx *pulumi.Context) error {
			_, err := twingate.NewConnectorTokens(ctx, "it", nil)
			return err
		}, []string{"ConnectorID"}},
		"ResourceArgs": {func(ctx *pulumi.Context) error {
			_, err := twingate.NewResource(ctx, "it", nil)
			return err
		}, []string{"Address", "RemoteNetworkID"}},
		"ServiceAccountKeyArgs": {func(ctx *pulumi.Context) error {
			_, err := twingate.NewServiceAccountKey(ctx, "it", nil)
			return err
		}, []string{"ServiceAccountID"}},
	} {
		g, err := infratest.TryRun(test.register)
		require.Error(t, err, args)
		assert.Empty(t, g.All(), args)
		var fields []string
		for _, problem := range component.FieldErrors(err) {
			assert.Equal(t, "twingate."+args, problem.Args)
			assert.Equal(t, "a value", problem.Need)
			fields = append(fields, problem.Field)
		}
		assert.Equal(t, test.fields, fields, args)
		assert.ErrorContains(t, err, "twingate: "+args+"."+test.fields[0]+": need a value, got nothing")
	}
}

// What the provider, or the SDK, refuses reaches the caller.
func TestRefusedResources(t *testing.T) {
	t.Parallel()
	for name, register := range map[string]func(ctx *pulumi.Context) error{
		"location": func(ctx *pulumi.Context) error {
			_, err := twingate.NewRemoteNetwork(ctx, "it", &twingate.RemoteNetworkArgs{Location: pulumi.String("CELLAR")})
			return err
		},
		"name": func(ctx *pulumi.Context) error {
			_, err := twingate.NewConnector(ctx, "it", &twingate.ConnectorArgs{RemoteNetworkID: pulumi.String("n"), Name: pulumi.String("ab")})
			return err
		},
		"address": func(ctx *pulumi.Context) error {
			_, err := twingate.NewResource(ctx, "it", &twingate.ResourceArgs{Address: pulumi.String("https://a/"), RemoteNetworkID: pulumi.String("n")})
			return err
		},
		"expirationTime": func(ctx *pulumi.Context) error {
			_, err := twingate.NewServiceAccountKey(ctx, "it", &twingate.ServiceAccountKeyArgs{
				ServiceAccountID: pulumi.String("s"), ExpirationTime: pulumi.Int(366),
			})
			return err
		},
		"name of a group": func(ctx *pulumi.Context) error {
			_, err := twingate.NewGroup(ctx, "", nil)
			return err
		},
		"name of a service account": func(ctx *pulumi.Context) error {
			_, err := twingate.NewServiceAccount(ctx, "", nil)
			return err
		},
	} {
		_, err := infratest.TryRun(register)
		assert.Error(t, err, name)
	}
}

func TestTagsOfResources(t *testing.T) {
	t.Parallel()
	policy := tagging.Policy{Required: []tagging.Key{{Name: "owner"}}}
	found := &complaints{TB: t}
	infratest.AssertTagged(found, infratest.Run(t, func(ctx *pulumi.Context) error { return bindEverything(ctx) }), policy)
	require.Len(t, found.all, 1)
	assert.Contains(t, strings.Join(found.all, "\n"), resourceToken+` "it": tags: need the mandatory key "owner"`)
}
