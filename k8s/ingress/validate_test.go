package ingress_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/ingress"
)

// refusal is one mistake and what is said about it, behind "ALBArgs.".
type refusal struct {
	change func(*ingress.ALBArgs)
	want   string
}

// refuses registers an Ingress for each mistake and wants nothing registered and one problem told.
func refuses(t *testing.T, all map[string]refusal) {
	t.Helper()
	for name, test := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(test.change)
			require.ErrorContains(t, err, "ingress: shop: ALBArgs."+test.want+"\n")
			assert.Len(t, component.FieldErrors(err), 1, "%v", err)
			assert.Empty(t, graph.All())
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	refuses(t, map[string]refusal{
		"namespace": {func(a *ingress.ALBArgs) { a.Namespace = pulumi.String("Shop") },
			`Namespace: need at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, got "Shop"`},
		"class":   {func(a *ingress.ALBArgs) { a.IngressClass = "ALB" }, `IngressClass: need the name of an ingress class, such as alb, got "ALB"`},
		"profile": {func(a *ingress.ALBArgs) { a.Profile = 7 }, `Profile: need production or development, got Profile(7)`},
		"group outside the set": {func(a *ingress.ALBArgs) {
			a.Group = &ingress.Group{Groups: ingress.NewGroups("shop", "tools"), Name: "shops", Order: 1}
		}, `Group.Name: need shop or tools, got "shops" (did you mean shop?)`},
		"group of a bad name": {func(a *ingress.ALBArgs) {
			a.Group = &ingress.Group{Groups: ingress.NewGroups("Shop"), Name: "Shop", Order: 1}
		}, `Group.Name: need at most 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends, got "Shop"`},
		"group of a long name": {func(a *ingress.ALBArgs) {
			name := strings.Repeat("a", 64)
			a.Group = &ingress.Group{Groups: ingress.NewGroups(name), Name: name, Order: 1}
		}, `Group.Name: need at most 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends, got "` + strings.Repeat("a", 64) + `"`},
		"groups made by hand": {func(a *ingress.ALBArgs) { a.Group = &ingress.Group{Groups: &ingress.Groups{}, Name: "shop", Order: 1} },
			`Group.Groups: need the groups that may be joined, made with NewGroups, got nothing`},
		"an empty set": {func(a *ingress.ALBArgs) {
			a.Group = &ingress.Group{Groups: ingress.NewGroups(), Name: "shop", Order: 1}
		},
			`Group.Groups: need the groups that may be joined, made with NewGroups, got nothing`},
		"order": {func(a *ingress.ALBArgs) {
			a.Group = &ingress.Group{Groups: ingress.NewGroups("shop"), Name: "shop", Order: 1001}
		}, `Group.Order: need 1 to 1000, got 1001`},
		"load balancer's name": {func(a *ingress.ALBArgs) { a.LoadBalancerName = strings.Repeat("a", 33) },
			`LoadBalancerName: need at most 32 letters, digits and hyphens, with a letter or digit at both ends, got "` + strings.Repeat("a", 33) + `"`},
		"load balancer's name with a hyphen last": {func(a *ingress.ALBArgs) { a.LoadBalancerName = "shop-" },
			`LoadBalancerName: need at most 32 letters, digits and hyphens, with a letter or digit at both ends, got "shop-"`},
		"addresses": {func(a *ingress.ALBArgs) { a.IPAddressType = "ipv6" },
			`IPAddressType: need ipv4, dualstack or dualstack-without-public-ipv4, got "ipv6" (did you mean ipv4?)`},
		"public addresses of an internal one": {func(a *ingress.ALBArgs) { a.IPAddressType = ingress.DualStackWithoutPublicIPv4 },
			`IPAddressType: need AllowPublic beside dualstack-without-public-ipv4, got an internal load balancer`},
		"one subnet": {func(a *ingress.ALBArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-0a", "subnet-0a"}) },
			`SubnetIDs: need 2 or more different subnets, each in a zone of its own, got 1`},
		"no subnet's id": {func(a *ingress.ALBArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-0a", "private-b"}) },
			`SubnetIDs[1]: need a subnet's id such as subnet-0a1b2c3d, got "private-b"`},
		"pool": {func(a *ingress.ALBArgs) { a.AllowPublic, a.IPAMPoolID = true, pulumi.String("pool") },
			`IPAMPoolID: need a pool's id such as ipam-pool-0a1b2c3d, got "pool"`},
		"pool of an internal one": {func(a *ingress.ALBArgs) { a.IPAMPoolID = pulumi.String("ipam-pool-0a") },
			`IPAMPoolID: need AllowPublic beside it: the pool is one of public addresses, got an internal load balancer`},
		"capacity": {func(a *ingress.ALBArgs) { a.CapacityUnits = 99 }, `CapacityUnits: need 0 for none, or 100 or more, got 99`},
		"web ACL": {func(a *ingress.ALBArgs) { a.WebACLARN = pulumi.String("none") },
			`WebACLARN: need a web ACL of the region, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID, got "none"`},
		"web ACL on and off": {func(a *ingress.ALBArgs) { a.DetachWebACL, a.WebACLARN = true, pulumi.String(webACL) },
			`DetachWebACL: need no WebACLARN beside it, got both`},
		"shield": {func(a *ingress.ALBArgs) { a.Shield = "on" }, `Shield: need true or false, got "on"`},
		"log bucket": {func(a *ingress.ALBArgs) { a.AccessLogsBucket = pulumi.String("Acme") },
			`AccessLogsBucket: need a bucket's name, got "Acme"`},
		"connection log bucket": {func(a *ingress.ALBArgs) { a.ConnectionLogsBucket = pulumi.String("Acme") },
			`ConnectionLogsBucket: need a bucket's name, got "Acme"`},
		"logs on and off": {func(a *ingress.ALBArgs) { a.DisableAccessLogs = true }, `DisableAccessLogs: need no AccessLogsBucket beside it, got both`},
		"log prefix": {func(a *ingress.ALBArgs) { a.AccessLogsPrefix = "a,b=c" },
			`AccessLogsPrefix: need letters, digits and !_.*'()-, in parts between single slashes, got "a,b=c"`},
		"log prefix without a bucket": {func(a *ingress.ALBArgs) { a.ConnectionLogsPrefix = "shop" },
			`ConnectionLogsPrefix: need ConnectionLogsBucket beside it, got none`},
		"idle timeout": {func(a *ingress.ALBArgs) { a.Attributes.IdleTimeout = 4001 * time.Second }, `Attributes.IdleTimeout: need whole seconds from 1s to 1h6m40s, got 1h6m41s`},
		"keep-alive": {func(a *ingress.ALBArgs) { a.Attributes.ClientKeepAlive = 59 * time.Second },
			`Attributes.ClientKeepAlive: need whole seconds from 1m0s to 168h0m0s, got 59s`},
		"desync": {func(a *ingress.ALBArgs) { a.Attributes.DesyncMitigation = "monitor" },
			`Attributes.DesyncMitigation: need defensive or strictest, got "monitor"`},
		"forwarded for": {func(a *ingress.ALBArgs) { a.Attributes.ForwardedFor = "drop" },
			`Attributes.ForwardedFor: need append, preserve or remove, got "drop"`},
		"client port": {func(a *ingress.ALBArgs) {
			a.Attributes.ForwardedFor, a.Attributes.ForwardClientPort = ingress.Remove, true
		},
			`Attributes.ForwardClientPort: need ForwardedFor "append": the port comes with the address, got "remove"`},
	})
}

func TestRefusalsOfAccess(t *testing.T) {
	t.Parallel()
	const form = `need a range without host bits, such as 10.20.0.0/16`
	refuses(t, map[string]refusal{
		"everybody, inside": {func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"0.0.0.0/0"} },
			`InboundCIDRs[0]: need the ranges of the clients of an internal load balancer, got "0.0.0.0/0"`},
		"half of everybody": {func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"128.0.0.0/1"} },
			`InboundCIDRs[0]: need the ranges of the clients of an internal load balancer, got "128.0.0.0/1"`},
		"host bits":  {func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"10.0.0.1/8"} }, `InboundCIDRs[0]: ` + form + `, got "10.0.0.1/8"`},
		"an address": {func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"10.0.0.1"} }, `InboundCIDRs[0]: ` + form + `, got "10.0.0.1"`},
		"twice": {func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"10.0.0.0/8", "10.0.0.0/8"} },
			`InboundCIDRs[1]: need each range once, got "10.0.0.0/8" again`},
		"IPv6 on IPv4": {func(a *ingress.ALBArgs) { a.InboundCIDRs = []string{"fd00::/8"} },
			`InboundCIDRs[0]: need IPv4 ranges, or IPAddressType DualStack, got "fd00::/8"`},
		"nobody": {func(a *ingress.ALBArgs) { a.InboundCIDRs = nil },
			`InboundCIDRs: need the ranges that may connect, here or in PrefixListIDs or by SecurityGroupIDs: the controller's default is everybody, got nothing`},
		"nobody, in public": {func(a *ingress.ALBArgs) { a.AllowPublic, a.InboundCIDRs = true, nil },
			`InboundCIDRs: need the ranges that may connect, here or in PrefixListIDs or by SecurityGroupIDs: the controller's default is everybody, got nothing`},
		"ranges that are ignored": {func(a *ingress.ALBArgs) { a.SecurityGroupIDs = inputs(balancerSG) },
			`SecurityGroupIDs: need no InboundCIDRs and PrefixListIDs beside them: the controller would ignore those, got both`},
		"group": {func(a *ingress.ALBArgs) { a.InboundCIDRs, a.SecurityGroupIDs = nil, inputs("default") },
			`SecurityGroupIDs[0]: need a security group's id such as sg-0a1b2c3d, got "default"`},
		"group twice": {func(a *ingress.ALBArgs) { a.InboundCIDRs, a.SecurityGroupIDs = nil, inputs("sg-0a", "sg-0a") },
			`SecurityGroupIDs[1]: need each one once, got "sg-0a" again`},
		"no group": {func(a *ingress.ALBArgs) { a.InboundCIDRs, a.SecurityGroupIDs = nil, []pulumi.StringInput{nil} },
			`SecurityGroupIDs[0]: need a security group's id such as sg-0a1b2c3d, got nothing`},
		"prefix list": {func(a *ingress.ALBArgs) { a.PrefixListIDs = inputs("10.0.0.0/8") },
			`PrefixListIDs[0]: need a prefix list's id such as pl-0a1b2c3d, got "10.0.0.0/8"`},
		"rules without group": {func(a *ingress.ALBArgs) { a.DisableBackendRules = true }, `DisableBackendRules: need SecurityGroupIDs beside it, got none`},
	})
}

