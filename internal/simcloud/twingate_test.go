package simcloud_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	remoteNetworkType    = "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork"
	connectorType        = "twingate:index/twingateConnector:TwingateConnector"
	connectorTokensType  = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	privateResourceType  = "twingate:index/twingateResource:TwingateResource"
	twingateGroupType    = "twingate:index/twingateGroup:TwingateGroup"
	serviceAccountType   = "twingate:index/twingateServiceAccount:TwingateServiceAccount"
	serviceKeyType       = "twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey"
	someNetwork          = "UmVtb3RlTmV0d29yazox"
	twingateIDsInBase64  = `^[A-Za-z]+:[1-9]\d{6}$`
	simulatedAccessToken = `^simulated-access-[0-9a-f]{48}$`
)

func connector(name string) values { return values{"name": name, "remoteNetworkId": someNetwork} }

func restricted(ports ...any) values { return values{"policy": "RESTRICTED", "ports": ports} }

// privateResource is a valid one.
func privateResource() values {
	return values{
		"name": "redis", "address": "redis.internal", "remoteNetworkId": someNetwork,
		"protocols": values{"allowIcmp": false, "tcp": restricted("6379"), "udp": values{"policy": "DENY_ALL"}},
	}
}

func TestTwingateTypesAreModelled(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	n := made(t, c, remoteNetworkType, "n", props(values{"name": "net"}))
	assertValues(t, opened(n.Outputs), values{"name": "net", "location": "OTHER", "type": "REGULAR", "id": string(n.ID)})
	k := made(t, c, connectorType, "k", props(values{"name": "net-1", "remoteNetworkId": string(n.ID)}))
	assertValues(t, opened(k.Outputs), values{
		"statusUpdatesEnabled": true, "state": "DEAD_NO_HEARTBEAT", "hostname": "", "version": "", "publicIp": "",
	})
	assert.Empty(t, k.Outputs["privateIps"].ArrayValue())
	p := made(t, c, connectorTokensType, "p", props(values{"connectorId": string(k.ID)}))
	assert.Equal(t, k.ID, p.ID, "the id of a pair is the connector's")
	assert.True(t, p.Outputs["accessToken"].IsSecret())
	assert.Regexp(t, simulatedAccessToken, open(p.Outputs["accessToken"]))
	assert.True(t, p.Outputs["refreshToken"].IsSecret())
	assert.NotEqual(t, open(p.Outputs["accessToken"]), open(p.Outputs["refreshToken"]))
	g := made(t, c, twingateGroupType, "g", props(values{"name": "engineers"}))
	assertValues(t, opened(g.Outputs), values{"isAuthoritative": true})
	r := made(t, c, privateResourceType, "r", props(privateResource()))
	assertValues(t, opened(r.Outputs), values{
		"isActive": true, "isVisible": true, "isBrowserShortcutEnabled": false, "isAuthoritative": true, "routingMode": "THROUGH_TWINGATE",
	})
	a := made(t, c, serviceAccountType, "a", props(values{"name": "ci"}))
	s := made(t, c, serviceKeyType, "s", props(values{"serviceAccountId": string(a.ID)}))
	assert.True(t, s.Outputs["token"].IsSecret())
	assertValues(t, opened(s.Outputs), values{"isActive": true, "expirationTime": 0.0})
	assert.Empty(t, c.Unmodelled())
	for _, o := range []simcloud.Object{n, k, g, r, a, s} {
		id, err := base64.StdEncoding.DecodeString(string(o.ID))
		require.NoError(t, err)
		assert.Regexp(t, twingateIDsInBase64, string(id))
		assert.Equal(t, time.Second, c.Duration(simcloud.OpCreate, simcloud.Request{URN: o.URN}))
	}
}

func TestPrivateResourcesWithoutProtocolsAllowAll(t *testing.T) {
	t.Parallel()
	o := made(t, simcloud.New(simcloud.Options{}), privateResourceType, "r", with(privateResource(), values{"protocols": nil}))
	protocols := o.Outputs["protocols"].ObjectValue()
	assert.True(t, protocols["allowIcmp"].BoolValue())
	for _, protocol := range []resource.PropertyKey{"tcp", "udp"} {
		assert.Equal(t, "ALLOW_ALL", protocols[protocol].ObjectValue()["policy"].StringValue())
	}
}

func TestTwingateNamesAreUnique(t *testing.T) {
	t.Parallel()
	for typ, inputs := range map[string]values{connectorType: connector("net-1"), remoteNetworkType: {"name": "net"}} {
		c := simcloud.New(simcloud.Options{})
		made(t, c, typ, "a", props(inputs))
		_, err := c.Create(ctx, simcloud.Request{URN: urnOf(typ, "b"), Inputs: props(inputs)})
		var conflict *simcloud.ConflictError
		require.ErrorAs(t, err, &conflict, typ)
	}
	c := simcloud.New(simcloud.Options{})
	made(t, c, privateResourceType, "a", props(privateResource()))
	made(t, c, privateResourceType, "b", props(privateResource()))
}

