package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

func TestFargateConformance(t *testing.T) {
	t.Parallel()
	for golden, test := range map[string]struct {
		required []string
		change   func(*twingateconnector.FargateArgs)
	}{
		"fargate":            {[]string{"Tags", "Access.Account", "VPCID", "SubnetIDs", "PrivateCIDRs"}, asIs},
		"fargate-everything": {nil, everything},
	} {
		t.Run(golden, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[twingateconnector.FargateArgs, *twingateconnector.Fargate]{
				Token: "groundwork:aws/twingateconnector:Fargate",
				New:   twingateconnector.NewFargate,
				Args: func(_ *pulumi.Context, tags tagging.Set) *twingateconnector.FargateArgs {
					args := fargateArgs(tags)
					test.change(args)
					return args
				},
				Required: test.required,
				Golden:   "testdata/golden/" + golden + ".json",
			})
		})
	}
}

// everything has all inputs that do not take a child away.
func everything(a *twingateconnector.FargateArgs) {
	a.Access.Connectors, a.Access.Rotation = 3, "2"
	a.Access.DNSServer, a.Access.LogLevel = "10.0.0.2", 7
	a.Access.Resources = append(a.Access.Resources, twingate.PrivateResource{
		Key: "hosts", Name: "All hosts", Address: pulumi.String("10.0.0.0/16"), TCPPorts: []string{"22", "8000-8010"}, AllowICMP: true,
		GroupIDs: []pulumi.StringInput{pulumi.String("R3JvdXA6MQ=="), pulumi.String("R3JvdXA6Mg==")},
	})
	a.PrivateCIDRs = []string{"10.0.0.0/16", "192.168.7.0/24"}
	a.ClusterARN, a.Image = pulumi.String(theCluster), pullThroughImage
	a.CPU, a.MemoryMB, a.LogRetentionDays, a.AllowPublicIP = 512, 2048, 90, true
	a.KMSKeyARN, a.PermissionsBoundaryARN, a.AlarmTopicARN = pulumi.String(theKey), pulumi.String(theBoundary), pulumi.String(theTopic)
}
