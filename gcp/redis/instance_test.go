package redis_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
)

const (
	instanceToken  = "gcp:redis/instance:Instance"
	alertToken     = "gcp:monitoring/alertPolicy:AlertPolicy"
	bucketToken    = "gcp:storage/bucket:Bucket"
	memberToken    = "gcp:storage/bucketIAMMember:BucketIAMMember"
	accountToken   = "gcp:serviceaccount/account:Account"
	roleToken      = "gcp:projects/iAMCustomRole:IAMCustomRole"
	grantToken     = "gcp:projects/iAMMember:IAMMember"
	workflowToken  = "gcp:workflows/workflow:Workflow"
	scheduleToken  = "gcp:cloudscheduler/job:Job"
	commandToken   = "command:local:Command"
	componentToken = "groundwork:gcp/redis:Instance"
)

// run registers one instance called "sessions" with the arguments as changed.
func run(t testing.TB, change func(*redis.InstanceArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, change, opts...)
	require.NoError(t, err)
	return graph
}

func TestDefaults(t *testing.T) {
	graph := run(t, func(*redis.InstanceArgs) {})
	r := graph.Named(t, instanceToken, "sessions-instance")
	want := map[string]any{
		"authEnabled":                         true,
		"transitEncryptionMode":               "SERVER_AUTHENTICATION",
		"tier":                                "STANDARD_HA",
		"memorySizeGb":                        5.0,
		"redisVersion":                        "REDIS_7_2",
		"connectMode":                         "DIRECT_PEERING",
		"readReplicasMode":                    "READ_REPLICAS_DISABLED",
		"persistenceConfig.persistenceMode":   "RDB",
		"persistenceConfig.rdbSnapshotPeriod": "TWENTY_FOUR_HOURS",
		"labels.owner":                        "team-pay",
		"labels.cost-center":                  "cc-1200",
	}
	infratest.AssertInputs(t, r, want)
	for _, path := range []string{
		"name", "persistenceConfig.rdbSnapshotStartTime", "maintenancePolicy", "redisConfigs", "replicaCount",
		"authorizedNetwork", "customerManagedKey", "region", "project", "locationId", "alternativeLocationId",
	} {
		assert.Nil(t, r.Value(path), path)
	}
	assert.True(t, r.Protect)
	assert.Equal(t, graph.One(t, componentToken).URN, r.Parent)
	assert.Empty(t, r.IgnoreChanges)
	assert.Empty(t, graph.OfType(commandToken))
	assert.Empty(t, graph.OfType(bucketToken))
}

func TestEveryFieldArrives(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) {
		a.Name, a.DisplayName = "team-sessions", "Sessions of the shop"
		a.MemoryGB, a.RedisVersion = 10, redis.Redis6X
		a.MaxMemoryPolicy, a.ActiveDefrag = redis.NoEviction, true
		a.RedisConfigs = map[string]string{"timeout": "300"}
		a.Maintenance = redis.Maintenance{Day: redis.Sunday, Hour: 8, Description: "quiet"}
		a.Snapshots = redis.Snapshots{Period: redis.SixHours, StartTime: "2024-01-01T03:00:00Z"}
		a.ReadReplicas, a.ReplicaCount = true, 3
		a.AuthorizedNetwork, a.KMSKeyName = pulumi.String(network), pulumi.String(key)
		a.ReservedIPRange, a.SecondaryIPRange = "10.0.0.0/28", "auto"
		a.Project, a.Region = "acme-shop", "europe-west1"
		a.LocationID, a.AlternativeLocationID = "europe-west1-b", "europe-west1-c"
		a.DisableTransitEncryption = true
	})
	r := graph.Named(t, instanceToken, "sessions-instance")
	start := "maintenancePolicy.weeklyMaintenanceWindows[0].startTime."
	infratest.AssertInputs(t, r, map[string]any{
		"name":                                   "team-sessions",
		"displayName":                            "Sessions of the shop",
		"memorySizeGb":                           10.0,
		"redisVersion":                           "REDIS_6_X",
		`redisConfigs["timeout"]`:                "300",
		`redisConfigs.maxmemory-policy`:          "noeviction",
		`redisConfigs.activedefrag`:              "yes",
		"maintenancePolicy.description":          "quiet",
		start + "hours":                          8.0,
		start + "minutes":                        0.0,
		start + "seconds":                        0.0,
		start + "nanos":                          0.0,
		"readReplicasMode":                       "READ_REPLICAS_ENABLED",
		"replicaCount":                           3.0,
		"authorizedNetwork":                      network,
		"customerManagedKey":                     key,
		"reservedIpRange":                        "10.0.0.0/28",
		"secondaryIpRange":                       "auto",
		"project":                                "acme-shop",
		"region":                                 "europe-west1",
		"locationId":                             "europe-west1-b",
		"alternativeLocationId":                  "europe-west1-c",
		"transitEncryptionMode":                  "DISABLED",
		"authEnabled":                            true,
		"persistenceConfig.rdbSnapshotPeriod":    "SIX_HOURS",
		"persistenceConfig.rdbSnapshotStartTime": "2024-01-01T03:00:00Z",
		"maintenancePolicy.weeklyMaintenanceWindows[0].day": "SUNDAY",
	})
}

