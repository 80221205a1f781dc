package sandbox_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// threeProjects read each other, the first in the order of folders last.
func threeProjects(t *testing.T) []sandbox.Member {
	t.Helper()
	c := newCompany(t)
	c.project("a", "shop", "organization/data/dev")
	c.project("b", "data", "organization/net/dev")
	c.project("c", "net", "")
	return c.members("dev")
}

func rehearsed(all sandbox.Sequence) []string {
	var order []string
	for _, r := range all.Results {
		order = append(order, r.Stack.Project)
	}
	return order
}

func upInOrder(t *testing.T, cloud *sandbox.Cloud, members []sandbox.Member) {
	t.Helper()
	require.NoError(t, cloud.InOrder(context.Background(), members, func(m sandbox.Member) error {
		_, err := cloud.Up(context.Background(), m.Stack.String(), m.Program())
		return err
	}))
}

func TestRehearseInOrder(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	folder := filepath.Join(t.TempDir(), "state")
	cloud, members := newCloud(t, sandbox.Options{Folder: folder}), threeProjects(t)
	first, err := cloud.RehearseInOrder(ctx, members, sandbox.FromScratch())
	require.NoError(t, err)
	assert.Equal(t, []string{"net", "data", "shop"}, rehearsed(first))
	assert.NoDirExists(t, folder, "nothing is left behind")
	alone := first.Results[0].Timeline.Total
	assert.Greater(t, alone, time.Minute)
	assert.Equal(t, alone, first.Total(), "the readers have no resources of their own")

	upInOrder(t, cloud, members)
	before := snapshot(t, folder)
	next, err := cloud.RehearseInOrder(ctx, members)
	require.NoError(t, err)
	assert.Equal(t, []string{"net", "data", "shop"}, rehearsed(next))
	assert.Zero(t, next.Total(), "nothing has changed")
	changed, err := cloud.RehearseInOrder(ctx, members, sandbox.WithConfig(map[string]string{"net:desiredCount": "3"}))
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"update": 1}, onlyChanges(changed.Results[0].Changes))
	again, err := cloud.RehearseInOrder(ctx, members, sandbox.FromScratch())
	require.NoError(t, err)
	assert.Equal(t, first.Total(), again.Total(), "what is up does not count")
	assert.Equal(t, before, snapshot(t, folder), "the state folder is as it was")
}

func onlyChanges(changes map[string]int) map[string]int {
	delete(changes, "same")
	return changes
}

// What is read and is no member has to be up.
func TestRehearseInOrderBesideOthers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	all := threeProjects(t)
	for name, options := range map[string]sandbox.Options{"in a folder": {Folder: t.TempDir()}, "in memory": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t, options)
			_, err := cloud.RehearseInOrder(ctx, all[:2], sandbox.FromScratch())
			require.ErrorContains(t, err, `unknown stack "organization/net/dev"`)
			upInOrder(t, cloud, all[2:])
			readers, err := cloud.RehearseInOrder(ctx, all[:2], sandbox.FromScratch())
			require.NoError(t, err)
			assert.Equal(t, []string{"data", "shop"}, rehearsed(readers))
		})
	}
}

func TestSequenceIsWritten(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.project("a", "net", "")
	c.project("b", "second", "")
	sequence, err := newCloud(t, sandbox.Options{}).RehearseInOrder(context.Background(), c.members("dev"), sandbox.FromScratch())
	require.NoError(t, err)
	var text, again, picture bytes.Buffer
	require.NoError(t, sequence.Text(&text))
	for _, want := range []string{
		"First deployment of organization/net/dev: about ", "\n\nFirst deployment of organization/second/dev: about ",
		"\n\nFirst deployment of 2 projects, one after the other: about ",
	} {
		assert.Equal(t, 1, strings.Count(text.String(), want), want)
	}
	assert.Equal(t, 2, strings.Count(text.String(), "Critical path:"), "one for each project")
	require.NoError(t, sequence.SVG(&picture))
	require.NoError(t, sequence.SVG(&again))
	assert.Equal(t, picture.String(), again.String(), "the same again")
	drawn := picture.String()
	assert.Contains(t, drawn, "First deployment of 2 projects, one after the other: about ")
	assert.Less(t, strings.Index(drawn, ">net: "), strings.Index(drawn, ">second: "))
	assert.Contains(t, drawn, " are left out.")
	firstEnds := sequence.Results[0].Timeline.Total.Round(time.Second).String()
	assert.Contains(t, drawn, "from "+firstEnds, "the second project starts where the first one ends")
}
