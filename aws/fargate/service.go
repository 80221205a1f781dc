package fargate

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// ServiceToken is the type token of [Service]. It is part of the state of every stack that uses the block.
const ServiceToken = "groundwork:aws/fargate:Service"

// containerName is what the only container of every task is called.
const containerName = "app"

// Service is tasks that run for ever, with or without a load balancer in front. See the package comment. With BlueGreen the
// outputs are those of the active colour.
type Service struct {
	pulumi.ResourceState

	// ServiceName is the ECS service's name.
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	// ServiceARN is the ECS service's ARN.
	ServiceARN pulumi.StringOutput `pulumi:"serviceArn"`
	// TaskDefinitionARN is the revision that runs. It fails the update when ECS has rolled back to another one; with
	// BlueGreen, of either colour.
	TaskDefinitionARN pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	// SecurityGroupID is the group of the tasks, for others to admit. Both colours of BlueGreen have the same one.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// TargetGroupARN is where the load balancer sends requests; not set for a worker.
	TargetGroupARN pulumi.StringOutput `pulumi:"targetGroupArn,optional"`
	// LogGroupName is where the container's output goes.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleName is the role of the application, for policies beside Task.Policies. BlueGreen has one for each colour: see
	// Versions.
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
	// TaskRoleARN is the ARN of that role, for policies elsewhere that name it.
	TaskRoleARN pulumi.StringOutput `pulumi:"taskRoleArn"`
	// DeployPlanText is how a roll-out spends its time, line by line.
	DeployPlanText pulumi.StringOutput `pulumi:"deployPlan"`

	// DeployPlan is the same in plain Go.
	DeployPlan DeployPlan
	// Versions are the resources themselves by colour, for whatever this block has no output for. Without BlueGreen there is
	// one, under the empty colour.
	Versions map[Colour]*Version
}

// Version is what runs one image.
type Version struct {
	// Service runs the tasks.
	Service *ecs.Service
	// Definition is the revision that was registered last.
	Definition *ecs.TaskDefinition
	// TaskRole is the role of the application.
	TaskRole *iam.Role
	// LogGroup is where the container's output goes.
	LogGroup *cloudwatch.LogGroup
	// TargetGroup is where the load balancer finds the tasks; nil for a worker.
	TargetGroup *lb.TargetGroup

	colour Colour
	ready  []pulumi.Resource // what a task needs to start
}

// NewService makes a service on Fargate: its task definition with roles and logs, a security group, and with a Listener a
// target group and a rule for each route. It waits until the tasks run, and fails when ECS rolls them back. When the
// arguments are wrong, or another service on the listener has the same route or priority, it registers nothing and returns
// all problems at once, each as a [component.FieldError].
func NewService(ctx *pulumi.Context, name string, args *ServiceArgs, opts ...pulumi.ResourceOption) (_ *Service, err error) {
	checked := claimed(name, args)
	defer func() {
		if err != nil {
			checked.release()
		}
	}()
	service := &Service{}
	scope, err := component.Register(ctx, service, ServiceToken, name, component.WithName(block, name, checked.orNil(), needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, scope: scope, name: name, args: args.withDefaults(), service: service}
	b.plan = b.args.plan()
	steps := []func() error{b.addIdentity, b.addSecurityGroup, b.addVersions, b.addRoutes, b.addServices, b.addAutoscaling, b.addAlarms}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	b.setOutputs()
	return service, scope.Finish()
}

// claimedArgs validates arguments together with what they share with others: the listener.
type claimedArgs struct {
	*ServiceArgs
	conflict error
	release  func()
}

// claimed reserves the routes on the listener. That comes first, so that two services never both believe a route is free.
func claimed(name string, args *ServiceArgs) claimedArgs {
	c := claimedArgs{ServiceArgs: args, release: func() {}}
	if args != nil && args.Listener != nil && args.Listener.claim != nil {
		p := component.NewProblems(block, argsType)
		c.release = args.Listener.claim(p, name, args.Routes)
		c.conflict = p.Err()
	}
	return c
}

// orNil leaves nil to be reported by the kit.
func (c claimedArgs) orNil() component.Args {
	if c.ServiceArgs == nil {
		return c.ServiceArgs
	}
	return c
}

// Validate adds what the listener refused to the checks of the arguments.
func (c claimedArgs) Validate() error { return errors.Join(c.ServiceArgs.Validate(), c.conflict) }

// builder holds what the steps of the constructor share.
type builder struct {
	ctx     *pulumi.Context
	scope   *component.Scope
	name    string
	args    *ServiceArgs // with defaults
	plan    DeployPlan
	service *Service

	cluster  pulumi.StringOutput // its ARN
	identity pulumi.Resource
	group    *securitygroup.Group
	openings []pulumi.Resource // rules of security groups
	versions []*Version        // blue before green
	rules    []pulumi.Resource
}

// addIdentity keeps what a change would replace, and everything else waits for it.
func (b *builder) addIdentity() (err error) {
	b.cluster = ecstask.ClusterARN.Pass(b.args.ClusterARN, argsName, "ClusterARN")
	b.identity, err = b.scope.Fix(argsType,
		component.Fixed{
			Field: "ClusterARN", Value: b.args.ClusterARN,
			Instead: "a change replaces the service; make a second one in the other cluster and move the routes over",
		},
		component.Fixed{
			Field: "VPCID", Value: b.args.VPCID,
			Instead: "a change replaces the service's targets; make a second service in the other network and move the routes over",
		},
		b.args.fixedColours(),
	)
	return err
}

// after are the options of children that must not be touched when a change of identity is refused.
func (b *builder) after(more ...pulumi.Resource) []pulumi.ResourceOption {
	return b.scope.Child(pulumi.DependsOn(append([]pulumi.Resource{b.identity}, more...)))
}

// tags are those of the child with this role, whose name the console shows.
func (b *builder) tags(role string) pulumi.StringMap {
	tags := b.args.Tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}

func (b *builder) setOutputs() {
	s := b.service
	s.DeployPlan, s.DeployPlanText = b.plan, pulumi.String(b.plan.String()).ToStringOutput()
	s.SecurityGroupID = b.group.ID().ToStringOutput()
	s.Versions = map[Colour]*Version{}
	running := pulumi.StringArray{}
	active, position := b.active(), 0
	for i, v := range b.versions {
		s.Versions[v.colour] = v
		running = append(running, b.running(v))
		if v == active {
			position = i
		}
	}
	s.ServiceName, s.ServiceARN = active.Service.Name, active.Service.ID().ToStringOutput()
	s.LogGroupName = active.LogGroup.Name
	s.TaskRoleName, s.TaskRoleARN = active.TaskRole.Name, active.TaskRole.Arn
	if active.TargetGroup != nil {
		s.TargetGroupARN = active.TargetGroup.Arn
	}
	// One output holds the checks of all versions, and is registered: Pulumi forgets a rejected output that nobody uses.
	s.TaskDefinitionARN = running.ToStringArrayOutput().Index(pulumi.Int(position))
}
