package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// TestMain takes the tests out of the workspace: the examples build with the root module alone. It gives the examples that
// are compiled a folder, in which each is compiled once.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		if err := os.Setenv("GOWORK", "off"); err != nil {
			return 1
		}
		folder, err := os.MkdirTemp("", "lifecycle")
		if err != nil {
			return 1
		}
		defer func() { _ = os.RemoveAll(folder) }()
		builds.folder = folder
		return m.Run()
	}())
}

// builds are the examples that were compiled; tests share them, and only read.
var builds struct {
	folder string
	mu     sync.Mutex
	made   map[string]func() (string, error)
}

// prebuilt compiles an example once and returns a project of it that runs the binary, so that a hundred runs of it
// take seconds. Its configuration files are the example's own.
func prebuilt(t *testing.T, example string) sandbox.Program {
	t.Helper()
	builds.mu.Lock()
	build := builds.made[example]
	if build == nil {
		build = sync.OnceValues(func() (string, error) { return compile(example) })
		if builds.made == nil {
			builds.made = map[string]func() (string, error){}
		}
		builds.made[example] = build
	}
	builds.mu.Unlock()
	folder, err := build()
	require.NoError(t, err)
	return sandbox.Dir(folder)
}

func compile(example string) (folder string, err error) {
	source, err := filepath.Abs(filepath.Join("..", "..", "examples", example))
	if err != nil {
		return "", err
	}
	folder = filepath.Join(builds.folder, filepath.FromSlash(example))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "program"), ".")
	build.Dir = source
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", example, err, output)
	}
	files, err := filepath.Glob(filepath.Join(source, "Pulumi*.yaml"))
	if err != nil {
		return "", err
	}
	if len(files) == 0 {
		return "", fmt.Errorf("example %s: need Pulumi.yaml, got no such file", example)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if filepath.Base(file) == "Pulumi.yaml" {
			content = []byte(strings.Replace(string(content), "runtime: go\n", "runtime:\n  name: go\n  options:\n    binary: program\n", 1))
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(file)), content, 0o600); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// stack is one stack of a program, in a cloud of its own.
type stack struct {
	t       *testing.T
	cloud   *sandbox.Cloud
	name    string
	program sandbox.Program
}

func newStack(t *testing.T, name string, program sandbox.Program) *stack {
	t.Helper()
	cloud := sandbox.New(sandbox.Options{})
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	return &stack{t: t, cloud: cloud, name: name, program: program}
}

func (s *stack) up(settings map[string]string) *sandbox.Result {
	s.t.Helper()
	result, err := s.tryUp(settings)
	require.NoError(s.t, err)
	return result
}

func (s *stack) tryUp(settings map[string]string) (*sandbox.Result, error) {
	return s.cloud.Up(context.Background(), s.name, s.program, sandbox.WithConfig(settings))
}

func (s *stack) destroy() error {
	_, err := s.cloud.Destroy(context.Background(), s.name, s.program)
	return err
}

// assertConverged checks that another update changes nothing and asks for no command, and that the cloud holds just
// what the state says.
func (s *stack) assertConverged(settings map[string]string) {
	s.t.Helper()
	again := s.up(settings)
	assert.Len(s.t, again.Changes, 1, "%v", again.Changes)
	assert.Positive(s.t, again.Changes["same"])
	assert.Empty(s.t, again.Commands)
	recorded := map[string]int{}
	for _, r := range again.Resources {
		if r.Custom && r.ID != "" && !strings.HasPrefix(r.Type, "pulumi:") {
			recorded[string(r.URN)+" "+r.ID]++
		}
	}
	live := map[string]int{}
	for _, o := range s.cloud.Objects() {
		live[o.URN+" "+o.ID]++
	}
	assert.Equal(s.t, recorded, live, "the state and the cloud differ")
}

var errInjected = errors.New("injected failure")

// interruptions are the ways in which the n-th step of a run can go wrong.
var interruptions = map[string]func(*sandbox.Cloud, int){
	"fail": func(c *sandbox.Cloud, n int) { c.Fail(sandbox.On{Nth: n}, errInjected) },
	"cut":  func(c *sandbox.Cloud, n int) { c.CutAfter(n) },
}

// everyStep brings a fresh stack through before, interrupts the update to after in each of its steps, one after the
// other, and expects that the next run converges.
func everyStep(t *testing.T, name string, program sandbox.Program, before, after map[string]string) {
	t.Helper()
	for way, interrupt := range interruptions {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			for n := 1; ; n++ {
				s := newStack(t, name, program)
				if before != nil {
					s.up(before)
				}
				interrupt(s.cloud, n)
				_, err := s.tryUp(after)
				if err == nil {
					require.Greater(t, n, 1, "no step was interrupted")
					return
				}
				var failed *sandbox.Error
				require.ErrorAs(t, err, &failed, fmt.Sprintf("step %d", n))
				s.cloud.Heal()
				s.up(after)
				s.assertConverged(after)
			}
		})
	}
}

func operations(result *sandbox.Result, name string) []string {
	var ops []string
	for _, step := range result.Steps {
		if step.URN.Name() == name {
			ops = append(ops, step.Op)
		}
	}
	return ops
}

func find(t *testing.T, result *sandbox.Result, name string) sandbox.Resource {
	t.Helper()
	for _, r := range result.Resources {
		if r.URN.Name() == name && r.Custom {
			return r
		}
	}
	require.Failf(t, "no such resource", "%s", name)
	return sandbox.Resource{}
}
