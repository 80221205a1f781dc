package simcloud

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// awsRoutingModels models route tables, their routes, and which subnets use them.
func awsRoutingModels() []model {
	return []model{
		{token: routeTableToken},
		{
			token: "aws:ec2/route:Route",
			check: checkRoute,
			id: func(s subject) string {
				return "r-" + text(s.in, "routeTableId") + s.digits("destination", 10)
			},
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"networkInterfaceId": str("")})
				out["origin"], out["state"] = str("CreateRoute"), str("active")
				out["instanceId"], out["instanceOwnerId"] = str(""), str("")
				return out
			},
		},
		{
			token: "aws:ec2/routeTableAssociation:RouteTableAssociation",
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.exactlyOne("subnetId", "gatewayId")
				return r.failures
			},
		},
	}
}

func checkRoute(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.exactlyOne("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
	r.exactlyOne("gatewayId", "natGatewayId", "vpcEndpointId", "transitGatewayId", "vpcPeeringConnectionId", "networkInterfaceId",
		"egressOnlyGatewayId", "carrierGatewayId", "localGatewayId", "coreNetworkArn")
	for _, property := range []resource.PropertyKey{"destinationCidrBlock", "destinationIpv6CidrBlock"} {
		if cidr := text(in, property); cidr != "" {
			if _, ok := networkPrefix(cidr); !ok {
				r.fail(string(property), "need a network such as 0.0.0.0/0, got %q", cidr)
			}
		}
	}
	return r.failures
}
