// Package contractstest has clusters for the tests of the stacks that use them.
package contractstest

import (
	"encoding/base64"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/k8s/provider"
)

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

// Clusters is what the cluster stack exports with these states of its slots. The one that is serving is the active one.
func Clusters(states map[string]string) *contracts.Clusters {
	v := &contracts.Clusters{
		Slots: map[string]contracts.Slot{}, VPCID: text("vpc-0a1b2c3d"), CIDR: "10.40.0.0/16",
		Balancer: contracts.Balancer{
			HTTPSListenerARN: text("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/0123456789abcdef"),
			SecurityGroupID:  text("sg-0a1b2c3d"), DNSName: text("web.eu-west-1.elb.amazonaws.com"),
		},
	}
	for name, state := range states {
		slot := contracts.Slot{
			Cluster: provider.Cluster{
				Identifier: text("acme-" + name + "-g1"), Name: text("acme-" + name + "-g1-1a2b3c4d"), Region: text("eu-west-1"),
				Endpoint:             text("https://" + name + ".gr7.eu-west-1.eks.amazonaws.com"),
				CertificateAuthority: text(base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----\n"))),
			},
			Generation: 1, SecurityGroupID: text("sg-" + map[string]string{"blue": "1b2c3d4e", "green": "2c3d4e5f"}[name]), State: state,
		}
		switch state {
		case "serving":
			v.Active = name
		case "lost":
			slot.GivenUp = "deleted by hand, INC-1234"
		}
		v.Slots[name] = slot
	}
	return v
}
