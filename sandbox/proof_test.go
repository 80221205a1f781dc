package sandbox_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox"
)

// prebuilt is a folder with one project of a compiled program.
func prebuilt(t *testing.T, name, binary, settings string) sandbox.Member {
	t.Helper()
	folder := t.TempDir()
	definition := fmt.Sprintf("name: %s\nruntime:\n  name: go\n  options:\n    binary: %s\n", name, binary)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Pulumi.yaml"), []byte(definition), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Pulumi.dev.yaml"), []byte(settings), 0o600))
	return sandbox.Member{Folder: folder, Stack: sandbox.StackName{Organization: sandbox.DefaultOrganization, Project: name, Stack: "dev"}}
}

// proofOf is the proof of a stack without a component.
func proofOf(m sandbox.Member, all sandbox.BlockProof) sandbox.Proof {
	all.Held = true
	return sandbox.Proof{
		Stack: m.Stack, Folder: m.Folder, Resources: all.Resources, Failures: all.Failures, Cuts: all.Cuts, Removals: all.Removals,
		Secrets: all.Secrets, Blocks: []sandbox.BlockProof{all},
	}
}

func TestProve(t *testing.T) {
	t.Parallel()
	binary, reader := compiled(t, "mishaps"), compiled(t, "stack-reader")
	mishaps := prebuilt(t, "mishaps", binary, "")
	prove := func(t *testing.T, members []sandbox.Member, opts ...sandbox.Option) ([]sandbox.Proof, error) {
		t.Helper()
		return newCloud(t, sandbox.Options{}).Prove(context.Background(), members, opts...)
	}
	// Two names and a password are made and deleted, and a third name is read.
	sound := proofOf(mishaps, sandbox.BlockProof{Resources: 3, Failures: 4, Cuts: 3, Removals: 6, Secrets: 2})

	t.Run("projects that read each other", func(t *testing.T) {
		t.Parallel()
		shop := prebuilt(t, "shop", reader, "config:\n  shop:upstream: organization/mishaps/dev\n")
		blog := prebuilt(t, "blog", reader, "config:\n  blog:upstream: organization/shop/dev\n")
		proofs, err := prove(t, []sandbox.Member{blog, shop, mishaps})
		require.NoError(t, err)
		assert.Equal(t, []sandbox.Proof{
			sound,
			proofOf(shop, sandbox.BlockProof{Resources: 1, Failures: 1, Cuts: 1, Removals: 2, Secrets: 1}), // the password that it can read
			proofOf(blog, sandbox.BlockProof{Resources: 1, Failures: 1, Cuts: 1, Removals: 2}),
		}, proofs)
	})
	t.Run("a program that does not come up", func(t *testing.T) {
		t.Parallel()
		broken := prebuilt(t, "broken", binary, "config:\n  broken:broken: true\n")
		proofs, err := prove(t, []sandbox.Member{mishaps, broken})
		require.ErrorContains(t, err, "organization/broken/dev does not come up undisturbed")
		require.ErrorContains(t, err, "nothing works today")
		assert.Equal(t, []sandbox.Proof{sound}, proofs, "of the one before")
	})
	for name, c := range map[string]struct {
		opts []sandbox.Option
		want func(*sandbox.Proof)
	}{
		"what is protected": {
			[]sandbox.Option{sandbox.WithConfig(map[string]string{"protect": "true"})},
			func(p *sandbox.Proof) { p.Removals, p.Blocks[0].Removals = 0, 0 },
		},
		"what is left by intent": {
			[]sandbox.Option{sandbox.WithConfig(map[string]string{"keep": "true"})},
			func(p *sandbox.Proof) { p.Removals, p.Blocks[0].Removals = 4, 4 },
		},
		"a secret in plain text": {
			[]sandbox.Option{sandbox.WithSecret("token", `a "quoted" token`)},
			func(p *sandbox.Proof) {
				p.Secrets = 3
				p.Blocks[0].Held = false
				p.Problems = []string{"a secret of the configuration value mishaps:token stands in plain text in first.inputs.keepers.keeper, first.outputs.keepers.keeper"}
			},
		},
		"a secret that is printed": { // the engine masks those of the configuration
			[]sandbox.Option{sandbox.WithConfig(map[string]string{"loud": "true"})},
			func(p *sandbox.Proof) {
				p.Blocks[0].Held = false
				p.Problems = []string{"a secret of password stands in plain text in message 1"}
			},
		},
		"a program that is never at rest": {
			[]sandbox.Option{sandbox.WithConfig(map[string]string{"restless": "true"})},
			func(p *sandbox.Proof) {
				p.Failures, p.Cuts, p.Removals, p.Blocks[0] = 0, 0, 0, sandbox.BlockProof{Resources: 3, Secrets: 2}
				p.Problems = []string{"an update without a change of the program changes first, second"}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proofs, err := prove(t, []sandbox.Member{mishaps}, c.opts...)
			require.NoError(t, err)
			want := sound
			want.Blocks = slices.Clone(want.Blocks)
			c.want(&want)
			assert.Equal(t, []sandbox.Proof{want}, proofs)
		})
	}
}

