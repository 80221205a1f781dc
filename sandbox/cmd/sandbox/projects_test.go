package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const company = "../../../examples/network-and-app"

// headings are the projects that a run of a folder got to, in order.
func headings(out string) []string {
	var all []string
	for _, heading := range regexp.MustCompile(`(?m)^\S*examples/network-and-app/(\S+) ─`).FindAllStringSubmatch(out, -1) {
		all = append(all, heading[1])
	}
	return all
}

func TestAFolderOfProjects(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	status, out, _ := invoke(t, state, "up", company, "-s", "staging")
	require.Zero(t, status, out)
	assert.Equal(t, []string{"network", "app"}, headings(out), "the application reads the network")
	assert.Regexp(t, `\nproject +changes +in the real cloud about\nnetwork +7 create +\d+s\napp +7 create +\d+s\n$`, out)

	status, out, _ = invoke(t, state, "up", company, "-s", "staging", "--json")
	require.Zero(t, status)
	for line := range strings.Lines(out) {
		require.True(t, strings.HasPrefix(line, "{"), line)
	}

	status, out, _ = invoke(t, state, "destroy", company, "-s", "staging")
	require.Zero(t, status, out)
	assert.Equal(t, []string{"app", "network"}, headings(out))
}

func TestAFolderOfProjectsNeedsAStack(t *testing.T) {
	t.Parallel()
	status, _, message := invoke(t, t.TempDir(), "up", company)
	assert.Equal(t, 1, status)
	assert.Equal(t, "error: --stack is needed: the 2 projects have in common production, staging\n", message)
	status, _, message = invoke(t, t.TempDir(), "up", company, "-s", "prod")
	assert.Equal(t, 1, status)
	assert.Contains(t, message, `no stack named "prod"`)
	status, _, message = invoke(t, t.TempDir(), "up", t.TempDir())
	assert.Equal(t, 1, status)
	assert.Contains(t, message, "Pulumi.yaml")
}
