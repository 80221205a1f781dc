package fargate

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/naming"
)

const (
	// targetPort stands in the target group only: each task is registered with its own port. It is constant, because a change
	// would replace the group.
	targetPort = 80
	// minTimeout is how long the provider waits at least for a roll-out, failed attempts and the way back included.
	minTimeout = 10 * time.Minute
	// timeoutFactor is how many planned roll-outs it waits for: three attempts that fail, the way back, and one to spare.
	timeoutFactor = 5
)

// role is the role of a child that each version has.
func (v *Version) role(role string) string {
	if v.colour == "" {
		return role
	}
	return string(v.colour) + "-" + role
}

// addVersions registers what each version needs before it can run.
func (b *builder) addVersions() error {
	for _, colour := range b.args.colours() {
		task := b.args.taskOf(colour)
		made, err := newDefinition(b.ctx, b.scope, definition{
			role: string(colour), task: task, image: task.Image, port: b.args.Port, stopTimeout: b.plan.StopTimeout, tags: b.args.Tags,
			logRetentionDays: b.args.LogRetentionDays, kmsKeyARN: b.args.KMSKeyARN, profile: b.args.Profile,
			after: []pulumi.Resource{b.identity}, // a change that is refused has made no revision
		})
		if err != nil {
			return err
		}
		v := &Version{Definition: made.Definition, TaskRole: made.TaskRole, LogGroup: made.LogGroup, colour: colour, ready: made.Ready}
		b.versions = append(b.versions, v)
		if b.args.worker() {
			continue
		}
		if v.TargetGroup, err = b.addTargetGroup(v); err != nil {
			return err
		}
	}
	return nil
}

// addTargetGroup makes a group that knows nothing of the task, so that no change of the task replaces it.
func (b *builder) addTargetGroup(v *Version) (*lb.TargetGroup, error) {
	role, plan := v.role("target-group"), b.plan
	args := &lb.TargetGroupArgs{
		VpcId: awsform.VPCID.Pass(b.args.VPCID, argsName, "VPCID"), TargetType: pulumi.String("ip"),
		Port: pulumi.Int(targetPort), Protocol: pulumi.String("HTTP"),
		DeregistrationDelay: inSeconds(plan.DeregistrationDelay),
		// Not by outstanding requests: a task that fails at once would get the most, and slow start does not go with it.
		LoadBalancingAlgorithmType: pulumi.String("round_robin"),
		HealthCheck: &lb.TargetGroupHealthCheckArgs{
			Enabled: pulumi.Bool(true), Protocol: pulumi.String("HTTP"), Port: pulumi.String("traffic-port"),
			Path: pulumi.String(b.args.HealthCheck.Path), Matcher: pulumi.String(b.args.HealthCheck.Codes),
			Interval: inSeconds(plan.HealthCheckInterval), Timeout: inSeconds(plan.HealthCheckTimeout),
			HealthyThreshold: pulumi.Int(plan.HealthyThreshold), UnhealthyThreshold: pulumi.Int(plan.UnhealthyThreshold),
		},
		SlowStart: inSeconds(b.args.SlowStart),
		Tags:      b.tags(role),
	}
	group, err := lb.NewTargetGroup(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxTargetGroup), args, b.after()...)
	return group, b.scope.Err(role, err)
}

func (b *builder) addServices() error {
	for _, v := range b.versions {
		var err error
		if v.Service, err = b.addService(v); err != nil {
			return err
		}
	}
	return nil
}

// addService runs a version. It waits for the rules, because ECS refuses a target group that no load balancer uses, and for
// everything that a task needs to start, because one that cannot start is a failed deployment.
func (b *builder) addService(v *Version) (*ecs.Service, error) {
	role := v.role("service")
	args := &ecs.ServiceArgs{
		Cluster: b.cluster, TaskDefinition: v.Definition.Arn, DesiredCount: pulumi.Int(b.args.DesiredCount),
		LaunchType: pulumi.String("FARGATE"), PlatformVersion: pulumi.String("LATEST"),
		NetworkConfiguration: &ecs.ServiceNetworkConfigurationArgs{
			AssignPublicIp: pulumi.Bool(false), Subnets: b.subnets(), SecurityGroups: b.groups(),
		},
		DeploymentMinimumHealthyPercent: pulumi.Int(b.plan.MinimumHealthyPercent),
		DeploymentMaximumPercent:        pulumi.Int(b.plan.MaximumPercent),
		DeploymentCircuitBreaker:        &ecs.ServiceDeploymentCircuitBreakerArgs{Enable: pulumi.Bool(true), Rollback: pulumi.Bool(true)},
		AvailabilityZoneRebalancing:     pulumi.String("ENABLED"),
		EnableExecuteCommand:            pulumi.Bool(b.args.Task.Debug),
		EnableEcsManagedTags:            pulumi.Bool(true),
		PropagateTags:                   pulumi.String("SERVICE"),
		WaitForSteadyState:              pulumi.Bool(true),
		Tags:                            b.tags(role),
	}
	if v.TargetGroup != nil {
		args.HealthCheckGracePeriodSeconds = inSeconds(b.plan.GracePeriod)
		args.LoadBalancers = ecs.ServiceLoadBalancerArray{&ecs.ServiceLoadBalancerArgs{
			TargetGroupArn: v.TargetGroup.Arn, ContainerName: pulumi.String(containerName), ContainerPort: pulumi.Int(b.args.Port),
		}}
	}
	timeout := max(minTimeout, timeoutFactor*b.plan.Total).String()
	options := []pulumi.ResourceOption{pulumi.Timeouts(&pulumi.CustomTimeouts{Create: timeout, Update: timeout})}
	if b.args.Autoscaling != nil {
		options = append(options, pulumi.IgnoreChanges([]string{"desiredCount"}))
	}
	needs := append(append(append([]pulumi.Resource{}, b.openings...), b.rules...), v.ready...)
	name := naming.AutoNameBase(b.scope.Name(role), ecstask.MaxService)
	service, err := ecs.NewService(b.ctx, name, args, append(b.after(needs...), options...)...)
	return service, b.scope.Err(role, err)
}

func (b *builder) subnets() pulumi.StringArrayInput {
	return component.CheckStrings(b.args.SubnetIDs, argsName, "SubnetIDs", b.args.needSubnets(), func(ids []string) bool {
		return len(ids) >= b.args.subnets()
	})
}

func (b *builder) groups() pulumi.StringArray {
	all := pulumi.StringArray{b.group.ID().ToStringOutput()}
	for i, group := range b.args.ExtraSecurityGroupIDs {
		all = append(all, awsform.SecurityGroupID.Pass(group, argsName, fmt.Sprintf("ExtraSecurityGroupIDs[%d]", i)))
	}
	return all
}

// running is the revision that the service runs after the update. ECS calls a service steady, and the provider is content,
// also when it has gone back to the revision before; then this output is an error.
func (b *builder) running(v *Version) pulumi.StringOutput {
	name, role := b.name, v.role("service")
	return pulumi.All(v.Service.TaskDefinition.Elem(), v.Definition.Arn, v.LogGroup.Name).ApplyT(func(all []any) (string, error) {
		runs, registered, logs := all[0].(string), all[1].(string), all[2].(string)
		if runs == registered {
			return runs, nil
		}
		return "", fmt.Errorf("fargate: %s: %s: need the revision %s, got %s: its tasks failed and ECS rolled the deployment back; see the log group %s",
			name, role, registered, runs, logs)
	}).(pulumi.StringOutput)
}

// inSeconds is a time as the APIs take it.
func inSeconds(d time.Duration) pulumi.Int { return pulumi.Int(int(d / time.Second)) }