func TestTwingateRules(t *testing.T) {
	t.Parallel()
	testRules(t, remoteNetworkType, values{"name": "net"}, []rule{
		{"location", values{"location": "GCP"}, "location", `need one of AWS, AZURE, GOOGLE_CLOUD, ON_PREMISE, OTHER, got "GCP"`},
		{"good location", values{"location": "GOOGLE_CLOUD", "type": "EXIT"}, "", ""},
		{"type", values{"type": "exit"}, "type", `need one of REGULAR, EXIT, got "exit"`},
	})
	testRules(t, connectorType, connector("net-1"), []rule{
		{"three characters", values{"name": "net"}, "", ""},
		{"two characters", values{"name": "ab"}, "name", `need at least 3 characters, got 2 in "ab"`},
		{"no network", values{"remoteNetworkId": nil}, "remoteNetworkId", "Missing required property 'remoteNetworkId'"},
	})
	testRules(t, connectorTokensType, values{"connectorId": "Q29ubmVjdG9yOjE="}, []rule{
		{"keepers", values{"keepers": values{"rotation": "1"}}, "", ""},
		{"no connector", values{"connectorId": nil}, "connectorId", "Missing required property 'connectorId'"},
	})
	testRules(t, serviceKeyType, values{"serviceAccountId": "x"}, []rule{
		{"a year", values{"expirationTime": 365}, "", ""},
		{"longer", values{"expirationTime": 366}, "expirationTime", "need 0 to 365, got 366"},
	})
}

func TestPrivateResourceRules(t *testing.T) {
	t.Parallel()
	tcp := func(p values) values { return values{"protocols": values{"tcp": p}} }
	policy := func(p values) values { return values{"accessPolicies": []any{p}} }
	const port = `need a port such as "80" or a range such as "80-90" from 1 to 65535, got `
	const address = "need a name, an IP address or a block of them, without port or path, got "
	testRules(t, privateResourceType, privateResource(), []rule{
		{"a range", tcp(restricted("1-65535", "80")), "", ""},
		{"one too high", tcp(restricted("80", "70000")), "protocols.tcp.ports[1]", port + `"70000"`},
		{"backwards", tcp(restricted("90-80")), "protocols.tcp.ports[0]", port + `"90-80"`},
		{"zero", tcp(restricted("0")), "protocols.tcp.ports[0]", port + `"0"`},
		{"a word", tcp(restricted("https")), "protocols.tcp.ports[0]", port + `"https"`},
		{"a sign", tcp(restricted("+80")), "protocols.tcp.ports[0]", port + `"+80"`},
		{"open end", tcp(restricted("80-")), "protocols.tcp.ports[0]", port + `"80-"`},
		{"no ports", tcp(restricted()), "protocols.tcp.ports", "need 1 or more with policy RESTRICTED, got none"},
		{"unknown ports", tcp(values{"policy": "RESTRICTED", "ports": later()}), "", ""},
		{"ports with all", tcp(values{"policy": "ALLOW_ALL", "ports": []any{"80"}}), "protocols.tcp.ports", "need none with policy ALLOW_ALL, got 1"},
		{"ports with none", tcp(values{"policy": "DENY_ALL", "ports": []any{"80"}}), "protocols.tcp.ports", "need none with policy DENY_ALL, got 1"},
		{"policy", tcp(values{"policy": "OPEN"}), "protocols.tcp.policy", `need one of RESTRICTED, ALLOW_ALL, DENY_ALL, got "OPEN"`},
		{"no policy", tcp(values{}), "protocols.tcp.policy", "Missing required property 'policy'"},
		{"udp", values{"protocols": values{"udp": restricted("x")}}, "protocols.udp.ports[0]", port + `"x"`},
		{"address with port", values{"address": "redis.internal:6379"}, "address", address + `"redis.internal:6379"`},
		{"address with path", values{"address": "web.internal/a"}, "address", address + `"web.internal/a"`},
		{"wildcard", values{"address": "*.internal"}, "", ""},
		{"block", values{"address": "10.0.0.0/16"}, "", ""},
		{"unknown address", values{"address": later()}, "", ""},
		{"routing", values{"routingMode": "DIRECT"}, "routingMode", `need one of THROUGH_TWINGATE, BYPASS_TWINGATE, got "DIRECT"`},
		{"group", values{"accessGroups": []any{values{"groupId": "a"}, values{}}}, "accessGroups[1].groupId", "Missing required property 'groupId'"},
		{"account", values{"accessServices": []any{values{}}}, "accessServices[0].serviceAccountId", "Missing required property 'serviceAccountId'"},
		{"a day", policy(values{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "24h"}), "", ""},
		{"half a day", policy(values{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "12h"}), "accessPolicies[0].duration",
			`need 24h to 365d with mode AUTO_LOCK, got "12h"`},
		{"days", policy(values{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "7d"}), "", ""},
		{"too many days", policy(values{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "366d"}), "accessPolicies[0].duration",
			`need 24h to 365d with mode AUTO_LOCK, got "366d"`},
		{"no days", policy(values{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "xd"}), "accessPolicies[0].duration",
			`need 24h to 365d with mode AUTO_LOCK, got "xd"`},
		{"no approval", policy(values{"mode": "AUTO_LOCK", "duration": "24h"}), "accessPolicies[0].approvalMode",
			"need one with mode AUTO_LOCK, got none"},
		{"approval", policy(values{"mode": "MANUAL", "approvalMode": "AUTO"}), "accessPolicies[0].approvalMode",
			`need one of MANUAL, AUTOMATIC, got "AUTO"`},
		{"an hour", policy(values{"mode": "ACCESS_REQUEST", "approvalMode": "MANUAL", "duration": "1h"}), "", ""},
		{"no duration", policy(values{"mode": "ACCESS_REQUEST", "approvalMode": "AUTOMATIC"}), "", ""},
		{"no duration to lock", policy(values{"mode": "AUTO_LOCK", "approvalMode": "AUTOMATIC"}), "accessPolicies[0].duration",
			`need 24h to 365d with mode AUTO_LOCK, got ""`},
		{"half an hour", policy(values{"mode": "ACCESS_REQUEST", "approvalMode": "MANUAL", "duration": "30m"}), "accessPolicies[0].duration",
			`need 1h to 365d with mode ACCESS_REQUEST, got "30m"`},
		{"nobody asked", policy(values{"mode": "ACCESS_REQUEST", "duration": "1h"}), "accessPolicies[0].approvalMode",
			"need one with mode ACCESS_REQUEST, got none"},
		{"mode", policy(values{"mode": "NEVER"}), "accessPolicies[0].mode", `need one of MANUAL, AUTO_LOCK, ACCESS_REQUEST, got "NEVER"`},
		{"no mode", policy(values{"duration": "1h"}), "accessPolicies[0].mode", "Missing required property 'mode'"},
		{"of a group", values{"accessGroups": []any{values{"groupId": "a", "accessPolicies": []any{values{"mode": "NEVER"}}}}},
			"accessGroups[0].accessPolicies[0].mode", `need one of MANUAL, AUTO_LOCK, ACCESS_REQUEST, got "NEVER"`},
	})
}

