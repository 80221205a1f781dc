// Package importcost_test holds each public package to a list of the packages that it may pull into a user's program:
// provider SDK packages, which cost seconds to minutes to compile, and packages of this library.
package importcost_test

import (
	"flag"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/allowed.txt from what the packages import")

const (
	module  = "github.com/groundwork-go/groundwork/"
	allowed = "testdata/allowed.txt"
)

// heavy packages are allowed nowhere but where the design decisions give a reason.
var heavy = []string{
	"/go/aws/ec2", "/go/gcp/compute", "/kubernetes/helm/v3", "/kubernetes/yaml", "/pulumi-eks/", "/pulumi-awsx/", "pulumi/pulumi/pkg/",
	"stretchr/testify",
}

// excused packages make what cannot be made without a heavy package: a network is most of aws/ec2.
var excused = map[string]string{"aws/network": "/go/aws/ec2"}

func TestEveryPackageImportsWhatItMay(t *testing.T) {
	t.Parallel()
	packages := publicPackages(t)
	require.NotEmpty(t, packages)
	var lines []string
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		for _, dep := range packages[pkg] {
			for _, h := range heavy {
				if excused[strings.TrimPrefix(pkg, module)] == h {
					continue
				}
				assert.NotContains(t, dep, h, "%s pulls in a package that takes minutes to compile", pkg)
			}
		}
		lines = append(lines, strings.TrimPrefix(pkg, module)+": "+strings.Join(packages[pkg], " "))
	}
	now := strings.Join(lines, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(allowed, []byte(now), 0o644))
	}
	want, err := os.ReadFile(allowed)
	require.NoError(t, err)
	assert.Equal(t, string(want), now, "when the imports are meant: go test ./internal/importcost -update")
}

// publicPackages lists the packages that programs import, each with what it pulls in of providers and of this library.
func publicPackages(t *testing.T) map[string][]string {
	t.Helper()
	command := exec.Command("go", "list", "-f", `{{.ImportPath}} {{.Name}} {{join .Deps " "}}`, "./...")
	command.Dir = "../.."
	output, err := command.Output()
	require.NoError(t, err)
	packages := map[string][]string{}
	for line := range strings.Lines(string(output)) {
		fields := strings.Fields(line)
		pkg, name := fields[0], fields[1]
		if name == "main" || strings.Contains(pkg, "/internal/") || strings.HasSuffix(name, "_test") ||
			strings.HasPrefix(pkg, module+"examples/") || strings.HasPrefix(pkg, module+"docs") || strings.HasPrefix(pkg, module+"templates") {
			continue
		}
		packages[pkg] = nil
		for _, dep := range fields[2:] {
			inside, ours := strings.CutPrefix(dep, module)
			provider, isProvider := strings.CutPrefix(dep, "github.com/pulumi/pulumi-")
			switch {
			case ours:
				packages[pkg] = append(packages[pkg], inside)
			case isProvider:
				packages[pkg] = append(packages[pkg], "pulumi-"+provider)
			case slices.ContainsFunc(heavy, func(h string) bool { return strings.Contains(dep, h) }):
				packages[pkg] = append(packages[pkg], dep)
			}
		}
	}
	return packages
}
