package sandbox

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/engine"
)

func TestTheEnvironmentOfAProgram(t *testing.T) {
	t.Parallel()
	environment, err := programEnvironment(engine.Program{
		Organization: "acme", Project: "shop", Stack: "dev", Root: "/projects/shop", DryRun: true, Parallel: 8,
		Config: map[string]string{"shop:size": "3"}, ConfigSecretKeys: []string{"shop:password"},
		Monitor: "127.0.0.1:1", Engine: "127.0.0.1:2",
	})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"PULUMI_ORGANIZATION=acme", "PULUMI_PROJECT=shop", "PULUMI_STACK=dev", "PULUMI_ROOT_DIRECTORY=/projects/shop",
		`PULUMI_CONFIG={"shop:size":"3"}`, `PULUMI_CONFIG_SECRET_KEYS=["shop:password"]`,
		"PULUMI_DRY_RUN=true", "PULUMI_PARALLEL=8", "PULUMI_MONITOR=127.0.0.1:1", "PULUMI_ENGINE=127.0.0.1:2",
	}, environment[len(os.Environ()):])
}
