package fargate

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/alarm"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// ScheduledTaskToken is the type token of [ScheduledTask]. It is part of the state of every stack that uses the block.
const ScheduledTaskToken = "groundwork:aws/fargate:ScheduledTask"

// maxRetries is the most that EventBridge Scheduler allows, so that only the time ends the attempts.
const maxRetries = 185

// ScheduledTask is a task that runs by the clock.
type ScheduledTask struct {
	pulumi.ResourceState

	// ScheduleName is the name of the schedule in EventBridge Scheduler.
	ScheduleName pulumi.StringOutput `pulumi:"scheduleName"`
	// ScheduleGroupName is the group of this schedule alone, which its metrics go by.
	ScheduleGroupName pulumi.StringOutput `pulumi:"scheduleGroupName"`
	// TaskDefinitionARN is the revision that the next run has.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// SecurityGroupID is the group of the task, for others to admit.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the container's output goes.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleName is the role of the application, for policies beside Task.Policies.
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
	// TaskRoleARN is the ARN of that role, for policies elsewhere that name it.
	TaskRoleARN pulumi.StringOutput `pulumi:"taskRoleArn"`
	// RunCommand is a command line for the AWS CLI that runs the task once, out of turn.
	RunCommand pulumi.StringOutput `pulumi:"runCommand"`

	// Schedule is the schedule itself, for whatever this block has no output for.
	Schedule *scheduler.Schedule
}

