package infratest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

func things(ctx *pulumi.Context) error {
	parent := &rawComponent{}
	if err := ctx.RegisterComponentResource("acme:index:Group", "group", parent); err != nil {
		return err
	}
	if _, err := raw(ctx, "acme:index:Thing", "b", nil, pulumi.Parent(parent)); err != nil {
		return err
	}
	for _, name := range []string{"b", "a"} {
		if _, err := raw(ctx, "acme:index:Thing", name, nil); err != nil {
			return err
		}
	}
	return nil
}

func names(resources []*infratest.Resource) []string {
	all := []string{}
	for _, r := range resources {
		all = append(all, r.Type+" "+r.Name)
	}
	return all
}

func TestGraphIsSortedByURN(t *testing.T) {
	g := infratest.Run(t, things)
	assert.Equal(t, []string{"acme:index:Thing b", "acme:index:Group group", "acme:index:Thing a", "acme:index:Thing b"}, names(g.All()))
	assert.Equal(t, []string{"acme:index:Thing b", "acme:index:Thing a", "acme:index:Thing b"}, names(g.OfType("acme:index:Thing")))
	assert.Equal(t, []string{"acme:index:Group group"}, names(g.Components()))
	assert.Empty(t, g.OfType("acme:index:None"))
}

func TestGraphListsAreCopies(t *testing.T) {
	g := infratest.Run(t, things)
	all := g.All()
	all[0] = nil
	assert.NotNil(t, g.All()[0])
}

func TestFailingLookUpsListWhatExists(t *testing.T) {
	g := infratest.Run(t, things)
	empty := infratest.Run(t, func(*pulumi.Context) error { return nil })
	for _, tc := range []struct {
		name   string
		lookUp func(testing.TB)
		want   []string
	}{
		{"one of none", func(t testing.TB) { g.One(t, "acme:index:None") }, []string{
			"need exactly one acme:index:None, got 0; the program registered:", `acme:index:Group "group"`, `acme:index:Thing "b" under "group"`, `acme:index:Thing "a"`,
		}},
		{"one of three", func(t testing.TB) { g.One(t, "acme:index:Thing") }, []string{"need exactly one acme:index:Thing, got 3; these match:"}},
		{"named none", func(t testing.TB) { g.Named(t, "acme:index:Thing", "z") }, []string{`need exactly one acme:index:Thing "z", got 0`, `acme:index:Thing "a"`}},
		{"named twice", func(t testing.TB) { g.Named(t, "acme:index:Thing", "b") }, []string{`need exactly one acme:index:Thing "b", got 2`, `under "group"`}},
		{"nothing at all", func(t testing.TB) { empty.One(t, "acme:index:Thing") }, []string{"the program registered: nothing"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := record(tc.lookUp)
			for _, want := range tc.want {
				assert.Contains(t, r.all(), want)
			}
		})
	}
	assert.NotContains(t, record(func(t testing.TB) { g.One(t, "acme:index:Thing") }).all(), "acme:index:Group", "only what matches is listed")
}

func TestUnmodelledTypesAreListed(t *testing.T) {
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		if _, err := raw(ctx, "acme:index:Thing", "thing", pulumi.Map{"size": pulumi.Int(1)}); err != nil {
			return err
		}
		_, err := raw(ctx, bucketType, "logs", pulumi.Map{"location": pulumi.String("EU")})
		return err
	})
	assert.Equal(t, []string{"acme:index:Thing"}, graph.Unmodelled())
}
