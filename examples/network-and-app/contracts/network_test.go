package contracts_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/examples/network-and-app/contracts"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

func TestNetworkStaysCompatible(t *testing.T) {
	stackreftest.Golden[contracts.Network](t, "testdata/golden/network.json")
}

func TestNetworkRoundTrip(t *testing.T) {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	stackreftest.RoundTrip(t, &contracts.Network{
		NetworkID: text("projects/acme-host/global/networks/main"),
		Zone:      contracts.Zone{Name: text("internal"), Domain: text("acme.internal.")},
		Regions: []contracts.Region{{
			Name: "europe-west1", Connector: text("projects/acme/locations/europe-west1/connectors/main"), Ingress: text("10.0.0.20"),
		}},
		Proxy: contracts.Proxy{
			Host: text("proxy.acme.internal."), Port: pulumi.Int(3128).ToIntOutput(),
			Password: pulumi.ToSecret(text("correct horse")).(pulumi.StringOutput),
		},
	})
}
