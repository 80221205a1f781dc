package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

var errQuota = errors.New("quota exceeded")

func TestFailAndHeal(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	cloud.Fail(sandbox.On{Op: sandbox.Create, Type: petType, Name: "pet-b"}, errQuota)
	result, err := cloud.Up(context.Background(), stack, sandbox.Func(small.run))
	require.ErrorContains(t, err, "create pet-b: quota exceeded")
	assert.Len(t, cloud.Objects(), 2, "the bucket and the pet before")
	assertConverged(t, cloud, result)

	_, err = cloud.Up(context.Background(), stack, sandbox.Func(small.run))
	require.Error(t, err, "a fault stays until it is healed")
	cloud.Heal()
	assertConverged(t, cloud, up(t, cloud, small.run))
	assert.Len(t, cloud.Objects(), 4)
}

// changed replaces the bucket, updates the pets through it, adds one pet and drops none.
var changed = shop{location: "US", class: "NEARLINE", pets: 4}

// fewer replaces nothing and deletes two pets.
var fewer = shop{location: "EU", class: "NEARLINE", pets: 1}

func TestAFailureAtEveryStepConverges(t *testing.T) {
	t.Parallel()
	for _, next := range []shop{changed, fewer, {}} {
		for nth := 1; ; nth++ {
			cloud := newCloud(t, sandbox.Options{})
			up(t, cloud, small.run)
			cloud.Fail(sandbox.On{Nth: nth}, errQuota)
			_, err := runOrDestroy(cloud, next)
			if err == nil {
				assert.Greater(t, nth, 3, "the change has several steps")
				break
			}
			require.ErrorContains(t, err, "quota exceeded")
			cloud.Heal()
			result, err := runOrDestroy(cloud, next)
			require.NoError(t, err)
			assertConverged(t, cloud, result)
			assertUnchanged(t, cloud, next)
		}
	}
}

func TestACutAtEveryStepConverges(t *testing.T) {
	t.Parallel()
	for _, folder := range []bool{false, true} {
		for i, next := range []shop{small, changed, fewer, {}} {
			t.Run(fmt.Sprintf("folder=%v/%d", folder, i), func(t *testing.T) {
				t.Parallel()
				for n := 1; ; n += stride() {
					options := sandbox.Options{}
					if folder {
						options.Folder = stateFolder(t)
					}
					cloud := newCloud(t, options)
					if i > 0 {
						up(t, cloud, small.run)
					}
					cloud.CutAfter(n)
					_, err := runOrDestroy(cloud, next)
					if err == nil {
						assert.Greater(t, n, 3, "the change has several steps")
						break
					}
					require.ErrorIs(t, err, sandbox.ErrCut)
					if folder {
						cloud = newCloud(t, options) // a new process
					}
					result, err := runOrDestroy(cloud, next)
					require.NoError(t, err)
					assertConverged(t, cloud, result)
					assertUnchanged(t, cloud, next)
				}
			})
		}
	}
}

// runOrDestroy brings the stack to a program; the zero one destroys it.
func runOrDestroy(cloud *sandbox.Cloud, s shop) (*sandbox.Result, error) {
	if s == (shop{}) {
		return cloud.Destroy(context.Background(), stack, sandbox.Program{})
	}
	return cloud.Up(context.Background(), stack, sandbox.Func(s.run))
}

func assertUnchanged(t *testing.T, cloud *sandbox.Cloud, s shop) {
	t.Helper()
	again, err := runOrDestroy(cloud, s)
	require.NoError(t, err)
	for op, count := range again.Changes {
		assert.Equal(t, "same", op, "%d resources", count)
	}
}

// A resource that a cut run has deleted is made again, not taken for an existing one.
func TestACutDestroyThenUpConverges(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 4; n++ {
		cloud := newCloud(t, sandbox.Options{})
		up(t, cloud, small.run)
		cloud.CutAfter(n)
		_, err := runOrDestroy(cloud, shop{})
		require.ErrorIs(t, err, sandbox.ErrCut)
		assertConverged(t, cloud, up(t, cloud, small.run))
		assert.Len(t, cloud.Objects(), 4)
	}
}