func TestRefusalsOfListeners(t *testing.T) {
	t.Parallel()
	mutual := func(m ...ingress.MutualAuthentication) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) { a.MutualAuthentication = m }
	}
	store := pulumi.String(trustStore)
	refuses(t, map[string]refusal{
		"policy": {func(a *ingress.ALBArgs) { a.SSLPolicy = "ELBSecurityPolicy-2016-08" },
			`SSLPolicy: need ELBSecurityPolicy-TLS13-1-2-2021-06, ELBSecurityPolicy-TLS13-1-2-Res-2021-06, ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, ` +
				`ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04, ELBSecurityPolicy-TLS13-1-3-2021-06 or ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04, got "ELBSecurityPolicy-2016-08"`},
		"port":       {func(a *ingress.ALBArgs) { a.HTTPSPorts = []int{65536} }, `HTTPSPorts[0]: need 1 to 65535, got 65536`},
		"port twice": {func(a *ingress.ALBArgs) { a.RedirectPorts = []int{80, 443} }, `RedirectPorts[1]: need each port once, got 443 again`},
		"redirect on and off": {func(a *ingress.ALBArgs) { a.DisableRedirect, a.RedirectPorts = true, []int{8080} },
			`DisableRedirect: need no RedirectPorts beside it, got both`},
		"certificate": {func(a *ingress.ALBArgs) {
			a.CertificateARNs = inputs("arn:aws:iam::123456789012:server-certificate/shop")
		},
			`CertificateARNs[0]: need a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID, got "arn:aws:iam::123456789012:server-certificate/shop"`},
		"certificate twice": {func(a *ingress.ALBArgs) { a.CertificateARNs = inputs(certificate, certificate) },
			`CertificateARNs[1]: need each one once, got "` + certificate + `" again`},
		"no host to find one for": {func(a *ingress.ALBArgs) { a.CertificateARNs, a.Rules[0].Host = nil, "" },
			`CertificateARNs: need a certificate, or a Host in Rules or TLSHosts to find one for, got nothing`},
		"mutual port": {mutual(ingress.MutualAuthentication{Port: 80, TrustStoreARN: store}), `MutualAuthentication[0].Port: need one of HTTPSPorts, got 80`},
		"mutual port twice": {mutual(ingress.MutualAuthentication{TrustStoreARN: store}, ingress.MutualAuthentication{Port: 443, TrustStoreARN: store}),
			`MutualAuthentication[1].Port: need each port once, got 443 again`},
		"mutual mode": {mutual(ingress.MutualAuthentication{Mode: "off"}), `MutualAuthentication[0].Mode: need verify or passthrough, got "off"`},
		"nobody to verify": {mutual(ingress.MutualAuthentication{}),
			`MutualAuthentication[0].TrustStoreARN: need a trust store, arn:aws:elasticloadbalancing:REGION:ACCOUNT:truststore/NAME/ID, got nothing`},
		"trust store": {mutual(ingress.MutualAuthentication{TrustStoreARN: pulumi.String("partners")}),
			`MutualAuthentication[0].TrustStoreARN: need a trust store, arn:aws:elasticloadbalancing:REGION:ACCOUNT:truststore/NAME/ID, got "partners"`},
		"passthrough with a store": {mutual(ingress.MutualAuthentication{Mode: ingress.Passthrough, TrustStoreARN: store}),
			`MutualAuthentication[0].TrustStoreARN: need none with passthrough, which judges nobody, got one`},
		"passthrough of the expired": {mutual(ingress.MutualAuthentication{Mode: ingress.Passthrough, AllowExpired: true}),
			`MutualAuthentication[0].AllowExpired: need false with passthrough, which judges nobody, got true`},
	})
}

