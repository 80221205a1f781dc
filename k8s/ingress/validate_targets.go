package ingress

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// Limits of health checks, by the Elastic Load Balancing API reference, CreateTargetGroup.
const (
	minInterval   = 5 * time.Second
	maxInterval   = 5 * time.Minute
	minTimeout    = 2 * time.Second
	maxTimeout    = 2 * time.Minute
	minThreshold  = 2
	maxThreshold  = 10
	maxHealthPath = 1024
)

var (
	portName    = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	cookieName  = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	httpCodes   = regexp.MustCompile(`^[2-4][0-9]{2}([,-][2-4][0-9]{2})*$`)
	grpcCodes   = regexp.MustCompile(`^[0-9]{1,2}([,-][0-9]{1,2})*$`)
	scope       = regexp.MustCompile(`^[!-~]+$`)
	secureURL   = regexp.MustCompile(`^https://[^\s,/]+(/\S*)?$`)
	needPort    = "a port's number, 1 to 65535, or its name"
	needCookie  = "letters, digits, underscores, dots and hyphens"
	cookieOwned = []string{"AWSALB", "AWSALBAPP", "AWSALBTG"} // Elastic Load Balancing keeps them for itself
)

func (args *ALBArgs) checkTargets(p *component.Problems) {
	t := args.Targets
	p.OneOf("Targets.Type", string(t.Type), texts(Pods, Nodes)...)
	p.OneOf("Targets.Protocol", string(t.Protocol), texts(HTTP, HTTPS)...)
	p.OneOf("Targets.ProtocolVersion", string(t.ProtocolVersion), texts(HTTP1, HTTP2, GRPC)...)
	p.OneOf("Targets.Algorithm", string(t.Algorithm), texts(RoundRobin, LeastOutstandingRequests, WeightedRandom)...)
	p.BetweenTimes("Targets.DeregistrationDelay", t.DeregistrationDelay, time.Second, maxDeregistration)
	if t.SlowStart != 0 {
		p.BetweenTimes("Targets.SlowStart", t.SlowStart, minSlowStart, maxSlowStart)
		if t.Algorithm != RoundRobin {
			p.Addf("Targets.SlowStart", "0 with an Algorithm other than RoundRobin", "%s with %q", t.SlowStart, t.Algorithm)
		}
	}
	if len(t.NodeLabels) > 0 && t.Type == Pods {
		p.Addf("Targets.NodeLabels", "Type Nodes beside them", "%q", t.Type)
	}
	checkLabels(p, "Targets.NodeLabels", t.NodeLabels)
	t.checkStickiness(p)
}

// checkLabels records what is no label of Kubernetes.
func checkLabels(p *component.Problems, field string, labels map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		if !kubeform.IsLabelKey(key) || !kubeform.IsLabelValue(labels[key]) {
			p.Add(entry(field, key), "a label of Kubernetes", labels[key])
		}
	}
}

func (t Targets) checkStickiness(p *component.Problems) {
	s := t.Stickiness
	if s == nil {
		return
	}
	p.BetweenTimes("Targets.Stickiness.Duration", s.Duration, time.Second, week)
	if name := s.CookieName; name != "" {
		p.Match("Targets.Stickiness.CookieName", needCookie, name, cookieName)
		if slices.Contains(cookieOwned, name) {
			p.Add("Targets.Stickiness.CookieName", "a cookie of the application, not one of the load balancer", name)
		}
	}
	if t.Type == Nodes {
		p.Addf("Targets.Stickiness", "Type Pods: the node would pick another pod", "%q", t.Type)
	}
	if t.DisableCrossZone {
		p.Addf("Targets.Stickiness", "no DisableCrossZone beside it", "both")
	}
}

func (args *ALBArgs) checkHealthCheck(p *component.Problems) {
	h := args.HealthCheck
	if !strings.HasPrefix(h.Path, "/") || len(h.Path) > maxHealthPath || strings.ContainsAny(h.Path, " \t\n") {
		p.Add("HealthCheck.Path", "a path of at most 1024 characters that begins with a slash", h.Path)
	}
	if h.Port != 0 {
		p.Between("HealthCheck.Port", h.Port, 1, maxPort)
	}
	if h.PortName != "" {
		p.Match("HealthCheck.PortName", "the name of a Service's port", h.PortName, portName)
		if h.Port != 0 {
			p.Addf("HealthCheck.PortName", "no Port beside it", "both")
		}
	}
	p.OneOf("HealthCheck.Protocol", string(h.Protocol), texts(HTTP, HTTPS)...)
	p.BetweenTimes("HealthCheck.Interval", h.Interval, minInterval, maxInterval)
	if p.BetweenTimes("HealthCheck.Timeout", h.Timeout, minTimeout, maxTimeout) && h.Timeout >= h.Interval {
		p.Addf("HealthCheck.Timeout", "less than Interval", "%s, and an interval of %s", h.Timeout, h.Interval)
	}
	p.Between("HealthCheck.HealthyThreshold", h.HealthyThreshold, minThreshold, maxThreshold)
	p.Between("HealthCheck.UnhealthyThreshold", h.UnhealthyThreshold, minThreshold, maxThreshold)
	if args.Targets.ProtocolVersion == GRPC {
		p.Match("HealthCheck.SuccessCodes", `status codes of gRPC, 0 to 99, such as "12" or "0-5,12"`, h.SuccessCodes, grpcCodes)
	} else {
		p.Match("HealthCheck.SuccessCodes", `status codes of HTTP, 200 to 499, such as "200" or "200-299,401"`, h.SuccessCodes, httpCodes)
	}
}

func (args *ALBArgs) checkAuth(p *component.Problems) {
	a := args.Auth
	if a == nil {
		return
	}
	if (a.Cognito == nil) == (a.OIDC == nil) {
		p.Addf("Auth", "exactly one of Cognito and OIDC", "%s", map[bool]string{true: "nothing", false: "both"}[a.Cognito == nil])
	}
	if c := a.Cognito; c != nil {
		userPoolARN.Require(p, "Auth.Cognito.UserPoolARN", c.UserPoolARN)
		p.Require("Auth.Cognito.UserPoolClientID", "the pool's client", c.UserPoolClientID)
		p.Require("Auth.Cognito.UserPoolDomain", "the pool's domain", c.UserPoolDomain)
	}
	if o := a.OIDC; o != nil {
		for _, url := range []struct{ field, value string }{
			{"Issuer", o.Issuer}, {"AuthorizationEndpoint", o.AuthorizationEndpoint},
			{"TokenEndpoint", o.TokenEndpoint}, {"UserInfoEndpoint", o.UserInfoEndpoint},
		} {
			p.Match("Auth.OIDC."+url.field, "an address that begins with https://", url.value, secureURL)
		}
		if p.Require("Auth.OIDC.SecretName", "the Secret with clientID and clientSecret", o.SecretName) {
			kubeform.CheckDNSLabelInput(p, "Auth.OIDC.SecretName", o.SecretName)
		}
	}
	if a.Unauthenticated != "" {
		p.OneOf("Auth.Unauthenticated", string(a.Unauthenticated), texts(Authenticate, Deny, Allow)...)
	}
	for i, each := range a.Scopes {
		p.Match(indexed("Auth.Scopes", i), "a scope without spaces, such as openid", each, scope)
	}
	if a.SessionCookie != "" {
		p.Match("Auth.SessionCookie", needCookie, a.SessionCookie, cookieName)
	}
	if a.SessionTimeout != 0 {
		p.BetweenTimes("Auth.SessionTimeout", a.SessionTimeout, time.Second, week)
	}
}
