package sandbox

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/internal/simcloud"
	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

const sec = time.Second

// urnOf is the URN of a hand-made resource.
func urnOf(name string) resource.URN { return resource.URN("urn:pulumi:dev::shop::t:index:T::" + name) }

// made is a hand-made step of a custom resource that is new or goes on.
func made(op, name string, needs ...string) engine.Step {
	return engine.Step{Op: op, URN: urnOf(name), Old: old(0), New: &engine.State{Custom: true, Needs: urnsOf(needs), Position: -1}}
}

// gone is a hand-made step of a custom resource of the state before, in which it has a position.
func gone(op, name string, position int, needs ...string) engine.Step {
	return engine.Step{Op: op, URN: urnOf(name), Old: old(position, needs...)}
}

func old(position int, needs ...string) *engine.State {
	return &engine.State{Custom: true, Needs: urnsOf(needs), Position: position}
}

func urnsOf(names []string) []resource.URN {
	var urns []resource.URN
	for _, n := range names {
		urns = append(urns, urnOf(n))
	}
	return urns
}

// seconds gives an operation the seconds that are listed for it, or for its resource.
func seconds(table map[string]time.Duration) durations {
	return func(op Op, r simcloud.Request) time.Duration {
		if d, listed := table[string(op)+" "+r.URN.Name()]; listed {
			return d * sec
		}
		return table[r.URN.Name()] * sec
	}
}

// bar is what a test says of a Bar.
type bar struct {
	what       string
	start, end time.Duration // in seconds
	waits      string
}

func bars(t Timeline) []bar {
	var all []bar
	for _, b := range t.Bars {
		waits := ""
		for _, w := range b.Waits {
			waits += w.Name()
		}
		all = append(all, bar{b.Op + " " + b.URN.Name(), b.Start / sec, b.End / sec, waits})
	}
	return all
}

func path(t Timeline) []string {
	var all []string
	for _, b := range t.CriticalPath() {
		all = append(all, b.Op+" "+b.URN.Name())
	}
	return all
}

var table = map[string]time.Duration{"a": 10, "b": 20, "c": 5, "d": 3, "delete a": 4, "delete b": 6, "delete c": 2, "delete d": 1}

