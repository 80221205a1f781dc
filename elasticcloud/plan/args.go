package plan

import (
	"github.com/groundwork-go/groundwork/component"
)

const (
	block    = "plan"
	argsType = "Args"

	defaultGrowth = 1.25
	defaultZones  = 2
	maxZones      = 3
	maxReplicas   = 10
	maxStreams    = 1_000_000
)

// Args say what is to be stored and for how long. A GB is 2^30 bytes. The zero value of every optional field is the safe choice
// for production.
type Args struct {
	// Name is the name of the lifecycle policy and of the index template. Required by [Make].
	Name string

	// Patterns match the data streams. Default: Name and a wildcard, "orders-*".
	Patterns []string

	// Profile Development has one zone and no replicas unless told otherwise.
	Profile component.Profile

	// DailyGB is what is written on an average day in all Streams, measured as the JSON of the documents. Required by [Make].
	DailyGB float64

	// IndexedRatio is the GB on disk that one GB of JSON becomes, in one copy. Default 1. Index a day's data and compare: it is
	// mostly between 0.3 and 1.2, and depends on the mapping.
	IndexedRatio float64

	// GrowthFactor is how much more than DailyGB is planned for: growth until the next look at the plan, and busy days. Default 1.25.
	GrowthFactor float64

	// DocumentBytes is the average size of a document as JSON. Nested objects are documents of their own in a shard: divide by
	// their number. Required by [Make].
	DocumentBytes int

	// Streams is how many data streams of this kind share the volume evenly, such as one for each customer. Default 1. Each one
	// has indices of its own, so many small ones are what does not scale.
	Streams int

	// Retention is how long data stays, and where. Required by [Make].
	Retention Retention

	// Replicas are the copies beside the primary. Default 1; Development 0.
	Replicas int

	// DisableReplicas plans without copies, for data that may be lost and is not always needed. Refused in Production: a node
	// that is down, as in each upgrade, takes its shards along.
	DisableReplicas bool

	// Zones is the number of availability zones. Default 2; Development 1. Production needs 2 or 3.
	Zones int

	// Hardware is what the deployment runs on: [AWS], [GCP], [Azure] or numbers of your own. Required by [Make].
	Hardware Hardware

	// PrimaryShards of each index. Default: enough for one day's data in shards of ShardGB. Each primary shard is written by one
	// node, so more of them spread the writing over more nodes.
	PrimaryShards int

	// ShardGB is the size of a primary shard at which a new index begins: 1 to 50. Default 50, or less where documents are so
	// small that 200 million of them take less.
	ShardGB int

	// MaxAgeDays is the age at which a new index begins when its shards have not reached ShardGB. Default: Retention.HotDays, 30
	// at most, and as many as it takes for a shard of 1 GB.
	MaxAgeDays int

	// SnapshotRepository is the repository of searchable snapshots. Required for Retention.FrozenDays. With it the cold tier needs
	// no replicas. On Elastic Cloud "found-snapshots" is always there. It needs an Enterprise subscription.
	SnapshotRepository string

	// SnapshotPolicy is a snapshot lifecycle policy that must have run before an index is deleted. Default: none is waited for.
	SnapshotPolicy string

	// MaxShardsPerHeapGB is how many shards there may be for each GB of heap on a hot, warm or cold node. Default 20, the rule of
	// thumb for versions before 8.3. Later ones manage more, which takes a test with real data.
	MaxShardsPerHeapGB int
}

// Retention is how many days data stays in each tier. They follow each other: an index moves on when that many days have passed
// since its rollover. A tier of 0 days does not exist. Data that is kept for ever fits no plan.
type Retention struct {
	// HotDays in the tier that is written to. 1 or more.
	HotDays int

	// WarmDays in the tier for data that is searched and no longer written.
	WarmDays int

	// ColdDays in the tier for data that is seldom searched.
	ColdDays int

	// FrozenDays in the tier that keeps data in the snapshot repository and only a cache on disk.
	FrozenDays int

	// TotalDays after which data is deleted. Default: the sum of the others. When it is given it must be the sum: it guards against
	// changing one of them alone.
	TotalDays int
}

func (r Retention) sum() int { return r.HotDays + r.WarmDays + r.ColdDays + r.FrozenDays }

