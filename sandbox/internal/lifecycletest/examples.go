package lifecycletest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/programs"
)

// builds are the examples that were compiled; tests share them, and only read.
var builds struct {
	folder string
	mu     sync.Mutex
	made   map[string]func() (string, error)
}

// Main runs the tests of a package. It takes them out of the workspace, because the examples build with the root module alone, and
// gives the examples that are compiled a folder, in which each is compiled once.
func Main(m *testing.M) (code int) {
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
}

// Prebuilt compiles an example once and returns a project of it that runs the binary, so that a hundred runs of it
// take seconds. Its configuration files are the example's own.
func Prebuilt(t testing.TB, example string) sandbox.Program {
	t.Helper()
	return sandbox.Dir(built(t, example))
}

// PrebuiltMember is an example's project with the folder of what it was compiled to.
func PrebuiltMember(t testing.TB, m sandbox.Member) sandbox.Member {
	t.Helper()
	root, err := repository()
	require.NoError(t, err)
	absolute, err := filepath.Abs(m.Folder)
	require.NoError(t, err)
	example, err := filepath.Rel(filepath.Join(root, "examples"), absolute)
	require.NoError(t, err)
	m.Folder = built(t, filepath.ToSlash(example))
	return m
}

// built is the folder of an example that was compiled.
func built(t testing.TB, example string) string {
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
	return folder
}

// repository is the folder of the repository.
func repository() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.work")); err == nil {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", errors.New("find the repository: need a folder with go.work above the test, got none")
		}
		folder = above
	}
}

func compile(example string) (folder string, err error) {
	root, err := repository()
	if err != nil {
		return "", err
	}
	source := filepath.Join(root, "examples", filepath.FromSlash(example))
	folder = filepath.Join(builds.folder, filepath.FromSlash(example))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	if err := programs.Compile(context.Background(), source, filepath.Join(folder, "program")); err != nil {
		return "", err
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
