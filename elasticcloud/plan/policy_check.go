package plan

import (
	"fmt"
	"slices"

	"github.com/groundwork-go/groundwork/component"
)

// allowedActions are the actions of each phase (Index lifecycle management, "Index lifecycle actions"; TimeseriesLifecycleType in
// Elasticsearch's source). The action freeze does nothing since 8.0 and is not offered.
var allowedActions = map[string][]string{
	"Hot":    {"set_priority", "unfollow", "rollover", "readonly", "downsample", "shrink", "forcemerge", "searchable_snapshot"},
	"Warm":   {"set_priority", "unfollow", "readonly", "downsample", "allocate", "migrate", "shrink", "forcemerge"},
	"Cold":   {"set_priority", "unfollow", "readonly", "downsample", "searchable_snapshot", "allocate", "migrate"},
	"Frozen": {"unfollow", "searchable_snapshot"},
	"Delete": {"wait_for_snapshot", "delete"},
}

var (
	needRollover          = []string{"readonly", "downsample", "shrink", "forcemerge", "searchable_snapshot"}
	notOnSearchableOnes   = []string{"forcemerge", "shrink", "downsample"}
	needActionOfSnapshots = "the action searchable_snapshot, which is how data is kept in the frozen tier"
)

// names of the actions that are given, in the order of the fields.
func (a Actions) names() []string {
	var names []string
	for _, action := range []struct {
		name  string
		given bool
	}{
		{"set_priority", a.SetPriority != nil},
		{"unfollow", a.Unfollow != nil},
		{"rollover", a.Rollover != nil},
		{"readonly", a.ReadOnly != nil},
		{"downsample", a.Downsample != nil},
		{"searchable_snapshot", a.SearchableSnapshot != nil},
		{"allocate", a.Allocate != nil},
		{"migrate", a.Migrate != nil},
		{"shrink", a.Shrink != nil},
		{"forcemerge", a.ForceMerge != nil},
		{"wait_for_snapshot", a.WaitForSnapshot != nil},
		{"delete", a.Delete != nil},
	} {
		if action.given {
			names = append(names, action.name)
		}
	}
	return names
}

type namedPhase struct {
	title string
	*Phase
}

// given are the phases there are, in their order.
func (phases Phases) given() []namedPhase {
	all := []namedPhase{
		{"Hot", phases.Hot}, {"Warm", phases.Warm}, {"Cold", phases.Cold}, {"Frozen", phases.Frozen}, {"Delete", phases.Delete},
	}
	return slices.DeleteFunc(all, func(n namedPhase) bool { return n.Phase == nil })
}

func (phases Phases) check(p *component.Problems) {
	given := phases.given()
	if len(given) == 0 {
		p.Add("Phases", "one phase or more", nil)
	}
	for _, phase := range given {
		field := "Phases." + phase.title
		checkDuration(p, field+".MinAge", phase.MinAge)
		names := phase.Actions.names()
		for _, action := range names {
			if !slices.Contains(allowedActions[phase.title], action) {
				p.Add(field+".Actions", component.Choice(allowedActions[phase.title]), action)
			}
			if phase.title == "Hot" && phase.Actions.Rollover == nil && slices.Contains(needRollover, action) {
				p.Add(field+".Actions", "a rollover beside "+action, nil)
			}
		}
		phase.Actions.check(p, field+".Actions")
	}
	if phases.Frozen != nil && phases.Frozen.Actions.SearchableSnapshot == nil {
		p.Add("Phases.Frozen.Actions", needActionOfSnapshots, nil)
	}
	checkOrder(p, given)
	checkSearchable(p, given)
	phases.checkDelete(p)
}

// checkOrder refuses a phase that would begin before the one in front of it: it would begin after it all the same, and data
// would be kept, or be gone, at another time than the policy says.
func checkOrder(p *component.Problems, given []namedPhase) {
	var latest Duration = "0ms"
	var before string
	for _, phase := range given {
		age := phase.MinAge
		if age == "" {
			age = "0ms"
		}
		length, ok := age.nanos()
		if !ok || phase.MinAge == "" && phase.title == "Delete" { // checkDelete says more about that
			continue
		}
		if soFar, _ := latest.nanos(); length < soFar {
			p.Addf("Phases."+phase.title+".MinAge", fmt.Sprintf("%s or more, as phase %s before it has", latest, before), "%s", age)
			continue
		}
		latest, before = age, phase.title
	}
}

func checkSearchable(p *component.Problems, given []namedPhase) {
	var first *namedPhase
	for i, phase := range given {
		field := "Phases." + phase.title + ".Actions"
		if first != nil {
			for _, action := range phase.Actions.names() {
				if slices.Contains(notOnSearchableOnes, action) {
					p.Add(field, "no "+action+" after a searchable_snapshot in phase "+first.title, action)
				}
			}
		}
		snapshot := phase.Actions.SearchableSnapshot
		switch {
		case snapshot == nil:
		case first == nil:
			first = &given[i]
			checkReplicateFor(p, given[i:])
		default:
			if other := first.Actions.SearchableSnapshot.SnapshotRepository; snapshot.SnapshotRepository != other {
				p.Add(field+".SearchableSnapshot.SnapshotRepository", "the one of phase "+first.title+", "+other, snapshot.SnapshotRepository)
			}
			if snapshot.ReplicateFor != "" {
				p.Add(field+".SearchableSnapshot.ReplicateFor", "nothing: only the first searchable snapshot can have replicas", string(snapshot.ReplicateFor))
			}
			if first.title == "Hot" && phase.title == "Cold" {
				p.Add(field, "searchable_snapshot in the hot or in the cold phase: with both, indices do not move to the cold tier", "both")
			}
		}
	}
}

