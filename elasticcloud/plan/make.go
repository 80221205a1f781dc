package plan

import (
	"math"

	"github.com/groundwork-go/groundwork/component"
)

// Plan is what [Make] returns: shards, tiers and sizes, and the lifecycle policy and index template that bring them about.
type Plan struct {
	// DailyGB is what one copy of a day's data takes on disk in all streams, growth included.
	DailyGB float64

	// PrimaryShards and Replicas of each index.
	PrimaryShards, Replicas int

	// Streams is the number of data streams.
	Streams int

	// Rollover are the conditions for a new index.
	Rollover Rollover

	// RolloverDays is how many days an index is expected to be written for.
	RolloverDays float64

	// ShardGB and ShardDocuments are what a primary shard is expected to hold when its index rolls over.
	ShardGB        float64
	ShardDocuments int64

	// Tiers from hot to frozen; those without data are left out.
	Tiers []Tier

	// RetentionDays is when an index is deleted, counted from its rollover. Its first document is RolloverDays older.
	RetentionDays int

	// Policy is the lifecycle policy.
	Policy Policy

	// Template is the index template of the data streams. Add mappings before it is rendered.
	Template IndexTemplate
}

// Tier is what one tier holds and needs.
type Tier struct {
	// Phase is "hot", "warm", "cold" or "frozen", as in a policy and in a deployment.
	Phase string

	// Days that data stays, counted from the rollover of its index.
	Days int

	// Copies of each shard, the primary included.
	Copies int

	// DataGB is the data in one copy.
	DataGB float64

	// StorageGB is the disk needed in all zones: all copies with a quarter in reserve, or on the frozen tier the cache.
	StorageGB float64

	// Indices and Shards in all zones, copies included.
	Indices, Shards int

	// Zones that the tier is spread over, and NodesPerZone of NodeGB of memory in each.
	Zones, NodesPerZone, NodeGB int

	// DiskPerMemory is the GB of disk for each GB of memory that the sizes are calculated with.
	DiskPerMemory float64

	// ShardsPerNode and ShardsPerHeapGB are the load of one node when shards are evenly spread.
	ShardsPerNode   int
	ShardsPerHeapGB float64
}

// Make turns volume and retention into a plan, or into everything that speaks against it, as component.FieldErrors. It
// calculates with a steady stream of data; measure with real data before money is spent on the result.
func Make(args Args) (Plan, error) {
	args = args.withDefaults()
	p := component.NewProblems(block, argsType)
	if !args.check(p) {
		return Plan{}, p.Err()
	}
	s := args.shards()
	s.check(p, args)
	plan := Plan{
		DailyGB: s.dailyGB * float64(args.Streams), Streams: args.Streams,
		PrimaryShards: s.primaries, Replicas: args.Replicas, RolloverDays: s.days,
		ShardGB: s.expectedGB(), ShardDocuments: int64(math.Round(s.expectedGB() * s.documentsPerGB)),
		Rollover: Rollover{
			MaxPrimaryShardSize: Gigabytes(s.maxGB), MaxPrimaryShardDocs: MaxShardDocuments, MaxAge: Days(s.maxAgeDays),
		},
		RetentionDays: args.Retention.sum(),
	}
	for _, t := range args.tiers() {
		plan.Tiers = append(plan.Tiers, t.size(args, s))
	}
	plan.check(p, args)
	if err := p.Err(); err != nil {
		return Plan{}, err
	}
	plan.Policy = plan.policy(args)
	plan.Template = plan.template(args)
	return plan, nil
}

// Tier returns one of the tiers by its phase.
func (plan Plan) Tier(phase string) (Tier, bool) {
	for _, tier := range plan.Tiers {
		if tier.Phase == phase {
			return tier, true
		}
	}
	return Tier{}, false
}

// shards is how one data stream is cut into indices and shards.
type shards struct {
	dailyGB        float64 // in one copy, on disk
	documentsPerGB float64 // on disk
	primaries      int
	maxGB          int // of a primary shard
	maxAgeDays     int
	days           float64 // until the rollover
}

