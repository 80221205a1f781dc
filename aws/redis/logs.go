package redis

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// logPrefix begins the names of the log groups. Groups under /aws/vendedlogs/ do not fill up the account's resource policy,
// which has 5120 characters (CloudWatch Logs user guide).
const logPrefix = "/aws/vendedlogs/elasticache/"

// addLogs makes a log group for each of the two logs.
func (b *builder) addLogs() error {
	if b.args.DisableLogs {
		return nil
	}
	for _, log := range []struct{ role, name, kind string }{
		{"slow-log", "slow", "slow-log"},
		{"engine-log", "engine", "engine-log"},
	} {
		group, err := cloudwatch.NewLogGroup(b.ctx, b.scope.Name(log.role), &cloudwatch.LogGroupArgs{
			NamePrefix:      pulumi.String(logPrefix + b.name + "-" + log.name + "-"),
			RetentionInDays: pulumi.Int(b.args.LogRetentionDays),
			KmsKeyId:        b.key(),
			Tags:            b.args.Tags.AWS(),
		}, b.child()...)
		if err != nil {
			return b.scope.Err(log.role, err)
		}
		b.logs = append(b.logs, &elasticache.ReplicationGroupLogDeliveryConfigurationArgs{
			Destination:     group.Name,
			DestinationType: pulumi.String("cloudwatch-logs"),
			LogFormat:       pulumi.String("json"),
			LogType:         pulumi.String(log.kind),
		})
	}
	return nil
}
