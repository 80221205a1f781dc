package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	gatewayType     = "aws:ec2/internetGateway:InternetGateway"
	addressType     = "aws:ec2/eip:Eip"
	natType         = "aws:ec2/natGateway:NatGateway"
	tableType       = "aws:ec2/routeTable:RouteTable"
	routeType       = "aws:ec2/route:Route"
	associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	defaultType     = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
)

func TestNetworkRules(t *testing.T) {
	testRules(t, vpcType, values{"cidrBlock": "10.0.0.0/16"}, []rule{
		{"largest", nil, "", ""},
		{"smallest", values{"cidrBlock": "10.0.0.0/28"}, "", ""},
		{"too large", values{"cidrBlock": "10.0.0.0/15"}, "cidrBlock", "need a network from /16 to /28, got /15"},
		{"too small", values{"cidrBlock": "10.0.0.0/29"}, "cidrBlock", "need a network from /16 to /28, got /29"},
		{"bits behind the length", values{"cidrBlock": "10.0.0.1/16"}, "cidrBlock", `need an IPv4 network such as 10.0.0.0/16, got "10.0.0.1/16"`},
		{"IPv6", values{"cidrBlock": "fd00::/16"}, "cidrBlock", `need an IPv4 network such as 10.0.0.0/16, got "fd00::/16"`},
		{"tenancy", values{"instanceTenancy": "host"}, "instanceTenancy", `need one of default, dedicated, got "host"`},
		{"pool", values{"cidrBlock": nil, "ipv4IpamPoolId": "p", "ipv4NetmaskLength": 20}, "", ""},
		{"large pool", values{"cidrBlock": nil, "ipv4IpamPoolId": "p", "ipv4NetmaskLength": 15}, "ipv4NetmaskLength", "need 16 to 28, got 15"},
		{"length without pool", values{"cidrBlock": nil, "ipv4NetmaskLength": 20}, "ipv4NetmaskLength", "need ipv4IpamPoolId with it, got none"},
		{"network and length", values{"ipv4IpamPoolId": "p", "ipv4NetmaskLength": 20}, "cidrBlock", "conflicts with ipv4NetmaskLength"},
	})
	testRules(t, subnetType, values{"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}, []rule{
		{"as it is", nil, "", ""},
		{"too small", values{"cidrBlock": "10.0.0.0/29"}, "cidrBlock", "need a network from /16 to /28, got /29"},
		{"two zones", values{"availabilityZone": "us-east-1a", "availabilityZoneId": "use1-az1"}, "availabilityZone", "conflicts with availabilityZoneId"},
		{"host names", values{"privateDnsHostnameTypeOnLaunch": "ip"}, "privateDnsHostnameTypeOnLaunch", `need one of ip-name, resource-name, got "ip"`},
	})
}

func TestRouteRules(t *testing.T) {
	testRules(t, routeType, values{"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}, []rule{
		{"as it is", nil, "", ""},
		{"no destination", values{"destinationCidrBlock": nil}, "destinationCidrBlock",
			"need exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId, got none"},
		{"two destinations", values{"destinationPrefixListId": "pl-1"}, "destinationCidrBlock",
			"need exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId, got destinationCidrBlock, destinationPrefixListId"},
		{"odd destination", values{"destinationCidrBlock": "10.0.0.1/8"}, "destinationCidrBlock", `need a network such as 0.0.0.0/0, got "10.0.0.1/8"`},
		{"two targets", values{"natGatewayId": "nat-1"}, "gatewayId",
			"need exactly one of gatewayId, natGatewayId, vpcEndpointId, transitGatewayId, vpcPeeringConnectionId, networkInterfaceId, " +
				"egressOnlyGatewayId, carrierGatewayId, localGatewayId, coreNetworkArn, got gatewayId, natGatewayId"},
	})
	testRules(t, associationType, values{"routeTableId": "rtb-1"}, []rule{
		{"subnet", values{"subnetId": "subnet-1"}, "", ""},
		{"nothing", nil, "subnetId", "need exactly one of subnetId, gatewayId, got none"},
		{"both", values{"subnetId": "subnet-1", "gatewayId": "igw-1"}, "subnetId", "need exactly one of subnetId, gatewayId, got subnetId, gatewayId"},
	})
	unknown := props(values{"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0"})
	unknown["natGatewayId"] = later()
	assert.Empty(t, check(routeType, unknown))
	testRules(t, natType, values{"subnetId": "subnet-1"}, []rule{
		{"public", values{"allocationId": "eipalloc-1"}, "", ""},
		{"public without address", nil, "allocationId", "need an address with connectivityType public, got none"},
		{"private", values{"connectivityType": "private"}, "", ""},
		{"private with address", values{"connectivityType": "private", "allocationId": "eipalloc-1"}, "allocationId", "need none with connectivityType private"},
		{"connectivity", values{"connectivityType": "both"}, "connectivityType", `need one of public, private, got "both"`},
	})
	testRules(t, addressType, nil, []rule{{"domain", values{"domain": "ec2"}, "domain", `need one of vpc, standard, got "ec2"`}})
}

