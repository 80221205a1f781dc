package searchdomain

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/opensearch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// LogPrefix begins the names of the log groups of every domain, so that one policy admits them all: see [NewLogsPolicy].
const LogPrefix = "/aws/opensearch/"

// addLogs makes a log group for each of the four logs. The name of the policy goes into what the domain is told, because the
// service refuses a log group that no policy covers yet: the domain waits for the policy by itself.
func (b *builder) addLogs() error {
	if b.args.DisableLogs {
		return nil
	}
	policy := component.CheckMatch(b.args.LogsPolicyName, argsName, "LogsPolicyName", needPolicyName, policyName)
	for _, log := range []struct{ role, name, kind string }{
		{"index-slow-log", "index-slow", "INDEX_SLOW_LOGS"},
		{"search-slow-log", "search-slow", "SEARCH_SLOW_LOGS"},
		{"application-log", "application", "ES_APPLICATION_LOGS"},
		{"audit-log", "audit", "AUDIT_LOGS"},
	} {
		group, err := cloudwatch.NewLogGroup(b.ctx, b.scope.Name(log.role), &cloudwatch.LogGroupArgs{
			NamePrefix:      pulumi.String(LogPrefix + b.name + "-" + log.name + "-"),
			RetentionInDays: pulumi.Int(b.args.LogRetentionDays),
			KmsKeyId:        b.key(),
			Tags:            b.args.Tags.AWS(),
		}, b.child()...)
		if err != nil {
			return b.scope.Err(log.role, err)
		}
		admitted := pulumi.All(group.Arn, policy).ApplyT(func(all []any) string {
			arn, _ := all[0].(string) // by the type of the output
			return arn
		}).(pulumi.StringOutput)
		b.logs = append(b.logs, &opensearch.DomainLogPublishingOptionArgs{
			LogType: pulumi.String(log.kind), CloudwatchLogGroupArn: admitted, Enabled: pulumi.Bool(true),
		})
	}
	return nil
}
