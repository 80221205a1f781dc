package fargate

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// TaskToken is the type token of [RunnableTask]. It is part of the state of every stack that uses the block.
const TaskToken = "groundwork:aws/fargate:Task"

// RunnableTask is a task that is ready to be run. Nothing runs until somebody does.
type RunnableTask struct {
	pulumi.ResourceState

	// TaskDefinitionARN is the revision to run.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// Family is the name that all revisions share; running it by this name runs the latest one.
	Family pulumi.StringOutput `pulumi:"family"`
	// SecurityGroupID is the group of the task, for others to admit.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the container's output goes.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleName is the role of the application, for policies beside Task.Policies.
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
	// TaskRoleARN is the ARN of that role, for policies elsewhere that name it.
	TaskRoleARN pulumi.StringOutput `pulumi:"taskRoleArn"`
	// RunCommand is a command line for the AWS CLI that starts the task once and returns at once. Wait for the end with
	// `aws ecs wait tasks-stopped` and read the container's exit code with `aws ecs describe-tasks`.
	RunCommand pulumi.StringOutput `pulumi:"runCommand"`
}

// NewTask makes a task that is run by hand or by a pipeline: its task definition with roles and logs, and a security group
// without ingress. When the arguments are wrong it registers nothing and returns all problems at once, each as a
// [component.FieldError].
func NewTask(ctx *pulumi.Context, name string, args *TaskArgs, opts ...pulumi.ResourceOption) (*RunnableTask, error) {
	task := &RunnableTask{}
	scope, err := component.Register(ctx, task, TaskToken, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &onceBuilder{ctx: ctx, scope: scope, args: args.withDefaults(), argsType: taskArgsType}
	for _, step := range []func() error{b.addSecurityGroup, b.addDefinition} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	task.TaskDefinitionARN, task.Family = b.made.Definition.Arn, b.made.Definition.Family
	task.SecurityGroupID = b.group.ID().ToStringOutput()
	task.LogGroupName, task.TaskRoleName, task.TaskRoleARN = b.made.LogGroup.Name, b.made.TaskRole.Name, b.made.TaskRole.Arn
	task.RunCommand = b.runCommand()
	return task, scope.Finish()
}

// onceBuilder holds what the steps of the constructors share for tasks that run once at a time.
type onceBuilder struct {
	ctx      *pulumi.Context
	scope    *component.Scope
	args     *TaskArgs // with defaults
	argsType string    // how errors name the arguments
	group    *securitygroup.Group
	made     *runnable
}

// addSecurityGroup makes a group that nobody may connect to.
func (b *onceBuilder) addSecurityGroup() (err error) {
	const role = roleSecurityGroup
	b.group, err = securitygroup.New(b.ctx, b.scope.Name(role), &securitygroup.Args{
		VPCID: awsform.VPCID.Pass(b.args.VPCID, "fargate."+b.argsType, "VPCID"), Tags: b.args.Tags.AWS(), Title: b.scope.Name(role),
		Egress: egressRules("fargate."+b.argsType, b.args.Egress, b.args.DisableHTTPSEgress),
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// addDefinition gives a task that has to stop the most time that Fargate allows: it works, and serves nobody who waits.
func (b *onceBuilder) addDefinition() (err error) {
	b.made, err = newDefinition(b.ctx, b.scope, definition{
		argsType: b.argsType, task: &b.args.Task, image: b.args.Task.Image, stopTimeout: maxStopTime, tags: b.args.Tags,
		logRetentionDays: b.args.LogRetentionDays, kmsKeyARN: b.args.KMSKeyARN, profile: b.args.Profile,
	})
	return err
}

func (b *onceBuilder) cluster() pulumi.StringOutput {
	return ecstask.ClusterARN.Pass(b.args.ClusterARN, "fargate."+b.argsType, "ClusterARN")
}

func (b *onceBuilder) subnets() pulumi.StringArrayOutput {
	network := b.args.network()
	return component.CheckStrings(b.args.SubnetIDs, "fargate."+b.argsType, "SubnetIDs", network.needSubnets(), func(ids []string) bool {
		return len(ids) >= network.subnets()
	})
}

func (b *onceBuilder) groups() pulumi.StringArray {
	all := pulumi.StringArray{b.group.ID().ToStringOutput()}
	for i, group := range b.args.ExtraSecurityGroupIDs {
		all = append(all, awsform.SecurityGroupID.Pass(group, "fargate."+b.argsType, fmt.Sprintf("ExtraSecurityGroupIDs[%d]", i)))
	}
	return all
}

// runCommand is made of ids and ARNs, which need no quoting; the braces do.
func (b *onceBuilder) runCommand() pulumi.StringOutput {
	debug := ""
	if b.args.Task.Debug {
		debug = " --enable-execute-command"
	}
	return pulumi.All(b.cluster(), b.made.Definition.Arn, b.subnets(), b.groups().ToStringArrayOutput()).ApplyT(func(all []any) string {
		cluster, revision, subnets, groups := all[0].(string), all[1].(string), all[2].([]string), all[3].([]string)
		return fmt.Sprintf("aws ecs run-task --region %s --cluster %s --task-definition %s --count 1 --launch-type FARGATE --platform-version LATEST "+
			"--propagate-tags TASK_DEFINITION --enable-ecs-managed-tags%s "+
			"--network-configuration 'awsvpcConfiguration={subnets=[%s],securityGroups=[%s],assignPublicIp=DISABLED}'",
			strings.Split(cluster, ":")[3], cluster, revision, debug, strings.Join(subnets, ","), strings.Join(groups, ","))
	}).(pulumi.StringOutput)
}
