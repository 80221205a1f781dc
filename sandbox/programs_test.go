package sandbox_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// The projects under testdata/programs are modules of their own and import nothing of this library.
func program(name string) sandbox.Program {
	return sandbox.Dir(filepath.Join("testdata", "programs", name))
}

func TestProgramsThatKnowNothingOfThisLibrary(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	ctx := context.Background()
	for _, c := range []struct {
		name, stack string
		change      map[string]string
		updated     []string // by logical name
	}{
		{"raw-aws", "raw-aws/dev", map[string]string{"desiredCount": "3"}, []string{"web"}},
		{"raw-kubernetes", "raw-kubernetes/dev", map[string]string{"replicas": "4"}, []string{"web"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t, sandbox.Options{Folder: filepath.Join(folder, c.name)})
			first, err := cloud.Up(ctx, c.stack, program(c.name))
			require.NoError(t, err)
			assert.Greater(t, first.Changes["create"], 5)
			assertConverged(t, cloud, first)

			second, err := cloud.Up(ctx, c.stack, program(c.name))
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"same": first.Changes["create"]}, second.Changes)

			third, err := cloud.Up(ctx, c.stack, program(c.name), sandbox.WithConfig(c.change))
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"same": first.Changes["create"] - 1, "update": 1}, third.Changes)
			for _, name := range c.updated {
				assert.Contains(t, operations(third, name), "update")
			}

			_, err = cloud.Destroy(ctx, c.stack, program(c.name))
			require.NoError(t, err)
			assert.Empty(t, cloud.Objects())
		})
	}
}

func TestAProgramThatReadsAnotherStack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cloud := newCloud(t, sandbox.Options{})
	_, err := cloud.Up(ctx, "stack-reader/dev", program("stack-reader"))
	require.ErrorContains(t, err, `unknown stack "organization/raw-aws/dev"`)

	upstream, err := cloud.Up(ctx, "raw-aws/dev", program("raw-aws"))
	require.NoError(t, err)
	require.NotEmpty(t, upstream.Outputs["url"].StringValue())

	first, err := cloud.Up(ctx, "stack-reader/dev", program("stack-reader"))
	require.NoError(t, err)
	assert.Equal(t, upstream.Outputs["url"], first.Outputs["url"])
	second, err := cloud.Up(ctx, "stack-reader/dev", program("stack-reader"))
	require.NoError(t, err)
	assert.Zero(t, second.Changes["update"]+second.Changes["create"]+second.Changes["replace"], "%v", second.Changes)

	other := func(url string) sandbox.Program {
		return sandbox.Func(func(ctx *pulumi.Context) error {
			ctx.Export("url", pulumi.String(url))
			return nil
		})
	}
	elsewhere := sandbox.WithConfig(map[string]string{"upstream": "organization/other/dev"})
	_, err = cloud.Up(ctx, "other/dev", sandbox.Func(func(*pulumi.Context) error { return nil }))
	require.NoError(t, err)
	_, err = cloud.Up(ctx, "stack-reader/dev", program("stack-reader"), elsewhere)
	require.ErrorContains(t, err, "url", "the output is missing there")
	_, err = cloud.Up(ctx, "other/dev", other("https://other.example"))
	require.NoError(t, err)
	third, err := cloud.Up(ctx, "stack-reader/dev", program("stack-reader"), elsewhere)
	require.NoError(t, err)
	assert.Equal(t, "https://other.example", third.Outputs["url"].StringValue())
	assert.Contains(t, operations(third, "nickname"), "create-replacement", "its keeper is the address")

	_, err = cloud.Destroy(ctx, "stack-reader/dev", program("stack-reader"))
	require.NoError(t, err)
}

