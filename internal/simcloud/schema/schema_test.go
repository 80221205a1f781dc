package schema_test

import (
	"bytes"
	"compress/flate"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
	"github.com/groundwork-go/groundwork/internal/simcloud/schema/gen"
)

func TestGeneratedFilesAreCurrent(t *testing.T) {
	t.Parallel()
	types, err := gen.Types(t.Context(), ".")
	require.NoError(t, err)
	files, err := gen.Files(types)
	require.NoError(t, err)
	const stale = "%s is stale: run `go generate` in this folder"

	committed, err := os.ReadFile(gen.TaggableFile)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(files[gen.TaggableFile], committed), stale, gen.TaggableFile)

	// Releases of Go may pack the same bytes differently, so what is inside counts.
	committed, err = os.ReadFile(gen.TableFile)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(unpack(t, files[gen.TableFile]), unpack(t, committed)), stale, gen.TableFile)
	assert.Less(t, len(committed), 700_000)

	again, err := gen.Files(types)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(again[gen.TableFile], files[gen.TableFile]), "two encodings of the same types differ")

	// What was read from the sources is what Lookup returns.
	require.Len(t, schema.Tokens(), len(types))
	for _, want := range types {
		got, ok := schema.Lookup(want.Token)
		require.True(t, ok, want.Token)
		require.Equal(t, want, got)
	}
}

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	require.NoError(t, err)
	return plain
}

func TestCounts(t *testing.T) {
	t.Parallel()
	types, taggable := map[string]int{}, map[string]int{}
	for _, token := range schema.Tokens() {
		provider, _, _ := strings.Cut(token, ":")
		types[provider]++
		found, _ := schema.Lookup(token)
		if found.TagForm != schema.NoTags {
			taggable[provider]++
		}
	}
	assert.Equal(t, map[string]int{"aws": 1538, "gcp": 972, "kubernetes": 478, "command": 4, "random": 8, "pulumi": 5, "ec": 6, "twingate": 7}, types)
	assert.Equal(t, map[string]int{"aws": 758, "gcp": 189, "kubernetes": 157, "ec": 2, "twingate": 1}, taggable)
	assert.True(t, slices.IsSorted(schema.Tokens()))
}

func TestTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		token    string
		required []string
		inputs   []schema.Input
		outputs  []schema.Output
		tags     string
	}{
		{
			token:    "gcp:redis/instance:Instance",
			required: []string{"memorySizeGb"},
			inputs: []schema.Input{
				{Name: "labels", Kind: schema.Map},
				{Name: "maintenancePolicy", Kind: schema.Object},
				{Name: "region", Kind: schema.String, Replaces: true},
			},
			outputs: []schema.Output{
				{Name: "authString", Kind: schema.String, Always: true, Secret: true},
				{Name: "displayName", Kind: schema.String},
				{Name: "host", Kind: schema.String, Always: true},
				{Name: "labels", Kind: schema.Map},
				{Name: "maintenancePolicy", Kind: schema.Object},
				{Name: "port", Kind: schema.Int, Always: true},
				{Name: "serverCaCerts", Kind: schema.Array, Always: true},
			},
			tags: "labels",
		},
		{
			token: "aws:ec2/vpc:Vpc",
			inputs: []schema.Input{
				{Name: "cidrBlock", Kind: schema.String, Replaces: true},
				{Name: "enableDnsHostnames", Kind: schema.Bool},
				{Name: "tags", Kind: schema.Map},
			},
			outputs: []schema.Output{
				{Name: "arn", Kind: schema.String, Always: true},
				{Name: "cidrBlock", Kind: schema.String, Always: true},
			},
			tags: "tags",
		},
		{
			token:    "aws:ec2/subnet:Subnet",
			required: []string{"vpcId"},
			inputs:   []schema.Input{{Name: "vpcId", Kind: schema.String, Required: true, Replaces: true}},
			tags:     "tags",
		},
		{
			token: "aws:lb/loadBalancer:LoadBalancer",
			inputs: []schema.Input{
				{Name: "internal", Kind: schema.Bool, Replaces: true},
				{Name: "securityGroups", Kind: schema.Array}, // replaces in some cases only
				{Name: "loadBalancerType", Kind: schema.String, Replaces: true},
			},
			outputs: []schema.Output{{Name: "dnsName", Kind: schema.String, Always: true}},
			tags:    "tags",
		},
		{
			token: "aws:ecs/service:Service",
			inputs: []schema.Input{
				{Name: "desiredCount", Kind: schema.Int},
				{Name: "loadBalancers", Kind: schema.Array},
				{Name: "networkConfiguration", Kind: schema.Object},
				{Name: "forceNewDeployment", Kind: schema.Bool},
			},
			tags: "tags",
		},
		{
			token:  "aws:ec2/instance:Instance",
			inputs: []schema.Input{{Name: "instanceType", Kind: schema.String}}, // an enum
			tags:   "tags",
		},
		{
			token:  "aws:emr/instanceGroup:InstanceGroup", // documented replacement
			inputs: []schema.Input{{Name: "clusterId", Kind: schema.String, Required: true, Replaces: true}},
			// The SDK asks for both.
			required: []string{"clusterId", "instanceType"},
		},
		{
			token: "kubernetes:core/v1:Namespace",
			inputs: []schema.Input{
				{Name: "apiVersion", Kind: schema.String},
				{Name: "kind", Kind: schema.String}, // "Cannot be updated." and fixed by the constructor
				{Name: "metadata", Kind: schema.Object},
				{Name: "spec", Kind: schema.Object},
			},
			outputs: []schema.Output{
				{Name: "metadata", Kind: schema.Object, Always: true},
				{Name: "status", Kind: schema.Object},
			},
			tags: "metadata.labels",
		},
		{
			token:  "kubernetes:apps/v1:Deployment",
			inputs: []schema.Input{{Name: "spec", Kind: schema.Object}},
			tags:   "metadata.labels",
		},
		{token: "kubernetes:apps/v1:DeploymentList", required: []string{"items"}},
		{token: "kubernetes:apps/v1:DeploymentPatch"},
		{
			token:    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
			required: []string{"roleRef"},
			inputs:   []schema.Input{{Name: "roleRef", Kind: schema.Object, Required: true, Replaces: true}},
			tags:     "metadata.labels",
		},
		{
			token: "command:local:Command",
			inputs: []schema.Input{
				{Name: "create", Kind: schema.String},
				{Name: "environment", Kind: schema.Map},
				{Name: "triggers", Kind: schema.Array, Replaces: true},
			},
			outputs: []schema.Output{
				{Name: "archive", Kind: schema.Asset, Always: true},
				{Name: "stdout", Kind: schema.String, Always: true},
			},
		},
		{
			token:    "random:index/randomPassword:RandomPassword",
			required: []string{"length"},
			inputs:   []schema.Input{{Name: "length", Kind: schema.Int, Required: true, Replaces: true}},
			outputs:  []schema.Output{{Name: "result", Kind: schema.String, Always: true, Secret: true}},
		},
		{token: "gcp:sql/databaseInstance:DatabaseInstance", required: []string{"databaseVersion"}, tags: "settings.userLabels"},
		{
			token:    "ec:index/deployment:Deployment", // written down by hand
			required: []string{"deploymentTemplateId", "elasticsearch", "region", "version"},
			inputs: []schema.Input{
				{Name: "elasticsearch", Kind: schema.Object, Required: true},
				{Name: "encryptionKeyPath", Kind: schema.String, Replaces: true},
				{Name: "migrateToLatestHardware", Kind: schema.Bool},
				{Name: "tags", Kind: schema.Map},
				{Name: "trafficFilters", Kind: schema.Array},
			},
			outputs: []schema.Output{
				{Name: "alias", Kind: schema.String, Always: true},
				{Name: "elasticsearchPassword", Kind: schema.String, Secret: true},
				{Name: "encryptionKeyPath", Kind: schema.String},
				{Name: "region", Kind: schema.String, Always: true},
			},
			tags: "tags",
		},
		{
			token:    "ec:index/elasticsearchProject:ElasticsearchProject",
			required: []string{"regionId"},
			outputs:  []schema.Output{{Name: "credentials", Kind: schema.Object, Secret: true}},
			tags:     "metadata.tags",
		},
		{
			token:    "ec:index/deploymentExtension:DeploymentExtension",
			required: []string{"extensionType", "version"},
			outputs:  []schema.Output{{Name: "size", Kind: schema.Int, Always: true}},
		},
		{
			token:    "twingate:index/twingateConnectorTokens:TwingateConnectorTokens",
			required: []string{"connectorId"},
			inputs: []schema.Input{
				{Name: "connectorId", Kind: schema.String, Required: true, Replaces: true},
				{Name: "keepers", Kind: schema.Map, Replaces: true},
			},
			outputs: []schema.Output{
				{Name: "accessToken", Kind: schema.String, Always: true, Secret: true},
				{Name: "refreshToken", Kind: schema.String, Always: true, Secret: true},
				{Name: "connectorId", Kind: schema.String, Always: true},
			},
		},
		{
			token:    "twingate:index/twingateResource:TwingateResource",
			required: []string{"address", "remoteNetworkId"},
			inputs: []schema.Input{
				{Name: "remoteNetworkId", Kind: schema.String, Required: true}, // resources move, connectors do not
				{Name: "protocols", Kind: schema.Object},
				{Name: "accessGroups", Kind: schema.Array},
			},
			outputs: []schema.Output{{Name: "tagsAll", Kind: schema.Map, Always: true}},
			tags:    "tags",
		},
		{
			token:    "twingate:index/twingateConnector:TwingateConnector",
			required: []string{"remoteNetworkId"},
			inputs:   []schema.Input{{Name: "remoteNetworkId", Kind: schema.String, Required: true, Replaces: true}, {Name: "name", Kind: schema.String}},
		},
		{
			token:    "twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey",
			required: []string{"serviceAccountId"},
			inputs:   []schema.Input{{Name: "expirationTime", Kind: schema.Int, Replaces: true}},
			outputs:  []schema.Output{{Name: "token", Kind: schema.String, Always: true, Secret: true}},
		},
		{token: "gcp:cloudidentity/group:Group", required: []string{"groupKey", "labels", "parent"}},
		{
			token:    "gcp:storage/bucketIAMMember:BucketIAMMember",
			required: []string{"bucket", "member", "role"},
			inputs:   []schema.Input{{Name: "condition", Kind: schema.Object, Replaces: true}},
		},
	}
	for _, test := range tests {
		t.Run(test.token, func(t *testing.T) {
			t.Parallel()
			found, ok := schema.Lookup(test.token)
			require.True(t, ok)
			assert.Equal(t, test.token, found.Token)
			assert.Equal(t, test.tags, found.Tags)
			assert.False(t, found.Component)
			var required []string
			for _, in := range found.Inputs {
				if in.Required {
					required = append(required, in.Name)
				}
			}
			assert.Equal(t, test.required, required)
			for _, want := range test.inputs {
				got, ok := found.Input(want.Name)
				require.True(t, ok, want.Name)
				assert.Equal(t, want, got)
			}
			for _, want := range test.outputs {
				got, ok := found.Output(want.Name)
				require.True(t, ok, want.Name)
				assert.Equal(t, want, got)
			}
			_, ok = found.Input("nonesuch")
			assert.False(t, ok)
			_, ok = found.Output("nonesuch")
			assert.False(t, ok)
		})
	}
}

