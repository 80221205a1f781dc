package redis_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	group := graph.Named(t, groupToken, "sessions-cluster")
	infratest.AssertInputs(t, group, map[string]any{
		"description": "Cluster sessions", "engine": "valkey", "engineVersion": "8.0", "nodeType": "cache.m7g.large", "port": 6379.0,
		"atRestEncryptionEnabled": true, "transitEncryptionEnabled": true, "transitEncryptionMode": "required", "kmsKeyId": nil,
		"numCacheClusters": 2.0, "numNodeGroups": nil, "replicasPerNodeGroup": nil, "clusterMode": nil,
		"automaticFailoverEnabled": true, "multiAzEnabled": true, "autoMinorVersionUpgrade": true, "applyImmediately": true,
		"snapshotRetentionLimit": 7.0, "snapshotWindow": "03:00-04:00", "maintenanceWindow": "sun:05:00-sun:06:00",
		"snapshotName": nil, "snapshotArns": nil, "dataTieringEnabled": nil, "networkType": "ipv4",
		"authToken": nil, "authTokenUpdateStrategy": nil, "replicationGroupId": nil, "securityGroupNames": nil,
		"tags.owner": "team-pay", "tags.cost-center": "cc-1200",
		"parameterGroupName": group.Value("parameterGroupName"),
	})
	assert.True(t, group.Protect)
	assert.Equal(t, graph.One(t, componentToken).URN, group.Parent)
	assert.Equal(t, []string{"snapshotName", "snapshotArns"}, group.IgnoreChanges)
	assert.Equal(t, infratest.Timeouts{Create: "60m", Update: "120m", Delete: "60m"}, group.Timeouts)
	for property, child := range map[string]*infratest.Resource{
		"parameterGroupName":           graph.One(t, parameterGroupToken),
		"subnetGroupName":              graph.One(t, subnetGroupToken),
		"securityGroupIds[0]":          graph.One(t, securityGroupToken),
		"userGroupIds[0]":              graph.One(t, userGroupToken),
		"logDeliveryConfigurations[0]": graph.Named(t, logGroupToken, "sessions-slow-log"),
		"logDeliveryConfigurations[1]": graph.Named(t, logGroupToken, "sessions-engine-log"),
		"finalSnapshotIdentifier":      graph.One(t, idToken),
	} {
		name, _, _ := strings.Cut(property, "[")
		assert.Contains(t, group.PropertyDependencies[name], child.URN, property)
	}
}

