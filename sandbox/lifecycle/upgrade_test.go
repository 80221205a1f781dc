package lifecycle_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

var record = flag.String("record", "", "record the states of all examples as those of a release, such as v1.2.0")

const (
	examplesFolder = "../../examples"
	statesFolder   = "testdata/state" // <release>/<example>/<project>.<stack>.json.gz
	upgradeNotes   = "../../docs/upgrading.md"
)

// exampleStacks are the stacks of an example: of its only project, or of all its projects.
func exampleStacks(t *testing.T, example string) []string {
	t.Helper()
	names := map[string]bool{}
	require.NoError(t, filepath.WalkDir(filepath.Join(examplesFolder, example), func(path string, _ fs.DirEntry, err error) error {
		if parts := strings.Split(filepath.Base(path), "."); len(parts) == 3 && parts[0] == "Pulumi" {
			names[parts[1]] = true
		}
		return err
	}))
	var all []string
	for name := range names {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// exampleMembers are the projects of an example, compiled.
func exampleMembers(t *testing.T, example, stack string) []sandbox.Member {
	t.Helper()
	found, err := sandbox.FindProjects(filepath.Join(examplesFolder, example), stack)
	require.NoError(t, err)
	for i, m := range found {
		path, err := filepath.Rel(examplesFolder, m.Folder)
		require.NoError(t, err)
		prebuilt(t, filepath.ToSlash(path))
		found[i].Folder = filepath.Join(builds.folder, path)
	}
	return found
}

// exampleOptions are the secrets that an example's production expects from whoever deploys it.
func exampleOptions(m sandbox.Member) []sandbox.Option {
	if m.Stack.Project != "elastic-cloud" {
		return nil
	}
	return []sandbox.Option{
		sandbox.WithSecret("accessKeyId", "AKIAIOSFODNN7EXAMPLE"), sandbox.WithSecret("secretAccessKey", "wJalrXUtnFEMI-K7MDENG-example"),
	}
}

// examples are the folders of examples, all of them.
func examples(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(examplesFolder)
	require.NoError(t, err)
	var all []string
	for _, entry := range entries {
		if entry.IsDir() {
			all = append(all, entry.Name())
		}
	}
	return all
}

// eachExample runs a test for each stack of each example, in a cloud of its own.
func eachExample(t *testing.T, test func(t *testing.T, cloud *sandbox.Cloud, example string, members []sandbox.Member)) {
	t.Helper()
	for _, example := range examples(t) {
		for _, stack := range exampleStacks(t, example) {
			t.Run(example+"/"+stack, func(t *testing.T) {
				t.Parallel()
				test(t, newCloud(t, sandbox.Options{}), example, exampleMembers(t, example, stack))
			})
		}
	}
}

func stateFile(release, example string, m sandbox.Member) string {
	return filepath.Join(statesFolder, release, example, m.Stack.Project+"."+m.Stack.Stack+".json.gz")
}

// go test ./sandbox/lifecycle -run RecordStates -record v1.2.0
func TestRecordStates(t *testing.T) {
	if *record == "" {
		t.Skip("nothing is to be recorded")
	}
	eachExample(t, func(t *testing.T, cloud *sandbox.Cloud, example string, members []sandbox.Member) {
		ctx := context.Background()
		require.NoError(t, cloud.InOrder(ctx, members, func(m sandbox.Member) error {
			if _, err := cloud.Up(ctx, m.Stack.String(), m.Program(), exampleOptions(m)...); err != nil {
				return err
			}
			state, err := cloud.ExportState(m.Stack.String(), sandbox.ShowSecrets()) // made up in the sandbox: nothing is secret
			if err != nil {
				return err
			}
			path := stateFile(*record, example, m)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			var packed bytes.Buffer
			writer := gzip.NewWriter(&packed)
			if _, err := writer.Write(state); err != nil {
				return err
			}
			if err := writer.Close(); err != nil {
				return err
			}
			return os.WriteFile(path, packed.Bytes(), 0o600)
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

// The state of every example, as each release made it, meets the examples and blocks of today: nothing is replaced or deleted that
// the upgrade notes do not tell of.
func TestUpgradesReplaceNothing(t *testing.T) {
	t.Parallel()
	releases, err := os.ReadDir(statesFolder)
	require.NoError(t, err)
	require.NotEmpty(t, releases, "no release was recorded")
	notes := noted(t)
	for _, release := range releases {
		t.Run(release.Name(), func(t *testing.T) {
			t.Parallel()
			eachExample(t, func(t *testing.T, cloud *sandbox.Cloud, example string, members []sandbox.Member) {
				var known []sandbox.Member
				for _, m := range members {
					state, err := recordedState(stateFile(release.Name(), example, m))
					if os.IsNotExist(err) {
						continue // younger than the release
					}
					require.NoError(t, err)
					require.NoError(t, cloud.ImportState(m.Stack.String(), state))
					known = append(known, m)
				}
				for _, m := range known {
					result, err := cloud.Preview(context.Background(), m.Stack.String(), m.Program(), exampleOptions(m)...)
					require.NoError(t, err, "%s", m.Stack)
					for _, step := range result.Steps {
						if strings.Contains(step.Op, "replace") || strings.Contains(step.Op, "delete") {
							note := fmt.Sprintf("%s %s %s", release.Name(), example, step.URN.Name())
							assert.True(t, notes[note], "%s of %s needs a note in %s: %v", step.Op, step.URN, upgradeNotes, step.Keys)
						}
					}
				}
			})
		})
	}
}
