package contractvet_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/groundwork-go/groundwork/stackref/contractvet"
)

func TestAnalyzer(t *testing.T) {
	t.Parallel()
	require.NoError(t, analysis.Validate([]*analysis.Analyzer{contractvet.Analyzer}))
	analysistest.Run(t, analysistest.TestData(), contractvet.Analyzer, "definitions", "contracts", "program", "free")
}

// TestVettool runs the tool the way users do, on a program that uses the real packages.
func TestVettool(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the tool")
	}
	tool := filepath.Join(t.TempDir(), "contractvet")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", tool, "../cmd/contractvet").CombinedOutput()
	require.NoError(t, err, string(out))

	vet := func(pattern string) (string, error) {
		out, err := exec.CommandContext(t.Context(), "go", "vet", "-vettool="+tool, pattern).CombinedOutput()
		return string(out), err
	}
	for _, pattern := range []string{"./testdata/real/good", "../../examples/network-and-app/..."} {
		text, err := vet(pattern)
		require.NoError(t, err, text)
		assert.Empty(t, text)
	}

	text, err := vet("./testdata/real/bad")
	require.Error(t, err)
	var found []string
	for line := range strings.Lines(text) {
		if _, finding, ok := strings.Cut(line, "bad.go:"); ok {
			found = append(found, strings.TrimSpace(finding))
		}
	}
	assert.Equal(t, []string{
		"14:2: bad.Database.Host: need a pulumi tag",
		"16:2: bad.Database.Tags: the type pulumi.StringInput is not supported, need a Pulumi output of strings, integers, float64s or booleans, " +
			"a plain string, int, float64 or bool, or a struct, slice or map of these",
		"15:2: bad.Database.Password: the output \"password\" sounds like a secret and is not marked as one: write `pulumi:\"password,secret\"`, " +
			"or a name that ends in what it really is, such as Arn or Name",
		"21:16: the error of stackref.Import is discarded: without it nothing is known about the outputs; return it",
		`26:38: GetStringOutput("vpcId") reads a stack output by name: import the contract with stackref.Import and use good.Network.VPCID`,
	}, found)
}
