package searchdomain_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	key    = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	topic  = "arn:aws:sns:eu-west-1:123456789012:alarms"
	master = "arn:aws:iam::123456789012:role/search-admin"
)

const (
	componentToken     = "groundwork:aws/searchdomain:Domain"
	domainToken        = "aws:opensearch/domain:Domain"
	policyToken        = "aws:opensearch/domainPolicy:DomainPolicy"
	securityGroupToken = "aws:ec2/securityGroup:SecurityGroup"
	ingressToken       = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken        = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	logGroupToken      = "aws:cloudwatch/logGroup:LogGroup"
	logPolicyToken     = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
	alarmToken         = "aws:cloudwatch/metricAlarm:MetricAlarm"
	stashToken         = "pulumi:index:Stash"
	roleLookup         = "aws:iam/getRole:getRole"
)

func testTags() tagging.Tags {
	return tagging.Tags{"owner": "team-pay", "cost-center": "cc-1200", "environment": "staging", "service": "shop"}
}

func subnets(ids ...string) pulumi.StringArray { return pulumi.ToStringArray(ids) }

// fewestArgs are the fewest arguments that are accepted.
func fewestArgs(_ *pulumi.Context, tags tagging.Set) *searchdomain.DomainArgs {
	return &searchdomain.DomainArgs{
		Tags: tags, VPCID: pulumi.String("vpc-1"), SubnetIDs: subnets("subnet-a", "subnet-b", "subnet-c"), EngineVersion: "OpenSearch_2.19",
		MasterRoleARN: pulumi.String(master), Data: searchdomain.Data{VolumeGB: 100}, LogsPolicyName: pulumi.String("opensearch-logs"),
		AlarmTopicARN: pulumi.String(topic),
	}
}

// newDomain is for programs that use the domain.
func newDomain(ctx *pulumi.Context, name string, change func(*searchdomain.DomainArgs)) (*searchdomain.Domain, error) {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), testTags())
	if err != nil {
		return nil, err
	}
	args := fewestArgs(ctx, tags)
	change(args)
	return searchdomain.NewDomain(ctx, name, args)
}

// tryNamed registers one domain with the arguments as changed.
func tryNamed(t testing.TB, name string, change func(*searchdomain.DomainArgs), opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := newDomain(ctx, name, change)
		return err
	}, opts...)
}

// run registers one domain called "search".
func run(t testing.TB, change func(*searchdomain.DomainArgs), opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := tryNamed(t, "search", change, opts...)
	require.NoError(t, err)
	return graph
}

func nothing(*searchdomain.DomainArgs) {}

// development is the smallest domain.
func development(a *searchdomain.DomainArgs) {
	a.Profile, a.SubnetIDs, a.AlarmTopicARN = component.Development, subnets("subnet-a"), nil
}
