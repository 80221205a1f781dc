package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// The tests take the durations of these types from runs of one resource.
const (
	cacheType  = "gcp:redis/instance:Instance"
	acmeType   = "acme:index/thing:Thing" // of a provider that nothing is known of
	componentT = "acme:index:Component"
)

// plan is a program that is written as a list.
type plan []thing

type thing struct {
	token, name string
	inputs      pulumi.Map
	needs       []string
	parent      string
	replace     []string // replaceOnChanges
	first       bool     // deleteBeforeReplace
}

func (p plan) run(ctx *pulumi.Context) error {
	made := map[string]pulumi.Resource{}
	for _, t := range p {
		// The SDK adds a child to its component in the background, before it knows the child's URN.
		for _, r := range made {
			if _, err := internals.UnsafeAwaitOutput(ctx.Context(), r.URN()); err != nil {
				return err
			}
		}
		opts := []pulumi.ResourceOption{pulumi.ReplaceOnChanges(t.replace), pulumi.DeleteBeforeReplace(t.first)}
		for _, n := range t.needs {
			opts = append(opts, pulumi.DependsOn([]pulumi.Resource{made[n]}))
		}
		if t.parent != "" {
			opts = append(opts, pulumi.Parent(made[t.parent]))
		}
		if t.token == componentT {
			component := &struct{ pulumi.ResourceState }{}
			if err := ctx.RegisterComponentResource(t.token, t.name, component, opts...); err != nil {
				return err
			}
			made[t.name] = component
			continue
		}
		r, err := register(ctx, t.token, t.name, t.inputs, opts...)
		if err != nil {
			return err
		}
		made[t.name] = r
	}
	return nil
}

// takes is how long the model says that creating a thing takes.
func takes(t *testing.T, things ...thing) time.Duration {
	t.Helper()
	total := time.Duration(0)
	for _, one := range things {
		one.needs, one.parent = nil, ""
		total += up(t, newCloud(t, sandbox.Options{}), plan{one}.run).Timeline.Total
	}
	return total
}

func names(bars []sandbox.Bar) []string {
	var all []string
	for _, b := range bars {
		all = append(all, b.Op+" "+b.URN.Name())
	}
	return all
}

func cacheNamed(name string, needs ...string) thing {
	return thing{token: cacheType, name: name, inputs: pulumi.Map{"memorySizeGb": pulumi.Int(1)}, needs: needs}
}

func acme(name string, needs ...string) thing {
	return thing{token: acmeType, name: name, inputs: pulumi.Map{"size": pulumi.Int(1)}, needs: needs}
}

func TestTimelineFollowsTheDependencies(t *testing.T) {
	t.Parallel()
	cache, small := takes(t, cacheNamed("x")), takes(t, acme("x"))
	require.Greater(t, cache, 4*small)
	require.Positive(t, small)

	apart := up(t, newCloud(t, sandbox.Options{}), plan{cacheNamed("cache"), acme("a"), acme("b", "a")}.run).Timeline
	assert.Equal(t, cache, apart.Total)
	assert.Equal(t, []string{"create cache"}, names(apart.CriticalPath()))

	one := up(t, newCloud(t, sandbox.Options{}), plan{cacheNamed("cache"), acme("a"), acme("b", "a", "cache")}.run).Timeline
	assert.Equal(t, cache+small, one.Total, "one dependency more")
	assert.Equal(t, []string{"create cache", "create b"}, names(one.CriticalPath()))

	before := up(t, newCloud(t, sandbox.Options{}), plan{acme("a"), cacheNamed("cache", "a"), acme("b", "cache")}.run).Timeline
	assert.Equal(t, small+cache+small, before.Total)
	assert.Equal(t, []string{"create a", "create cache", "create b"}, names(before.CriticalPath()))

	both := up(t, newCloud(t, sandbox.Options{Parallel: 1}), plan{cacheNamed("cache"), acme("a"), acme("b", "a")}.run).Timeline
	assert.Equal(t, cache+2*small, both.Total, "one at a time")
}

