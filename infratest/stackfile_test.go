package infratest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
)

func stackYAML(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestStackFile(t *testing.T) {
	t.Parallel()
	path := stackYAML(t, `
config:
  aws:region: eu-central-1
  shop:name: web
  shop:count: 3
  shop:debug: true
  shop:zones: [a, b]
  shop:limits: {cpu: 256}
  shop:key: {secure: AAABAK}
  shop:host: from-the-file
`)
	got := map[string]string{}
	program := func(ctx *pulumi.Context) error {
		for _, key := range []string{"name", "count", "debug", "zones", "limits", "key", "host"} {
			got[key] = config.Require(ctx, "shop:"+key)
		}
		got["region"] = config.Require(ctx, "aws:region")
		return nil
	}
	infratest.Run(t, program, infratest.Project("shop"), infratest.Config(map[string]string{"host": "given"}),
		infratest.StackFile(path), infratest.ConfigSecrets(map[string]string{"shop:key": "s3cret"}))
	assert.Equal(t, map[string]string{
		"region": "eu-central-1", "name": "web", "count": "3", "debug": "true", "zones": `["a","b"]`, "limits": `{"cpu":256}`,
		"key": "s3cret", "host": "given",
	}, got)
}

func TestStackFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	nothing := func(*pulumi.Context) error { return nil }
	for want, path := range map[string]string{
		"infratest: StackFile: open":                 filepath.Join(t.TempDir(), "none.yaml"),
		"Pulumi.dev.yaml: yaml:":                     stackYAML(t, "config: ["),
		"shop:key: need a value by ConfigSecrets":    stackYAML(t, "config:\n  shop:key: {secure: AAABAK}\n"),
		"shop:key: json: unsupported type: map[inte": stackYAML(t, "config:\n  shop:key: {1: a}\n"),
	} {
		_, err := infratest.TryRun(nothing, infratest.StackFile(path))
		require.ErrorContains(t, err, want)
	}
}
