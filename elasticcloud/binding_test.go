package elasticcloud_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// bindEverything registers one of each resource with everything that is required, and hands the options to each.
func bindEverything(ctx *pulumi.Context, opts ...pulumi.ResourceOption) error {
	deployment, err := elasticcloud.NewDeploymentResource(ctx, "it", boundDeployment(), opts...)
	if err != nil {
		return err
	}
	filter, err := elasticcloud.NewTrafficFilter(ctx, "it", &elasticcloud.TrafficFilterArgs{
		Region: pulumi.String("us-east-1"), Type: pulumi.String("ip"),
		Rules: []elasticcloud.TrafficFilterRuleArgs{{Source: pulumi.String("203.0.113.0/24")}},
	}, opts...)
	if err != nil {
		return err
	}
	_, err = elasticcloud.NewTrafficFilterAssociation(ctx, "it", &elasticcloud.TrafficFilterAssociationArgs{
		DeploymentID: deployment.ID().ToStringOutput(), TrafficFilterID: filter.ID().ToStringOutput(),
	}, opts...)
	if err != nil {
		return err
	}
	_, err = elasticcloud.NewKeystore(ctx, "it", &elasticcloud.KeystoreArgs{
		DeploymentID: deployment.ID().ToStringOutput(), SettingName: pulumi.String("a.b"), Value: pulumi.String("hush"),
	}, opts...)
	if err != nil {
		return err
	}
	_, err = elasticcloud.NewExtension(ctx, "it", &elasticcloud.ExtensionArgs{
		ExtensionType: pulumi.String("bundle"), Version: pulumi.String("*"), DownloadURL: pulumi.String("https://example.com/a.zip"),
	}, opts...)
	if err != nil {
		return err
	}
	_, err = elasticcloud.NewProject(ctx, "it", &elasticcloud.ProjectArgs{RegionID: pulumi.String("aws-us-east-1")}, opts...)
	return err
}

func boundDeployment() *elasticcloud.DeploymentResourceArgs {
	return &elasticcloud.DeploymentResourceArgs{
		Region: pulumi.String("us-east-1"), Version: pulumi.String("8.17.10"), DeploymentTemplateID: pulumi.String("aws-storage-optimized"),
	}
}

func TestBindingsRegister(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error { return bindEverything(ctx) })
	assert.Empty(t, g.Unmodelled())
	require.Len(t, g.All(), len(providerSchema))
	for token, b := range providerSchema {
		r := g.One(t, token)
		assert.True(t, r.Custom, token)
		assert.Equal(t, "0.12.2", r.Version, token)
		assert.Empty(t, r.PluginDownloadURL, token)
		assert.ElementsMatch(t, b.SecretOutputs(), r.AdditionalSecretOutputs, token)
		for name := range r.Inputs {
			kinds, _ := b.Kinds()
			assert.Contains(t, kinds, string(name), token)
		}
	}
}

// A caller may ask for another version, and add secret outputs, but not take any away.
func TestBindingsAndTheOptionsOfCallers(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		return bindEverything(ctx, pulumi.Version("0.13.0"), pulumi.AdditionalSecretOutputs([]string{"name"}), pulumi.Protect(true))
	})
	for token, b := range providerSchema {
		r := g.One(t, token)
		assert.Equal(t, "0.13.0", r.Version, token)
		assert.True(t, r.Protect, token)
		assert.ElementsMatch(t, append(b.SecretOutputs(), "name"), r.AdditionalSecretOutputs, token)
	}
}

func TestBindingsLeaveOutWhatIsNotGiven(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		args := boundDeployment()
		args.Kibana = &elasticcloud.KibanaArgs{}
		_, err := elasticcloud.NewDeploymentResource(ctx, "it", args)
		return err
	})
	assert.Equal(t, map[string]any{
		"region": "us-east-1", "version": "8.17.10", "deploymentTemplateId": "aws-storage-optimized",
		"elasticsearch": map[string]any{"hot": map[string]any{"autoscaling": map[string]any{}}}, // the provider wants both
		"kibana":        map[string]any{},
	}, g.One(t, deploymentToken).Inputs.Mappable())
}

