package aws_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
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

const groupName = "sessions-cluster" // the replication group of the example

// sessions are the settings of the example's cluster: one that is small, unprotected and easy to change, with changes.
func sessions(t *testing.T, changes map[string]any) map[string]string {
	t.Helper()
	cache := map[string]any{"engine_version": "7.2", "node_type": "cache.r7g.large", "protect": false}
	maps.Copy(cache, changes)
	return map[string]string{"redis": lifecycletest.JSON(t, cache), "network": smallNetwork(t)}
}

func smallNetwork(t *testing.T) string {
	t.Helper()
	return lifecycletest.JSON(t, map[string]any{
		"cidr": "10.20.0.0/20", "zones": []string{"eu-central-1a", "eu-central-1b"}, "nat": "none", "protect": false,
	})
}

// changed lists what a run did, as "operation name".
func changed(result *sandbox.Result) []string {
	var all []string
	for _, step := range result.Steps {
		if step.Op != "same" {
			all = append(all, step.Op+" "+step.URN.Name())
		}
	}
	return all
}

func snapshots(cloud *sandbox.Cloud) []string {
	var ids []string
	for _, o := range cloud.Objects() {
		if o.Type == "aws:elasticache:Snapshot" {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// created are the alarms of one node.
func created(pattern string) []string {
	var all []string
	for _, kind := range []string{"connections", "cpu", "evictions", "memory", "replication"} {
		all = append(all, "create "+fmt.Sprintf(pattern, kind))
	}
	return all
}

// replaced are the steps of a replacement that creates first.
func replaced(name string) []string {
	return []string{"create-replacement " + name, "replace " + name, "delete-replaced " + name}
}

func TestAWSRedisLifecycle(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "aws-redis")
	for _, name := range []string{"staging", "production"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "aws-redis/"+name, program)
			preview, err := s.Cloud.Preview(context.Background(), s.Name, program)
			require.NoError(t, err)
			first := s.Up(nil)
			assert.Equal(t, preview.Changes, first.Changes, "the preview tells what the update does")
			assert.Empty(t, first.Unmodelled)
			s.AssertConverged(nil)
			if name == "production" {
				require.ErrorContains(t, s.Destroy(), "protected")
				assert.NotEmpty(t, s.Cloud.Objects())
			}
		})
	}
}

// What a destroy leaves is a snapshot, and a stack that comes and goes twice leaves two.
func TestAWSRedisLeavesAFinalSnapshot(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	var left []string
	for range 2 {
		first := s.Up(sessions(t, nil))
		want := first.Outputs["finalSnapshot"].StringValue()
		assert.Equal(t, want, lifecycletest.Find(t, first, groupName).Inputs["finalSnapshotIdentifier"].StringValue(), "in the state before any destroy")
		require.NoError(t, s.Destroy())
		left = append(left, want)
		assert.ElementsMatch(t, left, snapshots(s.Cloud))
		assert.Len(t, s.Cloud.Objects(), len(left), "nothing else is left")
	}
	assert.NotEqual(t, left[0], left[1])
}

