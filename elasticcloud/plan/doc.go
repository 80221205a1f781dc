// Package plan is advice on Elasticsearch as code: it turns a volume and a retention into shards, tiers and sizes, and into the
// requests that bring them about, and refuses what will not scale. Everything in it is a function of its arguments. It makes no
// resource and talks to no cluster.
//
//	p, err := plan.Make(plan.Args{
//		Name:               "logs-orders",
//		DailyGB:            100,
//		DocumentBytes:      800,
//		Retention:          plan.Retention{HotDays: 7, WarmDays: 23, FrozenDays: 335},
//		SnapshotRepository: "backups",
//		Hardware:           plan.GCP(),
//	})
//
// # What it makes
//
//   - [Plan], by [Make]: shards, the conditions of a rollover, and for each [Tier] its data, disk, memory and load. Its String
//     explains it, and Tier.Size is what a deployment takes as the size of a tier;
//   - [Policy], an index lifecycle policy, and [DataStreamLifecycle], the simpler kind;
//   - [IndexTemplate] and [ComponentTemplate];
//   - [SnapshotLifecycle], a policy for snapshots;
//   - [Key], the API key of an application, and by [OwnerRole] the role of the user who owns the keys.
//
// Those below Plan have a JSON method: the body of the request, in Elasticsearch's format, or everything that is wrong with it as
// component.FieldErrors. What applies it is up to the program: the elasticstack provider, a job, a person.
//
// # Defaults of a plan
//
//	field               default
//	Patterns            Name and a wildcard: "logs-orders-*"
//	IndexedRatio        1 GB on disk for 1 GB of JSON
//	GrowthFactor        1.25
//	Streams             1
//	Replicas            1; Development 0
//	Zones               2; Development 1
//	ShardGB             50, or what 200 million documents take
//	PrimaryShards       enough for a day's data
//	MaxAgeDays          HotDays, 30 at most, and as many as it takes for a shard of 1 GB
//	MaxShardsPerHeapGB  20
//	disk                a quarter in reserve: 15 % below the watermark and 10 % for error
//	frozen tier         a cache of 5 % of the data; 32 MB of memory for each shard
//
// Name, DailyGB, DocumentBytes, Retention and Hardware have no safe default and are required.
//
// # How it calculates
//
// The age of an index is counted from its rollover, so the hot tier holds HotDays and the index that is being written, and
// documents live up to RolloverDays longer than the retention says. A tier has the disk for all copies and the reserve, divided
// by its zones; its memory is what the hardware has for that disk, rounded up to a size that Elastic Cloud offers.
// Disk decides the size, and shards do not: where there are too many for the nodes that the data needs, the plan is refused.
// More memory would carry them, at the price of a cluster that holds next to nothing.
//
// # What it refuses
//
//   - shards above 50 GB, above 200 million documents, or below 1 GB where larger ones are possible;
//   - more than 1000 shards on a node (frozen: 3000), MaxShardsPerHeapGB for each GB of heap, or 3000 indices for each GB of heap
//     of the hot nodes, which are also the masters;
//   - one zone or no replicas in Production, and more copies than nodes;
//   - days in any tier without days in the hot one, a total that is not the sum, an index that is written for longer than data
//     is kept, a frozen tier without a snapshot repository.
//
// # API keys
//
// Elasticsearch lets only the user who owns a key update it: no administrator and no other key can. A key also never may do more
// than its owner could when it was made. So there is one service user for all keys, with the role of [OwnerRole]; its password
// is what the program that makes the keys holds. A key that was made with a key can have no privileges at all.
//
// Keys are replaced rather than updated. To change or rotate one, raise Generation by one, create the key, store it where the
// application reads it, wait until the application uses it, and invalidate the old one. [Replaced] refuses a changed definition
// of the same generation. Key names need not be unique in Elasticsearch: look for the name before creating, or each run makes
// one more.
//
// # What a change replaces
//
// Nothing that holds data. A policy applies to an index from its next phase on, a template from the next rollover of a data
// stream on, a snapshot policy from the next snapshot on. A shorter retention deletes what is older, some minutes later. The
// number of primary shards of an index that exists stays. A key is a new key.
//
// # Alarms
//
// None: nothing runs. Watch the disk watermarks, shards per node and the age of the last snapshot of the cluster.
//
// # Cost drivers
//
// Memory by the hour: Tier.Size × Zones of all tiers. A GB costs most in the hot tier and least in the frozen one, which needs
// an Enterprise subscription. Replicas multiply the disk of hot and warm. Snapshots cost by size and by requests.
//
// # What it does not do
//
// It knows nothing about searches: a plan that stores enough can be too slow. It sizes no machine learning, ingest, coordinating
// or dedicated master nodes. It plans data streams, whose data only comes in and gets old, and no indices that are updated. It
// checks no mapping, and no rule of Elasticsearch that needs the cluster, such as whether a repository exists.
//
// # Limits of proof
//
// Tests hold the JSON to schemas that were written down from Elasticsearch's reference, not to a cluster. Limits and
// recommendations are those of its guide; each constant names the page. The ratios of disk to memory are estimations by Elastic,
// differ by region and template and change with the hardware: compare them with the sizes that the console shows, and set
// Hardware when they differ. A plan takes it that data comes in evenly and that moving and merging take neither time nor disk.
package plan
