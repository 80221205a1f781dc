package plan

// What Elasticsearch recommends and enforces. "Size your shards" is the page of that name in Elastic's guide to production
// (deploy-manage/production-guidance/optimize-performance/size-shards).
const (
	// MaxShardGB is the largest primary shard: 10 to 50 GB work well, and larger ones are slow to search and to recover (Size
	// your shards).
	MaxShardGB = 50

	// MinShardGB is the smallest primary shard that is worth the overhead of one, unless there is no more data (rollover action,
	// the example that keeps up the size of shards).
	MinShardGB = 1

	// MaxShardDocuments is how many documents a shard should hold (Size your shards). The rollover action makes a new index at
	// this number whatever the policy says.
	MaxShardDocuments = 200_000_000

	// HardMaxShardDocuments is how many documents, deleted and nested ones too, a shard can hold: Lucene's limit (Size your shards).
	HardMaxShardDocuments = 2_147_483_519

	// MaxShardsPerNode is cluster.max_shards_per_node: Elasticsearch makes no shard beyond it.
	MaxShardsPerNode = 1000

	// MaxFrozenShardsPerNode is cluster.max_shards_per_node.frozen: the same for dedicated nodes of the frozen tier.
	MaxFrozenShardsPerNode = 3000

	// MaxIndicesPerMasterHeapGB is how many indices a master-eligible node manages for each GB of its heap (Size your shards).
	MaxIndicesPerMasterHeapGB = 3000

	// MaxPrimaryShards is es.index.max_number_of_shards: the most primary shards of one index.
	MaxPrimaryShards = 1024

	// MaxRolloverDays is the max_age of the policies that Elasticsearch brings along, and the longest default here.
	MaxRolloverDays = 30
)

const (
	// defaultShardsPerHeapGB is the rule of thumb for versions before 8.3 (Elastic's blog, "How many shards should I have"). Later
	// ones manage more shards, but a cluster that is beyond it has shards that are too small.
	defaultShardsPerHeapGB = 20

	// diskReserve is what disks hold beside the data: 15 % below the low watermark, from which on no shard is placed on a node,
	// and 10 % for error (Elastic's blog, "Benchmarking and sizing your Elasticsearch cluster").
	diskReserve = 1.25

	// frozenLocal is the part of the frozen data that nodes keep as a cache: 5 % is what the autoscaling of Elastic Cloud asks
	// for (frozen storage decider).
	frozenLocal = 0.05

	// frozenCache is the part of the disk of a dedicated frozen node that is cache (xpack.searchable.snapshot.shared_cache.size).
	frozenCache = 0.9

	// frozenShardMemoryGB is the memory of a node that one frozen shard needs: 64 GB for 2000 (frozen shards decider).
	frozenShardMemoryGB = 64.0 / 2000

	// heapShare and maxHeapGB are how Elasticsearch divides the memory of a data node. A larger heap loses compressed pointers.
	heapShare = 0.5
	maxHeapGB = 31.0

	// maxSumDays keeps sums of days far from overflow; a century is no retention.
	maxSumDays = 36_500
)
