package network

import (
	"net"
	"slices"

	"github.com/apparentlymart/go-cidr/cidr"

	"github.com/groundwork-go/groundwork/component"
)

// Tier is what the subnets of a network are for.
type Tier string

const (
	// Public subnets have a route to the internet and back. They are for load balancers and NAT gateways; nothing in them
	// gets a public address by itself.
	Public Tier = "public"
	// Private subnets reach the internet through NAT and cannot be reached from it. They are for what runs code.
	Private Tier = "private"
	// Isolated subnets have no route out of the network. They are for databases and caches.
	Isolated Tier = "isolated"
)

// The limits of a network, from the quotas and subnet sizing of Amazon VPC.
const (
	largestNetworkBits = 16 // a VPC's range is /16 at most
	smallestSubnetBits = 28 // and no subnet is smaller than /28
	reservedAddresses  = 5  // of each subnet: the first four and the last

	zoneBits     = 3 // eight letters, a to h
	publicBits   = 3
	lastLetter   = 'a' + 1<<zoneBits - 1
	smallestBits = smallestSubnetBits - publicBits - zoneBits // the smallest network whose public subnets are big enough
)

// share is the part of the network that a tier has: block number index of those that bits more make.
type share struct {
	tier        Tier
	bits, index int
}

// shares cut the range into 1/2, 1/4 and 1/8. The last eighth is left for a tier that does not exist yet. They are part of
// every network that was ever made: a change would move subnets.
func shares() []share {
	return []share{{Private, 1, 0}, {Isolated, 2, 2}, {Public, publicBits, 6}}
}

// Subnet is one subnet of a network as it is planned.
type Subnet struct {
	Tier            Tier
	Zone            string // the zone's full name
	CIDR            string
	UsableAddresses int // without the five that AWS keeps of each subnet
}

// Subnets tells the subnets that a network of this range has in these zones, by address. Their places are a fixed grid of
// tiers and zone letters, so that a zone more never moves a subnet.
//
// It is for print-outs and tests; the block makes the same. Errors are [component.FieldError]s, all at once.
func Subnets(cidr string, zones []string) ([]Subnet, error) {
	p := component.NewProblems("network", "VPCArgs")
	checkRange(p, cidr)
	checkZones(p, zones)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return layOut(cidr, sortedZones(zones))
}

// layOut is Subnets for checked arguments.
func layOut(network string, zones []string) ([]Subnet, error) {
	_, whole, err := net.ParseCIDR(network)
	if err != nil {
		return nil, err
	}
	var all []Subnet
	for _, s := range shares() {
		part, err := cidr.Subnet(whole, s.bits, s.index)
		if err != nil {
			return nil, err
		}
		for _, zone := range zones {
			block, err := cidr.Subnet(part, zoneBits, int(letterOf(zone)-'a'))
			if err != nil {
				return nil, err
			}
			usable := int(cidr.AddressCount(block)) - reservedAddresses // 2^16 at most
			all = append(all, Subnet{Tier: s.tier, Zone: zone, CIDR: block.String(), UsableAddresses: usable})
		}
	}
	return all, nil
}

// sortedZones is the zones by letter, so that their order in the arguments does not matter.
func sortedZones(zones []string) []string { return slices.Sorted(slices.Values(zones)) }

// letterOf is the end of a zone's name: 'a' of eu-central-1a.
func letterOf(zone string) byte { return zone[len(zone)-1] }

// regionOf is a zone's name without its letter.
func regionOf(zone string) string { return zone[:len(zone)-1] }
