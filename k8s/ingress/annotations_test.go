package ingress_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/k8s/ingress"
)

// documented is one row of the controller's documentation, guide/ingress/annotations: the section that tells of it, the type in
// the words of the table, and the values it may have.
type documented struct {
	section, format string
	values          []string
}

// theDocumentation holds the annotations of an Ingress by the names in the documentation, without the common prefix.
func theDocumentation() map[string]documented {
	return map[string]documented{
		"load-balancer-name":                  {"Traffic Routing", "string", nil},
		"group.name":                          {"IngressGroup", "string", nil},
		"group.order":                         {"IngressGroup", "integer", nil},
		"tags":                                {"Resource Tags", "stringMap", nil},
		"ip-address-type":                     {"Traffic Listening", "enum", []string{"ipv4", "dualstack", "dualstack-without-public-ipv4"}},
		"scheme":                              {"Access control", "enum", []string{"internal", "internet-facing"}},
		"subnets":                             {"Traffic Routing", "stringList", nil},
		"security-groups":                     {"Access control", "stringList", nil},
		"manage-backend-security-group-rules": {"Access control", "boolean", nil},
		"security-group-prefix-lists":         {"Access control", "stringList", nil},
		"inbound-cidrs":                       {"Access control", "stringList", nil},
		"load-balancer-attributes":            {"Custom attributes", "stringMap", nil},
		"listener-attributes.${Protocol}-${Port}":    {"Custom attributes", "stringMap", nil},
		"target-group-attributes":                    {"Custom attributes", "stringMap", nil},
		"minimum-load-balancer-capacity":             {"Traffic Listening", "stringMap", nil},
		"ipam-ipv4-pool-id":                          {"Traffic Listening", "string", nil},
		"wafv2-acl-arn":                              {"Addons", "string", nil},
		"shield-advanced-protection":                 {"Addons", "boolean", nil},
		"listen-ports":                               {"Traffic Listening", "json", nil},
		"ssl-redirect":                               {"Traffic Listening", "integer", nil},
		"certificate-arn":                            {"SSL", "stringList", nil},
		"ssl-policy":                                 {"SSL", "string", nil},
		"mutual-authentication":                      {"SSL", "json", nil},
		"target-type":                                {"Traffic Routing", "enum", []string{"instance", "ip"}},
		"target-node-labels":                         {"Traffic Routing", "stringMap", nil},
		"backend-protocol":                           {"Traffic Routing", "enum", []string{"HTTP", "HTTPS"}},
		"backend-protocol-version":                   {"Traffic Routing", "enum", []string{"HTTP1", "HTTP2", "GRPC"}},
		"actions.${action-name}":                     {"Traffic Routing", "json", nil},
		"conditions.${conditions-name}":              {"Traffic Routing", "json", nil},
		"transforms.${transforms-name}":              {"Traffic Routing", "json", nil},
		"healthcheck-port":                           {"Health Check", "string", nil}, // integer, traffic-port, or the name of a port
		"healthcheck-protocol":                       {"Health Check", "enum", []string{"HTTP", "HTTPS"}},
		"healthcheck-path":                           {"Health Check", "string", nil},
		"healthcheck-interval-seconds":               {"Health Check", "integer", nil},
		"healthcheck-timeout-seconds":                {"Health Check", "integer", nil},
		"healthy-threshold-count":                    {"Health Check", "integer", nil},
		"unhealthy-threshold-count":                  {"Health Check", "integer", nil},
		"success-codes":                              {"Health Check", "string", nil},
		"auth-type":                                  {"Authentication", "enum", []string{"none", "oidc", "cognito"}},
		"auth-idp-cognito":                           {"Authentication", "json", nil},
		"auth-idp-oidc":                              {"Authentication", "json", nil},
		"auth-on-unauthenticated-request":            {"Authentication", "enum", []string{"authenticate", "allow", "deny"}},
		"auth-scope":                                 {"Authentication", "string", nil},
		"auth-session-cookie":                        {"Authentication", "string", nil},
		"auth-session-timeout":                       {"Authentication", "integer", nil},
		"customer-owned-ipv4-pool":                   {"Traffic Listening", "string", nil},
		"waf-acl-id":                                 {"Addons", "string", nil},
		"jwt-validation":                             {"Authentication", "json", nil},
		"multi-cluster-target-group":                 {"Traffic Routing", "boolean", nil},
		"enable-frontend-nlb":                        {"Enable frontend NLB", "boolean", nil},
		"target-control-port.${serviceName}.${port}": {"Traffic Routing", "integer", nil},
	}
}

