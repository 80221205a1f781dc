package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

// durations tells how long an operation takes in the real cloud.
type durations func(Op, simcloud.Request) time.Duration

// newTimeline orders the steps of a run, which come in the order in which they started, as the engine would had each
// taken its time. parallel 0 is no limit.
func newTimeline(steps []engine.Step, takes durations, parallel int) Timeline {
	p := newPlanner(steps, takes)
	p.program()
	p.deletions()
	return p.timeline(gantt.Schedule(p.tasks, parallel))
}

// planner turns steps into tasks.
type planner struct {
	steps   []engine.Step
	takes   durations
	parents map[resource.URN]resource.URN
	custom  map[resource.URN]bool
	deleted map[resource.URN]bool

	tasks  []gantt.Task
	stepOf []int // of each task; barrier for one that ends when all before it have ended
	phase  int   // the first task after the last barrier
}

const barrier = -1

func newPlanner(steps []engine.Step, takes durations) *planner {
	p := &planner{
		steps: steps, takes: takes,
		parents: map[resource.URN]resource.URN{}, custom: map[resource.URN]bool{}, deleted: map[resource.URN]bool{},
	}
	for _, s := range steps {
		if state := stateOf(s); state != nil {
			p.parents[s.URN], p.custom[s.URN] = state.Parent, state.Custom
		}
		if deletes(s) {
			p.deleted[s.URN] = true
		}
	}
	return p
}

// stateOf is the resource after the step; for a deletion, before it.
func stateOf(s engine.Step) *engine.State {
	if s.New != nil {
		return s.New
	}
	return s.Old
}

func deletes(s engine.Step) bool {
	switch s.Op {
	case "delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace":
		return s.Old != nil
	}
	return false
}

// deletesFirst tells a deletion that is part of a delete-before-replace. What was replaced before its deletion is marked,
// and left for the end; when such a leftover of an earlier run goes first, the engine deletes it as any other resource.
func deletesFirst(s engine.Step) bool {
	return deletes(s) && s.Op != "remove-pending-replace" && strings.HasSuffix(s.Op, "-replaced") != s.Old.Delete
}

// program adds what happens while the program runs.
func (p *planner) program() {
	made := map[resource.URN]int{} // the task after which a resource is there
	claimed := map[int]bool{}
	for i, s := range p.steps {
		state := stateOf(s)
		if state == nil || deletes(s) || s.Op == "replace" { // "replace" is a note between deletion and creation
			continue
		}
		made[s.URN] = p.chain(append(p.deletedFor(i, claimed), i), p.present(made, state))
	}
	var left []int // what was deleted first when the run ended before the creation
	for i, s := range p.steps {
		if deletesFirst(s) && !claimed[i] {
			left = append(left, i)
		}
	}
	if len(left) > 0 {
		p.chain(left, p.present(made, p.steps[left[len(left)-1]].Old))
	}
}

// present finds the tasks that make what a resource depends on. A component that is needed itself, and not child by child,
// is one that its provider makes, such as a Helm chart: it is there when its children are.
func (p *planner) present(made map[resource.URN]int, s *engine.State) []int {
	var tasks []int
	for _, urn := range append(slices.Clone(s.Needs), s.Parent) {
		if task, known := made[urn]; known {
			tasks = append(tasks, task)
		}
	}
	for _, urn := range s.Needs {
		if _, known := made[urn]; !known || p.custom[urn] {
			continue
		}
		for child, task := range made {
			if p.within(child, urn) {
				tasks = append(tasks, task)
			}
		}
	}
	slices.Sort(tasks)
	return slices.Compact(tasks)
}

// deletedFor lists the deletions that come before the replacement in step i: dependents first, itself last.
func (p *planner) deletedFor(i int, claimed map[int]bool) []int {
	gone := map[resource.URN]bool{}
	var steps []int
	for j := i - 1; j >= 0; j-- {
		s := p.steps[j]
		if !deletesFirst(s) || claimed[j] || !strings.HasSuffix(p.steps[i].Op, "-replacement") {
			continue
		}
		if s.URN == p.steps[i].URN || slices.ContainsFunc(s.Old.Needs, func(n resource.URN) bool { return gone[n] }) {
			gone[s.URN], claimed[j] = true, true
			steps = append(steps, j)
		}
	}
	slices.Reverse(steps)
	return steps
}

// deletions adds what the engine deletes when the program has ended, in waves.
func (p *planner) deletions() {
	var condemned []int
	for i, s := range p.steps {
		if deletes(s) && !deletesFirst(s) {
			condemned = append(condemned, i)
		}
	}
	for _, wave := range p.waves(condemned) {
		after := []int{p.barrier()}
		for _, i := range wave {
			p.chain([]int{i}, after)
		}
	}
}

