package ekscluster_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	key      = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	topic    = "arn:aws:sns:eu-west-1:123456789012:alarms"
	deployer = "arn:aws:iam::123456789012:role/ci/deployer"
	boundary = "arn:aws:iam::123456789012:policy/boundary"
)

// name is what the component of the fixture is registered under.
const name = "shop-blue-g1"

const (
	componentToken    = "groundwork:aws/ekscluster:Cluster"
	clusterToken      = "aws:eks/cluster:Cluster"
	nodeGroupToken    = "aws:eks/nodeGroup:NodeGroup"
	addonToken        = "aws:eks/addon:Addon"
	entryToken        = "aws:eks/accessEntry:AccessEntry"
	accessPolicyToken = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
	templateToken     = "aws:ec2/launchTemplate:LaunchTemplate"
	roleToken         = "aws:iam/role:Role"
	rolePolicyToken   = "aws:iam/rolePolicy:RolePolicy"
	attachmentToken   = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	keyToken          = "aws:kms/key:Key"
	logGroupToken     = "aws:cloudwatch/logGroup:LogGroup"
	alarmToken        = "aws:cloudwatch/metricAlarm:MetricAlarm"
	ingressToken      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	idToken           = "random:index/randomId:RandomId"
	stashToken        = "pulumi:index:Stash"
)

func testTags() tagging.Tags {
	return tagging.Tags{"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop"}
}

func subnets(ids ...string) pulumi.StringArray { return pulumi.ToStringArray(ids) }

// fewestArgs are the fewest arguments that are accepted.
func fewestArgs(_ *pulumi.Context, tags tagging.Set) *ekscluster.Args {
	return &ekscluster.Args{
		Tags: tags, Slot: "blue", KubernetesVersion: "1.35", SubnetIDs: subnets("subnet-a", "subnet-b"),
		NodeGroups:  map[string]ekscluster.NodeGroup{"main": {InstanceTypes: []string{"m7i.large"}}},
		DeployerARN: pulumi.String(deployer), AlarmTopicARN: pulumi.String(topic),
	}
}

// newCluster is for programs that use the cluster.
func newCluster(ctx *pulumi.Context, name string, change func(*ekscluster.Args)) (*ekscluster.Cluster, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
	if err != nil {
		return nil, err
	}
	args := fewestArgs(ctx, tags)
	change(args)
	return ekscluster.New(ctx, name, args)
}

// tryNamed registers one cluster with the arguments as changed.
func tryNamed(t testing.TB, name string, change func(*ekscluster.Args), opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := newCluster(ctx, name, change)
		return err
	}, opts...)
}

// run registers one cluster called "shop".
func run(t testing.TB, change func(*ekscluster.Args), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryNamed(t, "shop", change, opts...)
	require.NoError(t, err)
	return graph
}

func nothing(*ekscluster.Args) {}

// group changes the node group of the fixture.
func group(change func(*ekscluster.NodeGroup)) func(*ekscluster.Args) {
	return func(a *ekscluster.Args) {
		main := a.NodeGroups["main"]
		change(&main)
		a.NodeGroups["main"] = main
	}
}
