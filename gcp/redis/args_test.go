package redis_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	network = "projects/acme-shop/global/networks/main"
	key     = "projects/acme-shop/locations/europe-west1/keyRings/redis/cryptoKeys/data"
	channel = "projects/acme-shop/notificationChannels/42"
)

func testTags() tagging.Tags {
	return tagging.Tags{"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop"}
}

// testArgs are the fewest arguments that are accepted.
func testArgs(t testing.TB, ctx *pulumi.Context) *redis.InstanceArgs {
	t.Helper()
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
	if err != nil {
		t.Fatal(err)
	}
	return &redis.InstanceArgs{Tags: tags, MemoryGB: 5, RedisVersion: redis.Redis72}
}

// try registers one instance called "sessions" with the arguments as changed.
func try(t testing.TB, change func(*redis.InstanceArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		args := testArgs(t, ctx)
		change(args)
		_, err := redis.NewInstance(ctx, "sessions", args)
		return err
	}, opts...)
}

func TestNewInstanceRefuses(t *testing.T) {
	tests := map[string]struct {
		change func(*redis.InstanceArgs)
		field  string
		text   string
	}{
		"no tags": {
			func(a *redis.InstanceArgs) { a.Tags = tagging.Set{} },
			"Tags", "need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"no memory": {
			func(a *redis.InstanceArgs) { a.MemoryGB = 0 },
			"MemoryGB", "need a capacity in GiB, 1 to 300, got nothing",
		},
		"too much memory": {
			func(a *redis.InstanceArgs) { a.MemoryGB = 301 },
			"MemoryGB", "need 1 to 300, got 301",
		},
		"no version": {
			func(a *redis.InstanceArgs) { a.RedisVersion = "" },
			"RedisVersion", "need a version, REDIS_3_2, REDIS_4_0, REDIS_5_0, REDIS_6_X, REDIS_7_0 or REDIS_7_2, got nothing",
		},
		"unknown version": {
			func(a *redis.InstanceArgs) { a.RedisVersion = "REDIS_6_0" },
			"RedisVersion", `got "REDIS_6_0" (did you mean REDIS_4_0?)`,
		},
		"unknown tier": {
			func(a *redis.InstanceArgs) { a.Tier = "STANDARD" },
			"Tier", `need BASIC or STANDARD_HA, got "STANDARD"`,
		},
		"unknown profile": {
			func(a *redis.InstanceArgs) { a.Profile = 7 },
			"Profile", "need production or development, got Profile(7)",
		},
		"41 characters": {
			func(a *redis.InstanceArgs) { a.Name = "a" + strings.Repeat("b", 40) },
			"Name", "need 1 to 40 lower-case letters, digits and hyphens",
		},
		"41 counted": {
			func(a *redis.InstanceArgs) { a.Name = "a" + strings.Repeat("b", 40) },
			"Name", "(41 characters)",
		},
		"name ends in hyphen": {
			func(a *redis.InstanceArgs) { a.Name = "cache-" },
			"Name", `got "cache-"`,
		},

		"replicas on BASIC": {
			func(a *redis.InstanceArgs) { a.Tier, a.ReplicaCount = redis.Basic, 1 },
			"ReplicaCount", "need tier STANDARD_HA for replicas, got 1 on BASIC",
		},
		"read replicas on BASIC": {
			func(a *redis.InstanceArgs) { a.Tier, a.ReadReplicas = redis.Basic, true },
			"ReadReplicas", "need tier STANDARD_HA for replicas, got BASIC",
		},
		"small read replicas": {
			func(a *redis.InstanceArgs) { a.MemoryGB, a.ReadReplicas = 4, true },
			"ReadReplicas", "need a MemoryGB of 5 or more, got 4",
		},
		"old read replicas": {
			func(a *redis.InstanceArgs) { a.RedisVersion, a.ReadReplicas = redis.Redis40, true },
			"ReadReplicas", "need a RedisVersion of REDIS_5_0 or newer, got REDIS_4_0",
		},
		"six read replicas": {
			func(a *redis.InstanceArgs) { a.ReadReplicas, a.ReplicaCount = true, 6 },
			"ReplicaCount", "need 1 to 5, got 6",
		},
		"two replicas without": {
			func(a *redis.InstanceArgs) { a.ReplicaCount = 2 },
			"ReplicaCount", "need 1, or ReadReplicas for 1 to 5, got 2",
		},
		"minus one replica": {
			func(a *redis.InstanceArgs) { a.ReplicaCount = -1 },
			"ReplicaCount", "need 0 or more, got -1",
		},
		"defrag too old": {
			func(a *redis.InstanceArgs) { a.RedisVersion, a.ActiveDefrag = redis.Redis32, true },
			"ActiveDefrag", "need a RedisVersion of REDIS_4_0 or newer, got REDIS_3_2",
		},
		"unknown policy": {
			func(a *redis.InstanceArgs) { a.MaxMemoryPolicy = "no-eviction" },
			"MaxMemoryPolicy", "(did you mean noeviction?)",
		},
		"lfu too old": {
			func(a *redis.InstanceArgs) { a.RedisVersion, a.MaxMemoryPolicy = redis.Redis32, redis.AllKeysLFU },
			"MaxMemoryPolicy", "need a RedisVersion of REDIS_4_0 or newer for allkeys-lfu, got REDIS_3_2",
		},
		"day": {
			func(a *redis.InstanceArgs) { a.Maintenance.Day = "SUNDY" },
			"Maintenance.Day", `need MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY or SUNDAY, got "SUNDY" (did you mean SUNDAY?)`,
		},
		"window without day": {
			func(a *redis.InstanceArgs) { a.Maintenance.Hour = 8 },
			"Maintenance.Day", "need a day when a window is described, got nothing",
		},
		"hour": {
			func(a *redis.InstanceArgs) { a.Maintenance = redis.Maintenance{Day: redis.Sunday, Hour: 24} },
			"Maintenance.Hour", "need 0 to 23, got 24",
		},
		"minute": {
			func(a *redis.InstanceArgs) { a.Maintenance = redis.Maintenance{Day: redis.Sunday, Minute: 60} },
			"Maintenance.Minute", "need 0 to 59, got 60",
		},
		"long description": {func(a *redis.InstanceArgs) {
			a.Maintenance = redis.Maintenance{Day: redis.Sunday, Description: strings.Repeat("x", 513)}
		}, "Maintenance.Description", "need at most 512 characters, got 513"},
		"period": {
			func(a *redis.InstanceArgs) { a.Snapshots.Period = "2h" },
			"Snapshots.Period", `need ONE_HOUR, SIX_HOURS, TWELVE_HOURS or TWENTY_FOUR_HOURS, got "2h"`,
		},
		"start time": {
			func(a *redis.InstanceArgs) { a.Snapshots.StartTime = "03:00" },
			"Snapshots.StartTime", `need a time in RFC 3339, such as 2024-01-01T03:00:00Z, got "03:00"`,
		},
		"via": {
			func(a *redis.InstanceArgs) { a.Snapshots.Via = 3 },
			"Snapshots.Via", "need Native or Gcloud, got 3",
		},
		"gcloud and off": {
			func(a *redis.InstanceArgs) { a.Snapshots = redis.Snapshots{Via: redis.Gcloud, Disable: true} },
			"Snapshots.Disable", "need Via Native",
		},
		"gcloud with a start time": {func(a *redis.InstanceArgs) {
			a.Snapshots = redis.Snapshots{Via: redis.Gcloud, StartTime: "2024-01-01T03:00:00Z"}
		}, "Snapshots.StartTime", "need Via Native for a start time"},

		"project": {
			func(a *redis.InstanceArgs) { a.Project = "Acme" },
			"Project", `need a project id, got "Acme"`,
		},
		"region": {
			func(a *redis.InstanceArgs) { a.Region = "europe-west1-b" },
			"Region", `need a region such as europe-west1, got "europe-west1-b"`,
		},
		"zone": {
			func(a *redis.InstanceArgs) { a.LocationID = "europe-west1" },
			"LocationID", `need a zone such as europe-west1-b, got "europe-west1"`,
		},
		"zone elsewhere": {
			func(a *redis.InstanceArgs) { a.Region, a.LocationID = "europe-west1", "europe-west4-a" },
			"LocationID", "need a zone of the region europe-west1",
		},
		"second zone on BASIC": {
			func(a *redis.InstanceArgs) { a.Tier, a.AlternativeLocationID = redis.Basic, "europe-west1-b" },
			"AlternativeLocationID", "need tier STANDARD_HA for a second zone, got BASIC",
		},
		"same zone": {func(a *redis.InstanceArgs) {
			a.LocationID, a.AlternativeLocationID = "europe-west1-b", "europe-west1-b"
		}, "AlternativeLocationID", "need another zone than LocationID"},
		"network": {
			func(a *redis.InstanceArgs) { a.AuthorizedNetwork = pulumi.String("main") },
			"AuthorizedNetwork", `need a network as projects/PROJECT/global/networks/NAME or its self link, got "main"`,
		},
		"connect mode": {
			func(a *redis.InstanceArgs) { a.ConnectMode = "PEERING" },
			"ConnectMode", `need DIRECT_PEERING or PRIVATE_SERVICE_ACCESS, got "PEERING"`,
		},
		"range too small": {
			func(a *redis.InstanceArgs) { a.ReservedIPRange = "10.0.0.0/30" },
			"ReservedIPRange", `need an IPv4 block of /29, such as 10.0.0.0/29, got "10.0.0.0/30"`,
		},
		"range not aligned": {
			func(a *redis.InstanceArgs) { a.ReservedIPRange = "10.0.0.1/29" },
			"ReservedIPRange", `got "10.0.0.1/29"`,
		},
		"range for replicas": {
			func(a *redis.InstanceArgs) { a.ReadReplicas, a.ReservedIPRange = true, "10.0.0.0/29" },
			"ReservedIPRange", "need an IPv4 block of /28 with ReadReplicas, such as 10.0.0.0/28",
		},
		"range not a name": {func(a *redis.InstanceArgs) {
			a.ConnectMode, a.ReservedIPRange = redis.PrivateServiceAccess, "10.0.0.0/29"
		}, "ReservedIPRange", "need the name of an allocated range with PRIVATE_SERVICE_ACCESS"},
		"secondary range": {
			func(a *redis.InstanceArgs) { a.SecondaryIPRange = "10.0.0.0/29" },
			"SecondaryIPRange", "need an IPv4 block of /28, or auto, such as 10.0.0.0/28",
		},
		"key": {
			func(a *redis.InstanceArgs) { a.KMSKeyName = pulumi.String("data") },
			"KMSKeyName", "need a key as projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
		},
		"channel": {func(a *redis.InstanceArgs) {
			a.NotificationChannels = []pulumi.StringInput{pulumi.String(channel), pulumi.String("42")}
		}, "NotificationChannels[1]", "need a channel as projects/PROJECT/notificationChannels/NUMBER"},
		"nil channel": {
			func(a *redis.InstanceArgs) { a.NotificationChannels = []pulumi.StringInput{nil} },
			"NotificationChannels[0]", "need a channel, got nothing",
		},
		"export bucket": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{Bucket: pulumi.String("gs://backups")} },
			"Export.Bucket", "need a bucket's name without gs://",
		},
		"export bucket's place": {func(a *redis.InstanceArgs) {
			a.Export = &redis.Export{Bucket: pulumi.String("backups"), Location: "EU"}
		}, "Export.Bucket", "need no Location or KMSKeyName beside a bucket that exists"},
		"export location": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{Location: "Europe"} },
			"Export.Location", "need a region such as europe-west1 or a multi-region such as EU",
		},
		"export region": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{Region: "EU"} },
			"Export.Region", "need a region such as europe-west1",
		},
		"export schedule": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{Schedule: "daily"} },
			"Export.Schedule", `need five cron fields, such as 0 3 * * *, got "daily"`,
		},
		"export time zone": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{TimeZone: "CET+1"} },
			"Export.TimeZone", "need a time zone by its IANA name",
		},
		"export retention": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{RetentionDays: -1} },
			"Export.RetentionDays", "need 1 to 3650, got -1",
		},
		"export key": {
			func(a *redis.InstanceArgs) { a.Export = &redis.Export{KMSKeyName: pulumi.String("data")} },
			"Export.KMSKeyName", "need a key as projects/",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := try(t, test.change)
			require.Error(t, err)
			assert.Empty(t, graph.All(), "nothing may be registered")
			assert.ErrorContains(t, err, test.text)
			var fields []string
			for _, problem := range component.FieldErrors(err) {
				assert.Equal(t, "redis.InstanceArgs", problem.Args)
				fields = append(fields, problem.Field)
			}
			assert.Equal(t, []string{test.field}, fields, "%v", err)
		})
	}
}

