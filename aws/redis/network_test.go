package redis_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func clients(names ...string) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{}
	for _, name := range names {
		all[name] = pulumi.String("sg-" + name)
	}
	return all
}

func TestSubnetGroup(t *testing.T) {
	t.Parallel()
	group := run(t, nothing).Named(t, subnetGroupToken, "sessions-subnet-group")
	infratest.AssertInputs(t, group, map[string]any{"subnetIds": []any{"subnet-a", "subnet-b"}, "name": nil, "tags.owner": "team-pay"})
}

func TestOnlyTheNamedClientsMayConnect(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *redis.ClusterArgs) { a.ClientSecurityGroupIDs, a.Port = clients("web", "jobs"), 6380 })
	group := graph.Named(t, securityGroupToken, "sessions-security-group")
	infratest.AssertInputs(t, group, map[string]any{
		"vpcId": "vpc-1", "tags.Name": "sessions", "tags.owner": "team-pay", "ingress": nil, "egress": nil, "name": nil,
	})
	assert.Len(t, graph.OfType(ingressToken), 2)
	assert.Empty(t, graph.OfType(egressToken), "a cache opens no connection")
	for _, name := range []string{"web", "jobs"} {
		infratest.AssertInputs(t, graph.Named(t, ingressToken, "sessions-security-group-ingress-"+name), map[string]any{
			"securityGroupId": group.ID, "referencedSecurityGroupId": "sg-" + name, "ipProtocol": "tcp", "fromPort": 6380.0, "toPort": 6380.0,
			"cidrIpv4": nil, "cidrIpv6": nil, "prefixListId": nil, "description": "Clients of " + name, "tags.owner": "team-pay",
		})
	}
	assert.Empty(t, run(t, nothing).OfType(ingressToken), "nobody may, by default")
}

// AWS refuses the same rule twice, which a list would make for a moment when its first entry goes.
func TestAClientThatLeavesMovesNoOther(t *testing.T) {
	t.Parallel()
	before := run(t, func(a *redis.ClusterArgs) { a.ClientSecurityGroupIDs = clients("admin", "jobs", "web") })
	after := run(t, func(a *redis.ClusterArgs) { a.ClientSecurityGroupIDs = clients("jobs", "web") })
	for _, rule := range after.OfType(ingressToken) {
		was := before.ByURN(rule.URN)
		require.NotNil(t, was, rule.Name)
		assert.Equal(t, was.Inputs, rule.Inputs, rule.Name)
	}
}

// Values that are known only when the network exists are checked on their way to the resource.
func TestLateValuesAreChecked(t *testing.T) {
	t.Parallel()
	const needTwo = "need 2 or more subnet ids such as subnet-0a1b2c3d, each in another zone"
	later := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	list := func(ids ...string) pulumi.StringArrayInput { return subnets(ids...).ToStringArrayOutput() }
	for name, test := range map[string]struct {
		change func(*redis.ClusterArgs)
		text   string
	}{
		"network":    {func(a *redis.ClusterArgs) { a.VPCID = later("net-1") }, `redis: ClusterArgs.VPCID: need a network's id such as vpc-0a1b2c3d, got "net-1"`},
		"too few":    {func(a *redis.ClusterArgs) { a.SubnetIDs = list("subnet-a") }, "redis: ClusterArgs.SubnetIDs: " + needTwo + ", got [subnet-a]"},
		"subnet":     {func(a *redis.ClusterArgs) { a.SubnetIDs = list("subnet-a", "eni-1") }, "redis: ClusterArgs.SubnetIDs: " + needTwo + ", got [subnet-a eni-1]"},
		"one by one": {func(a *redis.ClusterArgs) { a.SubnetIDs = pulumi.StringArray{later("subnet-a"), later("eni-1")} }, "got [subnet-a eni-1]"},
		"client group": {func(a *redis.ClusterArgs) {
			a.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"web": later("web")}
		}, `ClusterArgs.ClientSecurityGroupIDs["web"]: need a security group's id such as sg-0a1b2c3d, got "web"`},
		"key": {func(a *redis.ClusterArgs) { a.KMSKeyARN = later("alias/data") }, "ClusterArgs.KMSKeyARN: need a key's full ARN, such as arn:aws:kms:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tryNamed(t, "sessions", test.change)
			require.ErrorContains(t, err, test.text)
		})
	}
	graph := run(t, func(a *redis.ClusterArgs) {
		a.Profile, a.SubnetIDs, a.VPCID, a.KMSKeyARN = component.Development, list("subnet-a"), later("vpc-9"), later(key)
	})
	assert.Equal(t, "vpc-9", graph.One(t, securityGroupToken).Value("vpcId"))
	assert.Equal(t, []any{"subnet-a"}, graph.One(t, subnetGroupToken).Value("subnetIds"))
	assert.Equal(t, key, graph.One(t, groupToken).Value("kmsKeyId"))
}
