package ingress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/k8s/ingress"
)

// leadingTo has one rule for shop.example.com and / that leads to the action x.
func leadingTo(action ingress.Action) func(*ingress.ALBArgs) {
	return func(a *ingress.ALBArgs) {
		a.Actions = map[string]ingress.Action{"x": action}
		a.Rules[0].Paths[0].Backend = ingress.Backend{Action: "x"}
	}
}

func paths(all ...ingress.Path) func(*ingress.ALBArgs) {
	return func(a *ingress.ALBArgs) { a.Rules[0].Paths = all }
}

func TestRefusalsOfRules(t *testing.T) {
	t.Parallel()
	const host = `need a host name in lower case, such as shop.example.com or *.example.com, got `
	refuses(t, map[string]refusal{
		"no rules":      {func(a *ingress.ALBArgs) { a.Rules = nil }, `Rules: need where requests go, here or in DefaultBackend, got nothing`},
		"no paths":      {paths(), `Rules[0].Paths: need where the requests for paths of the host go, got nothing`},
		"host":          {func(a *ingress.ALBArgs) { a.Rules[0].Host = "Shop.example.com" }, `Rules[0].Host: ` + host + `"Shop.example.com"`},
		"wildcard":      {func(a *ingress.ALBArgs) { a.Rules[0].Host = "a.*.com" }, `Rules[0].Host: ` + host + `"a.*.com"`},
		"long host":     {func(a *ingress.ALBArgs) { a.Rules[0].Host = strings.Repeat("a", 254) }, `Rules[0].Host: ` + host + `"` + strings.Repeat("a", 254) + `"`},
		"TLS host":      {func(a *ingress.ALBArgs) { a.TLSHosts = []string{"https://a"} }, `TLSHosts[0]: ` + host + `"https://a"`},
		"path":          {paths(ingress.Path{Path: "a", Backend: service("web")}), `Rules[0].Paths[0].Path: need a path that begins with a slash, got "a"`},
		"type":          {paths(ingress.Path{Type: "Regex", Backend: service("web")}), `Rules[0].Paths[0].Type: need Prefix, Exact or ImplementationSpecific, got "Regex"`},
		"prefix with *": {paths(ingress.Path{Path: "/a/*", Backend: service("web")}), `Rules[0].Paths[0].Path: need no * and ?, or Type Pattern, got "/a/*" with Prefix`},
		"exact with ?": {paths(ingress.Path{Path: "/a?", Type: ingress.Exact, Backend: service("web")}),
			`Rules[0].Paths[0].Path: need no * and ?, or Type Pattern, got "/a?" with Exact`},
		"twice": {paths(ingress.Path{Backend: service("web")}, ingress.Path{Path: "/", Backend: service("api")}),
			`Rules[0].Paths[1].Path: need each host and path once, got shop.example.com/ (Prefix), as in Rules[0].Paths[0]`},
		"no backend": {paths(ingress.Path{}), `Rules[0].Paths[0].Backend.ServiceName: need a Service, or an Action, got nothing`},
		"service": {paths(ingress.Path{Backend: service("Web")}),
			`Rules[0].Paths[0].Backend.ServiceName: need at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, got "Web"`},
		"no port": {paths(ingress.Path{Backend: ingress.Backend{ServiceName: pulumi.String("web")}}),
			`Rules[0].Paths[0].Backend.ServicePort: need a port's number, 1 to 65535, or its name, got 0`},
		"two ports": {paths(ingress.Path{Backend: ingress.Backend{ServiceName: pulumi.String("web"), ServicePort: 80, ServicePortName: "http"}}),
			`Rules[0].Paths[0].Backend.ServicePort: need a port's number, 1 to 65535, or its name, got both`},
		"port's name": {paths(ingress.Path{Backend: ingress.Backend{ServiceName: pulumi.String("web"), ServicePortName: "Http"}}),
			`Rules[0].Paths[0].Backend.ServicePortName: need the name of a Service's port, got "Http"`},
		"a long port's name": {paths(ingress.Path{Backend: ingress.Backend{ServiceName: pulumi.String("web"), ServicePortName: "a-port-of-16-chx"}}),
			`Rules[0].Paths[0].Backend.ServicePortName: need at most 15 characters, which is what an Ingress takes, got "a-port-of-16-chx"`},
		"the magic port": {paths(ingress.Path{Backend: ingress.Backend{ServiceName: pulumi.String("web"), ServicePortName: "use-annotation"}}),
			`Rules[0].Paths[0].Backend.ServicePortName: need the name of a Service's port; an action is named by Action, got "use-annotation"`},
		"default's port": {func(a *ingress.ALBArgs) {
			a.DefaultBackend = &ingress.Backend{ServiceName: pulumi.String("web"), ServicePort: 65536}
		}, `DefaultBackend.ServicePort: need a port's number, 1 to 65535, or its name, got 65536`},
		"service or action": {func(a *ingress.ALBArgs) { everything(a); a.Rules[1].Paths[0].Backend.ServicePort = 80 },
			`Rules[1].Paths[0].Backend: need a Service or an Action, got both`},
		"no such action": {func(a *ingress.ALBArgs) {
			everything(a)
			a.DefaultBackend = &ingress.Backend{Action: "teapots"}
			delete(a.Actions, "teapot")
			delete(a.Conditions, "teapot")
		},
			`DefaultBackend.Action: need legacy, split or to-www, got "teapots"`},
		"no actions": {func(a *ingress.ALBArgs) { a.DefaultBackend = &ingress.Backend{Action: "x"} },
			`DefaultBackend.Action: need one of Actions, of which there are none, got "x"`},
		"a service like an action": {func(a *ingress.ALBArgs) {
			a.Actions = map[string]ingress.Action{"web": {FixedResponse: &ingress.FixedResponse{StatusCode: 503}}}
		}, `Rules[0].Paths[0].Backend.ServiceName: need an Action under another name than the Service, got "web" for both`},
		"action without a rule": {func(a *ingress.ALBArgs) {
			a.Actions = map[string]ingress.Action{"x": {FixedResponse: &ingress.FixedResponse{StatusCode: 503}}}
		}, `Actions["x"]: need a rule that leads to it, got none`},
		"conditions without a rule": {func(a *ingress.ALBArgs) {
			a.Conditions = map[string][]ingress.Condition{"api": {{Methods: []string{"GET"}}}}
		}, `Conditions["api"]: need a rule that leads to the Service or action of this name, got none`},
		"rewrites without a rule": {func(a *ingress.ALBArgs) {
			a.Rewrites = map[string]ingress.Rewrites{"api": {URL: &ingress.Rewrite{Regex: "a", Replace: "b"}}}
		}, `Rewrites["api"]: need a rule that leads to the Service or action of this name, got none`},
		"too many values": {func(a *ingress.ALBArgs) {
			a.Rules[0].Paths[0].Path = "/a"
			a.Conditions = map[string][]ingress.Condition{"web": {{Methods: []string{"GET", "HEAD", "POST"}}}}
		}, `Rules[0].Paths[0].Path: need a rule with at most 5 values, those of Conditions["web"], host and path counted, got 6`},
	})
}