func TestNewInstanceReportsEverythingAtOnce(t *testing.T) {
	graph, err := try(t, func(a *redis.InstanceArgs) {
		a.MemoryGB = 0
		a.Tier = redis.Basic
		a.ReplicaCount = 2
		a.Maintenance = redis.Maintenance{Day: "SUNDY", Hour: 24}
		a.Snapshots.Period = "2h"
	})
	require.Error(t, err)
	assert.Empty(t, graph.All())
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{"MemoryGB", "ReplicaCount", "Maintenance.Day", "Maintenance.Hour", "Snapshots.Period"}, fields)
	assert.ErrorContains(t, err, "redis: sessions: InstanceArgs.Maintenance.Hour: need 0 to 23, got 24")

	var one *component.FieldError
	require.True(t, errors.As(err, &one))
	assert.Equal(t, "redis: InstanceArgs.MemoryGB: need a capacity in GiB, 1 to 300, got nothing", one.Error())
}

func TestNewInstanceRefusesNilAndNames(t *testing.T) {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := redis.NewInstance(ctx, "sessions", nil)
		return err
	})
	require.ErrorContains(t, err, "InstanceArgs: need arguments, got nil")
	assert.Empty(t, graph.All())

	graph, err = infratest.TryRun(func(ctx *pulumi.Context) error {
		args := testArgs(t, ctx)
		args.MemoryGB = 0
		_, err := redis.NewInstance(ctx, "Sessions", args)
		return err
	})
	require.ErrorContains(t, err, `name: need lower-case letters, digits and hyphens, beginning with a letter: physical names are made from it, got "Sessions"`)
	assert.ErrorContains(t, err, "InstanceArgs.MemoryGB: need a capacity")
	assert.Empty(t, graph.All())

	_, err = infratest.TryRun(func(ctx *pulumi.Context) error {
		args := testArgs(t, ctx)
		args.Name = "sessions"
		_, err := redis.NewInstance(ctx, "Sessions", args)
		return err
	})
	assert.NoError(t, err, "with a physical name the component's name is free")
}