// withDefaults fills in what does not depend on the volume.
func (args Args) withDefaults() Args {
	setDefault(&args.IndexedRatio, 1)
	setDefault(&args.GrowthFactor, defaultGrowth)
	setDefault(&args.Streams, 1)
	setDefault(&args.Zones, component.ByProfile(args.Profile, defaultZones, 1))
	setDefault(&args.MaxShardsPerHeapGB, defaultShardsPerHeapGB)
	if !args.DisableReplicas {
		setDefault(&args.Replicas, component.ByProfile(args.Profile, 1, 0))
	}
	if len(args.Patterns) == 0 && args.Name != "" {
		args.Patterns = []string{args.Name + "-*"}
	}
	setDefault(&args.Retention.TotalDays, args.Retention.sum())
	return args
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// check records what is wrong with single fields. It says whether the numbers are fit to be calculated with.
func (args Args) check(p *component.Problems) (calculable bool) {
	checkName(p, "Name", args.Name)
	if len(args.Patterns) > 0 {
		checkTargets(p, "Patterns", args.Patterns)
	}
	p.CheckProfile(args.Profile)
	if args.SnapshotRepository != "" {
		p.Match("SnapshotRepository", needRepository, args.SnapshotRepository, repositoryForm)
	}
	if args.SnapshotPolicy != "" {
		checkName(p, "SnapshotPolicy", args.SnapshotPolicy)
	}
	args.checkAvailability(p)
	calculable = args.checkVolume(p)
	calculable = args.checkRetention(p) && calculable
	return args.checkHardware(p) && calculable
}

func (args Args) checkAvailability(p *component.Problems) {
	if args.Profile == component.Production {
		p.Between("Zones", args.Zones, 2, maxZones)
		if args.DisableReplicas {
			p.Add("DisableReplicas", "false in production: a node that is down takes the only copy of its shards along", true)
		}
	} else {
		p.Between("Zones", args.Zones, 1, maxZones)
	}
	if args.DisableReplicas && args.Replicas != 0 {
		p.Add("Replicas", "0 with DisableReplicas", args.Replicas)
	} else {
		p.Between("Replicas", args.Replicas, 0, maxReplicas)
	}
}

func (args Args) checkVolume(p *component.Problems) (ok bool) {
	ok = true
	within := func(field, need string, value, low, high float64) {
		if !(low <= value && value <= high) { // a NaN is in no range
			p.Add(field, need, value)
			ok = false
		}
	}
	within("DailyGB", "the GB of JSON that are written on an average day, 0.001 to 1000000", args.DailyGB, 0.001, 1e6)
	within("IndexedRatio", "the GB on disk for one GB of JSON, 0.01 to 100", args.IndexedRatio, 0.01, 100)
	within("GrowthFactor", "1 to 100", args.GrowthFactor, 1, 100)
	within("DocumentBytes", "the average size of a document in bytes, 1 to 104857600", float64(args.DocumentBytes), 1, 100<<20)
	ok = p.Between("Streams", args.Streams, 1, maxStreams) && ok
	ok = p.Between("MaxShardsPerHeapGB", args.MaxShardsPerHeapGB, 1, MaxShardsPerNode) && ok
	ok = p.Between("PrimaryShards", args.PrimaryShards, 0, MaxPrimaryShards) && ok
	if args.ShardGB != 0 {
		ok = p.Between("ShardGB", args.ShardGB, MinShardGB, MaxShardGB) && ok
	}
	return ok
}

func (args Args) checkRetention(p *component.Problems) (ok bool) {
	r := args.Retention
	ok = p.Between("Retention.HotDays", r.HotDays, 1, maxSumDays) // data is written to the hot tier first
	ok = p.Between("Retention.WarmDays", r.WarmDays, 0, maxSumDays) && ok
	ok = p.Between("Retention.ColdDays", r.ColdDays, 0, maxSumDays) && ok
	ok = p.Between("Retention.FrozenDays", r.FrozenDays, 0, maxSumDays) && ok
	if !ok {
		return false
	}
	if r.TotalDays != r.sum() {
		p.Addf("Retention.TotalDays", "the sum of the days in all tiers", "%d where the sum is %d", r.TotalDays, r.sum())
	}
	if r.FrozenDays > 0 && args.SnapshotRepository == "" {
		p.Add("SnapshotRepository", "the repository where the frozen tier keeps its data", nil)
	}
	if args.MaxAgeDays < 0 || args.MaxAgeDays > r.sum() {
		p.Addf("MaxAgeDays", "the retention at most: an index that is still written cannot be deleted", "%d days with a retention of %d", args.MaxAgeDays, r.sum())
		ok = false
	}
	return ok
}

func (args Args) checkHardware(p *component.Problems) (ok bool) {
	ok = true
	for _, t := range args.tiers() {
		ok = t.hardware.check(p, "Hardware."+t.title) && ok
	}
	return ok
}
