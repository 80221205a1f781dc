package main

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/aws-redis/contracts"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	tokensToken    = "twingate:index/twingateConnectorTokens:TwingateConnectorTokens"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"
	ruleToken      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	groupsQuestion = "twingate:index/getTwingateGroups:getTwingateGroups"
)

// upstream is the stack of the cluster that a stack of this project looks at.
func upstream(stack string) string { return "organization/aws-redis/" + stack }

func text(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }

// redis is what the cluster's stack exports.
func redis() *contracts.Redis {
	return &contracts.Redis{
		VPCID: text("vpc-0a1b2c3d"), CIDR: "10.10.0.0/16", PrivateSubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b", "subnet-0c"}).ToStringArrayOutput(),
		Endpoint: text("clustercfg.sessions.1a2b3c.euc1.cache.amazonaws.com"), Port: pulumi.Int(6379).ToIntOutput(),
		SecurityGroupID: text("sg-0a1b2c3d"), ClientSecurityGroupID: text("sg-0d3c2b1a"),
		SecretARN: text("arn:aws:secretsmanager:eu-central-1:123456789012:secret:sessions-abc123"),
	}
}

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("twingate-aws"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"),
		stackreftest.Fake(t, upstream(stack), redis()),
	}, opts...)...)
}

func run(t *testing.T, stack string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, opts...)
	require.NoError(t, err)
	return graph
}

func TestStacks(t *testing.T) {
	for stack, connectors := range map[string]int{"staging": 1, "production": 2} {
		graph := run(t, stack)
		assert.Len(t, graph.OfType(connectorToken), connectors, stack)
		assert.Len(t, graph.OfType(tokensToken), connectors, "%s: each connector has its own", stack)
		assert.Len(t, graph.OfType("aws:ecs/service:Service"), connectors, stack)
		infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
		infratest.AssertNoPublicIngress(t, graph)
		infratest.AssertNoPlainSecrets(t, graph)
		assert.Empty(t, graph.Unmodelled(), stack)
		graph.Golden(t, "testdata/golden/"+stack+".json")
	}
}

// The group reaches the nodes of this cluster, on its port, and nothing else.
func TestWhatTheGroupReaches(t *testing.T) {
	found := infratest.Respond(groupsQuestion, func(call infratest.Call) (map[string]any, error) {
		assert.Equal(t, "On-call", call.Inputs["name"].StringValue())
		return map[string]any{"groups": []any{map[string]any{"id": "group-1", "name": "On-call", "type": "SYNCED", "isActive": true}}}, nil
	})
	graph := run(t, "production", found)
	resource := graph.One(t, resourceToken)
	infratest.AssertInputs(t, resource, map[string]any{
		"address": "*.sessions.1a2b3c.euc1.cache.amazonaws.com", "name": "Valkey (production)",
		"protocols": map[string]any{
			"allowIcmp": false, "tcp": map[string]any{"policy": "RESTRICTED", "ports": []any{"6379"}}, "udp": map[string]any{"policy": "DENY_ALL"},
		},
		"accessGroups":   []any{map[string]any{"groupId": "group-1"}},
		"accessPolicies": []any{map[string]any{"mode": "ACCESS_REQUEST", "approvalMode": "MANUAL", "duration": "8h"}},
	})
	address, _ := graph.Output("address")
	assert.Equal(t, "*.sessions.1a2b3c.euc1.cache.amazonaws.com", address.StringValue())
	assert.True(t, graph.One(t, "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork").Protect)
}

