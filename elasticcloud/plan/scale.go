package plan

import (
	"fmt"

	"github.com/groundwork-go/groundwork/component"
)

// check records shards that are too small, or hold too many documents.
func (s shards) check(p *component.Problems, args Args) {
	if gb := s.expectedGB(); gb < MinShardGB {
		got := fmt.Sprintf("%.2f GB after %.3g days in each of %d", gb, s.days, s.primaries)
		switch {
		case s.primaries > 1:
			p.Addf("PrimaryShards", "fewer primary shards: each should reach 1 GB or more before the next index begins", "%s", got)
		case s.maxAgeDays < args.longestAge():
			p.Addf("MaxAgeDays", fmt.Sprintf("more days, %d at most: a shard should reach 1 GB or more before the next index begins", args.longestAge()), "%s", got)
		}
	}
	documents := s.expectedGB() * s.documentsPerGB
	fits := fmt.Sprintf("%.1f GB at most with documents of %d bytes", MaxShardDocuments/s.documentsPerGB, args.DocumentBytes)
	switch {
	case documents > HardMaxShardDocuments:
		p.Addf("ShardGB", fmt.Sprintf("%s: a shard can hold %d documents and should hold %d", fits, HardMaxShardDocuments, MaxShardDocuments), "%.0f documents", documents)
	case documents > MaxShardDocuments:
		p.Addf("ShardGB", fmt.Sprintf("%s: a shard should hold %d documents, where a new index begins anyway", fits, MaxShardDocuments), "%.0f", documents)
	}
}

// check records tiers that hold more shards, or more copies of them, than their nodes can take. The remedy is in the data and
// not in larger nodes: those would be paid for to hold next to nothing.
func (plan Plan) check(p *component.Problems, args Args) {
	field, remedy := args.fewerShards()
	indices := 0
	for _, t := range plan.Tiers {
		indices += t.Indices
		if t.Copies > t.Nodes() {
			p.Addf("Replicas", fmt.Sprintf("%d or fewer: each copy of a shard needs a node of its own, and the %s tier has %d", t.Nodes()-1, t.Phase, t.Nodes()),
				"%d", t.Copies-1)
		}
		limit := MaxShardsPerNode
		if t.Phase == "frozen" {
			limit = MaxFrozenShardsPerNode
		}
		switch {
		case t.ShardsPerNode > limit:
			p.Addf(field, fmt.Sprintf("%d shards or fewer on a node of the %s tier, or Elasticsearch makes no new ones: %s", limit, t.Phase, remedy),
				"%d on each of %d", t.ShardsPerNode, t.Nodes())
		case t.Phase != "frozen" && t.ShardsPerHeapGB > float64(args.MaxShardsPerHeapGB):
			p.Addf(field, fmt.Sprintf("%d shards or fewer for each GB of heap in the %s tier: %s", args.MaxShardsPerHeapGB, t.Phase, remedy),
				"%.0f on nodes of %d GB, that have %.3g GB of heap", t.ShardsPerHeapGB, t.NodeGB, heapGB(t.NodeGB))
		}
	}
	heap := heapGB(plan.Tiers[0].NodeGB)
	if limit := MaxIndicesPerMasterHeapGB * heap; float64(indices) > limit {
		p.Addf(field, fmt.Sprintf("%.0f indices or fewer, which is what a hot node with %.3g GB of heap manages as the master: %s", limit, heap, remedy), "%d", indices)
	}
}

// fewerShards names the argument that makes the most of too many shards.
func (args Args) fewerShards() (field, remedy string) {
	switch {
	case args.Streams > 1:
		return "Streams", "write fewer data streams"
	case args.PrimaryShards > 1:
		return "PrimaryShards", "cut indices into fewer shards"
	case args.ShardGB != 0 && args.ShardGB < MaxShardGB:
		return "ShardGB", "let shards become larger"
	case args.MaxAgeDays != 0:
		return "MaxAgeDays", "let indices roll over later"
	default:
		return "Retention", "keep data for a shorter time"
	}
}
