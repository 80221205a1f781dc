package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/gcp/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[twingateconnector.Args, *twingateconnector.Connectors]{
		Token:    "groundwork:gcp/twingateconnector:Connectors",
		New:      twingateconnector.New,
		Args:     func(_ *pulumi.Context, tags tagging.Set) *twingateconnector.Args { return newArgs(tags) },
		Required: []string{"Tags", "Access.Account", "Region", "Zones", "Network", "Subnetwork", "PrivateCIDRs"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[twingateconnector.Args, *twingateconnector.Connectors]{
		Token:  "groundwork:gcp/twingateconnector:Connectors",
		New:    twingateconnector.New,
		Args:   func(_ *pulumi.Context, tags tagging.Set) *twingateconnector.Args { return everything(tags) },
		Golden: "testdata/golden/everything.json",
	})
}
