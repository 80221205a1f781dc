package ingress

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
)

const (
	maxNameWithKind     = 63 // of the part of an annotation's name behind the slash, by Kubernetes
	maxForwardTargets   = 5  // Elastic Load Balancing API reference, ForwardActionConfig
	maxWeight           = 999
	maxResponseBody     = 1024
	maxConditionsText   = 128
	maxHeaderName       = 40
	minAnswer           = 200
	minRedirectedAnswer = 300
	minErrorAnswer      = 400
	maxAnswer           = 599
)

var (
	annotationPart = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
	method         = regexp.MustCompile(`^[A-Z_-]{1,40}$`)
	headerName     = regexp.MustCompile(`^[!#$%&'*+.^_|~0-9A-Za-z-]+$`)
	contentTypes   = []string{"text/plain", "text/css", "text/html", "application/javascript", "application/json"}
	reservedHeader = "host" // there are Hosts for it
)

func (args *ALBArgs) checkActions(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Actions)) {
		field, action := entry("Actions", name), args.Actions[name]
		checkPart(p, field, "actions.", name)
		given := 0
		if action.Forward != nil {
			given++
			action.Forward.check(p, field+".Forward")
		}
		if action.Redirect != nil {
			given++
			action.Redirect.check(p, field+".Redirect")
		}
		if action.FixedResponse != nil {
			given++
			action.FixedResponse.check(p, field+".FixedResponse")
		}
		if given != 1 {
			p.Addf(field, "exactly one of Forward, Redirect and FixedResponse", "%d", given)
		}
	}
}

// checkPart records a name that cannot be part of an annotation's.
func checkPart(p *component.Problems, field, kind, name string) {
	if limit := maxNameWithKind - len(kind); len(name) > limit || !annotationPart.MatchString(name) {
		p.Add(field, fmt.Sprintf("a name of at most %d lower-case letters, digits, hyphens and dots", limit), name)
	}
}

func (f Forward) check(p *component.Problems, field string) {
	if n := len(f.Targets); n < 1 || n > maxForwardTargets {
		p.Add(field+".Targets", "1 to 5 Services or target groups", n)
	}
	sum := 0
	for i, target := range f.Targets {
		at := indexed(field+".Targets", i)
		service, group := component.Given(target.ServiceName), component.Given(target.TargetGroupARN)
		switch {
		case service && group:
			p.Addf(at, "a Service or a target group", "both")
		case group:
			targetGroupARN.Check(p, at+".TargetGroupARN", target.TargetGroupARN)
		default:
			requireService(p, at+".ServiceName", target.ServiceName)
			checkServicePort(p, at+".ServicePort", target.ServicePort, target.ServicePortName)
		}
		p.Between(at+".Weight", target.Weight, 0, maxWeight)
		sum += target.Weight
	}
	if len(f.Targets) > 1 && sum == 0 {
		p.Addf(field+".Targets", "a Weight above 0", "none")
	}
	if f.StickyFor != 0 {
		p.BetweenTimes(field+".StickyFor", f.StickyFor, time.Second, week)
	}
}

func (r Redirect) check(p *component.Problems, field string) {
	if r.Protocol != "" && r.Protocol != HTTPS {
		p.Add(field+".Protocol", "HTTPS, or nothing for that of the request, which is HTTPS", string(r.Protocol))
	}
	if r.Host != "" && !hostName.MatchString(strings.ReplaceAll(r.Host, "#{host}", "host")) {
		p.Add(field+".Host", "a host name in lower case, #{host} included", r.Host)
	}
	if r.Port != 0 {
		p.Between(field+".Port", r.Port, 1, maxPort)
	}
	if r.Path != "" && !strings.HasPrefix(r.Path, "/") {
		p.Add(field+".Path", "a path that begins with a slash", r.Path)
	}
	if strings.HasPrefix(r.Query, "?") {
		p.Add(field+".Query", "a query without its question mark", r.Query)
	}
	if r.Protocol == "" && r.Host == "" && r.Port == 0 && r.Path == "" {
		p.Addf(field, "Protocol, Host, Port or Path: a redirect to the same address never ends", "none")
	}
}

