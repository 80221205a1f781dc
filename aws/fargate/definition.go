package fargate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	// block begins every error.
	block = "fargate"
	// logPrefix begins the names of the containers' log groups.
	logPrefix = "/ecs/"
	// maxLogPrefix leaves room for what the provider adds; CloudWatch takes 512 characters.
	maxLogPrefix = 400
)

// definition is what a task definition is made of.
type definition struct {
	role             string             // "", or the colour that begins the roles of the children
	argsType         string             // how errors name the arguments; empty for those of a service
	task             *Task              // with defaults
	image            pulumi.StringInput // instead of the task's
	port             int                // 0 for a container that nobody connects to
	stopTimeout      time.Duration
	tags             tagging.Set
	logRetentionDays int
	kmsKeyARN        pulumi.StringInput // of the logs
	profile          component.Profile
	after            []pulumi.Resource // what must be there first
}

// runnable is a task definition with what its tasks need.
type runnable struct {
	Definition    *ecs.TaskDefinition
	LogGroup      *cloudwatch.LogGroup
	TaskRole      *iam.Role
	ExecutionRole *iam.Role
	Ready         []pulumi.Resource // what a task cannot start without
}

// definer holds what the steps of newDefinition share.
type definer struct {
	definition
	ctx   *pulumi.Context
	scope *component.Scope
	made  *runnable
}

// newDefinition makes a task definition, and before it a log group, a role that starts the task and a role that the
// application has.
func newDefinition(ctx *pulumi.Context, scope *component.Scope, d definition) (*runnable, error) {
	b := &definer{definition: d, ctx: ctx, scope: scope, made: &runnable{}}
	b.argsType = cmp.Or(b.argsType, argsType)
	for _, step := range []func() error{b.addLogGroup, b.addExecutionRole, b.addTaskRole, b.addDefinition} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b.made, nil
}

// child is the role of a child of this version.
func (b *definer) child(role string) string {
	if b.role == "" {
		return role
	}
	return b.role + "-" + role
}

// options are those of a child.
func (b *definer) options(more ...pulumi.Resource) []pulumi.ResourceOption {
	return b.scope.Child(pulumi.DependsOn(slices.Concat(b.after, more)))
}

// titled are the tags of a child whose name the console shows.
func (b *definer) titled(role string) pulumi.StringMap {
	tags := b.tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}

// checked passes on an input that is known only later, after the check that a literal one got in Validate.
func (b *definer) checked(field string, in pulumi.StringInput, need string, ok func(string) bool) pulumi.StringOutput {
	return component.CheckString(in, "fargate."+b.argsType, field, need, ok)
}

func (b *definer) addLogGroup() (err error) {
	role := b.child("log-group")
	args := &cloudwatch.LogGroupArgs{
		NamePrefix:      pulumi.String(naming.Truncate(logPrefix+strings.TrimSuffix(b.scope.Name(b.role), "-"), maxLogPrefix) + "-"),
		RetentionInDays: pulumi.Int(b.logRetentionDays),
		Tags:            b.titled(role),
	}
	if component.Given(b.kmsKeyARN) {
		args.KmsKeyId = awsform.KeyARN.Pass(b.kmsKeyARN, "fargate."+b.argsType, "KMSKeyARN").ToStringPtrOutput()
	}
	b.made.LogGroup, err = cloudwatch.NewLogGroup(b.ctx, b.scope.Name(role), args, b.options()...)
	return b.scope.Err(role, err)
}

// addDefinition registers the revision. AWS cannot change one: everything but the tags makes a new revision of the family,
// and the old ones stay, because a service can be rolled back only to a revision that is still registered.
func (b *definer) addDefinition() (err error) {
	role, t := b.child("task-definition"), b.task
	args := &ecs.TaskDefinitionArgs{
		Family:                  pulumi.String(ecstask.Family(b.ctx, b.scope.Name(b.child("task")))),
		ContainerDefinitions:    b.containers(),
		Cpu:                     pulumi.String(strconv.Itoa(t.CPU)),
		Memory:                  pulumi.String(strconv.Itoa(t.MemoryMB)),
		NetworkMode:             pulumi.String("awsvpc"),
		RequiresCompatibilities: pulumi.ToStringArray([]string{"FARGATE"}),
		RuntimePlatform: &ecs.TaskDefinitionRuntimePlatformArgs{
			CpuArchitecture: pulumi.String(t.Architecture), OperatingSystemFamily: pulumi.String("LINUX"),
		},
		ExecutionRoleArn: b.made.ExecutionRole.Arn,
		TaskRoleArn:      b.made.TaskRole.Arn,
		SkipDestroy:      pulumi.Bool(true),
		Tags:             b.titled(role),
	}
	if t.EphemeralStorageGB != 0 {
		args.EphemeralStorage = &ecs.TaskDefinitionEphemeralStorageArgs{SizeInGib: pulumi.Int(t.EphemeralStorageGB)}
	}
	if names := t.agentVolumes(); len(names) > 0 {
		var volumes ecs.TaskDefinitionVolumeArray
		for _, name := range names {
			volumes = append(volumes, ecs.TaskDefinitionVolumeArgs{Name: pulumi.String(name)})
		}
		args.Volumes = volumes
	}
	b.made.Definition, err = ecs.NewTaskDefinition(b.ctx, b.scope.Name(role), args, b.options(b.made.Ready...)...)
	return b.scope.Err(role, err)
}
