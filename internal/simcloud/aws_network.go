package simcloud

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	awsVPCToken      = "aws:ec2/vpc:Vpc"
	subnetToken      = "aws:ec2/subnet:Subnet"
	gatewayToken     = "aws:ec2/internetGateway:InternetGateway"
	natToken         = "aws:ec2/natGateway:NatGateway"
	routeTableToken  = "aws:ec2/routeTable:RouteTable"
	vpcEndpointToken = "aws:ec2/vpcEndpoint:VpcEndpoint"
	firewallToken    = "aws:ec2/securityGroup:SecurityGroup"
)

// inTheWay is the error code of EC2 for an object that others need.
const inTheWay = "DependencyViolation"

// awsNetworkModels models networks and their parts. Which inputs replace is in the table.
func awsNetworkModels() []model {
	return []model{
		{
			token:   awsVPCToken,
			check:   checkVPC,
			outputs: vpcOutputs,
			takes:   durations{create: 12 * time.Second, update: 5 * time.Second, delete: 2 * time.Second},
			inUse: use{code: inTheWay, by: []holder{
				{subnetToken, "vpcId"}, {gatewayToken, "vpcId"}, {firewallToken, "vpcId"}, {routeTableToken, "vpcId"}, {vpcEndpointToken, "vpcId"},
			}},
		},
		{
			token:   subnetToken,
			check:   checkSubnet,
			outputs: subnetOutputs,
			takes:   durations{create: 12 * time.Second, update: 12 * time.Second, delete: 2 * time.Second},
			admit:   admitSubnet,
			inUse: use{code: inTheWay, by: []holder{
				{natToken, "subnetId"}, {vpcEndpointToken, "subnetIds"}, {serverlessCacheToken, "subnetIds"},
				{balancerToken, "subnets"}, {ecsServiceToken, "networkConfiguration"}, {"aws:ec2/instance:Instance", "subnetId"},
				{scalingGroupToken, "vpcZoneIdentifiers"},
				{eksClusterToken, "vpcConfig"}, {nodeGroupToken, "subnetIds"}, {fargateToken, "subnetIds"},
			}},
		},
		{
			token:   gatewayToken,
			outputs: func(s subject) resource.PropertyMap { return defaults(s, resource.PropertyMap{"vpcId": str("")}) },
		},
		{
			token: "aws:ec2/eip:Eip",
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.oneOf([]string{"vpc", "standard"}, "domain")
				return r.failures
			},
			outputs: addressOutputs,
		},
		{
			token:   natToken,
			check:   checkNAT,
			outputs: natOutputs,
			takes:   durations{create: 2 * time.Minute, update: 10 * time.Second, delete: time.Minute},
		},
	}
}

// networkPrefix reads a network in CIDR form that has no bits set behind its length.
func networkPrefix(cidr string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(cidr)
	return prefix, err == nil && prefix == prefix.Masked()
}

// network requires an IPv4 network of a size that EC2 accepts.
func (r *rules) network(property resource.PropertyKey) {
	cidr := text(r.in, property)
	if cidr == "" {
		return
	}
	prefix, ok := networkPrefix(cidr)
	if !ok || !prefix.Addr().Is4() {
		r.fail(string(property), "need an IPv4 network such as 10.0.0.0/16, got %q", cidr)
	} else if prefix.Bits() < 16 || prefix.Bits() > 28 {
		r.fail(string(property), "need a network from /16 to /28, got /%d", prefix.Bits())
	}
}

func checkVPC(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.network("cidrBlock")
	r.oneOf([]string{"default", "dedicated"}, "instanceTenancy")
	r.between(16, 28, "ipv4NetmaskLength")
	if given(in, "ipv4NetmaskLength") {
		if given(in, "cidrBlock") {
			r.fail("cidrBlock", "conflicts with ipv4NetmaskLength")
		}
		if !given(in, "ipv4IpamPoolId") {
			r.fail("ipv4NetmaskLength", "need ipv4IpamPoolId with it, got none")
		}
	}
	return r.failures
}

// vpcOutputs gives what comes with every network. Its default group has an id that the DefaultSecurityGroup of the
// network adopts.
func vpcOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"cidrBlock": str("10.0.0.0/16"), "instanceTenancy": str("default"), "enableDnsSupport": boolean(true),
		"enableDnsHostnames": boolean(false), "enableNetworkAddressUsageMetrics": boolean(false), "ipv6CidrBlock": str(""),
		"ipv6CidrBlockNetworkBorderGroup": str(""),
	})
	table := str("rtb-" + s.hex("main route table", 17))
	out["mainRouteTableId"], out["defaultRouteTableId"] = table, table
	out["defaultSecurityGroupId"] = str(defaultGroup(s.id))
	out["defaultNetworkAclId"], out["dhcpOptionsId"] = str("acl-"+s.hex("acl", 17)), str("dopt-"+s.hex("dhcp", 17))
	out["ownerId"], out["ipv6AssociationId"] = str(s.place.Account), str("")
	return out
}

