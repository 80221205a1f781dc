package aws_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

// serverlessProgram makes one serverless cache in a network that is there already, as the stack's configuration says.
func serverlessProgram(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	settings := config.New(ctx, "")
	args := &redis.ServerlessArgs{
		Tags: tags, VPCID: pulumi.String("vpc-0a"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"shop": pulumi.String("sg-0a")},
		Engine:                 redis.Engine(settings.Require("engine")), MajorEngineVersion: settings.Require("version"),
		MaxStorageGB: settings.RequireInt("gb"), PasswordGeneration: settings.RequireInt("generation"),
		DisableProtection: !settings.GetBool("protect"),
	}
	if arn := settings.Get("restore"); arn != "" {
		args.RestoreFrom = []string{arn}
	}
	_, err = redis.NewServerless(ctx, "carts", args)
	return err
}

func carts(changes ...string) map[string]string {
	return with(map[string]string{"engine": "redis", "version": "7", "gb": "10", "generation": "1"}, changes...)
}

const cacheInState = "carts-cache"

func TestAWSRedisServerlessLifecycle(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(serverlessProgram)
	s := lifecycletest.New(t, "acme/carts/production", program)
	preview, err := s.Cloud.Preview(context.Background(), s.Name, program, sandbox.WithConfig(carts("protect", "true")))
	require.NoError(t, err)
	first := s.Up(carts("protect", "true"))
	assert.Equal(t, preview.Changes, first.Changes)
	assert.Empty(t, first.Unmodelled)
	s.AssertConverged(carts("protect", "true"))
	require.ErrorContains(t, s.Destroy(), "protected")
	for _, c := range []struct {
		settings map[string]string
		want     map[string]string
	}{
		{carts("gb", "20"), map[string]string{cacheInState: "update", "carts-storage-alarm": "update"}},
		{carts("gb", "20", "engine", "valkey"), map[string]string{
			cacheInState: "update", "carts-identity": "update",
			"carts-secret-version": "create-replacement replace delete-replaced",
		}},
		{carts("gb", "20", "engine", "valkey", "generation", "2"), map[string]string{
			"carts-password-2": "create", "carts-app-user": "update", "carts-identity": "update",
			"carts-secret-version": "create-replacement replace delete-replaced",
		}},
		{carts("gb", "20", "engine", "valkey", "generation", "2", "restore", "arn:aws:s3:::backups/carts.rdb"), map[string]string{}},
	} {
		after := s.Up(c.settings)
		assert.Equal(t, c.want, lifecycletest.Touched(after))
		assert.Equal(t, lifecycletest.Find(t, first, cacheInState).ID, lifecycletest.Find(t, after, cacheInState).ID)
		s.AssertConverged(c.settings)
	}
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects(), "there is no final snapshot of a serverless cache")
}

func TestAWSRedisServerlessReplacementIsRefused(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "acme/carts/production", sandbox.Func(serverlessProgram))
	before := s.Up(carts("engine", "valkey"))
	for field, change := range map[string][]string{"Engine": {"engine", "redis"}, "MajorEngineVersion": {"engine", "valkey", "version", "8"}} {
		result, err := s.TryUp(carts(change...))
		require.ErrorContains(t, err, "redis: carts: ServerlessArgs."+field+": need")
		require.ErrorContains(t, err, "RestoreFrom", "the error says what to do instead")
		assert.Equal(t, lifecycletest.Find(t, before, cacheInState), lifecycletest.Find(t, result, cacheInState))
	}
	s.AssertConverged(carts("engine", "valkey"))
}

func TestAWSRedisServerlessInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	lifecycletest.EveryStep(t, "acme/carts/production", sandbox.Func(serverlessProgram), nil, carts())
}
