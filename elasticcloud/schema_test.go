package elasticcloud_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// bound is one type of the provider's schema and what binds it.
type bound struct {
	args    pulumi.Input // nil for what has outputs only
	state   any
	inputs  string // "name kind", one a comma; "!" required, "~" replaces; a block is the name of what binds it
	leftOut string // inputs that the binding does not have on purpose
	outputs string // outputs that are no inputs
	noState string // inputs that the binding does not give back
	secrets string
}

// providerSchema is written down from the schema of the Pulumi provider ec v0.12.2.
var providerSchema = map[string]bound{
	"ec:index/deployment:Deployment": {
		args: elasticcloud.DeploymentResourceArgs{}, state: elasticcloud.DeploymentResource{},
		inputs: "region string!, version string!, deploymentTemplateId string!, elasticsearch ElasticsearchArgs!, kibana KibanaArgs, " +
			"integrationsServer IntegrationsServerArgs, observability ObservabilityArgs, name string, alias string, tags map, trafficFilters list, " +
			"encryptionKeyPath string~, migrateToLatestHardware bool, resetElasticsearchPassword bool, requestId string",
		leftOut: "apm enterpriseSearch",
		outputs: "elasticsearchUsername elasticsearchPassword apmSecretToken",
		noState: "migrateToLatestHardware resetElasticsearchPassword",
		secrets: "apmSecretToken elasticsearchPassword",
	},
	"ec:index/deploymentTrafficFilter:DeploymentTrafficFilter": {
		args: elasticcloud.TrafficFilterArgs{}, state: elasticcloud.TrafficFilter{},
		inputs: "name string, region string!, type string!, description string, includeByDefault bool, rules []TrafficFilterRuleArgs",
	},
	"ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation": {
		args: elasticcloud.TrafficFilterAssociationArgs{}, state: elasticcloud.TrafficFilterAssociation{},
		inputs: "deploymentId string!~, trafficFilterId string!~",
	},
	"ec:index/deploymentExtension:DeploymentExtension": {
		args: elasticcloud.ExtensionArgs{}, state: elasticcloud.Extension{},
		inputs: "extensionType string!, version string!, name string, description string, downloadUrl string, filePath string, " +
			"fileHash string",
		outputs: "url size lastModified",
	},
	"ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore": {
		args: elasticcloud.KeystoreArgs{}, state: elasticcloud.Keystore{},
		inputs:  "deploymentId string!~, settingName string!~, value string!, asFile bool",
		secrets: "value",
	},
	"ec:index/elasticsearchProject:ElasticsearchProject": {
		args: elasticcloud.ProjectArgs{}, state: elasticcloud.Project{},
		inputs: "regionId string!, name string, alias string, optimizedFor string, searchLake SearchLakeArgs, trafficFilterIds list, " +
			"metadata ProjectMetadataArgs",
		outputs: "cloudId endpoints privateEndpoints credentials type",
		secrets: "credentials",
	},
}

const tierInputs = "autoscaling AutoscalingArgs!, size string, sizeResource string, zoneCount int, instanceConfigurationId string, " +
	"instanceConfigurationVersion int"

