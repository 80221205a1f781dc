package elasticcloud_test

import (
	"testing"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/internal/binding/bindingtest"
)

// properties finds the properties of a binding.
var properties = bindingtest.Properties

// providerSchema is written down from the schema of the Pulumi provider ec v0.12.2.
var providerSchema = map[string]bindingtest.Type{
	"ec:index/deployment:Deployment": {
		Args: elasticcloud.DeploymentResourceArgs{}, State: elasticcloud.DeploymentResource{},
		Inputs: "region string!, version string!, deploymentTemplateId string!, elasticsearch ElasticsearchArgs!, kibana KibanaArgs, " +
			"integrationsServer IntegrationsServerArgs, observability ObservabilityArgs, name string, alias string, tags map, trafficFilters list, " +
			"encryptionKeyPath string~, migrateToLatestHardware bool, resetElasticsearchPassword bool, requestId string",
		LeftOut: "apm enterpriseSearch",
		Outputs: "elasticsearchUsername elasticsearchPassword apmSecretToken",
		NoState: "migrateToLatestHardware resetElasticsearchPassword",
		Secrets: "apmSecretToken elasticsearchPassword",
	},
	"ec:index/deploymentTrafficFilter:DeploymentTrafficFilter": {
		Args: elasticcloud.TrafficFilterArgs{}, State: elasticcloud.TrafficFilter{},
		Inputs: "name string, region string!, type string!, description string, includeByDefault bool, rules []TrafficFilterRuleArgs",
	},
	"ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation": {
		Args: elasticcloud.TrafficFilterAssociationArgs{}, State: elasticcloud.TrafficFilterAssociation{},
		Inputs: "deploymentId string!~, trafficFilterId string!~",
	},
	"ec:index/deploymentExtension:DeploymentExtension": {
		Args: elasticcloud.ExtensionArgs{}, State: elasticcloud.Extension{},
		Inputs: "extensionType string!, version string!, name string, description string, downloadUrl string, filePath string, " +
			"fileHash string",
		Outputs: "url size lastModified",
	},
	"ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore": {
		Args: elasticcloud.KeystoreArgs{}, State: elasticcloud.Keystore{},
		Inputs:  "deploymentId string!~, settingName string!~, value string!, asFile bool",
		Secrets: "value",
	},
	"ec:index/elasticsearchProject:ElasticsearchProject": {
		Args: elasticcloud.ProjectArgs{}, State: elasticcloud.Project{},
		Inputs: "regionId string!, name string, alias string, optimizedFor string, searchLake SearchLakeArgs, trafficFilterIds list, " +
			"metadata ProjectMetadataArgs",
		Outputs: "cloudId endpoints privateEndpoints credentials type",
		Secrets: "credentials",
	},
}

const tierInputs = "autoscaling AutoscalingArgs!, size string, sizeResource string, zoneCount int, instanceConfigurationId string, " +
	"instanceConfigurationVersion int"

// nestedSchema are the blocks, by the name of what binds them.
var nestedSchema = map[string]bindingtest.Type{
	"ElasticsearchArgs": {
		Args: elasticcloud.ElasticsearchArgs{},
		Inputs: "hot TierArgs!, warm TierArgs, cold TierArgs, frozen TierArgs, ml TierArgs, master TierArgs, coordinating TierArgs, autoscale bool, " +
			"config ElasticsearchConfigArgs, extensions []ElasticsearchExtensionArgs, keystoreContents <KeystoreContentArgs>, " +
			"remoteClusters []RemoteClusterArgs, trustAccounts []TrustAccountArgs, trustExternals []TrustExternalArgs, " +
			"snapshotSource SnapshotSourceArgs, strategy string, refId string",
	},
	"TierArgs":        {Args: elasticcloud.TierArgs{}, Inputs: tierInputs},
	"AutoscalingArgs": {Args: elasticcloud.AutoscalingArgs{}, Inputs: "autoscale bool, minSize string, minSizeResource string, maxSize string, maxSizeResource string"},
	"ElasticsearchConfigArgs": {
		Args: elasticcloud.ElasticsearchConfigArgs{}, Inputs: "plugins list, userSettingsYaml string, userSettingsJson string",
	},
	"ElasticsearchExtensionArgs": {Args: elasticcloud.ElasticsearchExtensionArgs{}, Inputs: "name string!, type string!, url string!, version string!"},
	"KeystoreContentArgs":        {Args: elasticcloud.KeystoreContentArgs{}, Inputs: "value string!, asFile bool"},
	"RemoteClusterArgs":          {Args: elasticcloud.RemoteClusterArgs{}, Inputs: "alias string!, deploymentId string!, refId string, skipUnavailable bool"},
	"TrustAccountArgs":           {Args: elasticcloud.TrustAccountArgs{}, Inputs: "accountId string!, trustAll bool!, trustAllowlists list"},
	"TrustExternalArgs":          {Args: elasticcloud.TrustExternalArgs{}, Inputs: "relationshipId string!, trustAll bool!, trustAllowlists list"},
	"SnapshotSourceArgs":         {Args: elasticcloud.SnapshotSourceArgs{}, Inputs: "sourceElasticsearchClusterId string!, snapshotName string"},
	"KibanaArgs":                 {Args: elasticcloud.KibanaArgs{}, Inputs: "size string, sizeResource string, zoneCount int, config StackConfigArgs"},
	"IntegrationsServerArgs": {
		Args: elasticcloud.IntegrationsServerArgs{}, Inputs: "size string, sizeResource string, zoneCount int, config StackConfigArgs",
	},
	"StackConfigArgs":   {Args: elasticcloud.StackConfigArgs{}, Inputs: "userSettingsYaml string, userSettingsJson string"},
	"ObservabilityArgs": {Args: elasticcloud.ObservabilityArgs{}, Inputs: "deploymentId string!, logs bool, metrics bool, refId string"},
	"TrafficFilterRuleArgs": {
		Args: elasticcloud.TrafficFilterRuleArgs{},
		Inputs: "source string, description string, azureEndpointName string, azureEndpointGuid string, remoteClusterId string, " +
			"remoteClusterOrgId string",
	},
	"SearchLakeArgs":      {Args: elasticcloud.SearchLakeArgs{}, Inputs: "searchPower int, boostWindow int"},
	"ProjectMetadataArgs": {Args: elasticcloud.ProjectMetadataArgs{}, Inputs: "tags map"},
}

func TestBindingsHaveThePropertiesOfTheSchema(t *testing.T) {
	t.Parallel()
	bindingtest.Schema{Package: "ec", Types: providerSchema, Blocks: nestedSchema}.Check(t)
}
