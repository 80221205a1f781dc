package sandbox_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// configuredPets makes as many pets as its configuration says.
func configuredPets(ctx *pulumi.Context) error {
	return shop{location: "EU", class: "STANDARD", pets: config.GetInt(ctx, "shop:pets")}.run(ctx)
}

func configFile(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "any-name.yaml")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

func TestAConfigurationFileStandsInForTheStacks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := newCloud(t, sandbox.Options{})
	given := sandbox.WithConfigFile(configFile(t, "config:\n  shop:pets: 2\n"))
	assert.Equal(t, 4, up(t, cloud, configuredPets, given).Changes["create"], "the stack, the bucket and two pets")
	assert.Equal(t, 1, up(t, cloud, configuredPets, given, sandbox.WithConfig(map[string]string{"pets": "3"})).Changes["create"], "a setting comes on top")
	result, err := cloud.Preview(ctx, stack, sandbox.Func(configuredPets), given)
	require.NoError(t, err)
	assert.Equal(t, 1, result.Changes["delete"])
	result, err = cloud.Rehearse(ctx, stack, sandbox.Func(configuredPets), given, sandbox.FromScratch())
	require.NoError(t, err)
	assert.Equal(t, 4, result.Changes["create"])
	for _, do := range []attempt{(*sandbox.Cloud).Refresh, (*sandbox.Cloud).Destroy} {
		_, err := do(cloud, ctx, stack, sandbox.Func(configuredPets), given)
		require.NoError(t, err)
	}
	assert.Empty(t, cloud.Objects())
}

func TestAConfigurationFileOfAFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("testdata", "programs", "resources")
	cloud := newCloud(t, sandbox.Options{})
	given := sandbox.WithConfigFile(configFile(t, "config:\n  resources:count: 3\n"))
	result, err := cloud.Preview(context.Background(), "resources/dev", sandbox.Dir(folder), given)
	require.NoError(t, err)
	assert.Less(t, result.Changes["create"], 10, "dev has 20")
	_, err = cloud.Preview(context.Background(), "resources/elsewhere", sandbox.Dir(folder), given)
	require.NoError(t, err, "a stack without a file in the folder")
	_, err = cloud.Preview(context.Background(), "resources/elsewhere", sandbox.Dir(folder))
	require.ErrorContains(t, err, `no stack named "elsewhere"`)
}

func TestAConfigurationFileHasToBeThereAndSound(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t, sandbox.Options{})
	for _, program := range []sandbox.Program{sandbox.Func(configuredPets), sandbox.Dir(filepath.Join("testdata", "programs", "resources"))} {
		for content, want := range map[string]string{
			"config: [": "read ", "environment: [acme]\n": "imports environments (acme)", "config:\n  shop:key:\n    secure: x\n": "no encryptionsalt",
		} {
			_, err := cloud.Preview(context.Background(), "resources/dev", program, sandbox.WithConfigFile(configFile(t, content)))
			require.ErrorContains(t, err, want)
		}
		_, err := cloud.Preview(context.Background(), "resources/dev", program, sandbox.WithConfigFile("no-such-file.yaml"))
		require.ErrorContains(t, err, "read the configuration file: stat no-such-file.yaml")
	}
}
