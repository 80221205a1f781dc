package network

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/apparentlymart/go-cidr/cidr"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// argsType is how errors name the arguments.
const argsType = "VPCArgs"

// productionZones is how many zones a network needs to survive the loss of one.
const productionZones = 2

const (
	needZone = "a zone by its full name, such as eu-central-1a (no zone id, no local or wavelength zone)"
)

var (
	// A local zone (us-west-2-lax-1a) and a wavelength zone (us-east-1-wl1-bos-wlz-1) have more parts after the number.
	zoneName    = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-[0-9]+[a-z]$`)
	serviceName = regexp.MustCompile(`^[a-z][a-z0-9]*([.-][a-z0-9]+)*$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *VPCArgs) Validate() error {
	p := component.NewProblems("network", argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	if own, ok := checkRange(p, a.CIDR); ok {
		a.checkPrivate(p, own)
		a.checkPeers(p, own)
	}
	checkZones(p, a.AvailabilityZones)
	if n := len(a.AvailabilityZones); n > 0 && n < productionZones && a.Profile == component.Production {
		p.Add("AvailabilityZones", fmt.Sprintf("%d or more zones, or Profile development", productionZones), n)
	}
	p.OneOf("NATGateways", string(a.NATGateways), string(OnePerZone), string(Single), string(None))
	a.checkEndpoints(p)
	a.checkFlowLogs(p)
	return p.Err()
}

// checkRange records what is wrong with the shape of the network's range.
func checkRange(p *component.Problems, value string) (own netip.Prefix, ok bool) {
	own, err := netip.ParsePrefix(value)
	if err != nil || !own.Addr().Is4() {
		p.Add("CIDR", fmt.Sprintf("an IPv4 range of /%d to /%d, such as 10.20.0.0/16", largestNetworkBits, smallestBits), value)
		return own, false
	}
	ok = true
	if own.Masked() != own {
		p.Add("CIDR", fmt.Sprintf("a range without host bits, such as %s", own.Masked()), value)
		ok = false
	}
	switch bits := own.Bits(); {
	case bits < largestNetworkBits:
		p.Addf("CIDR", fmt.Sprintf("/%d to /%d (AWS accepts no network larger than /%d, which has %d addresses)",
			largestNetworkBits, smallestBits, largestNetworkBits, 1<<(32-largestNetworkBits)), "/%d, which has %d", bits, 1<<(32-bits))
		ok = false
	case bits > smallestBits:
		p.Addf("CIDR", fmt.Sprintf("/%d to /%d (a public subnet gets 1/%d of the range, and AWS accepts no subnet smaller than /%d)",
			largestNetworkBits, smallestBits, 1<<(publicBits+zoneBits), smallestSubnetBits),
			"/%d: public subnets would be /%d", bits, bits+publicBits+zoneBits)
		ok = false
	}
	return own, ok
}

// privateRanges are those of RFC 1918, and the shared one of RFC 6598, which AWS treats alike.
func privateRanges() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	}
}

func (args *VPCArgs) checkPrivate(p *component.Problems, own netip.Prefix) {
	private := slices.ContainsFunc(privateRanges(), func(r netip.Prefix) bool { return r.Contains(own.Addr()) })
	switch {
	case private:
	case !own.Addr().IsGlobalUnicast():
		p.Add("CIDR", "addresses that a host can have", args.CIDR)
	case !args.AllowPublicRange:
		p.Add("CIDR", "a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, or AllowPublicRange", args.CIDR)
	}
}

func (args *VPCArgs) checkPeers(p *component.Problems, own netip.Prefix) {
	for i, value := range args.PeerCIDRs {
		field := fmt.Sprintf("PeerCIDRs[%d]", i)
		peer, err := netip.ParsePrefix(value)
		switch {
		case err != nil || !peer.Addr().Is4() || peer.Masked() != peer:
			p.Add(field, "an IPv4 range without host bits, such as 10.30.0.0/16", value)
		case peer.Overlaps(own):
			p.Addf(field, "no overlap with CIDR "+extent(own), "%s", extent(peer))
		}
	}
}

// extent shows a range with its first and last address: 10.0.0.0/16 (10.0.0.0 to 10.0.255.255).
func extent(r netip.Prefix) string {
	first, last := cidr.AddressRange(&net.IPNet{IP: r.Addr().AsSlice(), Mask: net.CIDRMask(r.Bits(), 32)})
	return fmt.Sprintf("%s (%s to %s)", r, first, last)
}

func checkZones(p *component.Problems, zones []string) {
	if len(zones) == 0 {
		p.Add("AvailabilityZones", "the zones by their full names, such as eu-central-1a and eu-central-1b", nil)
	}
	region, seen := "", map[string]bool{}
	for i, zone := range zones {
		field := fmt.Sprintf("AvailabilityZones[%d]", i)
		switch {
		case !zoneName.MatchString(zone):
			p.Add(field, needZone, zone)
			continue
		case letterOf(zone) > lastLetter:
			p.Add(field, fmt.Sprintf("a zone letter from a to %c, which the grid of subnets has room for", lastLetter), zone)
		case seen[zone]:
			p.Addf(field, "each zone once", "%q again", zone)
		case region != "" && regionOf(zone) != region:
			p.Add(field, "a zone of "+region+", the region of the zones before it", zone)
		}
		seen[zone] = true
		if region == "" {
			region = regionOf(zone)
		}
	}
}

func (args *VPCArgs) checkEndpoints(p *component.Problems) {
	seen := map[string]string{}
	for i, service := range args.InterfaceEndpoints {
		field := fmt.Sprintf("InterfaceEndpoints[%d]", i)
		role := endpointRole(service)
		switch {
		case strings.HasPrefix(service, "com.amazonaws."):
			p.Add(field, "the service's short name, what follows the region", service)
		case !serviceName.MatchString(service):
			p.Add(field, "the short name of a service, such as ecr.api or logs", service)
		case slices.Contains(gatewayServices(), service):
			p.Add(field, "no service that already has a gateway endpoint", service)
		case seen[role] != "":
			p.Addf(field, "each service once", "%q after %q", service, seen[role])
		}
		seen[role] = service
	}
}

func (args *VPCArgs) checkFlowLogs(p *component.Problems) {
	awsform.CheckLogRetention(p, "FlowLogRetentionDays", args.FlowLogRetentionDays)
	awsform.KeyARN.Check(p, "KMSKeyARN", args.KMSKeyARN)
}
