package gantt_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

const s = time.Second

// times lists start and end of each task.
func times(spans []gantt.Span) [][2]time.Duration {
	var all [][2]time.Duration
	for _, span := range spans {
		all = append(all, [2]time.Duration{span.Start, span.End})
	}
	return all
}

// critical lists the tasks that decide when the last one ends, in the order in which they start.
func critical(spans []gantt.Span) []int {
	var path []int
	for i, span := range spans {
		if span.Critical {
			path = append(path, i)
		}
	}
	slices.SortFunc(path, func(a, b int) int { return cmp.Compare(spans[a].Order, spans[b].Order) })
	return path
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	diamond := []gantt.Task{
		{Name: "a", Takes: 2 * s}, {Name: "b", Takes: 5 * s, After: []int{0}}, {Name: "c", Takes: 3 * s, After: []int{0}},
		{Name: "d", Takes: 1 * s, After: []int{1, 2}},
	}
	five := []gantt.Task{
		{Name: "e", Takes: 1 * s}, {Name: "d", Takes: 2 * s}, {Name: "c", Takes: 3 * s}, {Name: "b", Takes: 4 * s}, {Name: "a", Takes: 5 * s},
	}
	for name, c := range map[string]struct {
		tasks    []gantt.Task
		parallel int
		want     [][2]time.Duration
		critical []int
	}{
		"nothing":                 {},
		"a diamond":               {diamond, 0, [][2]time.Duration{{0, 2 * s}, {2 * s, 7 * s}, {2 * s, 5 * s}, {7 * s, 8 * s}}, []int{0, 1, 3}},
		"a diamond, one worker":   {diamond, 1, [][2]time.Duration{{0, 2 * s}, {2 * s, 7 * s}, {7 * s, 10 * s}, {10 * s, 11 * s}}, []int{0, 1, 2, 3}},
		"no limit":                {five, 0, [][2]time.Duration{{0, s}, {0, 2 * s}, {0, 3 * s}, {0, 4 * s}, {0, 5 * s}}, []int{4}},
		"two workers, by name":    {five, 2, [][2]time.Duration{{7 * s, 8 * s}, {5 * s, 7 * s}, {4 * s, 7 * s}, {0, 4 * s}, {0, 5 * s}}, []int{4, 1, 0}},
		"as many workers as work": {five, 5, [][2]time.Duration{{0, s}, {0, 2 * s}, {0, 3 * s}, {0, 4 * s}, {0, 5 * s}}, []int{4}},
		"who waits longest goes first": {[]gantt.Task{
			{Name: "first", Takes: 3 * s}, {Name: "second", Takes: 1 * s}, {Name: "z", Takes: 4 * s, After: []int{1}}, {Name: "a", Takes: 1 * s, After: []int{0}},
			{Name: "y", Takes: 1 * s, After: []int{1}},
		}, 2, [][2]time.Duration{{0, 3 * s}, {0, s}, {2 * s, 6 * s}, {3 * s, 4 * s}, {s, 2 * s}}, []int{1, 4, 2}},
		"joined tasks keep their worker": {[]gantt.Task{
			{Name: "a", Takes: 2 * s}, {Joined: true, Takes: 3 * s}, {Name: "b", Takes: 1 * s},
		}, 1, [][2]time.Duration{{0, 2 * s}, {2 * s, 5 * s}, {5 * s, 6 * s}}, []int{0, 1, 2}},
		"no duration keeps the order": {[]gantt.Task{
			{Name: "a", Takes: 2 * s}, {Name: "b", After: []int{0}}, {Name: "c", Takes: 1 * s, After: []int{1}},
		}, 0, [][2]time.Duration{{0, 2 * s}, {2 * s, 2 * s}, {2 * s, 3 * s}}, []int{0, 1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spans := gantt.Schedule(c.tasks, c.parallel)
			assert.Equal(t, c.want, times(spans))
			assert.Equal(t, c.critical, critical(spans))
		})
	}
}

func TestATaskInACircleIsNotStarted(t *testing.T) {
	t.Parallel()
	spans := gantt.Schedule([]gantt.Task{{Takes: s}, {Takes: s, After: []int{2}}, {Takes: s, After: []int{1}}}, 0)
	assert.Equal(t, []int{0, -1, -1}, []int{spans[0].Order, spans[1].Order, spans[2].Order})
	assert.Equal(t, []int{0}, critical(spans))
}

func TestATaskSaysWhoseWorkerItTookOver(t *testing.T) {
	t.Parallel()
	spans := gantt.Schedule([]gantt.Task{{Name: "a", Takes: s}, {Name: "b", Takes: s}}, 1)
	assert.Empty(t, spans[0].Waits)
	assert.Equal(t, []int{0}, spans[1].Waits)
}

// Whatever the graph: no task overlaps what it waited for, the limit holds, and the critical path leads from 0 to the
// end without a gap.
func TestEverySchedule(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		tasks := randomTasks(random)
		parallel := random.IntN(4)
		spans := gantt.Schedule(tasks, parallel)
		assert.Equal(t, spans, gantt.Schedule(tasks, parallel), "the same again")
		var total, longest time.Duration
		for i, span := range spans {
			require.GreaterOrEqual(t, span.Order, 0)
			require.Equal(t, tasks[i].Takes, span.End-span.Start)
			total, longest = max(total, span.End), max(longest, tasks[i].Takes)
			held := span.Start == 0
			for _, w := range span.Waits {
				require.LessOrEqual(t, spans[w].End, span.Start)
				require.Less(t, spans[w].Order, span.Order)
				held = held || spans[w].End == span.Start
			}
			require.True(t, held, "task %d starts as soon as it can", i)
			if parallel > 0 {
				require.LessOrEqual(t, running(spans, span.Start), parallel)
			}
		}
		assert.GreaterOrEqual(t, total, longest)
		var at time.Duration
		for _, i := range critical(spans) {
			require.Equal(t, at, spans[i].Start)
			at = spans[i].End
		}
		assert.Equal(t, total, at)
	}
}

func randomTasks(random *rand.Rand) []gantt.Task {
	tasks := make([]gantt.Task, 1+random.IntN(12))
	for i := range tasks {
		tasks[i] = gantt.Task{Name: fmt.Sprint(random.IntN(5)), Takes: time.Duration(random.IntN(4)) * s}
		if i > 0 && random.IntN(6) == 0 {
			tasks[i].Joined = true
			continue
		}
		for before := range i {
			if random.IntN(4) == 0 {
				tasks[i].After = append(tasks[i].After, before)
			}
		}
	}
	return tasks
}

// running counts the tasks that take time and are under way right after a moment.
func running(spans []gantt.Span, at time.Duration) int {
	count := 0
	for _, span := range spans {
		if span.Start <= at && at < span.End {
			count++
		}
	}
	return count
}
