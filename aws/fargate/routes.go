package fargate

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// condition is one condition of a route in the one form that all spellings of it share.
type condition struct {
	kind   string   // "host", "path", "header" or "source"
	header string   // in lower case
	values []string // sorted; any of them is enough
}

// The kinds of conditions.
const (
	kindHost   = "host"
	kindPath   = "path"
	kindHeader = "header"
	kindSource = "source"
)

// String writes the condition so that two of them read alike only when they are the same.
func (c condition) String() string {
	var values []string
	for _, v := range c.values {
		values = append(values, fmt.Sprintf("%q", v))
	}
	name := c.kind
	if c.kind == kindHeader {
		name += " " + c.header
	}
	return name + " " + strings.Join(values, " or ")
}

// exact says whether the condition has no wildcards.
func (c condition) exact() bool {
	return !slices.ContainsFunc(c.values, func(v string) bool { return strings.ContainsAny(v, "*?") })
}

// conditions are those of the route in a fixed order. Hosts, header names and header values are compared without regard to
// case, as the load balancer does.
func (r Route) conditions() []condition {
	var all []condition
	add := func(kind, header string, values []string, normal func(string) string) {
		if len(values) > 0 {
			all = append(all, condition{kind, header, normalised(values, normal)})
		}
	}
	add(kindHost, "", r.Hosts, strings.ToLower)
	add(kindPath, "", r.Paths, func(s string) string { return s })
	byName := func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
	for _, name := range slices.SortedFunc(maps.Keys(r.Headers), byName) {
		add(kindHeader, strings.ToLower(name), r.Headers[name], strings.ToLower)
	}
	add(kindSource, "", r.SourceCIDRs, canonicalCIDR)
	return all
}

// String describes the route by its conditions, in the same words for every spelling of the same route.
func (r Route) String() string {
	var all []string
	for _, c := range r.conditions() {
		all = append(all, c.String())
	}
	return strings.Join(all, " and ")
}

func normalised(values []string, normal func(string) string) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = normal(v)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// canonicalCIDR leaves a block that is refused elsewhere as it is.
func canonicalCIDR(text string) string {
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return text
	}
	return block.String()
}

// ruleConditions are the conditions as the provider takes them.
func (r Route) ruleConditions() lb.ListenerRuleConditionArray {
	var all lb.ListenerRuleConditionArray
	for _, c := range r.conditions() {
		values := pulumi.ToStringArray(c.values)
		var args lb.ListenerRuleConditionArgs
		switch c.kind {
		case kindHost:
			args.HostHeader = lb.ListenerRuleConditionHostHeaderArgs{Values: values}
		case kindPath:
			args.PathPattern = lb.ListenerRuleConditionPathPatternArgs{Values: values}
		case kindHeader:
			args.HttpHeader = lb.ListenerRuleConditionHttpHeaderArgs{HttpHeaderName: pulumi.String(c.header), Values: values}
		case kindSource:
			args.SourceIp = lb.ListenerRuleConditionSourceIpArgs{Values: values}
		}
		all = append(all, args)
	}
	return all
}
