package loadbalancer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.Named(t, balancerToken, "web-load-balancer")
	infratest.AssertInputs(t, r, map[string]any{
		"loadBalancerType": "application", "internal": false, "ipAddressType": "ipv4", "name": nil,
		"securityGroups": []any{graph.One(t, groupToken).ID}, "subnets": []any{subnetA, subnetB}, "idleTimeout": 60.0,
		"enableXffClientPort": false, "enableZonalShift": false, "enableWafFailOpen": false,
		"accessLogs.bucket": graph.One(t, bucketToken).ID, "accessLogs.enabled": true, "accessLogs.prefix": nil,
		"tags.Name": "web-load-balancer", "tags.owner": "team-web",
	})
	assert.Subset(t, infratest.Names(r.Dependencies), []string{"web-identity", "web-access-logs-policy"},
		"nothing is done when a change is refused, and AWS tries the bucket when it is named")
	assert.Empty(t, graph.OfType(associationToken))
	assert.Empty(t, graph.OfType(certificateToken))
}

func TestEveryFieldArrives(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *loadbalancer.Args) {
		a.DesyncMitigation, a.SSLPolicy, a.IdleTimeout = loadbalancer.Strictest, loadbalancer.TLS12PostQuantum, 4000*time.Second
		a.ForwardClientPort, a.ZonalShift, a.WebACLARN = true, true, pulumi.String(webACL)
		a.ExtraCertificateARNs = map[string]pulumi.StringInput{"shop": pulumi.String(certificate2)}
	})
	r := graph.One(t, balancerToken)
	infratest.AssertInputs(t, r, map[string]any{
		"desyncMitigationMode": "strictest", "idleTimeout": 4000.0, "enableXffClientPort": true, "enableZonalShift": true,
	})
	https := graph.Named(t, listenerToken, "web-https")
	assert.Equal(t, "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", https.Value("sslPolicy"))
	extra := graph.Named(t, certificateToken, "web-certificate-shop")
	assert.Equal(t, map[string]any{"listenerArn": https.ID, "certificateArn": certificate2}, extra.Inputs.Mappable())
	association := graph.Named(t, associationToken, "web-web-acl")
	assert.Equal(t, map[string]any{"resourceArn": r.ID, "webAclArn": webACL}, association.Inputs.Mappable())
	assert.True(t, association.DeleteBeforeReplace, "the deletion of the old association would undo the new one")
}

func TestHTTPS(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.Named(t, listenerToken, "web-https")
	infratest.AssertInputs(t, r, map[string]any{
		"loadBalancerArn": graph.One(t, balancerToken).ID, "port": 443.0, "protocol": "HTTPS", "certificateArn": certificate,
		"sslPolicy":              "ELBSecurityPolicy-TLS13-1-2-2021-06",
		"defaultActions[0].type": "fixed-response", "defaultActions[0].fixedResponse": map[string]any{"statusCode": "404", "contentType": "text/plain", "messageBody": "not found"},
		"defaultActions[1]":                nil,
		"tags.Name":                        "web-https",
		"tags.owner":                       "team-web",
		"mutualAuthentication":             nil,
		"routingHttpResponseServerEnabled": false,
		"routingHttpResponseStrictTransportSecurityHeaderValue": "max-age=31536000",
	})
	r = run(t, func(a *loadbalancer.Args) { a.DisableHSTS = true }).Named(t, listenerToken, "web-https")
	assert.Nil(t, r.Value("routingHttpResponseStrictTransportSecurityHeaderValue"))
}