// A program is compiled for the proof, and its stack opened with the passphrase of the cloud.
func TestProveWithSecureConfiguration(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("testdata", "programs", "secrets")
	m := sandbox.Member{Folder: folder, Stack: sandbox.StackName{Organization: "acme", Project: "secrets", Stack: "dev"}}
	proofs, err := newCloud(t, sandbox.Options{Passphrase: "correct horse"}).Prove(context.Background(), []sandbox.Member{m})
	require.NoError(t, err)
	want := proofOf(m, sandbox.BlockProof{Resources: 1, Failures: 1, Cuts: 1, Removals: 2, Secrets: 3}) // the password, its hash, its keeper
	want.Secrets = 4                                                                                    // of the stack alone
	assert.Equal(t, []sandbox.Proof{want}, proofs)

	_, err = newCloud(t, sandbox.Options{Passphrase: "wrong"}).Prove(context.Background(), []sandbox.Member{m})
	require.ErrorContains(t, err, "incorrect passphrase")
}

// The work may be done elsewhere. What goes wrong there is an error, and calls the rest off.
func TestProveWith(t *testing.T) {
	t.Parallel()
	ctx, m := context.Background(), prebuilt(t, "mishaps", compiled(t, "mishaps"), "")
	prove := func(breaker sandbox.Breaker) ([]sandbox.Proof, error) {
		return newCloud(t, sandbox.Options{}).ProveWith(ctx, []sandbox.Member{m}, breaker)
	}
	proofs, err := prove(func(_ context.Context, share sandbox.Share) ([]string, error) {
		problems := make([]string, len(share.Strokes))
		for i, s := range share.Strokes {
			if s.Removal && s.Cut {
				problems[i] = s.String()
			}
		}
		return problems, nil
	})
	require.NoError(t, err)
	require.Len(t, proofs, 1)
	assert.Equal(t, []string{
		"destruction, cut in the delete of password", "destruction, cut in the delete of first", "destruction, cut in the delete of second",
	}, proofs[0].Problems)
	assert.Equal(t, 3, proofs[0].Removals)
	assert.False(t, proofs[0].Blocks[0].Held)

	_, err = prove(func(context.Context, sandbox.Share) ([]string, error) { return nil, os.ErrDeadlineExceeded })
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	_, err = prove(func(context.Context, sandbox.Share) ([]string, error) { return []string{""}, nil })
	require.EqualError(t, err, "organization/mishaps/dev: 1 of 13 strokes were told of")

	_, err = newCloud(t, sandbox.Options{}).Break(ctx, sandbox.Share{})
	require.EqualError(t, err, "a share of a proof: need a member")
	off, cancel := context.WithCancel(ctx)
	cancel()
	_, err = newCloud(t, sandbox.Options{}).Prove(off, []sandbox.Member{m})
	require.ErrorIs(t, err, context.Canceled)
}
