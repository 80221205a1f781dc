package simcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

func TestRedisReplacements(t *testing.T) {
	base := values{
		"name": "cache", "memorySizeGb": 5, "tier": "STANDARD_HA", "region": "us-east1", "project": "a", "redisVersion": "REDIS_6_X",
	}
	tests := []struct {
		property string
		value    any
		replaces bool
	}{
		{"name", "other", true},
		{"tier", "BASIC", true},
		{"region", "us-west1", true},
		{"project", "b", true},
		{"locationId", "us-east1-b", true},
		{"alternativeLocationId", "us-east1-c", true},
		{"authorizedNetwork", "projects/a/global/networks/x", true},
		{"connectMode", "PRIVATE_SERVICE_ACCESS", true},
		{"reservedIpRange", "10.9.0.0/29", true},
		{"transitEncryptionMode", "SERVER_AUTHENTICATION", true},
		{"customerManagedKey", "projects/a/locations/x/keyRings/k/cryptoKeys/c", true},
		{"redisVersion", "REDIS_5_0", true},
		{"redisVersion", "REDIS_7_2", false},
		{"memorySizeGb", 6, false},
		{"authEnabled", true, false},
		{"readReplicasMode", "READ_REPLICAS_ENABLED", false},
		{"replicaCount", 1, false},
		{"secondaryIpRange", "auto", false},
		{"redisConfigs", values{"timeout": "5"}, false},
		{"persistenceConfig", values{"persistenceMode": "DISABLED"}, false},
		{"maintenancePolicy", values{"description": "x"}, false},
		{"maintenanceVersion", "2", false},
		{"displayName", "x", false},
		{"labels", values{"a": "b"}, false},
	}
	for _, test := range tests {
		t.Run(test.property, func(t *testing.T) {
			d := diff(redisType, props(base), with(base, values{test.property: test.value}))
			assert.Equal(t, []string{test.property}, d.Changed)
			if test.replaces {
				assert.Equal(t, []string{test.property}, d.Replace)
			} else {
				assert.Empty(t, d.Replace)
			}
		})
	}
}