func TestTimelineFollowsInputsParentsAndComponents(t *testing.T) {
	t.Parallel()
	small := takes(t, acme("x"))
	t.Run("an input", func(t *testing.T) {
		t.Parallel()
		result := up(t, newCloud(t, sandbox.Options{}), func(ctx *pulumi.Context) error {
			a, err := register(ctx, acmeType, "a", pulumi.Map{})
			if err != nil {
				return err
			}
			_, err = register(ctx, acmeType, "b", pulumi.Map{"of": a.ID()})
			return err
		})
		assert.Equal(t, []string{"create a", "create b"}, names(result.Timeline.CriticalPath()))
		assert.Equal(t, 2*small, result.Timeline.Total)
	})
	t.Run("a parent, and a component with all its children", func(t *testing.T) {
		t.Parallel()
		inner, child := acme("inner"), acme("child")
		inner.parent, child.parent = "group", "inner"
		leaf := acme("leaf", "inner")
		leaf.parent = "nested"
		result := up(t, newCloud(t, sandbox.Options{}), plan{
			{token: componentT, name: "group"}, inner, child, {token: componentT, name: "nested", parent: "group"}, leaf, acme("after", "group"),
		}.run)
		assert.Equal(t, 3*small, result.Timeline.Total)
		assert.Equal(t, []string{"create inner", "create leaf", "create after"}, names(result.Timeline.CriticalPath()))
		for _, b := range result.Timeline.Bars {
			switch b.URN.Name() {
			case "inner", "child", "nested":
				assert.Equal(t, "group", b.Component.Name())
			case "leaf":
				assert.Equal(t, "nested", b.Component.Name())
			default:
				assert.Empty(t, b.Component)
			}
			if b.URN.Name() == "child" {
				assert.Equal(t, small, b.Start, "after its parent")
			}
		}
	})
}

func TestTimelineOfReplacements(t *testing.T) {
	t.Parallel()
	small := takes(t, acme("x"))
	program := func(size int, first bool) pulumi.RunFunc {
		a, b := acme("a"), acme("b", "a")
		a.inputs, a.replace, a.first = pulumi.Map{"size": pulumi.Int(size)}, []string{"size"}, first
		b.inputs = pulumi.Map{"size": pulumi.Int(size)}
		return plan{a, b, acme("c")}.run
	}
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, program(1, false))
	after := up(t, cloud, program(2, false)).Timeline
	assert.Equal(t, []string{"create-replacement a", "update b", "delete-replaced a"}, names(after.CriticalPath()))
	assert.Equal(t, 3*small, after.Total)

	first := up(t, cloud, program(3, true)).Timeline
	assert.Equal(t, []string{"delete-replaced a", "create-replacement a", "update b"}, names(first.CriticalPath()))
	assert.Equal(t, 3*small, first.Total)

	same := up(t, cloud, program(3, true)).Timeline
	assert.Zero(t, same.Total)
	assert.Empty(t, same.CriticalPath())
	assert.NotEmpty(t, same.Bars)
}

// Dependents whose input forces a replacement are deleted first too, in the same go.
func TestTimelineOfDependentsThatAreDeletedFirst(t *testing.T) {
	t.Parallel()
	small := takes(t, acme("x"))
	program := func(size int) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			a, err := register(ctx, acmeType, "a", pulumi.Map{"size": pulumi.Int(size)},
				pulumi.ReplaceOnChanges([]string{"size"}), pulumi.DeleteBeforeReplace(true))
			if err != nil {
				return err
			}
			b, err := register(ctx, acmeType, "b", pulumi.Map{"of": a.ID()}, pulumi.ReplaceOnChanges([]string{"of"}))
			if err != nil {
				return err
			}
			_, err = register(ctx, acmeType, "c", pulumi.Map{"of": b.ID()}, pulumi.ReplaceOnChanges([]string{"of"}))
			return err
		}
	}
	cloud := newCloud(t, sandbox.Options{})
	up(t, cloud, program(1))
	timeline := up(t, cloud, program(2)).Timeline
	assert.Equal(t, []string{
		"delete-replaced c", "delete-replaced b", "delete-replaced a", "create-replacement a", "create-replacement b", "create-replacement c",
	}, names(timeline.CriticalPath()))
	assert.Equal(t, 6*small, timeline.Total)
}

