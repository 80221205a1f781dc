package network_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[network.VPCArgs, *network.VPC]{
		Token: "groundwork:aws/network:VPC",
		New:   network.NewVPC,
		Args: func(_ *pulumi.Context, tags tagging.Set) *network.VPCArgs {
			return &network.VPCArgs{Tags: tags, CIDR: "10.20.0.0/16", AvailabilityZones: zones("ab")}
		},
		Required: []string{"Tags", "CIDR", "AvailabilityZones"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[network.VPCArgs, *network.VPC]{
		Token: "groundwork:aws/network:VPC",
		New:   network.NewVPC,
		Args: func(_ *pulumi.Context, tags tagging.Set) *network.VPCArgs {
			return &network.VPCArgs{
				Tags: tags, CIDR: "100.64.0.0/18", AvailabilityZones: zones("cba"), NATGateways: network.Single,
				InterfaceEndpoints: []string{network.EndpointECRAPI, network.EndpointSTS}, KubernetesTags: true,
				PeerCIDRs: []string{"10.0.0.0/8"}, FlowLogRetentionDays: 90, KMSKeyARN: pulumi.String(key), DisableProtection: true,
			}
		},
		Golden: "testdata/golden/everything.json",
	})
}
