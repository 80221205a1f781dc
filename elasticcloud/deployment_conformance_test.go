package elasticcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// conformanceSpec is what all networks have in common.
func conformanceSpec(golden string, change func(*elasticcloud.DeploymentArgs)) infratest.Spec[elasticcloud.DeploymentArgs, *elasticcloud.Deployment] {
	return infratest.Spec[elasticcloud.DeploymentArgs, *elasticcloud.Deployment]{
		Token: "groundwork:elasticcloud:Deployment",
		New:   elasticcloud.NewDeployment,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *elasticcloud.DeploymentArgs {
			a := fewestArgs(ctx, tags)
			change(a)
			return a
		},
		Required: []string{"Tags", "Region", "Template", "Version", "Hot.Size", "Network"},
		Golden:   golden,
	}
}

func TestConformanceWithPrivateLink(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, conformanceSpec("testdata/golden/private-link.json", unchanged))
}

func TestConformanceWithAllowedAddresses(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, conformanceSpec("testdata/golden/ip-allow.json", func(a *elasticcloud.DeploymentArgs) {
		a.Region, a.Template, a.Profile = "gcp-us-central1", "gcp-general-purpose", component.Development
		a.Network = elasticcloud.Network{IPAllow: &elasticcloud.IPAllow{
			CIDRs: []pulumi.StringInput{pulumi.String("198.51.100.0/24"), pulumi.String("203.0.113.7").ToStringOutput()},
		}}
	}))
}

func TestConformanceWhenPublic(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, conformanceSpec("testdata/golden/public.json", func(a *elasticcloud.DeploymentArgs) {
		a.Network = public("the search of the public web site")
	}))
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, conformanceSpec("testdata/golden/everything.json", func(a *elasticcloud.DeploymentArgs) {
		a.Name, a.Autoscale = "Search of the shop", true
		a.Hot = elasticcloud.Tier{Size: "58g", Zones: 3, MaxSize: "174g"}
		a.Warm = &elasticcloud.Tier{Size: "15g", MaxSize: "58g"}
		a.Frozen = &elasticcloud.Tier{Size: "4g", MaxSize: "15g"}
		a.Kibana = elasticcloud.Kibana{Size: "2g", Zones: 2}
		a.EncryptionKey, a.MonitoringDeploymentID = pulumi.String(kmsKey).ToStringOutput(), pulumi.String("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
		a.SnapshotRepository = &elasticcloud.SnapshotRepository{S3: &elasticcloud.S3Repository{
			Bucket: pulumi.String("shop-search-snapshots"), BasePath: "production",
			AccessKeyID: pulumi.String(accessKeyID), SecretAccessKey: pulumi.ToSecret(pulumi.String(secretKey)).(pulumi.StringOutput),
		}}
		a.Plugins = []string{"analysis-icu"}
		a.Extensions = []elasticcloud.InstalledExtension{{Name: "synonyms", Type: "bundle", URL: pulumi.String("repo://2286113333"), Version: "9.*"}}
	}))
}
