package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/twingateconnector"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[twingateconnector.Args, *twingateconnector.Connectors]{
		Token:    componentToken,
		New:      twingateconnector.New,
		Args:     func(_ *pulumi.Context, tags tagging.Set) *twingateconnector.Args { return newArgs(tags, nil) },
		Provider: putProvider,
		Required: []string{"Tags", "Provider", "Access.Account", "PrivateCIDRs"},
		Options:  []infratest.Option{tokens()},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its inputs, in a namespace and a network that are there.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[twingateconnector.Args, *twingateconnector.Connectors]{
		Token: componentToken,
		New:   twingateconnector.New,
		Args: func(_ *pulumi.Context, tags tagging.Set) *twingateconnector.Args {
			args := newArgs(tags, nil)
			args.Access = twingate.Access{
				Account: "acme", RemoteNetworkID: pulumi.String("network-1"), Connectors: 3, Rotation: "2026-11",
				ExtraTCPPorts: []string{"5432", "8000-8010"}, DNSServer: "10.0.0.2", LogLevel: 4, DisableConnectionLogs: true, DisableStatusUpdates: true,
				Resources: []twingate.PrivateResource{redis(), {
					Key: "hosts", Name: "Hosts", Address: pulumi.String("10.1.0.0/24"), Alias: "hosts.acme.internal", UDPPorts: []string{"514"}, AllowAllTCP: true,
					AllowICMP: true, GroupIDs: []pulumi.StringInput{pulumi.String("group-1"), pulumi.String("group-2")}, SecurityPolicyID: pulumi.String("policy-1"),
				}},
			}
			args.Namespace, args.PrivateCIDRs = "platform", []string{"10.0.0.0/16", "10.1.0.0/16"}
			args.Image, args.UpdaterImage, args.PullSecretName = "mirror.example.com/twingate/connector:1.80.0", "mirror.example.com/kubectl:v1.34.1", "mirror"
			args.CPU, args.Memory, args.MemoryLimit, args.PriorityClassName = "250m", "512Mi", "2Gi", "platform"
			args.AllowSharedNodes, args.AllowClusterPods, args.Location = true, true, "AWS"
			return args
		},
		Provider: putProvider,
		Options:  []infratest.Option{tokens()},
		Golden:   "testdata/golden/everything.json",
	})
}

func putProvider(args *twingateconnector.Args, provider pulumi.ProviderResource) {
	args.Provider = provider
}