// TestRedirectsThatNeverEnd finds those, and lets the others be.
func TestRedirectsThatNeverEnd(t *testing.T) {
	t.Parallel()
	const loop = `Rules[0].Paths[0].Backend.Action: need a redirect that leads elsewhere, got "x", which leads to the same host and path again`
	redirect := func(r ingress.Redirect) func(*ingress.ALBArgs) { return leadingTo(ingress.Action{Redirect: &r}) }
	under := func(host string, path ingress.Path, r ingress.Redirect) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) {
			redirect(r)(a)
			path.Backend = ingress.Backend{Action: "x"}
			a.Rules[0] = ingress.Rule{Host: host, Paths: []ingress.Path{path, {Path: "/app", Backend: service("web")}}}
		}
	}
	all := map[string]refusal{}
	for name, change := range map[string]func(*ingress.ALBArgs){
		"to HTTPS, where it came from": redirect(ingress.Redirect{Protocol: ingress.HTTPS}),
		"the same port":                redirect(ingress.Redirect{Port: 443}),
		"the same host":                redirect(ingress.Redirect{Host: "shop.example.com"}),
		"the same path":                redirect(ingress.Redirect{Path: "/#{path}", Query: "a=b"}),
		"below itself":                 redirect(ingress.Redirect{Path: "/new/#{path}"}),
		"below a prefix":               under("a.example.com", ingress.Path{Path: "/old"}, ingress.Redirect{Path: "/old/v2"}),
		"the prefix itself":            under("a.example.com", ingress.Path{Path: "/old"}, ingress.Redirect{Path: "/old"}),
		"exactly itself":               under("", ingress.Path{Path: "/old", Type: ingress.Exact}, ingress.Redirect{Path: "/old"}),
		"a pattern":                    under("", ingress.Path{Path: "/a/*.html", Type: ingress.Pattern}, ingress.Redirect{Path: "/a/b.html"}),
		"a host below the wildcard":    under("*.example.com", ingress.Path{}, ingress.Redirect{Host: "www.example.com"}),
	} {
		all[name] = refusal{change, loop}
	}
	refuses(t, all)
	for name, change := range map[string]func(*ingress.ALBArgs){
		"another host":                redirect(ingress.Redirect{Host: "www.example.com"}),
		"another port":                redirect(ingress.Redirect{Port: 8443}),
		"to a path that is served":    under("a.example.com", ingress.Path{Path: "/"}, ingress.Redirect{Path: "/app"}),
		"beside the prefix":           under("a.example.com", ingress.Path{Path: "/old"}, ingress.Redirect{Path: "/older"}),
		"from an exact path to below": under("a.example.com", ingress.Path{Path: "/a", Type: ingress.Exact}, ingress.Redirect{Path: "/a/b"}),
		"outside the wildcard":        under("*.example.com", ingress.Path{}, ingress.Redirect{Host: "example.com"}),
		"under a condition": func(a *ingress.ALBArgs) {
			redirect(ingress.Redirect{Path: "/#{path}", Query: "v=2"})(a)
			a.Conditions = map[string][]ingress.Condition{"x": {{Query: []ingress.Query{{Key: "v", Value: "1"}}}}}
		},
	} {
		_, err := try(change)
		require.NoError(t, err, name)
	}
}

