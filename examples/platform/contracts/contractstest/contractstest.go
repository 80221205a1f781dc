// Package contractstest has values of the contracts, for the tests of those who import them.
package contractstest

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/platform/contracts"
)

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

// Network is a network in these zones, three at most.
func Network(zones ...string) *contracts.Network {
	tier := func(ids ...string) pulumi.StringArrayOutput {
		return pulumi.ToStringArray(ids[:len(zones)]).ToStringArrayOutput()
	}
	return &contracts.Network{
		VPCID: text("vpc-0a1b2c3d"), CIDR: "10.60.0.0/16", Zones: zones,
		PublicSubnetIDs: tier("subnet-0a", "subnet-0b", "subnet-0c"), EgressSubnetIDs: tier("subnet-1a", "subnet-1b", "subnet-1c"),
		IsolatedSubnetIDs: tier("subnet-2a", "subnet-2b", "subnet-2c"), DataClientsGroupID: text("sg-0a1b2c3d"),
	}
}

// Data are a cluster and a domain.
func Data() *contracts.Data {
	return &contracts.Data{
		Sessions: contracts.Sessions{
			Endpoint: text("clustercfg.sessions.1a2b3c.euc1.cache.amazonaws.com"), Port: 6379, SecurityGroupID: text("sg-1a2b3c4d"),
			SecretARN: text("arn:aws:secretsmanager:eu-central-1:123456789012:secret:sessions-abc123"), SecretVersionID: text("version-1"),
		},
		Products: contracts.Products{
			Endpoint: text("vpc-products-1a2b3c.eu-central-1.es.amazonaws.com"), Port: 443, SecurityGroupID: text("sg-2a3b4c5d"),
			ClientRoleARN: text("arn:aws:iam::123456789012:role/products-client-1a2b3c"),
		},
	}
}

// Services are a cluster and a load balancer.
func Services() *contracts.Services {
	return &contracts.Services{
		ClusterARN: text("arn:aws:ecs:eu-central-1:123456789012:cluster/platform-1a2b3c"), Hosts: []string{"shop.example.com"},
		LoadBalancer: contracts.LoadBalancer{
			Address: text("platform-1a2b3c.eu-central-1.elb.amazonaws.com"), ZoneID: text("Z215JYRZR1TBD5"), SecurityGroupID: text("sg-3a4b5c6d"),
			HTTPSListenerARN: text("arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/platform/0123456789abcdef/0123456789abcdef"),
			ARNSuffix:        text("app/platform/0123456789abcdef"),
		},
	}
}