func TestSecureConfiguration(t *testing.T) {
	ctx := context.Background()
	t.Run("opened with the passphrase", func(t *testing.T) {
		folder := t.TempDir()
		cloud := newCloud(t, sandbox.Options{Folder: folder, Passphrase: "correct horse"})
		result, err := cloud.Up(ctx, "secrets/dev", program("secrets"))
		require.NoError(t, err)
		assert.Equal(t, "eu-west-1", result.Outputs["region"].StringValue())
		token := result.Outputs["apiToken"]
		require.True(t, token.IsSecret())
		plain := token.SecretValue().Element.StringValue()
		require.Greater(t, len(plain), 8)
		password := result.Outputs["password"].SecretValue().Element.StringValue()
		require.Len(t, password, 32)
		assertAbsent(t, filepath.Join(folder, "stacks"), plain, password)

		again, err := newCloud(t, sandbox.Options{Folder: folder, Passphrase: "correct horse"}).Up(ctx, "secrets/dev", program("secrets"))
		require.NoError(t, err)
		assert.Equal(t, map[string]int{"same": result.Changes["create"]}, again.Changes)
	})
	t.Run("without a passphrase", func(t *testing.T) {
		_, err := newCloud(t, sandbox.Options{}).Up(ctx, "secrets/dev", program("secrets"))
		require.ErrorContains(t, err, "has secure values (secrets:apiToken): set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE")
	})
	t.Run("given anew", func(t *testing.T) {
		foreign := []byte("secretsprovider: awskms://alias/acme\nconfig:\n  secrets:apiToken:\n    secure: sealed-elsewhere\n  secrets:region: eu-west-1\n")
		file := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
		require.NoError(t, os.WriteFile(file, foreign, 0o600))
		cloud, from := newCloud(t, sandbox.Options{}), sandbox.WithConfigFile(file)
		_, err := cloud.Up(ctx, "secrets/dev", program("secrets"), from)
		require.ErrorContains(t, err, `of the secrets provider "awskms://alias/acme"`)
		result, err := cloud.Up(ctx, "secrets/dev", program("secrets"), from, sandbox.WithSecret("apiToken", "given-for-this-run"))
		require.NoError(t, err)
		assert.Equal(t, "given-for-this-run", result.Outputs["apiToken"].SecretValue().Element.StringValue())
		next, err := cloud.Rehearse(ctx, "secrets/dev", program("secrets"), from, sandbox.WithSecret("secrets:apiToken", "given-for-this-run"))
		require.NoError(t, err)
		assert.Equal(t, map[string]int{"same": result.Changes["create"]}, next.Changes)
	})
	t.Run("with a wrong one", func(t *testing.T) {
		_, err := newCloud(t, sandbox.Options{Passphrase: "wrong"}).Up(ctx, "secrets/dev", program("secrets"))
		require.ErrorContains(t, err, "incorrect passphrase")
	})
	t.Run("from the environment", func(t *testing.T) {
		t.Setenv("PULUMI_CONFIG_PASSPHRASE", "correct horse")
		_, err := newCloud(t, sandbox.Options{}).Preview(ctx, "secrets/dev", program("secrets"))
		require.NoError(t, err)
	})
	t.Run("from a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "phrase")
		require.NoError(t, os.WriteFile(file, []byte("correct horse\n"), 0o600))
		t.Setenv("PULUMI_CONFIG_PASSPHRASE_FILE", file)
		_, err := newCloud(t, sandbox.Options{}).Preview(ctx, "secrets/dev", program("secrets"))
		require.NoError(t, err)
	})
}

func TestProjectsThatCannotRun(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	write := func(t *testing.T, files map[string]string) string {
		folder := t.TempDir()
		for name, content := range files {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
		}
		return folder
	}
	const goProject = "name: shop\nruntime: go\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"no project":       {map[string]string{}, []string{"no Pulumi.yaml project file found"}},
		"another runtime":  {map[string]string{"Pulumi.yaml": "name: shop\nruntime: nodejs\n"}, []string{`runtime "nodejs"`, "Go programs"}},
		"another project":  {map[string]string{"Pulumi.yaml": "name: blog\nruntime: go\n"}, []string{`the project "blog", not "shop"`}},
		"a misspelt stack": {map[string]string{"Pulumi.yaml": goProject, "Pulumi.prod.yaml": ""}, []string{`no stack named "dev"`, "the stacks prod"}},
		"an environment": {
			map[string]string{"Pulumi.yaml": goProject, "Pulumi.dev.yaml": "environment:\n  - shared\n"}, []string{"imports environments (shared)"},
		},
		"a missing setting": {
			map[string]string{"Pulumi.yaml": goProject + "config:\n  size:\n    type: integer\n", "Pulumi.dev.yaml": ""}, []string{"size"},
		},
		"code that does not compile": {
			map[string]string{"Pulumi.yaml": goProject, "go.mod": "module shop\n\ngo 1.25\n", "main.go": "package main\n\nfunc main() { nothing() }\n"},
			[]string{"does not compile", "undefined: nothing"},
		},
		"a program that exits": {
			map[string]string{"Pulumi.yaml": goProject, "go.mod": "module shop\n\ngo 1.25\n", "main.go": "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(3) }\n"},
			[]string{"exited with status 3"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t, sandbox.Options{})
			_, err := cloud.Up(ctx, stack, sandbox.Dir(write(t, c.files)))
			require.Error(t, err)
			for _, want := range c.want {
				assert.ErrorContains(t, err, want)
			}
			assert.Empty(t, cloud.Objects())
		})
	}
}
