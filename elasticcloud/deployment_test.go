package elasticcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestDefaultsOfADeployment(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, unchanged)
	deployment := graph.Named(t, deploymentToken, "search-deployment")
	infratest.AssertInputs(t, deployment, map[string]any{
		"name": "search-test", "region": "us-east-1", "deploymentTemplateId": "aws-storage-optimized", "version": "9.1.4",
		"elasticsearch.autoscale": false, "elasticsearch.hot.size": "8g", "elasticsearch.hot.sizeResource": "memory",
		"elasticsearch.hot.zoneCount": 2.0, "elasticsearch.hot.autoscaling": map[string]any{},
		"elasticsearch.warm": nil, "elasticsearch.cold": nil, "elasticsearch.frozen": nil, "elasticsearch.ml": nil,
		"elasticsearch.master": nil, "elasticsearch.snapshotSource": nil, "elasticsearch.keystoreContents": nil, "elasticsearch.config": nil,
		"elasticsearch.extensions": nil, "kibana": map[string]any{}, "encryptionKeyPath": nil, "observability": nil,
		"resetElasticsearchPassword": nil, "alias": nil, "tags.owner": "team-pay", "tags.cost-center": "cc-1200", "tags.pulumi-stack": "test",
	})
	assert.True(t, deployment.Protect)
	assert.Empty(t, deployment.IgnoreChanges)
	assert.Equal(t, graph.One(t, blockToken).URN, deployment.Parent)
	assert.Equal(t, infratest.Timeouts{Create: "60m", Update: "180m", Delete: "60m"}, deployment.Timeouts)
	assert.Contains(t, deployment.AdditionalSecretOutputs, "elasticsearchPassword")
	assert.Empty(t, graph.OfType(keystoreToken))
}

func TestEveryFieldOfADeploymentArrives(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Name = "Search of the shop"
		a.Hot.Zones = 3
		a.Warm, a.Cold = &elasticcloud.Tier{Size: "15g"}, &elasticcloud.Tier{Size: "2g", Zones: 3}
		a.Frozen, a.ML = &elasticcloud.Tier{Size: "4g"}, &elasticcloud.Tier{Size: "1g"}
		a.Kibana = elasticcloud.Kibana{Size: "16g", Zones: 2}
		a.EncryptionKey, a.MonitoringDeploymentID = pulumi.String(kmsKey), pulumi.String("self")
		a.Plugins = []string{"analysis-icu", "mapper-size"}
		a.Extensions = []elasticcloud.InstalledExtension{
			{Name: "synonyms", Type: "bundle", URL: pulumi.String("repo://1"), Version: "*"},
			{Name: "ranker", Type: "plugin", URL: pulumi.String("repo://2"), Version: "9.1.4"},
		}
	})
	infratest.AssertInputs(t, graph.One(t, deploymentToken), map[string]any{
		"name": "Search of the shop", "elasticsearch.hot.zoneCount": 3.0,
		"elasticsearch.warm.size": "15g", "elasticsearch.warm.zoneCount": 2.0, "elasticsearch.cold.size": "2g", "elasticsearch.cold.zoneCount": 3.0,
		"elasticsearch.frozen.size": "4g", "elasticsearch.frozen.zoneCount": 2.0, "elasticsearch.ml.size": "1g", "elasticsearch.ml.zoneCount": 2.0,
		"kibana.size": "16g", "kibana.zoneCount": 2.0, "encryptionKeyPath": kmsKey,
		"observability":                map[string]any{"deploymentId": "self", "logs": true, "metrics": true},
		"elasticsearch.config.plugins": []any{"analysis-icu", "mapper-size"},
		"elasticsearch.extensions": []any{
			map[string]any{"name": "synonyms", "type": "bundle", "url": "repo://1", "version": "*"},
			map[string]any{"name": "ranker", "type": "plugin", "url": "repo://2", "version": "9.1.4"},
		},
	})
	infratest.AssertInputs(t, graph.One(t, filterToken), map[string]any{"name": "Search of the shop private-link"})
}

// TestAutoscalingIsBounded looks at all five tiers: the template would say how far one can grow that is left out.
func TestAutoscalingIsBounded(t *testing.T) {
	t.Parallel()
	deployment := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Autoscale = true
		a.Hot, a.ML = elasticcloud.Tier{Size: "8g", MaxSize: "128g"}, &elasticcloud.Tier{Size: "1g", MaxSize: "16g"}
	}).One(t, deploymentToken)
	infratest.AssertInputs(t, deployment, map[string]any{
		"elasticsearch.autoscale": true, "elasticsearch.hot.size": "8g", "elasticsearch.ml.size": "1g",
		"elasticsearch.warm.size": nil, "elasticsearch.cold.size": nil, "elasticsearch.frozen.size": nil,
	})
	for tier, most := range map[string]string{"hot": "128g", "warm": "0g", "cold": "0g", "frozen": "0g", "ml": "16g"} {
		infratest.AssertInputs(t, deployment, map[string]any{
			"elasticsearch." + tier + ".autoscaling": map[string]any{"maxSize": most, "maxSizeResource": "memory"},
		})
	}
	assert.Equal(t, []string{"elasticsearch.hot.size", "elasticsearch.ml.size"}, deployment.IgnoreChanges)
}