func TestEveryFieldArrives(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *redis.ClusterArgs) {
		a.Engine, a.EngineVersion, a.NodeType, a.Replicas, a.Port = redis.Redis, "7.1", "cache.r6gd.2xlarge", 3, 6380
		a.SnapshotRetentionDays, a.SnapshotWindow, a.MaintenanceWindow = 35, "22:00-23:00", "wed:01:00-wed:03:00"
		a.DeferChanges, a.DisableMinorVersionUpgrades = true, true
		a.KMSKeyARN = pulumi.String(key)
	})
	infratest.AssertInputs(t, graph.One(t, groupToken), map[string]any{
		"engine": "redis", "engineVersion": "7.1", "nodeType": "cache.r6gd.2xlarge", "dataTieringEnabled": true, "numCacheClusters": 4.0,
		"port": 6380.0, "snapshotRetentionLimit": 35.0, "snapshotWindow": "22:00-23:00", "maintenanceWindow": "wed:01:00-wed:03:00",
		"applyImmediately": false, "autoMinorVersionUpgrade": false, "kmsKeyId": key,
	})
	for _, token := range []string{secretToken, logGroupToken} {
		for _, r := range graph.OfType(token) {
			assert.Equal(t, key, r.Value("kmsKeyId"), r.Name)
		}
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	development := func(a *redis.ClusterArgs) { a.Profile, a.SubnetIDs = component.Development, subnets("subnet-a") }
	for name, test := range map[string]struct {
		change func(*redis.ClusterArgs)
		want   map[string]any
	}{
		"sharded": {
			func(a *redis.ClusterArgs) { a.Shards = 3 },
			map[string]any{"numNodeGroups": 3.0, "replicasPerNodeGroup": 1.0, "numCacheClusters": nil, "clusterMode": "enabled",
				"automaticFailoverEnabled": true, "multiAzEnabled": true},
		},
		"one shard": {
			func(a *redis.ClusterArgs) { a.Shards = 1 },
			map[string]any{"numNodeGroups": 1.0, "clusterMode": "enabled"},
		},
		"sharded without replicas": {
			func(a *redis.ClusterArgs) { a.Shards, a.DisableReplicas = 2, true },
			map[string]any{"replicasPerNodeGroup": 0.0, "automaticFailoverEnabled": true, "multiAzEnabled": false},
		},
		"without replicas": {
			func(a *redis.ClusterArgs) { a.DisableReplicas = true },
			map[string]any{"numCacheClusters": 1.0, "automaticFailoverEnabled": false, "multiAzEnabled": false},
		},
		"development": {
			development,
			map[string]any{"numCacheClusters": 1.0, "nodeType": "cache.t4g.micro", "automaticFailoverEnabled": false, "multiAzEnabled": false,
				"snapshotRetentionLimit": 1.0, "atRestEncryptionEnabled": true, "transitEncryptionEnabled": true, "transitEncryptionMode": "required"},
		},
		"no snapshots": {
			func(a *redis.ClusterArgs) { a.DisableSnapshots = true },
			map[string]any{"snapshotRetentionLimit": 0.0, "snapshotWindow": nil},
		},
		"Redis 6 has no mode": {
			func(a *redis.ClusterArgs) { a.Engine, a.EngineVersion = redis.Redis, "6.2" },
			map[string]any{"transitEncryptionEnabled": true, "transitEncryptionMode": nil},
		},
		"from a snapshot": {
			func(a *redis.ClusterArgs) {
				a.RestoreFrom = &redis.RestoreFrom{SnapshotName: "sessions-final-0a1b2c3d"}
			},
			map[string]any{"snapshotName": "sessions-final-0a1b2c3d", "snapshotArns": nil},
		},
		"from objects": {
			func(a *redis.ClusterArgs) {
				a.RestoreFrom = &redis.RestoreFrom{S3ObjectARNs: []string{"arn:aws:s3:::backups/a.rdb", "arn:aws:s3:::backups/b.rdb"}}
			},
			map[string]any{"snapshotName": nil, "snapshotArns": []any{"arn:aws:s3:::backups/a.rdb", "arn:aws:s3:::backups/b.rdb"}},
		},
		"no logs": {
			func(a *redis.ClusterArgs) { a.DisableLogs = true },
			map[string]any{"logDeliveryConfigurations": nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			infratest.AssertInputs(t, run(t, test.change).One(t, groupToken), test.want)
		})
	}
}

func TestProtectionFollowsTheProfile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(*redis.ClusterArgs)
		protect bool
	}{
		"production":           {nothing, true},
		"production, unlocked": {func(a *redis.ClusterArgs) { a.DisableProtection = true }, false},
		"development":          {func(a *redis.ClusterArgs) { a.Profile = component.Development }, false},
	} {
		graph := run(t, test.change)
		assert.Equal(t, test.protect, graph.One(t, groupToken).Protect, name)
		assert.False(t, graph.One(t, secretToken).Protect, name)
	}
}

