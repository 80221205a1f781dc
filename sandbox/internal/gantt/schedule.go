package gantt

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// Task is one piece of work.
type Task struct {
	Name  string // orders tasks that could start at the same time
	Takes time.Duration
	After []int // the tasks that must have ended before it starts, by index

	// Joined tasks are begun by the worker of the task before them in the list as soon as that has ended. They have no
	// After of their own.
	Joined bool
}

// Span is when a task runs.
type Span struct {
	Start, End time.Duration
	Order      int   // counts tasks in the order in which they start
	Waits      []int // what it waited for: the tasks of After, the one it is joined to, the one whose worker it took over
	Critical   bool  // one of those that decide when the last task ends
}

// Schedule runs every task as early as it can start. At most parallel tasks run at once, 0 is without limit: a free
// worker takes the task that has been ready for longest. After must not run in a circle; such tasks are never started
// and have an Order of -1.
func Schedule(tasks []Task, parallel int) []Span {
	s := newSimulation(tasks)
	for {
		for s.running.Len() > 0 && s.spans[s.running.tasks[0]].End <= s.now {
			s.finish(heap.Pop(&s.running).(int))
		}
		switch {
		case s.ready.Len() > 0 && (parallel == 0 || s.running.Len() < parallel):
			s.begin(heap.Pop(&s.ready).(int))
		case s.running.Len() > 0:
			s.now = s.spans[s.running.tasks[0]].End
		default:
			s.markCritical()
			return s.spans
		}
	}
}

// simulation is a schedule while it is made.
type simulation struct {
	tasks    []Task
	spans    []Span
	waiting  []int   // how many tasks each still waits for
	followed [][]int // the tasks that wait for each
	now      time.Duration
	started  int
	last     int             // the task that ended last, -1 before
	since    []time.Duration // when each became ready
	ready    queue           // the one that has been ready for longest first
	running  queue           // the one that ends first
}

func newSimulation(tasks []Task) *simulation {
	s := &simulation{
		tasks: tasks, spans: make([]Span, len(tasks)), waiting: make([]int, len(tasks)), followed: make([][]int, len(tasks)),
		since: make([]time.Duration, len(tasks)), last: -1,
	}
	s.ready.before = func(a, b int) int {
		return cmp.Or(cmp.Compare(s.since[a], s.since[b]), cmp.Compare(tasks[a].Name, tasks[b].Name), cmp.Compare(a, b))
	}
	s.running.before = func(a, b int) int {
		return cmp.Or(cmp.Compare(s.spans[a].End, s.spans[b].End), cmp.Compare(s.spans[a].Order, s.spans[b].Order))
	}
	for i, t := range tasks {
		s.spans[i] = Span{Order: -1, Waits: slices.Clone(t.After)}
		for _, before := range t.After {
			s.followed[before] = append(s.followed[before], i)
		}
		s.waiting[i] = len(t.After)
		if s.waiting[i] == 0 && !t.Joined {
			heap.Push(&s.ready, i)
		}
	}
	return s
}

// begin starts a task that waits for nothing any more but, with a limit, for a worker.
func (s *simulation) begin(i int) {
	if s.now > s.since[i] {
		s.spans[i].Waits = append(s.spans[i].Waits, s.last)
	}
	s.run(i)
}

func (s *simulation) run(i int) {
	span := &s.spans[i]
	span.Start, span.End, span.Order = s.now, s.now+s.tasks[i].Takes, s.started
	s.started++
	heap.Push(&s.running, i)
}

// finish ends a task: its worker goes on with the one that is joined to it, and others become ready.
func (s *simulation) finish(i int) {
	s.last = i
	for _, next := range s.followed[i] {
		if s.waiting[next]--; s.waiting[next] == 0 {
			s.since[next] = s.now
			heap.Push(&s.ready, next)
		}
	}
	if next := i + 1; next < len(s.tasks) && s.tasks[next].Joined {
		s.spans[next].Waits = append(s.spans[next].Waits, i)
		s.run(next)
	}
}

// markCritical walks back from the end: what ended when a task started is what held it up.
func (s *simulation) markCritical() {
	var total time.Duration
	for _, span := range s.spans {
		total = max(total, span.End)
	}
	var all []int
	for i, span := range s.spans {
		if span.Order >= 0 {
			all = append(all, i)
		}
	}
	for i := s.ending(all, total); i >= 0; i = s.ending(s.spans[i].Waits, s.spans[i].Start) {
		s.spans[i].Critical = true
	}
}

// ending picks the task that ends at a time. Among several it is the one that took longest, then the first to start.
func (s *simulation) ending(among []int, at time.Duration) int {
	chosen := -1
	for _, i := range among {
		if s.spans[i].End != at {
			continue
		}
		if chosen < 0 || cmp.Or(cmp.Compare(s.tasks[chosen].Takes, s.tasks[i].Takes), cmp.Compare(s.spans[i].Order, s.spans[chosen].Order)) < 0 {
			chosen = i
		}
	}
	return chosen
}

// queue is a heap of tasks.
type queue struct {
	tasks  []int
	before func(a, b int) int
}

func (q *queue) Len() int           { return len(q.tasks) }
func (q *queue) Less(i, j int) bool { return q.before(q.tasks[i], q.tasks[j]) < 0 }
func (q *queue) Swap(i, j int)      { q.tasks[i], q.tasks[j] = q.tasks[j], q.tasks[i] }
func (q *queue) Push(x any)         { q.tasks = append(q.tasks, x.(int)) }
func (q *queue) Pop() any {
	last := q.tasks[len(q.tasks)-1]
	q.tasks = q.tasks[:len(q.tasks)-1]
	return last
}
