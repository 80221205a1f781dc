package plan_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

// orders is a plan whose numbers can be followed by head: 100 GB on disk a day, no growth, a million documents in a GB.
func orders() plan.Args {
	return plan.Args{
		Name: "logs-orders", DailyGB: 100, GrowthFactor: 1, DocumentBytes: 1 << 10,
		Retention: plan.Retention{HotDays: 7}, SnapshotRepository: "backups", Hardware: plan.GCP(),
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change    func(*plan.Args)
		primaries int
		rollover  plan.Rollover
		days, gb  float64
		documents int64
	}{
		"full in a day": {
			func(*plan.Args) {}, 2, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "7d"}, 1, 50, 50 << 20,
		},
		"growth and ratio": {
			func(a *plan.Args) { a.GrowthFactor, a.IndexedRatio = 3, 0.5 },
			3, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "7d"}, 1, 50, 100 << 20,
		},
		"growth by default": {
			func(a *plan.Args) { a.GrowthFactor, a.DailyGB = 0, 40 },
			1, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "7d"}, 1, 50, 50 << 20,
		},
		"by age": {
			func(a *plan.Args) { a.DailyGB = 5 }, 1, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "7d"}, 7, 35, 35 << 20,
		},
		"30 days at most": {
			func(a *plan.Args) { a.DailyGB, a.Retention.HotDays = 1, 90 },
			1, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "30d"}, 30, 30, 30 << 20,
		},
		"as long as it takes for 1 GB": {
			func(a *plan.Args) { a.DailyGB, a.Retention = 0.0625, plan.Retention{HotDays: 2, WarmDays: 88} },
			1, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "16d"}, 16, 1, 1 << 20,
		},
		"small, and no larger one possible": {
			func(a *plan.Args) { a.DailyGB, a.Retention.HotDays = 0.125, 4 },
			1, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "4d"}, 4, 0.5, 1 << 19,
		},
		"small documents": { // 200 million of 128 bytes are 23.8 GB
			func(a *plan.Args) { a.DocumentBytes = 128 },
			5, plan.Rollover{MaxPrimaryShardSize: "23gb", MaxAge: "7d"}, 1.15, 23, 23 << 23,
		},
		"as asked": {
			func(a *plan.Args) { a.PrimaryShards, a.ShardGB, a.MaxAgeDays = 4, 40, 1 },
			4, plan.Rollover{MaxPrimaryShardSize: "40gb", MaxAge: "1d"}, 1, 25, 25 << 20,
		},
		"a stream of many": {
			func(a *plan.Args) { a.Streams = 10 }, 1, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "7d"}, 5, 50, 50 << 20,
		},
		"more than an index can be cut into": {
			func(a *plan.Args) { a.DailyGB = 102_400 }, 1024, plan.Rollover{MaxPrimaryShardSize: "50gb", MaxAge: "7d"}, 0.5, 50, 50 << 20,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := orders()
			test.change(&args)
			p, err := plan.Make(args)
			require.NoError(t, err)
			test.rollover.MaxPrimaryShardDocs = plan.MaxShardDocuments
			assert.Equal(t, test.rollover, p.Rollover)
			assert.Equal(t, test.primaries, p.PrimaryShards)
			assert.InDelta(t, test.days, p.RolloverDays, 1e-9)
			assert.InDelta(t, test.gb, p.ShardGB, 1e-9)
			assert.Equal(t, test.documents, p.ShardDocuments)
			assert.Equal(t, test.primaries, p.Template.Template.Settings["index.number_of_shards"])
			assert.Equal(t, test.rollover, *p.Policy.Phases.Hot.Actions.Rollover)
		})
	}
}

