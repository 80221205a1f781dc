package redis

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// InstanceArgs describes one Memorystore for Redis instance. The zero value of every optional field is the safe choice
// for production. "Replaces" below means that a change makes a new, empty instance and deletes the old one with its
// data; protection refuses that until it is switched off.
type InstanceArgs struct {
	// Tags are the mandatory tags; they become labels on everything that can carry them. Required.
	Tags tagging.Set

	// MemoryGB is the capacity in GiB, 1 to 300. Required: no size is safe for every load. A change is made in place;
	// scaling wants half of the memory free. Redis keeps one dataset here, but a snapshot, an export or a scaling needs
	// room for a copy of it, so plan for about twice the data or set the maxmemory-gb configuration.
	MemoryGB int

	// RedisVersion is the version of Redis, such as Redis72. Required: a default would upgrade by surprise.
	// A newer version is an upgrade in place with a short interruption; an older one replaces.
	RedisVersion Version

	// Tier is Basic or StandardHA. Default StandardHA, and Basic with Profile Development. A change replaces.
	Tier Tier

	// Profile is Production (default) or Development: one node and no deletion protection.
	// It never weakens AUTH, encryption or snapshots.
	Profile component.Profile

	// MaxMemoryPolicy is what happens to writes when the memory is full. Default: left to the service, which uses
	// volatile-lru. A change is made in place. The -lfu policies need REDIS_4_0 or newer.
	MaxMemoryPolicy MaxMemoryPolicy

	// ActiveDefrag lets Redis return fragmented memory while it serves, at some cost in CPU. Default off.
	// Needs REDIS_4_0 or newer. A change is made in place.
	ActiveDefrag bool

	// RedisConfigs are further settings of Redis by their own names, such as "timeout": "300". Key, version and value
	// are checked against what Memorystore accepts. maxmemory-policy and activedefrag have fields of their own and are
	// refused here. A change is made in place.
	RedisConfigs map[string]string

	// Maintenance is the weekly window for maintenance. Default: any time the service chooses.
	Maintenance Maintenance

	// Snapshots are the instance's own snapshots. Default: on, every 24 hours.
	Snapshots Snapshots

	// Export copies the data to a bucket on a schedule: the off-site backup that snapshots are not. Default: none.
	Export *Export

	// ReplicaCount is the number of replicas. Default: none on Basic, 1 on StandardHA, 2 with ReadReplicas.
	// Without ReadReplicas StandardHA has exactly 1; with it 1 to 5. A change is made in place.
	ReplicaCount int

	// ReadReplicas opens a second endpoint that reads from the replicas. Needs StandardHA, 5 GiB and REDIS_5_0.
	// It cannot be switched off again, and switching it on must be the only change of that update.
	ReadReplicas bool

	// AuthorizedNetwork is the full name or self link of the network that may connect, such as
	// projects/my-project/global/networks/main. Default: the project's network "default". A change replaces.
	AuthorizedNetwork pulumi.StringInput

	// ConnectMode is DirectPeering or PrivateServiceAccess. Default: DirectPeering, as the service does. A change replaces.
	ConnectMode ConnectMode

	// ReservedIPRange is where the instance gets its addresses: a free CIDR block of /29 (/28 with ReadReplicas), or with
	// PrivateServiceAccess the name of an allocated range. Default: chosen by the service. A change replaces.
	ReservedIPRange string

	// SecondaryIPRange is a further /28 block, a range name (PrivateServiceAccess), or "auto". The service asks for it when
	// ReadReplicas is switched on for an instance that exists. A change is made in place.
	SecondaryIPRange string

	// Region is the region, such as europe-west1. Default: the provider's. A change replaces.
	Region string

	// Project is the project id. Default: the provider's. A change replaces.
	Project string

	// LocationID is the zone of the (primary) node, such as europe-west1-b. Default: chosen by the service. A change replaces.
	LocationID string

	// AlternativeLocationID is the zone of the replica. StandardHA only, and not the zone of LocationID. A change replaces.
	AlternativeLocationID string

	// KMSKeyName is the customer-managed key that encrypts the data at rest:
	// projects/P/locations/L/keyRings/R/cryptoKeys/K. Default: a key of Google's. A change replaces.
	KMSKeyName pulumi.StringInput

	// NotificationChannels are the monitoring channels that alerts go to: projects/P/notificationChannels/N.
	// Default none: the alert policies exist and show in the console, but tell nobody.
	NotificationChannels []pulumi.StringInput

	// Name fixes the physical name: 1 to 40 lower-case letters, digits and hyphens, beginning with a letter and not ending
	// with a hyphen. Default: a name with a random suffix. A change replaces, and a fixed name makes every replacement
	// delete first. Set it where people or gcloud scripts know the instance by its name.
	Name string

	// DisplayName is a free name for people. Default none. A change is made in place.
	DisplayName string

	// DisableTransitEncryption switches TLS off. Default: on (SERVER_AUTHENTICATION); clients must trust
	// ServerCACertificates. A change replaces. AUTH cannot be switched off.
	DisableTransitEncryption bool

	// DisableProtection lets Pulumi delete and replace the instance and its export bucket.
	// Default: protected in Production, not in Development. A change touches only Pulumi's state.
	DisableProtection bool

	// DisableAlarms makes no alert policies.
	DisableAlarms bool
}

