package remoteaccess_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

func TestEachConnectorHasTokensOfItsOwn(t *testing.T) {
	t.Parallel()
	g := run(t, with(func(a *twingate.Access) { a.Connectors = 5 }))
	network := g.One(t, networkToken)
	require.Len(t, g.OfType(connectorToken), 5)
	require.Len(t, g.OfType(tokensToken), 5)
	given := map[string]bool{}
	for i := range 5 {
		role := fmt.Sprintf("main-connector-%d", i+1)
		connector, tokens := g.Named(t, connectorToken, role), g.Named(t, tokensToken, role+"-tokens")
		assert.Equal(t, network.ID, connector.Value("remoteNetworkId"), role)
		assert.Equal(t, fmt.Sprintf("project-main-staging-%d", i+1), connector.Value("name"), role)
		assert.Equal(t, true, connector.Value("statusUpdatesEnabled"), role)
		assert.Equal(t, connector.ID, tokens.Value("connectorId"), role)
		assert.True(t, tokens.DeleteBeforeReplace, "%s: the deletion of the old pair would invalidate the new one", role)
		runner := g.Named(t, runnerToken, role+"-runner")
		for field, output := range map[string]resource.PropertyKey{"access": "accessToken", "refresh": "refreshToken"} {
			token := tokens.Outputs[output].SecretValue().Element.StringValue()
			assert.Equal(t, token, runner.Value(field), role)
			assert.True(t, runner.IsSecret(field), role)
			given[token] = true
		}
	}
	assert.Len(t, given, 10, "no two tokens are one")
	infratest.AssertNoPlainSecrets(t, g)
	assert.Equal(t, []string{runnerToken}, g.Unmodelled())
}

// The next connector's tokens are touched when what runs the one in front of it is there, and nothing waits the other way round.
func TestOneConnectorAfterTheOther(t *testing.T) {
	t.Parallel()
	g := run(t, with(func(a *twingate.Access) { a.Connectors = 3 }))
	for i := 1; i <= 3; i++ {
		tokens := g.Named(t, tokensToken, fmt.Sprintf("main-connector-%d-tokens", i))
		runner := g.Named(t, runnerToken, fmt.Sprintf("main-connector-%d-runner", i))
		assert.Contains(t, runner.Dependencies, tokens.URN)
		waits := reached(g, runner.URN)
		for other := 1; other <= 3; other++ {
			before := g.Named(t, runnerToken, fmt.Sprintf("main-connector-%d-runner", other))
			if other == i-1 {
				assert.Contains(t, tokens.Dependencies, before.URN, "connector %d", i)
				assert.Contains(t, runner.Dependencies, before.URN, "connector %d", i)
			}
			assert.Equal(t, other < i, waits[before.URN], "connector %d, and %d", i, other)
		}
		for urn := range waits {
			for later := i + 1; later <= 3; later++ {
				assert.NotContains(t, string(urn), fmt.Sprintf("main-connector-%d", later), "connector %d", i)
			}
		}
	}
}

// What is known about a connector in front, and what to wait for, is handed to the one who runs it.
func TestWhatARunnerGets(t *testing.T) {
	t.Parallel()
	var all []*remoteaccess.Connector
	var ran []pulumi.Resource
	infratest.Run(t, func(ctx *pulumi.Context) error {
		made, err := newBox(ctx, &boxArgs{Access: twingate.Access{Account: "acme", Name: "Shop"}, Run: func(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
			all = append(all, c)
			assert.Equal(t, ran, c.After)
			var r runner
			err := ctx.RegisterResource(runnerToken, c.Role, pulumi.Map{}, &r)
			ran = []pulumi.Resource{&r}
			return ran, err
		}})
		require.NoError(t, err)
		assert.Equal(t, ran, made.Ready)
		require.Len(t, made.Connectors, 2)
		require.Len(t, made.Tokens, 2)
		for i, c := range all {
			assert.Same(t, made.Connectors[i], c.Connector)
			assert.Same(t, made.Tokens[i], c.Tokens)
		}
		return nil
	})
	require.Len(t, all, 2)
	for i, c := range all {
		assert.Equal(t, i, c.Index)
		assert.Equal(t, fmt.Sprintf("connector-%d", i+1), c.Role)
		assert.Equal(t, fmt.Sprintf("Shop-%d", i+1), c.Title)
	}
}

