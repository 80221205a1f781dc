package redis_test

import (
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

// refusal is one mistake and what the user reads.
type refusal struct {
	change func(*redis.ClusterArgs)
	field  string
	text   string
}

func assertRefused(t *testing.T, tests map[string]refusal) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryNamed(t, "sessions", test.change)
			require.Error(t, err)
			assert.Empty(t, graph.All(), "nothing may be registered")
			var fields []string
			for _, problem := range component.FieldErrors(err) {
				fields = append(fields, problem.Field)
			}
			assert.Contains(t, fields, test.field)
			assert.ErrorContains(t, err, "redis: sessions: ClusterArgs."+test.field+": ")
			assert.ErrorContains(t, err, test.text)
		})
	}
}

func parameters(pairs ...string) func(*redis.ClusterArgs) {
	return func(a *redis.ClusterArgs) {
		a.Parameters = map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			a.Parameters[pairs[i]] = pairs[i+1]
		}
	}
}

func TestBasicsThatAreRefused(t *testing.T) {
	t.Parallel()
	assertRefused(t, map[string]refusal{
		"no tags": {
			func(a *redis.ClusterArgs) { a.Tags = tagging.Set{} },
			"Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"profile":    {func(a *redis.ClusterArgs) { a.Profile = 7 }, "Profile", "need production or development, got Profile(7)"},
		"engine":     {func(a *redis.ClusterArgs) { a.Engine = "vallkey" }, "Engine", `need valkey or redis, got "vallkey" (did you mean valkey?)`},
		"no network": {func(a *redis.ClusterArgs) { a.VPCID = nil }, "VPCID", "need a network's id such as vpc-0a1b2c3d, got nothing"},
		"network": {
			func(a *redis.ClusterArgs) { a.VPCID = pulumi.String("subnet-1") },
			"VPCID", `need a network's id such as vpc-0a1b2c3d, got "subnet-1"`,
		},
		"no subnets": {func(a *redis.ClusterArgs) { a.SubnetIDs = nil }, "SubnetIDs", "need 2 or more subnet ids such as subnet-0a1b2c3d, each in another zone, got 0"},
		"one subnet": {func(a *redis.ClusterArgs) { a.SubnetIDs = subnets("subnet-a") }, "SubnetIDs", "need 2 or more subnet ids"},
		"no subnet in development": {func(a *redis.ClusterArgs) {
			a.Profile, a.SubnetIDs = component.Development, subnets()
		}, "SubnetIDs", "need 1 or more subnet ids"},
		"one subnet for a replica": {func(a *redis.ClusterArgs) {
			a.Profile, a.Replicas, a.SubnetIDs = component.Development, 1, subnets("subnet-a")
		}, "SubnetIDs", "need 2 or more subnet ids"},
		"subnet": {
			func(a *redis.ClusterArgs) { a.SubnetIDs = subnets("subnet-a", "vpc-1") },
			"SubnetIDs[1]", `need a subnet's id such as subnet-0a1b2c3d, got "vpc-1"`,
		},
		"client without a group": {
			func(a *redis.ClusterArgs) { a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": nil} },
			`ClientSecurityGroupIDs["web"]`, "need a security group's id such as sg-0a1b2c3d, got nothing",
		},
		"client group": {
			func(a *redis.ClusterArgs) {
				a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("0.0.0.0/0")}
			},
			`ClientSecurityGroupIDs["web"]`, `need a security group's id such as sg-0a1b2c3d, got "0.0.0.0/0"`,
		},
		"client name": {
			func(a *redis.ClusterArgs) {
				a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"The Web": pulumi.String("sg-1")}
			},
			`ClientSecurityGroupIDs["The Web"]`, "need a name of lower-case letters, digits and single hyphens, beginning with a letter",
		},
		"port":      {func(a *redis.ClusterArgs) { a.Port = 80 }, "Port", "need 1150 to 65535, got 80"},
		"high port": {func(a *redis.ClusterArgs) { a.Port = 65536 }, "Port", "need 1150 to 65535, got 65536"},
		"key id": {
			func(a *redis.ClusterArgs) { a.KMSKeyARN = pulumi.String("1234abcd-12ab-34cd-56ef-1234567890ab") },
			"KMSKeyARN", "need a key's full ARN, such as arn:aws:kms:",
		},
		"key alias": {
			func(a *redis.ClusterArgs) {
				a.KMSKeyARN = pulumi.String("arn:aws:kms:eu-west-1:123456789012:alias/data")
			},
			"KMSKeyARN", "need a key's full ARN, such as arn:aws:kms:",
		},
		"topic": {
			func(a *redis.ClusterArgs) { a.AlarmTopicARN = pulumi.String("alarms") },
			"AlarmTopicARN", `need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got "alarms"`,
		},
		"log retention": {
			func(a *redis.ClusterArgs) { a.LogRetentionDays = 366 },
			"LogRetentionDays", "need a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90,",
		},
	})
}