func TestACutSaysWhatItSettled(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	cloud.CutAfter(1)
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(small.run))
	require.ErrorIs(t, err, sandbox.ErrCut)
	require.Len(t, cloud.Objects(), 1, "the bucket was made and not recorded")
	made := cloud.Objects()[0].ID

	result := up(t, cloud, small.run)
	assert.Equal(t, made, find(t, result, bucketType, "data").ID, "the bucket is taken over, not made again")
	require.Len(t, result.Settled, 1)
	assert.Contains(t, result.Settled[0], "cut while creating")
	assert.Contains(t, result.Settled[0], made)
	assert.Empty(t, up(t, cloud, small.run).Settled)
}

// What takes effect and does not come to its end is in the cloud and in the state. The next run sends it an update, as to a resource that
// is not complete, and goes on with what waited for it.
func TestAFailureHalfway(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		before *shop
		op     sandbox.Op
	}{
		"create": {nil, sandbox.Create},
		"update": {&shop{location: "EU", class: "NEARLINE"}, sandbox.Update},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t, sandbox.Options{})
			if c.before != nil {
				up(t, cloud, c.before.run)
			}
			cloud.FailHalfway(sandbox.On{Op: c.op, Type: bucketType, Nth: 1}, errQuota)
			_, err := cloud.Up(ctx, stack, sandbox.Func(small.run))
			require.ErrorContains(t, err, "quota exceeded")
			objects := cloud.Objects()
			require.Len(t, objects, 1, "no pet: they wait for the bucket")
			assert.Equal(t, "STANDARD", objects[0].Outputs["storageClass"].StringValue(), "it took effect")

			again, err := cloud.Up(ctx, stack, sandbox.Func(small.run))
			require.NoError(t, err)
			assert.Equal(t, []string{"update"}, operations(again, "data"), "nothing has changed but that it was not complete")
			assert.Len(t, cloud.Objects(), 4)
			assertConverged(t, cloud, again)
			assertUnchanged(t, cloud, small)
		})
	}
}

// A program may ask for a resource that is not complete to be replaced.
func TestAReplacementAfterAFailureHalfway(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := newCloud(t, sandbox.Options{})
	program := sandbox.Func(func(ctx *pulumi.Context) error {
		_, err := register(ctx, bucketType, "data", pulumi.Map{"location": pulumi.String("EU")},
			pulumi.DeleteBeforeReplace(true), pulumi.ReplaceOnChanges([]string{"#initerror"}))
		return err
	})
	cloud.FailHalfway(sandbox.On{Op: sandbox.Create, Type: bucketType}, errQuota)
	for range 2 {
		_, err := cloud.Up(ctx, stack, program)
		require.ErrorContains(t, err, "quota exceeded", "a fault stays until it is healed")
		assert.Len(t, cloud.Objects(), 1)
	}
	cloud.Heal()
	result, err := cloud.Up(ctx, stack, program)
	require.NoError(t, err)
	assert.Equal(t, []string{"delete-replaced", "replace", "create-replacement"}, operations(result, "data"))
	assertConverged(t, cloud, result)
}

// The engine leaves some of what it opened to the end of its process: one listener for each run, and one more for a run that failed. A
// program in this process and its connections are not left behind.
func TestFailedRunsLeaveLittleBehind(t *testing.T) {
	open := func() int {
		descriptors, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("descriptors are counted on Linux")
		}
		return len(descriptors)
	}
	const runs = 40
	before := open()
	for range runs {
		cloud := newCloud(t, sandbox.Options{})
		cloud.Fail(sandbox.On{Nth: 3}, errQuota)
		_, err := cloud.Up(context.Background(), stack, sandbox.Func(small.run))
		require.Error(t, err)
	}
	assert.Eventually(t, func() bool { return open()-before < 3*runs }, 10*time.Second, 10*time.Millisecond, "each used to leave six")
}