func TestAConnectorThatCannotRunEndsTheChain(t *testing.T) {
	t.Parallel()
	for want, fails := range map[string]error{"no room": errors.New("no room"), "create connector 1: nothing runs it": nil} {
		g, err := try(func(a *boxArgs) {
			a.Run = func(*remoteaccess.Connector) ([]pulumi.Resource, error) { return nil, fails }
		})
		require.ErrorContains(t, err, want)
		for _, r := range g.All() {
			assert.NotContains(t, r.Name, "connector-2")
		}
	}
}

func TestRotationReplacesTokens(t *testing.T) {
	t.Parallel()
	for _, rotation := range []string{"", "2026-11"} {
		g := run(t, with(func(a *twingate.Access) { a.Rotation = rotation }))
		for _, tokens := range g.OfType(tokensToken) {
			assert.Equal(t, map[string]any{"rotation": rotation}, tokens.Value("keepers"), tokens.Name)
		}
	}
}

func TestHowMany(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given, want int
		profile     component.Profile
	}{
		"production": {0, 2, component.Production}, "development": {0, 1, component.Development},
		"two in development": {2, 2, component.Development}, "a week": {7, 7, component.Production},
	} {
		g := run(t, func(a *boxArgs) { a.Access.Connectors, a.Profile = c.given, c.profile })
		assert.Len(t, g.OfType(tokensToken), c.want, name)
		assert.Len(t, g.OfType(runnerToken), c.want, name)
	}
}

func TestTheNetworkIsProtected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*boxArgs)
		want   bool
	}{
		"default":     {asItIs, true},
		"disabled":    {func(a *boxArgs) { a.Access.DisableProtection = true }, false},
		"development": {func(a *boxArgs) { a.Profile = component.Development }, false},
	} {
		g := run(t, c.change)
		network := g.One(t, networkToken)
		assert.Equal(t, c.want, network.Protect, name)
		assert.Equal(t, "AWS", network.Value("location"), name)
		assert.Equal(t, g.One(t, "acme:box:Box").URN, network.Parent, name)
		for _, r := range append(g.OfType(connectorToken), g.OfType(tokensToken)...) {
			assert.False(t, r.Protect, "%s: %s can be made again", name, r.Name)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, stack, want string }{
		{"", "staging", "project-main-staging"}, {"Shop in Europe", "staging", "Shop in Europe"}, {"abc", "staging", "abc"},
	} {
		g := run(t, with(func(a *twingate.Access) { a.Name = c.given }), infratest.Stack(c.stack))
		assert.Equal(t, c.want, g.One(t, networkToken).Value("name"))
		assert.Equal(t, c.want+"-2", g.Named(t, connectorToken, "main-connector-2").Value("name"))
	}
	long := strings.Repeat("somebody-", 8)
	cut := remoteaccess.Title(&twingate.Access{}, "project-main-"+long)
	assert.Len(t, cut, 60)
	assert.NotEqual(t, cut, remoteaccess.Title(&twingate.Access{}, "project-main-"+long+"else"))
	assert.Equal(t, cut, run(t, asItIs, infratest.Stack(long)).One(t, networkToken).Value("name"))
}

func TestAGivenNetwork(t *testing.T) {
	t.Parallel()
	g := run(t, with(func(a *twingate.Access) {
		a.RemoteNetworkID, a.Resources = pulumi.String("network-1"), []twingate.PrivateResource{redis()}
	}))
	assert.Empty(t, g.OfType(networkToken))
	for _, r := range append(g.OfType(connectorToken), g.OfType(resourceToken)...) {
		assert.Equal(t, "network-1", r.Value("remoteNetworkId"), r.Name)
	}
}

// In a preview the id of a network that is made in the same update is unknown; in the update it is checked.
func TestANetworkThatIsKnownLater(t *testing.T) {
	t.Parallel()
	program := func(ctx *pulumi.Context) error {
		network, err := twingate.NewRemoteNetwork(ctx, "shared", &twingate.RemoteNetworkArgs{Name: pulumi.String("shared")})
		if err != nil {
			return err
		}
		made, err := newBox(ctx, &boxArgs{Access: twingate.Access{Account: "acme", RemoteNetworkID: network.ID()}})
		if err == nil {
			assert.Nil(t, made.RemoteNetwork)
			ctx.Export("network", made.RemoteNetworkID)
		}
		return err
	}
	update, preview := infratest.Run(t, program), infratest.Run(t, program, infratest.Preview())
	assert.Len(t, preview.All(), len(update.All()))
	id, _ := update.Output("network")
	assert.Equal(t, update.Named(t, networkToken, "shared").ID, id.StringValue())

	_, err := try(with(func(a *twingate.Access) { a.RemoteNetworkID = pulumi.String("").ToStringOutput() }))
	require.ErrorContains(t, err, "twingateconnector: BoxArgs.Access.RemoteNetworkID: need a remote network's id, got nothing")
}

