package plan_test

import (
	"fmt"

	"github.com/groundwork-go/groundwork/elasticcloud/plan"
)

func ExampleMake() {
	p, err := plan.Make(plan.Args{
		Name:               "logs-orders",
		DailyGB:            100,
		DocumentBytes:      800,
		Retention:          plan.Retention{HotDays: 7, WarmDays: 23, FrozenDays: 335, TotalDays: 365},
		SnapshotRepository: "backups",
		Hardware:           plan.GCP(),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(p)
	// Output:
	// 125 GB a day on disk in one copy, growth included, in 1 data stream
	// 3 primary shards for each index, 1 replica of each
	// a new index when a primary shard has 50gb or 200000000 documents, or after 7d
	// expected after 1.2 days, with 50 GB and 67108864 documents in a primary shard
	//
	// tier    days  data      copies  disk needed  size per zone  zones  nodes  disk there  shards  per node  per GB heap
	// hot     7     1025 GB   2       2562 GB      32g            2      2      2880 GB     42      21        1.3
	// warm    23    2875 GB   2       7188 GB      32g            2      2      12160 GB    120     60        3.8
	// frozen  335   41875 GB  1       2326 GB      16g            2      2      2880 GB     840     420       52.5
	//
	// the hot tier also holds the index that is written; disk needed has a quarter in reserve, and is the cache of a frozen tier
	// an index is deleted 365 days after its rollover, so that its first documents live 1.2 days longer
}

func ExampleMake_refused() {
	_, err := plan.Make(plan.Args{
		Name:          "events",
		DailyGB:       20,
		Streams:       3000, // one for each customer
		DocumentBytes: 400,
		Retention:     plan.Retention{HotDays: 30, FrozenDays: 335},
		Zones:         1,
		Hardware:      plan.AWS(),
	})
	fmt.Println(err)
	// Output:
	// plan: Args.Zones: need 2 to 3, got 1
	// plan: Args.SnapshotRepository: need the repository where the frozen tier keeps its data, got nothing
	// plan: Args.Streams: need 1000 shards or fewer on a node of the hot tier, or Elasticsearch makes no new ones: write fewer data streams, got 4000 on each of 3
}

func ExamplePolicy() {
	policy := plan.Policy{Name: "logs-orders", Phases: plan.Phases{
		Hot: &plan.Phase{Actions: plan.Actions{Rollover: &plan.Rollover{
			MaxPrimaryShardSize: plan.Gigabytes(50), MaxAge: plan.Days(7),
		}}},
		Frozen: &plan.Phase{MinAge: plan.Days(30), Actions: plan.Actions{
			SearchableSnapshot: &plan.SearchableSnapshot{SnapshotRepository: "backups"},
		}},
		Delete: &plan.Phase{MinAge: plan.Days(365), Actions: plan.Actions{Delete: &plan.Delete{}}},
	}}
	body, err := policy.JSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(body))
	// Output:
	// {
	//   "policy": {
	//     "phases": {
	//       "hot": {
	//         "min_age": "0ms",
	//         "actions": {
	//           "rollover": {
	//             "max_primary_shard_size": "50gb",
	//             "max_age": "7d"
	//           }
	//         }
	//       },
	//       "frozen": {
	//         "min_age": "30d",
	//         "actions": {
	//           "searchable_snapshot": {
	//             "snapshot_repository": "backups"
	//           }
	//         }
	//       },
	//       "delete": {
	//         "min_age": "365d",
	//         "actions": {
	//           "delete": {}
	//         }
	//       }
	//     }
	//   }
	// }
}

func ExampleKey() {
	key := plan.Key{
		Application: "orders", Generation: 2, Owner: "key-maker",
		Grants: []plan.Grant{plan.Ingest("logs-orders-default"), plan.Read("catalogue-*")},
	}
	body, err := key.JSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(body))
	// Output:
	// {
	//   "name": "orders-2",
	//   "role_descriptors": {
	//     "ingest": {
	//       "indices": [
	//         {
	//           "names": [
	//             "logs-orders-default"
	//           ],
	//           "privileges": [
	//             "auto_configure",
	//             "create_doc"
	//           ]
	//         }
	//       ]
	//     },
	//     "read": {
	//       "indices": [
	//         {
	//           "names": [
	//             "catalogue-*"
	//           ],
	//           "privileges": [
	//             "read",
	//             "view_index_metadata"
	//           ]
	//         }
	//       ]
	//     }
	//   },
	//   "expiration": "365d",
	//   "metadata": {
	//     "application": "orders",
	//     "generation": 2,
	//     "owner": "key-maker"
	//   }
	// }
}

func ExampleReplaced() {
	old := plan.Key{Application: "orders", Generation: 1, Owner: "key-maker", Grants: []plan.Grant{plan.Read("catalogue-*")}}
	next := old
	next.Grants = []plan.Grant{plan.Read("prices-*")}
	_, err := plan.Replaced(old, next)
	fmt.Println(err)

	next.Generation = 2
	replaced, err := plan.Replaced(old, next)
	fmt.Println(replaced, err)
	// Output:
	// plan: Key.Generation: need 2: the definition has changed, and a key is replaced rather than updated, got 1
	// true <nil>
}
