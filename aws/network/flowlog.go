package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// addFlowLog records all traffic, refused and admitted, in a log group of its own.
func (b *builder) addFlowLog() error {
	if b.args.DisableFlowLogs {
		return nil
	}
	group, err := b.addLogGroup()
	if err != nil {
		return err
	}
	writer, policy, err := b.addLogWriter(group)
	if err != nil {
		return err
	}
	const role = "flow-log"
	_, err = ec2.NewFlowLog(b.ctx, b.scope.Name(role), &ec2.FlowLogArgs{
		VpcId: b.network.ID(), TrafficType: pulumi.String("ALL"),
		LogDestinationType: pulumi.String("cloud-watch-logs"), LogDestination: group.Arn, IamRoleArn: writer.Arn,
		Tags: b.tags(role),
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{policy}))...)
	return b.scope.Err(role, err)
}

func (b *builder) addLogGroup() (*cloudwatch.LogGroup, error) {
	const role = "flow-log-group"
	group, err := cloudwatch.NewLogGroup(b.ctx, b.scope.Name(role), &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(b.args.FlowLogRetentionDays), Tags: b.tags(role),
		KmsKeyId: awsform.KeyARN.PassOptional(b.args.KMSKeyARN, "network."+argsType, "KMSKeyARN"),
	}, b.scope.Child(b.protection()...)...)
	if err != nil {
		return nil, b.scope.Err(role, err)
	}
	b.vpc.FlowLogGroupName = group.Name
	return group, nil
}

// addLogWriter makes the role by which the flow log service writes to the group, and to nothing else. It may not create
// groups, so records that arrive late do not bring a deleted one back, without retention and outside of the stack.
func (b *builder) addLogWriter(group *cloudwatch.LogGroup) (*iam.Role, *iam.RolePolicy, error) {
	const role, policyRole = "flow-log-role", "flow-log-policy"
	writer, err := iam.NewRole(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxIAMRole), &iam.RoleArgs{
		AssumeRolePolicy: pulumi.JSONMarshal(document(map[string]any{
			"Principal": map[string]any{"Service": "vpc-flow-logs.amazonaws.com"},
			"Action":    "sts:AssumeRole",
			// The owner of the network is this account: no other one may have its flow logs written by this role.
			"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": b.network.OwnerId}},
		})),
		Tags: b.tags(role),
	}, b.scope.Child()...)
	if err != nil {
		return nil, nil, b.scope.Err(role, err)
	}
	policy, err := iam.NewRolePolicy(b.ctx, b.scope.Name(policyRole), &iam.RolePolicyArgs{
		Role: writer.ID(),
		Policy: pulumi.JSONMarshal(document(map[string]any{
			"Action":   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			"Resource": pulumi.Sprintf("%s:*", group.Arn),
		})),
	}, b.scope.Child()...)
	return writer, policy, b.scope.Err(policyRole, err)
}

// document is an IAM policy of one statement, which allows.
func document(statement map[string]any) map[string]any {
	statement["Effect"] = "Allow"
	return map[string]any{"Version": "2012-10-17", "Statement": []any{statement}}
}