func TestTimelineRules(t *testing.T) {
	t.Parallel()
	marked := gone("delete-replaced", "a", 0)
	marked.Old.Delete = true
	leftover := gone("delete-replaced", "a", 0, "b")
	leftover.Old.Delete = true
	retained, with := gone("delete", "b", 1, "a"), gone("delete", "c", 2, "a")
	retained.Old.RetainOnDelete, with.Old.DeletedWith = true, urnOf("a")
	for name, c := range map[string]struct {
		steps    []engine.Step
		parallel int
		want     []bar
		critical []string
	}{
		"nothing happens": {},
		"a diamond": {
			steps: []engine.Step{made("create", "a"), made("create", "c", "a"), made("create", "b", "a"), made("create", "d", "b", "c")},
			want: []bar{
				{"create a", 0, 10, ""}, {"create b", 10, 30, "a"}, {"create c", 10, 15, "a"}, {"create d", 30, 33, "bc"},
			},
			critical: []string{"create a", "create b", "create d"},
		},
		"a diamond by one worker": {
			steps:    []engine.Step{made("create", "a"), made("create", "c", "a"), made("create", "b", "a"), made("create", "d", "b", "c")},
			parallel: 1,
			want: []bar{
				{"create a", 0, 10, ""}, {"create b", 10, 30, "a"}, {"create c", 30, 35, "ab"}, {"create d", 35, 38, "bc"},
			},
			critical: []string{"create a", "create b", "create c", "create d"},
		},
		"what is the same takes no time and keeps the order": {
			steps: []engine.Step{made("update", "a"), made("same", "b", "a"), made("update", "c", "b")},
			want:  []bar{{"update a", 0, 10, ""}, {"same b", 10, 10, "a"}, {"update c", 10, 15, "b"}}, critical: []string{"update a", "update c"},
		},
		"a replacement is there before its dependents are updated, and what it replaces goes last": {
			steps: []engine.Step{
				made("create-replacement", "a"), made("replace", "a"), made("update", "b", "a"), made("create", "c"), marked,
			},
			want: []bar{
				{"create-replacement a", 0, 10, ""}, {"create c", 0, 5, ""}, {"update b", 10, 30, "a"}, {"delete-replaced a", 30, 34, "b"},
			},
			critical: []string{"create-replacement a", "update b", "delete-replaced a"},
		},
		"delete before replace: dependents, itself, then it is made again, by one worker": {
			steps: []engine.Step{
				made("create", "d"), gone("delete-replaced", "c", 3, "b"), gone("delete-replaced", "b", 2, "a"), gone("delete-replaced", "a", 1, "d"),
				made("replace", "a", "d"), made("create-replacement", "a", "d"), made("create-replacement", "b", "a"), made("create-replacement", "c", "b"),
			},
			want: []bar{
				{"create d", 0, 3, ""}, {"delete-replaced c", 3, 5, "d"}, {"delete-replaced b", 5, 11, "c"}, {"delete-replaced a", 11, 15, "b"},
				{"create-replacement a", 15, 25, "a"}, {"create-replacement b", 25, 45, "a"}, {"create-replacement c", 45, 50, "b"},
			},
			critical: []string{
				"create d", "delete-replaced c", "delete-replaced b", "delete-replaced a", "create-replacement a", "create-replacement b", "create-replacement c",
			},
		},
		"two that are deleted first do not mix": {
			steps: []engine.Step{
				gone("delete-replaced", "c", 2, "a"), gone("delete-replaced", "b", 1), gone("delete-replaced", "a", 0),
				made("create-replacement", "b"), made("create-replacement", "a"),
			},
			want: []bar{
				{"delete-replaced b", 0, 6, ""}, {"delete-replaced c", 0, 2, ""}, {"delete-replaced a", 2, 6, "c"},
				{"create-replacement b", 6, 26, "b"}, {"create-replacement a", 6, 16, "a"},
			},
			critical: []string{"delete-replaced b", "create-replacement b"},
		},
		"a run that failed after it had deleted first": {
			steps:    []engine.Step{made("create", "d"), gone("delete-replaced", "b", 1, "a"), gone("delete-replaced", "a", 0, "d")},
			want:     []bar{{"create d", 0, 3, ""}, {"delete-replaced b", 3, 9, "d"}, {"delete-replaced a", 9, 13, "b"}},
			critical: []string{"create d", "delete-replaced b", "delete-replaced a"},
		},
		"destroy: dependents first, in waves": {
			steps: []engine.Step{gone("delete", "c", 2, "b"), gone("delete", "b", 1, "a"), gone("delete", "a", 0), gone("delete", "d", 3)},
			want: []bar{
				{"delete c", 0, 2, ""}, {"delete b", 2, 8, "c"}, {"delete a", 8, 12, "b"}, {"delete d", 8, 9, "b"},
			},
			critical: []string{"delete c", "delete b", "delete a"},
		},
		"destroy: a name that stands twice in the state is told apart by its place": {
			steps: []engine.Step{gone("delete", "a", 2, "b"), gone("delete", "b", 1, "a"), leftover},
			want:  []bar{{"delete a", 0, 4, ""}, {"delete b", 4, 10, "a"}, {"delete-replaced a", 10, 14, "b"}}, critical: []string{"delete a", "delete b", "delete-replaced a"},
		},
		"the engine alone removes what is retained, deleted with another or only read": {
			steps: []engine.Step{gone("delete", "a", 0), retained, with, gone("discard", "d", 3)},
			want: []bar{
				{"delete b", 0, 0, ""}, {"delete c", 0, 0, ""}, {"delete a", 0, 4, ""}, {"discard d", 0, 0, ""},
			},
			critical: []string{"delete a"},
		},
		"a refresh reads everything at once": {
			steps: []engine.Step{gone("refresh", "a", 0), gone("refresh", "b", 1, "x"), gone("refresh", "c", 2)},
			want:  []bar{{"refresh a", 0, 10, ""}, {"refresh b", 0, 20, ""}, {"refresh c", 0, 5, ""}}, critical: []string{"refresh b"},
		},
		"reads wait as creations do": {
			steps: []engine.Step{made("create", "a"), made("read", "b", "a"), made("import", "c", "b")},
			want:  []bar{{"create a", 0, 10, ""}, {"read b", 10, 30, "a"}, {"import c", 30, 35, "b"}}, critical: []string{"create a", "read b", "import c"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			timeline := newTimeline(c.steps, seconds(table), c.parallel)
			assert.Equal(t, c.want, bars(timeline))
			assert.Equal(t, c.critical, path(timeline))
		})
	}
}