func TestTierAndProtectionFollowTheProfile(t *testing.T) {
	tests := map[string]struct {
		change  func(*redis.InstanceArgs)
		tier    string
		protect bool
	}{
		"production":             {func(*redis.InstanceArgs) {}, "STANDARD_HA", true},
		"production, unlocked":   {func(a *redis.InstanceArgs) { a.DisableProtection = true }, "STANDARD_HA", false},
		"production, one node":   {func(a *redis.InstanceArgs) { a.Tier = redis.Basic }, "BASIC", true},
		"development":            {func(a *redis.InstanceArgs) { a.Profile = component.Development }, "BASIC", false},
		"development, two nodes": {func(a *redis.InstanceArgs) { a.Profile, a.Tier = component.Development, redis.StandardHA }, "STANDARD_HA", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph := run(t, test.change)
			r := graph.One(t, instanceToken)
			assert.Equal(t, test.tier, r.Value("tier"))
			assert.Equal(t, test.protect, r.Protect)
			assert.Equal(t, true, r.Value("authEnabled"), "no profile weakens AUTH")
			assert.Equal(t, "SERVER_AUTHENTICATION", r.Value("transitEncryptionMode"))
			assert.Equal(t, "RDB", r.Value("persistenceConfig.persistenceMode"))
			for _, alert := range graph.OfType(alertToken) {
				assert.False(t, alert.Protect, "only what holds data is protected")
			}
		})
	}
}

func TestSnapshotsOffIsSaidAloud(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Snapshots.Disable = true })
	r := graph.One(t, instanceToken)
	assert.Equal(t, "DISABLED", r.Value("persistenceConfig.persistenceMode"), "leaving the block out would change nothing on the server")
	assert.Equal(t, "TWENTY_FOUR_HOURS", r.Value("persistenceConfig.rdbSnapshotPeriod"))
	assert.NotContains(t, infratest.Names(graph.OfType(alertToken)), "sessions-snapshot-alarm")
}

func TestSnapshotsViaGcloud(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) {
		a.Name = "team-sessions"
		a.Snapshots = redis.Snapshots{Via: redis.Gcloud, Period: redis.TwelveHours}
	})
	r := graph.One(t, instanceToken)
	assert.Nil(t, r.Value("persistenceConfig"))
	assert.Equal(t, []string{"persistenceConfig"}, r.IgnoreChanges)

	command := graph.Named(t, commandToken, "sessions-snapshots")
	assert.Equal(t, `gcloud redis instances update "$INSTANCE" --project="$PROJECT" --region="$REGION"`+
		` --persistence-mode="$MODE" --rdb-snapshot-period="$PERIOD" --quiet`, command.Value("create"))
	for _, absent := range []string{"update", "delete", "triggers", "stdin"} {
		assert.Nil(t, command.Value(absent), absent)
	}
	assert.Equal(t, r.URN, command.DeletedWith)
	assert.Equal(t, graph.One(t, componentToken).URN, command.Parent)
	assert.Equal(t, "team-sessions", command.Value("environment.INSTANCE"))
	assert.Equal(t, "rdb", command.Value("environment.MODE"))
	assert.Equal(t, "12h", command.Value("environment.PERIOD"))
	for _, variable := range []string{"PROJECT", "REGION", "GENERATION"} {
		assert.NotEmpty(t, command.Value("environment."+variable), variable)
	}
	created := r.Outputs["createTime"]
	assert.Equal(t, created.StringValue(), command.Value("environment.GENERATION"), "a recreated instance must get the command again")
	assert.Contains(t, infratest.Names(graph.OfType(alertToken)), "sessions-snapshot-alarm")
}

