package component_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
)

func TestRegisterRefusesBeforeAnythingIsRegistered(t *testing.T) {
	t.Parallel()
	var nilArgs *cacheArgs
	for name, tc := range map[string]struct {
		component string
		args      component.Args
		want      []string
	}{
		"nil args":         {"sessions", nil, []string{"redis: sessions: args: need arguments, got nil"}},
		"nil pointer args": {"sessions", nilArgs, []string{"redis: sessions: cacheArgs: need arguments, got nil"}},
		"empty name": {"", goodArgs(), []string{
			"redis: name: need a letter followed by letters, digits, dots, dashes or underscores, got nothing",
		}},
		"name with a space": {"my cache", goodArgs(), []string{
			`redis: my cache: name: need a letter followed by letters, digits, dots, dashes or underscores, got "my cache"`,
		}},
		"every problem at once": {
			"sessions", &cacheArgs{Engine: "memcached", Shards: 9, SubnetIDs: pulumi.StringArray{pulumi.String("subnet-a")}},
			[]string{
				`redis: sessions: cacheArgs.Engine: need redis or valkey, got "memcached"`,
				"redis: sessions: cacheArgs.Shards: need 1 to 4, got 9",
				"redis: sessions: cacheArgs.SubnetIDs: need 2 or more subnets, got 1",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mocks, err := run(t, func(ctx *pulumi.Context) error {
				scope, err := component.Register(ctx, &cache{}, cacheToken, tc.component, tc.args)
				assert.Nil(t, scope)
				return err
			})
			require.Error(t, err)
			for _, line := range tc.want {
				assert.ErrorContains(t, err, line)
			}
			assert.Len(t, component.FieldErrors(err), len(tc.want))
			assert.Empty(t, mocks.resources, "a refused component must register nothing")
		})
	}
}

func TestRegisterErrorsKeepTheirType(t *testing.T) {
	t.Parallel()
	_, err := run(t, func(ctx *pulumi.Context) error {
		_, err := component.Register(ctx, &cache{}, cacheToken, "sessions", &cacheArgs{Engine: "redis", Shards: 7})
		return fmt.Errorf("shop: %w", err)
	})
	var fieldErr *component.FieldError
	require.ErrorAs(t, err, &fieldErr)
	assert.Equal(t, &component.FieldError{Args: "redis.cacheArgs", Field: "Shards", Need: "1 to 4", Got: "7"}, fieldErr)

	all := component.FieldErrors(err)
	require.Len(t, all, 2)
	assert.Equal(t, "redis: cacheArgs.SubnetIDs: need 2 or more subnets, got 0", all[1].Error())
}

type strangeArgs struct{}

var errStrange = errors.New("a refusal of another kind")

func (strangeArgs) Validate() error { return fmt.Errorf("tags: %w", errStrange) }

func TestRegisterNamesTheComponentForOtherErrors(t *testing.T) {
	t.Parallel()
	_, err := run(t, func(ctx *pulumi.Context) error {
		_, err := component.Register(ctx, &cache{}, cacheToken, "sessions", strangeArgs{})
		return err
	})
	require.ErrorIs(t, err, errStrange)
	assert.ErrorContains(t, err, "redis: sessions: tags: a refusal of another kind")
}

func TestRegisterRefusesAMalformedToken(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "Cache", "groundwork:Cache", "groundwork::Cache", "groundwork:aws/redis:", "a:b:c:d"} {
		mocks, err := run(t, func(ctx *pulumi.Context) error {
			_, err := component.Register(ctx, &cache{}, token, "sessions", goodArgs())
			return err
		})
		assert.ErrorContains(t, err, fmt.Sprintf("component: type token: need package:module:Type, got %q", token))
		assert.Empty(t, mocks.resources)
	}
}

func TestRegisterRefusesNilReceivers(t *testing.T) {
	t.Parallel()
	var self *cache
	_, err := run(t, func(ctx *pulumi.Context) error {
		_, err := component.Register(ctx, self, cacheToken, "sessions", goodArgs())
		return err
	})
	assert.ErrorContains(t, err, "redis: sessions: need a context and a component")

	_, err = component.Register(nil, &cache{}, cacheToken, "sessions", goodArgs())
	assert.ErrorContains(t, err, "redis: sessions: need a context and a component")
}

func TestRegisterParentsAndNamesChildren(t *testing.T) {
	t.Parallel()
	args, before := goodArgs(), *goodArgs()
	mocks, err := run(t, func(ctx *pulumi.Context) error {
		self := &cache{}
		scope, err := component.Register(ctx, self, cacheToken, "sessions", args, pulumi.Protect(true))
		if err != nil {
			return err
		}
		err = ctx.RegisterResource("aws:elasticache/subnetGroup:SubnetGroup", scope.Name("subnet-group"),
			pulumi.Map{}, &child{}, scope.Child(pulumi.RetainOnDelete(true))...)
		self.Endpoint, self.Port = pulumi.String("cache.example").ToStringOutput(), pulumi.Int(6379).ToIntOutput()
		return errors.Join(scope.Err("subnet-group", err), scope.Finish())
	})
	require.NoError(t, err)
	assert.Equal(t, before, *args, "the caller's arguments must stay as they were")

	self, found := mocks.named("sessions")
	require.True(t, found)
	assert.Equal(t, cacheToken, self.TypeToken)
	assert.False(t, self.Custom)
	assert.True(t, self.RegisterRPC.GetProtect())

	group, found := mocks.named("sessions-subnet-group")
	require.True(t, found)
	assert.Equal(t, "urn:pulumi:dev::shop::groundwork:aws/redis:Cache::sessions", group.RegisterRPC.GetParent())
	assert.True(t, group.RegisterRPC.GetRetainOnDelete(), "options of the child's own are kept")
}

func TestScopeErrNamesTheChild(t *testing.T) {
	t.Parallel()
	cause := errors.New("quota exceeded")
	_, err := run(t, func(ctx *pulumi.Context) error {
		scope, err := component.Register(ctx, &cache{}, cacheToken, "sessions", goodArgs())
		if err != nil {
			return err
		}
		assert.NoError(t, scope.Err("subnet-group", nil))
		wrapped := scope.Err("subnet-group", cause)
		assert.EqualError(t, wrapped, "redis: sessions: create subnet group: quota exceeded")
		assert.ErrorIs(t, wrapped, cause)
		return nil
	})
	require.NoError(t, err)
}