func TestRedisValueRules(t *testing.T) {
	ha := values{"memorySizeGb": 5, "tier": "STANDARD_HA", "redisVersion": "REDIS_6_X"}
	config := func(version, key, value string) resource.PropertyMap {
		return props(values{"memorySizeGb": 1, "redisVersion": version, "redisConfigs": values{key: value}})
	}
	window := func(day string, start values) resource.PropertyMap {
		return props(values{"memorySizeGb": 1, "maintenancePolicy": values{
			"weeklyMaintenanceWindows": []any{values{"day": day, "startTime": start}}}})
	}
	snapshots := func(v values) resource.PropertyMap { return props(values{"memorySizeGb": 1, "persistenceConfig": v}) }
	first := "maintenancePolicy.weeklyMaintenanceWindows[0]."
	tests := []struct {
		name     string
		inputs   resource.PropertyMap
		property string // empty: accepted
		reason   string
	}{
		{"no memory", props(values{"memorySizeGb": 0}), "memorySizeGb", "need 1 to 300, got 0"},
		{"much memory", props(values{"memorySizeGb": 301}), "memorySizeGb", "need 1 to 300, got 301"},
		{"most memory", props(values{"memorySizeGb": 300}), "", ""},
		{"tier", props(values{"memorySizeGb": 1, "tier": "HA"}), "tier", `need one of BASIC, STANDARD_HA, got "HA"`},
		{"version", props(values{"memorySizeGb": 1, "redisVersion": "6.2"}), "redisVersion",
			`need one of REDIS_3_2, REDIS_4_0, REDIS_5_0, REDIS_6_X, REDIS_7_0, REDIS_7_2, got "6.2"`},
		{"connect mode", props(values{"memorySizeGb": 1, "connectMode": "PEERING"}), "connectMode", `need one of DIRECT_PEERING, PRIVATE_SERVICE_ACCESS, got "PEERING"`},
		{"encryption", props(values{"memorySizeGb": 1, "transitEncryptionMode": "TLS"}), "transitEncryptionMode", `need one of DISABLED, SERVER_AUTHENTICATION, got "TLS"`},

		{"persistence mode", snapshots(values{"persistenceMode": "AOF"}), "persistenceConfig.persistenceMode", `need one of DISABLED, RDB, got "AOF"`},
		{"snapshot period", snapshots(values{"persistenceMode": "RDB", "rdbSnapshotPeriod": "2h"}), "persistenceConfig.rdbSnapshotPeriod",
			`need one of ONE_HOUR, SIX_HOURS, TWELVE_HOURS, TWENTY_FOUR_HOURS, got "2h"`},
		{"mode without period", snapshots(values{"persistenceMode": "RDB"}), "persistenceConfig.rdbSnapshotPeriod", "need a period together with persistenceMode RDB, got none"},
		{"mode with unknown period", snapshots(values{"persistenceMode": "RDB", "rdbSnapshotPeriod": later()}), "", ""},
		{"snapshots off", snapshots(values{"persistenceMode": "DISABLED"}), "", ""},
		{"snapshot start", snapshots(values{"persistenceMode": "DISABLED", "rdbSnapshotStartTime": "noon"}), "persistenceConfig.rdbSnapshotStartTime",
			`need an RFC 3339 time, got "noon"`},

		{"day", window("SUNDY", values{}), first + "day", `need one of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, got "SUNDY"`},
		{"hour", window("SUNDAY", values{"hours": 24}), first + "startTime.hours", "need 0 to 23, got 24"},
		{"minute", window("SUNDAY", values{"minutes": 60}), first + "startTime.minutes", "need 0 to 59, got 60"},
		{"second", window("SUNDAY", values{"seconds": 61}), first + "startTime.seconds", "need 0 to 60, got 61"},
		{"a window", window("SUNDAY", values{"hours": 23, "minutes": 59, "seconds": 0, "nanos": 0}), "", ""},
		{"two windows", props(values{"memorySizeGb": 1, "maintenancePolicy": values{"weeklyMaintenanceWindows": []any{
			values{"day": "SUNDAY"}, values{"day": "MONDAY"}}}}), "maintenancePolicy.weeklyMaintenanceWindows", "need exactly one window, got 2"},

		{"unknown config", config("REDIS_7_2", "maxmemory", "1"), "redisConfigs.maxmemory", `got "maxmemory"`},
		{"defrag on 3.2", config("REDIS_3_2", "activedefrag", "yes"), "redisConfigs.activedefrag", "need REDIS_4_0 or newer, got REDIS_3_2"},
		{"defrag value", config("REDIS_6_X", "activedefrag", "true"), "redisConfigs.activedefrag", `need yes or no, got "true"`},
		{"lfu on 3.2", config("REDIS_3_2", "maxmemory-policy", "allkeys-lfu"), "redisConfigs.maxmemory-policy", "need REDIS_4_0 or newer for allkeys-lfu, got REDIS_3_2"},
		{"policy", config("REDIS_6_X", "maxmemory-policy", "lru"), "redisConfigs.maxmemory-policy", `got "lru"`},
		{"policy ok", config("REDIS_6_X", "maxmemory-policy", "noeviction"), "", ""},
		{"lazyfree on 6", config("REDIS_6_X", "lazyfree-lazy-expire", "yes"), "redisConfigs.lazyfree-lazy-expire", "need REDIS_7_0 or newer, got REDIS_6_X"},
		{"streams on 4", config("REDIS_4_0", "stream-node-max-bytes", "1"), "redisConfigs.stream-node-max-bytes", "need REDIS_5_0 or newer, got REDIS_4_0"},
		{"databases", config("REDIS_6_X", "databases", "101"), "redisConfigs.databases", `need a number from 1 to 100, got "101"`},
		{"databases ok", config("REDIS_6_X", "databases", "100"), "", ""},
		{"events", config("REDIS_6_X", "notify-keyspace-events", "Kq"), "redisConfigs.notify-keyspace-events", `got "Kq"`},
		{"timeout", config("REDIS_6_X", "timeout", "5s"), "redisConfigs.timeout", `need a whole number of seconds, got "5s"`},
		{"config without version", props(values{"memorySizeGb": 1, "redisConfigs": values{"activedefrag": "yes"}}), "", ""},

		{"replicas on basic", props(values{"memorySizeGb": 1, "replicaCount": 1}), "replicaCount", "need 0 with tier BASIC, got 1"},
		{"replicas on an unknown tier", props(values{"memorySizeGb": 1, "tier": later(), "replicaCount": 1}), "", ""},
		{"read replicas on basic", props(values{"memorySizeGb": 5, "readReplicasMode": "READ_REPLICAS_ENABLED"}), "readReplicasMode",
			"need tier STANDARD_HA for read replicas, got BASIC"},
		{"second zone on basic", props(values{"memorySizeGb": 5, "alternativeLocationId": "us-east1-c"}), "alternativeLocationId",
			"need tier STANDARD_HA for a second zone, got BASIC"},
		{"the same zone twice", with(ha, values{"locationId": "us-east1-b", "alternativeLocationId": "us-east1-b"}), "alternativeLocationId",
			`need another zone than locationId, got "us-east1-b" for both`},
		{"many replicas", with(ha, values{"readReplicasMode": "READ_REPLICAS_ENABLED", "replicaCount": 6}), "replicaCount", "need 1 to 5 with read replicas, got 6"},
		{"two replicas nobody reads", with(ha, values{"replicaCount": 2}), "replicaCount", "need 1 with tier STANDARD_HA and no read replicas, got 2"},
		{"read replicas need memory", with(ha, values{"memorySizeGb": 4, "readReplicasMode": "READ_REPLICAS_ENABLED"}), "memorySizeGb", "need 5 or more with read replicas, got 4"},
		{"read replicas need a version", with(ha, values{"redisVersion": "REDIS_4_0", "readReplicasMode": "READ_REPLICAS_ENABLED"}), "redisVersion",
			"need REDIS_5_0 or newer for read replicas, got REDIS_4_0"},
		{"read replicas", with(ha, values{"readReplicasMode": "READ_REPLICAS_ENABLED", "replicaCount": 5}), "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failures := check(redisType, test.inputs)
			if test.property == "" {
				assert.Empty(t, failures)
				return
			}
			require.Len(t, failures, 1)
			assert.Equal(t, test.property, failures[0].Property)
			assert.Contains(t, failures[0].Reason, test.reason)
		})
	}
}

