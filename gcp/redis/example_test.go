package redis_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewInstance() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		sessions, err := redis.NewInstance(ctx, "sessions", &redis.InstanceArgs{
			Tags:            tags,
			MemoryGB:        5,
			RedisVersion:    redis.Redis72,
			MaxMemoryPolicy: redis.NoEviction,
			Maintenance:     redis.Maintenance{Day: redis.Sunday, Hour: 8},
			Export:          &redis.Export{Location: "EU"},
		})
		if err != nil {
			return err
		}
		ctx.Export("host", sessions.Host)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// gcp:cloudscheduler/job:Job sessions-export-schedule
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-connections-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-cpu-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-evictions-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-export-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-memory-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-replication-alarm
	// gcp:monitoring/alertPolicy:AlertPolicy sessions-snapshot-alarm
	// gcp:projects/iAMCustomRole:IAMCustomRole sessions-export-role
	// gcp:projects/iAMMember:IAMMember sessions-export-grant
	// gcp:redis/instance:Instance sessions-instance
	// gcp:serviceaccount/account:Account sessions-export-account
	// gcp:storage/bucket:Bucket sessions-export-bucket
	// gcp:storage/bucketIAMMember:BucketIAMMember sessions-export-bucket-reader
	// gcp:storage/bucketIAMMember:BucketIAMMember sessions-export-writer
	// gcp:workflows/workflow:Workflow sessions-export-workflow
	// groundwork:gcp/redis:Instance sessions
}

func ExampleInstanceArgs_Validate() {
	args := &redis.InstanceArgs{
		MemoryGB:     2,
		RedisVersion: redis.Redis6X,
		Tier:         redis.Basic,
		ReplicaCount: 1,
		Maintenance:  redis.Maintenance{Day: "SUNDY", Hour: 24},
	}
	fmt.Println(args.Validate())
	// Output:
	// redis: InstanceArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// redis: InstanceArgs.ReplicaCount: need tier STANDARD_HA for replicas, got 1 on BASIC
	// redis: InstanceArgs.Maintenance.Day: need MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY or SUNDAY, got "SUNDY" (did you mean SUNDAY?)
	// redis: InstanceArgs.Maintenance.Hour: need 0 to 23, got 24
}

func ExampleParseSnapshotPeriod() {
	period, ok := redis.ParseSnapshotPeriod("12h")
	fmt.Println(period, ok)
	_, ok = redis.ParseSnapshotPeriod("2h")
	fmt.Println(ok)
	// Output:
	// TWELVE_HOURS true
	// false
}