func TestTiers(t *testing.T) {
	t.Parallel()
	args := orders()
	args.Retention = plan.Retention{HotDays: 7, WarmDays: 20, ColdDays: 30, FrozenDays: 300}
	p, err := plan.Make(args)
	require.NoError(t, err)
	assert.InDelta(t, 100, p.DailyGB, 1e-9)
	frozen := &p.Tiers[len(p.Tiers)-1]
	frozen.StorageGB = math.Round(frozen.StorageGB)
	assert.Equal(t, []plan.Tier{
		// 8 days of 100 GB in 2 copies and a quarter: 2000 GB / 2 zones / 45 = 22.2 GB of memory.
		{
			Phase: "hot", Days: 7, Copies: 2, DataGB: 800, StorageGB: 2000, Indices: 8, Shards: 32,
			Zones: 2, NodesPerZone: 1, NodeGB: 32, DiskPerMemory: 45, ShardsPerNode: 16, ShardsPerHeapGB: 1,
		},
		// 5000 GB / 2 / 190 = 13.2 GB.
		{
			Phase: "warm", Days: 20, Copies: 2, DataGB: 2000, StorageGB: 5000, Indices: 20, Shards: 80,
			Zones: 2, NodesPerZone: 1, NodeGB: 16, DiskPerMemory: 190, ShardsPerNode: 40, ShardsPerHeapGB: 5,
		},
		// One copy, as the snapshot is the other: 3750 GB / 2 / 190 = 9.9 GB.
		{
			Phase: "cold", Days: 30, Copies: 1, DataGB: 3000, StorageGB: 3750, Indices: 30, Shards: 60,
			Zones: 2, NodesPerZone: 1, NodeGB: 16, DiskPerMemory: 190, ShardsPerNode: 30, ShardsPerHeapGB: 3.75,
		},
		// 5 % of 30000 GB on 90 % of the disk: 1667 GB / 2 / 90 = 9.3 GB; 600 shards of 32 MB: 9.6 GB.
		{
			Phase: "frozen", Days: 300, Copies: 1, DataGB: 30000, StorageGB: 1667, Indices: 300, Shards: 600,
			Zones: 2, NodesPerZone: 1, NodeGB: 16, DiskPerMemory: 90, ShardsPerNode: 300, ShardsPerHeapGB: 37.5,
		},
	}, p.Tiers)
	hot, found := p.Tier("hot")
	require.True(t, found)
	assert.Equal(t, "32g", hot.Size())
	assert.InDelta(t, 1440, hot.ZoneDiskGB(), 1e-9)
	_, found = p.Tier("lukewarm")
	assert.False(t, found)
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*plan.Args)
		hot    string
		nodes  int
	}{
		"the smallest":             {func(a *plan.Args) { a.DailyGB = 0.1 }, "1g", 2},
		"between two sizes":        {func(a *plan.Args) { a.DailyGB = 20 }, "8g", 2}, // 475 GB / 2 / 45 = 5.3
		"beyond the largest":       {func(a *plan.Args) { a.DailyGB = 1000 }, "256g", 8},
		"another provider":         {func(a *plan.Args) { a.Hardware = plan.AWS() }, "60g", 2},
		"Azure":                    {func(a *plan.Args) { a.Hardware = plan.Azure() }, "30g", 2},
		"a floor":                  {func(a *plan.Args) { a.DailyGB = 0.1; a.Hardware.Hot.Sizes = []int{8, 16} }, "8g", 2},
		"denser disks":             {func(a *plan.Args) { a.Hardware.Hot.DiskPerMemory = 95 }, "16g", 2},
		"three zones":              {func(a *plan.Args) { a.Zones = 3 }, "16g", 3},
		"three copies":             {func(a *plan.Args) { a.Zones, a.Replicas = 3, 2 }, "32g", 3},
		"development, no replicas": {func(a *plan.Args) { a.Profile = component.Development }, "32g", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := orders()
			test.change(&args)
			p, err := plan.Make(args)
			require.NoError(t, err)
			assert.Equal(t, test.hot, p.Tiers[0].Size())
			assert.Equal(t, test.nodes, p.Tiers[0].Nodes())
		})
	}
}

func TestColdWithoutARepositoryKeepsItsReplicas(t *testing.T) {
	t.Parallel()
	args := orders()
	args.SnapshotRepository, args.Retention.ColdDays = "", 30
	p, err := plan.Make(args)
	require.NoError(t, err)
	cold, _ := p.Tier("cold")
	assert.Equal(t, 2, cold.Copies)
	assert.Nil(t, p.Policy.Phases.Cold.Actions.SearchableSnapshot)
}

