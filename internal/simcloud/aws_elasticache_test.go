package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

var cacheBase = values{
	"replicationGroupId": "sessions", "description": "x", "nodeType": "cache.t4g.small", "engine": "valkey", "engineVersion": "8.0",
	"transitEncryptionEnabled": true,
}

func TestCacheReplacements(t *testing.T) {
	testChanges(t, cacheType, cacheBase, []change{
		{"replicationGroupId", "a", "b", true},
		{"subnetGroupName", "a", "b", true},
		{"kmsKeyId", "a", "b", true},
		{"kmsKeyId", "a", nil, true},
		{"snapshotName", nil, "a", true},
		{"snapshotName", "a", nil, true},
		{"snapshotArns", []any{"a"}, nil, true},
		{"snapshotArns", nil, []any{"a"}, true},
		{"globalReplicationGroupId", nil, "a", true},
		{"securityGroupNames", nil, []any{"a"}, true},
		{"port", 6379, 6380, true},
		{"port", nil, 6380, true},
		{"port", nil, 6379, false},
		{"port", 6379, nil, false},
		{"networkType", nil, "ipv6", true},
		{"networkType", nil, "ipv4", false},
		{"dataTieringEnabled", nil, true, true},
		{"dataTieringEnabled", nil, false, false},
		{"atRestEncryptionEnabled", nil, false, true},
		{"atRestEncryptionEnabled", nil, true, false},
		{"engine", "valkey", "redis", true},
		{"engine", "redis", "valkey", false},
		{"engine", nil, "valkey", false},
		{"engineVersion", "8.0", "7.2", true},
		{"engineVersion", "7.10", "7.9", true},
		{"engineVersion", "7.2", "8.0", false},
		{"engineVersion", "6.x", "6.2", true},
		{"engineVersion", "6.2", "6.x", false},
		{"transitEncryptionEnabled", true, false, false},
		{"nodeType", "cache.t4g.small", "cache.r7g.large", false},
		{"numCacheClusters", 2, 3, false},
		{"numNodeGroups", 2, 3, false},
		{"replicasPerNodeGroup", 1, 2, false},
		{"snapshotRetentionLimit", 1, 2, false},
		{"snapshotWindow", "01:00-02:00", "02:00-03:00", false},
		{"maintenanceWindow", "sun:05:00-sun:06:00", "mon:05:00-mon:06:00", false},
		{"finalSnapshotIdentifier", "a", "b", false},
		{"userGroupIds", []any{"a"}, []any{"b"}, false},
		{"parameterGroupName", "a", "b", false},
		{"description", "a", "b", false},
		{"automaticFailoverEnabled", false, true, false},
		{"tags", nil, values{"a": "b"}, false},
	})
}

func TestCacheTLSOfOldVersionsIsFixed(t *testing.T) {
	old := values{"replicationGroupId": "a", "engine": "redis", "engineVersion": "6.2", "transitEncryptionEnabled": false}
	d := diff(cacheType, props(old), with(old, values{"transitEncryptionEnabled": true}))
	assert.Equal(t, []string{"transitEncryptionEnabled"}, d.Replace)
	d = diff(cacheType, with(old, values{"engineVersion": "7.0"}), with(old, values{"engineVersion": "7.0", "transitEncryptionEnabled": true}))
	assert.Empty(t, d.Replace)
	assert.Equal(t, []string{"transitEncryptionEnabled"}, d.Changed)
}

