package sandbox

import (
	"context"
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// newProver has a program of one resource on its stage.
func newProver(t *testing.T, token string, inputs pulumi.Map) *prover {
	t.Helper()
	p := &prover{stage: New(Options{}), member: Member{Stack: StackName{"acme", "shop", "dev"}}, program: Func(func(ctx *pulumi.Context) error {
		var r pulumi.CustomResourceState
		return ctx.RegisterResource(token, "only", inputs, &r)
	})}
	_, err := p.up(context.Background(), p.stage)
	require.NoError(t, err)
	return p
}

func petProver(t *testing.T) *prover {
	t.Helper()
	return newProver(t, "random:index/randomPet:RandomPet", pulumi.Map{"length": pulumi.Int(2)})
}

func TestWhatBreaksAProof(t *testing.T) {
	t.Parallel()
	silent := func(p *prover) func(context.Context, *Cloud) (*Result, error) {
		return func(ctx context.Context, cloud *Cloud) (*Result, error) {
			result, _ := p.up(ctx, cloud)
			return result, nil
		}
	}
	for name, c := range map[string]struct {
		way     way
		attempt func(*prover) attempt
		want    string
	}{
		"it fails by itself": {byFailure, func(*prover) attempt {
			return attempt{empty: true, do: func(context.Context, *Cloud) (*Result, error) { return nil, errors.New("no luck") }}
		}, "update: failed by itself before step 1: no luck"},
		"nobody sees the failure": {byFailure, func(p *prover) attempt {
			return attempt{empty: true, do: silent(p)}
		}, "update, operation 1 failed: it went unnoticed"},
		"nobody sees the cut": {byCut, func(p *prover) attempt {
			return attempt{empty: true, do: silent(p)}
		}, "update, cut in change 1: it went unnoticed"},
		"the next one fails": {byFailure, func(p *prover) attempt {
			tries := 0
			return attempt{empty: true, do: func(ctx context.Context, cloud *Cloud) (*Result, error) {
				if tries++; tries == 2 {
					return nil, errors.New("still broken")
				}
				return p.up(ctx, cloud)
			}}
		}, "update, operation 1 failed: still broken"},
		"the next one does not do it": {byCut, func(p *prover) attempt {
			return attempt{empty: true, do: p.up, check: func(context.Context, *Cloud) error { return errors.New("half of it") }}
		}, "update, cut in change 1: half of it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := petProver(t)
			a := c.attempt(p)
			a.name = "update"
			held, err := p.breakEach(context.Background(), a, c.way)
			require.NoError(t, err)
			assert.Zero(t, held)
			assert.Equal(t, []string{c.want}, p.proof.Problems)
		})
	}
}

// A proof that is called off ends there, and that is no problem of the stack.
func TestAProofIsCalledOff(t *testing.T) {
	t.Parallel()
	for _, last := range []int{1, 2, 3, 4} {
		p := petProver(t)
		ctx, cancel := context.WithCancel(context.Background())
		tries := 0
		do := func(ctx context.Context, cloud *Cloud) (*Result, error) {
			if tries++; tries == last {
				cancel()
			}
			return p.up(ctx, cloud)
		}
		a := attempt{name: "update", empty: true, do: do, check: func(ctx context.Context, cloud *Cloud) error {
			_, err := do(ctx, cloud)
			return err
		}}
		_, err := p.breakEach(ctx, a, byFailure)
		require.ErrorIs(t, err, context.Canceled)
		assert.Empty(t, p.proof.Problems)
		assert.Equal(t, last, tries)
		require.ErrorIs(t, p.removals(ctx), context.Canceled)
		assert.Empty(t, p.proof.Problems)
	}
}

func TestAStackThatCannotBeDestroyed(t *testing.T) {
	t.Parallel()
	p := newProver(t, "aws:lb/loadBalancer:LoadBalancer", pulumi.Map{
		"subnets": pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}), "enableDeletionProtection": pulumi.Bool(true),
	})
	require.NoError(t, p.removals(context.Background()))
	assert.Zero(t, p.proof.Removals)
	require.Len(t, p.proof.Problems, 1)
	assert.Contains(t, p.proof.Problems[0], "deletion protection is enabled")
}

func TestTheCloudAndTheStateDiffer(t *testing.T) {
	t.Parallel()
	p := petProver(t)
	want := p.objects(p.stage)
	require.Len(t, want, 1)
	require.NoError(t, p.holds(p.stage, want))
	require.NoError(t, p.settled(context.Background(), p.stage))

	stray := want[0]
	stray.ID = "stray"
	p.stage.memory.Restore([]simcloud.Object{stray})
	foreign := want[0]
	foreign.URN = resource.NewURN("dev", "blog", "", "random:index/randomPet:RandomPet", "foreign")
	p.stage.memory.Restore([]simcloud.Object{foreign})
	require.EqualError(t, p.settled(context.Background(), p.stage),
		"in the cloud urn:pulumi:dev::shop::random:index/randomPet:RandomPet::only (stray) is left")
	require.EqualError(t, p.holds(p.stage, append(want, stray, stray)),
		"in the cloud urn:pulumi:dev::shop::random:index/randomPet:RandomPet::only (stray) is missing")
}

func TestPlacesOfASecret(t *testing.T) {
	t.Parallel()
	const secret = `<pass "word">`
	texts := map[string]string{
		"a": `--password=<pass "word">`, "b": `{"password": "\u003cpass \"word\"\u003e"}`, "c": "PHBhc3MgIndvcmQiPg==", "d": "pass word",
	}
	assert.Equal(t, []string{"a", "b", "c"}, placesOf(secret, texts))
}

// A provider that marks all labels as secret makes none of those that the program put there in plain text.
func TestSecretsOfAResource(t *testing.T) {
	t.Parallel()
	text, found := resource.NewStringProperty, map[string]string{}
	labels := func(more resource.PropertyMap) resource.PropertyValue {
		more["team"] = text("payments-team")
		return resource.NewObjectProperty(more)
	}
	collectSecrets(Resource{
		URN:    resource.NewURN("dev", "shop", "", "a:b:C", "cache"),
		Inputs: resource.PropertyMap{"labels": labels(resource.PropertyMap{"token": resource.MakeSecret(text("secret-label"))})},
		Outputs: resource.PropertyMap{
			"effectiveLabels": resource.MakeSecret(labels(resource.PropertyMap{"token": text("secret-label")})),
			"passwords":       resource.NewArrayProperty([]resource.PropertyValue{resource.MakeSecret(text("password-1"))}),
			"short":           resource.MakeSecret(text("7 signs")),
			"owner":           text("nobody's secret"),
		},
	}, found)
	assert.Equal(t, map[string]string{"secret-label": "cache", "password-1": "cache"}, found)
}
