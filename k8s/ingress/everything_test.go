package ingress_test

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/k8s/ingress"
)

// everything sets all fields that can stand together.
func everything(a *ingress.ALBArgs) {
	a.AllowPublic, a.IPAddressType, a.LoadBalancerName, a.CapacityUnits = true, ingress.DualStack, "shop-blue", 500
	a.InboundCIDRs, a.PrefixListIDs = []string{"203.0.113.0/24", "2001:db8::/32"}, inputs("pl-0b", "pl-0a")
	a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-0b", "subnet-0a"})
	a.IPAMPoolID = pulumi.String("ipam-pool-0a")
	a.CertificateARNs, a.SSLPolicy = inputs(certificate2, certificate), ingress.TLS13
	a.HTTPSPorts, a.RedirectPorts = []int{443, 8443}, []int{80, 8080}
	a.MutualAuthentication = []ingress.MutualAuthentication{
		{TrustStoreARN: pulumi.String(trustStore), AllowExpired: true}, {Port: 8443, Mode: ingress.Passthrough},
	}
	a.Attributes = ingress.Attributes{
		IdleTimeout: 30 * time.Second, ClientKeepAlive: 600 * time.Second, DesyncMitigation: ingress.Strictest, DisableHTTP2: true, PreserveHostHeader: true,
		ForwardClientPort: true, ForwardTLS: true, ZonalShift: true,
	}
	a.AccessLogsPrefix, a.ConnectionLogsBucket, a.ConnectionLogsPrefix = "shop/blue", pulumi.String("acme-connections"), "shop"
	a.Targets = ingress.Targets{
		Protocol: ingress.HTTPS, ProtocolVersion: ingress.HTTP2, DeregistrationDelay: 30 * time.Second, SlowStart: 60 * time.Second,
		Stickiness: &ingress.Stickiness{Duration: 3600 * time.Second},
	}
	a.HealthCheck = ingress.HealthCheck{
		Path: "/healthz", Port: 9090, Protocol: ingress.HTTP, Interval: 5 * time.Second, Timeout: 2 * time.Second, HealthyThreshold: 3, UnhealthyThreshold: 4,
		SuccessCodes: "200-299,401",
	}
	a.Auth = &ingress.Auth{
		Cognito: &ingress.Cognito{
			UserPoolARN: pulumi.String(userPool), UserPoolClientID: pulumi.String("client"), UserPoolDomain: pulumi.String("acme"),
		},
		Unauthenticated: ingress.Deny, Scopes: []string{"openid", "email"}, SessionCookie: "login", SessionTimeout: 3600 * time.Second,
	}
	a.WebACLARN, a.Shield = pulumi.String(webACL), ingress.ShieldOn
	a.TLSHosts = []string{"www.example.com"}
	a.Actions = map[string]ingress.Action{
		"split": {Forward: &ingress.Forward{StickyFor: 200 * time.Second, Targets: []ingress.ForwardTarget{
			{ServiceName: pulumi.String("web"), ServicePort: 80, Weight: 20},
			{ServiceName: pulumi.String("web-next"), ServicePortName: "http", Weight: 0},
			{TargetGroupARN: pulumi.String(targetGroup), Weight: 80},
		}}},
		"legacy": {Forward: &ingress.Forward{Targets: []ingress.ForwardTarget{{TargetGroupARN: pulumi.String(targetGroup2)}}}},
		"to-www": {Redirect: &ingress.Redirect{
			Protocol: ingress.HTTPS, Host: "www.example.com", Port: 443, Path: "/#{path}", Query: "from=old&#{query}", Permanent: true,
		}},
		"teapot": {FixedResponse: &ingress.FixedResponse{StatusCode: 418, ContentType: "text/html", Body: "<b>short & stout</b>"}},
	}
	a.Conditions = map[string][]ingress.Condition{
		"split":  {{Header: &ingress.Header{Name: "X-Canary", Values: []string{"yes"}}}, {Query: []ingress.Query{{Key: "v", Value: "2"}, {Value: "beta"}}}},
		"web":    {{Methods: []string{"GET", "HEAD"}}},
		"teapot": {{Hosts: []string{"tea.example.com"}}, {SourceCIDRs: []string{"192.0.2.0/24"}}},
		"legacy": {{Paths: []string{"/old/*"}}},
	}
	a.Rewrites = map[string]ingress.Rewrites{
		"web": {URL: &ingress.Rewrite{Regex: "^/api/(.+)$", Replace: "/$1"}, Host: &ingress.Rewrite{Regex: "^shop", Replace: "api"}},
	}
	a.DefaultBackend = &ingress.Backend{Action: "teapot"}
	a.Rules = []ingress.Rule{
		{Host: "shop.example.com", Paths: []ingress.Path{{Path: "/api", Backend: service("web")}, {Backend: ingress.Backend{Action: "split"}}}},
		{Host: "example.com", Paths: []ingress.Path{{Backend: ingress.Backend{Action: "to-www"}}}},
		{Paths: []ingress.Path{
			{Path: "/legacy.txt", Type: ingress.Exact, Backend: ingress.Backend{Action: "legacy"}},
			{Path: "/*.php", Type: ingress.Pattern, Backend: ingress.Backend{ServiceName: pulumi.String("php"), ServicePortName: "http"}},
		}},
	}
}