func TestDeploymentResourceInputs(t *testing.T) {
	t.Parallel()
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		args := boundDeployment()
		args.Name, args.Tags = pulumi.String("search"), pulumi.StringMap{"owner": pulumi.String("team")}
		args.TrafficFilters = pulumi.StringArray{pulumi.String("f")}
		args.IntegrationsServer = &elasticcloud.IntegrationsServerArgs{Size: pulumi.String("1g")}
		args.Observability = &elasticcloud.ObservabilityArgs{DeploymentID: text("self")}
		args.Elasticsearch = elasticcloud.ElasticsearchArgs{
			Hot: elasticcloud.TierArgs{
				Size: pulumi.String("8g"), ZoneCount: pulumi.Int(2), Autoscaling: elasticcloud.AutoscalingArgs{MaxSize: pulumi.String("64g")},
			},
			ML:         &elasticcloud.TierArgs{},
			Config:     &elasticcloud.ElasticsearchConfigArgs{Plugins: pulumi.StringArray{pulumi.String("analysis-icu")}},
			Extensions: []elasticcloud.ElasticsearchExtensionArgs{{Name: text("n"), Type: text("bundle"), URL: text("u"), Version: text("8.17.10")}},
			KeystoreContents: map[string]elasticcloud.KeystoreContentArgs{
				"gcs.client.default.credentials_file": {Value: text("hush"), AsFile: pulumi.Bool(true)},
			},
			RemoteClusters: []elasticcloud.RemoteClusterArgs{{Alias: text("a"), DeploymentID: text("d")}},
			TrustAccounts:  []elasticcloud.TrustAccountArgs{{AccountID: text("a"), TrustAll: pulumi.Bool(true)}},
			SnapshotSource: &elasticcloud.SnapshotSourceArgs{SourceElasticsearchClusterID: text("c")},
		}
		_, err := elasticcloud.NewDeploymentResource(ctx, "it", args)
		return err
	})
	r := g.One(t, deploymentToken)
	infratest.AssertInputs(t, r, map[string]any{
		"name": "search", "tags.owner": "team", "trafficFilters[0]": "f", "integrationsServer.size": "1g", "observability.deploymentId": "self",
		"elasticsearch.hot.size": "8g", "elasticsearch.hot.zoneCount": 2.0, "elasticsearch.hot.autoscaling.maxSize": "64g",
		"elasticsearch.config.plugins[0]": "analysis-icu", "elasticsearch.extensions[0].url": "u", "elasticsearch.remoteClusters[0].deploymentId": "d",
		"elasticsearch.trustAccounts[0].trustAll": true, "elasticsearch.snapshotSource.sourceElasticsearchClusterId": "c",
		`elasticsearch.keystoreContents["gcs.client.default.credentials_file"].asFile`: true,
		`elasticsearch.keystoreContents["gcs.client.default.credentials_file"].value`:  "hush",
	})
	_, sent := r.Input("elasticsearch.ml.autoscaling")
	assert.True(t, sent)
	assert.True(t, r.IsSecret(`elasticsearch.keystoreContents["gcs.client.default.credentials_file"].value`))
	infratest.AssertNoPlainSecrets(t, g)
}

func TestSecretInputs(t *testing.T) {
	t.Parallel()
	given := pulumi.String("hush")
	keystore := &elasticcloud.KeystoreArgs{DeploymentID: pulumi.String("d"), SettingName: pulumi.String("a.b"), Value: given}
	content := map[string]elasticcloud.KeystoreContentArgs{"a.b": {Value: given}}
	deployment := boundDeployment()
	deployment.Elasticsearch.KeystoreContents = content
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		if _, err := elasticcloud.NewKeystore(ctx, "it", keystore); err != nil {
			return err
		}
		_, err := elasticcloud.NewDeploymentResource(ctx, "it", deployment)
		return err
	})
	r := g.One(t, "ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore")
	assert.True(t, r.IsSecret("value"))
	assert.False(t, r.IsSecret("settingName"))
	assert.Equal(t, given, keystore.Value, "the arguments stay as they are")
	assert.Equal(t, given, content["a.b"].Value)
}

func TestBoundOutputs(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		args := boundDeployment()
		args.Kibana = &elasticcloud.KibanaArgs{}
		d, err := elasticcloud.NewDeploymentResource(ctx, "it", args)
		if err != nil {
			return err
		}
		p, err := elasticcloud.NewProject(ctx, "it", &elasticcloud.ProjectArgs{RegionID: pulumi.String("aws-us-east-1")})
		if err != nil {
			return err
		}
		ctx.Export("url", d.Elasticsearch.MapIndex(pulumi.String("httpsEndpoint")))
		ctx.Export("kibana", d.Kibana.MapIndex(pulumi.String("httpsEndpoint")))
		ctx.Export("password", d.ElasticsearchPassword)
		ctx.Export("credentials", p.Credentials)
		ctx.Export("endpoint", p.Endpoints.MapIndex(pulumi.String("elasticsearch")))
		return nil
	})
	output := func(name string) resource.PropertyValue {
		v, ok := g.Output(name)
		require.True(t, ok, name)
		return v
	}
	assert.Regexp(t, `^https://[0-9a-f]{32}\.us-east-1\.`, output("url").V)
	assert.Regexp(t, `^https://[0-9a-f]{32}\.us-east-1\.`, output("kibana").V)
	assert.NotEqual(t, output("url"), output("kibana"))
	assert.Regexp(t, `^https://`, output("endpoint").V)
	assert.True(t, output("password").IsSecret())
	assert.True(t, output("credentials").IsSecret())
}

