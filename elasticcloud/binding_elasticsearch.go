package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

type elasticsearchArgs struct {
	Autoscale        *bool                          `pulumi:"autoscale"`
	Cold             *tierArgs                      `pulumi:"cold"`
	Config           *elasticsearchConfigArgs       `pulumi:"config"`
	Coordinating     *tierArgs                      `pulumi:"coordinating"`
	Extensions       []elasticsearchExtensionArgs   `pulumi:"extensions"`
	Frozen           *tierArgs                      `pulumi:"frozen"`
	Hot              tierArgs                       `pulumi:"hot"`
	KeystoreContents map[string]keystoreContentArgs `pulumi:"keystoreContents"`
	Master           *tierArgs                      `pulumi:"master"`
	ML               *tierArgs                      `pulumi:"ml"`
	RefID            *string                        `pulumi:"refId"`
	RemoteClusters   []remoteClusterArgs            `pulumi:"remoteClusters"`
	SnapshotSource   *snapshotSourceArgs            `pulumi:"snapshotSource"`
	Strategy         *string                        `pulumi:"strategy"`
	TrustAccounts    []trustAccountArgs             `pulumi:"trustAccounts"`
	TrustExternals   []trustExternalArgs            `pulumi:"trustExternals"`
	Warm             *tierArgs                      `pulumi:"warm"`
}

// ElasticsearchArgs is the Elasticsearch cluster of a deployment. A change is a plan that Elastic carries out in place, node by node or by
// moving the data to new nodes.
type ElasticsearchArgs struct {
	// Autoscale lets Elastic grow the data tiers and scale machine learning between the bounds of each tier's Autoscaling. Every tier that
	// the template can scale must then be listed, and the sizes ignored. The default is the template's.
	Autoscale pulumi.BoolPtrInput
	// Cold holds searchable data that hardly changes. The default is no such tier.
	Cold *TierArgs
	// Config are settings of Elasticsearch. The default is none.
	Config *ElasticsearchConfigArgs
	// Coordinating nodes take requests only. The default is none: data nodes do it.
	Coordinating *TierArgs
	// Extensions are the bundles and plugins of one's own. The default is none.
	Extensions []ElasticsearchExtensionArgs
	// Frozen searches data in snapshots. The default is no such tier.
	Frozen *TierArgs
	// Hot takes the writes. Every cluster has it.
	Hot TierArgs
	// KeystoreContents are secure settings by name. They are kept in the state as secrets; a [Keystore] is one setting apart from the
	// deployment. The default is none.
	KeystoreContents map[string]KeystoreContentArgs
	// Master nodes only keep the cluster's state. The default leaves it to Elastic, which adds them when there are many data nodes.
	Master *TierArgs
	// ML runs machine learning. The default is no such nodes.
	ML *TierArgs
	// RefID names the cluster inside the deployment. The default is "main-elasticsearch".
	RefID pulumi.StringPtrInput
	// RemoteClusters can be searched from this one. The default is none.
	RemoteClusters []RemoteClusterArgs
	// SnapshotSource restores a snapshot of another deployment, again with each change: take it out after the first run.
	SnapshotSource *SnapshotSourceArgs
	// Strategy is how a plan is carried out: "autodetect", "grow_and_shrink", "rolling_grow_and_shrink" or "rolling_all". The default is
	// the provider's choice.
	Strategy pulumi.StringPtrInput
	// TrustAccounts are organisations whose clusters may search this one. The default of Elastic is to trust the own organisation.
	TrustAccounts []TrustAccountArgs
	// TrustExternals are clusters outside Elastic Cloud that may search this one. The default is none.
	TrustExternals []TrustExternalArgs
	// Warm holds older data that is still searched often. The default is no such tier.
	Warm *TierArgs
}

// ElementType is what the SDK marshals the block to.
func (ElasticsearchArgs) ElementType() reflect.Type { return reflect.TypeFor[elasticsearchArgs]() }

// hideKeystore marks the values of the keystore as secret, in a copy.
func (a ElasticsearchArgs) hideKeystore() ElasticsearchArgs {
	if a.KeystoreContents == nil {
		return a
	}
	hidden := make(map[string]KeystoreContentArgs, len(a.KeystoreContents))
	for name, content := range a.KeystoreContents {
		content.Value = binding.SecretText(content.Value)
		hidden[name] = content
	}
	a.KeystoreContents = hidden
	return a
}

