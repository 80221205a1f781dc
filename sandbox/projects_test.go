package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/programs"
)

// compiled builds a program of testdata once.
func compiled(t *testing.T, name string) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("testdata", "programs", name))
	require.NoError(t, err)
	binary := filepath.Join(t.TempDir(), name)
	require.NoError(t, programs.Compile(t.Context(), folder, binary))
	return binary
}

// company is a folder of projects, each with the stack whose url it reads; one without is the program raw-aws.
type company struct {
	t       *testing.T
	folder  string
	program func(name string) string
}

func newCompany(t *testing.T) *company {
	t.Helper()
	var mu sync.Mutex
	built := map[string]string{}
	return &company{t: t, folder: t.TempDir(), program: func(name string) string {
		mu.Lock()
		defer mu.Unlock()
		if built[name] == "" {
			built[name] = compiled(t, name)
		}
		return built[name]
	}}
}

func (c *company) project(folder, name, reads string) {
	c.t.Helper()
	path := filepath.Join(c.folder, folder)
	require.NoError(c.t, os.MkdirAll(path, 0o755))
	program := c.program("raw-aws")
	settings := fmt.Sprintf("config:\n  aws:region: eu-west-1\n  %s:cidr: 10.20.0.0/16\n  %s:desiredCount: 2\n", name, name)
	if reads != "" {
		program, settings = c.program("stack-reader"), fmt.Sprintf("config:\n  %s:upstream: %s\n", name, reads)
	}
	definition := fmt.Sprintf("name: %s\nruntime:\n  name: go\n  options:\n    binary: %s\n", name, program)
	require.NoError(c.t, os.WriteFile(filepath.Join(path, "Pulumi.yaml"), []byte(definition), 0o600))
	require.NoError(c.t, os.WriteFile(filepath.Join(path, "Pulumi.dev.yaml"), []byte(settings), 0o600))
}

func (c *company) members(stack string) []sandbox.Member {
	c.t.Helper()
	members, err := sandbox.FindProjects(c.folder, stack)
	require.NoError(c.t, err)
	return members
}

func TestAFolderOfProjectsComesUpInTheOrderOfItsReferences(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := newCompany(t)
	c.project("a", "shop", "organization/data/dev")
	c.project("b/c", "data", "organization/net/dev")
	c.project("d", "net", "")
	c.project(".hidden", "hidden", "")
	c.project("testdata/e", "fixture", "")
	c.project("f/g/h", "deep", "")
	members := c.members("dev")
	require.Len(t, members, 3, "%v", members)

	cloud := newCloud(t, sandbox.Options{Folder: t.TempDir()})
	var order []string
	up := func(m sandbox.Member) error {
		order = append(order, m.Stack.Project)
		_, err := cloud.Up(ctx, m.Stack.String(), m.Program())
		return err
	}
	require.NoError(t, cloud.InOrder(ctx, members, up))
	assert.Equal(t, []string{"net", "data", "shop"}, order)
	order = nil
	require.NoError(t, cloud.InOrder(ctx, members, up), "the same when everything is there")
	assert.Equal(t, []string{"net", "data", "shop"}, order)

	order = nil
	require.NoError(t, cloud.InReverse(members, func(m sandbox.Member) error {
		order = append(order, m.Stack.Project)
		_, err := cloud.Destroy(ctx, m.Stack.String(), m.Program())
		return err
	}))
	assert.Equal(t, []string{"shop", "data", "net"}, order)
	assert.Empty(t, cloud.Objects())
}

func TestResultTellsWhatWasRead(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.project("a", "shop", "organization/net/dev")
	result, err := newCloud(t, sandbox.Options{}).Preview(context.Background(), "shop/dev", sandbox.Dir(filepath.Join(c.folder, "a")))
	require.ErrorContains(t, err, `unknown stack "organization/net/dev"`)
	assert.Equal(t, []sandbox.StackName{{Organization: "organization", Project: "net", Stack: "dev"}}, result.Reads)
}

func TestProjectsThatWaitForEachOther(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.project("a", "hen", "organization/egg/dev")
	c.project("b", "egg", "organization/hen/dev")
	err := newCloud(t, sandbox.Options{}).InOrder(context.Background(), c.members("dev"), func(sandbox.Member) error {
		return errors.New("nothing can be done")
	})
	require.EqualError(t, err, "projects that wait for each other: organization/hen/dev reads organization/egg/dev; "+
		"organization/egg/dev reads organization/hen/dev")
}

// The first project that fails ends the run: what reads it would fail too.
func TestAFolderStopsAtTheFirstFailure(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.project("a", "shop", "organization/net/dev")
	c.project("b", "net", "")
	cloud, calls, broken := newCloud(t, sandbox.Options{}), 0, errors.New("broken")
	fail := func(sandbox.Member) error { calls++; return broken }
	require.ErrorIs(t, cloud.InOrder(context.Background(), c.members("dev"), fail), broken)
	require.ErrorIs(t, cloud.InReverse(c.members("dev"), fail), broken)
	assert.Equal(t, 2, calls)
	require.Error(t, cloud.InOrder(context.Background(), c.members("prod"), fail), "there is no such stack")
	assert.Equal(t, 2, calls)
}

func TestFindProjects(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	assert.Empty(t, c.members("dev"))
	_, err := sandbox.FindProjects(filepath.Join(c.folder, "missing"), "dev")
	require.ErrorIs(t, err, os.ErrNotExist)
	c.project("a", "net", "")
	assert.Equal(t, "acme/net/dev", c.members("acme/dev")[0].Stack.String())
	_, err = sandbox.FindProjects(c.folder, "a/b/c")
	require.ErrorContains(t, err, filepath.Join(c.folder, "a"))
	require.NoError(t, os.WriteFile(filepath.Join(c.folder, "a", "Pulumi.yaml"), []byte("name: [\n"), 0o600))
	_, err = sandbox.FindProjects(c.folder, "dev")
	require.Error(t, err)
}
