package ingress

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/kubeform"
	"github.com/groundwork-go/groundwork/internal/naming"
)

const (
	maxPort           = 65535
	maxIdleTimeout    = 4000 * time.Second // Elastic Load Balancing API reference, LoadBalancerAttribute
	minKeepAlive      = time.Minute        // the same
	week              = 7 * 24 * time.Hour // the same, and TargetGroupAttribute
	maxDeregistration = time.Hour          // Elastic Load Balancing API reference, TargetGroupAttribute
	minSlowStart      = 30 * time.Second
	maxSlowStart      = 15 * time.Minute
	minCapacityUnits  = 100
	// halfOfEverybody is the longest prefix that counts as everybody: two ranges of it are all addresses.
	halfOfEverybody = 1
)

var (
	balancerName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
	className    = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)
	groupName    = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$`)
	logPrefix    = regexp.MustCompile(`^[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError]. Whether a
// place in a group is free is seen by [NewALB].
func (args *ALBArgs) Validate() error {
	p := component.NewProblems("ingress", argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	a.place().Check(p)
	checkNamespace(p, a.Namespace)
	p.Match("IngressClass", "the name of an ingress class, such as alb", a.IngressClass, className)
	a.checkRules(p)
	a.checkAnnotations(p)
	return p.Err()
}

func checkNamespace(p *component.Problems, in pulumi.StringInput) {
	if p.Require("Namespace", "the namespace of the Services", in) {
		kubeform.CheckDNSLabelInput(p, "Namespace", in)
	}
}

// checkAnnotations checks what the annotations are made of.
func (args *ALBArgs) checkAnnotations(p *component.Problems) {
	p.CheckProfile(args.Profile)
	args.checkGroup(p)
	args.checkLoadBalancer(p)
	args.checkAccess(p)
	args.checkListeners(p)
	args.checkLogs(p)
	args.checkAttributes(p)
	args.checkTargets(p)
	args.checkHealthCheck(p)
	args.checkAuth(p)
	args.checkActions(p)
	args.checkConditions(p)
}

func (args *ALBArgs) checkGroup(p *component.Problems) {
	g := args.Group
	if g == nil {
		return
	}
	switch {
	case !g.Groups.made() || len(g.Groups.allowed) == 0:
		p.Addf("Group.Groups", "the groups that may be joined, made with NewGroups", "nothing")
	case p.Require("Group.Name", "one of the groups that may be joined: "+component.Choice(g.Groups.allowed), g.Name):
		p.OneOf("Group.Name", g.Name, g.Groups.allowed...)
		p.Match("Group.Name", "at most 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends", g.Name, groupName)
	}
	p.Between("Group.Order", g.Order, minOrder, maxOrder)
}

func (args *ALBArgs) checkLoadBalancer(p *component.Problems) {
	if name := args.LoadBalancerName; name != "" && (len(name) > naming.MaxLoadBalancer || !balancerName.MatchString(name)) {
		p.Add("LoadBalancerName", "at most 32 letters, digits and hyphens, with a letter or digit at both ends", name)
	}
	p.OneOf("IPAddressType", string(args.IPAddressType), texts(IPv4, DualStack, DualStackWithoutPublicIPv4)...)
	if args.IPAddressType == DualStackWithoutPublicIPv4 && !args.AllowPublic {
		p.Addf("IPAddressType", "AllowPublic beside "+string(DualStackWithoutPublicIPv4), "an internal load balancer")
	}
	args.checkSubnets(p)
	ipamPoolID.Check(p, "IPAMPoolID", args.IPAMPoolID)
	if component.Given(args.IPAMPoolID) && !args.AllowPublic {
		p.Addf("IPAMPoolID", "AllowPublic beside it: the pool is one of public addresses", "an internal load balancer")
	}
	if args.CapacityUnits != 0 && args.CapacityUnits < minCapacityUnits {
		p.Add("CapacityUnits", "0 for none, or 100 or more", args.CapacityUnits)
	}
	webACLARN.Check(p, "WebACLARN", args.WebACLARN)
	if args.DetachWebACL && component.Given(args.WebACLARN) {
		p.Addf("DetachWebACL", "no WebACLARN beside it", "both")
	}
	if args.Shield != "" {
		p.OneOf("Shield", string(args.Shield), texts(ShieldOn, ShieldOff)...)
	}
}

func (args *ALBArgs) checkSubnets(p *component.Problems) {
	value, _ := component.Known(args.SubnetIDs)
	subnets, given := value.([]any)
	if !given {
		return // or known only later
	}
	different := map[any]bool{}
	for i, id := range subnets {
		different[id] = true
		if text, _ := id.(string); !awsform.SubnetID.Pattern.MatchString(text) {
			p.Add(indexed("SubnetIDs", i), awsform.SubnetID.Need, id)
		}
	}
	if len(different) < 2 {
		p.Add("SubnetIDs", needSubnets, len(different))
	}
}

func (args *ALBArgs) checkAccess(p *component.Problems) {
	seen := map[string]bool{}
	for i, text := range args.InboundCIDRs {
		field := indexed("InboundCIDRs", i)
		if block, ok := checkCIDR(p, field, text); ok {
			switch {
			case seen[text]:
				p.Addf(field, "each range once", "%q again", text)
			case !args.AllowPublic && block.Bits() <= halfOfEverybody:
				p.Add(field, "the ranges of the clients of an internal load balancer", text)
			case block.Addr().Is6() && args.IPAddressType == IPv4:
				p.Add(field, "IPv4 ranges, or IPAddressType DualStack", text)
			}
		}
		seen[text] = true
	}
	requireAll(p, "PrefixListIDs", args.PrefixListIDs, prefixListID)
	requireAll(p, "SecurityGroupIDs", args.SecurityGroupIDs, securityGroupID)
	groups, ranges := len(args.SecurityGroupIDs), len(args.InboundCIDRs)+len(args.PrefixListIDs)
	switch {
	case groups > 0 && ranges > 0:
		p.Addf("SecurityGroupIDs", "no InboundCIDRs and PrefixListIDs beside them: the controller would ignore those", "both")
	case groups == 0 && ranges == 0:
		p.Add("InboundCIDRs", "the ranges that may connect, here or in PrefixListIDs or by SecurityGroupIDs: the controller's default is everybody", nil)
	}
	if args.DisableBackendRules && groups == 0 {
		p.Addf("DisableBackendRules", "SecurityGroupIDs beside it", "none")
	}
}

// checkCIDR records a text that is no range.
func checkCIDR(p *component.Problems, field, text string) (netip.Prefix, bool) {
	block, err := netip.ParsePrefix(text)
	if err != nil || block.Masked() != block {
		p.Add(field, "a range without host bits, such as 10.20.0.0/16", text)
		return block, false
	}
	return block, true
}

func (args *ALBArgs) checkListeners(p *component.Problems) {
	p.OneOf("SSLPolicy", string(args.SSLPolicy), sslPolicies()...)
	seen := map[int]bool{}
	for _, ports := range []struct {
		field string
		all   []int
	}{{"HTTPSPorts", args.HTTPSPorts}, {"RedirectPorts", args.RedirectPorts}} {
		for i, number := range ports.all {
			field := indexed(ports.field, i)
			if p.Between(field, number, 1, maxPort) && seen[number] {
				p.Addf(field, "each port once", "%d again", number)
			}
			seen[number] = true
		}
	}
	if args.DisableRedirect && len(args.RedirectPorts) > 0 {
		p.Addf("DisableRedirect", "no RedirectPorts beside it", "both")
	}
	requireAll(p, "CertificateARNs", args.CertificateARNs, certificateARN)
	args.checkMutualAuthentication(p)
}

func (args *ALBArgs) checkMutualAuthentication(p *component.Problems) {
	seen := map[int]bool{}
	for i, m := range args.MutualAuthentication {
		field := indexed("MutualAuthentication", i)
		if !slices.Contains(args.HTTPSPorts, m.Port) {
			p.Add(field+".Port", "one of HTTPSPorts", m.Port)
		} else if seen[m.Port] {
			p.Addf(field+".Port", "each port once", "%d again", m.Port)
		}
		seen[m.Port] = true
		if !p.OneOf(field+".Mode", string(m.Mode), texts(Verify, Passthrough)...) {
			continue
		}
		if m.Mode == Verify {
			trustStoreARN.Require(p, field+".TrustStoreARN", m.TrustStoreARN)
			continue
		}
		if component.Given(m.TrustStoreARN) {
			p.Addf(field+".TrustStoreARN", "none with passthrough, which judges nobody", "one")
		}
		if m.AllowExpired {
			p.Addf(field+".AllowExpired", "false with passthrough, which judges nobody", "true")
		}
	}
}

func (args *ALBArgs) checkLogs(p *component.Problems) {
	bucketName.Check(p, "AccessLogsBucket", args.AccessLogsBucket)
	bucketName.Check(p, "ConnectionLogsBucket", args.ConnectionLogsBucket)
	switch {
	case args.DisableAccessLogs && component.Given(args.AccessLogsBucket):
		p.Addf("DisableAccessLogs", "no AccessLogsBucket beside it", "both")
	case args.Profile == component.Production && !args.DisableAccessLogs && !component.Given(args.AccessLogsBucket):
		p.Add("AccessLogsBucket", "the bucket for access logs, or DisableAccessLogs", nil)
	}
	for _, logs := range []struct {
		field, prefix, bucketField string
		bucket                     pulumi.StringInput
	}{
		{"AccessLogsPrefix", args.AccessLogsPrefix, "AccessLogsBucket", args.AccessLogsBucket},
		{"ConnectionLogsPrefix", args.ConnectionLogsPrefix, "ConnectionLogsBucket", args.ConnectionLogsBucket},
	} {
		if logs.prefix == "" {
			continue
		}
		p.Match(logs.field, "letters, digits and !_.*'()-, in parts between single slashes", logs.prefix, logPrefix)
		if !component.Given(logs.bucket) {
			p.Addf(logs.field, logs.bucketField+" beside it", "none")
		}
	}
}

func (args *ALBArgs) checkAttributes(p *component.Problems) {
	a := args.Attributes
	p.BetweenTimes("Attributes.IdleTimeout", a.IdleTimeout, time.Second, maxIdleTimeout)
	if a.ClientKeepAlive != 0 {
		p.BetweenTimes("Attributes.ClientKeepAlive", a.ClientKeepAlive, minKeepAlive, week)
	}
	p.OneOf("Attributes.DesyncMitigation", string(a.DesyncMitigation), texts(Defensive, Strictest)...)
	p.OneOf("Attributes.ForwardedFor", string(a.ForwardedFor), texts(Append, Preserve, Remove)...)
	if a.ForwardClientPort && a.ForwardedFor != Append {
		p.Addf("Attributes.ForwardClientPort", fmt.Sprintf("ForwardedFor %q: the port comes with the address", Append), "%q", a.ForwardedFor)
	}
}