func TestVersionsThatAreRefused(t *testing.T) {
	t.Parallel()
	assertRefused(t, map[string]refusal{
		"none": {func(a *redis.ClusterArgs) { a.EngineVersion = "" }, "EngineVersion", "need a version such as 7.2, 8.0, 8.1, 8.2, 9.0 or 9.1, got nothing"},
		"unknown": {
			func(a *redis.ClusterArgs) { a.EngineVersion = "8.3" },
			"EngineVersion", `or ParameterGroupFamily for one that this library does not know yet, got "8.3" (did you mean 8.0?)`,
		},
		"patch": {
			func(a *redis.ClusterArgs) { a.EngineVersion = "8.0.1" },
			"EngineVersion", `major and minor version only, got "8.0.1"`,
		},
		"major": {func(a *redis.ClusterArgs) { a.EngineVersion = "8" }, "EngineVersion", `major and minor version only, got "8"`},
		"no users": {
			func(a *redis.ClusterArgs) {
				a.Engine, a.EngineVersion, a.ParameterGroupFamily = redis.Redis, "5.9", "redis5"
			},
			"EngineVersion", `need 6.0 or newer, because older ones have no users, got "5.9"`,
		},
		"of the other engine": {
			func(a *redis.ClusterArgs) { a.Engine = redis.Redis },
			"EngineVersion", "need a version such as 6.2, 7.0 or 7.1",
		},
		"family of the other engine": {
			func(a *redis.ClusterArgs) { a.EngineVersion, a.ParameterGroupFamily = "10.0", "redis7" },
			"ParameterGroupFamily", `need a family of the engine valkey, such as valkey8, got "redis7"`,
		},
		"family": {
			func(a *redis.ClusterArgs) { a.ParameterGroupFamily = "default.valkey8" },
			"ParameterGroupFamily", `need a family of the engine valkey, such as valkey8, got "default.valkey8"`,
		},
		"family of another version": {
			func(a *redis.ClusterArgs) { a.ParameterGroupFamily = "valkey7" },
			"ParameterGroupFamily", `need valkey8, the family of version 8.0, got "valkey7"`,
		},
	})
}

func TestSizesThatAreRefused(t *testing.T) {
	t.Parallel()
	assertRefused(t, map[string]refusal{
		"node family": {
			func(a *redis.ClusterArgs) { a.NodeType = "cache.m7f.large" },
			"NodeType", `need a node family that runs valkey: c7gn, c8gn, m4, m5, m6g, m7g, m8g, r4, r5, r6g, r6gd, r7g, r8g, t3 or t4g, ` +
				`got "cache.m7f.large" (did you mean cache.m7g.large?)`,
		},
		"closed node family": {func(a *redis.ClusterArgs) { a.NodeType = "cache.t2.micro" }, "NodeType", `got "cache.t2.micro"`},
		"node family of valkey only": {
			func(a *redis.ClusterArgs) {
				a.Engine, a.EngineVersion, a.NodeType = redis.Redis, "7.1", "cache.m8g.large"
			},
			"NodeType", "need a node family that runs redis",
		},
		"instance type": {
			func(a *redis.ClusterArgs) { a.NodeType = "m7g.large" },
			"NodeType", `need cache.FAMILY.SIZE, such as cache.m7g.large, got "m7g.large"`,
		},
		"database type": {func(a *redis.ClusterArgs) { a.NodeType = "db.m7g.large" }, "NodeType", "need cache.FAMILY.SIZE"},
		"node size":     {func(a *redis.ClusterArgs) { a.NodeType = "cache.m7g.huge" }, "NodeType", "need cache.FAMILY.SIZE"},
		"minus shards":  {func(a *redis.ClusterArgs) { a.Shards = -1 }, "Shards", "need 0 to 500, got -1"},
		"shards":        {func(a *redis.ClusterArgs) { a.Shards = 501 }, "Shards", "need 0 to 500, got 501"},
		"nodes": {
			func(a *redis.ClusterArgs) { a.Shards, a.Replicas = 251, 1 },
			"Shards", "need 500 nodes or fewer, got 502 (251 shards with 1 replicas each)",
		},
		"replicas":       {func(a *redis.ClusterArgs) { a.Replicas = 6 }, "Replicas", "need 0 to 5, got 6"},
		"minus replicas": {func(a *redis.ClusterArgs) { a.Replicas = -1 }, "Replicas", "need 0 to 5, got -1"},
		"replicas and none": {
			func(a *redis.ClusterArgs) { a.Replicas, a.DisableReplicas = 2, true },
			"Replicas", "need 0 with DisableReplicas, got 2",
		},
	})
}