func TestCacheRules(t *testing.T) {
	const day, night = "01:00-02:00", "23:30-00:30"
	testRules(t, cacheType, cacheBase, []rule{
		{"as it is", nil, "", ""},
		{"engine", values{"engine": "memcached", "engineVersion": nil}, "engine", `need one of redis, valkey, got "memcached"`},
		{"redis 8", values{"engine": "redis"}, "engineVersion", `need at most 7.1 with engine redis, got "8.0"`},
		{"valkey 7.0", values{"engineVersion": "7.0"}, "engineVersion", `need 7.2 or newer with engine valkey, got "7.0"`},
		{"valkey 8", values{"engineVersion": "8"}, "engineVersion",
			`need <major>.<minor> from version 6 on, and <major>.<minor>.<patch> before, got "8"`},
		{"redis 6.x", values{"engine": "redis", "engineVersion": "6.x"}, "", ""},
		{"no node type", values{"nodeType": nil}, "nodeType", "need a node type, got none"},
		{"odd node type", values{"nodeType": "t4g.small"}, "nodeType", `need a node type such as cache.r7g.large, got "t4g.small"`},
		{"empty description", values{"description": ""}, "description", "need a text, got none"},
		{"network", values{"networkType": "dualStack"}, "networkType", `need one of ipv4, ipv6, dual_stack, got "dualStack"`},
		{"discovery", values{"ipDiscovery": "dual_stack"}, "ipDiscovery", `need one of ipv4, ipv6, got "dual_stack"`},
		{"topic", values{"notificationTopicArn": "alarms"}, "notificationTopicArn", `need an ARN, got "alarms"`},
		{"key without encryption", values{"kmsKeyId": "k", "atRestEncryptionEnabled": false}, "kmsKeyId",
			"need atRestEncryptionEnabled with a key, got false"},
		{"key on redis", values{"kmsKeyId": "k", "engine": "redis", "engineVersion": "7.1"}, "kmsKeyId",
			"need atRestEncryptionEnabled with a key, got false"},
		{"snapshot file", values{"snapshotArns": []any{"arn:aws:s3:::b/a,b"}}, "snapshotArns[0]", `need an ARN without commas, got "arn:aws:s3:::b/a,b"`},
		{"token", values{"authToken": strings.Repeat("a", 16)}, "", ""},
		{"short token", values{"authToken": "short"}, "authToken", "need 16 to 128 characters, got 5"},
		{"long token", values{"authToken": strings.Repeat("a", 129)}, "authToken", "need 16 to 128 characters, got 129"},
		{"odd token", values{"authToken": "0123456789abcdef@"}, "authToken", `need characters other than @, " and /`},
		{"token without TLS", values{"authToken": strings.Repeat("a", 16), "transitEncryptionEnabled": nil}, "authToken",
			"need transitEncryptionEnabled with it, got false"},
		{"users without TLS", values{"userGroupIds": []any{"g"}, "transitEncryptionEnabled": false}, "userGroupIds",
			"need transitEncryptionEnabled with it, got false"},
		{"mode without TLS", values{"transitEncryptionMode": "required", "transitEncryptionEnabled": false}, "transitEncryptionMode",
			"need transitEncryptionEnabled with it, got false"},
		{"mode", values{"transitEncryptionMode": "on"}, "transitEncryptionMode", `need one of preferred, required, got "on"`},
		{"strategy", values{"authTokenUpdateStrategy": "set"}, "authTokenUpdateStrategy", `need one of SET, ROTATE, DELETE, got "set"`},
		{"token and users", values{"authToken": strings.Repeat("a", 16), "userGroupIds": []any{"g"}}, "userGroupIds", "conflicts with authToken"},
		{"two user groups", values{"userGroupIds": []any{"g", "h"}}, "userGroupIds", "need at most one user group, got 2"},
		{"cluster mode", values{"clusterMode": "on"}, "clusterMode", `need one of enabled, disabled, compatible, got "on"`},
		{"nodes", values{"numCacheClusters": 7}, "numCacheClusters", "need 1 to 6, got 7"},
		{"shards", values{"numNodeGroups": 501, "automaticFailoverEnabled": true}, "numNodeGroups", "need 1 to 500, got 501"},
		{"replicas", values{"numNodeGroups": 1, "replicasPerNodeGroup": 6}, "replicasPerNodeGroup", "need 0 to 5, got 6"},
		{"nodes and shards", values{"numCacheClusters": 2, "numNodeGroups": 1}, "numCacheClusters",
			"conflicts with numNodeGroups and replicasPerNodeGroup"},
		{"zones without failover", values{"multiAzEnabled": true, "numCacheClusters": 2}, "multiAzEnabled",
			"need automaticFailoverEnabled with it, got false"},
		{"failover of one", values{"automaticFailoverEnabled": true, "numCacheClusters": 1}, "numCacheClusters",
			"need 2 or more with automaticFailoverEnabled, got 1"},
		{"failover of the default", values{"automaticFailoverEnabled": true}, "numCacheClusters",
			"need 2 or more with automaticFailoverEnabled, got 1"},
		{"failover of two", values{"automaticFailoverEnabled": true, "multiAzEnabled": true, "numCacheClusters": 2}, "", ""},
		{"sharded without replicas", values{"automaticFailoverEnabled": true, "numNodeGroups": 2}, "", ""},
		{"sharded without failover", values{"numNodeGroups": 2}, "automaticFailoverEnabled", "need true in cluster mode, got false"},
		{"retention", values{"snapshotRetentionLimit": 36}, "snapshotRetentionLimit", "need 0 to 35, got 36"},
		{"longest retention", values{"snapshotRetentionLimit": 35}, "", ""},
		{"snapshot window", values{"snapshotWindow": "1:00-2:00"}, "snapshotWindow",
			`need hh24:mi-hh24:mi of 60 minutes or more, got "1:00-2:00"`},
		{"short snapshot window", values{"snapshotWindow": "01:00-01:59"}, "snapshotWindow",
			`need hh24:mi-hh24:mi of 60 minutes or more, got "01:00-01:59"`},
		{"snapshot window over midnight", values{"snapshotWindow": night}, "", ""},
		{"maintenance window", values{"maintenanceWindow": "sunday:05:00-sunday:06:00"}, "maintenanceWindow",
			`need ddd:hh24:mi-ddd:hh24:mi of 60 minutes or more, got "sunday:05:00-sunday:06:00"`},
		{"maintenance day", values{"maintenanceWindow": "son:05:00-son:06:00"}, "maintenanceWindow",
			`need ddd:hh24:mi-ddd:hh24:mi of 60 minutes or more, got "son:05:00-son:06:00"`},
		{"short maintenance window", values{"maintenanceWindow": "sun:05:00-sun:05:30"}, "maintenanceWindow",
			`need ddd:hh24:mi-ddd:hh24:mi of 60 minutes or more, got "sun:05:00-sun:05:30"`},
		{"maintenance in capitals", values{"maintenanceWindow": "Sun:05:00-Sun:06:00"}, "", ""},
		{"windows side by side", values{"snapshotWindow": day, "maintenanceWindow": "sun:02:00-sun:03:00"}, "", ""},
		{"windows that meet", values{"snapshotWindow": day, "maintenanceWindow": "wed:01:30-wed:03:00"}, "snapshotWindow",
			`need a time outside the maintenance window wed:01:30-wed:03:00, got "01:00-02:00"`},
		{"windows that meet over the week's end", values{"snapshotWindow": night, "maintenanceWindow": "sun:00:00-sun:01:00"}, "snapshotWindow",
			`need a time outside the maintenance window sun:00:00-sun:01:00, got "23:30-00:30"`},
		{"a day of maintenance", values{"snapshotWindow": day, "maintenanceWindow": "mon:12:00-tue:12:00"}, "snapshotWindow",
			`need a time outside the maintenance window mon:12:00-tue:12:00, got "01:00-02:00"`},
	})
}