// shards fills in what depends on the volume.
func (args Args) shards() shards {
	s := shards{
		dailyGB:        args.DailyGB * args.IndexedRatio * args.GrowthFactor / float64(args.Streams),
		documentsPerGB: gigabyte / (float64(args.DocumentBytes) * args.IndexedRatio),
		primaries:      args.PrimaryShards, maxGB: args.ShardGB, maxAgeDays: args.MaxAgeDays,
	}
	if s.maxGB == 0 {
		s.maxGB = max(MinShardGB, int(min(MaxShardGB, MaxShardDocuments/s.documentsPerGB)))
	}
	if s.primaries == 0 {
		s.primaries = min(MaxPrimaryShards, ceil(s.dailyGB/float64(s.maxGB)))
	}
	if s.maxAgeDays == 0 {
		forSmallest := ceil(MinShardGB * float64(s.primaries) / s.dailyGB)
		s.maxAgeDays = min(args.longestAge(), max(args.Retention.HotDays, forSmallest))
	}
	s.days = min(float64(s.maxAgeDays), float64(s.primaries*s.maxGB)/s.dailyGB)
	return s
}

// longestAge is how long an index may sensibly be written for.
func (args Args) longestAge() int { return min(MaxRolloverDays, args.Retention.sum()) }

func (s shards) expectedGB() float64 { return s.dailyGB * s.days / float64(s.primaries) }

// tier is a tier before it has a size.
type tier struct {
	phase, title string
	days, copies int
	hardware     TierHardware
}

func (args Args) tiers() []tier {
	copies, cold := 1+args.Replicas, 1+args.Replicas
	if args.SnapshotRepository != "" {
		cold = 1 // the snapshot is the second copy
	}
	var tiers []tier
	for _, t := range []tier{
		{"hot", "Hot", args.Retention.HotDays, copies, args.Hardware.Hot},
		{"warm", "Warm", args.Retention.WarmDays, copies, args.Hardware.Warm},
		{"cold", "Cold", args.Retention.ColdDays, cold, args.Hardware.Cold},
		{"frozen", "Frozen", args.Retention.FrozenDays, 1, args.Hardware.Frozen},
	} {
		if t.days > 0 || t.phase == "hot" {
			tiers = append(tiers, t)
		}
	}
	return tiers
}

// size calculates what a tier holds. The hot tier also holds the index that is being written, which is why it is larger than
// days times volume.
func (t tier) size(args Args, s shards) Tier {
	days, indices := float64(t.days), ceil(float64(t.days)/s.days)
	if t.phase == "hot" {
		days += s.days
		indices++
	}
	tier := Tier{
		Phase: t.phase, Days: t.days, Copies: t.copies, Zones: args.Zones, DiskPerMemory: t.hardware.DiskPerMemory,
		DataGB: days * s.dailyGB * float64(args.Streams), Indices: indices * args.Streams,
	}
	tier.Shards = tier.Indices * s.primaries * t.copies
	tier.StorageGB = tier.DataGB * float64(t.copies) * diskReserve
	memory := 0.0
	if t.phase == "frozen" {
		tier.StorageGB = tier.DataGB * frozenLocal / frozenCache
		memory = float64(tier.Shards) * frozenShardMemoryGB
	}
	memory = max(memory, tier.StorageGB/t.hardware.DiskPerMemory) / float64(args.Zones)
	tier.NodeGB, tier.NodesPerZone = t.hardware.fit(memory)
	tier.ShardsPerNode = ceil(float64(tier.Shards) / float64(tier.Nodes()))
	tier.ShardsPerHeapGB = float64(tier.ShardsPerNode) / heapGB(tier.NodeGB)
	return tier
}

// Nodes in all zones.
func (t Tier) Nodes() int { return t.Zones * t.NodesPerZone }

// ZoneGB is the memory in each zone.
func (t Tier) ZoneGB() int { return t.NodesPerZone * t.NodeGB }

// ZoneDiskGB is the disk that comes with [Tier.ZoneGB].
func (t Tier) ZoneDiskGB() float64 { return float64(t.ZoneGB()) * t.DiskPerMemory }

func ceil(x float64) int { return int(math.Ceil(x)) }
