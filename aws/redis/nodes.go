package redis

import "fmt"

// nodes lists the ends of the node ids, which ElastiCache makes of the group's id: "001" and on without shards,
// "0001-001" and on with them. They are counted here because what is watched must be known before the group exists.
func (args *ClusterArgs) nodes() []string {
	var all []string
	for shard := range max(1, args.Shards) {
		for node := range 1 + args.replicas() {
			name := fmt.Sprintf("%03d", node+1)
			if args.sharded() {
				name = fmt.Sprintf("%04d-%s", shard+1, name)
			}
			all = append(all, name)
		}
	}
	return all
}
