package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/display"
	"github.com/pulumi/pulumi/pkg/v3/resource/deploy"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	recorded   = "testdata/replacements.json"
	definition = "aws:ecs/taskDefinition:TaskDefinition"
)

func invoke(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestReplacementsAndDeletionsAreListedAndRefused(t *testing.T) {
	t.Parallel()
	status, out, stderr := invoke("--title", "shop / production", "--routine", definition+",aws:lb/listener:Listener", recorded)
	want, err := os.ReadFile("testdata/replacements.md")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
	assert.Equal(t, statusNotAllowed, status)
	assert.Equal(t, "error: 2 resources would be replaced or deleted, and that is not allowed\n", stderr)
}

func TestWhatIsAllowedPasses(t *testing.T) {
	t.Parallel()
	status, out, stderr := invoke("--allow", recorded)
	assert.Equal(t, statusOK, status, stderr)
	assert.Contains(t, out, "**3 resources would be replaced or deleted**, which is allowed here.")
	assert.Contains(t, out, "| **replace** | `web-task-definition` |", "nothing is routine unless it is named")
}

// The file is one that Pulumi's own type reads without a field left over, so the names in it are Pulumi's.
func TestTheRecordingIsInPulumisForm(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(recorded)
	require.NoError(t, err)
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&display.PreviewDigest{}))
}

// write encodes a preview with Pulumi's own type.
func write(t *testing.T, digest display.PreviewDigest) string {
	t.Helper()
	content, err := json.Marshal(digest)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "plan.json")
	require.NoError(t, os.WriteFile(file, content, 0o600))
	return file
}

func TestOperations(t *testing.T) {
	t.Parallel()
	for op, want := range map[display.StepOp]int{
		deploy.OpSame: statusOK, deploy.OpCreate: statusOK, deploy.OpUpdate: statusOK, deploy.OpRead: statusOK, deploy.OpRefresh: statusOK,
		deploy.OpImport: statusOK, deploy.OpReadReplacement: statusOK, deploy.OpRemovePendingReplace: statusOK,
		deploy.OpDelete: statusNotAllowed, deploy.OpReplace: statusNotAllowed, deploy.OpCreateReplacement: statusNotAllowed,
		deploy.OpDeleteReplaced: statusNotAllowed, deploy.OpImportReplacement: statusNotAllowed,
	} {
		status, out, stderr := invoke(write(t, display.PreviewDigest{
			Steps:         []*display.PreviewStep{{Op: op, URN: "urn:pulumi:production::shop::aws:s3/bucketV2:BucketV2::re|ports"}},
			ChangeSummary: display.ResourceChanges{op: 1},
		}))
		assert.Equal(t, want, status, "%s: %s", op, stderr)
		if want != statusOK {
			assert.Contains(t, out, "| `re\\|ports` | `aws:s3/bucketV2:BucketV2` |", op)
		}
	}
}

// A newer SDK has a default provider of its own, and Pulumi deletes the old one from the state.
func TestProvidersAreNoObjects(t *testing.T) {
	t.Parallel()
	status, out, stderr := invoke(write(t, display.PreviewDigest{
		Steps:         []*display.PreviewStep{{Op: deploy.OpDelete, URN: "urn:pulumi:production::shop::pulumi:providers:aws::default_6_83_1"}},
		ChangeSummary: display.ResourceChanges{deploy.OpDelete: 1},
	}))
	assert.Equal(t, statusOK, status, stderr)
	assert.Equal(t, "### Preview\n\nNothing that is to stay would be replaced or deleted.\n\ndelete: 1\n\n", out)
}

// A preview that failed has a plan of what it came to, which says nothing.
func TestAFailedPreviewNeverPasses(t *testing.T) {
	t.Parallel()
	file := write(t, display.PreviewDigest{
		Diagnostics: []display.PreviewDiagnostic{
			{Severity: diag.Warning, Message: "old provider"}, {Severity: diag.Error, Message: "error: redis: need a version\nand a size\n"},
		},
		ChangeSummary: display.ResourceChanges{deploy.OpSame: 3},
	})
	status, out, stderr := invoke("--allow", file)
	assert.Equal(t, statusFailed, status)
	assert.Equal(t, "### Preview\n\n**The preview failed.**\n\n    error: redis: need a version\n    and a size\n\n", out)
	assert.Equal(t, "error: the preview failed\n", stderr)
}

func TestWhatIsNoPreviewFails(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{"empty": "", "cut": `{"steps": [`, "other": `{"version": 3}`} {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		status, out, stderr := invoke("--allow", file)
		assert.Equal(t, statusFailed, status, name)
		assert.Empty(t, out, name)
		assert.Contains(t, stderr, "error: read "+file, name)
	}
	for _, args := range [][]string{nil, {recorded, recorded}, {"no-such-file"}, {"--no-such-flag", recorded}} {
		status, _, stderr := invoke(args...)
		assert.Equal(t, statusFailed, status, args)
		assert.NotEmpty(t, stderr, args)
	}
}