func TestParameterGroup(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	infratest.AssertInputs(t, graph.Named(t, parameterGroupToken, "sessions-parameter-group"), map[string]any{
		"family": "valkey8", "parameters": nil, "name": nil, "tags.owner": "team-pay",
	})
	graph = run(t, func(a *redis.ClusterArgs) {
		a.Shards, a.MaxMemoryPolicy = 2, redis.NoEviction
		a.Parameters = map[string]string{"timeout": "300", "activedefrag": "yes"}
	})
	assert.Equal(t, []any{
		map[string]any{"name": "activedefrag", "value": "yes"},
		map[string]any{"name": "cluster-enabled", "value": "yes"},
		map[string]any{"name": "maxmemory-policy", "value": "noeviction"},
		map[string]any{"name": "timeout", "value": "300"},
	}, graph.One(t, parameterGroupToken).Value("parameters"))
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	for version, family := range map[string]string{
		"valkey 7.2": "valkey7", "valkey 8.0": "valkey8", "valkey 8.1": "valkey8", "valkey 8.2": "valkey8",
		"redis 6.2": "redis6.x", "redis 7.0": "redis7", "redis 7.1": "redis7",
	} {
		engine, number, _ := strings.Cut(version, " ")
		graph := run(t, func(a *redis.ClusterArgs) { a.Engine, a.EngineVersion = redis.Engine(engine), number })
		assert.Equal(t, family, graph.One(t, parameterGroupToken).Value("family"), version)
	}
}

func TestLogs(t *testing.T) {
	t.Parallel()
	graph := run(t, nothing)
	for role, kind := range map[string]string{"slow-log": "slow-log", "engine-log": "engine-log"} {
		group := graph.Named(t, logGroupToken, "sessions-"+role)
		infratest.AssertInputs(t, group, map[string]any{
			"namePrefix": "/aws/vendedlogs/elasticache/sessions-" + strings.TrimSuffix(role, "-log") + "-", "name": nil,
			"retentionInDays": 365.0, "kmsKeyId": nil, "tags.owner": "team-pay",
		})
		var found bool
		for i := range 2 {
			path := "logDeliveryConfigurations[" + string(rune('0'+i)) + "]."
			cluster := graph.One(t, groupToken)
			if cluster.Value(path+"logType") == kind {
				found = true
				infratest.AssertInputs(t, cluster, map[string]any{
					path + "destination": group.Outputs["name"].StringValue(), path + "destinationType": "cloudwatch-logs", path + "logFormat": "json",
				})
			}
		}
		assert.True(t, found, kind)
	}
	graph = run(t, func(a *redis.ClusterArgs) { a.Profile = component.Development })
	assert.InDelta(t, 30.0, graph.Named(t, logGroupToken, "sessions-slow-log").Value("retentionInDays"), 0)
	graph = run(t, func(a *redis.ClusterArgs) { a.LogRetentionDays = 90 })
	assert.InDelta(t, 90.0, graph.Named(t, logGroupToken, "sessions-engine-log").Value("retentionInDays"), 0)
	assert.Empty(t, run(t, func(a *redis.ClusterArgs) { a.DisableLogs, a.DisableAlarms = true, true }).OfType(logGroupToken))
}

func TestFinalSnapshot(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*redis.ClusterArgs){
		"production":  nothing,
		"development": func(a *redis.ClusterArgs) { a.Profile = component.Development },
		"unlocked":    func(a *redis.ClusterArgs) { a.DisableProtection = true },
	} {
		graph := run(t, change)
		infratest.AssertInputs(t, graph.Named(t, idToken, "sessions-final-snapshot"), map[string]any{"byteLength": 4.0, "keepers.cluster": "sessions"})
		assert.Regexp(t, "^sessions-final-[0-9a-f]{8}$", graph.One(t, groupToken).Value("finalSnapshotIdentifier"), name)
	}
	graph := run(t, func(a *redis.ClusterArgs) { a.Profile, a.DisableFinalSnapshot = component.Development, true })
	assert.Nil(t, graph.One(t, groupToken).Value("finalSnapshotIdentifier"))
	assert.Empty(t, graph.OfType(idToken))
}

