package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	key   = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	topic = "arn:aws:sns:eu-west-1:123456789012:alarms"
)

const (
	componentToken      = "groundwork:aws/redis:Cluster"
	groupToken          = "aws:elasticache/replicationGroup:ReplicationGroup"
	subnetGroupToken    = "aws:elasticache/subnetGroup:SubnetGroup"
	parameterGroupToken = "aws:elasticache/parameterGroup:ParameterGroup"
	userToken           = "aws:elasticache/user:User"
	userGroupToken      = "aws:elasticache/userGroup:UserGroup"
	securityGroupToken  = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken        = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken         = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	logGroupToken       = "aws:cloudwatch/logGroup:LogGroup"
	secretToken         = "aws:secretsmanager/secret:Secret"
	secretVersionToken  = "aws:secretsmanager/secretVersion:SecretVersion"
	passwordToken       = "random:index/randomPassword:RandomPassword"
	idToken             = "random:index/randomId:RandomId"
	stashToken          = "pulumi:index:Stash"
)

func testTags() tagging.Tags {
	return tagging.Tags{"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop"}
}

func subnets(ids ...string) pulumi.StringArray { return pulumi.ToStringArray(ids) }

// fewestArgs are the fewest arguments that are accepted.
func fewestArgs(_ *pulumi.Context, tags tagging.Set) *redis.ClusterArgs {
	return &redis.ClusterArgs{
		Tags: tags, VPCID: pulumi.String("vpc-1"), SubnetIDs: subnets("subnet-a", "subnet-b"), EngineVersion: "8.0",
	}
}

// tryNamed registers one cluster with the arguments as changed.
func tryNamed(t testing.TB, name string, change func(*redis.ClusterArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := newCluster(ctx, name, change)
		return err
	}, opts...)
}

// newCluster is for programs that use the cluster.
func newCluster(ctx *pulumi.Context, name string, change func(*redis.ClusterArgs)) (*redis.Cluster, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
	if err != nil {
		return nil, err
	}
	args := fewestArgs(ctx, tags)
	change(args)
	return redis.NewCluster(ctx, name, args)
}

// run registers one cluster called "sessions".
func run(t testing.TB, change func(*redis.ClusterArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryNamed(t, "sessions", change, opts...)
	require.NoError(t, err)
	return graph
}

func nothing(*redis.ClusterArgs) {}
