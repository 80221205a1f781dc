package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain takes the tests out of the workspace: the example builds with the root module alone. A proof starts processes of its own
// command, which is the test then.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "proof" && os.Args[2] == "break-share" {
		main()
	}
	if err := os.Setenv("GOWORK", "off"); err != nil {
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const example = "../../../examples/gcp-redis"

// invoke runs the command as a person would and returns what it printed.
func invoke(t *testing.T, state string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(context.Background(), append(args, "--state", state), strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

func TestTheMainJob(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")

	status, out, stderr := invoke(t, state, "preview", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, out, "Previewing update (staging):")
	assert.Contains(t, out, "8 to create")

	status, out, stderr = invoke(t, state, "up", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	for _, want := range []string{
		"Updating (staging):", "+  pulumi:pulumi:Stack gcp-redis-staging creating", "groundwork:gcp/redis:Instance redis-sidekiq",
		"gcp:redis:Instance redis-sidekiq-instance created", "redis-sidekiq: [secret]", "+ 8 created", "Commands:\n    none",
	} {
		assert.Contains(t, out, want)
	}

	status, out, stderr = invoke(t, state, "up", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, out, "8 unchanged")
	assert.Contains(t, out, "Commands:\n    none")

	status, out, stderr = invoke(t, state, "up", example, "-s", "production")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, out, "redis-catalog-instance created")

	status, out, stderr = invoke(t, state, "destroy", example, "-s", "staging")
	require.Equal(t, 1, status)
	assert.Contains(t, out, "cannot be deleted")
	assert.Contains(t, out, "because it is protected")
	assert.NotContains(t, out, "deleted (")
	assert.Empty(t, stderr, "the display has said it already")

	status, _, stderr = invoke(t, state, "up", example, "-s", "staging", "-c", "protect=false")
	require.Equal(t, 0, status, stderr)
	status, out, stderr = invoke(t, state, "destroy", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, out, "- 8 deleted")
	status, out, stderr = invoke(t, state, "refresh", example, "-s", "production")
	require.Equal(t, 0, status, stderr)
	assert.Contains(t, out, "unchanged")
}

func TestState(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	status, _, stderr := invoke(t, state, "state", example, "-s", "staging")
	require.Equal(t, 1, status)
	assert.Equal(t, "error: no stack named \"organization/gcp-redis/staging\"\n", stderr)

	status, _, stderr = invoke(t, state, "up", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	status, out, stderr := invoke(t, state, "state", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	var exported apitype.UntypedDeployment
	require.NoError(t, json.Unmarshal([]byte(out), &exported))
	var deployment apitype.DeploymentV3
	require.NoError(t, json.Unmarshal(exported.Deployment, &deployment))
	assert.Equal(t, 3, exported.Version)
	assert.Equal(t, "passphrase", deployment.SecretsProviders.Type)
	assert.Len(t, deployment.Resources, 9, "eight and the default provider")
}

func TestJSON(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	for _, operation := range []string{"preview", "up"} {
		status, out, stderr := invoke(t, state, operation, example, "-s", "staging", "--json")
		require.Equal(t, 0, status, stderr)
		var summary *apitype.SummaryEvent
		for line := range strings.Lines(out) {
			var event apitype.EngineEvent
			require.NoError(t, json.Unmarshal([]byte(line), &event), line)
			if event.SummaryEvent != nil {
				summary = event.SummaryEvent
			}
		}
		require.NotNil(t, summary)
		assert.Equal(t, 8, summary.ResourceChanges["create"])
	}
}

func TestAConfigurationFileOfAnotherName(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	file := filepath.Join(example, "Pulumi.staging.yaml")
	flags := []string{example, "-s", "feature", "--config-file", file}
	for _, operation := range []string{"preview", "up", "refresh", "timeline"} {
		status, out, stderr := invoke(t, state, append([]string{operation}, flags...)...)
		require.Equal(t, 0, status, "%s: %s%s", operation, out, stderr)
	}
	status, out, stderr := invoke(t, state, append([]string{"destroy"}, flags...)...)
	require.Equal(t, 1, status, "%s%s", out, stderr)
	assert.Contains(t, out, "because it is protected")
	status, _, stderr = invoke(t, state, "preview", example, "-s", "feature")
	require.Equal(t, 1, status)
	assert.Contains(t, stderr, `no stack named "feature"`)
	status, _, stderr = invoke(t, state, "preview", example, "-s", "feature", "--config-file", "missing.yaml")
	require.Equal(t, 1, status)
	assert.Contains(t, stderr, "read the configuration file: stat missing.yaml")
}

func TestCallsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no folder":        {[]string{"up"}, "accepts 1 arg(s), received 0"},
		"no stack":         {[]string{"up", example}, "--stack is needed: the project has the stacks production, staging"},
		"a misspelt stack": {[]string{"up", example, "-s", "stagin"}, `no stack named "stagin"`},
		"no project":       {[]string{"up", "/", "-s", "dev"}, "no Pulumi.yaml project file found"},
		"a bad setting":    {[]string{"up", example, "-s", "staging", "-c", "protect"}, `--config: need key=value, got "protect"`},
		"a bad secret":     {[]string{"up", example, "-s", "staging", "--secret", "s3cret"}, `--secret: need key=value, got something else`},
		"a bad colour":     {[]string{"up", example, "-s", "staging", "--color", "red"}, `--color: need auto, always or never, got "red"`},
		"a bad command":    {[]string{"deploy", example}, `unknown command "deploy"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, _, stderr := invoke(t, filepath.Join(t.TempDir(), "state"), c.args...)
			assert.Equal(t, 1, status)
			assert.Contains(t, stderr, c.want)
		})
	}
}
