package redis_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	serverlessToken = "groundwork:aws/redis:Serverless"
	cacheToken      = "aws:elasticache/serverlessCache:ServerlessCache"
)

// fewestServerlessArgs are the fewest arguments that are accepted.
func fewestServerlessArgs(_ *pulumi.Context, tags tagging.Set) *redis.ServerlessArgs {
	return &redis.ServerlessArgs{
		Tags: tags, VPCID: pulumi.String("vpc-1"), SubnetIDs: subnets("subnet-a", "subnet-b"), MajorEngineVersion: "8",
	}
}

// tryServerless registers one serverless cache with the arguments as changed.
func tryServerless(t testing.TB, name string, change func(*redis.ServerlessArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		args := fewestServerlessArgs(ctx, tags)
		change(args)
		_, err = redis.NewServerless(ctx, name, args)
		return err
	}, opts...)
}

// runServerless registers one serverless cache called "sessions".
func runServerless(t testing.TB, change func(*redis.ServerlessArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryServerless(t, "sessions", change, opts...)
	require.NoError(t, err)
	return graph
}

func asItIs(*redis.ServerlessArgs) {}

func TestServerlessConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[redis.ServerlessArgs, *redis.Serverless]{
		Token:    "groundwork:aws/redis:Serverless",
		New:      redis.NewServerless,
		Args:     fewestServerlessArgs,
		Required: []string{"Tags", "VPCID", "SubnetIDs", "MajorEngineVersion"},
		Golden:   "testdata/golden/serverless.json",
	})
}

// TestServerlessConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestServerlessConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[redis.ServerlessArgs, *redis.Serverless]{
		Token: "groundwork:aws/redis:Serverless",
		New:   redis.NewServerless,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *redis.ServerlessArgs {
			a := fewestServerlessArgs(ctx, tags)
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1"), "jobs": pulumi.String("sg-2").ToStringOutput()}
			a.Engine, a.MajorEngineVersion, a.SubnetIDs = redis.Redis, "7", subnets("subnet-a", "subnet-b", "subnet-c")
			a.MaxStorageGB, a.MinStorageGB, a.MaxECPUPerSecond, a.MinECPUPerSecond = 100, 20, 50000, 10000
			a.DailySnapshotTime, a.SnapshotRetentionDays = "23:45", 35
			a.RestoreFrom = []string{"arn:aws:elasticache:eu-west-1:123456789012:serverlesssnapshot:sessions-old"}
			a.UserName, a.PasswordGeneration = "shop", 3
			a.KMSKeyARN, a.AlarmTopicARN = pulumi.String(key).ToStringOutput(), pulumi.String(topic)
			return a
		},
		Golden: "testdata/golden/serverless-everything.json",
	})
}

func TestServerlessDefaults(t *testing.T) {
	t.Parallel()
	graph := runServerless(t, asItIs)
	cache := graph.Named(t, cacheToken, "sessions-cache")
	infratest.AssertInputs(t, cache, map[string]any{
		"engine":                                     "valkey",
		"majorEngineVersion":                         "8",
		"cacheUsageLimits.dataStorage.maximum":       10.0,
		"cacheUsageLimits.dataStorage.minimum":       nil,
		"cacheUsageLimits.dataStorage.unit":          "GB",
		"cacheUsageLimits.ecpuPerSeconds[0].maximum": 5000.0,
		"cacheUsageLimits.ecpuPerSeconds[0].minimum": nil,
		"dailySnapshotTime":                          "03:00",
		"snapshotRetentionLimit":                     7.0,
		"snapshotArnsToRestores":                     nil,
		"kmsKeyId":                                   nil,
		"name":                                       nil,
		"subnetIds":                                  []any{"subnet-a", "subnet-b"},
		"tags.owner":                                 "team-pay",
	})
	assert.True(t, cache.Protect)
	assert.ElementsMatch(t, []string{"snapshotArnsToRestores", "majorEngineVersion"}, cache.IgnoreChanges)
	assert.Equal(t, []any{graph.One(t, securityGroupToken).ID}, cache.Value("securityGroupIds"))
	assert.Equal(t, graph.One(t, userGroupToken).Value("userGroupId"), cache.Value("userGroupId"), "nobody gets in without a password")
}

func TestServerlessInDevelopment(t *testing.T) {
	t.Parallel()
	graph := runServerless(t, func(a *redis.ServerlessArgs) { a.Profile = component.Development })
	cache := graph.One(t, cacheToken)
	assert.InDelta(t, 1, cache.Value("cacheUsageLimits.dataStorage.maximum"), 0)
	assert.InDelta(t, 1000, cache.Value("cacheUsageLimits.ecpuPerSeconds[0].maximum"), 0)
	assert.InDelta(t, 1, cache.Value("snapshotRetentionLimit"), 0)
	assert.False(t, cache.Protect)
	assert.NotNil(t, cache.Value("userGroupId"), "development is not less safe")
	assert.False(t, runServerless(t, func(a *redis.ServerlessArgs) { a.DisableProtection = true }).One(t, cacheToken).Protect)
}