func TestEndpointRules(t *testing.T) {
	testRules(t, endpointType, values{"vpcId": "vpc-1", "serviceName": "com.amazonaws.us-east-1.s3"}, []rule{
		{"gateway", values{"routeTableIds": []any{"rtb-1"}}, "", ""},
		{"interface", values{"vpcEndpointType": "Interface", "subnetIds": []any{"a"}, "securityGroupIds": []any{"b"}, "privateDnsEnabled": true}, "", ""},
		{"type", values{"vpcEndpointType": "interface"}, "vpcEndpointType",
			`need one of Gateway, GatewayLoadBalancer, Interface, Resource, ServiceNetwork, got "interface"`},
		{"addresses", values{"ipAddressType": "dual"}, "ipAddressType", `need one of ipv4, dualstack, ipv6, got "dual"`},
		{"no service", values{"serviceName": nil}, "serviceName", "need exactly one of serviceName, resourceConfigurationArn, serviceNetworkArn, got none"},
		{"gateway in subnets", values{"subnetIds": []any{"a"}}, "subnetIds", "need none with vpcEndpointType Gateway, got 1"},
		{"gateway with groups", values{"securityGroupIds": []any{"a"}}, "securityGroupIds", "need none with vpcEndpointType Gateway, got 1"},
		{"gateway with names", values{"privateDnsEnabled": true}, "privateDnsEnabled", "need false with vpcEndpointType Gateway, got true"},
		{"interface in tables", values{"vpcEndpointType": "Interface", "routeTableIds": []any{"a"}}, "routeTableIds",
			"need none with vpcEndpointType Interface, got 1"},
	})
}

func TestFirewallRules(t *testing.T) {
	testRules(t, groupType, nil, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "sg-web"}, "name", `need a name that does not begin with "sg-", got "sg-web"`},
		{"long name", values{"name": strings.Repeat("a", 256)}, "name", `need at most 255 characters, got 256 in "` + strings.Repeat("a", 256) + `"`},
		{"description", values{"description": "a|b"}, "description", `need letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got "a|b"`},
		{"long description", values{"description": strings.Repeat("a", 256)}, "description", "need at most 255 characters, got 256"},
	})
	const one = "need exactly one of cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId, got "
	for _, typ := range []string{ingressType, egressType} {
		testRules(t, typ, values{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/8"}, []rule{
			{"as it is", nil, "", ""},
			{"no source", values{"cidrIpv4": nil}, "cidrIpv4", one + "none"},
			{"two sources", values{"prefixListId": "pl-1"}, "cidrIpv4", one + "cidrIpv4, prefixListId"},
			{"odd network", values{"cidrIpv4": "10.0.0.1/8"}, "cidrIpv4", `need a network of its kind, got "10.0.0.1/8"`},
			{"wrong kind", values{"cidrIpv4": nil, "cidrIpv6": "10.0.0.0/8"}, "cidrIpv6", `need a network of its kind, got "10.0.0.0/8"`},
			{"IPv6", values{"cidrIpv4": nil, "cidrIpv6": "::/0"}, "", ""},
			{"no port", values{"toPort": nil}, "toPort", "need a port with protocol tcp, got none"},
			{"high port", values{"toPort": 65536}, "toPort", "need -1 to 65535, got 65536"},
			{"ports upside down", values{"fromPort": 444}, "fromPort", "need at most toPort 443, got 444"},
			{"everything", values{"ipProtocol": "-1", "fromPort": nil, "toPort": nil}, "", ""},
			{"long description", values{"description": strings.Repeat("a", 256)}, "description", "need at most 255 characters, got 256"},
		})
		base := values{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
		testChanges(t, typ, base, []change{
			{"securityGroupId", "sg-1", "sg-2", true}, {"cidrIpv4", "10.0.0.0/8", "10.0.0.0/16", false}, {"fromPort", 1, 2, false},
			{"toPort", 443, 444, false}, {"ipProtocol", "tcp", "udp", false}, {"description", "a", "b", false}, {"tags", nil, values{"a": "b"}, false},
		})
		d := diff(typ, with(base, values{"cidrIpv4": "10.0.0.0/8"}), with(base, values{"referencedSecurityGroupId": "sg-2"}))
		assert.Equal(t, []string{"cidrIpv4", "referencedSecurityGroupId"}, d.Replace, "a rule keeps its kind of source")
	}
}

