package fargate

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

// Limits of a listener's rules (Elastic Load Balancing, quotas of Application Load Balancers and CreateRule).
const (
	maxConditionValues = 5
	maxWildcards       = 5
	maxPatternLength   = 128
	maxHeaderName      = 40
)

const (
	needRouteHost   = "a host name with a dot in it, of letters, digits, hyphens, underscores and the wildcards * and ?, without a port"
	needRoutePath   = "a path that begins with a slash and has no spaces, such as /api/*"
	needRouteHeader = "a header's name without spaces and colons, other than Host"
)

var (
	routeHost        = regexp.MustCompile(`^[A-Za-z0-9_*?-]+(\.[A-Za-z0-9_*?-]+)*\.[A-Za-z*?]+$`)
	routePath        = regexp.MustCompile(`^/[A-Za-z0-9_.$/~"'@:+&*?-]*$`)
	routeHeaderName  = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
	routeHeaderValue = regexp.MustCompile(`^[ -~]+$`)
)

func checkRoutes(p *component.Problems, routes []Route) {
	if len(routes) == 0 {
		p.Add("Routes", "one or more routes: nothing else sends requests to the service", nil)
	}
	for i, r := range routes {
		r.check(p, fmt.Sprintf("Routes[%d]", i))
	}
}

func (r Route) check(p *component.Problems, field string) {
	if len(r.conditions()) == 0 {
		p.Add(field, "a condition: Hosts, Paths, Headers or SourceCIDRs", nil)
	}
	for i, host := range r.Hosts {
		checkPattern(p, fmt.Sprintf("%s.Hosts[%d]", field, i), needRouteHost, host, routeHost)
	}
	for i, path := range r.Paths {
		checkPattern(p, fmt.Sprintf("%s.Paths[%d]", field, i), needRoutePath, path, routePath)
	}
	r.checkHeaders(p, field)
	for i, text := range r.SourceCIDRs {
		if block, err := netip.ParsePrefix(text); err != nil || block.Masked() != block {
			p.Add(fmt.Sprintf("%s.SourceCIDRs[%d]", field, i), "an address block without host bits, such as 10.0.0.0/8", text)
		}
	}
	r.checkQuotas(p, field)
	if r.Priority != 0 {
		p.Between(field+".Priority", r.Priority, 1, maxPriority)
	}
}

func (r Route) checkHeaders(p *component.Problems, field string) {
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		at, folded := fmt.Sprintf("%s.Headers[%q]", field, name), strings.ToLower(name)
		switch {
		case !routeHeaderName.MatchString(name), folded == "host":
			p.Add(at, needRouteHeader, name)
		case len(name) > maxHeaderName:
			p.Addf(at, fmt.Sprintf("at most %d characters", maxHeaderName), "%d", len(name))
		case seen[folded] != "":
			p.Addf(at, "each header once: their case does not matter", "%q, too", seen[folded])
		case len(r.Headers[name]) == 0:
			p.Add(at, "one value or more", nil)
		}
		seen[folded] = name
		for i, value := range r.Headers[name] {
			checkPattern(p, fmt.Sprintf("%s[%d]", at, i), "printable characters", value, routeHeaderValue)
		}
	}
}

func (r Route) checkQuotas(p *component.Problems, field string) {
	values, wildcards := 0, 0
	for _, c := range r.conditions() {
		values += len(c.values)
		if c.kind == kindSource {
			continue
		}
		for _, v := range c.values {
			wildcards += strings.Count(v, "*") + strings.Count(v, "?")
		}
	}
	if values > maxConditionValues {
		p.Addf(field, fmt.Sprintf("at most %d values in all conditions together; split it into two routes", maxConditionValues), "%d", values)
	}
	if wildcards > maxWildcards {
		p.Addf(field, fmt.Sprintf("at most %d wildcards in all conditions together; split it into two routes", maxWildcards), "%d", wildcards)
	}
}

func checkPattern(p *component.Problems, field, need, value string, pattern *regexp.Regexp) {
	if p.Match(field, need, value, pattern) && len(value) > maxPatternLength {
		p.Addf(field, fmt.Sprintf("at most %d characters", maxPatternLength), "%d", len(value))
	}
}