type tierArgs struct {
	Autoscaling                  autoscalingArgs `pulumi:"autoscaling"`
	InstanceConfigurationID      *string         `pulumi:"instanceConfigurationId"`
	InstanceConfigurationVersion *int            `pulumi:"instanceConfigurationVersion"`
	Size                         *string         `pulumi:"size"`
	SizeResource                 *string         `pulumi:"sizeResource"`
	ZoneCount                    *int            `pulumi:"zoneCount"`
}

// TierArgs is one tier of nodes.
type TierArgs struct {
	// Autoscaling bounds the tier. The provider wants it of every tier; the zero value takes the template's bounds.
	Autoscaling AutoscalingArgs
	// InstanceConfigurationID is the hardware of the nodes. The default is the template's.
	InstanceConfigurationID pulumi.StringPtrInput
	// InstanceConfigurationVersion is its version. The default is the newest when the tier is made.
	InstanceConfigurationVersion pulumi.IntPtrInput
	// Size is what the tier has in each zone, in GiB: a number of halves and "g", such as "8g"; the template has a list. The default is the
	// template's.
	Size pulumi.StringPtrInput
	// SizeResource is what Size counts: "memory", the default, or "storage".
	SizeResource pulumi.StringPtrInput
	// ZoneCount is the number of availability zones, 1 to 3. The default is the template's.
	ZoneCount pulumi.IntPtrInput
}

// ElementType is what the SDK marshals the block to.
func (TierArgs) ElementType() reflect.Type { return reflect.TypeFor[tierArgs]() }

type autoscalingArgs struct {
	Autoscale       *bool   `pulumi:"autoscale"`
	MaxSize         *string `pulumi:"maxSize"`
	MaxSizeResource *string `pulumi:"maxSizeResource"`
	MinSize         *string `pulumi:"minSize"`
	MinSizeResource *string `pulumi:"minSizeResource"`
}

