package elasticcloud

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// DeploymentArgs describes one hosted deployment. The zero value of every optional field is the safe choice for production. "Fixed" below
// means that the deployment keeps the value for life: a change is refused in preview, with what to do instead. Every other change is made
// in place.
type DeploymentArgs struct {
	// Tags are the mandatory tags; the deployment carries them. Required. The other resources of Elastic Cloud have no tags.
	Tags tagging.Set

	// Name is what the deployment is called in the console; names need not be unique. Default: the component's name, a hyphen and the
	// stack's name.
	Name string

	// Region is where the deployment runs, by the name that hosted deployments have for it: us-east-1, aws-us-east-2, gcp-us-central1,
	// azure-eastus2. The older regions of AWS have no prefix, all others have one; serverless projects and the look-up of private-link
	// services name the same places differently. Required. Fixed.
	Region string

	// AllowUnknownRegion takes a region that this library does not know yet. Only its form is checked then.
	AllowUnknownRegion bool

	// Template is the deployment template, which chooses the hardware of every tier: aws-storage-optimized, gcp-general-purpose, … Not every
	// template is in every region; [LookupTemplates] lists those that are. Required. Another one moves the data to its hardware in place.
	Template string

	// Version is the version of Elasticsearch and Kibana, exact, such as "9.1.4"; 8.0.0 or newer. Required: a default would upgrade by
	// surprise. A newer one is a rolling upgrade in place, one major version at a time; an older one is refused. [LookupStack] tells which
	// versions a region has, and from which ones each can be reached.
	Version string

	// Hot is the tier that takes all writes, and holds what does not move on to another tier. Its Size is required.
	Hot Tier

	// Warm holds what is still searched but no longer written. Default none.
	Warm *Tier

	// Cold holds what is seldom searched. Default none.
	Cold *Tier

	// Frozen holds searchable snapshots and keeps a cache of them only. Its smallest size is "4g". Default none.
	Frozen *Tier

	// ML runs machine learning. Default none.
	ML *Tier

	// Autoscale lets Elastic Cloud grow the tiers up to MaxSize, which each tier then needs; tiers that are not given stay away. Sizes
	// are then those that the tiers begin with: a later change of them does nothing. Default false.
	Autoscale bool

	// Kibana is the size of Kibana. Default: the template's.
	Kibana Kibana

	// Network says who can reach the deployment: exactly one of its fields. Required, because Elastic Cloud's own default is everybody.
	Network Network

	// EncryptionKey is a key of your own for the data: the ARN of a key in AWS KMS, the resource name of a key in Cloud KMS, or the
	// URL of a key in Azure Key Vault, in the deployment's region. Default: a key of Elastic. Fixed.
	EncryptionKey pulumi.StringInput

	// SnapshotRepository prepares snapshots to a bucket of your own. Default none: the snapshots that Elastic Cloud takes every 30 minutes
	// can be restored in the same region only, and go with the deployment.
	SnapshotRepository *SnapshotRepository

	// Plugins are plugins of Elasticsearch that Elastic Cloud has ready, such as "analysis-icu". A change restarts the nodes in turn.
	Plugins []string

	// Extensions are plugins and bundles of your own, uploaded beforehand, such as with [NewExtension]. A change restarts the nodes in turn.
	Extensions []InstalledExtension

	// MonitoringDeploymentID is the deployment that logs and metrics of this one go to, best another one: what fails cannot tell why.
	// "self" keeps them here. Default: they go nowhere.
	MonitoringDeploymentID pulumi.StringInput

	// DisableProtection lets Pulumi delete the deployment and its traffic filter. Default: protected in Production, not in Development. A
	// change touches only Pulumi's state.
	DisableProtection bool

	// Profile is Production (default) or Development: one zone, no deletion protection. It never weakens privacy, encryption or
	// authentication.
	Profile component.Profile
}

// Tier is one kind of node. A change is made in place: new nodes take the data over before the old ones go.
type Tier struct {
	// Size is the memory of the tier in each zone, such as "8g". Up to "64g" it is one node; more is several of the largest. Which
	// sizes exist depends on the template's hardware: 1, 2, 4, 8, then 15 or 16, 29, 30 or 32, 58, 60 or 64. Required.
	Size string
	// Zones is the number of availability zones, 1 to 3, and 2 or 3 in Production. Default 2, in Development 1. A second zone
	// helps indices that have a replica, and no others.
	Zones int
	// MaxSize is the memory that autoscaling may give the tier in each zone, such as "64g". It bounds the cost. Required with Autoscale,
	// and not accepted without.
	MaxSize string
}

