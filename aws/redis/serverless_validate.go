package redis

import (
	"fmt"
	"regexp"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// serverlessArgsName is how errors name the arguments.
const serverlessArgsName = "redis.ServerlessArgs"

// The limits of ElastiCache Serverless.
const (
	maxStorageGB     = 5000       // API reference, DataStorage
	minECPUPerSecond = 1000       // API reference, ECPUPerSecond
	maxECPUPerSecond = 15_000_000 // API reference, ECPUPerSecond
	redisMajor       = "7"        // user guide, version management for serverless caches: the only one of Redis OSS
)

var (
	timeOfDay   = regexp.MustCompile(`^` + clock + `$`)
	valkeyMajor = regexp.MustCompile(`^([7-9]|[1-9][0-9])$`) // 7.2 was the first; the service adds newer ones
	snapshotARN = regexp.MustCompile(awsform.AnyPartition + `elasticache:[a-z0-9-]+:[0-9]{12}:(serverlesssnapshot|snapshot):[^,]+$`)
)

// serverlessZones is the number of subnets: the service takes no single zone, and no more than 3.
func serverlessZones() subnetCount { return subnetCount{least: 2, most: 3} }

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *ServerlessArgs) Validate() error {
	p := component.NewProblems("redis", "ServerlessArgs")
	a := args.withDefaults()
	shared := a.shared()
	shared.checkBasics(p)
	shared.checkNetwork(p, serverlessZones())
	a.checkMajorVersion(p)
	a.checkUsageLimits(p)
	a.checkReplicas(p)
	a.checkSnapshots(p)
	shared.checkUser(p)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
	awsform.TopicARN.Check(p, "AlarmTopicARN", a.AlarmTopicARN)
	return p.Err()
}

func (args *ServerlessArgs) checkMajorVersion(p *component.Problems) {
	if args.Engine == Redis {
		p.OneOf("MajorEngineVersion", args.MajorEngineVersion, redisMajor)
		return
	}
	p.Match("MajorEngineVersion", `a major version alone, 7 or newer, such as "8"`, args.MajorEngineVersion, valkeyMajor)
}

func (args *ServerlessArgs) checkUsageLimits(p *component.Problems) {
	for _, limit := range []struct {
		name       string
		low, high  int
		least, all int
	}{
		{"StorageGB", 1, maxStorageGB, args.MinStorageGB, args.MaxStorageGB},
		{"ECPUPerSecond", minECPUPerSecond, maxECPUPerSecond, args.MinECPUPerSecond, args.MaxECPUPerSecond},
	} {
		p.Between("Max"+limit.name, limit.all, limit.low, limit.high)
		switch {
		case limit.least == 0:
		case limit.least < limit.low || limit.least > limit.high:
			p.Addf("Min"+limit.name, fmt.Sprintf("%d to Max%s, or 0 for none", limit.low, limit.name), "%d", limit.least)
		case limit.least > limit.all:
			p.Addf("Min"+limit.name, "at most Max"+limit.name, "%d over %d", limit.least, limit.all)
		}
	}
}

func (args *ServerlessArgs) checkReplicas(p *component.Problems) {
	if args.Replicas != 0 {
		p.Add("Replicas", "0: a serverless cache keeps copies in several zones by itself", args.Replicas)
	}
}

func (args *ServerlessArgs) checkSnapshots(p *component.Problems) {
	p.Between("SnapshotRetentionDays", args.SnapshotRetentionDays, 1, maxRetentionDays)
	p.Match("DailySnapshotTime", "hh:mm in UTC, such as "+defaultServerlessSnapshotTime, args.DailySnapshotTime, timeOfDay)
	for i, arn := range args.RestoreFrom {
		if !snapshotARN.MatchString(arn) && !objectARN.MatchString(arn) {
			p.Add(fmt.Sprintf("RestoreFrom[%d]", i), "the ARN of an ElastiCache snapshot, or of an RDB file in S3, without commas", arn)
		}
	}
}