func TestThePolicyOfAPlan(t *testing.T) {
	t.Parallel()
	args := orders()
	args.Retention = plan.Retention{HotDays: 7, WarmDays: 20, ColdDays: 30, FrozenDays: 300, TotalDays: 357}
	args.SnapshotPolicy = "nightly"
	p, err := plan.Make(args)
	require.NoError(t, err)
	rendered(t, "ilm_policy", `{"policy": {"phases": {
		"hot": {"min_age": "0ms", "actions": {
			"set_priority": {"priority": 100}, "rollover": {"max_primary_shard_size": "50gb", "max_primary_shard_docs": 200000000, "max_age": "7d"}
		}},
		"warm": {"min_age": "7d", "actions": {"set_priority": {"priority": 50}, "forcemerge": {"max_num_segments": 1}}},
		"cold": {"min_age": "27d", "actions": {"set_priority": {"priority": 0}, "searchable_snapshot": {"snapshot_repository": "backups"}}},
		"frozen": {"min_age": "57d", "actions": {"searchable_snapshot": {"snapshot_repository": "backups"}}},
		"delete": {"min_age": "357d", "actions": {"wait_for_snapshot": {"policy": "nightly"}, "delete": {}}}
	}}}`, p.Policy)
	rendered(t, "index_template", `{
		"index_patterns": ["logs-orders-*"], "data_stream": {}, "priority": 500,
		"template": {"settings": {"index.number_of_shards": 2, "index.number_of_replicas": 1, "index.lifecycle.name": "logs-orders"}}
	}`, p.Template)
}

func TestHalfEmptyShardsAreShrunkInTheWarmTier(t *testing.T) {
	t.Parallel()
	args := orders()
	args.Retention.WarmDays = 7
	for shards, shrunk := range map[int]bool{2: false, 5: true} { // of 50 and of 20 GB
		args.PrimaryShards, args.MaxAgeDays = shards, 1
		p, err := plan.Make(args)
		require.NoError(t, err)
		assert.Equal(t, shrunk, p.Policy.Phases.Warm.Actions.Shrink != nil, shards)
	}
}

func TestPlansThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*plan.Args)
		want   []string
	}{
		"nothing": {
			func(a *plan.Args) { *a = plan.Args{} },
			[]string{
				"Name: need lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 200 at most, got nothing",
				"DailyGB: need the GB of JSON that are written on an average day, 0.001 to 1000000, got 0",
				"DocumentBytes: need the average size of a document in bytes, 1 to 104857600, got 0",
				"Retention.HotDays: need 1 to 36500, got 0",
				"Hardware.Hot: need what the tier runs on, as plan.AWS(), plan.GCP() and plan.Azure() have it, got nothing",
			},
		},
		"wrong numbers, all at once": {
			func(a *plan.Args) {
				a.DailyGB, a.IndexedRatio, a.GrowthFactor, a.DocumentBytes = math.NaN(), -1, 0.5, -1
				a.Streams, a.PrimaryShards, a.ShardGB, a.MaxShardsPerHeapGB, a.Zones, a.Replicas = -1, 1025, 51, -1, 4, 11
				a.Profile, a.Patterns, a.SnapshotPolicy, a.SnapshotRepository = 7, []string{"*"}, "A", "a b"
				a.Retention = plan.Retention{HotDays: 1, WarmDays: -1, ColdDays: -2, FrozenDays: -3}
				a.Hardware.Hot.DiskPerMemory, a.Hardware.Hot.Sizes = math.NaN(), []int{2, 1}
			},
			[]string{
				"DailyGB: need the GB of JSON that are written on an average day, 0.001 to 1000000, got NaN",
				"IndexedRatio: need the GB on disk for one GB of JSON, 0.01 to 100, got -1",
				"GrowthFactor: need 1 to 100, got 0.5",
				"DocumentBytes: need the average size of a document in bytes, 1 to 104857600, got -1",
				"Streams: need 1 to 1000000, got -1",
				"PrimaryShards: need 0 to 1024, got 1025",
				"ShardGB: need 1 to 50, got 51",
				"MaxShardsPerHeapGB: need 1 to 1000, got -1",
				"Zones: need 1 to 3, got 4",
				"Replicas: need 0 to 10, got 11",
				"Profile: need production or development, got Profile(7)",
				`Patterns[0]: need a pattern that says more than *, which matches every index there is, got "*"`,
				`SnapshotPolicy: need lower-case letters, digits, dots, hyphens and underscores, beginning with a letter or digit, 200 at most, got "A"`,
				`SnapshotRepository: need a repository's name of letters, digits, dots, hyphens and underscores, got "a b"`,
				"Retention.WarmDays: need 0 to 36500, got -1", "Retention.ColdDays: need 0 to 36500, got -2", "Retention.FrozenDays: need 0 to 36500, got -3",
				"Hardware.Hot.DiskPerMemory: need GB of disk for each GB of memory, 10000 at most, got NaN",
				`Hardware.Hot.Sizes: need node sizes in GB of memory, the smallest first, got "[2 1]"`,
			},
		},
		"no hardware": {
			func(a *plan.Args) { a.Hardware = plan.Hardware{}; a.Retention.WarmDays = 1 },
			[]string{
				"Hardware.Hot: need what the tier runs on, as plan.AWS(), plan.GCP() and plan.Azure() have it, got nothing",
				"Hardware.Warm: need what the tier runs on, as plan.AWS(), plan.GCP() and plan.Azure() have it, got nothing",
			},
		},
		"production in one zone without replicas": {
			func(a *plan.Args) { a.Zones, a.DisableReplicas = 1, true },
			[]string{
				"Zones: need 2 to 3, got 1",
				"DisableReplicas: need false in production: a node that is down takes the only copy of its shards along, got true",
			},
		},
		"replicas, and none": {
			func(a *plan.Args) { a.Profile, a.DisableReplicas, a.Replicas = component.Development, true, 1 },
			[]string{"Replicas: need 0 with DisableReplicas, got 1", "Replicas: need 0 or fewer: each copy of a shard needs a node of its own, and the hot tier has 1, got 1"},
		},
		"more copies than nodes": {
			func(a *plan.Args) { a.Replicas = 2 },
			[]string{"Replicas: need 1 or fewer: each copy of a shard needs a node of its own, and the hot tier has 2, got 2"},
		},
		"warm before hot": {
			func(a *plan.Args) { a.Retention = plan.Retention{WarmDays: 7} },
			[]string{"Retention.HotDays: need 1 to 36500, got 0"},
		},
		"a total that is not the sum": {
			func(a *plan.Args) { a.Retention = plan.Retention{HotDays: 7, WarmDays: 7, TotalDays: 30} },
			[]string{"Retention.TotalDays: need the sum of the days in all tiers, got 30 where the sum is 14"},
		},
		"frozen without a repository": {
			func(a *plan.Args) { a.SnapshotRepository, a.Retention.FrozenDays = "", 30 },
			[]string{"SnapshotRepository: need the repository where the frozen tier keeps its data, got nothing"},
		},
		"retention shorter than the rollover": {
			func(a *plan.Args) { a.MaxAgeDays = 30 },
			[]string{"MaxAgeDays: need the retention at most: an index that is still written cannot be deleted, got 30 days with a retention of 7"},
		},
		"a negative age": {
			func(a *plan.Args) { a.MaxAgeDays = -1 },
			[]string{"MaxAgeDays: need the retention at most: an index that is still written cannot be deleted, got -1 days with a retention of 7"},
		},
		"too small by number": {
			func(a *plan.Args) { a.DailyGB, a.PrimaryShards = 1, 10 },
			[]string{
				"PrimaryShards: need fewer primary shards: each should reach 1 GB or more before the next index begins, got 0.70 GB after 7 days in each of 10",
				"PrimaryShards: need 20 shards or fewer for each GB of heap in the hot tier: cut indices into fewer shards, " +
					"got 40 on nodes of 1 GB, that have 0.5 GB of heap",
			},
		},
		"too small by age": {
			func(a *plan.Args) { a.DailyGB, a.MaxAgeDays = 0.5, 1 },
			[]string{"MaxAgeDays: need more days, 7 at most: a shard should reach 1 GB or more before the next index begins, got 0.50 GB after 1 days in each of 1"},
		},
		"200 million documents": {
			func(a *plan.Args) { a.DocumentBytes, a.ShardGB = 128, 50 },
			[]string{"ShardGB: need 23.8 GB at most with documents of 128 bytes: a shard should hold 200000000 documents, where a new index begins anyway, got 419430400"},
		},
		"more documents than a shard can hold": {
			func(a *plan.Args) { a.DocumentBytes, a.ShardGB = 16, 50 },
			[]string{"ShardGB: need 3.0 GB at most with documents of 16 bytes: a shard can hold 2147483519 documents and should hold 200000000, got 3355443200 documents"},
		},
		"too many shards for the heap": {
			func(a *plan.Args) { a.DailyGB, a.Streams = 1, 40 },
			[]string{"Streams: need 20 shards or fewer for each GB of heap in the hot tier: write fewer data streams, " +
				"got 160 on nodes of 1 GB, that have 0.5 GB of heap"},
		},
		"too many shards on a node": {
			func(a *plan.Args) { a.DailyGB, a.Streams, a.MaxShardsPerHeapGB = 10, 600, 1000 },
			[]string{"Streams: need 1000 shards or fewer on a node of the hot tier, or Elasticsearch makes no new ones: " +
				"write fewer data streams, got 1200 on each of 2"},
		},
		"too many shards of one stream": {
			func(a *plan.Args) {
				a.DailyGB, a.ShardGB, a.Retention.WarmDays = 100, 1, 70
				a.Hardware.Warm.DiskPerMemory = 1000
			},
			[]string{
				"ShardGB: need 1000 shards or fewer on a node of the warm tier, or Elasticsearch makes no new ones: let shards become larger, got 7000 on each of 2",
				"ShardGB: need 20 shards or fewer for each GB of heap in the hot tier: let shards become larger, got 50 on nodes of 32 GB, that have 16 GB of heap",
			},
		},
		"too many indices for the masters": {
			func(a *plan.Args) {
				a.DailyGB, a.Streams, a.MaxShardsPerHeapGB = 0.1, 400, 1000
				a.Retention = plan.Retention{HotDays: 1, FrozenDays: 89}
				a.Hardware.Frozen.Sizes = []int{64}
			},
			[]string{
				"Streams: need 1000 shards or fewer for each GB of heap in the hot tier: write fewer data streams, " +
					"got 1600 on nodes of 1 GB, that have 0.5 GB of heap",
				"Streams: need 1500 indices or fewer, which is what a hot node with 0.5 GB of heap manages as the master: " +
					"write fewer data streams, got 2000",
			},
		},
		"too many days": {
			func(a *plan.Args) { a.Retention.WarmDays, a.Hardware.Warm.DiskPerMemory = 3000, 5000 },
			[]string{
				"Retention: need 1000 shards or fewer on a node of the warm tier, or Elasticsearch makes no new ones: keep data for a shorter time, got 3000 on each of 4",
			},
		},
		"too short an age": {
			func(a *plan.Args) {
				a.DailyGB, a.MaxAgeDays, a.Retention = 1, 1, plan.Retention{HotDays: 1, WarmDays: 400}
			},
			[]string{"MaxAgeDays: need 20 shards or fewer for each GB of heap in the warm tier: let indices roll over later, got 200 on nodes of 4 GB, that have 2 GB of heap"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := orders()
			test.change(&args)
			p, err := plan.Make(args)
			assert.Equal(t, plan.Plan{}, p)
			refused(t, "Args", err, test.want...)
		})
	}
}