func TestHTTPOnlyRedirects(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.Named(t, listenerToken, "web-http")
	infratest.AssertInputs(t, r, map[string]any{
		"loadBalancerArn": graph.One(t, balancerToken).ID, "port": 80.0, "protocol": "HTTP", "certificateArn": nil, "sslPolicy": nil,
		"defaultActions[0]":                map[string]any{"type": "redirect", "redirect": map[string]any{"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}},
		"defaultActions[1]":                nil,
		"routingHttpResponseServerEnabled": false,
		"tags.Name":                        "web-http",
	})
	assert.Len(t, graph.OfType(listenerToken), 2)
}

// rules are the ingress rules by what they admit: source to ports.
func rules(t *testing.T, graph *infratest.Graph) map[string][]any {
	t.Helper()
	group := graph.Named(t, groupToken, "web-security-group")
	all := map[string][]any{}
	for _, r := range graph.OfType(ingressToken) {
		assert.Equal(t, group.ID, r.Value("securityGroupId"), r.Name)
		assert.Equal(t, "tcp", r.Value("ipProtocol"), r.Name)
		assert.Equal(t, r.Value("fromPort"), r.Value("toPort"), r.Name)
		assert.NotEmpty(t, r.Value("description"), r.Name)
		source, _ := r.Value("cidrIpv4").(string)
		if member, ok := r.Value("referencedSecurityGroupId").(string); ok {
			source += member
		}
		all[source] = append(all[source], r.Value("fromPort"))
	}
	return all
}

func TestWhoMayConnect(t *testing.T) {
	t.Parallel()
	group := map[string]pulumi.StringInput{"shop": pulumi.String(clients)}
	both := []any{80.0, 443.0}
	for name, test := range map[string]struct {
		change func(*loadbalancer.Args)
		want   map[string][]any
	}{
		"everybody": {unchanged, map[string][]any{"0.0.0.0/0": both}},
		"some": {
			func(a *loadbalancer.Args) { a.AllowFrom = []string{"203.0.113.0/24", "198.51.100.7/32"} },
			map[string][]any{"203.0.113.0/24": both, "198.51.100.7/32": both},
		},
		"a network": {
			func(a *loadbalancer.Args) { a.Internal, a.AllowFrom = true, []string{"10.0.0.0/8"} }, map[string][]any{"10.0.0.0/8": both},
		},
		"a group": {func(a *loadbalancer.Args) { a.Internal, a.ClientSecurityGroupIDs = true, group }, map[string][]any{clients: both}},
		"both": {
			func(a *loadbalancer.Args) {
				a.Internal, a.AllowFrom, a.ClientSecurityGroupIDs = true, []string{"10.0.0.0/8"}, group
			}, map[string][]any{"10.0.0.0/8": both, clients: both},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, test.change)
			assert.Equal(t, test.want, rules(t, graph))
			assert.Empty(t, graph.OfType(egressToken), "services add the port of their targets")
		})
	}
}

// Nothing but a public load balancer is open to the internet, and it is on no other port.
func TestPublicIngress(t *testing.T) {
	t.Parallel()
	infratest.AssertNoPublicIngress(t, run(t, unchanged),
		infratest.AllowPublic("web-security-group-ingress-https-0-0-0-0-0", 443),
		infratest.AllowPublic("web-security-group-ingress-http-0-0-0-0-0", 80))
	infratest.AssertNoPublicIngress(t, run(t, func(a *loadbalancer.Args) { a.AllowFrom = []string{"203.0.113.0/24"} }))
	infratest.AssertNoPublicIngress(t, run(t, func(a *loadbalancer.Args) { a.Internal, a.AllowFrom = true, []string{"10.0.0.0/8"} }))
}

// A source that comes or goes moves no other rule.
func TestRulesAreNamedAfterTheirSource(t *testing.T) {
	t.Parallel()
	of := func(ranges ...string) []string {
		return infratest.Names(run(t, func(a *loadbalancer.Args) { a.AllowFrom = ranges }).OfType(ingressToken))
	}
	assert.Equal(t, []string{
		"web-security-group-ingress-http-203-0-113-0-24", "web-security-group-ingress-https-203-0-113-0-24",
	}, of("203.0.113.0/24"))
	assert.Subset(t, of("198.51.100.0/24", "203.0.113.0/24"), of("203.0.113.0/24"))
	assert.ElementsMatch(t, of("198.51.100.0/24", "203.0.113.0/24"), of("203.0.113.0/24", "198.51.100.0/24"))
}

