package simcloud

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// awsEndpointModels models the private ways from a network to AWS services.
func awsEndpointModels() []model {
	return []model{{
		token:   vpcEndpointToken,
		check:   checkEndpoint,
		outputs: endpointOutputs,
		derived: []string{"networkInterfaceIds", "dnsEntries"},
		takes:   durations{depends: endpointTime},
	}}
}

// endpointTime knows that a gateway is an entry in route tables, and anything else network interfaces.
func endpointTime(op Op, old, next resource.PropertyMap) time.Duration {
	in := next
	if op == OpDelete {
		in = old
	}
	switch gateway := endpointKind(in) == "Gateway"; {
	case gateway:
		return 10 * time.Second
	case op == OpCreate:
		return 90 * time.Second
	case op == OpUpdate:
		return 30 * time.Second
	case op == OpDelete:
		return time.Minute
	default:
		return 0
	}
}

func endpointKind(in resource.PropertyMap) string {
	return first(text(in, "vpcEndpointType"), "Gateway")
}

func checkEndpoint(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"Gateway", "GatewayLoadBalancer", "Interface", "Resource", "ServiceNetwork"}, "vpcEndpointType")
	r.oneOf([]string{"ipv4", "dualstack", "ipv6"}, "ipAddressType")
	r.exactlyOne("serviceName", "resourceConfigurationArn", "serviceNetworkArn")
	if isUnknown(in, "vpcEndpointType") {
		return r.failures
	}
	if kind := endpointKind(in); kind == "Gateway" {
		for _, property := range []resource.PropertyKey{"subnetIds", "securityGroupIds"} {
			if len(list(in, property)) > 0 {
				r.fail(string(property), "need none with vpcEndpointType Gateway, got %d", len(list(in, property)))
			}
		}
		if flag(in, "privateDnsEnabled") {
			r.fail("privateDnsEnabled", "need false with vpcEndpointType Gateway, got true")
		}
	} else if tables := len(list(in, "routeTableIds")); tables > 0 {
		r.fail("routeTableIds", "need none with vpcEndpointType %s, got %d", kind, tables)
	}
	return r.failures
}

// endpointOutputs gives a gateway its prefix list, and any other kind an interface in each subnet.
func endpointOutputs(s subject) resource.PropertyMap {
	service := text(s.in, "serviceName")
	out := defaults(s, resource.PropertyMap{
		"vpcEndpointType": str("Gateway"), "privateDnsEnabled": boolean(false), "serviceRegion": str(s.place.Region),
		"policy":        str(`{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}`),
		"ipAddressType": str(""), "dnsOptions": resource.NewObjectProperty(resource.PropertyMap{}),
	})
	out["state"], out["ownerId"], out["requesterManaged"] = str("available"), str(s.place.Account), boolean(false)
	out["prefixListId"], out["cidrBlocks"] = str(""), strs(nil)
	out["networkInterfaceIds"], out["dnsEntries"] = strs(nil), objects()
	if endpointKind(s.in) == "Gateway" {
		out["prefixListId"] = str("pl-" + hexOf(8, "prefix list", s.place.Region, service))
		out["cidrBlocks"] = strs([]string{"203.0.113.0/24"})
		return out
	}
	var interfaces []string
	for _, subnet := range texts(s.in, "subnetIds") {
		interfaces = append(interfaces, "eni-"+hexOf(17, "endpoint", s.id, subnet))
	}
	out["networkInterfaceIds"] = strs(interfaces)
	out["dnsEntries"] = objects(resource.PropertyMap{
		"dnsName":      str(s.id + "-" + hexOf(8, "endpoint name", s.id) + "." + lastPart(service, ".") + "." + s.place.Region + ".vpce.amazonaws.com"),
		"hostedZoneId": str("Z" + hexOf(13, "endpoint zone", s.place.Region)),
	})
	if _, left := out["ipAddressType"]; left {
		out["ipAddressType"] = str("ipv4")
	}
	return out
}