// What is refused must have touched nothing: everything waits for the stash that the refusal hangs on.
func TestEverythingWaitsForTheIdentity(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *redis.ClusterArgs) {
		a.DisableAlarms = true
		a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("sg-1")}
	})
	identity := graph.Named(t, stashToken, "sessions-identity")
	infratest.AssertInputs(t, identity, map[string]any{
		"input.VPCID": "vpc-1", "input.Engine": "valkey", "input.EngineVersion": "8.0", "input.NodeType": "cache.m7g.large", "input.Shards": 0.0,
		"input.Port": 6379.0, "input.KMSKeyARN": "", "input.PasswordGeneration": 1.0,
	})
	for _, r := range graph.All() {
		if r.Type != stashToken && r.Type != componentToken {
			assert.Contains(t, r.Dependencies, identity.URN, r.Name)
		}
	}
}

// The longest names fit the services, and stay apart.
func TestLongNamesFit(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("long-", 11) + "names"
	require.Len(t, name, 60)
	other := strings.Repeat("long-", 11) + "namez"
	everything := func(a *redis.ClusterArgs) {
		a.Shards, a.ClientSecurityGroupIDs = 2, map[string]pulumi.StringInput{"web": pulumi.String("sg-1")}
	}
	ids := map[string]string{}
	for _, each := range []string{name, other} {
		graph, err := tryNamed(t, each, everything)
		require.NoError(t, err)
		group := graph.One(t, groupToken)
		physical := group.Outputs["replicationGroupId"].StringValue()
		assert.LessOrEqual(t, len(physical), 40)
		assert.Regexp(t, regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`), physical)
		all := []string{physical, graph.One(t, userGroupToken).Value("userGroupId").(string)}
		for _, user := range graph.OfType(userToken) {
			all = append(all, user.Value("userId").(string))
		}
		for _, id := range all {
			assert.LessOrEqual(t, len(id), 40, id)
			assert.Regexp(t, regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`), id)
			assert.Empty(t, ids[id], "%s is also %s", each, ids[id])
			ids[id] = each
		}
		for _, r := range graph.All() {
			if r.Type != groupToken {
				assert.True(t, strings.HasPrefix(r.Name, each), r.Name)
			}
		}
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change          func(*redis.ClusterArgs)
		primary, reader string
	}{
		"one shard mode off": {nothing, "primaryEndpointAddress", "readerEndpointAddress"},
		"sharded": {
			func(a *redis.ClusterArgs) { a.Shards = 2 }, "configurationEndpointAddress", "configurationEndpointAddress",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := infratest.Run(t, func(ctx *pulumi.Context) error {
				cluster, err := newCluster(ctx, "sessions", test.change)
				if err != nil {
					return err
				}
				ctx.Export("primary", cluster.PrimaryEndpoint)
				ctx.Export("reader", cluster.ReaderEndpoint)
				ctx.Export("port", cluster.Port)
				ctx.Export("username", cluster.Username)
				ctx.Export("secret", cluster.SecretARN)
				ctx.Export("version", cluster.SecretVersionID)
				ctx.Export("securityGroup", cluster.SecurityGroupID)
				ctx.Export("group", cluster.ReplicationGroupID)
				ctx.Export("final", cluster.FinalSnapshotName)
				ctx.Export("node", cluster.Group.NodeType)
				return nil
			})
			group := graph.One(t, groupToken)
			assert.Equal(t, map[string]any{
				"primary":       group.Outputs[resource.PropertyKey(test.primary)].StringValue(),
				"reader":        group.Outputs[resource.PropertyKey(test.reader)].StringValue(),
				"port":          6379.0,
				"username":      "app",
				"secret":        graph.One(t, secretToken).Outputs["arn"].StringValue(),
				"version":       graph.One(t, secretVersionToken).Outputs["versionId"].StringValue(),
				"securityGroup": graph.One(t, securityGroupToken).ID,
				"group":         group.Outputs["replicationGroupId"].StringValue(),
				"final":         group.Value("finalSnapshotIdentifier"),
				"node":          "cache.m7g.large",
			}, graph.Outputs().Mappable())
			assert.NotEmpty(t, group.Outputs[resource.PropertyKey(test.primary)].StringValue())
		})
	}
}