func TestSecurityGroup(t *testing.T) {
	t.Parallel()
	r := run(t, unchanged).Named(t, groupToken, "web-security-group")
	assert.Equal(t, vpc, r.Value("vpcId"))
	assert.Equal(t, "web-security-group", r.Value("tags.Name"))
	assert.Equal(t, []string{"web-identity"}, infratest.Names(r.Dependencies))
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *loadbalancer.Args) { a.Internal, a.AllowFrom = true, []string{"10.0.0.0/8"} })
	assert.Equal(t, map[string]any{"VPCID": vpc, "Internal": true}, graph.One(t, stashToken).Value("input"))
	assert.Equal(t, true, graph.One(t, balancerToken).Value("internal"))
	assert.Equal(t, map[string]any{"VPCID": vpc, "Internal": false}, run(t, unchanged).One(t, stashToken).Value("input"))
}

func TestProtectionFollowsTheProfile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change    func(*loadbalancer.Args)
		protected bool
		emptied   bool
		days      float64
	}{
		"production":           {unchanged, true, false, 365},
		"production, unlocked": {func(a *loadbalancer.Args) { a.DisableProtection = true }, false, false, 365},
		"development":          {func(a *loadbalancer.Args) { a.Profile = component.Development }, false, true, 30},
		"development, days": {
			func(a *loadbalancer.Args) { a.Profile, a.AccessLogRetentionDays = component.Development, 7 }, false, true, 7,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, test.change)
			r, bucket := graph.One(t, balancerToken), graph.One(t, bucketToken)
			assert.Equal(t, test.protected, r.Protect)
			assert.Equal(t, test.protected, r.Value("enableDeletionProtection"))
			assert.Equal(t, test.protected, bucket.Protect)
			assert.Equal(t, test.emptied, bucket.Value("forceDestroy"))
			assert.Equal(t, test.days, graph.One(t, lifecycleToken).Value("rules[0].expiration.days"))
			for _, listener := range graph.OfType(listenerToken) {
				assert.False(t, listener.Protect, "only what cannot be made again is protected")
			}
			assert.Equal(t, "ELBSecurityPolicy-TLS13-1-2-2021-06", graph.Named(t, listenerToken, "web-https").Value("sslPolicy"), "no profile weakens TLS")
		})
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	graph := run(t, unchanged)
	r := graph.One(t, balancerToken)
	for name, want := range map[string]resource.PropertyValue{
		"arn": r.Outputs["arn"], "arnSuffix": r.Outputs["arnSuffix"], "dnsName": r.Outputs["dnsName"], "zoneId": r.Outputs["zoneId"],
		"securityGroupId":  resource.NewProperty(graph.One(t, groupToken).ID),
		"httpsListenerArn": graph.Named(t, listenerToken, "web-https").Outputs["arn"],
		"logsBucket":       graph.One(t, bucketToken).Outputs["bucket"], "balancer": r.Outputs["arn"],
	} {
		got, ok := graph.Output(name)
		require.True(t, ok, name)
		require.NotEmpty(t, got.StringValue(), name)
		assert.Equal(t, want.StringValue(), got.StringValue(), name)
	}
}

func TestLongNamesStayInsideTheLimits(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("checkout-", 6) + "public"
	require.Len(t, long, 60)
	graph, err := tryNamed(long, unchanged)
	require.NoError(t, err)
	assert.LessOrEqual(t, len(graph.One(t, balancerToken).Outputs["name"].StringValue()), 32)
	assert.LessOrEqual(t, len(graph.One(t, bucketToken).Outputs["bucket"].StringValue()), 63)
	assert.True(t, strings.HasPrefix(graph.One(t, balancerToken).Name, "checkout-"))
	other, err := tryNamed(strings.Repeat("checkout-", 6)+"intern", unchanged)
	require.NoError(t, err)
	assert.NotEqual(t, graph.One(t, balancerToken).Name, other.One(t, balancerToken).Name)
}
