package infratest_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
)

func goldenProgram(memory int, names ...string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		parent := &rawComponent{}
		if err := ctx.RegisterComponentResource("acme:index:Group", "group", parent); err != nil {
			return err
		}
		p, err := random.NewRandomPassword(ctx, "group-password", &random.RandomPasswordArgs{Length: pulumi.Int(20)}, pulumi.Parent(parent),
			pulumi.Protect(true), pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "5m"}), pulumi.DeletedWith(parent),
			pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("old"), NoParent: pulumi.Bool(true)}, {URN: pulumi.URN("urn:pulumi:test::project::a:b:C::x")}}))
		if err != nil {
			return err
		}
		for _, name := range names {
			_, err = raw(ctx, "acme:index:Thing", name, pulumi.Map{
				"memory": pulumi.Int(memory), "password": p.Result, "html": pulumi.String("<a & b>"), "file": pulumi.NewStringAsset("content"),
				"list": pulumi.Array{pulumi.Bool(true), pulumi.Map{}}, "archive": pulumi.NewAssetArchive(map[string]any{"f": pulumi.NewStringAsset("content")}),
			}, pulumi.Parent(parent))
			if err != nil {
				return err
			}
		}
		ctx.Export("memory", pulumi.Int(memory))
		ctx.Export("password", p.Result)
		return nil
	}
}

func TestGoldenMatches(t *testing.T) {
	for range 5 { // the SDK registers from many goroutines; the file must not depend on their order
		infratest.Run(t, goldenProgram(4, "group-a", "group-b")).Golden(t, "testdata/golden/program.json")
	}
	infratest.Run(t, goldenProgram(4, "group-a", "group-b"), infratest.Preview()).Golden(t, "testdata/golden/preview.json")
}

func TestGoldenHidesSecretsAndMarksUnknowns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "golden.json")
	withUpdate(t, "true", func() { infratest.Run(t, goldenProgram(4, "group-a")).Golden(t, path) })
	update, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(update), `"password": "[secret]"`)
	assert.Contains(t, string(update), `"html": "<a & b>"`)
	withUpdate(t, "true", func() { infratest.Run(t, goldenProgram(4, "group-a"), infratest.Preview()).Golden(t, path) })
	preview, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(preview), `"password": "[unknown]"`)
}

// withUpdate sets the -update flag for one function.
func withUpdate(t *testing.T, value string, f func()) {
	t.Helper()
	old := flag.Lookup("update").Value.String()
	require.NoError(t, flag.Set("update", value))
	defer func() { require.NoError(t, flag.Set("update", old)) }()
	f()
}

func TestGoldenShowsDifferences(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "golden.json")
	withUpdate(t, "true", func() { infratest.Run(t, goldenProgram(4, "group-a", "group-b")).Golden(t, path) })
	withUpdate(t, "false", func() {
		infratest.Run(t, goldenProgram(4, "group-b", "group-a")).Golden(t, path)

		g := infratest.Run(t, goldenProgram(8, "group-b", "group-c"))
		r := record(func(t testing.TB) { g.Golden(t, path) })
		_, list, _ := strings.Cut(r.all(), "\n")
		assert.Equal(t, strings.Join([]string{
			`- acme:index:Thing "group-a" under "group"`,
			`~ acme:index:Thing "group-b" under "group"`,
			`  - inputs.memory: 4`,
			`  + inputs.memory: 8`,
			`+ acme:index:Thing "group-c" under "group"`,
			`~ outputs`,
			`  - memory: 4`,
			`  + memory: 8`,
		}, "\n"), list)
		assert.Contains(t, r.all(), `go test . -run "TestRecorded" -update`)
	})
}

func TestGoldenShowsWhatCameAndWent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "golden.json")
	withUpdate(t, "true", func() {
		infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{"old": pulumi.Int(1), "a.b": pulumi.String("c"), "empty": pulumi.Array{}})).Golden(t, path)
	})
	withUpdate(t, "false", func() {
		g := infratest.Run(t, one("acme:index:Thing", "x", pulumi.Map{"new": pulumi.Array{pulumi.Map{}}}, pulumi.Protect(true)))
		_, list, _ := strings.Cut(record(func(t testing.TB) { g.Golden(t, path) }).all(), "\n")
		assert.Equal(t, strings.Join([]string{
			`~ acme:index:Thing "x"`,
			`  - inputs.empty: []`,
			`  + inputs.new[0]: {}`,
			`  - inputs.old: 1`,
			`  - inputs["a.b"]: "c"`,
			`  + options.protect: true`,
		}, "\n"), list)
	})
}

func TestGoldenThatIsMissingOrBrokenFails(t *testing.T) {
	withUpdate(t, "false", func() {
		g := infratest.Run(t, goldenProgram(4))
		missing := filepath.Join(t.TempDir(), "none.json")
		assert.Contains(t, record(func(t testing.TB) { g.Golden(t, missing) }).all(), "none.json does not exist; write it with: go test .")

		broken := filepath.Join(t.TempDir(), "broken.json")
		require.NoError(t, os.WriteFile(broken, []byte("{"), 0o600))
		assert.Contains(t, record(func(t testing.TB) { g.Golden(t, broken) }).all(), "reading the golden file")
		assert.Contains(t, record(func(t testing.TB) { g.Golden(t, t.Name()+"\x00") }).all(), "golden graph")
	})
	withUpdate(t, "true", func() {
		g := infratest.Run(t, goldenProgram(4))
		assert.Contains(t, record(func(t testing.TB) { g.Golden(t, "/dev/null/golden.json") }).all(), "golden graph")
	})
}