// AutoscalingArgs bounds what autoscaling may do to a tier. The defaults are the template's.
type AutoscalingArgs struct {
	// Autoscale turns autoscaling on for machine learning; other tiers follow the cluster's switch.
	Autoscale pulumi.BoolPtrInput
	// MaxSize is the most that the tier has in each zone, such as "64g". It bounds the cost.
	MaxSize pulumi.StringPtrInput
	// MaxSizeResource is what MaxSize counts: "memory" or "storage".
	MaxSizeResource pulumi.StringPtrInput
	// MinSize is the least that the tier has in each zone. Only machine learning is ever scaled down.
	MinSize pulumi.StringPtrInput
	// MinSizeResource is what MinSize counts: "memory" or "storage".
	MinSizeResource pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the block to.
func (AutoscalingArgs) ElementType() reflect.Type { return reflect.TypeFor[autoscalingArgs]() }

type elasticsearchConfigArgs struct {
	Plugins          []string `pulumi:"plugins"`
	UserSettingsJSON *string  `pulumi:"userSettingsJson"`
	UserSettingsYAML *string  `pulumi:"userSettingsYaml"`
}

// ElasticsearchConfigArgs are settings of Elasticsearch. A change restarts the nodes one after the other.
type ElasticsearchConfigArgs struct {
	// Plugins are official plugins by name, such as "analysis-icu".
	Plugins pulumi.StringArrayInput
	// UserSettingsJSON are settings as a JSON object. Not together with UserSettingsYAML.
	UserSettingsJSON pulumi.StringPtrInput
	// UserSettingsYAML are settings as in elasticsearch.yml.
	UserSettingsYAML pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the block to.
func (ElasticsearchConfigArgs) ElementType() reflect.Type {
	return reflect.TypeFor[elasticsearchConfigArgs]()
}

type elasticsearchExtensionArgs struct {
	Name    string `pulumi:"name"`
	Type    string `pulumi:"type"`
	URL     string `pulumi:"url"`
	Version string `pulumi:"version"`
}

// ElasticsearchExtensionArgs is an [Extension] that a cluster uses. Everything is required.
type ElasticsearchExtensionArgs struct {
	// Name is the extension's name.
	Name pulumi.StringInput
	// Type is "bundle" or "plugin".
	Type pulumi.StringInput
	// URL is the extension's URL output.
	URL pulumi.StringInput
	// Version is the version of the stack that it is for.
	Version pulumi.StringInput
}

// ElementType is what the SDK marshals the block to.
func (ElasticsearchExtensionArgs) ElementType() reflect.Type {
	return reflect.TypeFor[elasticsearchExtensionArgs]()
}

type keystoreContentArgs struct {
	AsFile *bool  `pulumi:"asFile"`
	Value  string `pulumi:"value"`
}

// KeystoreContentArgs is the value of one secure setting.
type KeystoreContentArgs struct {
	// AsFile keeps the value as a file, as the credentials of Google Cloud need it. The default is false.
	AsFile pulumi.BoolPtrInput
	// Value is the setting's value. It is always secret. Required.
	Value pulumi.StringInput
}

// ElementType is what the SDK marshals the block to.
func (KeystoreContentArgs) ElementType() reflect.Type { return reflect.TypeFor[keystoreContentArgs]() }

type remoteClusterArgs struct {
	Alias           string  `pulumi:"alias"`
	DeploymentID    string  `pulumi:"deploymentId"`
	RefID           *string `pulumi:"refId"`
	SkipUnavailable *bool   `pulumi:"skipUnavailable"`
}

// RemoteClusterArgs is a cluster of another deployment that can be searched from this one.
type RemoteClusterArgs struct {
	// Alias is its name in searches. Required.
	Alias pulumi.StringInput
	// DeploymentID is its deployment. Required.
	DeploymentID pulumi.StringInput
	// RefID names the cluster inside that deployment. The default is "main-elasticsearch".
	RefID pulumi.StringPtrInput
	// SkipUnavailable makes searches go on without it when it does not answer. The default is false.
	SkipUnavailable pulumi.BoolPtrInput
}

// ElementType is what the SDK marshals the block to.
func (RemoteClusterArgs) ElementType() reflect.Type { return reflect.TypeFor[remoteClusterArgs]() }

type snapshotSourceArgs struct {
	SnapshotName                 *string `pulumi:"snapshotName"`
	SourceElasticsearchClusterID string  `pulumi:"sourceElasticsearchClusterId"`
}

// SnapshotSourceArgs is the snapshot that a cluster starts from.
type SnapshotSourceArgs struct {
	// SnapshotName is the snapshot. The default is the newest one that succeeded.
	SnapshotName pulumi.StringPtrInput
	// SourceElasticsearchClusterID is the cluster that it was taken of: the resourceId of its elasticsearch output, in the same region.
	// Required.
	SourceElasticsearchClusterID pulumi.StringInput
}

// ElementType is what the SDK marshals the block to.
func (SnapshotSourceArgs) ElementType() reflect.Type { return reflect.TypeFor[snapshotSourceArgs]() }

type trustAccountArgs struct {
	AccountID       string   `pulumi:"accountId"`
	TrustAll        bool     `pulumi:"trustAll"`
	TrustAllowlists []string `pulumi:"trustAllowlists"`
}

// TrustAccountArgs is an organisation whose clusters may search this one.
type TrustAccountArgs struct {
	// AccountID is the organisation. Required.
	AccountID pulumi.StringInput
	// TrustAll trusts all of its clusters. Required.
	TrustAll pulumi.BoolInput
	// TrustAllowlists are the clusters to trust when not all are.
	TrustAllowlists pulumi.StringArrayInput
}

// ElementType is what the SDK marshals the block to.
func (TrustAccountArgs) ElementType() reflect.Type { return reflect.TypeFor[trustAccountArgs]() }

type trustExternalArgs struct {
	RelationshipID  string   `pulumi:"relationshipId"`
	TrustAll        bool     `pulumi:"trustAll"`
	TrustAllowlists []string `pulumi:"trustAllowlists"`
}

// TrustExternalArgs is a set of clusters outside Elastic Cloud that may search this one.
type TrustExternalArgs struct {
	// RelationshipID is the trust relationship. Required.
	RelationshipID pulumi.StringInput
	// TrustAll trusts all of its clusters. Required.
	TrustAll pulumi.BoolInput
	// TrustAllowlists are the clusters to trust when not all are.
	TrustAllowlists pulumi.StringArrayInput
}

// ElementType is what the SDK marshals the block to.
func (TrustExternalArgs) ElementType() reflect.Type { return reflect.TypeFor[trustExternalArgs]() }
