package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	infratest.Conformance(t, infratest.Spec[redis.InstanceArgs, *redis.Instance]{
		Token: "groundwork:gcp/redis:Instance",
		New:   redis.NewInstance,
		Args: func(_ *pulumi.Context, tags tagging.Set) *redis.InstanceArgs {
			return &redis.InstanceArgs{Tags: tags, MemoryGB: 5, RedisVersion: redis.Redis72}
		},
		Required: []string{"Tags", "MemoryGB", "RedisVersion"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	infratest.Conformance(t, infratest.Spec[redis.InstanceArgs, *redis.Instance]{
		Token: "groundwork:gcp/redis:Instance",
		New:   redis.NewInstance,
		Args: func(_ *pulumi.Context, tags tagging.Set) *redis.InstanceArgs {
			return &redis.InstanceArgs{
				Tags: tags, MemoryGB: 16, RedisVersion: redis.Redis72, ReadReplicas: true,
				MaxMemoryPolicy: redis.VolatileTTL, ActiveDefrag: true, RedisConfigs: map[string]string{"maxmemory-gb": "12.8"},
				Maintenance:       redis.Maintenance{Day: redis.Sunday, Hour: 8, Description: "quiet hours"},
				Snapshots:         redis.Snapshots{Via: redis.Gcloud, Period: redis.SixHours},
				Export:            &redis.Export{Location: "EU", KMSKeyName: pulumi.String(key)},
				AuthorizedNetwork: pulumi.String(network), KMSKeyName: pulumi.String(key), Region: "europe-west1",
				NotificationChannels: []pulumi.StringInput{pulumi.String(channel)},
			}
		},
		Golden: "testdata/golden/everything.json",
	})
}