func TestRefusalsOfTargets(t *testing.T) {
	t.Parallel()
	targets := func(change ingress.Targets) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) { a.Targets = change }
	}
	health := func(change ingress.HealthCheck) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) { a.HealthCheck = change }
	}
	sticky := &ingress.Stickiness{Duration: 60 * time.Second}
	refuses(t, map[string]refusal{
		"type": {targets(ingress.Targets{Type: "pods"}), `Targets.Type: need ip or instance, got "pods"`},
		"protocol": {func(a *ingress.ALBArgs) { a.Targets.Protocol, a.HealthCheck.Protocol = "TCP", ingress.HTTP },
			`Targets.Protocol: need HTTP or HTTPS, got "TCP"`},
		"version": {targets(ingress.Targets{ProtocolVersion: "HTTP3"}),
			`Targets.ProtocolVersion: need HTTP1, HTTP2 or GRPC, got "HTTP3" (did you mean HTTP1?)`},
		"algorithm": {targets(ingress.Targets{Algorithm: "random"}),
			`Targets.Algorithm: need round_robin, least_outstanding_requests or weighted_random, got "random"`},
		"delay":      {targets(ingress.Targets{DeregistrationDelay: 3601 * time.Second}), `Targets.DeregistrationDelay: need whole seconds from 1s to 1h0m0s, got 1h0m1s`},
		"slow start": {targets(ingress.Targets{SlowStart: 29 * time.Second}), `Targets.SlowStart: need whole seconds from 30s to 15m0s, got 29s`},
		"slow start, least": {targets(ingress.Targets{SlowStart: 30 * time.Second, Algorithm: ingress.LeastOutstandingRequests}),
			`Targets.SlowStart: need 0 with an Algorithm other than RoundRobin, got 30s with "least_outstanding_requests"`},
		"labels of pods": {targets(ingress.Targets{NodeLabels: map[string]string{"a": "b"}}), `Targets.NodeLabels: need Type Nodes beside them, got "ip"`},
		"no label": {targets(ingress.Targets{Type: ingress.Nodes, NodeLabels: map[string]string{"a,b": "c"}}),
			`Targets.NodeLabels["a,b"]: need a label of Kubernetes, got "c"`},
		"no label's value": {targets(ingress.Targets{Type: ingress.Nodes, NodeLabels: map[string]string{"a": "b,c"}}),
			`Targets.NodeLabels["a"]: need a label of Kubernetes, got "b,c"`},
		"sticky for": {targets(ingress.Targets{Stickiness: &ingress.Stickiness{}}), `Targets.Stickiness.Duration: need whole seconds from 1s to 168h0m0s, got 0s`},
		"cookie": {targets(ingress.Targets{Stickiness: &ingress.Stickiness{Duration: 1 * time.Second, CookieName: "a=b"}}),
			`Targets.Stickiness.CookieName: need letters, digits, underscores, dots and hyphens, got "a=b"`},
		"cookie of another": {targets(ingress.Targets{Stickiness: &ingress.Stickiness{Duration: 1 * time.Second, CookieName: "AWSALB"}}),
			`Targets.Stickiness.CookieName: need a cookie of the application, not one of the load balancer, got "AWSALB"`},
		"sticky nodes": {targets(ingress.Targets{Type: ingress.Nodes, Stickiness: sticky}),
			`Targets.Stickiness: need Type Pods: the node would pick another pod, got "instance"`},
		"sticky zones": {targets(ingress.Targets{DisableCrossZone: true, Stickiness: sticky}), `Targets.Stickiness: need no DisableCrossZone beside it, got both`},
		"health path": {health(ingress.HealthCheck{Path: "healthz"}),
			`HealthCheck.Path: need a path of at most 1024 characters that begins with a slash, got "healthz"`},
		"health port":        {health(ingress.HealthCheck{Port: -1}), `HealthCheck.Port: need 1 to 65535, got -1`},
		"health port's name": {health(ingress.HealthCheck{PortName: "Health"}), `HealthCheck.PortName: need the name of a Service's port, got "Health"`},
		"two health ports":   {health(ingress.HealthCheck{Port: 80, PortName: "health"}), `HealthCheck.PortName: need no Port beside it, got both`},
		"health protocol":    {health(ingress.HealthCheck{Protocol: "GRPC"}), `HealthCheck.Protocol: need HTTP or HTTPS, got "GRPC"`},
		"interval":           {health(ingress.HealthCheck{Interval: 301 * time.Second}), `HealthCheck.Interval: need whole seconds from 5s to 5m0s, got 5m1s`},
		"timeout":            {health(ingress.HealthCheck{Timeout: 1 * time.Second}), `HealthCheck.Timeout: need whole seconds from 2s to 2m0s, got 1s`},
		"timeout as interval": {health(ingress.HealthCheck{Timeout: 10 * time.Second}),
			`HealthCheck.Timeout: need less than Interval, got 10s, and an interval of 10s`},
		"healthy":   {health(ingress.HealthCheck{HealthyThreshold: 1}), `HealthCheck.HealthyThreshold: need 2 to 10, got 1`},
		"unhealthy": {health(ingress.HealthCheck{UnhealthyThreshold: 11}), `HealthCheck.UnhealthyThreshold: need 2 to 10, got 11`},
		"codes": {health(ingress.HealthCheck{SuccessCodes: "2xx"}),
			`HealthCheck.SuccessCodes: need status codes of HTTP, 200 to 499, such as "200" or "200-299,401", got "2xx"`},
		"codes of gRPC": {func(a *ingress.ALBArgs) { a.Targets.ProtocolVersion, a.HealthCheck.SuccessCodes = ingress.GRPC, "200" },
			`HealthCheck.SuccessCodes: need status codes of gRPC, 0 to 99, such as "12" or "0-5,12", got "200"`},
	})
}