// Maintenance is a weekly window of one hour. The zero value leaves the choice to the service.
type Maintenance struct {
	// Day is the day of the week in UTC, such as Sunday. Needed when any other field is set.
	Day Day
	// Hour is the hour in UTC at which the window begins, 0 to 23.
	Hour int
	// Minute is the minute at which the window begins, 0 to 59.
	Minute int
	// Description says why, up to 512 characters.
	Description string
}

// Snapshots are RDB snapshots that the service keeps to recover the instance itself. Nobody can download them, only the
// latest one is used, and they are gone with the instance: see Export for a backup.
type Snapshots struct {
	// Period is the time between two snapshots. Default TwentyFourHours. A change is made in place.
	Period SnapshotPeriod
	// StartTime aligns the snapshots to a moment, in RFC 3339, such as 2024-01-01T03:00:00Z.
	// Default: the time of the instance's creation. A change is made in place.
	StartTime string
	// Via is Native (default) or Gcloud, for stacks that come from a shell command.
	Via SnapshotVia
	// Disable switches snapshots off, which also deletes the ones that exist.
	Disable bool
}

// Export is an off-site backup: a workflow exports the data on a schedule to a dated object in a bucket.
type Export struct {
	// Bucket is the name of an existing bucket. Default: a bucket is made, versioned, private and with a lifecycle.
	Bucket pulumi.StringInput
	// Location is where the made bucket lives, a region or a multi-region such as EU. Default: the instance's region, which
	// is the fastest and cheapest; another one survives the loss of the region. A change replaces the bucket.
	Location string
	// KMSKeyName is the customer-managed key of the made bucket. Default: a key of Google's.
	// The project's Cloud Storage service agent needs the right to use it.
	KMSKeyName pulumi.StringInput
	// Schedule is when to export, in cron form with five fields. Default "0 3 * * *", every night at three.
	Schedule string
	// TimeZone is the zone of Schedule by its IANA name. Default Etc/UTC.
	TimeZone string
	// RetentionDays is how long an exported object is kept in the made bucket, 1 to 3650. Default 30, in Development 7.
	// An object that is overwritten or deleted stays as an older version for another 7 days.
	RetentionDays int
	// Region is where workflow and scheduler run. Default: the instance's region.
	Region string
}

// Defaults that are not the zero value of their field.
const (
	defaultSchedule                 = "0 3 * * *"
	defaultTimeZone                 = "Etc/UTC"
	defaultRetentionDays            = 30
	defaultDevelopmentRetentionDays = 7
	defaultReadReplicaCount         = 2
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only read.
func (args *InstanceArgs) withDefaults() *InstanceArgs {
	a := *args
	if a.Tier == "" {
		a.Tier = StandardHA
		if a.Profile == component.Development {
			a.Tier = Basic
		}
	}
	if a.ConnectMode == "" {
		a.ConnectMode = DirectPeering
	}
	if a.Snapshots.Period == "" {
		a.Snapshots.Period = TwentyFourHours
	}
	if a.ReadReplicas && a.ReplicaCount == 0 {
		a.ReplicaCount = defaultReadReplicaCount
	}
	if args.Export != nil {
		a.Export = args.Export.withDefaults(a.Profile)
	}
	return &a
}

// withDefaults returns a copy with every default filled in.
func (e *Export) withDefaults(profile component.Profile) *Export {
	x := *e
	if x.Schedule == "" {
		x.Schedule = defaultSchedule
	}
	if x.TimeZone == "" {
		x.TimeZone = defaultTimeZone
	}
	if x.RetentionDays == 0 {
		x.RetentionDays = defaultRetentionDays
		if profile == component.Development {
			x.RetentionDays = defaultDevelopmentRetentionDays
		}
	}
	return &x
}

// protected says whether Pulumi must refuse to delete what holds data.
func (args *InstanceArgs) protected() bool {
	return args.Profile == component.Production && !args.DisableProtection
}
