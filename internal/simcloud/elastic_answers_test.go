package simcloud_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

func TestElasticAnswers(t *testing.T) {
	t.Parallel()
	stack := func(expression string) resource.PropertyMap {
		return ask(t, "ec:index/getStack:getStack", values{"versionRegex": expression, "region": "us-east-1"})
	}
	assert.Equal(t, "9.1.4", open(stack("latest")["version"]))
	assert.Empty(t, stack("latest")["upgradableTos"].ArrayValue())
	older := stack(`^8\.17\.`)
	assert.Equal(t, "8.17.10", open(older["version"]))
	assert.Equal(t, "7.17.0", open(older["minUpgradableFrom"]))
	assert.Equal(t, []string{"8.18.7", "8.19.4"}, listed(older["upgradableTos"]))
	assert.Equal(t, []string{"8.19.4", "9.0.7"}, listed(stack(`8\.18`)["upgradableTos"]))

	templates := func(args values) []string {
		var ids []string
		for _, template := range ask(t, "ec:index/getDeploymentTemplates:getDeploymentTemplates", args)["templates"].ArrayValue() {
			ids = append(ids, open(template.ObjectValue()["id"]).(string))
			sizes := template.ObjectValue()["elasticsearch"].ObjectValue()["hot"].ObjectValue()["availableSizes"]
			assert.Contains(t, listed(sizes), "8g")
		}
		return ids
	}
	assert.Contains(t, templates(values{"region": "us-east-1"}), "aws-storage-optimized")
	assert.NotContains(t, templates(values{"region": "us-east-1"}), "aws-io-optimized-v2")
	assert.Contains(t, templates(values{"region": "us-east-1", "showDeprecated": true}), "aws-io-optimized-v2")
	assert.Equal(t, []string{"gcp-general-purpose"}, templates(values{"region": "gcp-us-central1", "id": "gcp-general-purpose"}))
	assert.Empty(t, templates(values{"region": "us-east-1", "stackVersion": "7.9.0"}))

	link := ask(t, "ec:index/getAwsPrivatelinkEndpoint:getAwsPrivatelinkEndpoint", values{"region": "us-east-1"})
	assert.Equal(t, "com.amazonaws.vpce.us-east-1.vpce-svc-0e42e1e06ed010238", open(link["vpcServiceName"]))
	assert.Equal(t, "vpce.us-east-1.aws.elastic-cloud.com", open(link["domainName"]))
	assert.Equal(t, []string{"use1-az2", "use1-az4", "use1-az6"}, listed(link["zoneIds"]))
	other := ask(t, "ec:index/getAwsPrivatelinkEndpoint:getAwsPrivatelinkEndpoint", values{"region": "us-west-2"})
	assert.Regexp(t, `^com\.amazonaws\.vpce\.us-west-2\.vpce-svc-[0-9a-f]{17}$`, open(other["vpcServiceName"]))
	service := ask(t, "ec:index/getGcpPrivateServiceConnectEndpoint:getGcpPrivateServiceConnectEndpoint", values{"region": "us-central1"})
	assert.Equal(t, "projects/cloud-production-168820/regions/us-central1/serviceAttachments/proxy-psc-production-us-central1-v1-attachment",
		open(service["serviceAttachmentUri"]))
	assert.Equal(t, "psc.us-central1.gcp.cloud.es.io", open(service["domainName"]))
	service = ask(t, "ec:index/getGcpPrivateServiceConnectEndpoint:getGcpPrivateServiceConnectEndpoint", values{"region": "us-east4"})
	assert.Equal(t, "psc.us-east4.gcp.elastic-cloud.com", open(service["domainName"]))
}

func TestElasticQuestionsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		token  string
		args   values
		reason string
	}{
		{"ec:index/getStack:getStack", values{"versionRegex": `^1\.`, "region": "us-east-1"},
			`failed to obtain a stack version matching "^1\\.": please specify a valid version_regex`},
		{"ec:index/getStack:getStack", values{"versionRegex": "(", "region": "us-east-1"}, "failed to compile the version_regex"},
		{"ec:index/getStack:getStack", values{"versionRegex": "latest", "region": "aws-us-east-1"}, "Region [aws-us-east-1] not found"},
		{"ec:index/getDeploymentTemplates:getDeploymentTemplates", values{"region": "us-east-2"}, "Region [us-east-2] was not found"},
		{"ec:index/getAwsPrivatelinkEndpoint:getAwsPrivatelinkEndpoint", values{"region": "aws-us-east-2"},
			"could not find a privatelink endpoint for region: aws-us-east-2"},
		{"ec:index/getGcpPrivateServiceConnectEndpoint:getGcpPrivateServiceConnectEndpoint", values{"region": "gcp-us-central1"},
			"could not find a privatelink endpoint for region: gcp-us-central1"},
	} {
		_, failures, err := simcloud.New(simcloud.Options{}).Invoke(context.Background(), simcloud.Place{}, test.token, props(test.args))
		require.NoError(t, err)
		require.Len(t, failures, 1, test.token)
		assert.Contains(t, failures[0].Reason, test.reason)
	}
}