// leftOut are the documented annotations that the block has no field for; the package comment says why.
var leftOut = []string{
	"customer-owned-ipv4-pool", "waf-acl-id", "jwt-validation", "multi-cluster-target-group", "enable-frontend-nlb",
	"target-control-port.${serviceName}.${port}",
}

// generic is the documented name of an annotation with a variable part.
func generic(name string) string {
	for pattern, documented := range map[string]string{
		`^actions\..+`: "actions.${action-name}", `^conditions\..+`: "conditions.${conditions-name}", `^transforms\..+`: "transforms.${transforms-name}",
		`^listener-attributes\.(HTTP|HTTPS)-[0-9]+$`: "listener-attributes.${Protocol}-${Port}",
	} {
		if regexp.MustCompile(pattern).MatchString(name) {
			return documented
		}
	}
	return name
}

// parses says whether the controller could read the text.
func (d documented) parses(text string) bool {
	switch d.format {
	case "boolean":
		return text == "true" || text == "false"
	case "integer":
		_, err := strconv.Atoi(text)
		return err == nil
	case "enum":
		return slices.Contains(d.values, text)
	case "stringList":
		return !slices.Contains(strings.Split(text, ","), "")
	case "stringMap":
		for entry := range strings.SplitSeq(text, ",") {
			if key, _, ok := strings.Cut(entry, "="); !ok || key == "" {
				return false
			}
		}
		return true
	case "json":
		return json.Valid([]byte(text))
	default:
		return text != ""
	}
}

// render gives the annotations without their prefix.
func render(t testing.TB, change func(*ingress.ALBArgs)) map[string]string {
	t.Helper()
	args := pureArgs()
	change(&args)
	all, err := ingress.Annotations(args)
	require.NoError(t, err)
	short := map[string]string{}
	for name, text := range all {
		suffix, ok := strings.CutPrefix(name, prefix)
		require.True(t, ok, name)
		short[suffix] = text
	}
	return short
}

// pureArgs are what Annotations needs without a program.
func pureArgs() ingress.ALBArgs {
	return ingress.ALBArgs{InboundCIDRs: []string{"10.0.0.0/8"}, AccessLogsBucket: pulumi.String("acme-logs")}
}

func asOIDC(a *ingress.ALBArgs) {
	a.Auth = &ingress.Auth{OIDC: &ingress.OIDC{
		Issuer: "https://id.example.com", AuthorizationEndpoint: "https://id.example.com/auth", TokenEndpoint: "https://id.example.com/token",
		UserInfoEndpoint: "https://id.example.com/me", SecretName: pulumi.String("login"),
	}}
}

// TestEveryAnnotationIsDocumented renders arguments that have all fields between them, and holds names and formats to the
// documentation, in both directions.
func TestEveryAnnotationIsDocumented(t *testing.T) {
	t.Parallel()
	rendered := map[string]bool{}
	for name, change := range map[string]func(*ingress.ALBArgs){
		"defaults":   func(*ingress.ALBArgs) {},
		"everything": everything,
		"own groups": func(a *ingress.ALBArgs) { a.InboundCIDRs, a.SecurityGroupIDs = nil, inputs(balancerSG) },
		"nodes": func(a *ingress.ALBArgs) {
			a.Targets = ingress.Targets{Type: ingress.Nodes, NodeLabels: map[string]string{"pool": "web", "example.com/zone": "a"}}
			a.Group = &ingress.Group{Groups: ingress.NewGroups("shop"), Name: "shop", Order: 10}
		},
		"oidc": asOIDC,
	} {
		for annotation, text := range render(t, change) {
			row, known := theDocumentation()[generic(annotation)]
			if assert.True(t, known, "%s: %s is not documented", name, annotation) {
				assert.True(t, row.parses(text), "%s: %s is a %s (section %s), got %s", name, annotation, row.format, row.section, text)
			}
			rendered[generic(annotation)] = true
		}
	}
	rendered["tags"] = true // they need a program: TestTagsAreRendered
	for _, name := range slices.Sorted(maps.Keys(theDocumentation())) {
		assert.Equal(t, !slices.Contains(leftOut, name), rendered[name], name)
	}
}

