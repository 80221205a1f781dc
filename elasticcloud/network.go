package elasticcloud

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

const (
	// maxSources is the limit of one traffic filter (Elastic Cloud documentation, network security policies).
	maxSources = 128
	// widestBlock is our own: a /8 is the largest block that anybody was ever given.
	widestBlock = 8
	// shortestReason is our own, too: "test" explains nothing to anybody.
	shortestReason = 10
)

const needCIDR = "a public IPv4 address or block, no wider than /8, such as 198.51.100.0/24"

// endpointForm is how the endpoints of a cloud are named.
func endpointForm(c cloud) awsform.Form {
	if c == onGCP {
		return awsform.Form{Need: "a PSC connection id of digits, such as 18446744072646845332", Pattern: regexp.MustCompile(`^[0-9]{1,20}$`)}
	}
	return awsform.Form{Need: "a VPC endpoint's id, such as vpce-0a1b2c3d", Pattern: regexp.MustCompile(`^vpce-[0-9a-z]+$`)}
}

// checkNetwork makes sure that the network was chosen, and that the choice keeps somebody out.
func (args *DeploymentArgs) checkNetwork(p *component.Problems) {
	const need = "exactly one of PrivateLink, IPAllow and Public"
	n := args.Network
	var chosen []string
	for _, choice := range []struct {
		name  string
		given bool
	}{{"PrivateLink", n.PrivateLink != nil}, {"IPAllow", n.IPAllow != nil}, {"Public", n.Public != nil}} {
		if choice.given {
			chosen = append(chosen, choice.name)
		}
	}
	switch len(chosen) {
	case 0:
		p.Add("Network", need+": without a choice the deployment would be open to the internet", nil)
	case 1:
	default:
		p.Addf("Network", need, "%s", strings.Join(chosen, " and "))
	}
	if n.PrivateLink != nil {
		args.checkEndpoints(p, n.PrivateLink.EndpointIDs)
	}
	if n.IPAllow != nil {
		checkBlocks(p, n.IPAllow.CIDRs)
	}
	if n.Public != nil && len(strings.TrimSpace(n.Public.Reason)) < shortestReason {
		p.Add("Network.Public.Reason", fmt.Sprintf("a reason of %d letters or more why everybody may reach the deployment", shortestReason), n.Public.Reason)
	}
}

func (args *DeploymentArgs) checkEndpoints(p *component.Problems, ids []pulumi.StringInput) {
	const field = "Network.PrivateLink.EndpointIDs"
	if args.cloud() == onAzure {
		p.Addf("Network.PrivateLink", "IPAllow or Public on Azure, whose private endpoints this block does not support", "the region %q", args.Region)
		return
	}
	checkSources(p, field, "endpoints", ids, func(field string, id pulumi.StringInput) {
		endpointForm(args.cloud()).Require(p, field, id)
	})
}

func checkBlocks(p *component.Problems, blocks []pulumi.StringInput) {
	checkSources(p, "Network.IPAllow.CIDRs", "addresses or blocks", blocks, func(field string, block pulumi.StringInput) {
		if !p.Require(field, needCIDR, block) {
			return
		}
		if text, isKnown := known(block); isKnown && needBlock(text) != "" {
			p.Add(field, needBlock(text), text)
		}
	})
}

// checkSources checks the number of sources, each of them, and that none of the literal ones is there twice.
func checkSources(p *component.Problems, field, what string, sources []pulumi.StringInput, check func(field string, source pulumi.StringInput)) {
	if len(sources) == 0 || len(sources) > maxSources {
		p.Addf(field, fmt.Sprintf("1 to %d %s", maxSources, what), "%d", len(sources))
	}
	var seen []string
	for i, source := range sources {
		each := fmt.Sprintf("%s[%d]", field, i)
		check(each, source)
		text, isKnown := known(source)
		if isKnown && slices.Contains(seen, text) {
			p.Addf(each, "each one once", "%q again", text)
		}
		if isKnown {
			seen = append(seen, text)
		}
	}
}

// needBlock is what is needed instead of a source of addresses, or "" when it is fine.
func needBlock(text string) string {
	block, err := netip.ParsePrefix(text)
	if address, addressErr := netip.ParseAddr(text); addressErr == nil {
		block, err = netip.PrefixFrom(address, address.BitLen()), nil
	}
	switch {
	case err != nil, !block.Addr().Is4(), block.Bits() < widestBlock:
		return needCIDR
	case block != block.Masked():
		return block.Masked().String() + ", the block that this address is in"
	case local(block.Addr()):
		return needCIDR + "; private addresses never arrive at Elastic Cloud: name those that your network has on the internet"
	}
	return ""
}

