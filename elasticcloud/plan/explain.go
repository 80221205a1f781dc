package plan

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Size is the memory in each zone as a deployment takes it, such as "8g"; beyond the largest node a multiple of it.
func (t Tier) Size() string { return fmt.Sprintf("%dg", t.ZoneGB()) }

// String explains the plan to people. Its form may change.
func (plan Plan) String() string {
	var text strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&text, format+"\n", values...) }

	line("%s a day on disk in one copy, growth included, in %s", gigabytes(plan.DailyGB), count(plan.Streams, "data stream"))
	line("%s for each index, %s of each", count(plan.PrimaryShards, "primary shard"), count(plan.Replicas, "replica"))
	line("a new index when a primary shard has %s or %d documents, or after %s", plan.Rollover.MaxPrimaryShardSize, plan.Rollover.MaxPrimaryShardDocs, plan.Rollover.MaxAge)
	line("expected after %s, with %s and %d documents in a primary shard", days(plan.RolloverDays), gigabytes(plan.ShardGB), plan.ShardDocuments)
	line("")

	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	row := func(cells ...any) {
		format := strings.Repeat("%v\t", len(cells)-1) + "%v\n"
		fmt.Fprintf(table, format, cells...) //nolint:errcheck // a strings.Builder takes everything
	}
	row("tier", "days", "data", "copies", "disk needed", "size per zone", "zones", "nodes", "disk there", "shards", "per node", "per GB heap")
	for _, t := range plan.Tiers {
		row(t.Phase, t.Days, gigabytes(t.DataGB), t.Copies, gigabytes(t.StorageGB), t.Size(), t.Zones, t.Nodes(),
			gigabytes(t.ZoneDiskGB()*float64(t.Zones)), t.Shards, t.ShardsPerNode, fmt.Sprintf("%.1f", t.ShardsPerHeapGB))
	}
	table.Flush() //nolint:errcheck // as above

	line("")
	line("the hot tier also holds the index that is written; disk needed has a quarter in reserve, and is the cache of a frozen tier")
	line("an index is deleted %s after its rollover, so that its first documents live %s longer", days(float64(plan.RetentionDays)), days(plan.RolloverDays))
	return text.String()
}

func gigabytes(gb float64) string {
	if gb < 10 {
		return fmt.Sprintf("%.1f GB", gb)
	}
	return fmt.Sprintf("%.0f GB", gb)
}

func days(n float64) string {
	if text := fmt.Sprintf("%.3g", n); text != "1" {
		return text + " days"
	}
	return "1 day"
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