// waves sorts deletions as the engine does: what depends on no other of them goes last, then what depends on those only
// goes before, and so on.
func (p *planner) waves(condemned []int) [][]int {
	needs := p.needsOf(condemned)
	var waves [][]int
	for len(condemned) > 0 {
		left := map[int]bool{}
		for _, i := range condemned {
			left[i] = true
		}
		var wave, rest []int
		for _, i := range condemned {
			if slices.ContainsFunc(needs[i], func(j int) bool { return left[j] }) {
				rest = append(rest, i)
			} else {
				wave = append(wave, i)
			}
		}
		waves, condemned = append(waves, wave), rest
	}
	slices.Reverse(waves)
	return waves
}

// needsOf follows the state before the run: a resource depends on its parent, on what it needs, and on the children
// of a component that it needs, all in so far as they come before it.
func (p *planner) needsOf(condemned []int) map[int][]int {
	of, within := map[resource.URN][]int{}, map[resource.URN][]int{}
	for _, i := range condemned {
		urn := p.steps[i].URN
		of[urn] = append(of[urn], i)
		for above := p.parents[urn]; above != ""; above = p.parents[above] {
			within[above] = append(within[above], i)
		}
	}
	needs := map[int][]int{}
	for _, i := range condemned {
		old := p.steps[i].Old
		before := func(all []int) {
			for _, j := range all {
				if p.steps[j].Old.Position < old.Position {
					needs[i] = append(needs[i], j)
				}
			}
		}
		before(of[old.Parent])
		for _, n := range old.Needs {
			before(of[n])
			if !p.custom[n] {
				before(within[n])
			}
		}
	}
	return needs
}

func (p *planner) within(urn, ancestor resource.URN) bool {
	for parent := p.parents[urn]; parent != ""; parent = p.parents[parent] {
		if parent == ancestor {
			return true
		}
	}
	return false
}

// chain adds steps that follow each other without a break and returns the last task.
func (p *planner) chain(steps []int, after []int) int {
	for n, i := range steps {
		s := p.steps[i]
		task := gantt.Task{Name: string(s.URN) + " " + s.Op, Takes: p.time(s), Joined: n > 0}
		if n == 0 {
			task.After = after
		}
		p.tasks, p.stepOf = append(p.tasks, task), append(p.stepOf, i)
	}
	return len(p.tasks) - 1
}

// barrier adds a task that waits for everything since the last barrier, and returns it.
func (p *planner) barrier() int {
	var after []int
	for i := p.phase; i < len(p.tasks); i++ {
		after = append(after, i)
	}
	p.tasks, p.stepOf = append(p.tasks, gantt.Task{After: after}), append(p.stepOf, barrier)
	p.phase = len(p.tasks)
	return p.phase - 1
}

// time is how long a step takes: nothing when the engine does it alone.
func (p *planner) time(s engine.Step) time.Duration {
	state := stateOf(s)
	if !state.Custom {
		return 0
	}
	r := simcloud.Request{URN: s.URN, ID: state.ID}
	if s.Old != nil {
		r.ID, r.OldInputs, r.OldOutputs = s.Old.ID, s.Old.Inputs, s.Old.Outputs
	}
	switch s.Op {
	case "create", "create-replacement":
		return p.takes(Create, simcloud.Request{URN: s.URN, Inputs: s.New.Inputs})
	case "update":
		r.Inputs = s.New.Inputs
		return p.takes(Update, r)
	case "read", "read-replacement", "import", "import-replacement", "refresh":
		return p.takes(Read, r)
	case "delete", "delete-replaced":
		if state.RetainOnDelete || p.deleted[state.DeletedWith] {
			return 0
		}
		return p.takes(Delete, r)
	default:
		return 0
	}
}

// timeline reads the schedule.
func (p *planner) timeline(spans []gantt.Span) Timeline {
	var t Timeline
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(spans[a].Order, spans[b].Order) })
	for _, i := range order {
		if p.stepOf[i] == barrier {
			continue
		}
		s, span := p.steps[p.stepOf[i]], spans[i]
		t.Total = max(t.Total, span.End)
		t.Bars = append(t.Bars, Bar{
			URN: s.URN, Op: s.Op, Start: span.Start, End: span.End, Critical: span.Critical, Failed: s.Failed,
			Waits: p.waits(spans, i), Component: p.component(s.URN),
		})
	}
	return t
}

// waits lists what a task waited for, through barriers.
func (p *planner) waits(spans []gantt.Span, i int) []resource.URN {
	var urns []resource.URN
	for _, j := range spans[i].Waits {
		switch {
		case p.stepOf[i] == barrier && spans[j].End < spans[i].End, spans[j].End == 0:
		case p.stepOf[j] == barrier:
			urns = append(urns, p.waits(spans, j)...)
		default:
			urns = append(urns, p.steps[p.stepOf[j]].URN)
		}
	}
	slices.Sort(urns)
	return slices.Compact(urns)
}

// component is the nearest component above a resource, the stack left out.
func (p *planner) component(urn resource.URN) resource.URN {
	parent := p.parents[urn]
	for parent != "" && p.custom[parent] {
		parent = p.parents[parent]
	}
	if parent != "" && parent.QualifiedType() == resource.RootStackType {
		return ""
	}
	return parent
}
