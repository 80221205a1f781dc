package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// DeploymentResource is ec:index/deployment:Deployment: a hosted deployment. It is open to the internet until one traffic filter is
// associated with it.
type DeploymentResource struct {
	pulumi.CustomResourceState

	// Alias is the deployment's part in its host names.
	Alias pulumi.StringOutput `pulumi:"alias"`
	// APMSecretToken is the token of the deprecated APM server, empty without one. Secret.
	APMSecretToken pulumi.StringPtrOutput `pulumi:"apmSecretToken"`
	// DeploymentTemplateID is the hardware profile.
	DeploymentTemplateID pulumi.StringOutput `pulumi:"deploymentTemplateId"`
	// Elasticsearch is the cluster, with cloudId, httpEndpoint, httpsEndpoint, region and resourceId beside the inputs. Numbers in it are
	// float64. A value of the keystore in it makes all of it secret.
	Elasticsearch pulumi.MapOutput `pulumi:"elasticsearch"`
	// ElasticsearchPassword belongs to ElasticsearchUsername. It is known of deployments that this stack made, never of imported ones.
	// Secret.
	ElasticsearchPassword pulumi.StringOutput `pulumi:"elasticsearchPassword"`
	// ElasticsearchUsername is the superuser that comes with the deployment: "elastic".
	ElasticsearchUsername pulumi.StringOutput `pulumi:"elasticsearchUsername"`
	// EncryptionKeyPath is the customer's key that encrypts disks and snapshots.
	EncryptionKeyPath pulumi.StringPtrOutput `pulumi:"encryptionKeyPath"`
	// IntegrationsServer has httpsEndpoint and endpoints, with apm, fleet, profiling and symbols, beside the inputs; empty without one.
	IntegrationsServer pulumi.MapOutput `pulumi:"integrationsServer"`
	// Kibana has httpEndpoint, httpsEndpoint, region and resourceId beside the inputs; empty without one.
	Kibana pulumi.MapOutput `pulumi:"kibana"`
	// Name is shown in the console.
	Name pulumi.StringOutput `pulumi:"name"`
	// Observability is where logs and metrics go; empty when they go nowhere.
	Observability pulumi.MapOutput `pulumi:"observability"`
	// Region is where the deployment is.
	Region pulumi.StringOutput `pulumi:"region"`
	// RequestID is what repeated requests to create the deployment are told apart by.
	RequestID pulumi.StringOutput `pulumi:"requestId"`
	// Tags are the deployment's tags.
	Tags pulumi.StringMapOutput `pulumi:"tags"`
	// TrafficFilters are the ids of the associated filters.
	TrafficFilters pulumi.StringArrayOutput `pulumi:"trafficFilters"`
	// Version is the version of the Elastic Stack.
	Version pulumi.StringOutput `pulumi:"version"`
}

type deploymentResourceArgs struct {
	Alias                      *string                 `pulumi:"alias"`
	DeploymentTemplateID       string                  `pulumi:"deploymentTemplateId"`
	Elasticsearch              elasticsearchArgs       `pulumi:"elasticsearch"`
	EncryptionKeyPath          *string                 `pulumi:"encryptionKeyPath"`
	IntegrationsServer         *integrationsServerArgs `pulumi:"integrationsServer"`
	Kibana                     *kibanaArgs             `pulumi:"kibana"`
	MigrateToLatestHardware    *bool                   `pulumi:"migrateToLatestHardware"`
	Name                       *string                 `pulumi:"name"`
	Observability              *observabilityArgs      `pulumi:"observability"`
	Region                     string                  `pulumi:"region"`
	RequestID                  *string                 `pulumi:"requestId"`
	ResetElasticsearchPassword *bool                   `pulumi:"resetElasticsearchPassword"`
	Tags                       map[string]string       `pulumi:"tags"`
	TrafficFilters             []string                `pulumi:"trafficFilters"`
	Version                    string                  `pulumi:"version"`
}

