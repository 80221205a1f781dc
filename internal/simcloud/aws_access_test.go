package simcloud_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

var (
	longPassword = strings.Repeat("p", 16)
	userBase     = values{"userId": "app", "userName": "app", "engine": "valkey", "accessString": "on ~* +@all"}
)

func TestCacheUserRules(t *testing.T) {
	mode := func(v values) values { return values{"authenticationMode": v} }
	testRules(t, cacheUserType, userBase, []rule{
		{"password", values{"passwords": []any{longPassword}}, "", ""},
		{"two passwords", values{"passwords": []any{longPassword, strings.Repeat("q", 128)}}, "", ""},
		{"three passwords", values{"passwords": []any{longPassword, longPassword, longPassword}}, "passwords", "need at most 2 passwords, got 3"},
		{"short password", values{"passwords": []any{"short"}}, "passwords[0]", "need 16 to 128 characters, got 5"},
		{"long password", values{"passwords": []any{strings.Repeat("q", 129)}}, "passwords[0]", "need 16 to 128 characters, got 129"},
		{"password mode", mode(values{"type": "password", "passwords": []any{longPassword}}), "", ""},
		{"short password in the mode", mode(values{"type": "password", "passwords": []any{"short"}}), "authenticationMode.passwords[0]",
			"need 16 to 128 characters, got 5"},
		{"mode without password", mode(values{"type": "password"}), "authenticationMode.passwords", "need 1 or 2 passwords with type password, got none"},
		{"iam", mode(values{"type": "iam"}), "", ""},
		{"iam with a password", mode(values{"type": "iam", "passwords": []any{longPassword}}), "authenticationMode.passwords",
			"need none with type iam, got 1"},
		{"iam under another name", values{"userName": "web", "authenticationMode": values{"type": "iam"}}, "userName",
			`need the user id "app" with type iam, got "web"`},
		{"mode", mode(values{"type": "none"}), "authenticationMode.type", `need one of password, iam, no-password-required, got "none"`},
		{"open valkey", values{"noPasswordRequired": true}, "noPasswordRequired", "need a password or iam with engine valkey, got none"},
		{"open valkey by mode", mode(values{"type": "no-password-required"}), "noPasswordRequired", "need a password or iam with engine valkey, got none"},
		{"open redis", values{"noPasswordRequired": true, "engine": "redis"}, "", ""},
		{"password and none", values{"noPasswordRequired": true, "passwords": []any{longPassword}}, "noPasswordRequired", "conflicts with passwords"},
		{"nothing", nil, "passwords", "need passwords, an authenticationMode or noPasswordRequired, got none"},
		{"engine", values{"engine": "memcached", "passwords": []any{longPassword}}, "engine", `need one of redis, valkey, got "memcached"`},
		{"engine in capitals", values{"engine": "VALKEY", "passwords": []any{longPassword}}, "", ""},
		{"id", values{"userId": "App", "passwords": []any{longPassword}}, "userId", `need a lower-case letter, then lower-case letters, digits and '-', got "App"`},
		{"long id", values{"userId": strings.Repeat("a", 41), "passwords": []any{longPassword}}, "userId",
			`need at most 40 characters, got 41 in "` + strings.Repeat("a", 41) + `"`},
	})
	unknowns := props(userBase)
	unknowns["passwords"] = later()
	assert.Empty(t, check(cacheUserType, unknowns))
	unknowns["passwords"] = resource.NewArrayProperty([]resource.PropertyValue{later()})
	assert.Empty(t, check(cacheUserType, unknowns))
	testRules(t, userGroupType, values{"userGroupId": "app", "engine": "valkey"}, []rule{
		{"as it is", nil, "", ""},
		{"engine", values{"engine": "memcached"}, "engine", `need one of redis, valkey, got "memcached"`},
		{"id", values{"userGroupId": "1"}, "userGroupId", `need a lower-case letter, then lower-case letters, digits and '-', got "1"`},
	})
}

func TestCacheUserChanges(t *testing.T) {
	testChanges(t, cacheUserType, userBase, []change{
		{"userId", "a", "b", true}, {"userName", "a", "b", true}, {"engine", "redis", "valkey", false}, {"accessString", "off", "on", false},
		{"passwords", []any{"a"}, []any{"b"}, false}, {"authenticationMode", nil, values{"type": "iam"}, false},
		{"noPasswordRequired", false, true, false}, {"tags", nil, values{"a": "b"}, false},
	})
	testChanges(t, userGroupType, values{"userGroupId": "g", "engine": "redis"}, []change{
		{"userGroupId", "a", "b", true}, {"engine", "redis", "valkey", false}, {"userIds", []any{"a"}, []any{"b"}, false},
	})
}

func TestCacheUserOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	inputs := with(userBase, nil)
	inputs["passwords"] = resource.NewArrayProperty([]resource.PropertyValue{hidden(longPassword)})
	user := made(t, c, cacheUserType, "app", inputs)
	assert.EqualValues(t, "app", user.ID)
	assert.Equal(t, "arn:aws:elasticache:us-east-1:123456789012:user:app", open(user.Outputs["arn"]))
	assert.True(t, user.Outputs["passwords"].IsSecret())
	mode := user.Outputs["authenticationMode"].ObjectValue()
	assert.Equal(t, "password", open(mode["type"]))
	assert.Equal(t, 1.0, open(mode["passwordCount"]))

	group := made(t, c, userGroupType, "app", props(values{"userGroupId": "app", "engine": "valkey", "userIds": []any{"app"}}))
	assert.EqualValues(t, "app", group.ID)
	assert.Equal(t, "arn:aws:elasticache:us-east-1:123456789012:usergroup:app", open(group.Outputs["arn"]))
}

func TestUserGroupsRefuseMembers(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	user := func(id, name, engine string, open bool) {
		in := values{"userId": id, "userName": name, "engine": engine, "accessString": "on"}
		if open {
			in["noPasswordRequired"] = true
		} else {
			in["passwords"] = []any{longPassword}
		}
		made(t, c, cacheUserType, id, props(in))
	}
	user("open", "default", "redis", true)
	user("safe", "default", "redis", false)
	user("app", "app", "redis", false)
	user("app2", "app", "redis", false)
	user("valkey", "app", "valkey", false)
	tests := []struct {
		name, engine string
		users        []any
		code, reason string
	}{
		{"default and app", "redis", []any{"open", "app"}, "", ""},
		{"no default", "redis", []any{"app"}, "DefaultUserRequired", "need a user named default in a group of engine redis"},
		{"users from elsewhere", "redis", []any{"app", "elsewhere"}, "", ""},
		{"no default in valkey", "valkey", []any{"valkey"}, "", ""},
		{"open in valkey", "VALKEY", []any{"open"}, "InvalidParameterCombination", "need users with a password or iam in a group of engine valkey, got open"},
		{"redis user in valkey", "valkey", []any{"safe", "app"}, "", ""},
		{"valkey user in redis", "redis", []any{"safe", "valkey"}, "InvalidParameterCombination", "need users of engine redis in a group of engine redis, got valkey"},
		{"one name twice", "redis", []any{"safe", "app", "app2"}, "DuplicateUserName", `need each user name once, got "app" for app and app2`},
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inputs := props(values{"userGroupId": "g" + string(rune('a'+i)), "engine": test.engine, "userIds": test.users})
			_, err := c.Create(ctx, simcloud.Request{URN: urnOf(userGroupType, test.name), Inputs: inputs})
			assertRefused(t, err, test.code, test.reason)
		})
	}

	group := made(t, c, userGroupType, "changes", props(values{"userGroupId": "changes", "engine": "valkey", "userIds": []any{"safe"}}))
	_, err := c.Update(ctx, simcloud.Request{
		URN: group.URN, ID: group.ID, OldInputs: group.Inputs, OldOutputs: group.Outputs,
		Inputs: props(values{"userGroupId": "changes", "engine": "valkey", "userIds": []any{"open"}}),
	})
	assertRefused(t, err, "InvalidParameterCombination", "need users with a password or iam in a group of engine valkey, got open")
	assert.Contains(t, c.Objects(), group, "nothing changed")
}

// assertRefused compares a refusal; without a code there is none.
func assertRefused(t *testing.T, err error, code, reason string) {
	t.Helper()
	if code == "" {
		require.NoError(t, err)
		return
	}
	var refused *simcloud.RefusedError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, code, refused.Code)
	assert.Equal(t, reason, refused.Reason)
}