func TestAWSRedisChanges(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "aws-redis")
	for name, c := range map[string]struct {
		before, after map[string]any
		want          []string
	}{
		"resize": {nil, map[string]any{"node_type": "cache.r7g.xlarge"}, []string{
			"update " + groupName, "update sessions-cpu-alarm-001", "update sessions-cpu-alarm-002", "update sessions-identity",
		}},
		"a replica more": {nil, map[string]any{"replicas": 2}, append(created("sessions-%s-alarm-003"), "update "+groupName)},
		"a shard more": {map[string]any{"shards": 2}, map[string]any{"shards": 3}, append(
			slices.Concat(created("sessions-%s-alarm-0003-001"), created("sessions-%s-alarm-0003-002")),
			"update "+groupName, "update sessions-identity",
		)},
		"a newer minor version": {
			map[string]any{"engine_version": "8.0"}, map[string]any{"engine_version": "8.1"},
			[]string{"update " + groupName, "update sessions-identity"},
		},
		"a newer major version": {
			nil, map[string]any{"engine_version": "8.0"},
			append(replaced("sessions-parameter-group"), "update "+groupName, "update sessions-identity"),
		},
		"from Redis to Valkey": {
			map[string]any{"engine": "redis", "engine_version": "7.1"}, map[string]any{"engine": "valkey", "engine_version": "8.0"},
			append(slices.Concat(replaced("sessions-parameter-group"), replaced("sessions-secret-version")),
				"update "+groupName, "update sessions-identity"),
		},
		"another password": {nil, map[string]any{"password_generation": 2}, append(
			replaced("sessions-secret-version"), "create sessions-password-2", "update sessions-app-user", "update sessions-identity",
		)},
		"more snapshots": {nil, map[string]any{"snapshot_retention_days": 20}, []string{"update " + groupName}},
		"RestoreFrom removed": {
			map[string]any{"restore_from_snapshot": "before-the-move"}, nil, nil,
		},
		"RestoreFrom added": {nil, map[string]any{"restore_from_snapshot": "too-late"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "aws-redis/production", program)
			before := s.Up(sessions(t, c.before))
			after := s.Up(sessions(t, c.after))
			assert.ElementsMatch(t, c.want, changed(after))
			assert.Equal(t, lifecycletest.Find(t, before, groupName).ID, lifecycletest.Find(t, after, groupName).ID)
			s.AssertConverged(sessions(t, c.after))
		})
	}
}

func TestAWSRedisIsRestored(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	result := s.Up(sessions(t, map[string]any{"restore_from_snapshot": "before-the-move"}))
	assert.Equal(t, "before-the-move", lifecycletest.Find(t, result, groupName).Inputs["snapshotName"].StringValue())
	s = lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	result = s.Up(sessions(t, map[string]any{"restore_from_s3": []string{"arn:aws:s3:::backups/shop.rdb"}}))
	assert.Equal(t, "arn:aws:s3:::backups/shop.rdb", lifecycletest.Find(t, result, groupName).Inputs["snapshotArns"].ArrayValue()[0].StringValue())
}

// The new parameter group exists before the cluster moves to it, and the old one goes last.
func TestAWSRedisUpgradeOrder(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	s.Up(sessions(t, nil))
	after := s.Up(sessions(t, map[string]any{"engine_version": "8.0"}))
	at := func(op, name string) int {
		return slices.IndexFunc(after.Steps, func(step sandbox.Step) bool { return step.Op == op && step.URN.Name() == name })
	}
	created, moved, deleted := at("create-replacement", "sessions-parameter-group"), at("update", groupName), at("delete-replaced", "sessions-parameter-group")
	assert.GreaterOrEqual(t, created, 0)
	assert.Greater(t, moved, created)
	assert.Greater(t, deleted, moved)
	group := lifecycletest.Find(t, after, groupName).Inputs
	assert.Equal(t, lifecycletest.Find(t, after, "sessions-parameter-group").ID, group["parameterGroupName"].StringValue(), "in the same call")
	assert.Equal(t, "8.0", group["engineVersion"].StringValue())
}

func TestAWSRedisReplacementIsRefused(t *testing.T) {
	t.Parallel()
	program := lifecycletest.Prebuilt(t, "aws-redis")
	key := "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
	for name, c := range map[string]struct {
		before, after map[string]any
		field         string
	}{
		"another key":          {nil, map[string]any{"kms_key_arn": key}, "KMSKeyARN"},
		"no key any more":      {map[string]any{"kms_key_arn": key}, nil, "KMSKeyARN"},
		"an older version":     {map[string]any{"engine_version": "8.0"}, nil, "EngineVersion"},
		"from Valkey back":     {nil, map[string]any{"engine": "redis", "engine_version": "7.1"}, "Engine"},
		"cluster mode on":      {nil, map[string]any{"shards": 2}, "Shards"},
		"cluster mode off":     {map[string]any{"shards": 2}, nil, "Shards"},
		"data tiering of r6gd": {nil, map[string]any{"node_type": "cache.r6gd.xlarge"}, "NodeType"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := lifecycletest.New(t, "aws-redis/production", program)
			before := s.Up(sessions(t, c.before))
			_, err := s.Cloud.Preview(context.Background(), s.Name, program, sandbox.WithConfig(sessions(t, c.after)))
			require.ErrorContains(t, err, "redis: sessions: ClusterArgs."+c.field+": need")
			result, err := s.TryUp(sessions(t, c.after))
			require.ErrorContains(t, err, "RestoreFrom", "the error says what to do instead")
			assert.Equal(t, lifecycletest.Find(t, before, groupName), lifecycletest.Find(t, result, groupName))
			s.AssertConverged(sessions(t, c.before))
		})
	}
}

