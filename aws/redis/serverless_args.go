package redis

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// ServerlessArgs describes one serverless cache. The zero value of every optional field is the safe choice for production.
// "Fixed" below means that a change would make a new, empty cache: it is refused in preview, with what to do instead.
// Every other change is made in place.
//
// The service takes one change at a time. The limits count as one change together; Engine, DailySnapshotTime and
// SnapshotRetentionDays are one each. An update that changes two of them fails, with nothing changed.
type ServerlessArgs struct {
	// Tags are the mandatory tags; they are set on everything that can carry them. Required.
	Tags tagging.Set

	// VPCID is the network that the cache's security group belongs to, such as vpc-0a1b2c3d. Required. Fixed.
	VPCID pulumi.StringInput

	// SubnetIDs are the 2 or 3 private subnets, each in another zone, in which the cache can be reached. Required, also in
	// Development: the service takes no single zone. Fixed; their order does not matter.
	SubnetIDs pulumi.StringArrayInput

	// ClientSecurityGroupIDs are the security groups that may connect, to Port and to ReaderPort, by a name of your choice
	// for each client: lower-case letters, digits and hyphens. Default none: nothing can connect. The name is part of the
	// rule's identity, so a client that leaves does not touch the rules of the others.
	ClientSecurityGroupIDs map[string]pulumi.StringInput

	// Engine is Valkey (default) or Redis. Redis becomes Valkey in place, with MajorEngineVersion left as it is; the way
	// back is fixed.
	Engine Engine

	// MajorEngineVersion is the major version alone: "7" or newer of Valkey, "7" of Redis. Required: a default would upgrade
	// by surprise. The minor version is chosen by the service. Fixed: the service upgrades in place, but not by way of
	// the provider's pinned version. Upgrade with the AWS CLI, modify-serverless-cache --major-engine-version, and leave
	// this field at the version that the cache was created with; FullEngineVersion tells the one that runs.
	MajorEngineVersion string

	// MaxStorageGB is the most data that the cache may hold and bill, 1 to 5000. Default 10, in Development 1. At the limit
	// the service drops keys that have a time to live, least recently used first; when there are none, it refuses writes.
	MaxStorageGB int

	// MaxECPUPerSecond is the most processing that the cache may do and bill, in ElastiCache Processing Units, 1000 to
	// 15000000. Default 5000, in Development 1000. A simple command on up to 1 kB is one unit. Above the limit the service
	// slows clients down.
	MaxECPUPerSecond int

	// MinStorageGB is how much storage the service keeps ready, at most MaxStorageGB: for a load that is known to come. It
	// is billed from then on, used or not. Default none. It can be changed, but not taken back to none by the provider's
	// pinned version.
	MinStorageGB int

	// MinECPUPerSecond is how much processing the service keeps ready, 1000 to MaxECPUPerSecond. It is billed from then on,
	// used or not. Default none. Like MinStorageGB it cannot be taken back to none.
	MinECPUPerSecond int

	// Replicas must stay zero: a serverless cache keeps copies in several zones by itself. The field is here so that a
	// cluster's arguments do not change their meaning without a word.
	Replicas int

	// DailySnapshotTime is when the daily snapshot begins, in UTC, such as "03:00", which is the default.
	DailySnapshotTime string

	// SnapshotRetentionDays is how long daily snapshots are kept, 1 to 35. Default 7, in Development 1.
	SnapshotRetentionDays int

	// DisableSnapshots makes no daily snapshots, and deletes those that exist.
	DisableSnapshots bool

	// RestoreFrom fills the new cache with data: ARNs of ElastiCache snapshots, of serverless caches or of clusters, or of
	// RDB files in S3. It is read once, at creation: afterwards a change or removal does nothing.
	RestoreFrom []string

	// UserName is the name that the application logs in with. Default "app". A change makes a new user and takes the old one
	// out of the group in the same update, so clients with the old name are refused from then on.
	UserName string

	// AccessString says what the user may do, as in ClusterArgs.
	AccessString string

	// PasswordGeneration is raised by one to rotate the password, as in ClusterArgs. Default 1.
	PasswordGeneration int

	// KMSKeyARN is the customer-managed key, as a full ARN, for the data at rest, snapshots and the connection secret.
	// Default: keys of AWS. Fixed. A key id or an alias is refused, because the provider would replace the cache for it
	// in every update.
	KMSKeyARN pulumi.StringInput

	// AlarmTopicARN is the SNS topic that alarms go to. Default none: the alarms exist and show in the console, but tell
	// nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// DisableProtection lets Pulumi delete the cache. Default: protected in Production, not in Development. A change touches
	// only Pulumi's state. A deletion leaves nothing behind: the provider makes no final snapshot of a serverless cache, and
	// the daily ones go with it. Copy one before.
	DisableProtection bool

	// Profile is Production (default) or Development: low limits, short retention, no deletion protection. It never weakens
	// encryption, privacy or authentication.
	Profile component.Profile
}

// Defaults that are not the zero value of their field.
const (
	defaultMaxStorageGB           = 10
	developmentMaxStorageGB       = 1
	defaultMaxECPUPerSecond       = 5000
	developmentMaxECPUPerSecond   = 1000
	defaultServerlessSnapshotTime = "03:00"
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only
// read.
func (args *ServerlessArgs) withDefaults() *ServerlessArgs {
	a := *args
	a.Engine = cmp.Or(a.Engine, Valkey)
	a.MaxStorageGB = cmp.Or(a.MaxStorageGB, component.ByProfile(a.Profile, defaultMaxStorageGB, developmentMaxStorageGB))
	a.MaxECPUPerSecond = cmp.Or(a.MaxECPUPerSecond, component.ByProfile(a.Profile, defaultMaxECPUPerSecond, developmentMaxECPUPerSecond))
	a.DailySnapshotTime = cmp.Or(a.DailySnapshotTime, defaultServerlessSnapshotTime)
	a.SnapshotRetentionDays = cmp.Or(a.SnapshotRetentionDays, component.ByProfile(a.Profile, defaultSnapshotRetentionDays, developmentSnapshotRetention))
	a.UserName = cmp.Or(a.UserName, defaultUserName)
	a.AccessString = cmp.Or(a.AccessString, defaultAccessString)
	a.PasswordGeneration = cmp.Or(a.PasswordGeneration, defaultPasswordGeneration)
	return &a
}

// shared are the arguments that a cluster has as well, for the parts of the block that make and check the same.
func (args *ServerlessArgs) shared() *ClusterArgs {
	return &ClusterArgs{
		Tags: args.Tags, Profile: args.Profile, VPCID: args.VPCID, SubnetIDs: args.SubnetIDs,
		ClientSecurityGroupIDs: args.ClientSecurityGroupIDs, Engine: args.Engine, Shards: 1, Port: serverlessPort,
		SnapshotRetentionDays: args.SnapshotRetentionDays, UserName: args.UserName, AccessString: args.AccessString,
		PasswordGeneration: args.PasswordGeneration, KMSKeyARN: args.KMSKeyARN, DisableProtection: args.DisableProtection,
	}
}