func TestServerlessSettings(t *testing.T) {
	t.Parallel()
	cache := runServerless(t, func(a *redis.ServerlessArgs) {
		a.MinStorageGB, a.MinECPUPerSecond = 2, 1500
		a.KMSKeyARN = pulumi.String(key)
		a.RestoreFrom = []string{"arn:aws:s3:::backups/sessions.rdb"}
	}).One(t, cacheToken)
	assert.InDelta(t, 2, cache.Value("cacheUsageLimits.dataStorage.minimum"), 0)
	assert.InDelta(t, 1500, cache.Value("cacheUsageLimits.ecpuPerSeconds[0].minimum"), 0)
	assert.Equal(t, key, cache.Value("kmsKeyId"), "the full ARN: with less the provider replaces the cache in every update")
	assert.Equal(t, []any{"arn:aws:s3:::backups/sessions.rdb"}, cache.Value("snapshotArnsToRestores"))

	off := runServerless(t, func(a *redis.ServerlessArgs) { a.DisableSnapshots = true }).One(t, cacheToken)
	assert.InDelta(t, 0, off.Value("snapshotRetentionLimit"), 0)
	assert.Nil(t, off.Value("dailySnapshotTime"), "one change at a time: the time stays as it is")
}

// Readers have a port of their own.
func TestServerlessClients(t *testing.T) {
	t.Parallel()
	graph := runServerless(t, func(a *redis.ServerlessArgs) {
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1"), "jobs": pulumi.String("sg-2").ToStringOutput()}
	})
	for name, group := range map[string]string{"web": "sg-1", "jobs": "sg-2"} {
		rule := graph.Named(t, ingressToken, "sessions-security-group-ingress-"+name)
		assert.Equal(t, group, rule.Value("referencedSecurityGroupId"))
		assert.InDelta(t, 6379, rule.Value("fromPort"), 0)
		assert.InDelta(t, 6380, rule.Value("toPort"), 0)
		assert.Equal(t, "tcp", rule.Value("ipProtocol"))
	}
	assert.Len(t, graph.OfType(ingressToken), 2)
	assert.Empty(t, graph.OfType(egressToken))
	assert.Empty(t, runServerless(t, asItIs).OfType(ingressToken), "nobody is a client by default")
}

func TestServerlessSecret(t *testing.T) {
	t.Parallel()
	graph := runServerless(t, func(a *redis.ServerlessArgs) { a.UserName, a.KMSKeyARN = "shop", pulumi.String(key) })
	version := graph.One(t, secretVersionToken)
	assert.True(t, version.IsSecret("secretString"))
	assert.Equal(t, key, graph.One(t, secretToken).Value("kmsKeyId"))
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(version.Value("secretString").(string)), &got))
	host := graph.One(t, cacheToken).Outputs["endpoints"].ArrayValue()[0].ObjectValue()["address"].StringValue()
	password := got["password"].(string)
	assert.Len(t, password, 64)
	assert.Equal(t, map[string]any{
		"engine": "valkey", "host": host, "port": 6379.0, "readerHost": host, "readerPort": 6380.0, "username": "shop",
		"password": password, "tls": true, "clusterMode": true, "url": "rediss://shop:" + password + "@" + host + ":6379",
	}, got)
}

func TestServerlessOutputs(t *testing.T) {
	t.Parallel()
	var cache *redis.Serverless
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		if cache, err = redis.NewServerless(ctx, "sessions", fewestServerlessArgs(ctx, tags)); err != nil {
			return err
		}
		for name, out := range map[string]pulumi.Input{
			"primary": cache.PrimaryEndpoint, "reader": cache.ReaderEndpoint, "port": cache.Port, "readerPort": cache.ReaderPort,
			"user": cache.Username, "secret": cache.SecretARN, "group": cache.SecurityGroupID, "name": cache.CacheName,
			"version": cache.FullEngineVersion,
		} {
			ctx.Export(name, out)
		}
		return nil
	})
	require.NoError(t, err)
	require.NotNil(t, cache.Cache)
	made := graph.One(t, cacheToken)
	host := made.Outputs["endpoints"].ArrayValue()[0].ObjectValue()["address"].StringValue()
	outputs := graph.Outputs().Mappable()
	assert.Equal(t, map[string]any{
		"primary": host, "reader": host, "port": 6379.0, "readerPort": 6380.0, "user": "app",
		"secret": graph.One(t, secretToken).Outputs["arn"].StringValue(), "group": graph.One(t, securityGroupToken).ID,
		"name": made.Outputs["name"].StringValue(), "version": "8.0",
	}, outputs)
}