func TestLaterKnownInputsAreCheckedOnTheirWay(t *testing.T) {
	_, err := try(t, func(a *redis.InstanceArgs) {
		a.AuthorizedNetwork = pulumi.String("main").ToStringOutput()
	})
	require.ErrorContains(t, err, `redis: InstanceArgs.AuthorizedNetwork: need a network as projects/PROJECT/global/networks/NAME or its self link, got "main"`)

	graph, err := try(t, func(a *redis.InstanceArgs) {
		a.AuthorizedNetwork = pulumi.String(network).ToStringOutput()
		a.KMSKeyName = pulumi.String(key).ToStringOutput()
	})
	require.NoError(t, err)
	r := graph.One(t, instanceToken)
	got, _ := r.Input("authorizedNetwork")
	assert.Equal(t, network, got.StringValue())
	got, _ = r.Input("customerManagedKey")
	assert.Equal(t, key, got.StringValue())
}

func TestParseSnapshotPeriod(t *testing.T) {
	for in, want := range map[string]redis.SnapshotPeriod{
		"ONE_HOUR": redis.OneHour, "1h": redis.OneHour, "SIX_HOURS": redis.SixHours, "6h": redis.SixHours,
		"TWELVE_HOURS": redis.TwelveHours, "12h": redis.TwelveHours, "TWENTY_FOUR_HOURS": redis.TwentyFourHours, "24h": redis.TwentyFourHours,
	} {
		got, ok := redis.ParseSnapshotPeriod(in)
		assert.True(t, ok, in)
		assert.Equal(t, want, got, in)
	}
	for _, in := range []string{"", "2h", "12H", "twelve_hours", "12 h"} {
		_, ok := redis.ParseSnapshotPeriod(in)
		assert.False(t, ok, in)
	}
}