func TestMissingInputs(t *testing.T) {
	t.Parallel()
	for args, test := range map[string]struct {
		register func(ctx *pulumi.Context) error
		fields   []string
	}{
		"DeploymentResourceArgs": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewDeploymentResource(ctx, "it", nil)
			return err
		}, []string{"DeploymentTemplateID", "Region", "Version"}},
		"TrafficFilterArgs": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewTrafficFilter(ctx, "it", nil)
			return err
		}, []string{"Region", "Type"}},
		"TrafficFilterAssociationArgs": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewTrafficFilterAssociation(ctx, "it", nil)
			return err
		}, []string{"DeploymentID", "TrafficFilterID"}},
		"KeystoreArgs": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewKeystore(ctx, "it", nil)
			return err
		}, []string{"DeploymentID", "SettingName", "Value"}},
		"ExtensionArgs": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewExtension(ctx, "it", nil)
			return err
		}, []string{"ExtensionType", "Version"}},
		"ProjectArgs": {func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewProject(ctx, "it", nil)
			return err
		}, []string{"RegionID"}},
	} {
		g, err := infratest.TryRun(test.register)
		require.Error(t, err, args)
		assert.Empty(t, g.All(), args)
		for _, field := range test.fields {
			assert.ErrorContains(t, err, "elasticcloud: "+args+"."+field+": need a value, got nothing")
		}
	}
}

// What the provider refuses reaches the caller.
func TestRefusedResources(t *testing.T) {
	t.Parallel()
	for name, register := range map[string]func(ctx *pulumi.Context) error{
		"region": func(ctx *pulumi.Context) error {
			args := boundDeployment()
			args.Region = pulumi.String("aws-us-east-1")
			_, err := elasticcloud.NewDeploymentResource(ctx, "it", args)
			return err
		},
		"rules": func(ctx *pulumi.Context) error {
			_, err := elasticcloud.NewTrafficFilter(ctx, "it", &elasticcloud.TrafficFilterArgs{Region: pulumi.String("us-east-1"), Type: pulumi.String("ip")})
			return err
		},
	} {
		_, err := infratest.TryRun(register)
		assert.Error(t, err, name)
	}
}

func TestTagsOfElasticCloud(t *testing.T) {
	t.Parallel()
	tags := pulumi.StringMap{"owner": pulumi.String("team")}
	policy := tagging.Policy{Required: []tagging.Key{{Name: "owner"}}}
	run := func(t *testing.T, tags pulumi.StringMap) *infratest.Graph {
		return infratest.Run(t, func(ctx *pulumi.Context) error {
			args := boundDeployment()
			args.Tags = tags
			if _, err := elasticcloud.NewDeploymentResource(ctx, "it", args); err != nil {
				return err
			}
			_, err := elasticcloud.NewTrafficFilter(ctx, "untaggable", &elasticcloud.TrafficFilterArgs{
				Region: pulumi.String("us-east-1"), Type: pulumi.String("vpce"),
				Rules: []elasticcloud.TrafficFilterRuleArgs{{Source: pulumi.String("vpce-0123456789abcdef0")}},
			})
			if err != nil {
				return err
			}
			_, err = elasticcloud.NewProject(ctx, "it", &elasticcloud.ProjectArgs{
				RegionID: pulumi.String("aws-us-east-1"), Metadata: &elasticcloud.ProjectMetadataArgs{Tags: tags},
			})
			return err
		})
	}
	infratest.AssertTagged(t, run(t, tags), policy)

	found := &complaints{TB: t}
	infratest.AssertTagged(found, run(t, nil), policy)
	require.Len(t, found.all, 2)
	assert.Contains(t, strings.Join(found.all, "\n"), deploymentToken+` "it": tags: need the mandatory key "owner"`)
	assert.Contains(t, strings.Join(found.all, "\n"), `ElasticsearchProject "it": metadata.tags: need the mandatory key "owner"`)
}

// complaints keeps what a check reports instead of failing.
type complaints struct {
	testing.TB
	all []string
}

func (c *complaints) Errorf(format string, args ...any) {
	c.all = append(c.all, fmt.Sprintf(format, args...))
}
