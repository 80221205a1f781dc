package redis_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

// secretText is a secret input in plain text; it fails when the input is no secret.
func secretText(t *testing.T, r *infratest.Resource, path string) string {
	t.Helper()
	require.True(t, r.IsSecret(path), "%s %s must be secret", r.Name, path)
	return open(r.Inputs[resource.PropertyKey(path)]).(string)
}

// open takes a value out of the wrappers of secrets.
func open(v resource.PropertyValue) any {
	for v.IsSecret() {
		v = v.SecretValue().Element
	}
	return v.Mappable()
}

func generated(t *testing.T, graph *infratest.Graph, name string) string {
	t.Helper()
	return open(graph.Named(t, passwordToken, name).Outputs["result"]).(string)
}

func passwordsOf(t *testing.T, user *infratest.Resource) []string {
	t.Helper()
	require.True(t, user.IsSecret("passwords"), user.Name)
	var all []string
	for _, each := range open(user.Inputs["passwords"]).([]any) {
		all = append(all, each.(string))
	}
	return all
}

func TestUsers(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	app, nobody := graph.Named(t, userToken, "sessions-app-user"), graph.Named(t, userToken, "sessions-default-user")
	infratest.AssertInputs(t, app, map[string]any{
		"userName": "app", "engine": "redis", "noPasswordRequired": nil, "tags.owner": "team-pay",
		"accessString": "on ~* &* +@all -@dangerous +info +client|setname +client|getname +client|id" +
			" +cluster|slots +cluster|nodes +cluster|info +cluster|keyslot",
	})
	infratest.AssertInputs(t, nobody, map[string]any{
		"userName": "default", "engine": "redis", "noPasswordRequired": nil, "accessString": "off ~* &* -@all", "tags.owner": "team-pay",
	})
	assert.Equal(t, []string{generated(t, graph, "sessions-password-1")}, passwordsOf(t, app))
	assert.Equal(t, []string{generated(t, graph, "sessions-default-password")}, passwordsOf(t, nobody))
	assert.NotEqual(t, passwordsOf(t, app), passwordsOf(t, nobody))

	group := graph.Named(t, userGroupToken, "sessions-user-group")
	infratest.AssertInputs(t, group, map[string]any{"engine": "redis", "tags.owner": "team-pay"})
	assert.ElementsMatch(t, []any{app.Value("userId"), nobody.Value("userId")}, group.Value("userIds"))
	assert.Equal(t, []any{group.Value("userGroupId")}, graph.One(t, groupToken).Value("userGroupIds"))
	for _, password := range graph.OfType(passwordToken) {
		infratest.AssertInputs(t, password, map[string]any{"length": 64.0, "special": false})
	}
}

func TestTwoGenerationsOfThePasswordWork(t *testing.T) {
	t.Parallel()
	for generation, names := range map[int][]string{
		1: {"sessions-password-1"},
		2: {"sessions-password-2", "sessions-password-1"},
		7: {"sessions-password-7", "sessions-password-6"},
	} {
		graph := run(t, func(a *redis.ClusterArgs) { a.PasswordGeneration = generation })
		var want []string
		for _, name := range names {
			want = append(want, generated(t, graph, name))
		}
		assert.Equal(t, want, passwordsOf(t, graph.Named(t, userToken, "sessions-app-user")), generation)
		assert.Len(t, graph.OfType(passwordToken), len(names)+1, "and the one of the default user")
		assert.Contains(t, secretText(t, graph.One(t, secretVersionToken), "secretString"), want[0], "clients get the newest")
	}
}

// Ids are unique in an account and region, so everything that tells two users apart is in them.
func TestUserIDsStayApart(t *testing.T) {
	t.Parallel()
	ids := map[string]string{}
	add := func(what, name string, change func(*redis.ClusterArgs), opts ...infratest.Option) *infratest.Graph {
		graph, err := tryNamed(t, name, change, opts...)
		require.NoError(t, err)
		id := graph.Named(t, userToken, name+"-app-user").Value("userId").(string)
		assert.Empty(t, ids[id], "%s and %s", what, ids[id])
		assert.True(t, strings.HasPrefix(id, name+"-app-user-"), id)
		ids[id] = what
		return graph
	}
	first := add("first", "sessions", nothing)
	add("another stack", "sessions", nothing, infratest.Stack("other"))
	add("another project", "sessions", nothing, infratest.Project("other"))
	add("another component", "carts", nothing)
	renamed := add("another name", "sessions", func(a *redis.ClusterArgs) { a.UserName = "shop" })
	assert.Equal(t, first.One(t, userGroupToken).Value("userGroupId"), renamed.One(t, userGroupToken).Value("userGroupId"),
		"another user must not make another group")
}

func TestConnectionSecret(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*redis.ClusterArgs)
		host   resource.PropertyKey
		mode   bool
	}{
		"mode off": {func(a *redis.ClusterArgs) { a.UserName, a.Port = "shop", 6380 }, "primaryEndpointAddress", false},
		"sharded":  {func(a *redis.ClusterArgs) { a.UserName, a.Port, a.Shards = "shop", 6380, 2 }, "configurationEndpointAddress", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, test.change)
			secret, group := graph.Named(t, secretToken, "sessions-secret"), graph.One(t, groupToken)
			version := graph.Named(t, secretVersionToken, "sessions-secret-version")
			assert.Contains(t, version.PropertyDependencies["secretId"], secret.URN)
			assert.Contains(t, version.Dependencies, group.URN, "the secret is written when clients can log in")
			var content map[string]any
			require.NoError(t, json.Unmarshal([]byte(secretText(t, version, "secretString")), &content))
			host, password := group.Outputs[test.host].StringValue(), generated(t, graph, "sessions-password-1")
			reader := host
			if !test.mode {
				reader = group.Outputs["readerEndpointAddress"].StringValue()
			}
			assert.Equal(t, map[string]any{
				"engine": "valkey", "host": host, "port": 6380.0, "readerHost": reader, "readerPort": 6380.0, "username": "shop", "password": password,
				"tls": true, "clusterMode": test.mode, "url": "rediss://shop:" + password + "@" + host + ":6380",
			}, content)
			infratest.AssertInputs(t, secret, map[string]any{"name": nil, "recoveryWindowInDays": 30.0, "kmsKeyId": nil, "tags.owner": "team-pay"})
		})
	}
	graph := run(t, func(a *redis.ClusterArgs) { a.Profile = component.Development })
	assert.InDelta(t, 7.0, graph.One(t, secretToken).Value("recoveryWindowInDays"), 0)
}

func TestPasswordsAreNowhereInPlainText(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *redis.ClusterArgs) { a.PasswordGeneration = 2 })
	infratest.AssertNoPlainSecrets(t, graph)
	for _, name := range []string{"sessions-password-1", "sessions-password-2", "sessions-default-password"} {
		password := generated(t, graph, name)
		for _, r := range graph.All() {
			for property, input := range r.Inputs {
				if !input.ContainsSecrets() {
					assert.NotContains(t, input.String(), password, "%s %s", r.Name, property)
				}
			}
		}
	}
}