func defaultGroup(vpcID string) string { return "sg-" + hexOf(17, "default group", vpcID) }

func checkSubnet(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.network("cidrBlock")
	if given(in, "availabilityZone") && given(in, "availabilityZoneId") {
		r.fail("availabilityZone", "conflicts with availabilityZoneId")
	}
	r.oneOf([]string{"ip-name", "resource-name"}, "privateDnsHostnameTypeOnLaunch")
	return r.failures
}

// subnetOutputs takes the zone from either of its two names; zone ids count in the order of the letters here.
func subnetOutputs(s subject) resource.PropertyMap {
	letter := "a"
	switch name, id := text(s.in, "availabilityZone"), text(s.in, "availabilityZoneId"); {
	case name != "":
		letter = name[len(name)-1:]
	case id != "" && id[len(id)-1] >= '1' && id[len(id)-1] <= '9':
		letter = string('a' + rune(id[len(id)-1]-'1'))
	}
	number := string('1' + rune(letter[0]-'a'))
	return defaults(s, resource.PropertyMap{
		"availabilityZone": str(s.place.Region + letter), "availabilityZoneId": str(shortRegion(s.place.Region) + "-az" + number),
		"mapPublicIpOnLaunch": boolean(false), "assignIpv6AddressOnCreation": boolean(false), "enableDns64": boolean(false),
		"ipv6CidrBlockAssociationId": str(""), "privateDnsHostnameTypeOnLaunch": str("ip-name"), "ownerId": str(s.place.Account),
	})
}

// admitSubnet refuses a subnet outside its network, and one that meets another one there.
func admitSubnet(_, o Object, live []Object) refusal {
	cidr, vpc := text(o.Inputs, "cidrBlock"), text(o.Inputs, "vpcId")
	wanted, ok := networkPrefix(cidr)
	if !ok {
		return refusal{}
	}
	if network, known := findLive(live, awsVPCToken, vpc); known {
		around, ok := networkPrefix(text(network.Outputs, "cidrBlock"))
		if ok && (around.Bits() > wanted.Bits() || !around.Contains(wanted.Addr())) {
			return refuse("InvalidSubnet.Range", "%s is not inside %s of %s", cidr, around, vpc)
		}
	}
	i := slices.IndexFunc(live, func(other Object) bool {
		prefix, ok := networkPrefix(text(other.Inputs, "cidrBlock"))
		return other.Token == subnetToken && ok && text(other.Inputs, "vpcId") == vpc && prefix.Overlaps(wanted)
	})
	if i < 0 {
		return refusal{}
	}
	return refuse("InvalidSubnet.Conflict", "%s conflicts with %s of %s", cidr, text(live[i].Inputs, "cidrBlock"), live[i].ID)
}

func addressOutputs(s subject) resource.PropertyMap {
	address := s.publicAddress("publicIp")
	domain := s.place.Region + ".compute.amazonaws.com"
	if s.place.Region == "us-east-1" {
		domain = "compute-1.amazonaws.com"
	}
	out := defaults(s, resource.PropertyMap{
		"domain": str("vpc"), "networkBorderGroup": str(s.place.Region), "publicIpv4Pool": str("amazon"), "vpc": boolean(true),
		"instance": str(""), "networkInterface": str(""), "ipamPoolId": str(""),
	})
	for _, none := range []resource.PropertyKey{"associationId", "carrierIp", "customerOwnedIp", "privateIp", "privateDns", "ptrRecord"} {
		out[none] = str("")
	}
	out["publicIp"], out["allocationId"] = str(address), str(s.id)
	out["publicDns"] = str("ec2-" + strings.ReplaceAll(address, ".", "-") + "." + domain)
	return out
}

func checkNAT(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"public", "private"}, "connectivityType")
	switch kind := first(text(in, "connectivityType"), "public"); {
	case isUnknown(in, "connectivityType"):
	case kind == "public" && !given(in, "allocationId"):
		r.fail("allocationId", "need an address with connectivityType public, got none")
	case kind == "private" && given(in, "allocationId"):
		r.fail("allocationId", "need none with connectivityType private")
	}
	return r.failures
}

func natOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"connectivityType": str("public"), "privateIp": str(s.address("privateIp")), "secondaryPrivateIpAddressCount": num(0),
	})
	out["networkInterfaceId"], out["associationId"], out["publicIp"] = str("eni-"+s.hex("interface", 17)), str(""), str("")
	if text(s.in, "connectivityType") != "private" {
		out["associationId"], out["publicIp"] = str("eipassoc-"+s.hex("association", 17)), str(s.publicAddress("publicIp"))
	}
	return out
}
