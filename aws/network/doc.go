// Package network makes an AWS network (VPC) that is fit for production: three tiers of subnets on a grid that never moves,
// NAT in each zone, a default security group that admits nothing, endpoints, and flow logs.
//
//	net, err := network.NewVPC(ctx, "main", &network.VPCArgs{
//		Tags:              tags,
//		CIDR:              "10.20.0.0/16",
//		AvailabilityZones: []string{"eu-central-1a", "eu-central-1b"},
//	})
//
// # What it makes
//
//   - the network, role "vpc", with DNS, and what keeps its range from being changed, role "identity";
//   - the default security group without rules, role "default-security-group";
//   - per zone a public, a private and an isolated subnet, roles "public-a", "private-a", "isolated-a" and so on, their
//     associations ("private-a-association"), and tables: "public-routes", "isolated-routes", "private-a-routes";
//   - the internet gateway and its route, roles "internet-gateway" and "public-internet";
//   - NAT gateways with their addresses, roles "nat-a" and "nat-a-address", and the routes to them, "private-a-internet";
//   - gateway endpoints for S3 and DynamoDB in all tables, roles "s3-endpoint" and "dynamodb-endpoint";
//   - with InterfaceEndpoints: the endpoints, such as "ecr-api-endpoint", in the private subnets with private DNS, and
//     "endpoints-security-group", which admits the network's range on port 443;
//   - flow logs of all traffic, roles "flow-log", "flow-log-group", "flow-log-role" and "flow-log-policy".
//
// # The grid
//
// The range is cut by tier and then by the letter of the zone, a to h, whether these zones are used or not. The place of a
// subnet follows from its tier and letter alone, so a zone or a tier more never moves another one. With 10.20.0.0/16:
//
//	                     whole tier       zone a           zone b           …  zone h             usable each
//	private   1/2        10.20.0.0/17     10.20.0.0/20     10.20.16.0/20       10.20.112.0/20     4091
//	isolated  1/4        10.20.128.0/18   10.20.128.0/21   10.20.136.0/21      10.20.184.0/21     2043
//	public    1/8        10.20.192.0/19   10.20.192.0/22   10.20.196.0/22      10.20.220.0/22     1019
//	free      1/8        10.20.224.0/19   for a tier of the future
//
// AWS keeps five addresses of each subnet. A public subnet is 1/64 of the range and AWS makes none smaller than /28, hence
// /22 is the smallest network; /16 is AWS's largest. [Subnets] prints the grid of any range.
//
// # Defaults
//
//	field                  default
//	NATGateways            OnePerZone; Single in Development
//	InterfaceEndpoints     none
//	KubernetesTags         false
//	PeerCIDRs              none
//	FlowLogRetentionDays   365; 30 in Development
//	KMSKeyARN              a key of AWS's
//	DisableFlowLogs        false
//	AllowPublicRange       false: private ranges only
//	DisableProtection      false: network and flow logs are protected, except in Development
//
// CIDR and AvailabilityZones have no safe default and are required. No subnet gives out public addresses by itself, in any
// profile: give an address to what needs one.
//
// # What to put where
//
// Databases and caches into IsolatedSubnetIDs, load balancers into PublicSubnetIDs (internal ones into PrivateSubnetIDs),
// what runs code into PrivateSubnetIDs, or into EgressSubnetIDs when it reaches for the internet while it starts. These are
// the same subnets, but EgressSubnetIDs wait for the minutes that NAT takes. Do not depend on the component as a whole:
// that waits for everything. With None no subnet reaches the internet, and EgressSubnetIDs wait for the endpoints instead.
//
// # What a change replaces
//
// Another CIDR and another region are refused, in the preview already. A zone that goes takes its subnets with it, which
// AWS refuses while something is in them; one that comes touches no other. Everything else is made in place or adds and
// deletes single resources. Between NAT modes the routes are changed in place, which breaks the connections that are open;
// a gateway that goes gives its public address back for good. Single uses the first zone by letter, so a zone before it
// moves the gateway, to another address. Another KMS key holds for what is logged afterwards.
//
// A network is deleted only when it is empty. What others leave in it holds up the deletion of its subnets until it fails:
// the network interfaces of load balancers, functions and Kubernetes controllers. Delete those stacks first.
//
// # Cost drivers
//
// NAT gateways by hour and by GB (three zones cost three times the hours), traffic between zones with Single, interface
// endpoints by zone and hour and by GB, public addresses by hour, flow logs by GB. Subnets, tables, the internet gateway and
// the gateway endpoints cost nothing. Traffic to the region's S3 and DynamoDB never goes through NAT.
//
// # Controls
//
//	EC2.2, CKV2_AWS_12, CIS 5.5    the default security group has no rules
//	EC2.6, CKV2_AWS_11, CIS 3.7    flow logs are on
//	EC2.15, CKV_AWS_130            subnets give out no public addresses
//	EC2.10, EC2.55, EC2.56, EC2.57 endpoints for EC2, ECR's API, ECR's registry and Systems Manager, when switched on
//	CKV_AWS_158                    flow logs are encrypted with a key of your own, when one is given
//	CKV_AWS_66, CKV_AWS_338        flow logs are kept, for a year by default
//	CKV_AWS_23, CKV_AWS_24, CKV_AWS_25, CKV_AWS_260    rules are described, and none admits the internet
//
// # Alarms
//
// It makes none. The numbers worth an alarm, ErrorPortAllocation and PacketsDropCount of a NAT gateway, are in the
// namespace AWS/NATGateway by NatGatewayId.
//
// # What it does not do
//
// No IPv6, no ranges from IPAM, no secondary ranges, no network ACLs besides the open default one, no peering, transit
// gateway or VPN (add routes to the tables of the outputs), no flow logs to S3, no network without public subnets, no local
// and wavelength zones, no policies on endpoints.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS accepts it. Not tried on a live account: that an endpoint exists in each zone of a
// region (AWS offers some in a few zones only, and refuses the others), the names of services in the China regions
// (some begin with cn.com.amazonaws), and that the flow log service needs no more than to create, list and write streams
// in its group (AWS's own example grants more, on everything). Zone letters are those of the account: the same letter may be
// another place in another account.
package network
