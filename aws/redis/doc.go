// Package redis makes Valkey and Redis on Amazon ElastiCache that is fit for production: private, encrypted on disk and on
// the wire, guarded by a user with a password, backed up, watched, protected against deletion, and upgradable in place.
// [NewCluster] makes a cluster of nodes, which this page is about; [NewServerless] makes a serverless cache.
//
//	cache, err := redis.NewCluster(ctx, "sessions", &redis.ClusterArgs{
//		Tags:                   tags,
//		VPCID:                  net.VPCID,
//		SubnetIDs:              net.IsolatedSubnetIDs,
//		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": web.SecurityGroupID},
//		EngineVersion:          "8.0",
//	})
//
// # What it makes
//
//   - the replication group, role "cluster", with a "subnet-group", a "parameter-group" and a "security-group", and one
//     rule "security-group-ingress-<client>" for each client;
//   - the application's user, role "app-user", with the passwords "password-<generation>"; the user that clients without
//     a name are, "default-user", with its "default-password", switched off; and their "user-group";
//   - the connection secret, roles "secret" and "secret-version";
//   - log groups, roles "slow-log" and "engine-log", in JSON;
//   - the name of the last snapshot, role "final-snapshot";
//   - alarms for each node, roles "<alarm>-<node>";
//   - what must not change, role "identity": a refused change shows in preview, and nothing has been touched.
//
// # Defaults
//
//	field                         default
//	Engine                        Valkey
//	NodeType                      cache.m7g.large; Development cache.t4g.micro
//	Shards                        0: one part, cluster mode off
//	Replicas                      1, in another zone, with automatic failover; Development none
//	Port                          6379
//	encryption at rest            always on, there is no switch; KMSKeyARN or a key of AWS
//	encryption in transit         always on and required, there is no switch
//	ClientSecurityGroupIDs        none: nobody can connect; no block of addresses ever can
//	UserName                      "app"
//	MaxMemoryPolicy               the service's: volatile-lru
//	reserved-memory-percent       the service's: 25
//	SnapshotRetentionDays         7; Development 1
//	SnapshotWindow                03:00-04:00 UTC
//	MaintenanceWindow             sun:05:00-sun:06:00 UTC
//	final snapshot                always in Production; in Development unless DisableFinalSnapshot
//	DeferChanges                  false: changes are made at once
//	DisableMinorVersionUpgrades   false: patch versions come in the maintenance window
//	LogRetentionDays              365; Development 30
//	DisableProtection             false: protected, except in Development
//	DisableAlarms                 false
//	recovery window of the secret 30 days; Development 7
//
// Tags, VPCID, SubnetIDs and EngineVersion have no safe default and are required.
//
// # The user
//
// The password is 64 letters and digits. It is in Pulumi's state, encrypted, and in the connection secret, which is where
// clients should read it. The default AccessString is
//
//	on ~* &* +@all -@dangerous +info +client|setname +client|getname +client|id +cluster|slots +cluster|nodes +cluster|info +cluster|keyslot
//
// It admits all keys and channels, and all commands that Valkey does not call dangerous; refused are, among others, KEYS,
// FLUSHALL, FLUSHDB, SORT, RESTORE, SWAPDB, MONITOR, CONFIG and ACL. INFO, and the parts of CLIENT and CLUSTER that every
// client library calls, are given back: Redis 6 calls all of CLIENT and CLUSTER dangerous. It is one string for all
// versions, because the user changes before the cluster does in an upgrade. An application that clears its cache with
// FLUSHDB needs an AccessString of its own. ElastiCache keeps a string in its own form, and a refresh then shows a difference: it
// inserts -@all before commands that begin with neither +@all nor -@all, so one of them is asked for, and may insert
// resetchannels where no channel is named, so name them, or write resetchannels.
//
// To rotate the password raise PasswordGeneration by one: a new password is made, the user accepts it beside the present
// one, and the secret holds the new one. Clients take it when they read the secret again. The rotation after that ends
// the old one. ElastiCache keeps two passwords for a user, so a generation may not be left out.
//
// Users and user groups have the engine redis also where the cluster runs Valkey. ElastiCache accepts those on both, and
// users of engine valkey on Valkey only, so nothing has to change hands when a cluster becomes Valkey.
//
// # What a change replaces
//
// Nothing that holds data. These changes would make a new, empty cluster, and are refused in preview and in up: VPCID,
// Port, KMSKeyARN, Engine from Valkey to Redis, an older EngineVersion, cluster mode on or off (Shards from or to 0), and
// NodeType to or from r6gd. For these make a second cluster beside the first with RestoreFrom a snapshot, move the clients,
// and remove the first.
//
// In place, with a failover of seconds where nodes change: a newer EngineVersion, Engine from Redis to Valkey (with a new
// EngineVersion), NodeType, Shards, Replicas, Parameters, AccessString, windows, logs. A new family makes a second
// parameter group, which the cluster takes in the same call, and the first one goes last. UserName makes another user.
// databases and, on Redis 6, activerehashing take effect when a node restarts; cluster-databases is read at creation.
//
// RestoreFrom is read at creation only; remove it whenever you like.
//
// With DeferChanges the service answers at once and acts in the maintenance window, while the state says that it is done.
// Until then the old parameter group of an upgrade is in use, so its deletion fails and is tried again by the next update.
// Changes of logs need an update without DeferChanges: the service makes them at once or not at all.
//
// # Deletion
//
// Protection refuses it until DisableProtection has been deployed. Automatic snapshots go with the cluster; the final
// snapshot stays until somebody deletes it, under Cluster.FinalSnapshotName, which RestoreFrom takes. The name is used
// up by the deletion. Replace the group by force (a targeted replacement) only after the resource "final-snapshot"
// has been replaced too, or the second snapshot finds its name taken.
//
// # Alarms
//
// On every node, over 5 minutes, to AlarmTopicARN:
//
//	memory        over 80 % of what is there for data
//	evictions     any key evicted
//	CPU           over 90 % of the engine's thread; on nodes with 1 or 2 vCPUs of one vCPU
//	connections   over 80 % of what the node takes
//	replication   a replica over 30 seconds behind
//
// With an allkeys-… policy the data is expected to fill the memory, so the alarms on memory and evictions are left out.
//
// # Cost drivers
//
// Nodes by the hour: Shards × (1 + Replicas); Valkey costs a fifth less than Redis. Alarms by the month: up to 5 for each
// node. Snapshots by size, beyond the free one; logs by volume; a secret; and with KMSKeyARN the calls to the key.
//
// # What it does not do
//
// It makes no network, no key and no topic. A customer-managed key's policy must let CloudWatch Logs use it. It takes no
// auth token and no IAM user, joins no global datastore, and makes no DNS name of your own, which TLS certificates would
// not cover. It does not move between cluster mode on and off, which ElastiCache can do in steps.
//
// # Limits of proof
//
// Tests prove what is sent, not that AWS accepts it. Taken from the ElastiCache user guide and the provider's source, and
// not tried on a live account: the parameters of each family, the node families, that the access strings come back as they
// were written and that the default one fits Redis 6.2, that a group of engine redis stays on a cluster that becomes Valkey, and the switch of the mode of TLS
// that is sent first when Redis 6 becomes 7. That a quota of 90 nodes stands is AWS's default; more needs a request. The
// provider's pinned version accepts versions up to 9. The check of what must not change needs a Pulumi CLI with resource
// hooks and Stash.
package redis