// DeploymentResourceArgs are the inputs of a DeploymentResource. The deprecated APM server and Enterprise Search, and what only a
// self-managed Elastic Cloud Enterprise takes, are left out.
type DeploymentResourceArgs struct {
	// Alias is the deployment's part in its host names. The default is made from the name.
	Alias pulumi.StringPtrInput
	// DeploymentTemplateID is the hardware profile, such as "aws-storage-optimized"; [LookupTemplates] tells those of a region. A change
	// migrates the nodes in place. Required.
	DeploymentTemplateID pulumi.StringInput
	// Elasticsearch is the cluster. Its hot tier is always made.
	Elasticsearch ElasticsearchArgs
	// EncryptionKeyPath is the ARN or the resource id of a customer's key that encrypts disks and snapshots. The default is a key of
	// Elastic's. A change replaces the deployment, data and all.
	EncryptionKeyPath pulumi.StringPtrInput
	// IntegrationsServer runs APM and Fleet. The default is none.
	IntegrationsServer *IntegrationsServerArgs
	// Kibana is the user interface. The default is none, which may hinder upgrades; &KibanaArgs{} is one of the template's size.
	Kibana *KibanaArgs
	// MigrateToLatestHardware moves the deployment to the newest hardware that its template has, at the next change.
	MigrateToLatestHardware pulumi.BoolPtrInput
	// Name is shown in the console. The default is the logical name with a random ending.
	Name pulumi.StringPtrInput
	// Observability sends logs and metrics to a deployment. The default is to send none.
	Observability *ObservabilityArgs
	// Region is a region as hosted deployments spell it: "us-east-1", "aws-us-east-2", "gcp-us-central1". A change is planned as an update
	// and refused: the region cannot be changed after creation. Required.
	Region pulumi.StringInput
	// RequestID makes a repeated request to create find the first one's deployment. It matters only when a creation failed half-way.
	RequestID pulumi.StringPtrInput
	// ResetElasticsearchPassword makes a new password once. Take it out again after one run.
	ResetElasticsearchPassword pulumi.BoolPtrInput
	// Tags are the deployment's tags.
	Tags pulumi.StringMapInput
	// TrafficFilters are the ids of the filters that let traffic in. The first one closes the deployment to everything else, Kibana too.
	// Never use it beside a [TrafficFilterAssociation] for one deployment.
	TrafficFilters pulumi.StringArrayInput
	// Version is the exact version of the Elastic Stack, such as "8.15.3". A newer one is a rolling upgrade in place; there is no way
	// back. Required.
	Version pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (DeploymentResourceArgs) ElementType() reflect.Type {
	return reflect.TypeFor[deploymentResourceArgs]()
}

// NewDeploymentResource registers a deployment. The contents of the keystore are secret whatever the program says.
func NewDeploymentResource(
	ctx *pulumi.Context, name string, args *DeploymentResourceArgs, opts ...pulumi.ResourceOption,
) (*DeploymentResource, error) {
	args = binding.OrEmpty(args)
	args.Elasticsearch = args.Elasticsearch.hideKeystore()
	var deployment DeploymentResource
	err := plugin().Register(ctx, "ec:index/deployment:Deployment", name, args, &deployment, []string{"apmSecretToken", "elasticsearchPassword"}, opts)
	if err != nil {
		return nil, err
	}
	return &deployment, nil
}

type kibanaArgs struct {
	Config       *stackConfigArgs `pulumi:"config"`
	Size         *string          `pulumi:"size"`
	SizeResource *string          `pulumi:"sizeResource"`
	ZoneCount    *int             `pulumi:"zoneCount"`
}

// KibanaArgs is Kibana in a deployment.
type KibanaArgs struct {
	// Config are settings of Kibana. The default is none.
	Config *StackConfigArgs
	// Size is the memory of a node, such as "1g". The default is the template's.
	Size pulumi.StringPtrInput
	// SizeResource is what Size counts: "memory", the default, or "storage".
	SizeResource pulumi.StringPtrInput
	// ZoneCount is the number of availability zones, 1 to 3. The default is the template's.
	ZoneCount pulumi.IntPtrInput
}

// ElementType is what the SDK marshals the block to.
func (KibanaArgs) ElementType() reflect.Type { return reflect.TypeFor[kibanaArgs]() }

type integrationsServerArgs struct {
	Config       *stackConfigArgs `pulumi:"config"`
	Size         *string          `pulumi:"size"`
	SizeResource *string          `pulumi:"sizeResource"`
	ZoneCount    *int             `pulumi:"zoneCount"`
}

// IntegrationsServerArgs is the integrations server in a deployment: APM and Fleet.
type IntegrationsServerArgs struct {
	// Config are settings of the server. The default is none.
	Config *StackConfigArgs
	// Size is the memory of a node, such as "1g". The default is the template's.
	Size pulumi.StringPtrInput
	// SizeResource is what Size counts: "memory", the default, or "storage".
	SizeResource pulumi.StringPtrInput
	// ZoneCount is the number of availability zones, 1 to 3. The default is the template's.
	ZoneCount pulumi.IntPtrInput
}

// ElementType is what the SDK marshals the block to.
func (IntegrationsServerArgs) ElementType() reflect.Type {
	return reflect.TypeFor[integrationsServerArgs]()
}

type stackConfigArgs struct {
	UserSettingsJSON *string `pulumi:"userSettingsJson"`
	UserSettingsYAML *string `pulumi:"userSettingsYaml"`
}

// StackConfigArgs are settings of Kibana or the integrations server. A change restarts its nodes.
type StackConfigArgs struct {
	// UserSettingsJSON are settings as a JSON object. Not together with UserSettingsYAML.
	UserSettingsJSON pulumi.StringPtrInput
	// UserSettingsYAML are settings as in kibana.yml.
	UserSettingsYAML pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the block to.
func (StackConfigArgs) ElementType() reflect.Type { return reflect.TypeFor[stackConfigArgs]() }

type observabilityArgs struct {
	DeploymentID string  `pulumi:"deploymentId"`
	Logs         *bool   `pulumi:"logs"`
	Metrics      *bool   `pulumi:"metrics"`
	RefID        *string `pulumi:"refId"`
}

// ObservabilityArgs sends logs and metrics of a deployment to one.
type ObservabilityArgs struct {
	// DeploymentID is the deployment that they go to, in the same region; "self" for this one. Required.
	DeploymentID pulumi.StringInput
	// Logs sends the logs. The default is true.
	Logs pulumi.BoolPtrInput
	// Metrics sends the metrics. The default is true.
	Metrics pulumi.BoolPtrInput
	// RefID names the Elasticsearch of that deployment. The default is its only one.
	RefID pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the block to.
func (ObservabilityArgs) ElementType() reflect.Type { return reflect.TypeFor[observabilityArgs]() }
