package remoteaccess_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

// only makes a box with one resource.
func only(change func(*twingate.PrivateResource)) func(*boxArgs) {
	return with(func(a *twingate.Access) {
		r := redis()
		change(&r)
		a.Resources = []twingate.PrivateResource{r}
	})
}

// Nothing is reached but what was named, by nobody but who was named.
func TestAResource(t *testing.T) {
	t.Parallel()
	g := run(t, only(func(*twingate.PrivateResource) {}))
	r := g.One(t, resourceToken)
	assert.Equal(t, "main-resource-redis", r.Name)
	assert.Equal(t, g.One(t, "acme:box:Box").URN, r.Parent)
	assert.Equal(t, map[string]any{
		"name": "redis", "address": "redis.internal", "remoteNetworkId": g.One(t, networkToken).ID,
		"protocols": map[string]any{
			"allowIcmp": false,
			"tcp":       map[string]any{"policy": "RESTRICTED", "ports": []any{"6379"}},
			"udp":       map[string]any{"policy": "DENY_ALL"},
		},
		"accessGroups": []any{map[string]any{"groupId": "group-1"}},
		"tags": map[string]any{
			"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
			"managed-by": "pulumi", "pulumi-project": "project", "pulumi-stack": "staging",
		},
	}, r.Inputs.Mappable())
	for urn := range reached(g, r.URN) {
		assert.NotContains(t, string(urn), "main-connector", "resources wait for no connector")
	}
}

func TestAResourceWithEverything(t *testing.T) {
	t.Parallel()
	g := run(t, only(func(r *twingate.PrivateResource) {
		r.Name, r.Alias, r.Address = "Sessions", "sessions.acme.internal", pulumi.String("10.0.3.0/24").ToStringOutput()
		r.TCPPorts, r.UDPPorts, r.AllowICMP = []string{"8001-8010", "443-443", "8000", "6379", "8005"}, []string{"53"}, true
		r.GroupIDs = []pulumi.StringInput{pulumi.String("group-1"), pulumi.ID("group-2")}
		r.SecurityPolicyID = pulumi.String("policy-1")
		r.AccessPolicies = []twingate.AccessPolicy{{
			Mode: pulumi.String("AUTO_LOCK"), ApprovalMode: pulumi.String("MANUAL"), Duration: pulumi.String("168h"),
		}}
	}))
	r := g.One(t, resourceToken)
	infratest.AssertInputs(t, r, map[string]any{
		"name": "Sessions", "alias": "sessions.acme.internal", "address": "10.0.3.0/24", "securityPolicyId": "policy-1",
		"protocols": map[string]any{
			"allowIcmp": true,
			"tcp":       map[string]any{"policy": "RESTRICTED", "ports": []any{"443", "6379", "8000-8010"}},
			"udp":       map[string]any{"policy": "RESTRICTED", "ports": []any{"53"}},
		},
		"accessGroups":   []any{map[string]any{"groupId": "group-1"}, map[string]any{"groupId": "group-2"}},
		"accessPolicies": []any{map[string]any{"mode": "AUTO_LOCK", "approvalMode": "MANUAL", "duration": "168h"}},
	})
}

func TestProtocols(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*twingate.PrivateResource){
		"TCP RESTRICTED, UDP DENY_ALL, ICMP false":  func(*twingate.PrivateResource) {},
		"TCP ALLOW_ALL, UDP DENY_ALL, ICMP false":   func(r *twingate.PrivateResource) { r.TCPPorts, r.AllowAllTCP = nil, true },
		"TCP DENY_ALL, UDP ALLOW_ALL, ICMP false":   func(r *twingate.PrivateResource) { r.TCPPorts, r.AllowAllUDP = nil, true },
		"TCP DENY_ALL, UDP RESTRICTED, ICMP false":  func(r *twingate.PrivateResource) { r.TCPPorts, r.UDPPorts = nil, []string{"53"} },
		"TCP DENY_ALL, UDP DENY_ALL, ICMP true":     func(r *twingate.PrivateResource) { r.TCPPorts, r.AllowICMP = nil, true },
		"TCP RESTRICTED, UDP ALLOW_ALL, ICMP false": func(r *twingate.PrivateResource) { r.AllowAllUDP = true },
	} {
		r := run(t, only(change)).One(t, resourceToken)
		got := fmt.Sprintf("TCP %v, UDP %v, ICMP %v", r.Value("protocols.tcp.policy"), r.Value("protocols.udp.policy"), r.Value("protocols.allowIcmp"))
		assert.Equal(t, want, got)
		if r.Value("protocols.tcp.policy") != "RESTRICTED" {
			assert.Nil(t, r.Value("protocols.tcp.ports"), "the provider refuses ports with another policy")
		}
	}
}

