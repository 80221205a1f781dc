package fargate_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	serviceToken    = "groundwork:aws/fargate:Service"
	ecsToken        = "aws:ecs/service:Service"
	definitionToken = "aws:ecs/taskDefinition:TaskDefinition"
	targetsToken    = "aws:lb/targetGroup:TargetGroup"
	ruleToken       = "aws:lb/listenerRule:ListenerRule"
	groupToken      = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken    = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken     = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	alarmToken      = "aws:cloudwatch/metricAlarm:MetricAlarm"
	scalingToken    = "aws:appautoscaling/target:Target"
	policyToken     = "aws:appautoscaling/policy:Policy"
	stashToken      = "pulumi:index:Stash"

	theCluster    = "arn:aws:ecs:eu-central-1:123456789012:cluster/main-0a1b2c3"
	theListener   = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"
	otherListener = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/0000000000000001"
	theBalancer   = "app/main/0123456789abcdef"
	balancerSG    = "sg-0balancer"
	theTopic      = "arn:aws:sns:eu-central-1:123456789012:alarms"
	theKey        = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	firstImage    = "registry.example.com/shop/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	secondImage   = "registry.example.com/shop/web@sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
	theContainer  = "app"
)

// listenerArgs describe the listener of a load balancer elsewhere.
func listenerArgs() fargate.ListenerArgs {
	return fargate.ListenerArgs{
		HTTPSListenerARN: pulumi.String(theListener), SecurityGroupID: pulumi.String(balancerSG), LoadBalancerARNSuffix: pulumi.String(theBalancer),
	}
}

// workerArgs are the fewest arguments that are accepted.
func workerArgs(tags tagging.Set) *fargate.ServiceArgs {
	return &fargate.ServiceArgs{
		Tags: tags, ClusterARN: pulumi.String(theCluster), VPCID: pulumi.String("vpc-1"),
		SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}), Task: fargate.Task{Image: pulumi.String(firstImage)},
	}
}

// webArgs are the fewest arguments of a service behind a listener of its own.
func webArgs(tags tagging.Set) *fargate.ServiceArgs {
	args := workerArgs(tags)
	args.Listener, args.Port = fargate.NewListener(listenerArgs()), 8080
	args.Routes = []fargate.Route{{Hosts: []string{"shop.example.com"}}}
	return args
}

func testTags(ctx *pulumi.Context) (tagging.Set, error) {
	return tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "staging", "service": "shop",
	})
}

// tryService makes one service called "web", behind a listener, with the arguments as changed.
func tryService(change func(*fargate.ServiceArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		args := webArgs(tags)
		change(args)
		_, err = fargate.NewService(ctx, "web", args)
		return err
	}, opts...)
}

func makeService(t testing.TB, change func(*fargate.ServiceArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryService(change, opts...)
	require.NoError(t, err)
	return graph
}

func asIs(*fargate.ServiceArgs) {}

// asWorker takes the load balancer away.
func asWorker(a *fargate.ServiceArgs) { a.Listener, a.Port, a.Routes = nil, 0, nil }

func asDevelopment(a *fargate.ServiceArgs) { a.Profile = component.Development }

func asBlueGreen(a *fargate.ServiceArgs) {
	a.Task.Image = nil
	a.BlueGreen = &fargate.BlueGreen{Blue: pulumi.String(firstImage), Green: pulumi.String(secondImage), Active: fargate.Blue}
}

func namesIn(resources []*infratest.Resource) []string {
	var all []string
	for _, r := range resources {
		all = append(all, r.Name)
	}
	return all
}
