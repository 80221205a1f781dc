package contracts_test

import (
	"encoding/base64"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/examples/eks-blue-green/contracts"
	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestContractsStayCompatible(t *testing.T) {
	stackreftest.Golden[contracts.Clusters](t, "testdata/golden/clusters.json")
	stackreftest.Golden[contracts.Platform](t, "testdata/golden/platform.json")
}

func TestContractsRoundTrip(t *testing.T) {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	stackreftest.RoundTrip(t, &contracts.Clusters{
		Active: "blue", VPCID: text("vpc-0a1b2c3d"), CIDR: "10.40.0.0/16",
		Slots: map[string]contracts.Slot{"blue": {
			Cluster: provider.Cluster{
				Identifier: text("acme-blue-g1"), Name: text("acme-blue-g1-1a2b3c4d"), Region: text("eu-west-1"),
				Endpoint: text("https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"), CertificateAuthority: text(base64.StdEncoding.EncodeToString([]byte("x"))),
			},
			Generation: 1, SecurityGroupID: text("sg-0a1b2c3d"), State: "serving", GivenUp: "",
		}},
		Balancer: contracts.Balancer{
			HTTPSListenerARN: text("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/2"),
			SecurityGroupID:  text("sg-1b2c3d4e"), DNSName: text("web.example.com"),
		},
	})
	stackreftest.RoundTrip(t, &contracts.Platform{Slots: map[string]contracts.Prepared{"blue": {Generation: 1}}})
}

func TestSoftwareBelongsOnClustersThatServeOrStandBy(t *testing.T) {
	for state, want := range map[string]bool{"serving": true, "standby": true, "draining": false, "lost": false} {
		assert.Equal(t, want, contracts.Slot{State: state}.Serves(), state)
	}
}