// NewScheduledTask makes a task that runs by the clock: what [NewTask] makes, a schedule that may run this task and nothing
// else, and an alarm on runs that could not be started. When the arguments are wrong it registers nothing and returns all
// problems at once, each as a [component.FieldError].
func NewScheduledTask(ctx *pulumi.Context, name string, args *ScheduledTaskArgs, opts ...pulumi.ResourceOption) (*ScheduledTask, error) {
	task := &ScheduledTask{}
	scope, err := component.Register(ctx, task, ScheduledTaskToken, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	a := args.withDefaults()
	b := &scheduleBuilder{
		onceBuilder: onceBuilder{ctx: ctx, scope: scope, args: a.task().withDefaults(), argsType: scheduledArgsType}, schedule: a, task: task,
	}
	for _, step := range []func() error{b.addSecurityGroup, b.addDefinition, b.addScheduleGroup, b.addRole, b.addSchedule, b.addAlarm} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	task.ScheduleName, task.ScheduleGroupName = task.Schedule.Name, b.scheduleGroup.Name
	task.TaskDefinitionARN, task.SecurityGroupID = b.made.Definition.Arn, b.group.ID().ToStringOutput()
	task.LogGroupName, task.TaskRoleName, task.TaskRoleARN = b.made.LogGroup.Name, b.made.TaskRole.Name, b.made.TaskRole.Arn
	task.RunCommand = b.runCommand()
	return task, scope.Finish()
}

// scheduleBuilder holds what the steps of the constructor share.
type scheduleBuilder struct {
	onceBuilder
	schedule      *ScheduledTaskArgs // with its own defaults
	task          *ScheduledTask
	scheduleGroup *scheduler.ScheduleGroup
	role          *iam.Role
	rolePolicy    *iam.RolePolicy
}

// tags are those of the child with this role, whose name the console shows.
func (b *scheduleBuilder) tags(role string) pulumi.StringMap {
	tags := b.args.Tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}

// addScheduleGroup makes a group for this schedule alone: EventBridge Scheduler counts failures by group.
func (b *scheduleBuilder) addScheduleGroup() (err error) {
	const role = "schedule-group"
	b.scheduleGroup, err = scheduler.NewScheduleGroup(b.ctx, naming.AutoNameBase(b.scope.Name(role), ecstask.MaxSchedule),
		&scheduler.ScheduleGroupArgs{Tags: b.tags(role)}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// addRole makes the role that the schedule runs the task with.
func (b *scheduleBuilder) addRole() (err error) {
	const role, policyRole = "schedule-role", "schedule-policy"
	b.role, err = iam.NewRole(b.ctx, naming.AutoNameBase(b.scope.Name(role), maxRole), &iam.RoleArgs{
		AssumeRolePolicy: b.scheduleGroup.Arn.ApplyT(scheduleTrust).(pulumi.StringOutput), Tags: b.tags(role),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	text := pulumi.All(b.made.Definition.Arn, b.cluster(), b.made.ExecutionRole.Arn, b.made.TaskRole.Arn).ApplyT(func(all []any) (string, error) {
		return schedulePolicy(all[0].(string), all[1].(string), all[2].(string), all[3].(string))
	}).(pulumi.StringOutput)
	b.rolePolicy, err = iam.NewRolePolicy(b.ctx, naming.AutoNameBase(b.scope.Name(policyRole), maxRolePolicy), &iam.RolePolicyArgs{
		Role: b.role.Name, Policy: text,
	}, b.scope.Child()...)
	return b.scope.Err(policyRole, err)
}

// scheduleTrust lets the schedules of one group have the role.
func scheduleTrust(group string) (string, error) { return ecstask.ScheduleTrust(block, group) }

// schedulePolicy allows to run any revision of the task, so that a new revision does not change the policy, with the two roles
// of the task.
func schedulePolicy(revision, cluster, executionRole, taskRole string) (string, error) {
	family := revision[:max(0, strings.LastIndex(revision, ":"))]
	run := iampolicy.Allow("Run", []string{"ecs:RunTask"}, family+":*")
	run.Condition = iampolicy.Conditions{"ArnEquals": {"ecs:cluster": {cluster}}}
	pass := iampolicy.Allow("PassRoles", []string{"iam:PassRole"}, sortedOnce([]string{executionRole, taskRole})...)
	pass.Condition = iampolicy.Conditions{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}
	tag := iampolicy.Allow("Tag", []string{"ecs:TagResource"}, strings.Replace(cluster, ":cluster/", ":task/", 1)+"/*")
	tag.Condition = iampolicy.Conditions{"StringEquals": {"ecs:CreateAction": {"RunTask"}}}
	return iampolicy.Document(run, pass, tag)
}

func (b *scheduleBuilder) addSchedule() (err error) {
	const role = "schedule"
	state := "ENABLED"
	if b.schedule.Paused {
		state = "DISABLED"
	}
	b.task.Schedule, err = scheduler.NewSchedule(b.ctx, naming.AutoNameBase(b.scope.Name(role), ecstask.MaxSchedule), &scheduler.ScheduleArgs{
		GroupName:                  b.scheduleGroup.Name,
		State:                      pulumi.String(state),
		ScheduleExpression:         pulumi.String(b.schedule.Schedule),
		ScheduleExpressionTimezone: pulumi.String(b.schedule.TimeZone),
		FlexibleTimeWindow:         scheduler.ScheduleFlexibleTimeWindowArgs{Mode: pulumi.String("OFF")},
		Target: scheduler.ScheduleTargetArgs{
			Arn:     b.cluster(),
			RoleArn: b.role.Arn,
			RetryPolicy: scheduler.ScheduleTargetRetryPolicyArgs{
				MaximumEventAgeInSeconds: inSeconds(b.schedule.StartWithin), MaximumRetryAttempts: pulumi.Int(maxRetries),
			},
			EcsParameters: scheduler.ScheduleTargetEcsParametersArgs{
				TaskDefinitionArn:    b.made.Definition.Arn,
				TaskCount:            pulumi.Int(1),
				LaunchType:           pulumi.String("FARGATE"),
				PropagateTags:        pulumi.String("TASK_DEFINITION"),
				EnableEcsManagedTags: pulumi.Bool(true),
				EnableExecuteCommand: pulumi.Bool(b.args.Task.Debug),
				NetworkConfiguration: scheduler.ScheduleTargetEcsParametersNetworkConfigurationArgs{
					AssignPublicIp: pulumi.Bool(false), Subnets: b.subnets(), SecurityGroups: b.groups(),
				},
			},
		},
	}, b.scope.Child(pulumi.DependsOn([]pulumi.Resource{b.rolePolicy}))...)
	return b.scope.Err(role, err)
}

// addAlarm watches for runs that were given up. How a run ends is not a metric of AWS's.
func (b *scheduleBuilder) addAlarm() error {
	if b.schedule.DisableAlarms {
		return nil
	}
	watch := alarm.Watcher{
		Context: b.ctx, Scope: b.scope, Tags: b.args.Tags.AWS(), Titled: true, Actions: alarm.Tell(b.schedule.AlarmTopicARN, "fargate."+b.argsType),
	}
	return watch.Add(alarm.Alarm{
		Role: "start-alarm", Namespace: "AWS/Scheduler", Metric: "InvocationDroppedCount", Statistic: "Sum",
		Dimensions: pulumi.StringMap{"ScheduleGroup": b.scheduleGroup.Name}, Compare: alarm.AtLeast, Threshold: 1, OnMissing: alarm.SilenceGood,
		Advice: fmt.Sprintf(
			"A run could not be started within %s and was given up. Look for RunTask in CloudTrail, and run the task by hand.", b.schedule.StartWithin),
	})
}