func TestParametersThatAreRefused(t *testing.T) {
	t.Parallel()
	assertRefused(t, map[string]refusal{
		"policy": {
			func(a *redis.ClusterArgs) { a.MaxMemoryPolicy = "allkey-lru" },
			"MaxMemoryPolicy", `got "allkey-lru" (did you mean allkeys-lru?)`,
		},
		"policy that does not rank": {
			func(a *redis.ClusterArgs) { a.NodeType, a.MaxMemoryPolicy = "cache.r6gd.xlarge", redis.AllKeysRandom },
			"MaxMemoryPolicy", "need an lru or lfu policy or noeviction on r6gd nodes",
		},
		"unknown": {
			parameters("time-out", "300"),
			`Parameters["time-out"]`, `need a parameter that the family valkey8 lets you change, got "time-out" (did you mean timeout?)`,
		},
		"fixed by the service": {
			parameters("appendonly", "yes"),
			`Parameters["appendonly"]`, `need a parameter that the family valkey8 lets you change, got "appendonly"`,
		},
		"policy as a parameter": {
			parameters("maxmemory-policy", "noeviction"),
			`Parameters["maxmemory-policy"]`, "need the field MaxMemoryPolicy instead of this parameter",
		},
		"cluster mode as a parameter": {
			parameters("cluster-enabled", "yes"),
			`Parameters["cluster-enabled"]`, "need the field Shards instead of this parameter",
		},
		"older family": {
			parameters("hash-max-ziplist-value", "64"),
			`Parameters["hash-max-ziplist-value"]`, "need a parameter of the family valkey8, got one of another family",
		},
		"newer family": {
			parameters("cluster-databases", "16"),
			`Parameters["cluster-databases"]`, "need a parameter of the family valkey8, got one of another family",
		},
		"no number":     {parameters("timeout", "5m"), `Parameters["timeout"]`, `need 0, or a whole number of 20 or more, got "5m"`},
		"forbidden gap": {parameters("timeout", "19"), `Parameters["timeout"]`, `got "19"`},
		"low":           {parameters("tcp-keepalive", "-1"), `Parameters["tcp-keepalive"]`, `need a whole number of 0 or more, got "-1"`},
		"high":          {parameters("active-expire-effort", "11"), `Parameters["active-expire-effort"]`, `need a whole number from 1 to 10, got "11"`},
		"yes or no":     {parameters("activedefrag", "true"), `Parameters["activedefrag"]`, `need yes or no, got "true"`},
		"choice":        {parameters("acl-pubsub-default", "all"), `Parameters["acl-pubsub-default"]`, "need resetchannels or allchannels"},
		"letters":       {parameters("notify-keyspace-events", "KEX"), `Parameters["notify-keyspace-events"]`, "need only the event letters"},
		"half a rename": {parameters("rename-commands", "KEYS"), `Parameters["rename-commands"]`, "need commands and their new names"},
		"any number":    {parameters("slowlog-log-slower-than", "1.5"), `Parameters["slowlog-log-slower-than"]`, `need a whole number, got "1.5"`},
		"form of a name": {func(a *redis.ClusterArgs) {
			a.EngineVersion, a.ParameterGroupFamily = "10.0", "valkey10"
			parameters("Time Out", "1")(a)
		}, `Parameters["Time Out"]`, "need a parameter that the family valkey10 lets you change"},
	})
}

