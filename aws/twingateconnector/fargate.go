package twingateconnector

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/scheduler"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/twingate"
)

// FargateToken is the type token of [Fargate]. It is part of the state of every stack that uses the block.
const FargateToken = "groundwork:aws/twingateconnector:Fargate"

// Fargate is Twingate connectors in containers on Fargate. See the package comment.
type Fargate struct {
	pulumi.ResourceState

	// RemoteNetworkID is the remote network that the connectors serve, for resources that others make.
	RemoteNetworkID pulumi.StringOutput `pulumi:"remoteNetworkId"`
	// SecurityGroupID is the group of the connectors, for what they reach to admit.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// ClusterARN is the ECS cluster.
	ClusterARN pulumi.StringOutput `pulumi:"clusterArn"`
	// ServiceNames are the ECS services, one for each connector.
	ServiceNames pulumi.StringArrayOutput `pulumi:"serviceNames"`
	// LogGroupNames are where the output of each connector goes.
	LogGroupNames pulumi.StringArrayOutput `pulumi:"logGroupNames"`

	// RemoteNetwork is the remote network that was made; nil with Access.RemoteNetworkID.
	RemoteNetwork *twingate.RemoteNetwork
	// Connectors are the connectors as Twingate knows them.
	Connectors []*twingate.Connector
	// Resources are those of Access.Resources by their keys.
	Resources map[string]*twingate.Resource
	// Services are what runs the connectors.
	Services []*ecs.Service
	// Ready is there when the last connector runs, and thereby all.
	Ready []pulumi.Resource
}

// NewFargate makes a remote network in Twingate, two or more connectors that run on Fargate one in each zone, and the resources that
// groups reach through them. It waits until the connectors run. When the arguments are wrong it registers nothing and returns all
// problems at once, each as a [component.FieldError].
func NewFargate(ctx *pulumi.Context, name string, args *FargateArgs, opts ...pulumi.ResourceOption) (*Fargate, error) {
	made := &Fargate{}
	scope, err := component.Register(ctx, made, FargateToken, name, component.WithName(block, name, args, needName), opts...)
	if err != nil {
		return nil, err
	}
	a := args.withDefaults()
	b := &fargateBuilder{base: base{common: a.common(), ctx: ctx, scope: scope}, args: a, made: made}
	for _, step := range []func() error{b.addSecurityGroup, b.addCluster, b.addUpdates, b.addConnectors} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	b.setOutputs()
	return made, scope.Finish()
}

// fargateBuilder holds what the steps of the constructor share.
type fargateBuilder struct {
	base
	args *FargateArgs // with defaults
	made *Fargate

	cluster  pulumi.StringOutput      // its ARN
	updates  *scheduler.ScheduleGroup // nil without weekly updates
	access   *remoteaccess.Made
	services pulumi.StringArray // their names
	logs     pulumi.StringArray // the names of their log groups
}

// addCluster makes a cluster, where none is given. Its tasks run on Fargate by the launch type of the services, so it has no capacity of
// its own.
func (b *fargateBuilder) addCluster() error {
	if component.Given(b.args.ClusterARN) {
		b.cluster = ecstask.ClusterARN.Pass(b.args.ClusterARN, b.argsName(), "ClusterARN")
		return nil
	}
	const role = "cluster"
	made, err := ecs.NewCluster(b.ctx, naming.AutoNameBase(b.scope.Name(role), ecstask.MaxCluster), &ecs.ClusterArgs{
		Settings: ecs.ClusterSettingArray{ecs.ClusterSettingArgs{Name: pulumi.String("containerInsights"), Value: pulumi.String("enabled")}},
		Tags:     b.titled(role),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.cluster = made.Arn
	return nil
}

func (b *fargateBuilder) addConnectors() (err error) {
	b.access, err = remoteaccess.New(b.ctx, b.scope, &remoteaccess.Args{
		Access: &b.args.Access, ArgsType: fargateArgsType, Location: location, Tags: b.args.Tags, Profile: b.args.Profile, Run: b.run,
	})
	return err
}

func (b *fargateBuilder) setOutputs() {
	f, a := b.made, b.access
	f.RemoteNetworkID, f.RemoteNetwork, f.Connectors, f.Resources, f.Ready = a.RemoteNetworkID, a.RemoteNetwork, a.Connectors, a.Resources, a.Ready
	f.SecurityGroupID, f.ClusterARN = b.group.ID().ToStringOutput(), b.cluster
	f.ServiceNames, f.LogGroupNames = b.services.ToStringArrayOutput(), b.logs.ToStringArrayOutput()
}