func TestRefusalsOfActions(t *testing.T) {
	t.Parallel()
	forward := func(targets ...ingress.ForwardTarget) func(*ingress.ALBArgs) {
		return leadingTo(ingress.Action{Forward: &ingress.Forward{Targets: targets}})
	}
	redirect := func(r ingress.Redirect) func(*ingress.ALBArgs) { return leadingTo(ingress.Action{Redirect: &r}) }
	fixed := func(f ingress.FixedResponse) func(*ingress.ALBArgs) {
		return leadingTo(ingress.Action{FixedResponse: &f})
	}
	web := ingress.ForwardTarget{ServiceName: pulumi.String("web"), ServicePort: 80}
	with := func(weight int) ingress.ForwardTarget { t := web; t.Weight = weight; return t }
	const x = `Actions["x"]`
	refuses(t, map[string]refusal{
		"nothing": {leadingTo(ingress.Action{}), x + `: need exactly one of Forward, Redirect and FixedResponse, got 0`},
		"two": {leadingTo(ingress.Action{FixedResponse: &ingress.FixedResponse{StatusCode: 200}, Redirect: &ingress.Redirect{Host: "a.example.com"}}),
			x + `: need exactly one of Forward, Redirect and FixedResponse, got 2`},
		"name": {func(a *ingress.ALBArgs) {
			a.Actions = map[string]ingress.Action{"X": {FixedResponse: &ingress.FixedResponse{StatusCode: 200}}}
			a.Rules[0].Paths[0].Backend = ingress.Backend{Action: "X"}
		}, `Actions["X"]: need a name of at most 55 lower-case letters, digits, hyphens and dots, got "X"`},
		"long name": {func(a *ingress.ALBArgs) {
			name := strings.Repeat("a", 56)
			a.Actions = map[string]ingress.Action{name: {FixedResponse: &ingress.FixedResponse{StatusCode: 200}}}
			a.Rules[0].Paths[0].Backend = ingress.Backend{Action: name}
		}, `Actions["` + strings.Repeat("a", 56) + `"]: need a name of at most 55 lower-case letters, digits, hyphens and dots, got "` + strings.Repeat("a", 56) + `"`},
		"no targets":      {forward(), x + `.Forward.Targets: need 1 to 5 Services or target groups, got 0`},
		"six targets":     {forward(with(1), with(1), with(1), with(1), with(1), with(1)), x + `.Forward.Targets: need 1 to 5 Services or target groups, got 6`},
		"no weight":       {forward(web, web), x + `.Forward.Targets: need a Weight above 0, got none`},
		"weight":          {forward(with(1), with(1000)), x + `.Forward.Targets[1].Weight: need 0 to 999, got 1000`},
		"negative weight": {forward(with(2), with(-1)), x + `.Forward.Targets[1].Weight: need 0 to 999, got -1`},
		"both": {forward(ingress.ForwardTarget{ServiceName: pulumi.String("web"), TargetGroupARN: pulumi.String(targetGroup)}),
			x + `.Forward.Targets[0]: need a Service or a target group, got both`},
		"target group": {forward(ingress.ForwardTarget{TargetGroupARN: pulumi.String("shop")}),
			x + `.Forward.Targets[0].TargetGroupARN: need a target group, arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID, got "shop"`},
		"no service": {forward(ingress.ForwardTarget{ServicePort: 80}), x + `.Forward.Targets[0].ServiceName: need a Service, got nothing`},
		"service": {forward(ingress.ForwardTarget{ServiceName: pulumi.String("Web"), ServicePort: 80}),
			x + `.Forward.Targets[0].ServiceName: need at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, got "Web"`},
		"port": {forward(ingress.ForwardTarget{ServiceName: pulumi.String("web")}),
			x + `.Forward.Targets[0].ServicePort: need a port's number, 1 to 65535, or its name, got 0`},
		"sticky": {leadingTo(ingress.Action{Forward: &ingress.Forward{Targets: []ingress.ForwardTarget{web}, StickyFor: -1 * time.Second}}),
			x + `.Forward.StickyFor: need whole seconds from 1s to 168h0m0s, got -1s`},
		"to HTTP": {redirect(ingress.Redirect{Protocol: ingress.HTTP, Host: "a.example.com"}),
			x + `.Redirect.Protocol: need HTTPS, or nothing for that of the request, which is HTTPS, got "HTTP"`},
		"redirect host":  {redirect(ingress.Redirect{Host: "https://a"}), x + `.Redirect.Host: need a host name in lower case, #{host} included, got "https://a"`},
		"redirect port":  {redirect(ingress.Redirect{Port: 65536}), x + `.Redirect.Port: need 1 to 65535, got 65536`},
		"redirect path":  {redirect(ingress.Redirect{Host: "a.example.com", Path: "a"}), x + `.Redirect.Path: need a path that begins with a slash, got "a"`},
		"redirect query": {redirect(ingress.Redirect{Host: "a.example.com", Query: "?a"}), x + `.Redirect.Query: need a query without its question mark, got "?a"`},
		"a redirect":     {fixed(ingress.FixedResponse{StatusCode: 301}), x + `.FixedResponse.StatusCode: need 200 to 299 or 400 to 599, got 301`},
		"no code":        {fixed(ingress.FixedResponse{}), x + `.FixedResponse.StatusCode: need 200 to 299 or 400 to 599, got 0`},
		"high code":      {fixed(ingress.FixedResponse{StatusCode: 600}), x + `.FixedResponse.StatusCode: need 200 to 299 or 400 to 599, got 600`},
		"content": {fixed(ingress.FixedResponse{StatusCode: 200, ContentType: "text/xml"}),
			x + `.FixedResponse.ContentType: need text/plain, text/css, text/html, application/javascript or application/json, got "text/xml" (did you mean text/html?)`},
		"body": {fixed(ingress.FixedResponse{StatusCode: 200, Body: strings.Repeat("a", 1025)}), x + `.FixedResponse.Body: need at most 1024 bytes, got 1025`},
	})
	_, err := try(redirect(ingress.Redirect{Query: "a=b"}))
	require.ErrorContains(t, err, x+`.Redirect: need Protocol, Host, Port or Path: a redirect to the same address never ends, got none`)
}