// nestedSchema are the blocks, by the name of what binds them.
var nestedSchema = map[string]bound{
	"ElasticsearchArgs": {
		args: elasticcloud.ElasticsearchArgs{},
		inputs: "hot TierArgs!, warm TierArgs, cold TierArgs, frozen TierArgs, ml TierArgs, master TierArgs, coordinating TierArgs, autoscale bool, " +
			"config ElasticsearchConfigArgs, extensions []ElasticsearchExtensionArgs, keystoreContents <KeystoreContentArgs>, " +
			"remoteClusters []RemoteClusterArgs, trustAccounts []TrustAccountArgs, trustExternals []TrustExternalArgs, " +
			"snapshotSource SnapshotSourceArgs, strategy string, refId string",
	},
	"TierArgs":        {args: elasticcloud.TierArgs{}, inputs: tierInputs},
	"AutoscalingArgs": {args: elasticcloud.AutoscalingArgs{}, inputs: "autoscale bool, minSize string, minSizeResource string, maxSize string, maxSizeResource string"},
	"ElasticsearchConfigArgs": {
		args: elasticcloud.ElasticsearchConfigArgs{}, inputs: "plugins list, userSettingsYaml string, userSettingsJson string",
	},
	"ElasticsearchExtensionArgs": {args: elasticcloud.ElasticsearchExtensionArgs{}, inputs: "name string!, type string!, url string!, version string!"},
	"KeystoreContentArgs":        {args: elasticcloud.KeystoreContentArgs{}, inputs: "value string!, asFile bool"},
	"RemoteClusterArgs":          {args: elasticcloud.RemoteClusterArgs{}, inputs: "alias string!, deploymentId string!, refId string, skipUnavailable bool"},
	"TrustAccountArgs":           {args: elasticcloud.TrustAccountArgs{}, inputs: "accountId string!, trustAll bool!, trustAllowlists list"},
	"TrustExternalArgs":          {args: elasticcloud.TrustExternalArgs{}, inputs: "relationshipId string!, trustAll bool!, trustAllowlists list"},
	"SnapshotSourceArgs":         {args: elasticcloud.SnapshotSourceArgs{}, inputs: "sourceElasticsearchClusterId string!, snapshotName string"},
	"KibanaArgs":                 {args: elasticcloud.KibanaArgs{}, inputs: "size string, sizeResource string, zoneCount int, config StackConfigArgs"},
	"IntegrationsServerArgs": {
		args: elasticcloud.IntegrationsServerArgs{}, inputs: "size string, sizeResource string, zoneCount int, config StackConfigArgs",
	},
	"StackConfigArgs":   {args: elasticcloud.StackConfigArgs{}, inputs: "userSettingsYaml string, userSettingsJson string"},
	"ObservabilityArgs": {args: elasticcloud.ObservabilityArgs{}, inputs: "deploymentId string!, logs bool, metrics bool, refId string"},
	"TrafficFilterRuleArgs": {
		args: elasticcloud.TrafficFilterRuleArgs{},
		inputs: "source string, description string, azureEndpointName string, azureEndpointGuid string, remoteClusterId string, " +
			"remoteClusterOrgId string",
	},
	"SearchLakeArgs":      {args: elasticcloud.SearchLakeArgs{}, inputs: "searchPower int, boostWindow int"},
	"ProjectMetadataArgs": {args: elasticcloud.ProjectMetadataArgs{}, inputs: "tags map"},
}

// kinds reads the inputs of a table row: the kind of each, with its "!", and the names of those that replace.
func (b bound) kinds() (kinds map[string]string, replaces []string) {
	kinds = map[string]string{}
	for _, each := range strings.Split(b.inputs, ", ") {
		name, kind, _ := strings.Cut(each, " ")
		if strings.HasSuffix(kind, "~") {
			replaces = append(replaces, name)
		}
		kinds[name] = strings.TrimSuffix(kind, "~")
	}
	return kinds, replaces
}

// boundKind is a plain Go type as the table writes it.
func boundKind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return strings.TrimSuffix(boundKind(t.Elem()), "!")
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			return "[]" + strings.TrimSuffix(boundKind(t.Elem()), "!")
		}
		return "list"
	case reflect.Map:
		if t.Elem().Kind() == reflect.Struct {
			return "<" + strings.TrimSuffix(boundKind(t.Elem()), "!") + ">"
		}
		return "map"
	case reflect.Struct:
		return strings.ToUpper(t.Name()[:1]) + t.Name()[1:] + "!"
	default:
		return t.Kind().String() + "!"
	}
}

func properties(t reflect.Type) map[string]reflect.StructField {
	found := map[string]reflect.StructField{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("pulumi"); name != "" {
			found[name] = t.Field(i)
		}
	}
	return found
}

