package adopt_test

import (
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/examples/raw-to-blocks/adopt"
	"github.com/groundwork-go/groundwork/infratest"
)

const (
	passwordToken = "random:index/randomPassword:RandomPassword"
	formerURN     = "urn:pulumi:production::shop::acme:shop:Cache$" + passwordToken + "::old"
)

type block struct{ pulumi.ResourceState }

// program makes a block with the children that a test is about, one of them inside a block of its own.
func program(ctx *pulumi.Context) error {
	outer, inner := &block{}, &block{}
	if err := ctx.RegisterComponentResource("acme:shop:Block", "shop", outer, adopt.Children(map[string]adopt.Child{
		"shop-named":    {Was: "old", Keep: []string{"length"}},
		"shop-urn":      {Was: formerURN},
		"shop-imported": {Import: "none"},
		"shop-done":     {Keep: []string{"length"}},
		"shop-inner-a":  {Was: "deep"},
	})); err != nil {
		return err
	}
	if err := ctx.RegisterComponentResource("acme:shop:Block", "shop-inner", inner, pulumi.Parent(outer)); err != nil {
		return err
	}
	for name, parent := range map[string]*block{
		"shop-named": outer, "shop-urn": outer, "shop-imported": outer, "shop-done": outer, "shop-other": outer, "shop-inner-a": inner,
	} {
		if _, err := random.NewRandomPassword(ctx, name, &random.RandomPasswordArgs{Length: pulumi.Int(20)},
			pulumi.Parent(parent), pulumi.IgnoreChanges([]string{"special"}), pulumi.Protect(true)); err != nil {
			return err
		}
	}
	return nil
}

func TestChildren(t *testing.T) {
	t.Parallel()
	graph := infratest.Run(t, program)
	topLevel := func(name string) []infratest.Alias { return []infratest.Alias{{Name: name, NoParent: true}} }
	for name, want := range map[string]struct {
		aliases []infratest.Alias
		ignored []string
		id      string
	}{
		"shop-named":    {topLevel("old"), []string{"special", "length"}, ""},
		"shop-urn":      {[]infratest.Alias{{URN: formerURN}}, []string{"special"}, ""},
		"shop-imported": {nil, []string{"special"}, "none"},
		"shop-done":     {nil, []string{"special", "length"}, ""},
		"shop-other":    {nil, []string{"special"}, ""},
		"shop-inner-a":  {topLevel("deep"), []string{"special"}, ""},
	} {
		child := graph.Named(t, passwordToken, name)
		assert.Equal(t, want.aliases, child.Aliases, name)
		assert.Equal(t, want.ignored, child.IgnoreChanges, name)
		assert.Equal(t, want.id, child.ImportID, name)
		assert.True(t, child.Protect, "%s keeps the options of the block", name)
		assert.NotEmpty(t, child.Parent, name)
	}
}

// The SDK gives every transformation the options as they were before the others. When it hands them on, the guide's warning can go.
func TestAStackTransformationUndoesIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		result func(*pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult
		want   int
	}{
		"returns all options": {func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: args.Opts}
		}, 0},
		"returns nil": {func(*pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult { return nil }, 1},
	} {
		graph := infratest.Run(t, func(ctx *pulumi.Context) error {
			if err := ctx.RegisterStackTransformation(c.result); err != nil {
				return err
			}
			return program(ctx)
		})
		assert.Len(t, graph.Named(t, passwordToken, "shop-named").Aliases, c.want, name)
	}
}
