package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// snippet:quickstart
func program(ctx *pulumi.Context) error {
	tags, err := tagging.FromConfig(ctx, tagging.DefaultPolicy()) // shop:tags in Pulumi.<stack>.yaml
	if err != nil {
		return err
	}
	sessions, err := redis.NewInstance(ctx, "sessions", &redis.InstanceArgs{
		Tags: tags, MemoryGB: 5, RedisVersion: redis.Redis72,
	})
	if err != nil {
		return err
	}
	ctx.Export("host", sessions.Host)
	return nil
}

// snippet:end

// snippet:test
func TestSessionsAreEncryptedAndTagged(t *testing.T) {
	graph := infratest.Run(t, program, infratest.Project("shop"), infratest.StackFile("testdata/Pulumi.production.yaml"))
	infratest.AssertInputs(t, graph.One(t, "gcp:redis/instance:Instance"), map[string]any{
		"transitEncryptionMode": "SERVER_AUTHENTICATION", "authEnabled": true,
	})
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPlainSecrets(t, graph)
}

// snippet:end

func TestTheQuickStartIsRefusedWithoutTags(t *testing.T) {
	_, err := infratest.TryRun(program, infratest.Project("shop"))
	require.ErrorContains(t, err, "shop:tags")
}