// checkReplicateFor takes the phase with the first searchable snapshot and those after it.
func checkReplicateFor(p *component.Problems, phases []namedPhase) {
	length, ok := phases[0].Actions.SearchableSnapshot.ReplicateFor.nanos()
	if !ok || len(phases) < 2 {
		return
	}
	begin, _ := phases[0].MinAge.nanos()
	if end, known := phases[1].MinAge.nanos(); known && begin+length > end {
		p.Addf("Phases."+phases[0].title+".Actions.SearchableSnapshot.ReplicateFor", "no longer than until phase "+phases[1].title+" begins at "+string(phases[1].MinAge),
			"%s", phases[0].Actions.SearchableSnapshot.ReplicateFor)
	}
}

func (phases Phases) checkDelete(p *component.Problems) {
	if phases.Delete == nil {
		return
	}
	if age, ok := phases.Delete.MinAge.nanos(); phases.Delete.MinAge == "" || ok && age == 0 {
		p.Add("Phases.Delete.MinAge", "an age: without one an index is deleted as soon as it has rolled over", nil)
	}
	if phases.Delete.Actions.Delete == nil {
		p.Add("Phases.Delete.Actions", "the action delete", nil)
	}
}

// check looks at each action for itself.
func (a Actions) check(p *component.Problems, field string) {
	if a.SetPriority != nil && a.SetPriority.Priority < 0 {
		p.Add(field+".SetPriority.Priority", "0 or more", a.SetPriority.Priority)
	}
	if a.Rollover != nil {
		a.Rollover.check(p, field+".Rollover")
	}
	if a.Downsample != nil {
		p.Match(field+".Downsample.FixedInterval", needDuration, string(a.Downsample.FixedInterval), durationForm)
	}
	if s := a.SearchableSnapshot; s != nil {
		p.Match(field+".SearchableSnapshot.SnapshotRepository", needRepository, s.SnapshotRepository, repositoryForm)
		checkDuration(p, field+".SearchableSnapshot.ReplicateFor", s.ReplicateFor)
	}
	if a.Allocate != nil {
		a.Allocate.check(p, field, a.Migrate)
	}
	if s := a.Shrink; s != nil {
		checkBytes(p, field+".Shrink.MaxPrimaryShardSize", s.MaxPrimaryShardSize)
		if (s.NumberOfShards > 0) == (s.MaxPrimaryShardSize != "") {
			p.Addf(field+".Shrink", "either NumberOfShards or MaxPrimaryShardSize", "%d and %q", s.NumberOfShards, s.MaxPrimaryShardSize)
		}
	}
	if m := a.ForceMerge; m != nil {
		if m.MaxNumSegments < 1 {
			p.Add(field+".ForceMerge.MaxNumSegments", "1 or more", m.MaxNumSegments)
		}
		if m.IndexCodec != "" {
			p.OneOf(field+".ForceMerge.IndexCodec", m.IndexCodec, "best_compression")
		}
	}
	if a.WaitForSnapshot != nil {
		p.Require(field+".WaitForSnapshot.Policy", "the name of a snapshot lifecycle policy", a.WaitForSnapshot.Policy)
	}
}

func (r Rollover) check(p *component.Problems, field string) {
	if r.MaxPrimaryShardSize == "" && r.MaxPrimaryShardDocs == 0 && r.MaxAge == "" && r.MaxSize == "" && r.MaxDocs == 0 {
		p.Add(field, "one of the Max conditions or more: without one no index ever rolls over", nil)
	}
	checkBytes(p, field+".MaxPrimaryShardSize", r.MaxPrimaryShardSize)
	checkBytes(p, field+".MaxSize", r.MaxSize)
	checkBytes(p, field+".MinPrimaryShardSize", r.MinPrimaryShardSize)
	checkDuration(p, field+".MaxAge", r.MaxAge)
	checkDuration(p, field+".MinAge", r.MinAge)
	if min(r.MaxPrimaryShardDocs, r.MaxDocs, r.MinPrimaryShardDocs, r.MinDocs) < 0 {
		p.Add(field, "numbers of documents of 0 or more", nil)
	}
}

func (a Allocate) check(p *component.Problems, field string, migrate *Migrate) {
	rules := len(a.Include)+len(a.Exclude)+len(a.Require) > 0
	if !rules && a.NumberOfReplicas == nil && a.TotalShardsPerNode == 0 {
		p.Add(field+".Allocate", "NumberOfReplicas, TotalShardsPerNode or a rule where shards may be", nil)
	}
	if a.NumberOfReplicas != nil && *a.NumberOfReplicas < 0 {
		p.Add(field+".Allocate.NumberOfReplicas", "0 or more", *a.NumberOfReplicas)
	}
	if rules && migrate != nil && (migrate.Enabled == nil || *migrate.Enabled) {
		p.Add(field+".Migrate", "Enabled false beside rules in Allocate: only one of them can say where shards are", "both")
	}
}
