package lifecycletest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// Stack is one stack of a program, in a cloud of its own.
type Stack struct {
	T       testing.TB
	Cloud   *sandbox.Cloud
	Name    string
	Program sandbox.Program
}

// New returns a stack that was never deployed.
func New(t testing.TB, name string, program sandbox.Program) *Stack {
	t.Helper()
	return &Stack{T: t, Cloud: NewCloud(t, sandbox.Options{}), Name: name, Program: program}
}

// NewCloud returns a cloud that is closed when the test ends.
func NewCloud(t testing.TB, o sandbox.Options) *sandbox.Cloud {
	t.Helper()
	cloud := sandbox.New(o)
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	return cloud
}

// Fork returns the stack as it is, in a cloud of its own. Nothing is compiled there, so that there is nothing to close.
func (s *Stack) Fork(t testing.TB) *Stack {
	t.Helper()
	cloud, err := s.Cloud.Fork()
	require.NoError(t, err)
	return &Stack{T: t, Cloud: cloud, Name: s.Name, Program: s.Program}
}

// Up makes the stack what the program says with these settings, which must succeed.
func (s *Stack) Up(settings map[string]string) *sandbox.Result {
	s.T.Helper()
	result, err := s.TryUp(settings)
	require.NoError(s.T, err)
	return result
}

// TryUp is Up that may fail.
func (s *Stack) TryUp(settings map[string]string) (*sandbox.Result, error) {
	return s.Cloud.Up(context.Background(), s.Name, s.Program, sandbox.WithConfig(settings))
}

// Destroy deletes all of the stack.
func (s *Stack) Destroy() error {
	_, err := s.Cloud.Destroy(context.Background(), s.Name, s.Program)
	return err
}

// AssertConverged checks that another update changes nothing and asks for no command, and that the cloud holds just
// what the state says.
func (s *Stack) AssertConverged(settings map[string]string) {
	s.T.Helper()
	again := s.Up(settings)
	assert.Len(s.T, again.Changes, 1, "%v", again.Changes)
	assert.Positive(s.T, again.Changes["same"])
	assert.Empty(s.T, again.Commands)
	recorded := map[string]int{}
	for _, r := range again.Resources {
		if r.Custom && r.ID != "" && !strings.HasPrefix(r.Type, "pulumi:") {
			recorded[string(r.URN)+" "+r.ID]++
		}
	}
	live := map[string]int{}
	for _, o := range s.Cloud.Objects() {
		live[o.URN+" "+o.ID]++
	}
	assert.Equal(s.T, recorded, live, "the state and the cloud differ")
}

// AssertQuiet checks that another update changes no resource. Other than AssertConverged it looks neither into the cloud nor at commands.
func (s *Stack) AssertQuiet(settings map[string]string) {
	s.T.Helper()
	again := s.Up(settings)
	for _, op := range []string{"create", "update", "replace", "delete", "create-replacement"} {
		assert.Zero(s.T, again.Changes[op], "%s: %v", s.Name, again.Changes)
	}
}

// JSON is a setting that is structured configuration.
func JSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}
