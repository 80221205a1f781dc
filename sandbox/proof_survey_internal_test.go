package sandbox

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

func named(project string) StackName { return StackName{"acme", project, "dev"} }

// A share has what its stack needs, and nothing else, in the order in which it came up.
func TestShares(t *testing.T) {
	t.Parallel()
	member := func(project string) Member { return Member{Folder: project, Stack: named(project)} }
	surveys := []*survey{
		{member: member("net")}, {member: member("other")}, {member: member("data"), reads: []StackName{named("net"), named("elsewhere")}},
		{member: member("shop"), reads: []StackName{named("data")}},
	}
	shop := surveys[3]
	assert.Empty(t, shop.shares(surveys), "nothing to break")

	shop.proof.Resources = shareSize / 2 // two strokes at once
	updates, removals := []Stroke{}, []Stroke{}
	for _, name := range []string{"c", "b", "a"} {
		updates = append(updates, Stroke{Cut: true, URN: resource.URN(name)}, Stroke{URN: resource.URN(name)})
		removals = append(removals, Stroke{Removal: true, URN: resource.URN(name)})
	}
	shop.plan(updates, removals)
	shares := shop.shares(surveys)
	var all []Stroke
	for i, share := range shares {
		assert.Equal(t, []Member{member("net"), member("data"), member("shop")}, share.Members)
		assert.Len(t, share.problems, len(share.Strokes))
		share.problems[0] = string(share.Strokes[0].URN)
		assert.LessOrEqual(t, len(share.Strokes), 2, i)
		all = append(all, share.Strokes...)
	}
	assert.Len(t, shares, 5)
	assert.Equal(t, []Stroke{
		{URN: "a"}, {URN: "b"}, {URN: "c"}, {Cut: true, URN: "a"}, {Cut: true, URN: "b"}, {Cut: true, URN: "c"},
		{Removal: true, URN: "a"}, {Removal: true, URN: "b"}, {Removal: true, URN: "c"},
	}, all, "failures before cuts, by resource")
	assert.Equal(t, "a", shop.problems[0], "what is told of a share is told of the stack")
}

func TestMembersOfTheSameNameAreKeptApart(t *testing.T) {
	t.Parallel()
	member := func(folder, project string) Member { return Member{Folder: folder, Stack: named(project)} }
	net, app := member("../all/one/net", "net"), member("../all/one/app", "app")
	other, alone, cache := member("../all/two/deep/app", "app"), member("../all/alone", "alone"), member("../all/three/cache", "cache")
	for _, c := range []struct {
		members []Member
		want    [][]Member
	}{
		{nil, nil},
		{[]Member{net}, [][]Member{{net}}},
		{[]Member{alone, net, app, cache}, [][]Member{{alone, net, app, cache}}},
		{[]Member{alone, app, net, cache, other}, [][]Member{{alone, cache}, {app, net}, {other}}},
	} {
		worlds, err := parted(c.members)
		require.NoError(t, err)
		assert.Equal(t, c.want, worlds)
	}
	_, err := parted([]Member{alone, app, member("../all/one/again", "app")})
	require.EqualError(t, err, "../all/one/app and ../all/one/again are both the stack acme/app/dev")
}

// A resource belongs to the nearest component, and a problem of the stack as a whole to all.
func TestBlocksOfAStack(t *testing.T) {
	t.Parallel()
	survey := func() *survey {
		return &survey{blocks: newBlocks([]Resource{
			{URN: "stack", Type: "pulumi:pulumi:Stack"},
			{URN: "team", Type: "acme:shop:Store", Parent: "stack"},
			{URN: "cache", Type: "groundwork:aws/redis:Cluster", Parent: "team"},
			{URN: "chart", Type: chartType, Parent: "cache"},
			{URN: "pod", Type: "a:b:Pod", Custom: true, Parent: "chart"},
			{URN: "disk", Type: "a:b:Disk", Custom: true, Parent: "pod"},
			{URN: "bucket", Type: "a:b:Bucket", Custom: true, Parent: "team"},
			{URN: "zone", Type: "a:b:Zone", Custom: true, Parent: "stack"},
		})}
	}
	s := survey()
	s.blocks.made([]simcloud.Object{{URN: "pod"}, {URN: "disk"}, {URN: "bucket"}, {URN: "zone"}})
	s.plan([]Stroke{{URN: "pod"}, {URN: "disk", Cut: true}, {URN: "bucket"}, {URN: "zone"}}, []Stroke{{URN: "disk", Removal: true, Cut: true}})
	s.problems[0] = "it went unnoticed" // of the bucket
	proof := s.summary()
	for i := range proof.Blocks {
		assert.Equal(t, controlsOf(proof.Blocks[i].Type), proof.Blocks[i].Controls)
		proof.Blocks[i].Controls = nil
	}
	assert.Equal(t, Proof{Failures: 2, Cuts: 1, Removals: 1, Problems: []string{"it went unnoticed"}, Blocks: []BlockProof{
		{Resources: 1, Failures: 1, Held: true},
		{Type: "acme:shop:Store", Resources: 1},
		{Type: "groundwork:aws/redis:Cluster", Resources: 2, Failures: 1, Cuts: 1, Removals: 1, Held: true},
	}}, proof)

	s = survey()
	s.blocks.made([]simcloud.Object{{URN: "zone"}})
	s.note("", errors.New("never at rest"))
	for _, b := range s.summary().Blocks {
		assert.False(t, b.Held, b.Type)
	}
}

func TestControlsOfABlock(t *testing.T) {
	t.Parallel()
	assert.Contains(t, controlsOf("groundwork:aws/redis:Cluster"), "ElastiCache.4")
	assert.Equal(t, controlsOf("groundwork:aws/redis:Cluster"), controlsOf("groundwork:aws/redis:Serverless"))
	for _, other := range []string{"acme:aws/redis:Cluster", "groundwork:aws/secret:Secret", "groundwork:", ""} {
		assert.Empty(t, controlsOf(other), other)
	}
}
