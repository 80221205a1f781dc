package lifecycletest

import (
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// ErrInjected is what interrupted operations fail with.
var ErrInjected = errors.New("injected failure")

// Interruptions are the ways in which the n-th step of a run can go wrong.
var Interruptions = map[string]func(*sandbox.Cloud, int){
	"fail": func(c *sandbox.Cloud, n int) { c.Fail(sandbox.On{Nth: n}, ErrInjected) },
	"cut":  func(c *sandbox.Cloud, n int) { c.CutAfter(n) },
}

// Steps counts the steps of a run from 1 and has no end: who counts stops when no step was interrupted any more. With -short, as under the
// race detector, it takes one in 25.
func Steps() iter.Seq[int] {
	stride := 1
	if testing.Short() {
		stride = 25
	}
	return func(yield func(int) bool) {
		for n := 1; yield(n); n += stride {
		}
	}
}

// EveryStep brings a fresh stack through before, interrupts the update to after in each of its steps, one after the
// other, and expects that the next run converges.
func EveryStep(t *testing.T, name string, program sandbox.Program, before, after map[string]string) {
	t.Helper()
	base := New(t, name, program)
	if before != nil {
		base.Up(before)
	}
	for way, interrupt := range Interruptions {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			for n := range Steps() {
				s := base.Fork(t)
				interrupt(s.Cloud, n)
				_, err := s.TryUp(after)
				if !s.Cloud.Struck() {
					require.NoError(t, err)
					require.Greater(t, n, 1, "no step was interrupted")
					return
				}
				var failed *sandbox.Error
				require.ErrorAs(t, err, &failed, "step %d", n)
				s.Cloud.Heal()
				s.Up(after)
				s.AssertConverged(after)
			}
		})
	}
}