// TestDefaults holds the default of each annotation. What is not listed is not said.
func TestDefaults(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[string]string{
		"scheme": "internal", "ip-address-type": "ipv4", "target-type": "ip", "inbound-cidrs": "10.0.0.0/8",
		"listen-ports": `[{"HTTPS":443},{"HTTP":80}]`, "ssl-redirect": "443", "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
		"backend-protocol": "HTTP", "backend-protocol-version": "HTTP1",
		"listener-attributes.HTTPS-443": "routing.http.response.server.enabled=false," +
			"routing.http.response.strict_transport_security.header_value=max-age=31536000",
		"load-balancer-attributes": "access_logs.s3.bucket=acme-logs,access_logs.s3.enabled=true,deletion_protection.enabled=true," +
			"idle_timeout.timeout_seconds=60,routing.http.desync_mitigation_mode=defensive,routing.http.drop_invalid_header_fields.enabled=true," +
			"routing.http.xff_header_processing.mode=append,waf.fail_open.enabled=false",
		"target-group-attributes": "deregistration_delay.timeout_seconds=10,load_balancing.algorithm.type=round_robin," +
			"slow_start.duration_seconds=0,stickiness.enabled=false",
		"healthcheck-path": "/", "healthcheck-port": "traffic-port", "healthcheck-protocol": "HTTP", "healthcheck-interval-seconds": "10",
		"healthcheck-timeout-seconds": "5", "healthy-threshold-count": "2", "unhealthy-threshold-count": "2", "success-codes": "200",
	}, render(t, func(*ingress.ALBArgs) {}))
}

