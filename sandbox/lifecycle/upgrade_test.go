package lifecycle_test

import (
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

var record = flag.String("record", "", "record the states of all examples as those of a release, such as v1.2.0")

const (
	examplesFolder = "../../examples"
	statesFolder   = "testdata/state" // <release>/<example>/<project>.<stack>.json.gz
	upgradeNotes   = "../../docs/upgrading.md"
)

// exampleStack is a stack of all projects of an example, in a cloud of its own.
type exampleStack struct {
	name    string
	cloud   *sandbox.Cloud
	members []sandbox.Member             // its projects, after those of other examples that they read
	of      map[sandbox.StackName]string // the example that each of them belongs to
}

// owns tells the example's own projects from those that they read.
func (e *exampleStack) owns(m sandbox.Member) bool { return e.of[m.Stack] == e.name }

func (e *exampleStack) stateFile(release string, m sandbox.Member) string {
	return filepath.Join(statesFolder, release, e.of[m.Stack], m.Stack.Project+"."+m.Stack.Stack+".json.gz")
}

// eachExample runs a test for each stack of each example.
func eachExample(t *testing.T, test func(t *testing.T, e *exampleStack)) {
	t.Helper()
	all, err := figures.Examples(examplesFolder)
	require.NoError(t, err)
	for _, example := range all {
		t.Run(example.Name+"/"+example.Stack, func(t *testing.T) {
			t.Parallel()
			e := &exampleStack{name: example.Name, cloud: lifecycletest.NewCloud(t, sandbox.Options{}), of: map[sandbox.StackName]string{}}
			for _, m := range slices.Concat(example.Read, example.Own) {
				path, err := filepath.Rel(examplesFolder, m.Folder)
				require.NoError(t, err)
				e.of[m.Stack], _, _ = strings.Cut(filepath.ToSlash(path), "/")
				e.members = append(e.members, lifecycletest.PrebuiltMember(t, m))
			}
			test(t, e)
		})
	}
}

// writeState keeps a state. One that is there is never written again, so that a younger example can be added to a release.
func writeState(path string, state []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		if os.IsExist(err) {
			return nil
		}
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	writer := gzip.NewWriter(file)
	if _, err := writer.Write(state); err != nil {
		return err
	}
	return writer.Close()
}

// go test ./sandbox/lifecycle -run RecordStates -record v1.2.0
func TestRecordStates(t *testing.T) {
	if *record == "" {
		t.Skip("nothing is to be recorded")
	}
	eachExample(t, func(t *testing.T, e *exampleStack) {
		ctx := context.Background()
		require.NoError(t, e.cloud.InOrder(ctx, e.members, func(m sandbox.Member) error {
			if _, err := e.cloud.Up(ctx, m.Stack.String(), m.Program(), figures.Secrets(m)...); err != nil || !e.owns(m) {
				return err
			}
			state, err := e.cloud.ExportState(m.Stack.String(), sandbox.ShowSecrets()) // made up in the sandbox: nothing is secret
			if err != nil {
				return err
			}
			return writeState(e.stateFile(*record, m), state)
		}))
	})
}

func recordedState(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	reader, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

// noted are the replacements and deletions that the upgrade notes tell of, by release, example and resource. A note is the line
//
//   - `v1.2.0` `aws-redis` `shop-vpc`: why, and what to do
func noted(t *testing.T) map[string]bool {
	t.Helper()
	content, err := os.ReadFile(upgradeNotes)
	require.NoError(t, err)
	all := map[string]bool{}
	for _, note := range regexp.MustCompile("(?m)^- `(v[^`]+)` `([^`]+)` `([^`]+)`: ").FindAllStringSubmatch(string(content), -1) {
		all[strings.Join(note[1:], " ")] = true
	}
	return all
}

// The state of every example, as each release made it, meets the examples and blocks of today, one project after those that it reads:
// nothing is replaced or deleted that the upgrade notes do not tell of, and the upgrade goes through.
func TestUpgradesReplaceNothing(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("what is replaced is the same under the race detector")
	}
	releases, err := os.ReadDir(statesFolder)
	require.NoError(t, err)
	require.NotEmpty(t, releases, "no release was recorded")
	notes := noted(t)
	for _, release := range releases {
		t.Run(release.Name(), func(t *testing.T) {
			t.Parallel()
			var met sync.Map
			t.Run("examples", func(t *testing.T) {
				eachExample(t, func(t *testing.T, e *exampleStack) { upgrade(t, e, release.Name(), notes, &met) })
			})
			files, err := filepath.Glob(filepath.Join(statesFolder, release.Name(), "*", "*"))
			require.NoError(t, err)
			for _, file := range files {
				_, found := met.Load(file)
				assert.True(t, found, "%s is of no example: keep what it was recorded of, or say in %s what becomes of such stacks", file, upgradeNotes)
			}
		})
	}
}

// upgrade takes over what a release has recorded of an example's stack, and carries the upgrade out.
func upgrade(t *testing.T, e *exampleStack, release string, notes map[string]bool, met *sync.Map) {
	t.Helper()
	ctx, recorded := context.Background(), map[sandbox.StackName]bool{}
	for _, m := range e.members {
		file := e.stateFile(release, m)
		state, err := recordedState(file)
		if os.IsNotExist(err) {
			continue // younger than the release
		}
		require.NoError(t, err)
		met.Store(file, true)
		require.NoError(t, e.cloud.ImportState(m.Stack.String(), state))
		recorded[m.Stack] = true
	}
	require.NoError(t, e.cloud.InOrder(ctx, e.members, func(m sandbox.Member) error {
		if recorded[m.Stack] && e.owns(m) {
			preview, err := e.cloud.Preview(ctx, m.Stack.String(), m.Program(), figures.Secrets(m)...)
			require.NoError(t, err, "%s", m.Stack)
			assertNoted(t, notes, release+" "+e.name, preview)
		}
		_, err := e.cloud.Up(ctx, m.Stack.String(), m.Program(), figures.Secrets(m)...)
		return err
	}))
}

// assertNoted checks that there is a note on everything that a preview would replace or delete.
func assertNoted(t *testing.T, notes map[string]bool, where string, preview *sandbox.Result) {
	t.Helper()
	for _, step := range preview.Steps {
		if strings.Contains(step.Op, "replace") || strings.Contains(step.Op, "delete") {
			assert.True(t, notes[where+" "+step.URN.Name()], "%s of %s needs a note in %s: %v", step.Op, step.URN, upgradeNotes, step.Keys)
		}
	}
}