// What the engine leaves knows nothing of the cloud and of what was told of the run: the memory of a sweep would be that of all its runs.
func TestACloudThatNobodyUsesIsForgotten(t *testing.T) {
	t.Parallel()
	for name, strike := range map[string]func(*sandbox.Cloud){
		"it went well": func(*sandbox.Cloud) {},
		"it failed":    func(c *sandbox.Cloud) { c.Fail(sandbox.On{Nth: 3}, errQuota) },
		"it was cut":   func(c *sandbox.Cloud) { c.CutAfter(3) },
	} {
		gone := make(chan string, 2)
		func() {
			told := &bytes.Buffer{}
			cloud := sandbox.New(sandbox.Options{Display: &sandbox.Display{JSON: true, Stdout: told}})
			strike(cloud)
			_, _ = cloud.Up(context.Background(), stack, sandbox.Func(small.run)) // how it ended is what the other tests are for
			require.NotEmpty(t, told.String(), name)
			runtime.AddCleanup(cloud, func(what string) { gone <- what }, "cloud")
			runtime.AddCleanup(told, func(what string) { gone <- what }, "events")
			require.NoError(t, cloud.Close())
		}()
		assert.Eventually(t, func() bool { runtime.GC(); return len(gone) == 2 }, 10*time.Second, 10*time.Millisecond, name)
	}
}

// Every rule counts each operation that it selects, also one that another rule has struck.
func TestEachRuleCountsForItself(t *testing.T) {
	t.Parallel()
	ctx, program := context.Background(), sandbox.Func(plan{acme("a"), acme("b", "a")}.run)
	cloud := newCloud(t, sandbox.Options{})
	cloud.Fail(sandbox.On{Name: "a", Nth: 1}, errQuota)
	cloud.Fail(sandbox.On{Nth: 2}, errors.New("too many requests"))
	_, err := cloud.Up(ctx, stack, program)
	require.ErrorContains(t, err, "create a: quota exceeded")
	_, err = cloud.Up(ctx, stack, program)
	require.ErrorContains(t, err, "create a: too many requests", "the second operation of all")
	_, err = cloud.Up(ctx, stack, program)
	require.NoError(t, err)
}

func TestStruckTellsOfTheRunThatBeganLast(t *testing.T) {
	t.Parallel()
	ctx, program := context.Background(), sandbox.Func(plan{acme("a"), acme("b", "a")}.run)
	for name, strike := range map[string]func(*sandbox.Cloud, int){
		"fail": func(c *sandbox.Cloud, n int) { c.Fail(sandbox.On{Nth: n}, errQuota) },
		"cut":  (*sandbox.Cloud).CutAfter,
	} {
		cloud := newCloud(t, sandbox.Options{})
		assert.False(t, cloud.Struck(), name)
		strike(cloud, 2)
		_, err := cloud.Up(ctx, stack, program)
		require.Error(t, err, name)
		assert.True(t, cloud.Struck(), name)
		cloud.Heal()
		_, err = cloud.Up(ctx, stack, program)
		require.NoError(t, err, name)
		assert.False(t, cloud.Struck(), name)
	}
}

// The engine does not wait for a program when an operation has failed, and closes what it logs to.
func TestAProgramThatLogsOnWhenTheEngineHasEnded(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	cloud.Fail(sandbox.On{Op: sandbox.Create, Type: petType}, errQuota)
	logged := make(chan struct{})
	_, err := cloud.Up(context.Background(), stack, sandbox.Func(func(ctx *pulumi.Context) error {
		defer close(logged)
		if err := small.run(ctx); err != nil {
			return err
		}
		for ctx.Log.Info("still at work", nil) == nil {
			runtime.Gosched()
		}
		return nil
	}))
	require.ErrorContains(t, err, "quota exceeded")
	<-logged
}
