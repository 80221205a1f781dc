package fargate

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// ClusterToken is the type token of [Cluster]. It is part of the state of every stack that uses the block.
const ClusterToken = "groundwork:aws/fargate:Cluster"

// execLogPrefix begins the names of the log groups of ECS Exec. Tasks with Debug may write to groups that begin with it.
const execLogPrefix = "/ecs-exec/"

// Cluster is an ECS cluster for Fargate. It costs nothing by itself and is a wall for names and permissions, not for networks.
type Cluster struct {
	pulumi.ResourceState

	// ARN is what services and tasks name the cluster by.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// Name is the physical name: the component's name, "-cluster" and a random suffix.
	Name pulumi.StringOutput `pulumi:"name"`
	// ExecLogGroupName is where sessions of ECS Exec are logged, with every key that is pressed and every answer.
	ExecLogGroupName pulumi.StringOutput `pulumi:"execLogGroupName"`

	// Resource is the cluster itself, for whatever this block has no output for.
	Resource *ecs.Cluster
}

// NewCluster makes an ECS cluster that runs tasks on Fargate and Fargate Spot, measures them and logs every session of ECS
// Exec. When the arguments are wrong it registers nothing and returns all problems at once, each as a [component.FieldError].
func NewCluster(ctx *pulumi.Context, name string, args *ClusterArgs, opts ...pulumi.ResourceOption) (*Cluster, error) {
	cluster := &Cluster{}
	scope, err := component.Register(ctx, cluster, ClusterToken, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	b := &clusterBuilder{ctx: ctx, scope: scope, name: name, args: args.withDefaults(), cluster: cluster}
	for _, step := range []func() error{b.addExecLogs, b.addCluster, b.addProviders} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return cluster, scope.Finish()
}

// clusterBuilder holds what the steps of the constructor share.
type clusterBuilder struct {
	ctx      *pulumi.Context
	scope    *component.Scope
	name     string
	args     *ClusterArgs // with defaults
	cluster  *Cluster
	execLogs *cloudwatch.LogGroup
}

// tags are those of the child with this role, whose name the console shows.
func (b *clusterBuilder) tags(role string) pulumi.StringMap {
	tags := b.args.Tags.AWS()
	tags["Name"] = pulumi.String(b.scope.Name(role))
	return tags
}

// key is the customer-managed key; nil leaves the choice to each service.
func (b *clusterBuilder) key() pulumi.StringPtrInput {
	if !component.Given(b.args.KMSKeyARN) {
		return nil
	}
	return awsform.KeyARN.Pass(b.args.KMSKeyARN, "fargate."+clusterArgsType, "KMSKeyARN").ToStringPtrOutput()
}

func (b *clusterBuilder) addExecLogs() (err error) {
	const role = "exec-log-group"
	b.execLogs, err = cloudwatch.NewLogGroup(b.ctx, b.scope.Name(role), &cloudwatch.LogGroupArgs{
		NamePrefix:      pulumi.String(naming.Truncate(execLogPrefix+b.name, maxLogPrefix) + "-"),
		RetentionInDays: pulumi.Int(b.args.LogRetentionDays),
		KmsKeyId:        b.key(),
		Tags:            b.tags(role),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.cluster.ExecLogGroupName = b.execLogs.Name
	return nil
}

func (b *clusterBuilder) addCluster() error {
	const role = "cluster"
	made, err := ecs.NewCluster(b.ctx, naming.AutoNameBase(b.scope.Name(role), ecstask.MaxCluster), &ecs.ClusterArgs{
		Settings: ecs.ClusterSettingArray{ecs.ClusterSettingArgs{
			Name: pulumi.String("containerInsights"), Value: pulumi.String(b.args.ContainerInsights),
		}},
		Configuration: &ecs.ClusterConfigurationArgs{
			ExecuteCommandConfiguration: &ecs.ClusterConfigurationExecuteCommandConfigurationArgs{
				KmsKeyId: b.key(),
				Logging:  pulumi.String("OVERRIDE"),
				LogConfiguration: &ecs.ClusterConfigurationExecuteCommandConfigurationLogConfigurationArgs{
					CloudWatchLogGroupName: b.execLogs.Name,
					// With true, ECS refuses sessions when the group has no customer-managed key.
					CloudWatchEncryptionEnabled: pulumi.Bool(component.Given(b.args.KMSKeyARN)),
				},
			},
		},
		Tags: b.tags(role),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.cluster.Resource, b.cluster.ARN, b.cluster.Name = made, made.Arn, made.Name
	return nil
}

// addProviders lets tasks name either kind of capacity; what names none gets Fargate, never Spot.
func (b *clusterBuilder) addProviders() error {
	const role, onDemand, spot = "capacity-providers", "FARGATE", "FARGATE_SPOT"
	_, err := ecs.NewClusterCapacityProviders(b.ctx, b.scope.Name(role), &ecs.ClusterCapacityProvidersArgs{
		ClusterName:       b.cluster.Name,
		CapacityProviders: pulumi.ToStringArray([]string{onDemand, spot}),
		DefaultCapacityProviderStrategies: ecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArray{
			ecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs{CapacityProvider: pulumi.String(onDemand), Weight: pulumi.Int(1)},
		},
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}
