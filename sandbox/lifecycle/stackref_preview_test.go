package lifecycle_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/stackref"
)

// address is a small contract.
type address struct {
	stackref.Contract `contract:"acme.address" version:"1.0"`

	URL  pulumi.StringOutput `pulumi:"url"`
	Port pulumi.IntOutput    `pulumi:"port" default:"443"`
}

// The first preview of several new stacks goes on with unknown values and says so once; an update never does.
func TestUnknownInPreview(t *testing.T) {
	t.Parallel()
	cloud := sandbox.New(sandbox.Options{})
	t.Cleanup(func() { assert.NoError(t, cloud.Close()) })
	consumer := sandbox.Func(func(ctx *pulumi.Context) error {
		imported, err := stackref.Import[address](ctx, stackref.SameStack("network"), stackref.UnknownInPreview())
		if err != nil {
			return err
		}
		_, err = random.NewRandomPet(ctx, "name", &random.RandomPetArgs{Keepers: pulumi.StringMap{"url": imported.URL}})
		return err
	})
	preview, err := cloud.Preview(context.Background(), "acme/app/dev", consumer)
	require.NoError(t, err)
	assert.Equal(t, 2, preview.Changes["create"], "the stack and the pet")
	var warnings []string
	for _, d := range preview.Diagnostics {
		if d.Severity == "warning" {
			warnings = append(warnings, d.Message)
		}
	}
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0], `stack "acme/network/dev": contract acme.address 1.0: every output is unknown in this preview`)

	_, err = cloud.Up(context.Background(), "acme/app/dev", consumer)
	require.ErrorContains(t, err, "no such stack")
	assert.Empty(t, cloud.Objects())

	_, err = cloud.Up(context.Background(), "acme/network/dev", sandbox.Func(func(ctx *pulumi.Context) error {
		return stackref.Export(ctx, &address{URL: pulumi.String("https://shop.example").ToStringOutput()})
	}))
	require.NoError(t, err)
	up, err := cloud.Up(context.Background(), "acme/app/dev", consumer)
	require.NoError(t, err)
	assert.Equal(t, "https://shop.example", lifecycletest.Find(t, up, "name").Inputs["keepers"].ObjectValue()["url"].StringValue())
}