func TestRefusalsOfConditions(t *testing.T) {
	t.Parallel()
	when := func(all ...ingress.Condition) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) {
			a.Rules[0].Host, a.Conditions = "", map[string][]ingress.Condition{"web": all}
		}
	}
	rewrite := func(r ingress.Rewrites) func(*ingress.ALBArgs) {
		return func(a *ingress.ALBArgs) { a.Rewrites = map[string]ingress.Rewrites{"web": r} }
	}
	header := func(name string, values ...string) func(*ingress.ALBArgs) {
		return when(ingress.Condition{Header: &ingress.Header{Name: name, Values: values}})
	}
	long := strings.Repeat("a", 129)
	const web = `Conditions["web"]`
	refuses(t, map[string]refusal{
		"none":    {when(), web + `: need one or more conditions, got nothing`},
		"nothing": {when(ingress.Condition{}), web + `[0]: need exactly one of Hosts, Paths, Methods, Header, Query and SourceCIDRs, got 0`},
		"two kinds": {when(ingress.Condition{Methods: []string{"GET"}, Paths: []string{"/a"}}),
			web + `[0]: need exactly one of Hosts, Paths, Methods, Header, Query and SourceCIDRs, got 2`},
		"kind twice": {when(ingress.Condition{Methods: []string{"GET"}}, ingress.Condition{Methods: []string{"PUT"}}),
			web + `[1]: need one condition of Methods, got another one`},
		"four values":  {when(ingress.Condition{Methods: []string{"GET", "PUT", "POST", "HEAD"}}), web + `[0].Methods: need at most 3 values, got 4`},
		"host":         {when(ingress.Condition{Hosts: []string{""}}), web + `[0].Hosts[0]: need 1 to 128 characters without spaces, got nothing`},
		"path":         {when(ingress.Condition{Paths: []string{long}}), web + `[0].Paths[0]: need 1 to 128 characters without spaces, got "` + long + `"`},
		"method":       {when(ingress.Condition{Methods: []string{"get"}}), web + `[0].Methods[0]: need a method of HTTP in capitals, got "get"`},
		"header":       {header("a b", "c"), web + `[0].Header.Name: need a header's name of at most 40 characters, and Hosts for the header Host, got "a b"`},
		"host header":  {header("Host", "c"), web + `[0].Header.Name: need a header's name of at most 40 characters, and Hosts for the header Host, got "Host"`},
		"no values":    {header("a"), web + `[0].Header.Values: need one or more values, got nothing`},
		"four headers": {header("a", "b", "c", "d", "e"), web + `[0].Header: need at most 3 values, got 4`},
		"header value": {header("a", ""), web + `[0].Header.Values[0]: need 1 to 128 characters, got nothing`},
		"query": {when(ingress.Condition{Query: []ingress.Query{{Key: "a"}}}),
			web + `[0].Query[0].Value: need a value of 1 to 128 characters, and a key of at most 128, got nothing`},
		"source": {when(ingress.Condition{SourceCIDRs: []string{"10.0.0.1"}}),
			web + `[0].SourceCIDRs[0]: need a range without host bits, such as 10.20.0.0/16, got "10.0.0.1"`},
		"no rewrite": {rewrite(ingress.Rewrites{}), `Rewrites["web"]: need URL, Host or both, got neither`},
		"regex":      {rewrite(ingress.Rewrites{URL: &ingress.Rewrite{Regex: "(", Replace: "/"}}), `Rewrites["web"].URL.Regex: need a regular expression, got "("`},
		"no regex":   {rewrite(ingress.Rewrites{Host: &ingress.Rewrite{Replace: "a"}}), `Rewrites["web"].Host.Regex: need a regular expression, got nothing`},
		"no replace": {rewrite(ingress.Rewrites{URL: &ingress.Rewrite{Regex: "a"}}), `Rewrites["web"].URL.Replace: need what takes its place, got nothing`},
	})
	_, err := ingress.Annotations(ingress.ALBArgs{
		InboundCIDRs: []string{"10.0.0.0/8"}, DisableAccessLogs: true, Conditions: map[string][]ingress.Condition{strings.Repeat("a", 53): {{Methods: []string{"GET"}}}},
		Rewrites: map[string]ingress.Rewrites{strings.Repeat("b", 53): {URL: &ingress.Rewrite{Regex: "a", Replace: "b"}}},
	})
	require.ErrorContains(t, err, "need a name of at most 52 lower-case letters, digits, hyphens and dots, got \"a")
	require.ErrorContains(t, err, "need a name of at most 52 lower-case letters, digits, hyphens and dots, got \"b")
}

// TestANameThatComesLater could be that of any condition.
func TestANameThatComesLater(t *testing.T) {
	t.Parallel()
	_, err := try(func(a *ingress.ALBArgs) {
		a.Rules[0].Paths[0].Backend.ServiceName = later("web")
		a.Conditions = map[string][]ingress.Condition{"web": {{Methods: []string{"GET"}}}}
	})
	require.NoError(t, err)
}
