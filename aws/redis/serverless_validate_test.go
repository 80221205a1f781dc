package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
)

func TestServerlessRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*redis.ServerlessArgs)
		want   string
	}{
		"no network":  {func(a *redis.ServerlessArgs) { a.VPCID = nil }, "VPCID: need a network's id such as vpc-0a1b2c3d, got nothing"},
		"bad network": {func(a *redis.ServerlessArgs) { a.VPCID = pulumi.String("main") }, `VPCID: need a network's id such as vpc-0a1b2c3d, got "main"`},
		"one zone": {
			func(a *redis.ServerlessArgs) { a.SubnetIDs = subnets("subnet-a") },
			"SubnetIDs: need 2 to 3 subnet ids such as subnet-0a1b2c3d, each in another zone, got 1",
		},
		"one zone in development": {
			func(a *redis.ServerlessArgs) { a.Profile, a.SubnetIDs = component.Development, subnets("subnet-a") }, "SubnetIDs: need 2 to 3",
		},
		"four zones": {
			func(a *redis.ServerlessArgs) { a.SubnetIDs = subnets("subnet-a", "subnet-b", "subnet-c", "subnet-d") }, "each in another zone, got 4",
		},
		"bad subnet":  {func(a *redis.ServerlessArgs) { a.SubnetIDs = subnets("subnet-a", "b") }, `SubnetIDs[1]: need a subnet's id`},
		"bad profile": {func(a *redis.ServerlessArgs) { a.Profile = 7 }, "Profile: need production or development, got Profile(7)"},
		"bad client": {
			func(a *redis.ServerlessArgs) {
				a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": pulumi.String("web")}
			},
			`ClientSecurityGroupIDs["web"]: need a security group's id`,
		},
		"bad engine": {func(a *redis.ServerlessArgs) { a.Engine = "memcached" }, `Engine: need valkey or redis, got "memcached"`},
		"no version": {
			func(a *redis.ServerlessArgs) { a.MajorEngineVersion = "" },
			`MajorEngineVersion: need a major version alone, 7 or newer, such as "8", got nothing`,
		},
		"minor version": {func(a *redis.ServerlessArgs) { a.MajorEngineVersion = "8.0" }, `MajorEngineVersion: need a major version alone`},
		"old version":   {func(a *redis.ServerlessArgs) { a.MajorEngineVersion = "6" }, `7 or newer, such as "8", got "6"`},
		"redis 8": {
			func(a *redis.ServerlessArgs) { a.Engine, a.MajorEngineVersion = redis.Redis, "8" }, `MajorEngineVersion: need 7, got "8"`,
		},
		"replicas": {
			func(a *redis.ServerlessArgs) { a.Replicas = 2 },
			"Replicas: need 0: a serverless cache keeps copies in several zones by itself, got 2",
		},
		"negative replicas": {func(a *redis.ServerlessArgs) { a.Replicas = -1 }, "Replicas: need 0"},
		"storage":           {func(a *redis.ServerlessArgs) { a.MaxStorageGB = 5001 }, "MaxStorageGB: need 1 to 5000, got 5001"},
		"negative storage":  {func(a *redis.ServerlessArgs) { a.MaxStorageGB = -1 }, "MaxStorageGB: need 1 to 5000, got -1"},
		"processing":        {func(a *redis.ServerlessArgs) { a.MaxECPUPerSecond = 999 }, "MaxECPUPerSecond: need 1000 to 15000000, got 999"},
		"much processing": {
			func(a *redis.ServerlessArgs) { a.MaxECPUPerSecond = 15000001 }, "MaxECPUPerSecond: need 1000 to 15000000, got 15000001",
		},
		"least storage over the most": {
			func(a *redis.ServerlessArgs) { a.MinStorageGB = 11 }, "MinStorageGB: need at most MaxStorageGB, got 11 over 10",
		},
		"least storage": {
			func(a *redis.ServerlessArgs) { a.MinStorageGB = -1 }, "MinStorageGB: need 1 to MaxStorageGB, or 0 for none, got -1",
		},
		"least processing": {
			func(a *redis.ServerlessArgs) { a.MinECPUPerSecond = 1 },
			"MinECPUPerSecond: need 1000 to MaxECPUPerSecond, or 0 for none, got 1",
		},
		"least processing over the most": {
			func(a *redis.ServerlessArgs) { a.MinECPUPerSecond = 6000 }, "MinECPUPerSecond: need at most MaxECPUPerSecond, got 6000 over 5000",
		},
		"retention":     {func(a *redis.ServerlessArgs) { a.SnapshotRetentionDays = 36 }, "SnapshotRetentionDays: need 1 to 35, got 36"},
		"snapshot time": {func(a *redis.ServerlessArgs) { a.DailySnapshotTime = "3:00" }, `DailySnapshotTime: need hh:mm in UTC, such as 03:00, got "3:00"`},
		"late snapshot": {func(a *redis.ServerlessArgs) { a.DailySnapshotTime = "24:00" }, "DailySnapshotTime: need hh:mm in UTC"},
		"snapshot window": {
			func(a *redis.ServerlessArgs) { a.DailySnapshotTime = "03:00-04:00" }, "DailySnapshotTime: need hh:mm in UTC",
		},
		"restore from a name": {
			func(a *redis.ServerlessArgs) { a.RestoreFrom = []string{"arn:aws:s3:::backups/a.rdb", "sessions"} },
			`RestoreFrom[1]: need the ARN of an ElastiCache snapshot, or of an RDB file in S3, without commas, got "sessions"`,
		},
		"user":       {func(a *redis.ServerlessArgs) { a.UserName = "default" }, "UserName: need another name than default"},
		"access":     {func(a *redis.ServerlessArgs) { a.AccessString = "off ~* +@all" }, "AccessString: need"},
		"generation": {func(a *redis.ServerlessArgs) { a.PasswordGeneration = -1 }, "PasswordGeneration: need 1 or more, got -1"},
		"key id":     {func(a *redis.ServerlessArgs) { a.KMSKeyARN = pulumi.String("1234abcd-12ab-34cd-56ef-1234567890ab") }, "KMSKeyARN: need a key's full ARN"},
		"key alias": {
			func(a *redis.ServerlessArgs) {
				a.KMSKeyARN = pulumi.String("arn:aws:kms:eu-west-1:123456789012:alias/cache")
			},
			"KMSKeyARN: need a key's full ARN",
		},
		"topic": {func(a *redis.ServerlessArgs) { a.AlarmTopicARN = pulumi.String("alarms") }, "AlarmTopicARN: need a topic's ARN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryServerless(t, "sessions", test.change)
			require.ErrorContains(t, err, "redis: sessions: ServerlessArgs.")
			require.ErrorContains(t, err, test.want)
			assert.Len(t, component.FieldErrors(err), 1)
			assert.Empty(t, graph.OfType(serverlessToken), "nothing has been registered")
		})
	}
}