// sharedSpace is for carriers, between their customers and the internet (RFC 6598).
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// local says whether no packet on the internet can come from an address.
func local(a netip.Addr) bool {
	return a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() || sharedSpace.Contains(a)
}

// choice is the field of the network that was chosen.
func (n Network) choice() string {
	switch {
	case n.PrivateLink != nil:
		return "PrivateLink"
	case n.IPAllow != nil:
		return "IPAllow"
	default:
		return "Public"
	}
}

// refuseNetwork keeps a filter that is protected from being replaced: the new one would be made and the old one stay, both protected, and
// no update could take either away.
func refuseNetwork(old, next any) []component.FieldError {
	before, _ := old.(map[string]any)
	after, _ := next.(map[string]any)
	if before["choice"] == after["choice"] || before["choice"] == "Public" || before["protected"] == false {
		return nil
	}
	return []component.FieldError{{
		Field: "Network",
		Need:  fmt.Sprintf("%v as long as its traffic filter is protected: set DisableProtection, update, and change Network in the next update", before["choice"]),
		Got:   fmt.Sprint(after["choice"]),
	}}
}

// filter is the traffic filter that a network needs.
type filter struct {
	role, kind, access, field string
	sources                   []pulumi.StringInput
	check                     func(source pulumi.StringInput, field string) pulumi.StringOutput
}

// filter describes the traffic filter of a network; nil for a public one.
func (args *DeploymentArgs) filter() *filter {
	switch n := args.Network; {
	case n.PrivateLink != nil:
		f := &filter{
			role: "private-link", kind: "vpce", field: "Network.PrivateLink.EndpointIDs", sources: n.PrivateLink.EndpointIDs,
			access: "private endpoints: " + strconv.Itoa(len(n.PrivateLink.EndpointIDs)),
			check: func(id pulumi.StringInput, field string) pulumi.StringOutput {
				return endpointForm(args.cloud()).Pass(id, argsName, field)
			},
		}
		if args.cloud() == onGCP {
			f.kind = "gcp_private_service_connect_endpoint"
		}
		return f
	case n.IPAllow != nil:
		return &filter{
			role: "ip-allow", kind: "ip", field: "Network.IPAllow.CIDRs", sources: n.IPAllow.CIDRs,
			access: "addresses and blocks: " + strconv.Itoa(len(n.IPAllow.CIDRs)),
			check: func(block pulumi.StringInput, field string) pulumi.StringOutput {
				return component.CheckString(block, argsName, field, needCIDR, func(text string) bool { return needBlock(text) == "" })
			},
		}
	}
	return nil
}

// addFilter makes the traffic filter that keeps everybody else out. It is there before the deployment, which is therefore never open, and
// goes after it. Deleting it alone would open the deployment, so it is protected.
func (b *builder) addFilter() error {
	f := b.args.filter()
	if f == nil {
		access := "public: " + b.args.Network.Public.Reason
		b.deployment.NetworkAccess, b.filters = pulumi.String(access).ToStringOutput(), pulumi.StringArray{}
		return b.ctx.Log.Warn("everybody on the internet can reach "+b.title+" ("+access+")", &pulumi.LogArgs{Resource: b.deployment})
	}
	var rules []TrafficFilterRuleArgs
	for i, source := range f.sources {
		checked := f.check(source, fmt.Sprintf("%s[%d]", f.field, i))
		rules = append(rules, TrafficFilterRuleArgs{Source: checked.ToStringPtrOutput()})
	}
	made, err := NewTrafficFilter(b.ctx, b.scope.Name(f.role), &TrafficFilterArgs{
		Name:             pulumi.String(b.title + " " + f.role),
		Description:      pulumi.String("Who can reach " + b.title),
		Region:           pulumi.String(b.args.Region),
		Type:             pulumi.String(f.kind),
		Rules:            rules,
		IncludeByDefault: pulumi.Bool(false), // true would put it on every new deployment of the organization
	}, b.child(b.protection()...)...)
	if err != nil {
		return b.scope.Err(f.role, err)
	}
	b.deployment.NetworkAccess, b.deployment.TrafficFilterID = pulumi.String(f.access).ToStringOutput(), made.ID().ToStringOutput()
	b.filters = pulumi.StringArray{made.ID().ToStringOutput()}
	return nil
}
