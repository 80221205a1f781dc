package lifecycle_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
)

// vault is a component with arguments that must not change.
type vault struct{ pulumi.ResourceState }

type vaultArgs struct {
	key     pulumi.Input
	version int
	added   bool // a later version of the block, which fixes one more field
}

func (*vaultArgs) Validate() error { return nil }

func newVault(ctx *pulumi.Context, name string, args *vaultArgs, opts ...pulumi.ResourceOption) error {
	v := &vault{}
	scope, err := component.Register(ctx, v, "acme:storage/vault:Vault", name, args, opts...)
	if err != nil {
		return err
	}
	fixed := []component.Fixed{
		{Field: "Key", Value: args.key, Instead: "another key makes a new, empty vault; copy the vault"},
		{
			Field: "Version", Value: pulumi.Int(args.version), Instead: "an older version makes a new, empty vault; stay",
			Allow: func(old, next any) bool { return next.(float64) > old.(float64) },
		},
	}
	if args.added {
		fixed = append(fixed, component.Fixed{Field: "Zone", Value: pulumi.String("a"), Instead: "stay"})
	}
	identity, err := scope.Fix("vaultArgs", fixed...)
	if err != nil {
		return err
	}
	_, err = random.NewRandomPet(ctx, scope.Name("data"), &random.RandomPetArgs{
		Keepers: pulumi.StringMap{"version": pulumi.Sprintf("%d", args.version)},
	}, scope.Child(pulumi.DependsOn([]pulumi.Resource{identity}))...)
	if err != nil {
		return err
	}
	return scope.Finish()
}

func vaultProgram(args vaultArgs) sandbox.Program {
	return sandbox.Func(func(ctx *pulumi.Context) error { return newVault(ctx, "gold", &args) })
}

func TestAFixedArgumentCannotChange(t *testing.T) {
	t.Parallel()
	plain := vaultArgs{key: pulumi.String("one"), version: 7}
	for name, c := range map[string]struct {
		before, after vaultArgs
		refused       []string
	}{
		"nothing":              {plain, plain, nil},
		"allowed":              {plain, vaultArgs{key: pulumi.String("one"), version: 8}, nil},
		"from a later version": {plain, vaultArgs{key: pulumi.String("one"), version: 7, added: true}, nil},
		"refused": {plain, vaultArgs{key: pulumi.String("two"), version: 7}, []string{
			`vault: gold: vaultArgs.Key: need "one", the value it was created with, got "two"; another key makes a new, empty vault; copy the vault`,
		}},
		"not allowed": {plain, vaultArgs{key: pulumi.String("one"), version: 6}, []string{"vaultArgs.Version: need 7, the value it was created with, got 6"}},
		"all at once": {plain, vaultArgs{key: pulumi.String("two"), version: 6}, []string{"vaultArgs.Key: need", "vaultArgs.Version: need"}},
		"removed":     {plain, vaultArgs{version: 7}, []string{`vaultArgs.Key: need "one", the value it was created with, got nothing`}},
		"added":       {vaultArgs{version: 7}, plain, []string{`vaultArgs.Key: need nothing, the value it was created with, got "one"`}},
		"secret": {
			plain, vaultArgs{key: pulumi.ToSecret(pulumi.String("two")), version: 7},
			[]string{`vaultArgs.Key: need "one", the value it was created with, got [secret]; another`},
		},
		"secret of the same value": {plain, vaultArgs{key: pulumi.ToSecret(pulumi.String("one")), version: 7}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "acme/vault/dev", vaultProgram(c.before))
			before := s.Up(nil)
			s.Program = vaultProgram(c.after)
			if c.refused == nil {
				s.Up(nil)
				s.AssertConverged(nil)
				return
			}
			_, previewErr := s.Cloud.Preview(context.Background(), s.Name, s.Program)
			result, upErr := s.TryUp(nil)
			for _, text := range c.refused {
				require.ErrorContains(t, previewErr, text)
				require.ErrorContains(t, upErr, text)
			}
			assert.NotContains(t, upErr.Error(), "[secret]\"")
			assert.Equal(t, lifecycletest.Find(t, before, "gold-data").ID, lifecycletest.Find(t, result, "gold-data").ID, "what is precious stays")
			s.Program = vaultProgram(c.before)
			s.AssertConverged(nil)
		})
	}
}

// A value that is made in the same update is not known in the preview, and checked in the update.
func TestAFixedArgumentThatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	program := func(length int) sandbox.Program {
		return sandbox.Func(func(ctx *pulumi.Context) error {
			key, err := random.NewRandomPet(ctx, "key", &random.RandomPetArgs{Length: pulumi.Int(length)})
			if err != nil {
				return err
			}
			return newVault(ctx, "gold", &vaultArgs{key: key.ID(), version: 7})
		})
	}
	s := lifecycletest.New(t, "acme/vault/dev", program(2))
	s.Up(nil)
	s.Program = program(3)
	_, err := s.Cloud.Preview(context.Background(), s.Name, s.Program)
	require.NoError(t, err)
	_, err = s.TryUp(nil)
	require.ErrorContains(t, err, "vaultArgs.Key: need")
}

// Hooks have names that are unique in a program, also for components of one name under two parents.
func TestFixedArgumentsOfTwoComponentsWithOneName(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "acme/vault/dev", sandbox.Func(func(ctx *pulumi.Context) error {
		for _, kind := range []string{"North", "South"} {
			parent := &vault{}
			if err := ctx.RegisterComponentResource("acme:storage:"+kind, "site", parent); err != nil {
				return err
			}
			args := &vaultArgs{key: pulumi.String("one"), version: 7}
			if err := newVault(ctx, "gold", args, pulumi.Parent(parent)); err != nil {
				return err
			}
		}
		return nil
	}))
	assert.Equal(t, 9, s.Up(nil).Changes["create"])
	s.AssertConverged(nil)
}