func TestRedisProblemsAreReportedTogether(t *testing.T) {
	failures := check(redisType, props(values{"memorySizeGb": 0, "tier": "X", "redisVersion": "Y", "name": "UP"}))
	var properties []string
	for _, f := range failures {
		properties = append(properties, f.Property)
	}
	assert.Equal(t, []string{"name", "memorySizeGb", "tier", "redisVersion"}, properties)
}

func TestRedisOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	basic := made(t, c, redisType, "basic", props(values{"name": "basic", "memorySizeGb": 1}))
	assert.Equal(t, resource.ID("projects/sandbox-project/locations/us-central1/instances/basic"), basic.ID)
	assert.Regexp(t, `^10\.\d+\.\d+\.\d+$`, open(basic.Outputs["host"]))
	assert.EqualValues(t, 6379, open(basic.Outputs["port"]))
	assert.Equal(t, "", open(basic.Outputs["authString"]))
	assert.True(t, basic.Outputs["authString"].IsSecret())
	assert.Empty(t, open(basic.Outputs["serverCaCerts"]))
	assert.Equal(t, "", open(basic.Outputs["readEndpoint"]))
	assert.EqualValues(t, 0, open(basic.Outputs["replicaCount"]))
	assert.Equal(t, "us-central1", open(basic.Outputs["region"]))
	assert.Equal(t, "sandbox-project", open(basic.Outputs["project"]))
	assert.Equal(t, "us-central1-a", open(basic.Outputs["currentLocationId"]))
	assert.Regexp(t, `^2024-\d\d-\d\dT\d\d:\d\d:\d\dZ$`, open(basic.Outputs["createTime"]))
	assert.Regexp(t, `^serviceAccount:service-\d{12}@cloud-redis\.iam\.gserviceaccount\.com$`, open(basic.Outputs["persistenceIamIdentity"]))

	full := made(t, c, redisType, "full", props(values{
		"name": "full", "memorySizeGb": 5, "tier": "STANDARD_HA", "region": "us-east1", "project": "acme", "locationId": "us-east1-c",
		"authEnabled": true, "transitEncryptionMode": "SERVER_AUTHENTICATION", "readReplicasMode": "READ_REPLICAS_ENABLED",
	}))
	assert.Equal(t, resource.ID("projects/acme/locations/us-east1/instances/full"), full.ID)
	assert.EqualValues(t, 6378, open(full.Outputs["port"]))
	assert.EqualValues(t, 6378, open(full.Outputs["readEndpointPort"]))
	assert.Regexp(t, `^10\.`, open(full.Outputs["readEndpoint"]))
	assert.Regexp(t, `^[0-9a-f-]{36}$`, open(full.Outputs["authString"]))
	assert.EqualValues(t, 2, open(full.Outputs["replicaCount"]))
	assert.Len(t, open(full.Outputs["nodes"]), 3)
	assert.Equal(t, "us-east1-c", open(full.Outputs["currentLocationId"]))
	certificates := full.Outputs["serverCaCerts"].ArrayValue()
	require.Len(t, certificates, 1)
	assert.Contains(t, open(certificates[0].ObjectValue()["cert"]), "-----BEGIN CERTIFICATE-----\n")
}

func TestRedisUpdatesInPlaceKeepWhatClientsUse(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, redisType, "cache", props(values{"memorySizeGb": 5, "tier": "STANDARD_HA"}))
	withAuth := changed(t, c, o, props(values{"memorySizeGb": 6, "tier": "STANDARD_HA", "authEnabled": true}))
	for _, name := range []resource.PropertyKey{"host", "port", "createTime", "name", "persistenceIamIdentity"} {
		assert.Equal(t, o.Outputs[name], withAuth.Outputs[name], string(name))
	}
	token := open(withAuth.Outputs["authString"])
	assert.Regexp(t, `^[0-9a-f-]{36}$`, token)

	again := changed(t, c, withAuth, props(values{"memorySizeGb": 7, "tier": "STANDARD_HA", "authEnabled": true}))
	assert.Equal(t, token, open(again.Outputs["authString"]))
	off := changed(t, c, again, props(values{"memorySizeGb": 7, "tier": "STANDARD_HA"}))
	assert.Equal(t, "", open(off.Outputs["authString"]))
}