func TestTwingateReplacements(t *testing.T) {
	t.Parallel()
	testChanges(t, remoteNetworkType, values{"name": "net"}, []change{
		{"name", "a", "b", false}, {"location", "AWS", "OTHER", false}, {"type", "REGULAR", "EXIT", true},
	})
	testChanges(t, connectorType, connector("net-1"), []change{
		{"name", "net-1", "net-2", false}, {"statusUpdatesEnabled", true, false, false},
	})
	testChanges(t, connectorTokensType, values{"connectorId": "a"}, []change{
		{"connectorId", "a", "b", true}, {"keepers", values{"rotation": "1"}, values{"rotation": "2"}, true},
	})
	testChanges(t, privateResourceType, privateResource(), []change{
		{"name", "a", "b", false}, {"address", "a", "b", false}, {"remoteNetworkId", "a", "b", false},
	})
	testChanges(t, serviceKeyType, values{"serviceAccountId": "a"}, []change{
		{"serviceAccountId", "a", "b", true}, {"expirationTime", 0, 30, true}, {"name", "a", "b", false},
	})
}

func TestConnectorsAreNotMoved(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	move := func(old, next resource.PropertyMap) error {
		return c.Diff(simcloud.Request{URN: urnOf(connectorType, "k"), OldInputs: old, Inputs: next}).Refused
	}
	old := props(connector("net-1"))
	require.NoError(t, move(old, props(connector("net-2"))))
	for _, next := range []any{"other", later()} {
		err := move(old, with(connector("net-1"), values{"remoteNetworkId": next}))
		var refused *simcloud.RefusedError
		require.ErrorAs(t, err, &refused)
		assert.Contains(t, refused.Reason, "connectors cannot be moved between remote networks")
	}
}

// pair makes tokens under a name.
func pair(t *testing.T, c *simcloud.Cloud, name, connector, rotation string) simcloud.Object {
	t.Helper()
	return made(t, c, connectorTokensType, name, props(values{"connectorId": connector, "keepers": values{"rotation": rotation}}))
}

func drop(t *testing.T, c *simcloud.Cloud, o simcloud.Object) {
	t.Helper()
	require.NoError(t, c.Delete(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs}))
}