func TestServerlessCache(t *testing.T) {
	base := values{"name": "sessions", "engine": "valkey"}
	limits := func(v values) values { return values{"cacheUsageLimits": v} }
	units := func(v values) values { return limits(values{"ecpuPerSeconds": []any{v}}) }
	storage := func(v values) values { return limits(values{"dataStorage": v}) }
	const ecpu = "cacheUsageLimits.ecpuPerSeconds[0]."
	testRules(t, serverlessType, base, []rule{
		{"as it is", nil, "", ""},
		{"engine", values{"engine": "redict"}, "engine", `need one of memcached, redis, valkey, got "redict"`},
		{"version", values{"majorEngineVersion": "v8"}, "majorEngineVersion", `need a major version, got "v8"`},
		{"time", values{"dailySnapshotTime": "24:00"}, "dailySnapshotTime", `need hh24:mi, got "24:00"`},
		{"retention", values{"snapshotRetentionLimit": 36}, "snapshotRetentionLimit", "need 0 to 35, got 36"},
		{"key", values{"kmsKeyId": "key-1"}, "kmsKeyId", `need an ARN, got "key-1"`},
		{"one subnet", values{"subnetIds": []any{"a"}}, "subnetIds", "need 2 or 3 subnets, got 1"},
		{"four subnets", values{"subnetIds": []any{"a", "b", "c", "d"}}, "subnetIds", "need 2 or 3 subnets, got 4"},
		{"three subnets", values{"subnetIds": []any{"a", "b", "c"}}, "", ""},
		{"users of memcached", values{"engine": "memcached", "userGroupId": "g"}, "userGroupId", "need engine redis or valkey with it, got memcached"},
		{"snapshot", values{"snapshotArnsToRestores": []any{"s"}}, "snapshotArnsToRestores[0]", `need an ARN, got "s"`},
		{"least storage", storage(values{"maximum": 1, "unit": "GB"}), "", ""},
		{"no storage", storage(values{"maximum": 0, "unit": "GB"}), "cacheUsageLimits.dataStorage.maximum", "need 1 to 5000, got 0"},
		{"much storage", storage(values{"maximum": 5001, "unit": "GB"}), "cacheUsageLimits.dataStorage.maximum", "need 1 to 5000, got 5001"},
		{"unit", storage(values{"maximum": 1, "unit": "MB"}), "cacheUsageLimits.dataStorage.unit", `need one of GB, got "MB"`},
		{"no unit", storage(values{"maximum": 1}), "cacheUsageLimits.dataStorage.unit", "need a unit, got none"},
		{"storage upside down", storage(values{"minimum": 3, "maximum": 2, "unit": "GB"}), "cacheUsageLimits.dataStorage.minimum",
			"need at most the maximum 2, got 3"},
		{"few units", units(values{"maximum": 999}), ecpu + "maximum", "need 1000 to 15000000, got 999"},
		{"many units", units(values{"minimum": 15000001}), ecpu + "minimum", "need 1000 to 15000000, got 15000001"},
		{"most units", units(values{"minimum": 1000, "maximum": 15000000}), "", ""},
		{"long name", values{"name": strings.Repeat("a", 41)}, "name", `need at most 40 characters, got 41 in "` + strings.Repeat("a", 41) + `"`},
	})
	testChanges(t, serverlessType, base, []change{
		{"name", "a", "b", true}, {"kmsKeyId", "a", nil, true}, {"majorEngineVersion", "7", "8", true}, {"engine", "valkey", "redis", true},
		{"engine", "redis", "valkey", false}, {"engine", "memcached", "valkey", true}, {"subnetIds", []any{"a"}, []any{"b"}, true},
		{"snapshotArnsToRestores", []any{"a"}, nil, true}, {"userGroupId", "a", "b", false}, {"snapshotRetentionLimit", 1, 2, false},
		{"dailySnapshotTime", "01:00", "02:00", false}, {"description", "a", "b", false}, {"securityGroupIds", []any{"a"}, []any{"b"}, false},
		{"cacheUsageLimits", nil, values{"dataStorage": values{"maximum": 1, "unit": "GB"}}, false},
	})

	c := simcloud.New(simcloud.Options{})
	o := made(t, c, serverlessType, "sessions", props(base))
	assert.EqualValues(t, "sessions", o.ID)
	endpoint, reader := o.Outputs["endpoints"].ArrayValue()[0].ObjectValue(), o.Outputs["readerEndpoints"].ArrayValue()[0].ObjectValue()
	assert.Regexp(t, `^sessions-[0-9a-f]{6}\.serverless\.use1\.cache\.amazonaws\.com$`, open(endpoint["address"]))
	assert.Equal(t, 6379.0, open(endpoint["port"]))
	assert.Equal(t, endpoint["address"], reader["address"])
	assert.Equal(t, 6380.0, open(reader["port"]))
	assertValues(t, opened(o.Outputs), values{
		"arn": "arn:aws:elasticache:us-east-1:123456789012:serverlesscache:sessions", "status": "available", "majorEngineVersion": "8",
		"fullEngineVersion": "8.0",
	})
	assert.Len(t, o.Outputs["subnetIds"].ArrayValue(), 2)
	memcached := made(t, c, serverlessType, "pages", props(values{"name": "pages", "engine": "memcached"}))
	assert.Equal(t, 11211.0, open(memcached.Outputs["endpoints"].ArrayValue()[0].ObjectValue()["port"]))
}