func TestCacheLogRules(t *testing.T) {
	log := func(changes values) values {
		whole := values{"destination": "logs", "destinationType": "cloudwatch-logs", "logFormat": "json", "logType": "slow-log"}
		for k, v := range changes {
			whole[k] = v
		}
		return whole
	}
	logs := func(all ...any) values { return values{"logDeliveryConfigurations": all} }
	const first = "logDeliveryConfigurations[0]."
	testRules(t, cacheType, cacheBase, []rule{
		{"two", logs(log(nil), log(values{"logType": "engine-log"})), "", ""},
		{"one twice", logs(log(nil), log(nil)), "logDeliveryConfigurations[1].logType", "need each type once, got slow-log again"},
		{"no destination", logs(log(values{"destination": nil})), first + "destination", "need a value, got none"},
		{"destination type", logs(log(values{"destinationType": "s3"})), first + "destinationType", `need one of cloudwatch-logs, kinesis-firehose, got "s3"`},
		{"format", logs(log(values{"logFormat": "xml"})), first + "logFormat", `need one of text, json, got "xml"`},
		{"type", logs(log(values{"logType": "audit"})), first + "logType", `need one of slow-log, engine-log, got "audit"`},
	})
}

func TestCacheChecksWaitForUnknowns(t *testing.T) {
	inputs := props(cacheBase)
	for _, name := range []resource.PropertyKey{
		"engine", "engineVersion", "nodeType", "transitEncryptionEnabled", "authToken", "automaticFailoverEnabled", "numCacheClusters",
		"snapshotWindow", "maintenanceWindow", "kmsKeyId", "subnetGroupName",
	} {
		inputs[name] = later()
	}
	inputs["multiAzEnabled"] = resource.NewProperty(true)
	assert.Empty(t, check(cacheType, inputs))
	inputs["automaticFailoverEnabled"] = resource.NewProperty(true)
	assert.Empty(t, check(cacheType, inputs))
}

func TestCacheOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{Place: simcloud.Place{Region: "ap-southeast-2"}})
	inputs := with(cacheBase, values{"replicationGroupId": "Sessions", "numCacheClusters": 3})
	o := made(t, c, cacheType, "sessions", inputs)
	assert.EqualValues(t, "sessions", o.ID)
	host := regexpOf(t, `^master\.sessions\.([0-9a-f]{6})\.apse2\.cache\.amazonaws\.com$`, o.Outputs["primaryEndpointAddress"])
	out := opened(o.Outputs)
	assert.Equal(t, "replica.sessions."+host+".apse2.cache.amazonaws.com", out["readerEndpointAddress"])
	assert.Equal(t, []string{"sessions-001", "sessions-002", "sessions-003"}, listed(o.Outputs["memberClusters"]))
	assertValues(t, out, values{
		"arn": "arn:aws:elasticache:ap-southeast-2:123456789012:replicationgroup:sessions", "replicationGroupId": "sessions",
		"configurationEndpointAddress": "", "clusterEnabled": false, "clusterMode": "disabled", "engineVersionActual": "8.0.1",
		"numNodeGroups": 1.0, "replicasPerNodeGroup": 2.0, "port": 6379.0, "transitEncryptionMode": "required",
		"atRestEncryptionEnabled": true, "parameterGroupName": "default.valkey8", "maintenanceWindow": "sun:05:00-sun:06:00",
	})

	plain := opened(made(t, c, cacheType, "plain", props(values{
		"replicationGroupId": "plain", "description": "x", "nodeType": "cache.t4g.small", "maintenanceWindow": "Mon:05:00-Mon:06:00",
	})).Outputs)
	assertValues(t, plain, values{
		"primaryEndpointAddress": "plain." + host + ".ng.0001.apse2.cache.amazonaws.com",
		"readerEndpointAddress":  "plain-ro." + host + ".ng.0001.apse2.cache.amazonaws.com",
		"engine":                 "redis", "engineVersion": "7.1", "engineVersionActual": "7.1.0", "parameterGroupName": "default.redis7",
		"atRestEncryptionEnabled": false, "numCacheClusters": 1.0, "maintenanceWindow": "mon:05:00-mon:06:00", "transitEncryptionMode": "",
	})
}