// lives tells whether a pair is the one that its connector can run with, as the provider finds out in a refresh.
func lives(t *testing.T, c *simcloud.Cloud, o simcloud.Object) bool {
	t.Helper()
	_, found, err := c.Read(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs})
	require.NoError(t, err)
	return found
}

func TestAConnectorHasOnePairOfTokens(t *testing.T) {
	t.Parallel()
	t.Run("another one ends it", func(t *testing.T) {
		t.Parallel()
		c := simcloud.New(simcloud.Options{})
		first, other := pair(t, c, "p", "a", "1"), pair(t, c, "q", "b", "1")
		second := pair(t, c, "elsewhere", "a", "1")
		assert.False(t, lives(t, c, first))
		assert.True(t, lives(t, c, second))
		assert.True(t, lives(t, c, other), "each connector has its own")
		assert.Len(t, c.Objects(), 2)
	})
	t.Run("created before the old one is deleted", func(t *testing.T) {
		t.Parallel()
		c := simcloud.New(simcloud.Options{})
		first := pair(t, c, "p", "a", "1")
		second := pair(t, c, "p", "a", "2")
		assert.True(t, lives(t, c, second))
		drop(t, c, first)
		assert.False(t, lives(t, c, second), "deleting any pair of the connector ends the one that works")
		assert.Empty(t, c.Objects())
	})
	t.Run("deleted before the new one is created", func(t *testing.T) {
		t.Parallel()
		c := simcloud.New(simcloud.Options{})
		first := pair(t, c, "p", "a", "1")
		drop(t, c, first)
		second := pair(t, c, "p", "a", "2")
		assert.True(t, lives(t, c, second))
		assert.Equal(t, first.ID, second.ID)
		assert.False(t, lives(t, c, first), "its id lives, its tokens do not")
		assert.NotEqual(t, open(first.Outputs["accessToken"]), open(second.Outputs["accessToken"]))
		assert.NotEqual(t, open(first.Outputs["refreshToken"]), open(second.Outputs["refreshToken"]))
	})
	t.Run("deleted with the connector", func(t *testing.T) {
		t.Parallel()
		c := simcloud.New(simcloud.Options{})
		k := made(t, c, connectorType, "k", props(connector("net-1")))
		tokens := pair(t, c, "p", string(k.ID), "1")
		drop(t, c, k)
		assert.False(t, lives(t, c, tokens))
	})
	t.Run("refused operations end nothing", func(t *testing.T) {
		t.Parallel()
		c := simcloud.New(simcloud.Options{})
		first := pair(t, c, "p", "a", "1")
		inputs := props(values{"connectorId": "a"})
		_, err := c.Create(ctx, simcloud.Request{URN: urnOf(connectorTokensType, "p"), Inputs: inputs, Preview: true})
		require.NoError(t, err)
		require.NoError(t, c.Delete(ctx, simcloud.Request{URN: first.URN, ID: first.ID, OldInputs: inputs, Preview: true}))
		assert.True(t, lives(t, c, first))
	})
}

func TestEndedTokensAreToldOf(t *testing.T) {
	t.Parallel()
	var told []string
	c := simcloud.New(simcloud.Options{Changed: func(op simcloud.Op, o simcloud.Object) { told = append(told, string(op)+" "+o.URN.Name()) }})
	first := pair(t, c, "p", "a", "1")
	pair(t, c, "q", "a", "1")
	drop(t, c, first)
	assert.Equal(t, []string{"create p", "delete p", "create q", "delete q"}, told)
}

// A process that goes on with a cloud of an earlier one makes other tokens for another rotation, though it knows no pair before.
func TestTokensFollowWhatTheyAreMadeFor(t *testing.T) {
	t.Parallel()
	seen := map[any]bool{}
	for _, test := range []struct{ connector, rotation string }{{"a", "1"}, {"a", "2"}, {"b", "1"}} {
		tokens := pair(t, simcloud.New(simcloud.Options{}), "p", test.connector, test.rotation)
		assert.False(t, seen[open(tokens.Outputs["accessToken"])], "%v", test)
		seen[open(tokens.Outputs["accessToken"])] = true
	}
}

func TestTokensAreNotImported(t *testing.T) {
	t.Parallel()
	_, found, err := simcloud.New(simcloud.Options{}).Read(ctx, simcloud.Request{URN: urnOf(connectorTokensType, "p"), ID: "a"})
	require.NoError(t, err)
	assert.False(t, found)
}

func TestOnlyTokensAreLostWhenTheyCannotBeRead(t *testing.T) {
	t.Parallel()
	assert.Contains(t, simcloud.Unproven(connectorTokensType), "could not be verified")
	for _, typ := range []string{connectorType, bucketType, "acme:index/nonesuch:Nonesuch"} {
		assert.Empty(t, simcloud.Unproven(typ))
	}
}
