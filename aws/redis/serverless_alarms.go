package redis

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/alarm"
)

const (
	bytesPerGB           = 1e9 // the service does not say which gigabyte it means; the smaller one alarms earlier
	secondsPerMinute     = 60
	serverlessMaxClients = 65000 // ElastiCache user guide, configuration and limits of serverless caches
)

// alarms lists the alarms of a serverless cache. Its policy is always volatile-lru, so every eviction is the storage limit.
func (args *ServerlessArgs) alarms() []alarm.Alarm {
	return []alarm.Alarm{
		{
			Role: "storage-alarm", Metric: "BytesUsedForCache", Compare: alarm.AtLeast, OnMissing: alarm.SilenceUnknown,
			Threshold: limitRatio * bytesPerGB * float64(args.MaxStorageGB),
			Advice:    fmt.Sprintf("At %d GB keys are dropped, or writes refused. Raise MaxStorageGB, or delete keys.", args.MaxStorageGB),
		},
		{
			Role: "processing-alarm", Metric: "ElastiCacheProcessingUnits", Compare: alarm.AtLeast, OnMissing: alarm.SilenceGood,
			Threshold: limitRatio * secondsPerMinute * float64(args.MaxECPUPerSecond), Statistic: "Sum",
			Advice: fmt.Sprintf("Above %d units per second clients are slowed down. Raise MaxECPUPerSecond, or look for expensive commands.", args.MaxECPUPerSecond),
		},
		connectionsAlarm(nodeLimits{maxClients: serverlessMaxClients}),
		counted("throttling-alarm", "ThrottledCmds",
			"Clients are slowed down: the load grows faster than the service follows, or has reached MaxECPUPerSecond. MinECPUPerSecond keeps room ready."),
		counted("evictions-alarm", "Evictions", "Keys are dropped because the cache has reached MaxStorageGB. Raise it, or delete keys."),
	}
}

// newServerlessAlarms watches the cache. Serverless caches publish under a dimension of their own.
func newServerlessAlarms(ctx *pulumi.Context, scope *component.Scope, a *ServerlessArgs, cache *elasticache.ServerlessCache) error {
	if a.DisableAlarms {
		return nil
	}
	watch := alarm.Watcher{Context: ctx, Scope: scope, Tags: a.Tags.AWS(), Actions: alarm.Tell(a.AlarmTopicARN, serverlessArgsName)}
	for _, each := range a.alarms() {
		if err := addAlarm(watch, each, pulumi.StringMap{"clusterId": cache.Name}); err != nil {
			return err
		}
	}
	return nil
}