func TestTagForms(t *testing.T) {
	t.Parallel()
	tests := map[string]schema.Form{
		"aws:autoscaling/group:Group":                          schema.TagList,
		"aws:ec2/vpc:Vpc":                                      schema.TagMap,
		"aws:devopsguru/resourceCollection:ResourceCollection": schema.NoTags, // tags select
		"aws:inspector/resourceGroup:ResourceGroup":            schema.NoTags, // tags select
		"aws:ec2/securityGroupRule:SecurityGroupRule":          schema.NoTags,
		"gcp:monitoring/metricDescriptor:MetricDescriptor":     schema.NoTags, // labels describe the metric
		"gcp:container/cluster:Cluster":                        schema.TagMap,
		"command:local:Command":                                schema.NoTags,
	}
	for token, want := range tests {
		found, ok := schema.Lookup(token)
		require.True(t, ok, token)
		assert.Equal(t, want, found.TagForm, token)
	}
}

func TestComponents(t *testing.T) {
	t.Parallel()
	found, ok := schema.Lookup("kubernetes:helm.sh/v4:Chart")
	require.True(t, ok)
	assert.True(t, found.Component)
	assert.Equal(t, schema.NoTags, found.TagForm)
}

func TestUnknownToken(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "aws:ec2/vpc:Vpc2", "aws:ec2:Vpc", "kubernetes:example.com/v1:Widget"} {
		found, ok := schema.Lookup(token)
		assert.False(t, ok, token)
		assert.Zero(t, found, token)
	}
}

func TestCallerOwnsResults(t *testing.T) {
	t.Parallel()
	const token = "aws:ec2/vpc:Vpc"
	first, _ := schema.Lookup(token)
	first.Inputs[0].Name, first.Outputs[0].Name = "changed", "changed"
	schema.Tokens()[0] = "changed"

	second, _ := schema.Lookup(token)
	assert.NotEqual(t, "changed", second.Inputs[0].Name)
	assert.NotEqual(t, "changed", second.Outputs[0].Name)
	assert.NotEqual(t, "changed", schema.Tokens()[0])
}

func BenchmarkLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := schema.Lookup("gcp:redis/instance:Instance"); !ok {
			b.Fatal("not found")
		}
	}
}