func TestResourcesByKey(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		other := redis()
		other.Key = "other"
		made, err := newBox(ctx, &boxArgs{Access: twingate.Access{Account: "acme", Resources: []twingate.PrivateResource{redis(), other}}})
		if err == nil {
			require.Len(t, made.Resources, 2)
			ctx.Export("redis", made.Resources["redis"].ID())
			ctx.Export("other", made.Resources["other"].ID())
		}
		return err
	})
	for _, key := range []string{"redis", "other"} {
		id, _ := g.Output(key)
		assert.Equal(t, g.Named(t, resourceToken, "main-resource-"+key).ID, id.StringValue())
	}
}

// What another stack or resource gives is checked on the way to the resource.
func TestResourcesThatAreKnownLater(t *testing.T) {
	t.Parallel()
	later := func(text string) pulumi.StringOutput { return pulumi.String(text).ToStringOutput() }
	for want, change := range map[string]func(*twingate.PrivateResource){
		`BoxArgs.Access.Resources[0].Address: need a name, an IPv4 address`:           func(r *twingate.PrivateResource) { r.Address = later("redis.internal:6379") },
		`BoxArgs.Access.Resources[0].Address: need an address outside 169.254.0.0/16`: func(r *twingate.PrivateResource) { r.Address = later("169.254.169.254") },
		`BoxArgs.Access.Resources[0].GroupIDs[1]: need a group's id, got nothing`:     func(r *twingate.PrivateResource) { r.GroupIDs = append(r.GroupIDs, later("")) },
		`BoxArgs.Access.Resources[0].SecurityPolicyID: need a security policy's id`:   func(r *twingate.PrivateResource) { r.SecurityPolicyID = later("") },
	} {
		_, err := try(only(change))
		require.ErrorContains(t, err, want)
	}
}

func TestEgress(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []remoteaccess.Ports{{"tcp", 443, 443}, {"tcp", 30000, 31000}, {"udp", 1, 65535}}, remoteaccess.Anywhere(),
		"as Twingate documents it, and nothing else")
	dns := remoteaccess.Ports{Protocol: "tcp", From: 53, To: 53}
	tcp := func(from, to int) remoteaccess.Ports {
		return remoteaccess.Ports{Protocol: "tcp", From: from, To: to}
	}
	with := func(change func(*twingate.PrivateResource)) twingate.PrivateResource {
		r := redis()
		change(&r)
		return r
	}
	for name, c := range map[string]struct {
		access twingate.Access
		want   []remoteaccess.Ports
	}{
		"nothing known": {twingate.Access{}, []remoteaccess.Ports{tcp(1, 65535)}},
		"a resource":    {twingate.Access{Resources: []twingate.PrivateResource{redis()}}, []remoteaccess.Ports{dns, tcp(6379, 6379)}},
		"the resources of others": {
			twingate.Access{ExtraTCPPorts: []string{"5432", "8000-8010"}}, []remoteaccess.Ports{dns, tcp(5432, 5432), tcp(8000, 8010)},
		},
		"ranges that touch": {
			twingate.Access{ExtraTCPPorts: []string{"8011-8020", "54", "8000-8010", "8005", "9000"}},
			[]remoteaccess.Ports{tcp(53, 54), tcp(8000, 8020), tcp(9000, 9000)},
		},
		"a range within another": {
			twingate.Access{ExtraTCPPorts: []string{"100-200", "110-120", "150"}}, []remoteaccess.Ports{dns, tcp(100, 200)},
		},
		"everything": {
			twingate.Access{Resources: []twingate.PrivateResource{redis(), with(func(r *twingate.PrivateResource) { r.TCPPorts, r.AllowAllTCP = nil, true })}},
			[]remoteaccess.Ports{tcp(1, 65535)},
		},
		"pings, once": {
			twingate.Access{Resources: []twingate.PrivateResource{
				with(func(r *twingate.PrivateResource) { r.AllowICMP = true }), with(func(r *twingate.PrivateResource) { r.AllowICMP = true }),
			}},
			[]remoteaccess.Ports{dns, tcp(6379, 6379), {Protocol: "icmp"}},
		},
		"UDP is allowed anyway": {
			twingate.Access{Resources: []twingate.PrivateResource{with(func(r *twingate.PrivateResource) { r.TCPPorts, r.UDPPorts = nil, []string{"514"} })}},
			[]remoteaccess.Ports{dns},
		},
	} {
		assert.Equal(t, c.want, remoteaccess.Private(&c.access), name)
	}
}
