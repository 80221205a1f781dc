package plan

import (
	"github.com/groundwork-go/groundwork/component"
)

// Policy is a policy of index lifecycle management, the body of PUT _ilm/policy/<name>. A change applies to each index when it
// enters its next phase: a phase that has begun ends as it was.
type Policy struct {
	// Name is part of the path. Required.
	Name string `json:"-"`

	// Phases that an index goes through.
	Phases Phases `json:"phases"`

	// Meta is kept beside the policy and read by nobody but people.
	Meta map[string]any `json:"_meta,omitempty"`
}

// Phases are the phases of a [Policy] in their order. One that is nil is left out.
type Phases struct {
	Hot    *Phase `json:"hot,omitempty"`
	Warm   *Phase `json:"warm,omitempty"`
	Cold   *Phase `json:"cold,omitempty"`
	Frozen *Phase `json:"frozen,omitempty"`
	Delete *Phase `json:"delete,omitempty"`
}

// Phase is one phase of a [Policy].
type Phase struct {
	// MinAge is when an index enters the phase at the earliest. With a rollover it is counted from there, and not from the
	// creation of the index. It may not be shorter than that of the phase before. Default "0ms".
	MinAge Duration `json:"min_age"`

	// Actions of the phase. Elasticsearch takes them in an order of its own.
	Actions Actions `json:"actions"`
}

// Actions are what is done to an index in a [Phase]. Not every action is allowed in every phase:
//
//	hot     set_priority, unfollow, rollover, readonly, downsample, shrink, forcemerge, searchable_snapshot
//	warm    set_priority, unfollow, readonly, downsample, allocate, migrate, shrink, forcemerge
//	cold    set_priority, unfollow, readonly, downsample, searchable_snapshot, allocate, migrate
//	frozen  unfollow, searchable_snapshot
//	delete  wait_for_snapshot, delete
//
// In the hot phase readonly, downsample, shrink, forcemerge and searchable_snapshot need a rollover.
type Actions struct {
	SetPriority        *SetPriority        `json:"set_priority,omitempty"`
	Unfollow           *Unfollow           `json:"unfollow,omitempty"`
	Rollover           *Rollover           `json:"rollover,omitempty"`
	ReadOnly           *ReadOnly           `json:"readonly,omitempty"`
	Downsample         *Downsample         `json:"downsample,omitempty"`
	SearchableSnapshot *SearchableSnapshot `json:"searchable_snapshot,omitempty"`
	Allocate           *Allocate           `json:"allocate,omitempty"`
	Migrate            *Migrate            `json:"migrate,omitempty"`
	Shrink             *Shrink             `json:"shrink,omitempty"`
	ForceMerge         *ForceMerge         `json:"forcemerge,omitempty"`
	WaitForSnapshot    *WaitForSnapshot    `json:"wait_for_snapshot,omitempty"`
	Delete             *Delete             `json:"delete,omitempty"`
}

// SetPriority says which indices are recovered first after a restart: those with the higher number.
type SetPriority struct {
	Priority int `json:"priority"`
}

// Unfollow turns a follower index into an ordinary one. Elasticsearch adds it where it is needed.
type Unfollow struct{}

// Rollover begins a new index when one of the Max conditions is met and all of the Min ones are. One Max condition is required.
type Rollover struct {
	// MaxPrimaryShardSize of the largest primary shard.
	MaxPrimaryShardSize Bytes `json:"max_primary_shard_size,omitempty"`

	// MaxPrimaryShardDocs in the largest primary shard. More than 200 million have no effect: that is always a condition.
	MaxPrimaryShardDocs int64 `json:"max_primary_shard_docs,omitempty"`

	// MaxAge since the index was made. An index without documents does not roll over.
	MaxAge Duration `json:"max_age,omitempty"`

	// MaxSize of all primary shards together; prefer MaxPrimaryShardSize.
	MaxSize Bytes `json:"max_size,omitempty"`

	// MaxDocs in all primary shards together.
	MaxDocs int64 `json:"max_docs,omitempty"`

	// MinPrimaryShardSize, MinPrimaryShardDocs, MinAge and MinDocs hold the rollover back, and the phases after it.
	MinPrimaryShardSize Bytes    `json:"min_primary_shard_size,omitempty"`
	MinPrimaryShardDocs int64    `json:"min_primary_shard_docs,omitempty"`
	MinAge              Duration `json:"min_age,omitempty"`
	MinDocs             int64    `json:"min_docs,omitempty"`
}

// ReadOnly refuses writes to the index.
type ReadOnly struct{}

// Downsample keeps a summary for each interval of a time series data stream, and drops the documents.
type Downsample struct {
	// FixedInterval of a summary, such as "1h". Required.
	FixedInterval Duration `json:"fixed_interval"`
}

// SearchableSnapshot replaces the index with its snapshot: mounted as a whole in the hot and cold phases, without replicas, and
// through a cache in the frozen phase. It needs an Enterprise subscription.
type SearchableSnapshot struct {
	// SnapshotRepository that holds it. Required, and the same in all phases.
	SnapshotRepository string `json:"snapshot_repository"`

	// ForceMergeIndex first merges the index to one segment, on the tier where it has been so far. Elasticsearch's default is true.
	ForceMergeIndex *bool `json:"force_merge_index,omitempty"`

	// ReplicateFor keeps one replica for that long. Only in the first phase with a searchable snapshot, and not longer than until
	// the next phase.
	ReplicateFor Duration `json:"replicate_for,omitempty"`

	// TotalShardsPerNode of the index. Default: no limit.
	TotalShardsPerNode int `json:"total_shards_per_node,omitempty"`
}

