package redis

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// ClusterArgs describes one cluster. The zero value of every optional field is the safe choice for production. "Fixed"
// below means that a change would make a new, empty cluster: it is refused in preview, with what to do instead. Every
// other change is made in place.
type ClusterArgs struct {
	// Tags are the mandatory tags; they are set on everything that can carry them. Required.
	Tags tagging.Set

	// VPCID is the network that the cluster's security group belongs to, such as vpc-0a1b2c3d. Required. Fixed.
	VPCID pulumi.StringInput

	// SubnetIDs are the private subnets that nodes are placed in, at least 2 (Development 1), each in another zone.
	// Required. A subnet can be added at any time, and removed when no node is in it.
	SubnetIDs pulumi.StringArrayInput

	// ClientSecurityGroupIDs are the security groups that may connect to Port, by a name of your choice for each client:
	// lower-case letters, digits and hyphens. Default none: nothing can connect. The name is part of the rule's identity,
	// so a client that leaves does not touch the rules of the others.
	ClientSecurityGroupIDs map[string]pulumi.StringInput

	// Engine is Valkey (default) or Redis. Redis becomes Valkey in place; the way back is fixed.
	Engine Engine

	// EngineVersion is major and minor version, such as "8.0". Required: a default would upgrade by surprise. A newer
	// version is an upgrade in place, with a failover of seconds; an older one is fixed. The patch version is chosen by
	// the service. Users need 6.0 or newer. A version that this library does not know yet needs ParameterGroupFamily.
	EngineVersion string

	// ParameterGroupFamily is the parameter group's family, such as "valkey9". Default: the one of EngineVersion. Set it to
	// use a version that is newer than the library; the parameters are then checked for their form only.
	ParameterGroupFamily string

	// NodeType is the size of each node, such as cache.r7g.xlarge. Default cache.m7g.large, in Development cache.t4g.micro.
	// A change is made in place, node by node. The change to or from r6gd, which keep cold data on disk, is fixed.
	NodeType string

	// Shards is the number of parts that the keys are spread over. Default 0: one part, cluster mode off. 1 to 500: cluster
	// mode on, which clients must support. Shards can be added and removed in place; cluster mode itself is fixed.
	// Shards × (1 + Replicas) may not pass 500, and a new AWS account has a quota of 90 nodes.
	Shards int

	// Replicas is the number of replicas of each shard, 1 to 5. Default 1, in Development none. See DisableReplicas.
	Replicas int

	// DisableReplicas makes single nodes: no failover, and all data since the last snapshot is lost with a node.
	DisableReplicas bool

	// Port is the port of every node, 1150 to 65535. Default 6379. Fixed.
	Port int

	// MaxMemoryPolicy is what happens to a write when the memory is full. Default: left to the service, which uses
	// volatile-lru.
	MaxMemoryPolicy MaxMemoryPolicy

	// Parameters are further settings of the engine by their own names, such as "timeout": "300". They are checked against
	// what the family knows; maxmemory-policy and cluster-enabled have fields of their own.
	Parameters map[string]string

	// SnapshotRetentionDays is how long daily snapshots are kept, 1 to 35. Default 7, in Development 1.
	SnapshotRetentionDays int

	// SnapshotWindow is when the daily snapshot begins, in UTC, at least 60 minutes. Default "03:00-04:00".
	SnapshotWindow string

	// DisableSnapshots makes no daily snapshots, and deletes those that exist.
	DisableSnapshots bool

	// DisableFinalSnapshot makes no snapshot when the cluster is deleted. Only in Development. Default: one is made, also
	// in Development, under the name in Cluster.FinalSnapshotName. It costs storage until somebody deletes it. The setting
	// must have been deployed before the deletion.
	DisableFinalSnapshot bool

	// MaintenanceWindow is when the service may patch nodes, in UTC, at least 60 minutes, days in lower case, and apart from
	// SnapshotWindow. Default "sun:05:00-sun:06:00".
	MaintenanceWindow string

	// RestoreFrom fills the new cluster with data. It is read once, at creation: afterwards a change or removal does
	// nothing.
	RestoreFrom *RestoreFrom

	// DeferChanges leaves changes of node type, version and parameters to the next maintenance window. Default: they are
	// applied at once, because otherwise the state shows as done what still waits.
	DeferChanges bool

	// DisableMinorVersionUpgrades keeps the service from upgrading the patch version in the maintenance window.
	DisableMinorVersionUpgrades bool

	// UserName is the name that the application logs in with. Default "app". A change makes a new user and takes the old one
	// out of the group in the same update, so clients with the old name are refused from then on.
	UserName string

	// AccessString says what the user may do, in the server's ACL language. Default: all keys and channels, and every
	// command but those that administer or endanger a server; see the package comment. It must begin with "on ", and is
	// written the way ElastiCache keeps it: keys, channels or resetchannels, then +@all or -@all, then the other commands.
	AccessString string

	// PasswordGeneration is raised by one to rotate the password. Default 1. The user accepts the password of this generation
	// and of the one before, so clients go on with the old one until the next rotation. It never goes down, and never up
	// by more than one in an update.
	PasswordGeneration int

	// KMSKeyARN is the customer-managed key, as a full ARN, for the nodes' disks and snapshots, the connection secret and
	// the logs. Default: keys of AWS. Fixed. Its policy must admit the services: ElastiCache and Secrets Manager by
	// grants of the caller, CloudWatch Logs by name.
	KMSKeyARN pulumi.StringInput

	// LogRetentionDays is how long slow log and engine log are kept. Default 365, in Development 30. Only the values that
	// CloudWatch offers.
	LogRetentionDays int

	// DisableLogs delivers no logs.
	DisableLogs bool

	// AlarmTopicARN is the SNS topic that alarms go to. Default none: the alarms exist and show in the console, but tell
	// nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// DisableProtection lets Pulumi delete and replace the cluster. Default: protected in Production, not in Development.
	// A change touches only Pulumi's state.
	DisableProtection bool

	// Profile is Production (default) or Development: one small node, short retention, no deletion protection. It never
	// weakens encryption, privacy or authentication.
	Profile component.Profile
}

