// Package redis makes a Memorystore for Redis instance on Google Cloud that is fit for production: password and TLS on,
// snapshots on, protected against deletion, labelled, watched, and with an off-site export when asked for.
//
//	cache, err := redis.NewInstance(ctx, "sessions", &redis.InstanceArgs{
//		Tags:         tags,
//		MemoryGB:     5,
//		RedisVersion: redis.Redis72,
//	})
//
// # What it makes
//
//   - the instance, role "instance";
//   - alert policies, roles "memory-alarm", "cpu-alarm", "connections-alarm", "evictions-alarm", "replication-alarm"
//     (StandardHA) and "snapshot-alarm" (unless snapshots are off);
//   - with Export: a bucket, its two grants, a service account with a custom role, a workflow, a schedule, and an alert
//     policy on failed exports, roles "export-…";
//   - with Snapshots.Via Gcloud: one command, role "snapshots".
//
// # Defaults
//
//	field                      default
//	Tier                       StandardHA; Basic in Development
//	AUTH                       always on, there is no switch
//	DisableTransitEncryption   false: TLS with server authentication
//	Snapshots                  RDB every 24 hours; mode and period are always sent together
//	Maintenance                any time the service chooses
//	MaxMemoryPolicy            the service's: volatile-lru
//	ActiveDefrag               off
//	ReplicaCount               Basic none, StandardHA 1, with ReadReplicas 2
//	AuthorizedNetwork          the service's: the network "default"
//	ConnectMode                DirectPeering
//	KMSKeyName                 a key of Google's
//	Name                       the component's name, "-instance" and a random suffix
//	DisableProtection          false: protected, except in Development
//	DisableAlarms              false
//	Export                     none; if set: 03:00 UTC every night, kept 30 days (Development 7)
//
// MemoryGB and RedisVersion have no safe default and are required.
//
// # What a change replaces
//
// A replacement is a new, empty instance. These changes replace: Tier, an older RedisVersion, Region, Project, LocationID,
// AlternativeLocationID, AuthorizedNetwork, ConnectMode, ReservedIPRange, KMSKeyName, DisableTransitEncryption and Name.
// With Name set the old instance goes first. Protection refuses all of them until DisableProtection has been set in an
// update of its own. Everything else changes in place. ReadReplicas can be switched on only in an update that changes
// nothing else, and never off.
//
// # Alarms
//
//	memory        system memory over 80 %; writes blocked; data over 90 % of maxmemory for 5 minutes
//	CPU           main thread over 90 % of a core for 5 minutes, per node
//	connections   over 80 % of what version, size and TLS allow for 5 minutes; any rejected
//	evictions     keys evicted over 10 minutes
//	replication   a replica over 30 seconds behind for 5 minutes
//	snapshot age  no successful snapshot for two periods
//	export        a failed execution of the workflow
//
// With an allkeys-… policy the data is expected to fill the memory, so the alarms on maxmemory and evictions are left out.
// Kinds and units of the metrics are those of Google's metric list. The metric of the last snapshot's status is not used:
// its values are not documented, and a failed snapshot shows in the age.
//
// # Cost drivers
//
// The instance by GiB and hour (StandardHA about twice Basic, each read replica once more), alert policies by condition,
// and with Export the stored objects and traffic to another region. Half of the memory should stay free for snapshots,
// exports and scaling, so a dataset needs about twice its size; the maxmemory-gb configuration enforces it.
//
// # What it does not do
//
// It makes no network, no private services connection and no firewall rule, enables no API, creates no notification
// channel and gives no key or bucket to the service's accounts when you bring your own. It does not import an export:
// an import overwrites the data and stops the instance meanwhile. Redis Cluster and Valkey are other products. Google's
// own deletion protection does not exist in the provider's pinned version; protection here is Pulumi's.
//
// A snapshot is no backup: nobody can read it, only the latest is used, and it is deleted with the instance.
//
// # Snapshots by command
//
// Snapshots.Via Gcloud is for stacks that used to run gcloud after every update. The block runs it once, again when the
// period changes, and again when the instance is recreated. The machine that runs Pulumi needs gcloud and credentials of
// its own. Nothing runs when the command leaves the stack, so the way back to Native leaves snapshots on.
//
// # Limits of proof
//
// Tests prove what is sent, not that Google accepts it. Taken from documentation and not tried on a live project: the
// largest size, the connection limits, the letters of notify-keyspace-events, the roles an export needs
// (roles/storage.objectAdmin and roles/storage.legacyBucketReader on the bucket), and whether the service keeps a period
// beside the mode DISABLED. Account id and role id are made of component, project and stack: two stacks with the same
// three names in one Google project collide. A deleted custom role blocks its id for weeks.
package redis