// Allocate changes the number of replicas, or where shards may be. One of its fields is required.
type Allocate struct {
	NumberOfReplicas   *int              `json:"number_of_replicas,omitempty"`
	TotalShardsPerNode int               `json:"total_shards_per_node,omitempty"`
	Include            map[string]string `json:"include,omitempty"`
	Exclude            map[string]string `json:"exclude,omitempty"`
	Require            map[string]string `json:"require,omitempty"`
}

// Migrate moves the index to the tier of its phase. Elasticsearch adds it in the warm and cold phases; it is here to be switched off.
type Migrate struct {
	// Enabled is Elasticsearch's true when nil.
	Enabled *bool `json:"enabled,omitempty"`
}

// Shrink makes an index with fewer primary shards. Exactly one of its first two fields is required.
type Shrink struct {
	// NumberOfShards must be a factor of the present number.
	NumberOfShards int `json:"number_of_shards,omitempty"`

	// MaxPrimaryShardSize lets Elasticsearch choose the fewest shards that do not become larger.
	MaxPrimaryShardSize Bytes `json:"max_primary_shard_size,omitempty"`

	// AllowWriteAfterShrink lifts the write block again. Default false.
	AllowWriteAfterShrink bool `json:"allow_write_after_shrink,omitempty"`
}

// ForceMerge merges segments: it frees deleted documents and makes searches faster. It is only for indices that nobody writes to.
type ForceMerge struct {
	// MaxNumSegments of a shard: 1 merges fully. Required.
	MaxNumSegments int `json:"max_num_segments"`

	// IndexCodec "best_compression" also compresses more. Default: as it is.
	IndexCodec string `json:"index_codec,omitempty"`
}

// WaitForSnapshot holds a deletion back until a snapshot lifecycle policy has run.
type WaitForSnapshot struct {
	// Policy is the name of the snapshot lifecycle policy. Required.
	Policy string `json:"policy"`
}

// Delete deletes the index.
type Delete struct {
	// DeleteSearchableSnapshot also deletes the snapshot that an earlier phase made. Elasticsearch's default is true; with false
	// nobody deletes it ever.
	DeleteSearchableSnapshot *bool `json:"delete_searchable_snapshot,omitempty"`
}

// JSON is the body of the request, or component.FieldErrors.
func (policy Policy) JSON() ([]byte, error) {
	if err := policy.Validate(); err != nil {
		return nil, err
	}
	policy.Phases = policy.Phases.withDefaults()
	return render(struct {
		Policy Policy `json:"policy"`
	}{policy})
}

// withDefaults leaves the caller's phases as they are.
func (phases Phases) withDefaults() Phases {
	for _, phase := range []**Phase{&phases.Hot, &phases.Warm, &phases.Cold, &phases.Frozen, &phases.Delete} {
		if *phase != nil && (*phase).MinAge == "" {
			with := **phase
			with.MinAge = "0ms"
			*phase = &with
		}
	}
	return phases
}

// policy is the lifecycle policy of a plan.
func (plan Plan) policy(args Args) Policy {
	policy := Policy{Name: args.Name}
	r, repository := args.Retention, args.SnapshotRepository
	rollover := plan.Rollover
	policy.Phases.Hot = &Phase{Actions: Actions{SetPriority: &SetPriority{100}, Rollover: &rollover}}
	if r.WarmDays > 0 {
		warm := Actions{SetPriority: &SetPriority{50}, ForceMerge: &ForceMerge{MaxNumSegments: 1}}
		if plan.PrimaryShards > 1 && 2*plan.ShardGB <= MaxShardGB {
			warm.Shrink = &Shrink{MaxPrimaryShardSize: Gigabytes(MaxShardGB)}
		}
		policy.Phases.Warm = &Phase{MinAge: Days(r.HotDays), Actions: warm}
	}
	if r.ColdDays > 0 {
		cold := Actions{SetPriority: &SetPriority{0}}
		if repository != "" {
			cold.SearchableSnapshot = &SearchableSnapshot{SnapshotRepository: repository}
		}
		policy.Phases.Cold = &Phase{MinAge: Days(r.HotDays + r.WarmDays), Actions: cold}
	}
	if r.FrozenDays > 0 {
		policy.Phases.Frozen = &Phase{MinAge: Days(r.HotDays + r.WarmDays + r.ColdDays), Actions: Actions{
			SearchableSnapshot: &SearchableSnapshot{SnapshotRepository: repository},
		}}
	}
	policy.Phases.Delete = &Phase{MinAge: Days(r.sum()), Actions: Actions{Delete: &Delete{}}}
	if args.SnapshotPolicy != "" {
		policy.Phases.Delete.Actions.WaitForSnapshot = &WaitForSnapshot{args.SnapshotPolicy}
	}
	return policy
}

// Validate checks the policy as Elasticsearch would, and refuses some policies that it takes: phases out of order, a deletion
// without an age, and a delete phase that deletes nothing.
func (policy Policy) Validate() error {
	p := component.NewProblems(block, "Policy")
	checkName(p, "Name", policy.Name)
	policy.Phases.check(p)
	return p.Err()
}
