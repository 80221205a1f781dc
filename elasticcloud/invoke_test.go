package elasticcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestLookups(t *testing.T) {
	t.Parallel()
	infratest.Run(t, func(ctx *pulumi.Context) error {
		stack, err := elasticcloud.LookupStack(ctx, elasticcloud.StackArgs{VersionRegex: `^8\.17\.`, Region: "us-east-1"})
		if err != nil {
			return err
		}
		assert.Equal(t, &elasticcloud.Stack{
			Version: "8.17.10", MinUpgradableFrom: "7.17.0", UpgradableTos: []string{"8.18.7", "8.19.4"},
		}, stack)

		link, err := elasticcloud.LookupPrivateLink(ctx, "us-east-1")
		if err != nil {
			return err
		}
		assert.Equal(t, &elasticcloud.PrivateLinkService{
			VPCServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0e42e1e06ed010238", DomainName: "vpce.us-east-1.aws.elastic-cloud.com",
			ZoneIDs: []string{"use1-az2", "use1-az4", "use1-az6"},
		}, link)

		service, err := elasticcloud.LookupPrivateServiceConnect(ctx, "us-central1")
		if err != nil {
			return err
		}
		assert.Equal(t, &elasticcloud.PrivateServiceConnect{
			ServiceAttachmentURI: "projects/cloud-production-168820/regions/us-central1/serviceAttachments/proxy-psc-production-us-central1-v1-attachment",
			DomainName:           "psc.us-central1.gcp.cloud.es.io",
		}, service)
		return nil
	})
}

func TestLookupTemplates(t *testing.T) {
	t.Parallel()
	infratest.Run(t, func(ctx *pulumi.Context) error {
		all, err := elasticcloud.LookupTemplates(ctx, elasticcloud.TemplatesArgs{Region: "gcp-us-central1"})
		if err != nil {
			return err
		}
		assert.Greater(t, len(all), 3)
		one, err := elasticcloud.LookupTemplates(ctx, elasticcloud.TemplatesArgs{
			Region: "gcp-us-central1", ID: pulumi.StringRef("gcp-io-optimized-v2"), ShowDeprecated: pulumi.BoolRef(true), StackVersion: pulumi.StringRef("8.17.10"),
		})
		if err != nil {
			return err
		}
		if assert.Len(t, one, 1) {
			assert.Equal(t, "gcp-io-optimized-v2", one[0].ID)
			assert.True(t, one[0].Deprecated)
			assert.NotEmpty(t, one[0].MinStackVersion)
			assert.Contains(t, one[0].Elasticsearch.Hot.AvailableSizes, "8g")
			assert.Equal(t, "8g", *one[0].Elasticsearch.Hot.DefaultSize)
			assert.NotNil(t, one[0].Elasticsearch.Frozen)
		}
		return nil
	})
}

func TestLookupErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ask  func(ctx *pulumi.Context) error
		says string
	}{
		"stack": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.LookupStack(ctx, elasticcloud.StackArgs{VersionRegex: `^1\.`, Region: "us-east-1"})
			return err
		}, "failed to obtain a stack version"},
		"templates": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.LookupTemplates(ctx, elasticcloud.TemplatesArgs{Region: "aws-us-east-1"})
			return err
		}, "Region [aws-us-east-1] was not found"},
		"private link": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.LookupPrivateLink(ctx, "aws-us-east-2")
			return err
		}, "could not find a privatelink endpoint"},
		"service connect": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.LookupPrivateServiceConnect(ctx, "gcp-us-central1")
			return err
		}, "could not find a privatelink endpoint"},
	} {
		_, err := infratest.TryRun(test.ask)
		require.ErrorContains(t, err, test.says, name)
	}
}
