package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[redis.ClusterArgs, *redis.Cluster]{
		Token:    "groundwork:aws/redis:Cluster",
		New:      redis.NewCluster,
		Args:     fewestArgs,
		Required: []string{"Tags", "VPCID", "SubnetIDs", "EngineVersion"},
		Golden:   "testdata/golden/defaults.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[redis.ClusterArgs, *redis.Cluster]{
		Token: "groundwork:aws/redis:Cluster",
		New:   redis.NewCluster,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *redis.ClusterArgs {
			a := fewestArgs(ctx, tags)
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1"), "jobs": pulumi.String("sg-2").ToStringOutput()}
			a.Shards, a.Replicas, a.NodeType = 2, 2, "cache.r6gd.xlarge"
			a.MaxMemoryPolicy, a.Parameters = redis.AllKeysLRU, map[string]string{"timeout": "300"}
			a.RestoreFrom = &redis.RestoreFrom{SnapshotName: "sessions-final-0a1b2c3d"}
			a.UserName, a.PasswordGeneration = "shop", 3
			a.KMSKeyARN, a.AlarmTopicARN = pulumi.String(key).ToStringOutput(), pulumi.String(topic)
			return a
		},
		Golden: "testdata/golden/everything.json",
	})
}

// TestConformanceInDevelopment holds the smallest cluster to the same rules.
func TestConformanceInDevelopment(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[redis.ClusterArgs, *redis.Cluster]{
		Token: "groundwork:aws/redis:Cluster",
		New:   redis.NewCluster,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *redis.ClusterArgs {
			a := fewestArgs(ctx, tags)
			a.Profile, a.SubnetIDs = 1, subnets("subnet-a")
			a.DisableLogs, a.DisableAlarms, a.DisableFinalSnapshot, a.DisableSnapshots = true, true, true, true
			return a
		},
		Golden: "testdata/golden/development.json",
	})
}