// Kibana is the size of Kibana.
type Kibana struct {
	// Size is the memory in each zone: "1g", "2g", "4g", "8g" or a multiple of "8g". Default: the template's, which is "1g" as a rule.
	Size string
	// Zones is the number of availability zones, 1 to 3. Default: the template's.
	Zones int
}

// Network says who can reach Elasticsearch and Kibana: exactly one of its fields. Going from one to another needs DisableProtection, because
// the traffic filter of the one is deleted after the other has taken its place.
type Network struct {
	// PrivateLink admits what comes through private endpoints in your own network.
	PrivateLink *PrivateLink
	// IPAllow admits public addresses.
	IPAllow *IPAllow
	// Public admits everybody who has a password or key.
	Public *Public
}

// PrivateLink admits what comes through endpoints of AWS PrivateLink or of Google Cloud's Private Service Connect, and nothing else. Private
// endpoints of Azure are not supported.
type PrivateLink struct {
	// EndpointIDs are the endpoints: vpce-0a1b2c3d on AWS, the PSC connection ids on Google Cloud (digits, such as 18446744072646845332). 1 to
	// 128. [LookupPrivateLink] and [LookupPrivateServiceConnect] tell the service that they connect to, and its private zone. A change is
	// made in place.
	EndpointIDs []pulumi.StringInput
}

// IPAllow admits public addresses, and nothing else.
type IPAllow struct {
	// CIDRs are IPv4 addresses or blocks such as 198.51.100.0/24, none wider than /8, 1 to 128: of an office, of the NAT gateways of
	// a network. Private addresses are refused: they never arrive at Elastic Cloud. A change is made in place.
	CIDRs []pulumi.StringInput
}

// Public leaves the deployment open to the internet.
type Public struct {
	// Reason says why, for those who will ask. It is in the output NetworkAccess, and in a warning of every update. Required.
	Reason string
}

// SnapshotRepository prepares snapshots to a bucket of your own, in the deployment's keystore. Elasticsearch's own API, which this library
// does not talk to, registers the repository and the policy: Deployment.SnapshotRepositoryJSON and SnapshotPolicyJSON are what to send.
type SnapshotRepository struct {
	// Name is the repository's name in Elasticsearch. Default "offsite".
	Name string
	// S3 is a bucket on Amazon S3; exactly one of S3 and GCS.
	S3 *S3Repository
	// GCS is a bucket on Google Cloud Storage.
	GCS *GCSRepository
	// RetentionDays is how long the daily snapshots are kept, 1 to 3650. Default 30, in Development 7.
	RetentionDays int
}

// S3Repository is a bucket on Amazon S3, which one deployment alone may write to.
type S3Repository struct {
	// Bucket is the bucket's name. Required.
	Bucket pulumi.StringInput
	// BasePath is the folder in the bucket, without slashes at its ends. Default: none.
	BasePath string
	// AccessKeyID is the id of a permanent access key (AKIA…) that can read, write, list and delete in this bucket only. Required. Kept secret.
	AccessKeyID pulumi.StringInput
	// SecretAccessKey belongs to AccessKeyID. Required. Kept secret.
	SecretAccessKey pulumi.StringInput
}

// GCSRepository is a bucket on Google Cloud Storage, which one deployment alone may write to.
type GCSRepository struct {
	// Bucket is the bucket's name. Required.
	Bucket pulumi.StringInput
	// BasePath is the folder in the bucket, without slashes at its ends. Default: none.
	BasePath string
	// Credentials is the key of a service account, in JSON, that can read, write, list and delete in this bucket only. Required. Kept secret.
	Credentials pulumi.StringInput
}

// InstalledExtension is a plugin or bundle that was uploaded to Elastic Cloud.
type InstalledExtension struct {
	// Name is the extension's name. Required.
	Name string
	// Type is "plugin" or "bundle". Required.
	Type string
	// URL is where Elastic Cloud has it, as the upload returned it: repo://… Required.
	URL pulumi.StringInput
	// Version is the version of Elasticsearch that it is made for: for a plugin the deployment's own, for a bundle also "9.*" or "*". Required.
	Version string
}