// A refused move of the connectors touches nothing: neither network nor connectors nor resources.
func TestEverythingWaitsForTheNetworkToBeAccepted(t *testing.T) {
	t.Parallel()
	for want, id := range map[string]pulumi.StringInput{"": nil, "network-1": pulumi.String("network-1")} {
		g := run(t, with(func(a *twingate.Access) { a.RemoteNetworkID, a.Resources = id, []twingate.PrivateResource{redis()} }))
		identity := g.One(t, stashToken)
		kept, ok := identity.Inputs["input"].ObjectValue()["Access.RemoteNetworkID"]
		require.True(t, ok)
		assert.Equal(t, want, kept.StringValue())
		for _, token := range []string{networkToken, connectorToken, tokensToken, runnerToken, resourceToken} {
			for _, r := range g.OfType(token) {
				assert.True(t, reached(g, r.URN)[identity.URN], r.Name)
			}
		}
	}
}

func TestPreviewRegistersWhatAnUpdateDoes(t *testing.T) {
	t.Parallel()
	change := with(func(a *twingate.Access) { a.Resources = []twingate.PrivateResource{redis()} })
	var want, got []resource.URN
	for _, r := range run(t, change).All() {
		want = append(want, r.URN)
	}
	for _, r := range run(t, change, infratest.Preview()).All() {
		got = append(got, r.URN)
	}
	assert.Equal(t, want, got)
}

func TestStatusMailsCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	g := run(t, with(func(a *twingate.Access) { a.DisableStatusUpdates = true }))
	for _, r := range g.OfType(connectorToken) {
		assert.Equal(t, false, r.Value("statusUpdatesEnabled"))
	}
}

func TestDefaultsAreSetOnACopy(t *testing.T) {
	t.Parallel()
	given := twingate.Access{Account: "acme"}
	assert.Equal(t, 2, remoteaccess.WithDefaults(given, component.Production).Connectors)
	assert.Equal(t, twingate.Access{Account: "acme"}, given)
}

// Environment holds no token: those come from a secret store.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	c := &remoteaccess.Connector{Title: "shop-1"}
	assert.Equal(t, map[string]string{
		"TWINGATE_NETWORK": "acme", "TWINGATE_LABEL_HOSTNAME": "shop-1", "TWINGATE_LABEL_DEPLOYED_BY": "groundwork", "TWINGATE_TIMESTAMP_FORMAT": "2",
		"TWINGATE_LOG_ANALYTICS": "v2",
	}, c.Environment(&twingate.Access{Account: "acme"}))
	assert.Equal(t, map[string]string{
		"TWINGATE_NETWORK": "acme", "TWINGATE_LABEL_HOSTNAME": "shop-1", "TWINGATE_LABEL_DEPLOYED_BY": "groundwork", "TWINGATE_TIMESTAMP_FORMAT": "2",
		"TWINGATE_DNS": "10.0.0.2", "TWINGATE_LOG_LEVEL": "7",
	}, c.Environment(&twingate.Access{Account: "acme", DNSServer: "10.0.0.2", LogLevel: 7, DisableConnectionLogs: true}))
	assert.Equal(t, "TWINGATE_ACCESS_TOKEN", remoteaccess.AccessTokenVariable)
	assert.Equal(t, "TWINGATE_REFRESH_TOKEN", remoteaccess.RefreshTokenVariable)
}

func TestEachConnectorHasADayOfItsOwn(t *testing.T) {
	t.Parallel()
	days := map[int]bool{}
	for i := range 7 {
		day := (&remoteaccess.Connector{Index: i}).UpdateDay()
		assert.True(t, day >= 0 && day <= 6, i)
		days[day] = true
	}
	assert.Len(t, days, 7)
}

func TestUpdated(t *testing.T) {
	t.Parallel()
	digest := "twingate/connector@sha256:" + strings.Repeat("0f", 32)
	assert.True(t, remoteaccess.Updated(&twingate.Access{}, remoteaccess.DefaultImage))
	assert.True(t, remoteaccess.Updated(&twingate.Access{}, ""))
	assert.False(t, remoteaccess.Updated(&twingate.Access{DisableUpdates: true}, remoteaccess.DefaultImage))
	assert.False(t, remoteaccess.Updated(&twingate.Access{}, digest))
}
