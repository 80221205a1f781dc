// Package elasticcloud makes hosted deployments of Elasticsearch and Kibana on Elastic Cloud that are fit for production: closed
// to everybody who was not named, spread over zones, upgraded on purpose only, with a bound on what they can cost, and protected
// against deletion. [NewDeployment] makes a deployment, which this page is about. [NewDeploymentResource], [NewTrafficFilter],
// [NewKeystore], [NewExtension], [NewProject] and the look-ups are the provider ec as it is, typed; package plan works out
// shards, tiers and sizes.
//
//	search, err := elasticcloud.NewDeployment(ctx, "search", &elasticcloud.DeploymentArgs{
//		Tags:     tags,
//		Region:   "us-east-1",
//		Template: "aws-storage-optimized",
//		Version:  "9.1.4",
//		Hot:      elasticcloud.Tier{Size: "8g", Zones: 3},
//		Network: elasticcloud.Network{PrivateLink: &elasticcloud.PrivateLink{
//			EndpointIDs: []pulumi.StringInput{pulumi.String("vpce-0a1b2c3d")},
//		}},
//	})
//
// # What it makes
//
//   - the deployment, role "deployment", with Elasticsearch and Kibana;
//   - the traffic filter that keeps everybody else out, role "private-link" or "ip-allow"; it is there before the deployment and
//     goes after it;
//   - with SnapshotRepository the credentials in the keystore, roles "keystore-access-key" and "keystore-secret-key" or
//     "keystore-credentials";
//   - what must not change, roles "identity" and "version": a refused change shows in preview, and nothing has been touched.
//
// # Defaults
//
//	field                   default
//	Name                    the component's name, a hyphen, the stack's name
//	Zones of each tier      2; Development 1
//	Warm, Cold, Frozen, ML  none
//	Autoscale               false, always sent: some templates turn it on
//	Kibana                  always there, of the template's size
//	master nodes            the service's: it adds dedicated ones to large clusters
//	EncryptionKey           a key of Elastic; encryption itself has no switch, nor has TLS
//	SnapshotRepository      none: the service's own snapshots, every 30 minutes, for the same region
//	  Name                  "offsite"
//	  RetentionDays         30; Development 7
//	Plugins, Extensions     none
//	MonitoringDeploymentID  none: logs and metrics go nowhere
//	DisableProtection       false: protected, except in Development
//	filter for new ones     never: the filter is for this deployment only
//
// Tags, Region, Template, Version, Hot.Size and Network have no safe default and are required.
//
// # Regions
//
// One place has up to three names. Hosted deployments and their filters call the regions of AWS that came first by AWS's own name
// (us-east-1, us-west-1, us-west-2, eu-west-1, ap-northeast-1, ap-southeast-1, ap-southeast-2, sa-east-1) and put aws-, gcp- or
// azure- before all others. Serverless projects ([NewProject]) always say aws-us-east-1. [LookupPrivateLink] and
// [LookupPrivateServiceConnect] take the name that the cloud itself has. A name of the wrong kind is refused, and the error gives
// the right one. Frankfurt is accepted as eu-central-1 and as aws-eu-central-1: public configurations have both.
//
// # Network
//
// Elastic Cloud opens a deployment to the whole internet until it has a traffic filter; with one, everything else gets a 403,
// Kibana included. So the choice is required:
//
//   - PrivateLink: make the endpoint in your network first, to the service that the look-up tells, and a private zone of the told
//     domain with a wildcard record that leads to the endpoint. Clients then use <Alias>.es.<domain> and <Alias>.kb.<domain>.
//   - IPAllow: public addresses of offices and NAT gateways. Blocks wider than /8, private addresses and IPv6 are refused.
//   - Public: with a reason, which is in the outputs and in a warning of every update.
//
// Put no [TrafficFilterAssociation] beside it, which would fight with the deployment's own list of filters. When the last filter
// goes, the deployment is open again; the filter is therefore protected like the data. To go from one choice to another set
// DisableProtection, update, change Network, update, and take DisableProtection away; without the first step the change is
// refused. The new filter is in force before the old one is taken off.
//
// # Autoscaling
//
// It grows tiers and, but for ML, never shrinks them. MaxSize of each tier, times its zones, is the most that can be billed;
// tiers that are not given get a maximum of nothing. The size in the program is only that of the beginning, and is ignored
// afterwards. Refresh before other changes (pulumi up --refresh), so that they are sent with the sizes of the day and not with
// those that the state remembers. Who turns Autoscale off gets the sizes in the program: raise them first.
//
// A tier that is added to a deployment that scales by itself begins with the template's size: add it before Autoscale.
//
// # Snapshots
//
// Elastic Cloud's own snapshots can be restored in the same region only, and go with the deployment. For others
// SnapshotRepository keeps the credentials of a bucket in the keystore. Registering the repository and the policy is done by
// Elasticsearch itself, which this library does not talk to. Once the keystore is filled send, as a user with the cluster
// privilege manage:
//
//	POST /_nodes/reload_secure_settings
//	PUT  <SnapshotRepositoryPath>   with SnapshotRepositoryJSON
//	PUT  <SnapshotPolicyPath>       with SnapshotPolicyJSON
//
// Give every deployment a bucket or a BasePath of its own: two that write to one place destroy each other's snapshots.
//
// # Passwords
//
// Password belongs to the administrator. It is a secret in state and outputs, known only to the update that made the deployment.
// Use it to make API keys with few privileges, and give those to applications.
//
// # What a change replaces
//
// Nothing. Refused in preview and in up are another Region, which the service cannot do, another EncryptionKey, which would make
// a new, empty deployment, an older Version, and a Version that cannot be reached (9.0 from 8.18, later ones from 8.19 or 9.0). For these make
// a second deployment beside the first with its data from a snapshot, move the clients, and remove the first. An upgrade
// that the service refuses does not count: the version before can be set again.
//
// In place, with the service moving data and restarting nodes in turn: Version, Template, sizes, zones, tiers, plugins,
// extensions. Take data out of a tier (by its index lifecycle policies) before you remove the tier; the service refuses when
// there is no room elsewhere. At once: Name, Tags, sources of the filter, MonitoringDeploymentID. Not at all with Autoscale:
// Size. In the keystore a new value is an update; other credentials need a reload.
//
// # Deletion
//
// Protection refuses it until DisableProtection has been deployed. The service's own snapshots go with the deployment; those in a
// bucket of your own stay.
//
// # Alarms
//
// None. Elastic Cloud has no alarms that the provider could make, and nothing of the deployment is in CloudWatch.
// MonitoringDeploymentID sends logs and metrics to another deployment, where rules of Kibana can watch memory pressure, disks and
// shards.
//
// # Cost drivers
//
// Memory by the hour: of each tier its size times its zones, the factor depending on the template's hardware; Kibana and, in
// large clusters, dedicated master nodes beside them. With 2 zones a small tiebreaker runs in a third one. Traffic out of Elastic
// Cloud and between zones; snapshot storage; on PrivateLink the cloud's price for the endpoint. Frozen data costs a fraction of
// hot data, and is slower.
//
// # What it does not do
//
// It makes no endpoint, private zone, bucket or key. It asks Elastic Cloud nothing in preview: whether a template is in the
// region, a size among its hardware, and a version among those on offer shows in the update; [LookupTemplates] and [LookupStack]
// tell earlier. It makes no integrations server (Fleet, APM), no remote clusters, no trust between deployments, no settings of
// Elasticsearch or Kibana, no private endpoints on Azure, and no combination of two networks. It restores no snapshot: that would
// be done again by later updates. Roles, users, API keys, lifecycle policies and index templates belong to Elasticsearch's own
// API.
//
// # Limits of proof
//
// Tests prove what is sent, not that Elastic Cloud accepts it. Taken from Elastic's documentation, from the provider's source and
// from public configurations, and not tried on a live account: the names of the regions, the sizes of the hardware (all kinds are
// accepted for all templates), that a maximum of 0g keeps a tier away, that filters of a new deployment are in force from its
// first moment, how a refresh brings back the sizes of autoscaling, and that the provider honours the timeouts. Limits on the
// deployment's tags are not documented; a tagging.Set's are kept. The check of what must not change needs a Pulumi CLI with
// resource hooks and Stash.
package elasticcloud
