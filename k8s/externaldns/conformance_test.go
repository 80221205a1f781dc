package externaldns_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/externaldns"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[externaldns.Args, *externaldns.ExternalDNS]{
		Token:    componentToken,
		New:      externaldns.New,
		Args:     func(_ *pulumi.Context, tags tagging.Set) *externaldns.Args { return newArgs(tags, nil) },
		Provider: putProvider,
		Required: []string{"Tags", "Provider", "ClusterName", "Region", "HostedZoneARNs", "DomainFilters", "OwnerID"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its inputs, in a namespace that is there.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[externaldns.Args, *externaldns.ExternalDNS]{
		Token: componentToken,
		New:   externaldns.New,
		Args: func(_ *pulumi.Context, tags tagging.Set) *externaldns.Args {
			args := newArgs(tags, nil)
			args.Namespace, args.AllowDeletes, args.Sources = "platform", true, []externaldns.Source{externaldns.Ingress}
			args.HostedZoneARNs = []pulumi.StringInput{pulumi.String(zone), pulumi.String(zone2)}
			args.DomainFilters, args.TXTPrefix, args.ZoneType = []string{"blue.example.com", "blue.example.org"}, "%{record_type}-owner.", externaldns.PublicZones
			args.Interval, args.Image, args.CPU, args.Memory = 2*time.Minute, "mirror.example.com/dns:v1", "100m", "256Mi"
			args.PermissionsBoundaryARN, args.Profile = pulumi.String(boundary), component.Development
			return args
		},
		Provider: putProvider,
		Golden:   "testdata/golden/everything.json",
	})
}

func putProvider(args *externaldns.Args, provider pulumi.ProviderResource) { args.Provider = provider }