func TestTimelineOfOtherRuns(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	chain := plan{acme("a"), acme("b", "a"), acme("c", "b"), acme("lone")}
	small := takes(t, acme("x"))
	cloud := newCloud(t, sandbox.Options{})

	preview, err := cloud.Preview(ctx, stack, sandbox.Func(chain.run))
	require.NoError(t, err)
	assert.Equal(t, 3*small, preview.Timeline.Total)
	done := up(t, cloud, chain.run)
	assert.Equal(t, done.Timeline, preview.Timeline, "what would run is what ran")
	assert.Equal(t, "Update of acme/shop/dev: about "+clock(3*small), headline(t, done.Timeline))

	refresh, err := cloud.Refresh(ctx, stack, sandbox.Program{})
	require.NoError(t, err)
	assert.Equal(t, 500*time.Millisecond, refresh.Timeline.Total, "all at once")
	assert.Equal(t, "Refresh of acme/shop/dev: about 0.5s", headline(t, refresh.Timeline))

	shrunk := up(t, cloud, plan{acme("a")}.run).Timeline
	assert.Equal(t, []string{"delete c", "delete b"}, names(shrunk.CriticalPath()))
	up(t, cloud, chain.run)
	destroyed, err := cloud.Destroy(ctx, stack, sandbox.Program{})
	require.NoError(t, err)
	assert.Equal(t, []string{"delete c", "delete b", "delete a"}, names(destroyed.Timeline.CriticalPath()))
	assert.Equal(t, "Destruction of acme/shop/dev: about "+clock(3*small), headline(t, destroyed.Timeline))
	for _, b := range destroyed.Timeline.Bars {
		if b.URN.Name() == "lone" {
			assert.Equal(t, 2*small, b.Start, "in the last wave, as the engine does it")
		}
	}
}

func clock(d time.Duration) string { return fmt.Sprintf("%ds", d/time.Second) }

func headline(t *testing.T, timeline sandbox.Timeline) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, timeline.Text(&out))
	line, _, _ := strings.Cut(out.String(), "\n")
	return line
}

func TestTimelineOfAFailedAndOfACutRun(t *testing.T) {
	t.Parallel()
	small := takes(t, acme("x"))
	chain := plan{acme("a"), acme("b", "a"), acme("c", "b")}
	for name, fault := range map[string]func(*sandbox.Cloud){
		"failed": func(c *sandbox.Cloud) { c.Fail(sandbox.On{Name: "b"}, errors.New("quota")) },
		"cut":    func(c *sandbox.Cloud) { c.CutAfter(2) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t, sandbox.Options{})
			fault(cloud)
			result, err := cloud.Up(context.Background(), stack, sandbox.Func(chain.run))
			require.Error(t, err)
			assert.Equal(t, 2*small, result.Timeline.Total)
			path := result.Timeline.CriticalPath()
			require.Equal(t, []string{"create a", "create b"}, names(path))
			assert.False(t, path[0].Failed)
			assert.True(t, path[1].Failed)
			assert.Equal(t, []resource.URN{path[0].URN}, path[1].Waits)
		})
	}
}