// The cluster admits the connectors, and nothing admits anything to them.
func TestWhoMayConnect(t *testing.T) {
	graph := run(t, "production")
	rule := graph.One(t, ruleToken)
	group := graph.One(t, "aws:ec2/securityGroup:SecurityGroup")
	infratest.AssertInputs(t, rule, map[string]any{
		"securityGroupId": "sg-0a1b2c3d", "referencedSecurityGroupId": group.ID, "ipProtocol": "tcp", "fromPort": 6379.0, "toPort": 6379.0,
	})
	reached := map[string]bool{}
	for _, egress := range graph.OfType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule") {
		if block := egress.Value("cidrIpv4"); block != "0.0.0.0/0" {
			assert.Equal(t, "10.10.0.0/16", block)
			assert.Equal(t, egress.Value("fromPort"), egress.Value("toPort"), egress.Name)
			reached[fmt.Sprint(egress.Value("ipProtocol"), " ", egress.Value("fromPort"))] = true
		}
	}
	assert.Equal(t, map[string]bool{"tcp 53": true, "tcp 6379": true}, reached)
}

// The account is the provider's, and each stack has its own.
func TestOneAccount(t *testing.T) {
	for stack, account := range map[string]string{"staging": "acme-staging", "production": "acme"} {
		definition := run(t, stack).OfType("aws:ecs/taskDefinition:TaskDefinition")[0]
		assert.Contains(t, definition.Value("containerDefinitions"), `{"name":"TWINGATE_NETWORK","value":"`+account+`"}`, stack)
	}
}

func TestPreviewKnowsTheCluster(t *testing.T) {
	preview := run(t, "production", infratest.Preview())
	assert.Len(t, preview.All(), len(run(t, "production").All()))
	assert.Equal(t, "*.sessions.1a2b3c.euc1.cache.amazonaws.com", preview.One(t, resourceToken).Value("address"))
}

// A search that finds nobody ends the program: nothing is made for no one.
func TestNoGroup(t *testing.T) {
	none := infratest.Respond(groupsQuestion, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"groups": []any{}}, nil
	})
	for _, opts := range [][]infratest.Option{{none}, {none, infratest.Preview()}} {
		graph, err := try(t, "staging", opts...)
		require.ErrorContains(t, err, `need a group called "Developers" in Twingate, found none`)
		infratest.AssertNothingRegistered(t, graph)
	}
}

func TestABrokenContractRegistersNothing(t *testing.T) {
	v, name := redis(), upstream("staging")
	for label, fake := range map[string]infratest.Option{
		"never deployed": stackreftest.NeverDeployed(name),
		"renamed":        stackreftest.Fake(t, name, v, stackreftest.Renamed(&v.Endpoint, "host")),
		"missing":        stackreftest.Fake(t, name, v, stackreftest.Without(&v.SecurityGroupID)),
		"another type":   stackreftest.Fake(t, name, v, stackreftest.Replaced(&v.Port, "6379")),
		"a new major":    stackreftest.Fake(t, name, v, stackreftest.Version("2.0")),
	} {
		graph, err := try(t, "staging", fake)
		var failed *stackref.Error
		require.ErrorAs(t, err, &failed, label)
		assert.Equal(t, "acme.aws-redis", failed.Contract)
		infratest.AssertNothingRegistered(t, graph)
	}
}

// Everything that is wrong in the configuration is told at once, with the block's own words, and nothing is registered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "production", infratest.Config(map[string]string{
		"twingate:network":    "acme.twingate.com",
		"twingate-aws:access": `{"group": "On-call", "connectors": 1, "duration": "10m", "image": "Twingate", "alarm_topic_arn": "oncall"}`,
	}))
	require.Error(t, err)
	infratest.AssertNothingRegistered(t, graph)
	fields := map[string]bool{}
	for _, problem := range component.FieldErrors(err) {
		fields[problem.Field] = true
	}
	for _, want := range []string{"Access.Account", "Access.Connectors", "Access.Resources[0].AccessPolicies[0].Duration", "Image", "AlarmTopicARN"} {
		assert.True(t, fields[want], "%s is not among %v", want, fields)
	}
	_, err = try(t, "production", infratest.Config(map[string]string{"twingate-aws:access": `{"groups": "On-call"}`, "twingate-aws:tags": `{}`}))
	for _, want := range []string{"groups: need a known key", "access.group: need", "owner: need"} {
		require.ErrorContains(t, err, want)
	}
}