func TestDevelopmentIsSmallerAndNoLessPrivate(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.Profile, a.Warm = component.Development, &elasticcloud.Tier{Size: "2g"}
	})
	infratest.AssertInputs(t, graph.One(t, deploymentToken), map[string]any{
		"elasticsearch.hot.zoneCount": 1.0, "elasticsearch.warm.zoneCount": 1.0, "trafficFilters": []any{graph.One(t, filterToken).ID},
	})
	assert.False(t, graph.One(t, deploymentToken).Protect)
	assert.False(t, graph.One(t, filterToken).Protect)
}

func TestProtectionOfADeployment(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) { a.DisableProtection = true })
	assert.False(t, graph.One(t, deploymentToken).Protect)
	assert.False(t, graph.One(t, filterToken).Protect)
}

func TestOutputsOfADeployment(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		d, err := newDeployment(ctx, unchanged)
		if err != nil {
			return err
		}
		require.NotNil(t, d.Resource)
		for name, out := range map[string]pulumi.Output{
			"id": d.DeploymentID, "alias": d.Alias, "cloudId": d.CloudID, "elasticsearch": d.ElasticsearchEndpoint, "kibana": d.KibanaEndpoint,
			"username": d.Username, "password": d.Password, "access": d.NetworkAccess, "filter": d.TrafficFilterID,
		} {
			ctx.Export(name, out)
		}
		return nil
	}, asCreated())
	for name, want := range map[string]string{
		"id": "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "alias": "search-test-d53192", "cloudId": "search:dXMtZWFzdC0x", "elasticsearch": "https://es.us-east-1.aws.found.io:443",
		"kibana": "https://kb.us-east-1.aws.found.io:443", "username": "elastic", "access": "private endpoints: 1",
		"filter": graph.One(t, filterToken).ID,
	} {
		out, ok := graph.Output(name)
		require.True(t, ok, name)
		assert.Equal(t, want, out.Mappable(), name)
	}
	out, _ := graph.Output("password")
	require.True(t, out.IsSecret())
	assert.Equal(t, password, out.SecretValue().Element.StringValue())
	infratest.AssertNoPlainSecrets(t, graph)
}

// forgetful are mocks that take no list of secret outputs to heart, like those that teams write for themselves.
type forgetful struct{}

func (forgetful) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	outputs := args.Inputs.Copy()
	outputs["elasticsearchPassword"] = resource.NewProperty(password)
	return args.Name, outputs, nil
}

func (forgetful) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

func TestThePasswordIsSecretWhoeverForgetsIt(t *testing.T) {
	t.Parallel()
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		d, err := newDeployment(ctx, unchanged)
		if err != nil {
			return err
		}
		result, err := internals.UnsafeAwaitOutput(ctx.Context(), d.Password)
		assert.True(t, result.Secret)
		assert.Equal(t, password, result.Value)
		return err
	}, pulumi.WithMocks("shop", "test", forgetful{}))
	require.NoError(t, err)
}

// TestTheIdentityKeepsWhatMustNotChange shows what a change is compared with, and that nothing is made before the comparison.
func TestTheIdentityKeepsWhatMustNotChange(t *testing.T) {
	t.Parallel()
	graph := runDeployment(t, func(a *elasticcloud.DeploymentArgs) {
		a.SnapshotRepository = s3Repository()
		a.EncryptionKey = pulumi.String(kmsKey)
	})
	identity := graph.Named(t, stashToken, "search-identity")
	infratest.AssertInputs(t, identity, map[string]any{
		"input": map[string]any{
			"Region": "us-east-1", "EncryptionKey": kmsKey,
			"Network": map[string]any{"choice": "PrivateLink", "protected": true},
		},
	})
	for _, token := range []string{deploymentToken, filterToken, keystoreToken} {
		for _, r := range graph.OfType(token) {
			assert.Contains(t, r.Dependencies, identity.URN, r.Name)
		}
	}
}

// TestKeysOfEveryCloud shows that the form of a key follows the region.
func TestKeysOfEveryCloud(t *testing.T) {
	t.Parallel()
	for region, key := range map[string]string{
		"us-east-1":       kmsKey,
		"gcp-us-central1": "projects/shop/locations/us-central1/keyRings/data/cryptoKeys/search",
		"azure-eastus2":   "https://shop.vault.azure.net/keys/search",
	} {
		change := func(in pulumi.StringInput) func(*elasticcloud.DeploymentArgs) {
			return func(a *elasticcloud.DeploymentArgs) {
				a.Region, a.Template, a.Network, a.EncryptionKey = region, templateIn(region), ipAllow("198.51.100.0/24"), in
			}
		}
		infratest.AssertInputs(t, runDeployment(t, change(pulumi.String(key))).One(t, deploymentToken), map[string]any{"encryptionKeyPath": key})
		_, err := tryDeployment(t, change(pulumi.String("alias/search")))
		require.ErrorContains(t, err, "DeploymentArgs.EncryptionKey: need a key's ")
		_, err = tryDeployment(t, change(pulumi.String("alias/search").ToStringOutput()))
		require.ErrorContains(t, err, "DeploymentArgs.EncryptionKey: need a key's ", "also when it is known late")
	}
}

// templateIn is a template that the region's cloud has.
func templateIn(region string) string {
	switch region[0] {
	case 'g':
		return "gcp-general-purpose"
	case 'a':
		if region[1] == 'z' {
			return "azure-general-purpose"
		}
	}
	return "aws-general-purpose"
}