func TestFrozenNodesTakeMoreShards(t *testing.T) {
	t.Parallel()
	args := orders()
	args.Retention.FrozenDays = 3650 // sized by shards: 7300 of 32 MB
	p, err := plan.Make(args)
	require.NoError(t, err)
	frozen, _ := p.Tier("frozen")
	assert.Equal(t, "128g", frozen.Size())
	assert.Equal(t, 1825, frozen.ShardsPerNode)
}

func TestTheArgumentsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	args := orders()
	args.Patterns = []string{"logs-orders-*"}
	p, err := plan.Make(args)
	require.NoError(t, err)
	p.Template.IndexPatterns[0] = "other"
	assert.Equal(t, []string{"logs-orders-*"}, args.Patterns)
	assert.Equal(t, plan.GCP(), args.Hardware)
}

func TestTheExplanation(t *testing.T) {
	t.Parallel()
	args := orders()
	args.Streams = 2
	p, err := plan.Make(args)
	require.NoError(t, err)
	text := p.String()
	for _, want := range []string{
		"100 GB a day on disk in one copy, growth included, in 2 data streams", "1 primary shard for each index, 1 replica of each",
		"after 7d", "expected after 1 day, with 50 GB", "32g", "an index is deleted 7 days after its rollover, so that its first documents live 1 day longer",
	} {
		assert.Contains(t, text, want)
	}
	assert.Equal(t, 1, strings.Count(text, "\nhot "))
}
