package searchdomain

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
)

// LogsPolicyToken is the type token of [LogsPolicy].
const LogsPolicyToken = "groundwork:aws/searchdomain:LogsPolicy"

// LogsPolicy lets OpenSearch Service write the logs of all domains of an account and region.
type LogsPolicy struct {
	pulumi.ResourceState

	// PolicyName is what DomainArgs.LogsPolicyName takes.
	PolicyName pulumi.StringOutput `pulumi:"policyName"`

	// Resource is the policy itself.
	Resource *cloudwatch.LogResourcePolicy
}

// LogsPolicyArgs describes the policy. A log resource policy cannot be tagged.
type LogsPolicyArgs struct {
	// PolicyName is the policy's name, unique in the region: 1 to 255 letters, digits and ._-. Default
	// "<project>-<stack>-<component>". A second policy of one name takes the place of the first without a word, and deleting
	// either deletes it, so never give two the same name. A change makes a second policy and then removes the first.
	PolicyName string
}

// Validate reports everything that is wrong with the arguments at once.
func (args *LogsPolicyArgs) Validate() error {
	p := component.NewProblems("searchdomain", "LogsPolicyArgs")
	if args.PolicyName != "" {
		p.Match("PolicyName", "1 to 255 letters, digits and ._-", args.PolicyName, policyName)
	}
	return p.Err()
}

// NewLogsPolicy makes the policy that every domain of the account and region shares: OpenSearch may write to log groups under
// [LogPrefix], on behalf of domains of this account only. Make it once for each account and region, in a stack that
// outlives the domains: CloudWatch Logs takes 10 resource policies in a region, and without it the logs of all domains stop.
func NewLogsPolicy(ctx *pulumi.Context, name string, args *LogsPolicyArgs, opts ...pulumi.ResourceOption) (*LogsPolicy, error) {
	policy := &LogsPolicy{}
	scope, err := component.Register(ctx, policy, LogsPolicyToken, name, component.WithName("searchdomain", name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	caller, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{}, pulumi.Parent(policy))
	if err != nil {
		return nil, scope.Err("policy", err)
	}
	document, err := logsPolicy(caller.AccountId, caller.Arn)
	if err != nil {
		return nil, scope.Err("policy", err)
	}
	policy.Resource, err = cloudwatch.NewLogResourcePolicy(ctx, scope.Name("policy"), &cloudwatch.LogResourcePolicyArgs{
		PolicyName:     pulumi.String(cmp.Or(args.PolicyName, fmt.Sprintf("%s-%s-%s", ctx.Project(), ctx.Stack(), name))),
		PolicyDocument: pulumi.String(document),
	}, scope.Child()...)
	if err != nil {
		return nil, scope.Err("policy", err)
	}
	policy.PolicyName = policy.Resource.PolicyName
	return policy, scope.Finish()
}

// logsPolicy is the document for an account. The caller's ARN tells the partition. A policy is kept in one region, so the
// regions in it can stay open.
func logsPolicy(account, callerARN string) (string, error) {
	partition := "aws"
	if parts := strings.SplitN(callerARN, ":", 3); len(parts) == 3 && parts[0] == "arn" {
		partition = parts[1]
	}
	// Without PutLogEventsBatch the service says that it may not make a stream.
	statement := iampolicy.Allow("OpenSearchLogs", []string{"logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"},
		fmt.Sprintf("arn:%s:logs:*:%s:log-group:%s*", partition, account, LogPrefix))
	statement.Principal = map[string]string{"Service": "es.amazonaws.com"}
	statement.Condition = iampolicy.Conditions{
		"StringEquals": {"aws:SourceAccount": {account}},
		"ArnLike":      {"aws:SourceArn": {fmt.Sprintf("arn:%s:es:*:%s:domain/*", partition, account)}},
	}
	return iampolicy.Document(statement)
}