// A custom parent is waited for, a component takes no time, and the children of a component that is needed are deleted
// after what needs it.
func TestTimelineOfComponents(t *testing.T) {
	t.Parallel()
	stack := resource.URN("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev")
	within := func(s engine.Step, parent resource.URN, custom bool) engine.Step {
		for _, state := range []*engine.State{s.Old, s.New} {
			if state != nil {
				state.Parent, state.Custom = parent, custom
			}
		}
		return s
	}
	root := engine.Step{Op: "create", URN: stack, New: &engine.State{Position: -1}}
	up := newTimeline([]engine.Step{
		root, within(made("create", "outer"), stack, false), within(made("create", "inner"), urnOf("outer"), false), within(made("create", "a"), urnOf("inner"), true),
		within(made("create", "b"), urnOf("a"), true), within(made("create", "c"), stack, true),
	}, seconds(table), 0)
	assert.Equal(t, []string{"create a", "create b"}, path(up))
	assert.Equal(t, 30*sec, up.Total)
	components := map[string]resource.URN{}
	for _, b := range up.Bars {
		components[b.URN.Name()] = b.Component
	}
	assert.Equal(t, map[string]resource.URN{
		"shop-dev": "", "outer": "", "inner": urnOf("outer"), "a": urnOf("inner"), "b": urnOf("inner"), "c": "",
	}, components)

	destroy := newTimeline([]engine.Step{
		within(gone("delete", "outer", 0), "", false), within(gone("delete", "inner", 1), urnOf("outer"), false),
		within(gone("delete", "a", 2), urnOf("inner"), true), within(gone("delete", "b", 3, "outer"), "", true),
	}, seconds(table), 0)
	assert.Equal(t, []string{"delete b", "delete a"}, path(destroy))

	child := newTimeline([]engine.Step{gone("delete", "a", 0), within(gone("delete", "b", 1), urnOf("a"), true)}, seconds(table), 0)
	assert.Equal(t, []string{"delete b", "delete a"}, path(child), "a child before its parent")
}

func TestTimelineOfAProviderResource(t *testing.T) {
	t.Parallel()
	provider := engine.Step{
		Op: "create", URN: "urn:pulumi:dev::shop::pulumi:providers:kubernetes::k8s",
		New: &engine.State{Custom: true, Needs: []resource.URN{urnOf("a")}, Position: -1},
	}
	chart := made("create", "c")
	chart.New.Needs = []resource.URN{provider.URN}
	timeline := newTimeline([]engine.Step{made("create", "a"), provider, chart}, seconds(table), 0)
	assert.Equal(t, []string{"create a", "create c"}, path(timeline), "what the provider is configured with comes first")
	assert.Equal(t, 15*sec, timeline.Total)
}

// The model may look at what an operation changes.
func TestDurationsSeeOldAndNewInputs(t *testing.T) {
	t.Parallel()
	inputs := func(size float64) resource.PropertyMap {
		return resource.PropertyMap{"size": resource.NewNumberProperty(size)}
	}
	var asked []simcloud.Request
	var ops []Op
	update := engine.Step{
		Op: "update", URN: urnOf("a"), Old: &engine.State{Custom: true, ID: "i", Inputs: inputs(1), Outputs: inputs(2)}, New: &engine.State{Custom: true, Inputs: inputs(3)},
	}
	create, remove := update, update
	create.Op, remove.Op, remove.New = "create-replacement", "delete", nil
	newTimeline([]engine.Step{create, update, remove}, func(op Op, r simcloud.Request) time.Duration {
		ops, asked = append(ops, op), append(asked, r)
		return sec
	}, 0)
	assert.Equal(t, []Op{Create, Update, Delete}, ops)
	assert.Equal(t, []simcloud.Request{
		{URN: urnOf("a"), Inputs: inputs(3)},
		{URN: urnOf("a"), ID: "i", OldInputs: inputs(1), OldOutputs: inputs(2), Inputs: inputs(3)},
		{URN: urnOf("a"), ID: "i", OldInputs: inputs(1), OldOutputs: inputs(2)},
	}, asked)
}