func TestFlowLogRules(t *testing.T) {
	base := values{"vpcId": "vpc-1", "trafficType": "ALL", "logDestination": "arn:aws:logs:us-east-1:123456789012:log-group:flow"}
	testRules(t, flowLogType, base, []rule{
		{"as it is", nil, "", ""},
		{"two places", values{"subnetId": "subnet-1"}, "vpcId",
			"need exactly one of vpcId, subnetId, eniId, transitGatewayId, transitGatewayAttachmentId, got vpcId, subnetId"},
		{"traffic", values{"trafficType": "all"}, "trafficType", `need one of ACCEPT, REJECT, ALL, got "all"`},
		{"no traffic", values{"trafficType": nil}, "trafficType", "need one of ACCEPT, REJECT, ALL, got none"},
		{"transit gateway", values{"trafficType": nil, "vpcId": nil, "transitGatewayId": "tgw-1"}, "", ""},
		{"destination type", values{"logDestinationType": "logs"}, "logDestinationType",
			`need one of cloud-watch-logs, s3, kinesis-data-firehose, got "logs"`},
		{"interval", values{"maxAggregationInterval": 300}, "maxAggregationInterval", "need 60 or 600, got 300"},
		{"no destination", values{"logDestination": nil}, "logDestination", "need exactly one of logDestination, logGroupName"},
		{"two destinations", values{"logGroupName": "flow"}, "logDestination", "need exactly one of logDestination, logGroupName"},
		{"destination", values{"logDestination": "flow"}, "logDestination", `need an ARN, got "flow"`},
		{"role", values{"iamRoleArn": "flow"}, "iamRoleArn", `need an ARN, got "flow"`},
	})
	testChanges(t, flowLogType, base, []change{
		{"vpcId", "a", "b", true}, {"trafficType", "ALL", "REJECT", true}, {"logDestination", "a", "b", true}, {"iamRoleArn", "a", "b", true},
		{"maxAggregationInterval", 60, 600, true}, {"logDestinationType", "s3", nil, true}, {"destinationOptions", nil, values{"perHourPartition": true}, true},
		{"tags", nil, values{"a": "b"}, false},
	})
}