func TestRefusalsOfAuth(t *testing.T) {
	t.Parallel()
	oidc := func(change func(*ingress.Auth)) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) {
			asOIDC(a)
			change(a.Auth)
		}
	}
	cognito := &ingress.Cognito{UserPoolARN: pulumi.String("x"), UserPoolClientID: pulumi.String("c"), UserPoolDomain: pulumi.String("d")}
	all := map[string]refusal{
		"neither": {func(a *ingress.ALBArgs) { a.Auth = &ingress.Auth{} }, `Auth: need exactly one of Cognito and OIDC, got nothing`},
		"pool": {func(a *ingress.ALBArgs) { a.Auth = &ingress.Auth{Cognito: cognito} },
			`Auth.Cognito.UserPoolARN: need a user pool, arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID, got "x"`},
		"secret": {oidc(func(a *ingress.Auth) { a.OIDC.SecretName = pulumi.String("Login") }),
			`Auth.OIDC.SecretName: need at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, got "Login"`},
		"no secret": {oidc(func(a *ingress.Auth) { a.OIDC.SecretName = nil }), `Auth.OIDC.SecretName: need the Secret with clientID and clientSecret, got nothing`},
		"unauthenticated": {oidc(func(a *ingress.Auth) { a.Unauthenticated = "block" }),
			`Auth.Unauthenticated: need authenticate, deny or allow, got "block"`},
		"scope":   {oidc(func(a *ingress.Auth) { a.Scopes = []string{"openid email"} }), `Auth.Scopes[0]: need a scope without spaces, such as openid, got "openid email"`},
		"cookie":  {oidc(func(a *ingress.Auth) { a.SessionCookie = "a b" }), `Auth.SessionCookie: need letters, digits, underscores, dots and hyphens, got "a b"`},
		"timeout": {oidc(func(a *ingress.Auth) { a.SessionTimeout = 604801 * time.Second }), `Auth.SessionTimeout: need whole seconds from 1s to 168h0m0s, got 168h0m1s`},
	}
	for field, set := range map[string]func(*ingress.OIDC) *string{
		"Issuer":                func(o *ingress.OIDC) *string { return &o.Issuer },
		"AuthorizationEndpoint": func(o *ingress.OIDC) *string { return &o.AuthorizationEndpoint },
		"TokenEndpoint":         func(o *ingress.OIDC) *string { return &o.TokenEndpoint },
		"UserInfoEndpoint":      func(o *ingress.OIDC) *string { return &o.UserInfoEndpoint },
	} {
		all[field] = refusal{oidc(func(a *ingress.Auth) { *set(a.OIDC) = "http://id.example.com" }),
			fmt.Sprintf(`Auth.OIDC.%s: need an address that begins with https://, got "http://id.example.com"`, field)}
	}
	refuses(t, all)
}

// TestAllMistakesAtOnce names many at a time, and nothing is registered.
func TestAllMistakesAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := try(func(a *ingress.ALBArgs) {
		*a = ingress.ALBArgs{
			Group:   &ingress.Group{Groups: ingress.NewGroups("shop"), Name: "other"},
			Actions: map[string]ingress.Action{"x": {}}, HTTPSPorts: []int{0}, LoadBalancerName: "-",
		}
	})
	require.Error(t, err)
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{
		"Tags", "Provider", "Namespace", "Rules", "CertificateARNs", `Actions["x"]`, "Group.Name", "Group.Order", "LoadBalancerName", "InboundCIDRs",
		"HTTPSPorts[0]", "AccessLogsBucket", `Actions["x"]`,
	}, fields)
	assert.Empty(t, graph.All())
}