func (f FixedResponse) check(p *component.Problems, field string) {
	if f.StatusCode < minAnswer || f.StatusCode > maxAnswer || f.StatusCode >= minRedirectedAnswer && f.StatusCode < minErrorAnswer {
		p.Add(field+".StatusCode", "200 to 299 or 400 to 599", f.StatusCode)
	}
	if f.ContentType != "" {
		p.OneOf(field+".ContentType", f.ContentType, contentTypes...)
	}
	if len(f.Body) > maxResponseBody {
		p.Addf(field+".Body", "at most 1024 bytes", "%d", len(f.Body))
	}
}

func (args *ALBArgs) checkConditions(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Conditions)) {
		field := entry("Conditions", name)
		checkPart(p, field, "conditions.", name)
		if len(args.Conditions[name]) == 0 {
			p.Add(field, "one or more conditions", nil)
		}
		once := map[string]bool{}
		for i, condition := range args.Conditions[name] {
			at := indexed(field, i)
			kinds := condition.kinds()
			if len(kinds) != 1 {
				p.Addf(at, "exactly one of Hosts, Paths, Methods, Header, Query and SourceCIDRs", "%d", len(kinds))
				continue
			}
			if kind := kinds[0]; once[kind] && kind != "Header" && kind != "Query" {
				p.Addf(at, "one condition of "+kind, "another one")
			}
			once[kinds[0]] = true
			if n := condition.values(); n > maxConditionValue {
				p.Addf(at+"."+kinds[0], "at most 3 values", "%d", n)
			}
			condition.check(p, at)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(args.Rewrites)) {
		field, rewrites := entry("Rewrites", name), args.Rewrites[name]
		checkPart(p, field, "transforms.", name)
		if rewrites.URL == nil && rewrites.Host == nil {
			p.Addf(field, "URL, Host or both", "neither")
		}
		rewrites.URL.check(p, field+".URL")
		rewrites.Host.check(p, field+".Host")
	}
}

func (c Condition) check(p *component.Problems, field string) {
	for _, texts := range []struct {
		kind   string
		values []string
	}{{"Hosts", c.Hosts}, {"Paths", c.Paths}} {
		for i, text := range texts.values {
			at := indexed(field+"."+texts.kind, i)
			if text == "" || len(text) > maxConditionsText || strings.ContainsAny(text, " \t\n") {
				p.Add(at, "1 to 128 characters without spaces", text)
			}
		}
	}
	for i, text := range c.Methods {
		p.Match(indexed(field+".Methods", i), "a method of HTTP in capitals", text, method)
	}
	if c.Header != nil {
		c.Header.check(p, field+".Header")
	}
	for i, query := range c.Query {
		if query.Value == "" || len(query.Value) > maxConditionsText || len(query.Key) > maxConditionsText {
			p.Add(indexed(field+".Query", i)+".Value", "a value of 1 to 128 characters, and a key of at most 128", query.Value)
		}
	}
	for i, text := range c.SourceCIDRs {
		checkCIDR(p, indexed(field+".SourceCIDRs", i), text)
	}
}

func (h Header) check(p *component.Problems, field string) {
	if len(h.Name) > maxHeaderName || !headerName.MatchString(h.Name) || strings.EqualFold(h.Name, reservedHeader) {
		p.Add(field+".Name", "a header's name of at most 40 characters, and Hosts for the header Host", h.Name)
	}
	if len(h.Values) == 0 {
		p.Add(field+".Values", "one or more values", nil)
	}
	for i, text := range h.Values {
		if text == "" || len(text) > maxConditionsText {
			p.Add(indexed(field+".Values", i), "1 to 128 characters", text)
		}
	}
}

// check compiles the expression: Elastic Load Balancing understands much the same ones as Go does.
func (r *Rewrite) check(p *component.Problems, field string) {
	if r == nil {
		return
	}
	if _, err := regexp.Compile(r.Regex); err != nil || r.Regex == "" {
		p.Add(field+".Regex", "a regular expression", r.Regex)
	}
	p.Require(field+".Replace", "what takes its place", r.Replace)
}