func TestBackupsThatAreRefused(t *testing.T) {
	t.Parallel()
	restore := func(name string, arns ...string) func(*redis.ClusterArgs) {
		return func(a *redis.ClusterArgs) { a.RestoreFrom = &redis.RestoreFrom{SnapshotName: name, S3ObjectARNs: arns} }
	}
	windows := func(snapshots, maintenance string) func(*redis.ClusterArgs) {
		return func(a *redis.ClusterArgs) { a.SnapshotWindow, a.MaintenanceWindow = snapshots, maintenance }
	}
	assertRefused(t, map[string]refusal{
		"retention":       {func(a *redis.ClusterArgs) { a.SnapshotRetentionDays = 36 }, "SnapshotRetentionDays", "need 1 to 35, got 36"},
		"minus retention": {func(a *redis.ClusterArgs) { a.SnapshotRetentionDays = -1 }, "SnapshotRetentionDays", "need 1 to 35, got -1"},
		"no final snapshot in production": {
			func(a *redis.ClusterArgs) { a.DisableFinalSnapshot = true },
			"DisableFinalSnapshot", "need Profile development, got true",
		},
		"both sources": {restore("last", "arn:aws:s3:::b-1/k.rdb"), "RestoreFrom", "need SnapshotName or S3ObjectARNs, got both"},
		"no source":    {restore(""), "RestoreFrom", "need SnapshotName or S3ObjectARNs, got nothing"},
		"snapshot":     {restore("the last one"), "RestoreFrom.SnapshotName", `got "the last one"`},
		"object":       {restore("", "s3://backups/k.rdb"), "RestoreFrom.S3ObjectARNs[0]", "need an RDB file's ARN without commas"},
		"comma":        {restore("", "arn:aws:s3:::backups/a.rdb", "arn:aws:s3:::backups/a,b.rdb"), "RestoreFrom.S3ObjectARNs[1]", "a,b.rdb"},
		"no dump":      {restore("", "arn:aws:s3:::backups/a.txt"), "RestoreFrom.S3ObjectARNs[0]", "a.txt"},
		"overlap": {
			windows("03:00-04:30", "sun:04:00-sun:05:00"),
			"MaintenanceWindow", `need a time apart from SnapshotWindow, got "sun:04:00-sun:05:00" with snapshots "03:00-04:30"`,
		},
		"overlap after the week's end": {windows("00:30-01:30", "sun:23:30-mon:01:00"), "MaintenanceWindow", "need a time apart"},
		"overlap over midnight":        {windows("23:30-00:30", "wed:00:00-wed:01:00"), "MaintenanceWindow", "need a time apart"},
		"overlap with the default":     {windows("05:30-06:30", ""), "MaintenanceWindow", `got "sun:05:00-sun:06:00" with snapshots "05:30-06:30"`},
		"short snapshots":              {windows("03:00-03:59", ""), "SnapshotWindow", `need 60 minutes or more, got "03:00-03:59"`},
		"no snapshots at all":          {windows("03:00-03:00", ""), "SnapshotWindow", "need 60 minutes or more"},
		"snapshots":                    {windows("3:00-4:00", ""), "SnapshotWindow", "need hh:mm-hh:mm in UTC, such as 03:00-04:00"},
		"snapshots late":               {windows("23:00-24:00", ""), "SnapshotWindow", "need hh:mm-hh:mm in UTC, such as 03:00-04:00"},
		"short maintenance":            {windows("", "sun:05:00-sun:05:59"), "MaintenanceWindow", "need 60 minutes or more"},
		"maintenance":                  {windows("", "05:00-06:00"), "MaintenanceWindow", "need ddd:hh:mm-ddd:hh:mm in UTC, days in lower case, such as sun:05:00-sun:06:00"},
		"upper-case days":              {windows("", "Sun:05:00-Sun:06:00"), "MaintenanceWindow", "days in lower case"},
	})
}

func TestUsersThatAreRefused(t *testing.T) {
	t.Parallel()
	access := func(s string) func(*redis.ClusterArgs) { return func(a *redis.ClusterArgs) { a.AccessString = s } }
	const order = "need on, key patterns (~…), channel patterns (&…) or resetchannels, then commands (+… or -…), each after one space; not "
	assertRefused(t, map[string]refusal{
		"default":     {func(a *redis.ClusterArgs) { a.UserName = "Default" }, "UserName", `need another name than default, which is the user that is switched off, got "Default"`},
		"name":        {func(a *redis.ClusterArgs) { a.UserName = "the app" }, "UserName", `got "the app"`},
		"long name":   {func(a *redis.ClusterArgs) { a.UserName = strings.Repeat("a", 121) }, "UserName", "need 1 to 120 letters, digits and single separators"},
		"generation":  {func(a *redis.ClusterArgs) { a.PasswordGeneration = -1 }, "PasswordGeneration", "need 1 or more, got -1"},
		"off":         {access("off ~* +@all"), "AccessString", `need "on" first: a user that is off cannot log in, got "off ~* +@all"`},
		"nothing":     {access("on"), "AccessString", "need commands at the end, such as +@all"},
		"no commands": {access("on ~* &*"), "AccessString", "need commands at the end, such as +@all"},
		"password":    {access("on >hunter2 ~* +@all"), "AccessString", order + `">hunter2"`},
		"no password": {access("on nopass ~* +@all"), "AccessString", order + `"nopass"`},
		"alias":       {access("on allkeys +@all"), "AccessString", order + `"allkeys"`},
		"order":       {access("on +@all ~*"), "AccessString", order + `"~*"`},
		"spaces":      {access("on  ~* +@all"), "AccessString", order + `""`},
		"no baseline": {access("on ~* +@read"), "AccessString", "need +@all or -@all as the first of the commands"},
	})
}