// RestoreFrom names the data that a new cluster begins with: exactly one of the fields.
type RestoreFrom struct {
	// SnapshotName is an ElastiCache snapshot of this account and region, such as a FinalSnapshotName.
	SnapshotName string
	// S3ObjectARNs are RDB files in S3, one for each shard, such as arn:aws:s3:::backups/sessions-0001.rdb; no commas.
	S3ObjectARNs []string
}

// Defaults that are not the zero value of their field.
const (
	defaultNodeType               = "cache.m7g.large"
	developmentNodeType           = "cache.t4g.micro"
	defaultReplicas               = 1
	defaultPort                   = 6379
	defaultSnapshotRetentionDays  = 7
	developmentSnapshotRetention  = 1
	defaultSnapshotWindow         = "03:00-04:00"
	defaultMaintenanceWindow      = "sun:05:00-sun:06:00"
	defaultUserName               = "app"
	defaultPasswordGeneration     = 1
	defaultLogRetentionDays       = 365
	developmentLogRetentionDays   = 30
	secretRecoveryDays            = 30
	developmentSecretRecoveryDays = 7
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only
// read.
func (args *ClusterArgs) withDefaults() *ClusterArgs {
	a := *args
	production := a.production()
	a.Engine = cmp.Or(a.Engine, Valkey)
	a.NodeType = cmp.Or(a.NodeType, component.ByProfile(a.Profile, defaultNodeType, developmentNodeType))
	a.Port = cmp.Or(a.Port, defaultPort)
	a.SnapshotRetentionDays = cmp.Or(a.SnapshotRetentionDays, component.ByProfile(a.Profile, defaultSnapshotRetentionDays, developmentSnapshotRetention))
	a.SnapshotWindow = cmp.Or(a.SnapshotWindow, defaultSnapshotWindow)
	a.MaintenanceWindow = cmp.Or(a.MaintenanceWindow, defaultMaintenanceWindow)
	a.UserName = cmp.Or(a.UserName, defaultUserName)
	a.AccessString = cmp.Or(a.AccessString, defaultAccessString)
	a.PasswordGeneration = cmp.Or(a.PasswordGeneration, defaultPasswordGeneration)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, component.ByProfile(a.Profile, defaultLogRetentionDays, developmentLogRetentionDays))
	if !a.DisableReplicas && production {
		a.Replicas = cmp.Or(a.Replicas, defaultReplicas)
	}
	return &a
}

// sharded says whether cluster mode is on.
func (args *ClusterArgs) sharded() bool { return args.Shards > 0 }

// replicas is the number of replicas of each shard.
func (args *ClusterArgs) replicas() int {
	if args.DisableReplicas {
		return 0
	}
	return args.Replicas
}

// production says whether the cluster is to be sized for production.
func (args *ClusterArgs) production() bool { return args.Profile != component.Development }

// protected says whether Pulumi must refuse to delete what holds data.
func (args *ClusterArgs) protected() bool {
	return args.production() && !args.DisableProtection
}