func TestGcloudPeriods(t *testing.T) {
	for period, want := range map[redis.SnapshotPeriod]string{
		redis.OneHour: "1h", redis.SixHours: "6h", redis.TwelveHours: "12h", redis.TwentyFourHours: "24h", "": "24h",
	} {
		graph := run(t, func(a *redis.InstanceArgs) { a.Snapshots = redis.Snapshots{Via: redis.Gcloud, Period: period} })
		assert.Equal(t, want, graph.One(t, commandToken).Value("environment.PERIOD"), string(period))
	}
}

func TestReplicas(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.ReadReplicas = true })
	assert.Equal(t, 2.0, graph.One(t, instanceToken).Value("replicaCount"))

	graph = run(t, func(a *redis.InstanceArgs) { a.ReplicaCount = 1 })
	assert.Equal(t, 1.0, graph.One(t, instanceToken).Value("replicaCount"))

	graph = run(t, func(a *redis.InstanceArgs) { a.Tier = redis.Basic })
	assert.Nil(t, graph.One(t, instanceToken).Value("replicaCount"))
	assert.Nil(t, graph.One(t, instanceToken).Value("readReplicasMode"))
}

func TestOutputs(t *testing.T) {
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		instance, err := redis.NewInstance(ctx, "sessions", testArgs(t, ctx))
		if err != nil {
			return err
		}
		assert.NotNil(t, instance.Redis)
		ctx.Export("host", instance.Host)
		ctx.Export("port", instance.Port)
		ctx.Export("auth", instance.AuthString)
		ctx.Export("name", instance.Name)
		ctx.Export("id", instance.InstanceID)
		ctx.Export("certificates", instance.ServerCACertificates)
		ctx.Export("identity", instance.PersistenceIAMIdentity)
		return nil
	})
	r := graph.One(t, instanceToken)
	for output, property := range map[string]resource.PropertyKey{
		"host": "host", "port": "port", "name": "name", "identity": "persistenceIamIdentity",
	} {
		got, ok := graph.Output(output)
		require.True(t, ok, output)
		assert.Equal(t, r.Outputs[property].Mappable(), got.Mappable(), output)
	}
	id, _ := graph.Output("id")
	assert.Equal(t, r.ID, id.StringValue())
	auth, _ := graph.Output("auth")
	assert.True(t, auth.IsSecret(), "the password")
	certificates, _ := graph.Output("certificates")
	assert.True(t, certificates.IsArray())
}

func TestLongNamesStayInsideTheLimit(t *testing.T) {
	long := strings.Repeat("sessions-", 7) + "x"
	graph := infratest.Run(t, func(ctx *pulumi.Context) error {
		args := testArgs(t, ctx)
		args.Export = &redis.Export{}
		_, err := redis.NewInstance(ctx, long, args)
		return err
	})
	assert.LessOrEqual(t, len(graph.One(t, instanceToken).Name), 40-8)
	assert.LessOrEqual(t, len(graph.One(t, bucketToken).Name), 63-8)
	assert.LessOrEqual(t, len(graph.One(t, workflowToken).Name), 64-8)
	assert.LessOrEqual(t, len(graph.One(t, accountToken).Value("accountId").(string)), 30)
	assert.LessOrEqual(t, len(graph.One(t, roleToken).Value("roleId").(string)), 64)
}