func regexpOf(t *testing.T, pattern string, v resource.PropertyValue) string {
	t.Helper()
	require.True(t, v.IsString())
	require.Regexp(t, pattern, v.StringValue())
	return strings.Split(v.StringValue(), ".")[2]
}

func TestShardedCacheOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	sharded := with(cacheBase, values{"automaticFailoverEnabled": true, "numNodeGroups": 2, "replicasPerNodeGroup": 1})
	o := made(t, c, cacheType, "sessions", sharded)
	out := opened(o.Outputs)
	assert.Regexp(t, `^clustercfg\.sessions\.[0-9a-f]{6}\.use1\.cache\.amazonaws\.com$`, out["configurationEndpointAddress"])
	assertValues(t, out, values{
		"primaryEndpointAddress": "", "readerEndpointAddress": "", "clusterEnabled": true, "clusterMode": "enabled",
		"numCacheClusters": 4.0, "parameterGroupName": "default.valkey8.cluster.on",
	})
	assert.Equal(t, []string{"sessions-0001-001", "sessions-0001-002", "sessions-0002-001", "sessions-0002-002"}, listed(o.Outputs["memberClusters"]))

	for name, inputs := range map[string]values{
		"mode": {"clusterMode": "enabled"}, "compatible": {"clusterMode": "compatible"}, "parameters": {"parameterGroupName": "default.valkey8.cluster.on"},
	} {
		inputs["automaticFailoverEnabled"], inputs["replicationGroupId"], inputs["transitEncryptionEnabled"] = true, name, nil
		out := opened(made(t, c, cacheType, name, with(cacheBase, inputs)).Outputs)
		assert.Equal(t, true, out["clusterEnabled"], name)
		assert.Regexp(t, `^`+name+`\.[0-9a-f]{6}\.clustercfg\.use1\.cache\.amazonaws\.com$`, out["configurationEndpointAddress"])
	}
}

func TestCacheOutputsFollowTheirInputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, cacheType, "sessions", with(cacheBase, values{"numCacheClusters": 2, "engineVersion": "7.2"}))
	preview := func(inputs resource.PropertyMap) resource.PropertyMap {
		next, err := c.Update(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, OldOutputs: o.Outputs, Inputs: inputs, Preview: true})
		require.NoError(t, err)
		return next.Outputs
	}
	tagged := preview(with(cacheBase, values{"numCacheClusters": 2, "engineVersion": "7.2", "tags": values{"a": "b"}}))
	assert.Equal(t, o.Outputs["memberClusters"], tagged["memberClusters"], "a preview knows what an update leaves alone")
	assert.Equal(t, o.Outputs["primaryEndpointAddress"], tagged["primaryEndpointAddress"])
	grown := preview(with(cacheBase, values{"numCacheClusters": 3, "engineVersion": "7.2"}))
	assert.True(t, grown["memberClusters"].IsComputed())

	next := changed(t, c, o, with(cacheBase, values{"numCacheClusters": 3}))
	assert.Equal(t, []string{"sessions-001", "sessions-002", "sessions-003"}, listed(next.Outputs["memberClusters"]))
	assert.Equal(t, "8.0.1", open(next.Outputs["engineVersionActual"]))
	assert.Equal(t, o.Outputs["arn"], next.Outputs["arn"])
	assert.Equal(t, o.Outputs["primaryEndpointAddress"], next.Outputs["primaryEndpointAddress"])
}

