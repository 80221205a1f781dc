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

// strokesAt are the two ways to break the creation of the one resource.
func strokesAt(p *prover) (failure, cut Stroke) {
	s := Stroke{Op: Create, URN: p.objects(p.stage)[0].URN}
	failure, s.Cut = s, true
	return failure, s
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
		cut     bool
		attempt func(*prover) attempt
		want    string
	}{
		"it fails by itself": {false, func(*prover) attempt {
			return attempt{empty: true, do: func(context.Context, *Cloud) (*Result, error) { return nil, errors.New("no luck") }}
		}, "update, create of only failed: it failed by itself before: no luck"},
		"it does something else": {true, func(*prover) attempt {
			return attempt{empty: true, do: func(context.Context, *Cloud) (*Result, error) { return nil, nil }}
		}, "update, cut in the create of only: it did not come to that again"},
		"nobody sees the failure": {false, func(p *prover) attempt {
			return attempt{empty: true, do: silent(p)}
		}, "update, create of only failed: it went unnoticed"},
		"nobody sees the cut": {true, func(p *prover) attempt {
			return attempt{empty: true, do: silent(p)}
		}, "update, cut in the create of only: it went unnoticed"},
		"the next one fails": {false, func(p *prover) attempt {
			tries := 0
			return attempt{empty: true, do: func(ctx context.Context, cloud *Cloud) (*Result, error) {
				if tries++; tries == 2 {
					return nil, errors.New("still broken")
				}
				return p.up(ctx, cloud)
			}}
		}, "update, create of only failed: still broken"},
		"the next one does not do it": {true, func(p *prover) attempt {
			return attempt{empty: true, do: p.up, check: func(context.Context, *Cloud) error { return errors.New("half of it") }}
		}, "update, cut in the create of only: half of it"},
		"it is done again": {true, func(p *prover) attempt { return p.update() }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := petProver(t)
			s, cut := strokesAt(p)
			if c.cut {
				s = cut
			}
			assert.Equal(t, c.want, p.strike(context.Background(), c.attempt(p), s))
		})
	}
}

// Each operation is broken by itself, also when a run does several of one kind to a resource.
func TestAStrokeHitsOneOperation(t *testing.T) {
	t.Parallel()
	f, urn := &faults{}, resource.NewURN("dev", "shop", "", "a:b:C", "cache")
	watched, err := f.watched(true, func() error {
		for range 2 {
			assert.False(t, f.strikes(true, Update, urn), "it is only watched")
			assert.False(t, f.strikes(false, Update, urn))
		}
		return errProof
	})
	require.ErrorIs(t, err, errProof)
	require.Equal(t, []Stroke{
		{Removal: true, Op: Update, URN: urn}, {Removal: true, Cut: true, Op: Update, URN: urn},
		{Removal: true, Op: Update, URN: urn, Nth: 1}, {Removal: true, Cut: true, Op: Update, URN: urn, Nth: 1},
	}, watched)

	met := f.strikeOnce(watched[3])
	for _, other := range []struct {
		begins bool
		op     Op
		urn    resource.URN
	}{{true, Update, urn}, {false, Create, urn}, {false, Update, urn + "-2"}, {false, Update, urn}} {
		assert.False(t, f.strikes(other.begins, other.op, other.urn))
		assert.False(t, met())
	}
	assert.True(t, f.strikes(false, Update, urn))
	assert.True(t, met())
	assert.False(t, f.strikes(false, Update, urn), "a third one")
	assert.Equal(t, "destruction, cut in the update of cache", watched[3].String())
}

func TestAStackThatCannotBeDestroyed(t *testing.T) {
	t.Parallel()
	p := newProver(t, "aws:lb/loadBalancer:LoadBalancer", pulumi.Map{
		"subnets": pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}), "enableDeletionProtection": pulumi.Bool(true),
	})
	_, err := p.removal(context.Background())
	require.ErrorContains(t, err, "deletion protection is enabled")
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
	text := resource.NewStringProperty
	labels := func(more resource.PropertyMap) resource.PropertyValue {
		more["team"] = text("payments-team")
		return resource.NewObjectProperty(more)
	}
	found := secretsOf(Resource{
		Inputs: resource.PropertyMap{"labels": labels(resource.PropertyMap{"token": resource.MakeSecret(text("secret-label"))})},
		Outputs: resource.PropertyMap{
			"effectiveLabels": resource.MakeSecret(labels(resource.PropertyMap{"token": text("secret-label")})),
			"passwords":       resource.NewArrayProperty([]resource.PropertyValue{resource.MakeSecret(text("password-1"))}),
			"short":           resource.MakeSecret(text("7 signs")),
			"owner":           text("nobody's secret"),
		},
	})
	assert.Equal(t, map[string]bool{"secret-label": true, "password-1": true}, found)
}