func TestServerlessRefusesEverythingAtOnce(t *testing.T) {
	t.Parallel()
	args := &redis.ServerlessArgs{
		SubnetIDs: subnets("subnet-a"), MajorEngineVersion: "8.0", MaxStorageGB: 9000, Replicas: 2, DailySnapshotTime: "noon",
		UserName: "default", KMSKeyARN: pulumi.String("alias/cache"),
	}
	var fields []string
	for _, err := range component.FieldErrors(args.Validate()) {
		assert.Equal(t, "redis.ServerlessArgs", err.Args)
		fields = append(fields, err.Field)
	}
	assert.Equal(t, []string{
		"Tags", "VPCID", "SubnetIDs", "MajorEngineVersion", "MaxStorageGB", "Replicas", "DailySnapshotTime", "UserName", "KMSKeyARN",
	}, fields)
}

func TestServerlessAccepts(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*redis.ServerlessArgs){
		"redis":           func(a *redis.ServerlessArgs) { a.Engine, a.MajorEngineVersion = redis.Redis, "7" },
		"valkey 7":        func(a *redis.ServerlessArgs) { a.MajorEngineVersion = "7" },
		"a newer valkey":  func(a *redis.ServerlessArgs) { a.MajorEngineVersion = "10" },
		"the most":        func(a *redis.ServerlessArgs) { a.MaxStorageGB, a.MaxECPUPerSecond = 5000, 15000000 },
		"the least":       func(a *redis.ServerlessArgs) { a.MaxStorageGB, a.MaxECPUPerSecond = 1, 1000 },
		"room kept ready": func(a *redis.ServerlessArgs) { a.MinStorageGB, a.MinECPUPerSecond = 10, 5000 },
		"subnets known later": func(a *redis.ServerlessArgs) {
			a.SubnetIDs = subnets("subnet-a", "subnet-b", "subnet-c").ToStringArrayOutput()
		},
		"snapshots": func(a *redis.ServerlessArgs) {
			a.RestoreFrom = []string{
				"arn:aws:elasticache:eu-west-1:123456789012:serverlesssnapshot:sessions-1",
				"arn:aws:elasticache:eu-west-1:123456789012:snapshot:automatic.sessions-2026-01-01-03-00",
				"arn:aws-cn:s3:::backups/2026/sessions-0001.rdb",
			}
		},
	} {
		_, err := tryServerless(t, "sessions", change)
		assert.NoError(t, err, name)
	}
}

// What is known only during the deployment is checked on its way to the resource.
func TestServerlessLateRefusals(t *testing.T) {
	t.Parallel()
	later := func(text string) pulumi.StringInput { return pulumi.String(text).ToStringOutput() }
	for want, change := range map[string]func(*redis.ServerlessArgs){
		"VPCID: need a network's id":    func(a *redis.ServerlessArgs) { a.VPCID = later("main") },
		"KMSKeyARN: need a key's full":  func(a *redis.ServerlessArgs) { a.KMSKeyARN = later("alias/cache") },
		"AlarmTopicARN: need a topic's": func(a *redis.ServerlessArgs) { a.AlarmTopicARN = later("alarms") },
		"SubnetIDs: need 2 to 3 subnet": func(a *redis.ServerlessArgs) { a.SubnetIDs = subnets("subnet-a").ToStringArrayOutput() },
		`ClientSecurityGroupIDs["web"]`: func(a *redis.ServerlessArgs) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": later("web")}
		},
	} {
		_, err := tryServerless(t, "sessions", change)
		assert.ErrorContains(t, err, "redis: ServerlessArgs."+want)
	}
}