func TestServerlessIdentity(t *testing.T) {
	t.Parallel()
	graph := runServerless(t, func(a *redis.ServerlessArgs) { a.KMSKeyARN = pulumi.String(key) })
	stash := graph.Named(t, stashToken, "sessions-identity")
	assert.Equal(t, map[string]any{
		"VPCID": "vpc-1", "SubnetIDs": []any{"subnet-a", "subnet-b"}, "Engine": "valkey", "MajorEngineVersion": "8", "KMSKeyARN": key,
		"PasswordGeneration": 1.0,
	}, stash.Value("input"))
	for _, r := range graph.All() {
		if r.Custom && r.URN != stash.URN && r.Type != alarmToken { // alarms wait for the cache
			assert.Contains(t, r.Dependencies, stash.URN, "%s does not wait for the refusal of a change", r.Name)
		}
	}
}

// The provider would replace the cache when the list changes.
func TestServerlessSubnetsHaveNoOrder(t *testing.T) {
	t.Parallel()
	for name, ids := range map[string]pulumi.StringArrayInput{
		"known":       subnets("subnet-c", "subnet-a", "subnet-b"),
		"known later": subnets("subnet-b", "subnet-c", "subnet-a").ToStringArrayOutput(),
	} {
		graph := runServerless(t, func(a *redis.ServerlessArgs) { a.SubnetIDs = ids })
		want := []any{"subnet-a", "subnet-b", "subnet-c"}
		assert.Equal(t, want, graph.One(t, cacheToken).Value("subnetIds"), name)
		assert.Equal(t, want, graph.One(t, stashToken).Value("input.SubnetIDs"), name)
	}
}

// Ids of users are ours to choose, and unique in an account.
func TestServerlessBesideAClusterOfTheSameName(t *testing.T) {
	t.Parallel()
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
		if err != nil {
			return err
		}
		if _, err = redis.NewCluster(ctx, "sessions", fewestArgs(ctx, tags)); err != nil {
			return err
		}
		_, err = redis.NewServerless(ctx, "sessions", fewestServerlessArgs(ctx, tags))
		return err
	})
	require.NoError(t, err)
	ids := map[any]bool{}
	for _, user := range graph.OfType(userToken) {
		ids[user.Value("userId")] = true
	}
	for _, group := range graph.OfType(userGroupToken) {
		ids[group.Value("userGroupId")] = true
	}
	assert.Len(t, ids, 6, "two users and a group each")
}

func TestServerlessNames(t *testing.T) {
	t.Parallel()
	long := "checkout-sessions-of-the-web-shop-in-production"
	graph, err := tryServerless(t, long, asItIs)
	require.NoError(t, err)
	cache := graph.One(t, cacheToken)
	assert.LessOrEqual(t, len(cache.Outputs["name"].StringValue()), 40)
	assert.True(t, strings.HasPrefix(cache.Name, "checkout-sessions"))

	_, err = tryServerless(t, "Sessions", asItIs)
	assert.ErrorContains(t, err, "lower-case letters, digits and single hyphens")
}

func TestServerlessAlarms(t *testing.T) {
	t.Parallel()
	graph := runServerless(t, func(a *redis.ServerlessArgs) { a.MaxStorageGB, a.MaxECPUPerSecond = 50, 20000 })
	processing := sustained("ElastiCacheProcessingUnits", atLeast, 0.8*20000*60, "notBreaching")
	processing.statistic = "Sum"
	want := map[string]wantAlarm{
		"sessions-storage-alarm":     sustained("BytesUsedForCache", atLeast, 0.8*50e9, "missing"),
		"sessions-processing-alarm":  processing,
		"sessions-connections-alarm": sustained("CurrConnections", atLeast, 52000, "missing"),
		"sessions-throttling-alarm":  counted("ThrottledCmds"),
		"sessions-evictions-alarm":   counted("Evictions"),
	}
	name := graph.One(t, cacheToken).Outputs["name"].StringValue()
	for role, alarm := range want {
		r := graph.Named(t, alarmToken, role)
		assertAlarm(t, r, alarm)
		assert.Equal(t, map[string]any{"clusterId": name}, r.Value("dimensions"), role)
		assert.Nil(t, r.Value("alarmActions"), "alarms exist without a topic")
	}
	assert.Len(t, graph.OfType(alarmToken), len(want))

	for _, alarm := range runServerless(t, func(a *redis.ServerlessArgs) { a.AlarmTopicARN = pulumi.String(topic) }).OfType(alarmToken) {
		assert.Equal(t, []any{topic}, alarm.Value("alarmActions"), alarm.Name)
		assert.Equal(t, []any{topic}, alarm.Value("okActions"), alarm.Name)
	}
	for _, alarm := range runServerless(t, func(a *redis.ServerlessArgs) { a.AlarmTopicARN = pulumi.StringOutput{} }).OfType(alarmToken) {
		assert.Nil(t, alarm.Value("alarmActions"), "an output that nobody has set is no topic: %s", alarm.Name)
	}
	assert.Empty(t, runServerless(t, func(a *redis.ServerlessArgs) { a.DisableAlarms = true }).OfType(alarmToken))
}
