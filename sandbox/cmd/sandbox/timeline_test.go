package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeline(t *testing.T) {
	t.Parallel()
	state, drawn := filepath.Join(t.TempDir(), "state"), filepath.Join(t.TempDir(), "drawn.svg")
	status, _, stderr := invoke(t, state, "up", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	before := files(t, state)

	first := timelineJSON(t, state, "timeline", example, "-s", "staging", "--json", "--svg", drawn)
	assert.Equal(t, "organization/gcp-redis/staging", first["stack"])
	assert.Equal(t, drawn, first["svg"])
	assert.Greater(t, first["totalSeconds"], 60.0)
	bars := first["bars"].([]any)
	assert.Len(t, bars, 9, "eight resources and the default provider")
	var instance, alarm map[string]any
	for _, b := range bars {
		switch bar := b.(map[string]any); {
		case strings.HasSuffix(bar["urn"].(string), "::redis-sidekiq-instance"):
			instance = bar
		case strings.HasSuffix(bar["urn"].(string), "::redis-sidekiq-memory-alarm"):
			alarm = bar
		}
	}
	require.NotNil(t, instance)
	require.NotNil(t, alarm)
	assert.Equal(t, "create", instance["op"])
	assert.Equal(t, true, instance["critical"])
	assert.Equal(t, false, instance["failed"])
	assert.Equal(t, 0.0, instance["startSeconds"])
	assert.Equal(t, []any{}, instance["waits"])
	assert.True(t, strings.HasSuffix(instance["component"].(string), "::redis-sidekiq"))
	assert.Equal(t, instance["endSeconds"], alarm["startSeconds"])
	assert.Equal(t, []any{instance["urn"]}, alarm["waits"])
	assertSVG(t, drawn)

	next := timelineJSON(t, state, "timeline", example, "-s", "staging", "--json", "--next", "--svg", drawn)
	assert.Equal(t, 0.0, next["totalSeconds"], "nothing has changed")
	one := timelineJSON(t, state, "timeline", example, "-s", "staging", "--json", "--parallel", "1", "--svg", drawn)
	assert.Greater(t, one["totalSeconds"], first["totalSeconds"])
	assert.Equal(t, before, files(t, state), "the state folder is as it was")

	status, out, stderr := invoke(t, state, "timeline", example, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	picture := filepath.Join(state, "timelines", "organization", "gcp-redis", "staging.svg")
	for _, want := range []string{
		"First deployment of organization/gcp-redis/staging: about ", "Durations are approximations", "Critical path:",
		"redis-sidekiq (groundwork:gcp/redis:Instance)", "\nPicture: " + picture + "\n",
	} {
		assert.Contains(t, out, want)
	}
	assertSVG(t, picture)
}

func TestTimelineOfAFolderOfProjects(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	status, out, stderr := invoke(t, state, "timeline", company, "-s", "staging")
	require.Equal(t, 0, status, stderr)
	picture := filepath.Join(state, "timelines", "organization", "staging.svg")
	at := 0
	for _, want := range []string{
		"First deployment of organization/network/staging: about ", "First deployment of organization/app/staging: about ",
		"First deployment of 2 projects, one after the other: about ", "\nPicture: " + picture + "\n",
	} {
		require.Contains(t, out[at:], want, "in this order")
		at += strings.Index(out[at:], want)
	}
	assertSVG(t, picture)
	assert.NoDirExists(t, filepath.Join(state, "stacks"), "nothing comes up")

	drawn := filepath.Join(t.TempDir(), "drawn.svg")
	both := timelineJSON(t, state, "timeline", company, "-s", "staging", "--json", "--svg", drawn)
	assert.Equal(t, drawn, both["svg"])
	sum := 0.0
	for i, stack := range []string{"organization/network/staging", "organization/app/staging"} {
		project := both["projects"].([]any)[i].(map[string]any)
		assert.Equal(t, stack, project["stack"])
		assert.NotEmpty(t, project["bars"])
		assert.NotContains(t, project, "svg")
		sum += project["totalSeconds"].(float64)
	}
	assert.InDelta(t, sum, both["totalSeconds"], 0.001)

	status, out, stderr = invoke(t, state, "timeline", company, "-s", "staging", "-c", "network:network=[]")
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.Contains(t, stderr, "error: update of organization/network/staging failed: ")
}

func TestTimelineOfAProgramThatFails(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	status, out, stderr := invoke(t, state, "timeline", example, "-s", "staging", "-c", "redis=[]")
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.Contains(t, stderr, "error: update of organization/gcp-redis/staging failed: ")
	assert.NoDirExists(t, state)
	status, _, stderr = invoke(t, state, "timeline", example)
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "--stack is needed")
}

func timelineJSON(t *testing.T, state string, args ...string) map[string]any {
	t.Helper()
	status, out, stderr := invoke(t, state, args...)
	require.Equal(t, 0, status, stderr)
	var object map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &object))
	return object
}

func assertSVG(t *testing.T, path string) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer func() { assert.NoError(t, file.Close()) }()
	decoder := xml.NewDecoder(file)
	for err == nil {
		_, err = decoder.Token()
	}
	require.True(t, errors.Is(err, io.EOF), err)
}

func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	content := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			var bytes []byte
			bytes, err = os.ReadFile(path)
			content[path] = string(bytes)
		}
		return err
	}))
	return content
}