func TestTheNameIsChecked(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Sessions", "sessions_cache", "sessions.cache", "sessions--cache", "sessions-"} {
		graph, err := tryNamed(t, name, nothing)
		require.ErrorContains(t, err, `name: need lower-case letters, digits and single hyphens, beginning with a letter: physical names are made from it, got "`+name+`"`)
		assert.Empty(t, graph.All())
	}
	_, err := tryNamed(t, "Sessions", func(a *redis.ClusterArgs) { a.Port = 1 })
	assert.Len(t, component.FieldErrors(err), 2, "the name's problem comes with the others")
}

// Whatever is odd but right must pass.
func TestWhatIsAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*redis.ClusterArgs){
		"windows that touch": func(a *redis.ClusterArgs) {
			a.SnapshotWindow, a.MaintenanceWindow = "03:00-04:00", "sun:04:00-sun:05:00"
		},
		"windows over midnight": func(a *redis.ClusterArgs) {
			a.SnapshotWindow, a.MaintenanceWindow = "22:30-23:30", "sun:23:30-mon:00:30"
		},
		"no snapshots, any time": func(a *redis.ClusterArgs) { a.DisableSnapshots, a.MaintenanceWindow = true, "sun:03:00-sun:04:00" },
		"a newer version": func(a *redis.ClusterArgs) {
			a.EngineVersion, a.ParameterGroupFamily = "10.2", "valkey10"
			parameters("brand-new", "whatever")(a)
		},
		"a version that is known": func(a *redis.ClusterArgs) { a.EngineVersion, a.ParameterGroupFamily = "9.1", "valkey9" },
		"an old version": func(a *redis.ClusterArgs) {
			a.Engine, a.EngineVersion, a.ParameterGroupFamily = redis.Redis, "6.0", "redis6.x"
		},
		"500 nodes":             func(a *redis.ClusterArgs) { a.Shards, a.Replicas = 250, 1 },
		"500 shards":            func(a *redis.ClusterArgs) { a.Shards, a.DisableReplicas = 500, true },
		"a development replica": func(a *redis.ClusterArgs) { a.Profile, a.Replicas = component.Development, 1 },
		"own access": func(a *redis.ClusterArgs) {
			a.AccessString = "on ~shop:* %R~shared:* &events:* -@all +@read +@write -flushdb +config|get"
		},
		"no channels": func(a *redis.ClusterArgs) { a.AccessString = "on ~shop:* resetchannels -@all +@read" },
		"other partition": func(a *redis.ClusterArgs) {
			a.KMSKeyARN = pulumi.String("arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd")
		},
		"several objects": func(a *redis.ClusterArgs) {
			a.RestoreFrom = &redis.RestoreFrom{S3ObjectARNs: []string{"arn:aws:s3:::backups/2026/a-0001.rdb", "arn:aws-cn:s3:::backups/b.rdb"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
				tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
				if err != nil {
					return err
				}
				args := fewestArgs(ctx, tags)
				change(args)
				return args.Validate()
			})
			require.NoError(t, err)
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	var args *redis.ClusterArgs
	_, err := tryNamed(t, "sessions", func(a *redis.ClusterArgs) {
		a.VPCID, a.SubnetIDs, a.NodeType, a.SnapshotRetentionDays = nil, nil, "large", 36
		args = a
	})
	assert.Len(t, component.FieldErrors(err), 4)
	assert.Len(t, component.FieldErrors(args.Validate()), 4, "Validate tells the same")
	assert.Empty(t, args.Engine, "the arguments stay as they were")
}
