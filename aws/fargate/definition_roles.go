package fargate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
)

const (
	maxRole       = 64  // IAM API reference, CreateRole
	maxRolePolicy = 128 // IAM API reference, PutRolePolicy
)

// sortedOnce sorts and leaves out what is there twice.
func sortedOnce(all []string) []string { return slices.Compact(slices.Sorted(slices.Values(all))) }

// addExecutionRole makes the role that ECS has while it starts the task. The application does not have it.
func (b *definer) addExecutionRole() (err error) {
	trust, err := ecstask.StartTrust()
	if err != nil {
		return err
	}
	if b.made.ExecutionRole, err = b.newRole("execution-role", pulumi.String(trust)); err != nil {
		return err
	}
	return b.addPolicy("execution-policy", b.made.ExecutionRole, b.executionPolicy())
}

// addTaskRole makes the role that the application has. Its policies are resources of their own, so that others may add more.
func (b *definer) addTaskRole() (err error) {
	trust := b.made.LogGroup.Arn.ApplyT(taskTrust).(pulumi.StringOutput)
	if b.made.TaskRole, err = b.newRole("task-role", trust); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(b.task.Policies)) {
		field := fmt.Sprintf("Task.Policies[%q]", name)
		if err := b.addPolicy("task-policy-"+name, b.made.TaskRole, b.checked(field, b.task.Policies[name], needPolicy, isPolicy)); err != nil {
			return err
		}
	}
	if !b.task.Debug {
		return nil
	}
	return b.addPolicy("debug-policy", b.made.TaskRole, b.debugPolicy())
}

func (b *definer) newRole(role string, trust pulumi.StringInput) (*iam.Role, error) {
	role = b.child(role)
	made, err := iam.NewRole(b.ctx, naming.AutoNameBase(b.scope.Name(role), maxRole), &iam.RoleArgs{
		AssumeRolePolicy: trust, Tags: b.titled(role),
	}, b.options()...)
	return made, b.scope.Err(role, err)
}

func (b *definer) addPolicy(role string, of *iam.Role, text pulumi.StringInput) error {
	role = b.child(role)
	made, err := iam.NewRolePolicy(b.ctx, naming.AutoNameBase(b.scope.Name(role), maxRolePolicy), &iam.RolePolicyArgs{
		Role: of.Name, Policy: text,
	}, b.options()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.made.Ready = append(b.made.Ready, made)
	return nil
}

// taskTrust lets tasks of this account and region have the role.
func taskTrust(logGroup string) (string, error) { return ecstask.TaskTrust(block, logGroup) }

// executionPolicy allows what this task needs to start and nothing else.
func (b *definer) executionPolicy() pulumi.StringOutput {
	later := []any{b.made.LogGroup.Arn, b.imageInput()}
	names := slices.Sorted(maps.Keys(b.task.Secrets))
	for _, name := range names {
		later = append(later, b.reference(name))
	}
	for i, key := range b.task.SecretKMSKeyARNs {
		later = append(later, awsform.KeyARN.Pass(key, "fargate."+b.argsType, fmt.Sprintf("Task.SecretKMSKeyARNs[%d]", i)))
	}
	return pulumi.All(later...).ApplyT(func(all []any) (string, error) {
		texts := make([]string, len(all))
		for i, each := range all {
			texts[i] = each.(string)
		}
		references, keys := texts[2:2+len(names)], texts[2+len(names):]
		return startPolicy(texts[0], texts[1], references, keys)
	}).(pulumi.StringOutput)
}

// startPolicy is the policy of the role that starts a task: it writes to the task's log group, pulls from the repository of its
// image where that is a private one of Amazon ECR, and reads its secrets.
func startPolicy(logGroup, image string, references, keys []string) (string, error) {
	statements, err := ecstask.MayStart(block, logGroup, image)
	if err != nil {
		return "", err
	}
	secrets, parameters := readable(references)
	if len(secrets) > 0 {
		statements = append(statements, iampolicy.Allow("Secrets", []string{"secretsmanager:GetSecretValue"}, secrets...))
	}
	if len(parameters) > 0 {
		statements = append(statements, iampolicy.Allow("Parameters", []string{"ssm:GetParameters"}, parameters...))
	}
	if len(keys) > 0 {
		statements = append(statements, iampolicy.Allow("Keys", []string{"kms:Decrypt"}, sortedOnce(keys)...))
	}
	return iampolicy.Document(statements...)
}

// debugPolicy allows what the agent of ECS Exec needs: it has the application's role. The cluster decides where sessions are
// logged; this covers the log groups that NewCluster makes, and the key where it is that of this task's logs.
func (b *definer) debugPolicy() pulumi.StringOutput {
	later := []any{b.made.LogGroup.Arn}
	if component.Given(b.kmsKeyARN) {
		later = append(later, awsform.KeyARN.Pass(b.kmsKeyARN, "fargate."+b.argsType, "KMSKeyARN"))
	}
	return pulumi.All(later...).ApplyT(func(all []any) (string, error) {
		where, err := awsform.Locate(block, all[0].(string))
		if err != nil {
			return "", err
		}
		statements := []iampolicy.Statement{
			iampolicy.Allow("Sessions", []string{
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			}, "*"), // the actions know no resources
			iampolicy.Allow("FindLogs", []string{"logs:DescribeLogGroups"}, "*"),
			iampolicy.Allow("Logs", []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
				fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s*", where.Partition, where.Region, where.Account, execLogPrefix)),
		}
		for _, key := range all[1:] {
			statements = append(statements, iampolicy.Allow("Key", []string{"kms:Decrypt"}, key.(string)))
		}
		return iampolicy.Document(statements...)
	}).(pulumi.StringOutput)
}