// Whatever the program, the timeline keeps what it promises.
func TestTimelineOfAnyProgram(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		parallel := random.IntN(4)
		cloud := newCloud(t, sandbox.Options{Parallel: parallel})
		for range 3 {
			assertTimeline(t, up(t, cloud, randomPlan(random).run), parallel)
		}
		destroyed, err := cloud.Destroy(context.Background(), stack, sandbox.Program{})
		require.NoError(t, err)
		assertTimeline(t, destroyed, parallel)
	}
}

func randomPlan(random *rand.Rand) plan {
	var p plan
	for i := range 1 + random.IntN(8) {
		one := acme(fmt.Sprint("thing-", i))
		if random.IntN(3) == 0 {
			one = cacheNamed(fmt.Sprint("cache-", i))
		}
		one.inputs = pulumi.Map{"memorySizeGb": pulumi.Int(1 + random.IntN(3)), "displayName": pulumi.String(fmt.Sprint(random.IntN(3)))}
		one.first = random.IntN(3) == 0
		if random.IntN(2) == 0 {
			one.replace = []string{"memorySizeGb"}
		}
		for _, before := range p {
			if random.IntN(3) == 0 {
				one.needs = append(one.needs, before.name)
			}
		}
		p = append(p, one)
	}
	return p
}

func assertTimeline(t *testing.T, result *sandbox.Result, parallel int) {
	t.Helper()
	timeline := result.Timeline
	if parallel == 0 {
		assertEngineOrder(t, result)
	}
	var longest, at time.Duration
	ends := map[resource.URN][]time.Duration{}
	for _, b := range timeline.Bars {
		longest = max(longest, b.Takes())
		ends[b.URN] = append(ends[b.URN], b.End)
		assert.Equal(t, b.Start == 0, len(b.Waits) == 0, "%s %s waits for %v", b.Op, b.URN, b.Waits)
		assert.GreaterOrEqual(t, b.Start, at, "in order of time")
		at = b.Start
	}
	assert.GreaterOrEqual(t, timeline.Total, longest)
	for _, b := range timeline.Bars {
		for _, w := range b.Waits {
			require.NotEmpty(t, ends[w])
			assert.LessOrEqual(t, ends[w][0], b.Start, "%s %s overlaps %s", b.Op, b.URN, w)
		}
		under := 0
		for _, other := range timeline.Bars {
			if other.Start <= b.Start && b.Start < other.End {
				under++
			}
		}
		assert.True(t, parallel == 0 || under <= parallel, "%d at once, not %d", under, parallel)
	}
	at = 0
	for _, b := range timeline.CriticalPath() {
		assert.Equal(t, at, b.Start)
		at = b.End
	}
	assert.Equal(t, timeline.Total, at)
}

// assertEngineOrder checks that what a bar waits for ended before it in the engine's own run too.
func assertEngineOrder(t *testing.T, result *sandbox.Result) {
	t.Helper()
	ended := map[resource.URN]int{}
	for i, s := range result.Steps {
		for _, b := range result.Timeline.Bars {
			if b.URN != s.URN || b.Op != s.Op {
				continue
			}
			for _, w := range b.Waits {
				assert.Contains(t, ended, w, "%s %s, step %d", b.Op, b.URN, i)
			}
		}
		ended[s.URN] = i
	}
}

// The same program gives the same timeline, in whatever order its resources reach the engine.
func TestTimelineIsTheSameAgain(t *testing.T) {
	t.Parallel()
	p := plan{acme("a"), acme("b"), acme("c"), cacheNamed("d", "a"), acme("e", "d"), acme("f", "d"), acme("g", "b", "c")}
	for _, parallel := range []int{0, 2} {
		var first string
		for range 10 {
			var out bytes.Buffer
			timeline := up(t, newCloud(t, sandbox.Options{Parallel: parallel}), p.run).Timeline
			require.NoError(t, timeline.Text(&out))
			require.NoError(t, timeline.SVG(&out))
			if first == "" {
				first = out.String()
				assert.Contains(t, first, "Update of acme/shop/dev: about ")
			}
			assert.Equal(t, first, out.String())
		}
	}
}