func TestCacheDurations(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	tests := []struct {
		op      simcloud.Op
		changes values
		want    time.Duration
	}{
		{simcloud.OpCreate, nil, 8 * time.Minute},
		{simcloud.OpDelete, nil, 5 * time.Minute},
		{simcloud.OpRead, nil, 500 * time.Millisecond},
		{simcloud.OpUpdate, values{"tags": values{"a": "b"}, "snapshotWindow": "01:00-02:00", "snapshotRetentionLimit": 3}, 30 * time.Second},
		{simcloud.OpUpdate, values{"nodeType": "cache.r7g.large", "tags": values{"a": "b"}}, 12 * time.Minute},
		{simcloud.OpUpdate, values{"engineVersion": "8.1"}, 15 * time.Minute},
		{simcloud.OpUpdate, values{"engineVersion": "8.1", "nodeType": "cache.r7g.large"}, 15 * time.Minute},
		{simcloud.OpUpdate, values{"numCacheClusters": 2}, 6 * time.Minute},
		{simcloud.OpUpdate, values{"userGroupIds": []any{"g"}}, 5 * time.Minute},
	}
	for _, test := range tests {
		request := simcloud.Request{URN: urnOf(cacheType, "x"), OldInputs: props(cacheBase), Inputs: with(cacheBase, test.changes)}
		assert.Equal(t, test.want, c.Duration(test.op, request), "%s %v", test.op, test.changes)
	}
	serverless := simcloud.Request{URN: urnOf(serverlessType, "x"), OldInputs: props(values{"engine": "redis"}), Inputs: props(values{"engine": "valkey"})}
	assert.Equal(t, 3*time.Minute, c.Duration(simcloud.OpCreate, serverless))
	assert.Equal(t, 15*time.Minute, c.Duration(simcloud.OpUpdate, serverless))
	assert.Equal(t, 2*time.Minute, c.Duration(simcloud.OpDelete, serverless))
	serverless.OldInputs = serverless.Inputs
	assert.Equal(t, time.Minute, c.Duration(simcloud.OpUpdate, serverless))
	assert.Equal(t, time.Minute, c.Duration(simcloud.OpCreate, simcloud.Request{URN: urnOf(userGroupType, "x")}))
}

func TestCacheParameterRules(t *testing.T) {
	testRules(t, cacheParametersType, values{"family": "valkey8"}, []rule{
		{"as it is", nil, "", ""},
		{"family", values{"family": "valkey8.0"}, "family",
			`need one of memcached1.4, memcached1.5, memcached1.6, redis2.6, redis2.8, redis3.2, redis4.0, redis5.0, redis6.x, redis7, valkey7, valkey8, valkey9, got "valkey8.0"`},
		{"no value", values{"parameters": []any{values{"name": "timeout"}}}, "parameters[0].value", "need a value, got none"},
		{"capitals", values{"name": "Cache"}, "name", `need lower-case letters, digits and '-', got "Cache"`},
		{"dots", values{"name": "valkey8.0"}, "name", `need lower-case letters, digits and '-', got "valkey8.0"`},
		{"longest name", values{"name": strings.Repeat("a", 255)}, "", ""},
	})
	testChanges(t, cacheParametersType, values{"family": "valkey8", "name": "a"}, []change{
		{"name", "a", "b", true}, {"family", "valkey7", "valkey8", true}, {"description", "a", "b", true},
		{"parameters", nil, []any{values{"name": "timeout", "value": "1"}}, false}, {"tags", nil, values{"a": "b"}, false},
	})
	testChanges(t, cacheSubnetsType, values{"name": "a", "subnetIds": []any{"subnet-1"}}, []change{
		{"name", "a", "b", true}, {"subnetIds", []any{"subnet-1"}, []any{"subnet-2"}, false}, {"description", "a", "b", false},
	})
	testRules(t, cacheSubnetsType, values{"subnetIds": []any{"subnet-1"}}, []rule{
		{"capitals", values{"name": "Cache"}, "name", `need lower-case letters, digits and '-', got "Cache"`},
	})
	c := simcloud.New(simcloud.Options{})
	group := made(t, c, cacheParametersType, "Cache", props(values{"family": "valkey8"}))
	assert.Regexp(t, `^cache-[0-9a-f]{7}$`, string(group.ID))
	assert.Equal(t, "Managed by Pulumi", open(group.Outputs["description"]))
	assert.Equal(t, "arn:aws:elasticache:us-east-1:123456789012:parametergroup:"+string(group.ID), open(group.Outputs["arn"]))
}