// TestAnnotations holds each field to the text of its annotation; "" is one that is not said. Texts of everything are in the
// golden file as well.
func TestAnnotations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*ingress.ALBArgs)
		want   map[string]string
	}{
		"development": {
			func(a *ingress.ALBArgs) { a.Profile, a.AccessLogsBucket = component.Development, nil },
			map[string]string{"load-balancer-attributes": "deletion_protection.enabled=false,idle_timeout.timeout_seconds=60," +
				"routing.http.desync_mitigation_mode=defensive,routing.http.drop_invalid_header_fields.enabled=true," +
				"routing.http.xff_header_processing.mode=append,waf.fail_open.enabled=false"},
		},
		"no logs, no protection": {
			func(a *ingress.ALBArgs) {
				a.DisableAccessLogs, a.DisableProtection, a.AccessLogsBucket = true, true, nil
			},
			map[string]string{"load-balancer-attributes": "access_logs.s3.enabled=false,deletion_protection.enabled=false," +
				"idle_timeout.timeout_seconds=60,routing.http.desync_mitigation_mode=defensive,routing.http.drop_invalid_header_fields.enabled=true," +
				"routing.http.xff_header_processing.mode=append,waf.fail_open.enabled=false"},
		},
		"a group says nothing against other members": {
			func(a *ingress.ALBArgs) {
				a.DisableAccessLogs, a.DisableProtection, a.AccessLogsBucket = true, true, nil
				a.Group = &ingress.Group{Groups: ingress.NewGroups("a.b-1"), Name: "a.b-1", Order: 1000}
			},
			map[string]string{"group.name": "a.b-1", "group.order": "1000", "load-balancer-attributes": "idle_timeout.timeout_seconds=60," +
				"routing.http.desync_mitigation_mode=defensive,routing.http.drop_invalid_header_fields.enabled=true," +
				"routing.http.xff_header_processing.mode=append,waf.fail_open.enabled=false"},
		},
		"public": {
			func(a *ingress.ALBArgs) { a.AllowPublic, a.InboundCIDRs = true, []string{"0.0.0.0/0"} },
			map[string]string{"scheme": "internet-facing", "inbound-cidrs": "0.0.0.0/0"},
		},
		"groups of one's own": {
			func(a *ingress.ALBArgs) { a.InboundCIDRs, a.SecurityGroupIDs = nil, inputs("sg-0b", "sg-0a") },
			map[string]string{"security-groups": "sg-0a,sg-0b", "manage-backend-security-group-rules": "true", "inbound-cidrs": ""},
		},
		"groups of one's own, backends too": {
			func(a *ingress.ALBArgs) {
				a.InboundCIDRs, a.SecurityGroupIDs, a.DisableBackendRules = nil, inputs("sg-0a"), true
			},
			map[string]string{"manage-backend-security-group-rules": "false"},
		},
		"prefix lists alone": {
			func(a *ingress.ALBArgs) { a.InboundCIDRs, a.PrefixListIDs = nil, inputs("pl-0b", "pl-0a") },
			map[string]string{"security-group-prefix-lists": "pl-0a,pl-0b", "inbound-cidrs": ""},
		},
		"no redirect": {
			func(a *ingress.ALBArgs) { a.DisableRedirect = true },
			map[string]string{"listen-ports": `[{"HTTPS":443}]`, "ssl-redirect": ""},
		},
		"other ports": {
			func(a *ingress.ALBArgs) { a.HTTPSPorts, a.RedirectPorts = []int{8443}, []int{8080} },
			map[string]string{"listen-ports": `[{"HTTPS":8443},{"HTTP":8080}]`, "ssl-redirect": "8443", "listener-attributes.HTTPS-443": ""},
		},
		"no HSTS": {
			func(a *ingress.ALBArgs) { a.DisableHSTS = true },
			map[string]string{"listener-attributes.HTTPS-443": "routing.http.response.server.enabled=false"},
		},
		"certificates keep their order": {
			func(a *ingress.ALBArgs) { a.CertificateARNs = inputs(certificate2, certificate) },
			map[string]string{"certificate-arn": certificate2 + "," + certificate},
		},
		"mutual authentication": {
			func(a *ingress.ALBArgs) {
				a.MutualAuthentication = []ingress.MutualAuthentication{{TrustStoreARN: pulumi.String(trustStore)}}
			},
			map[string]string{"mutual-authentication": `[{"port":443,"mode":"verify","trustStore":"` + trustStore + `","ignoreClientCertificateExpiry":false}]`},
		},
		"gRPC": {
			func(a *ingress.ALBArgs) { a.Targets.ProtocolVersion = ingress.GRPC },
			map[string]string{"backend-protocol-version": "GRPC", "healthcheck-path": "/AWS.ALB/healthcheck", "success-codes": "12"},
		},
		"HTTPS targets are asked over HTTPS": {
			func(a *ingress.ALBArgs) { a.Targets.Protocol, a.HealthCheck.PortName = ingress.HTTPS, "health" },
			map[string]string{"backend-protocol": "HTTPS", "healthcheck-protocol": "HTTPS", "healthcheck-port": "health"},
		},
		"a short interval leaves less for the answer": {
			func(a *ingress.ALBArgs) { a.HealthCheck.Interval = 5 * time.Second },
			map[string]string{"healthcheck-interval-seconds": "5", "healthcheck-timeout-seconds": "4"},
		},
		"nodes": {
			func(a *ingress.ALBArgs) {
				a.Targets = ingress.Targets{Type: ingress.Nodes, NodeLabels: map[string]string{"pool": "web", "arch": "arm64"}}
			},
			map[string]string{"target-type": "instance", "target-node-labels": "arch=arm64,pool=web"},
		},
		"weighted random, within the zone": {
			func(a *ingress.ALBArgs) {
				a.Targets.Algorithm, a.Targets.DisableCrossZone = ingress.WeightedRandom, true
			},
			map[string]string{"target-group-attributes": "deregistration_delay.timeout_seconds=10,load_balancing.algorithm.anomaly_mitigation=on," +
				"load_balancing.algorithm.type=weighted_random,load_balancing.cross_zone.enabled=false,slow_start.duration_seconds=0,stickiness.enabled=false"},
		},
		"a cookie of the application": {
			func(a *ingress.ALBArgs) {
				a.Targets.Stickiness = &ingress.Stickiness{CookieName: "session", Duration: 60 * time.Second}
			},
			map[string]string{"target-group-attributes": "deregistration_delay.timeout_seconds=10,load_balancing.algorithm.type=round_robin," +
				"slow_start.duration_seconds=0,stickiness.app_cookie.cookie_name=session,stickiness.app_cookie.duration_seconds=60," +
				"stickiness.enabled=true,stickiness.type=app_cookie"},
		},
		"firewall off": {
			func(a *ingress.ALBArgs) { a.DetachWebACL, a.Shield = true, ingress.ShieldOff },
			map[string]string{"wafv2-acl-arn": "none", "shield-advanced-protection": "false"},
		},
		"OIDC": {asOIDC, map[string]string{
			"auth-type": "oidc", "auth-idp-cognito": "", "auth-scope": "", "auth-session-timeout": "", "auth-idp-oidc": `{"issuer":"https://id.example.com",` +
				`"authorizationEndpoint":"https://id.example.com/auth","tokenEndpoint":"https://id.example.com/token",` +
				`"userInfoEndpoint":"https://id.example.com/me","secretName":"login"}`,
		}},
		"one forward needs no weight": {
			func(a *ingress.ALBArgs) {
				a.Actions = map[string]ingress.Action{"x": {Forward: &ingress.Forward{Targets: []ingress.ForwardTarget{{ServiceName: pulumi.String("web"), ServicePort: 80}}}}}
			},
			map[string]string{"actions.x": `{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"web","servicePort":80}]}}`},
		},
		"a redirect for now": {
			func(a *ingress.ALBArgs) {
				a.Actions = map[string]ingress.Action{"x": {Redirect: &ingress.Redirect{Path: "/shop"}}}
			},
			map[string]string{"actions.x": `{"type":"redirect","redirectConfig":{"path":"/shop","statusCode":"HTTP_302"}}`},
		},
		"one rewrite each": {
			func(a *ingress.ALBArgs) {
				a.Rewrites = map[string]ingress.Rewrites{
					"a": {URL: &ingress.Rewrite{Regex: "^/a", Replace: "/"}}, "b": {Host: &ingress.Rewrite{Regex: "^b", Replace: "c"}},
				}
			},
			map[string]string{
				"transforms.a": `[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[{"regex":"^/a","replace":"/"}]}}]`,
				"transforms.b": `[{"type":"host-header-rewrite","hostHeaderRewriteConfig":{"rewrites":[{"regex":"^b","replace":"c"}]}}]`,
			},
		},
		"a fixed answer": {
			func(a *ingress.ALBArgs) {
				a.Actions = map[string]ingress.Action{"x": {FixedResponse: &ingress.FixedResponse{StatusCode: 503, Body: "soon"}}}
			},
			map[string]string{"actions.x": `{"type":"fixed-response","fixedResponseConfig":{"contentType":"text/plain","statusCode":"503","messageBody":"soon"}}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rendered := render(t, test.change)
			for annotation, want := range test.want {
				assert.Equal(t, want, rendered[annotation], annotation)
			}
		})
	}
}

func TestAnnotationsAreOfKnownValues(t *testing.T) {
	t.Parallel()
	args := pureArgs()
	args.WebACLARN = later(webACL)
	args.CertificateARNs = []pulumi.StringInput{pulumi.String(certificate), later(certificate2)}
	_, err := ingress.Annotations(args)
	require.EqualError(t, err, "ingress: ALBArgs.alb.ingress.kubernetes.io/certificate-arn: need a value that is known now; NewALB takes outputs, got an output\n"+
		"ingress: ALBArgs.alb.ingress.kubernetes.io/wafv2-acl-arn: need a value that is known now; NewALB takes outputs, got an output")
}

func TestAnnotationsReportMistakes(t *testing.T) {
	t.Parallel()
	all, err := ingress.Annotations(ingress.ALBArgs{SSLPolicy: "ELBSecurityPolicy-2016-08"})
	assert.Nil(t, all)
	assert.Len(t, component.FieldErrors(err), 3, "who may connect, the policy, access logs")
	args := pureArgs()
	args.Auth = &ingress.Auth{}
	_, err = ingress.Annotations(args)
	require.EqualError(t, err, "ingress: ALBArgs.Auth: need exactly one of Cognito and OIDC, got nothing")
}