// The replication group's and the network's own protection stand behind the refusal, for what the block does not know of.
func TestAWSRedisIsProtectedInProduction(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	result := s.Up(nil)
	assert.True(t, lifecycletest.Find(t, result, groupName).Protect)
}

// redisProgram makes one cluster in a network that is there already, as the stack's configuration says.
func redisProgram(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	settings := config.New(ctx, "")
	_, err = redis.NewCluster(ctx, "sessions", &redis.ClusterArgs{
		Tags: tags, VPCID: pulumi.String("vpc-0a"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
		ClientSecurityGroupIDs: map[string]pulumi.StringInput{"shop": pulumi.String("sg-0a")}, DisableProtection: true,
		EngineVersion: settings.Require("version"), PasswordGeneration: settings.RequireInt("generation"),
		Replicas: settings.RequireInt("replicas"),
	})
	return err
}

func TestAWSRedisInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(redisProgram)
	small := map[string]string{"version": "7.2", "generation": "1", "replicas": "1"}
	large := map[string]string{"version": "8.0", "generation": "2", "replicas": "2"}
	for name, c := range map[string]struct{ before, after map[string]string }{
		"create": {nil, small}, "grow": {small, large}, "shrink": {with(large, "generation", "1"), with(large, "replicas", "1", "generation", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lifecycletest.EveryStep(t, "acme/cache/production", program, c.before, c.after)
		})
	}
}

// with is a copy of settings with some of them changed.
func with(settings map[string]string, changes ...string) map[string]string {
	all := maps.Clone(settings)
	for i := 0; i < len(changes); i += 2 {
		all[changes[i]] = changes[i+1]
	}
	return all
}

func TestAWSRedisKeepsItsPasswordSecret(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	result := s.Up(sessions(t, map[string]any{"password_generation": 2}))
	state, err := s.Cloud.ExportState(s.Name)
	require.NoError(t, err)
	found := 0
	for _, r := range result.Resources {
		if r.Type == "random:index/randomPassword:RandomPassword" {
			found++
			password := r.Outputs["result"]
			require.True(t, password.IsSecret())
			assert.NotContains(t, string(state), password.SecretValue().Element.StringValue())
		}
	}
	assert.Equal(t, 3, found, "two generations, and that of the user named default")
	version := lifecycletest.Find(t, result, "sessions-secret-version").Inputs["secretString"]
	require.True(t, version.IsSecret())
	var connection map[string]any
	require.NoError(t, json.Unmarshal([]byte(lifecycletest.Reveal(version).StringValue()), &connection))
	assert.Equal(t, lifecycletest.Reveal(result.Outputs["endpoint"]).StringValue(), connection["host"])
	assert.Equal(t, true, connection["tls"])
}

// The cluster waits for nothing that it does not need: neither for NAT gateways nor for endpoints.
func TestAWSRedisDeployTimeIsThatOfTheLongestUnavoidableChain(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, "aws-redis/production", lifecycletest.Prebuilt(t, "aws-redis"))
	timeline := s.Up(nil).Timeline
	bars := map[string]sandbox.Bar{}
	for _, bar := range timeline.Bars {
		bars[bar.URN.Name()] = bar
	}
	var chain float64
	for _, name := range []string{"sessions-app-user", "sessions-user-group", groupName, "sessions-secret-version"} {
		bar, found := bars[name]
		require.True(t, found, name)
		chain += (bar.End - bar.Start).Seconds()
	}
	assert.InEpsilon(t, chain, timeline.Total.Seconds(), 0.05)
	for _, bar := range timeline.CriticalPath() {
		assert.False(t, strings.Contains(bar.URN.Name(), "nat"), "%s is waited for", bar.URN.Name())
	}
	assert.Less(t, bars[groupName].Start, bars["shop-nat-a"].End, "the cluster is under way while NAT gateways are made")
}