func TestNetworkChanges(t *testing.T) {
	for _, test := range []struct {
		typ    string
		change change
	}{
		{vpcType, change{"cidrBlock", "a", "b", true}},
		{vpcType, change{"enableDnsHostnames", false, true, false}},
		{vpcType, change{"instanceTenancy", "default", "dedicated", false}},
		{subnetType, change{"cidrBlock", "a", "b", true}},
		{subnetType, change{"vpcId", "a", "b", true}},
		{subnetType, change{"availabilityZone", "a", "b", true}},
		{subnetType, change{"availabilityZoneId", "a", "b", true}},
		{subnetType, change{"mapPublicIpOnLaunch", false, true, false}},
		{gatewayType, change{"vpcId", "a", "b", false}},
		{addressType, change{"domain", "vpc", "standard", true}},
		{addressType, change{"publicIpv4Pool", "a", "b", true}},
		{addressType, change{"instance", "a", "b", false}},
		{natType, change{"subnetId", "a", "b", true}},
		{natType, change{"allocationId", "a", "b", true}},
		{natType, change{"tags", nil, values{"a": "b"}, false}},
		{tableType, change{"vpcId", "a", "b", true}},
		{tableType, change{"routes", nil, []any{}, false}},
		{routeType, change{"routeTableId", "a", "b", true}},
		{routeType, change{"destinationCidrBlock", "a", "b", true}},
		{routeType, change{"natGatewayId", "a", "b", false}},
		{associationType, change{"subnetId", "a", "b", true}},
		{associationType, change{"routeTableId", "a", "b", false}},
		{endpointType, change{"serviceName", "a", "b", true}},
		{endpointType, change{"vpcEndpointType", "Gateway", "Interface", true}},
		{endpointType, change{"vpcId", "a", "b", true}},
		{endpointType, change{"subnetIds", []any{"a"}, []any{"b"}, false}},
		{endpointType, change{"policy", "a", "b", false}},
		{defaultType, change{"vpcId", "a", "b", true}},
		{defaultType, change{"ingress", nil, []any{values{"protocol": "-1"}}, false}},
		{groupType, change{"description", "a", "b", true}},
		{groupType, change{"name", "a", "b", true}},
		{groupType, change{"vpcId", "a", "b", true}},
		{groupType, change{"tags", nil, values{"a": "b"}, false}},
	} {
		t.Run(test.typ, func(t *testing.T) { testChanges(t, test.typ, nil, []change{test.change}) })
	}
}

func TestNetworkOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	vpc := made(t, c, vpcType, "main", props(values{"cidrBlock": "10.0.0.0/16"}))
	out := opened(vpc.Outputs)
	for name, form := range map[string]string{
		"mainRouteTableId": "^rtb-[0-9a-f]{17}$", "defaultSecurityGroupId": "^sg-[0-9a-f]{17}$", "defaultNetworkAclId": "^acl-", "dhcpOptionsId": "^dopt-",
	} {
		assert.Regexp(t, form, out[name], name)
	}
	assert.Equal(t, out["mainRouteTableId"], out["defaultRouteTableId"])
	assertValues(t, out, values{"enableDnsSupport": true, "enableDnsHostnames": false, "instanceTenancy": "default", "ownerId": "123456789012"})

	locked := made(t, c, defaultType, "locked", props(values{"vpcId": string(vpc.ID)}))
	assert.Equal(t, out["defaultSecurityGroupId"], string(locked.ID), "the group that came with the network")
	assertValues(t, opened(locked.Outputs), values{
		"name": "default", "description": "default VPC security group",
		"arn": "arn:aws:ec2:us-east-1:123456789012:security-group/" + string(locked.ID),
	})

	byName := made(t, c, subnetType, "b", props(values{"cidrBlock": "10.0.0.0/24", "vpcId": string(vpc.ID), "availabilityZone": "us-east-1b"}))
	assert.Equal(t, "use1-az2", open(byName.Outputs["availabilityZoneId"]))
	byID := made(t, c, subnetType, "c", props(values{"cidrBlock": "10.0.1.0/24", "vpcId": string(vpc.ID), "availabilityZoneId": "use1-az3"}))
	assertValues(t, opened(byID.Outputs), values{"availabilityZone": "us-east-1c", "mapPublicIpOnLaunch": false})

	address := made(t, c, addressType, "nat", props(values{"domain": "vpc"}))
	public := opened(address.Outputs)
	assert.Regexp(t, `^203\.0\.113\.\d+$`, public["publicIp"])
	assertValues(t, public, values{
		"allocationId": string(address.ID), "domain": "vpc", "associationId": "",
		"publicDns": "ec2-" + strings.ReplaceAll(public["publicIp"].(string), ".", "-") + ".compute-1.amazonaws.com",
		"arn":       "arn:aws:ec2:us-east-1:123456789012:elastic-ip/" + string(address.ID),
	})
	nat := opened(made(t, c, natType, "nat", props(values{"subnetId": string(byID.ID), "allocationId": string(address.ID)})).Outputs)
	assert.Regexp(t, "^eni-[0-9a-f]{17}$", nat["networkInterfaceId"])
	assert.Regexp(t, "^eipassoc-[0-9a-f]{17}$", nat["associationId"])
	inside := opened(made(t, c, natType, "inside", props(values{"subnetId": string(byID.ID), "connectivityType": "private"})).Outputs)
	assertValues(t, inside, values{"publicIp": "", "associationId": ""})

	route := made(t, c, routeType, "out", props(values{"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}))
	assert.Regexp(t, `^r-rtb-1\d{10}$`, string(route.ID))
	assertValues(t, opened(route.Outputs), values{"origin": "CreateRoute", "state": "active", "instanceId": ""})
	group := made(t, c, groupType, "web", props(values{}))
	assertValues(t, opened(group.Outputs), values{"description": "Managed by Pulumi", "arn": "arn:aws:ec2:us-east-1:123456789012:security-group/" + string(group.ID)})
	allow := made(t, c, ingressType, "web", props(values{"securityGroupId": string(group.ID), "ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8"}))
	assert.Equal(t, string(allow.ID), open(allow.Outputs["securityGroupRuleId"]))
	assert.Regexp(t, `:security-group-rule/sgr-[0-9a-f]{17}$`, open(allow.Outputs["arn"]))
}

func TestEndpointOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	gateway := made(t, c, endpointType, "s3", props(values{"vpcId": "vpc-1", "serviceName": "com.amazonaws.us-east-1.s3", "routeTableIds": []any{"rtb-1"}}))
	assert.Regexp(t, "^pl-[0-9a-f]{8}$", open(gateway.Outputs["prefixListId"]))
	assert.Empty(t, gateway.Outputs["networkInterfaceIds"].ArrayValue())
	assert.Len(t, gateway.Outputs["cidrBlocks"].ArrayValue(), 1)

	inputs := values{
		"vpcId": "vpc-1", "serviceName": "com.amazonaws.us-east-1.ecr.api", "vpcEndpointType": "Interface", "subnetIds": []any{"subnet-1", "subnet-2"},
	}
	private := made(t, c, endpointType, "ecr", props(inputs))
	assertValues(t, opened(private.Outputs), values{"prefixListId": "", "ipAddressType": "ipv4", "state": "available", "privateDnsEnabled": false})
	assert.Regexp(t, `^vpce-[0-9a-f]{17}-[0-9a-f]{8}\.api\.us-east-1\.vpce\.amazonaws\.com$`,
		open(private.Outputs["dnsEntries"].ArrayValue()[0].ObjectValue()["dnsName"]))
	interfaces := listed(private.Outputs["networkInterfaceIds"])
	assert.Len(t, interfaces, 2)
	next := changed(t, c, private, with(inputs, values{"subnetIds": []any{"subnet-1", "subnet-2", "subnet-3"}}))
	assert.Equal(t, interfaces, listed(next.Outputs["networkInterfaceIds"])[:2], "the others stay")
	assert.Len(t, listed(next.Outputs["networkInterfaceIds"]), 3)
	assert.Equal(t, private.Outputs["dnsEntries"], next.Outputs["dnsEntries"])

	for _, test := range []struct {
		op   simcloud.Op
		kind string
		want time.Duration
	}{
		{simcloud.OpCreate, "Gateway", 10 * time.Second}, {simcloud.OpDelete, "Gateway", 10 * time.Second}, {simcloud.OpCreate, "Interface", 90 * time.Second},
		{simcloud.OpUpdate, "Interface", 30 * time.Second}, {simcloud.OpDelete, "Interface", time.Minute}, {simcloud.OpRead, "Interface", 500 * time.Millisecond},
	} {
		kind := props(values{"vpcEndpointType": test.kind})
		request := simcloud.Request{URN: urnOf(endpointType, "x"), OldInputs: kind, Inputs: kind}
		switch test.op {
		case simcloud.OpCreate:
			request.OldInputs = nil
		case simcloud.OpDelete:
			request.Inputs = nil
		}
		assert.Equal(t, test.want, c.Duration(test.op, request), "%s %s", test.op, test.kind)
	}
	assert.Equal(t, 2*time.Minute, c.Duration(simcloud.OpCreate, simcloud.Request{URN: urnOf(natType, "x")}))
}