func TestBindingsHaveTheInputsOfTheSchema(t *testing.T) {
	t.Parallel()
	all := map[string]bound{}
	for _, table := range []map[string]bound{providerSchema, nestedSchema} {
		for name, b := range table {
			all[name] = b
		}
	}
	for name, b := range all {
		want, _ := b.kinds()
		plain := b.args.ElementType()
		got := map[string]string{}
		for property, field := range properties(plain) {
			got[property] = boundKind(field.Type)
		}
		assert.Equal(t, want, got, name)

		args := reflect.TypeOf(b.args)
		require.Equal(t, plain.NumField(), args.NumField(), name)
		for i := range args.NumField() {
			assert.Equal(t, plain.Field(i).Name, args.Field(i).Name, "%s: the SDK matches the two by name", name)
			assert.Empty(t, args.Field(i).Tag, name)
		}
	}
}

// Every block that a table row names is in the table, so none goes unchecked.
func TestBlocksAreInTheTable(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, table := range []map[string]bound{providerSchema, nestedSchema} {
		for _, b := range table {
			kinds, _ := b.kinds()
			for _, kind := range kinds {
				if block := strings.Trim(kind, "[]<>!"); strings.HasSuffix(block, "Args") {
					named[block] = true
				}
			}
		}
	}
	for block := range nestedSchema {
		assert.True(t, named[block], block)
		delete(named, block)
	}
	assert.Empty(t, named)
}

func TestBindingsHaveTheOutputsOfTheSchema(t *testing.T) {
	t.Parallel()
	for token, b := range providerSchema {
		want := strings.Fields(b.outputs)
		kinds, _ := b.kinds()
		for name := range kinds {
			if !slices.Contains(strings.Fields(b.noState), name) {
				want = append(want, name)
			}
		}
		var got []string
		for name := range properties(reflect.TypeOf(b.state)) {
			got = append(got, name)
		}
		assert.ElementsMatch(t, want, got, token)
	}
}

// The two tables say the same: this one, and the one that the simulated cloud and the tag checks read.
func TestSchemaOfTheSimulatedCloud(t *testing.T) {
	t.Parallel()
	for _, token := range schema.Tokens() {
		if strings.HasPrefix(token, "ec:") {
			assert.Contains(t, providerSchema, token)
		}
	}
	shapes := map[schema.Kind]string{
		schema.String: "string", schema.Int: "int", schema.Bool: "bool", schema.Array: "list", schema.Map: "map", schema.Object: "object",
	}
	for token, b := range providerSchema {
		typ, ok := schema.Lookup(token)
		require.True(t, ok, token)
		kinds, replaces := b.kinds()
		for _, in := range typ.Inputs {
			if slices.Contains(strings.Fields(b.leftOut), in.Name) {
				assert.NotContains(t, kinds, in.Name, token)
				continue
			}
			kind, required := strings.CutSuffix(kinds[in.Name], "!")
			switch {
			case strings.HasPrefix(kind, "[]"):
				kind = "list"
			case strings.HasSuffix(kind, "Args"):
				kind = "object"
			}
			assert.Equal(t, shapes[in.Kind], kind, "%s %s", token, in.Name)
			assert.Equal(t, in.Required, required, "%s %s", token, in.Name)
			assert.Equal(t, in.Replaces, slices.Contains(replaces, in.Name), "%s %s", token, in.Name)
			delete(kinds, in.Name)
		}
		assert.Empty(t, kinds, token)
		var secrets []string
		for _, out := range typ.Outputs {
			if out.Secret {
				secrets = append(secrets, out.Name)
			}
			if !slices.Contains(strings.Fields(b.leftOut+" "+b.noState), out.Name) {
				assert.Contains(t, properties(reflect.TypeOf(b.state)), out.Name, token)
			}
		}
		assert.ElementsMatch(t, strings.Fields(b.secrets), secrets, token)
	}
}
