package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts/contractstest"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/stackreftest"
)

const (
	connectorToken = "twingate:index/twingateConnector:TwingateConnector"
	resourceToken  = "twingate:index/twingateResource:TwingateResource"
	serviceToken   = "aws:ecs/service:Service"
	ruleToken      = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	groupsQuestion = "twingate:index/getTwingateGroups:getTwingateGroups"
)

func upstream(project, stack string) string { return "organization/platform-" + project + "/" + stack }

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("platform-access"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"),
		stackreftest.Fake(t, upstream("network", stack), contractstest.Network("eu-central-1a", "eu-central-1b", "eu-central-1c")),
		stackreftest.Fake(t, upstream("data", stack), contractstest.Data()),
		stackreftest.Fake(t, upstream("services", stack), contractstest.Services()),
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
		infratest.AssertTagged(t, graph, company.Policy())
		infratest.AssertNoPublicIngress(t, graph)
		infratest.AssertNoPlainSecrets(t, graph)
		assert.Empty(t, graph.Unmodelled(), stack)
		graph.Golden(t, "testdata/golden/"+stack+".json")

		assert.Len(t, graph.OfType(connectorToken), connectors, stack)
		assert.Empty(t, graph.OfType("aws:ecs/cluster:Cluster"), "%s: the services' cluster is used", stack)
		for i, service := range graph.OfType(serviceToken) {
			assert.Equal(t, "arn:aws:ecs:eu-central-1:123456789012:cluster/platform-1a2b3c", service.Value("cluster"))
			assert.Equal(t, []any{[]string{"subnet-1a", "subnet-1b"}[i]}, service.Value("networkConfiguration.subnets"), "each in a zone of its own")
		}
	}
}

// The group reaches the nodes of the cluster and the domain, on their ports, and nothing else.
func TestWhatTheGroupReaches(t *testing.T) {
	found := infratest.Respond(groupsQuestion, func(call infratest.Call) (map[string]any, error) {
		assert.Equal(t, "On-call", call.Inputs["name"].StringValue())
		return map[string]any{"groups": []any{map[string]any{"id": "group-1", "name": "On-call", "type": "SYNCED", "isActive": true}}}, nil
	})
	graph := run(t, "production", found)
	reached := map[string]string{}
	for _, resource := range graph.OfType(resourceToken) {
		reached[fmt.Sprint(resource.Value("name"))] = fmt.Sprint(resource.Value("address"), resource.Value("protocols.tcp.ports"))
		infratest.AssertInputs(t, resource, map[string]any{
			"protocols.allowIcmp": false, "protocols.tcp.policy": "RESTRICTED", "protocols.udp.policy": "DENY_ALL",
			"accessGroups":   []any{map[string]any{"groupId": "group-1"}},
			"accessPolicies": []any{map[string]any{"mode": "ACCESS_REQUEST", "approvalMode": "MANUAL", "duration": "8h"}},
		})
	}
	want := map[string]string{
		"Sessions (Valkey), production":     "*.sessions.1a2b3c.euc1.cache.amazonaws.com[6379]",
		"Products (OpenSearch), production": "vpc-products-1a2b3c.eu-central-1.es.amazonaws.com[443]",
	}
	assert.Equal(t, want, reached)
	addresses, _ := graph.Output("addresses")
	assert.Equal(t, map[string]any{
		"sessions": "*.sessions.1a2b3c.euc1.cache.amazonaws.com", "products": "vpc-products-1a2b3c.eu-central-1.es.amazonaws.com",
	}, addresses.Mappable())
	assert.True(t, graph.One(t, "twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork").Protect)
}

// Both stores admit the connectors, on their ports, and nothing admits anything to the connectors.
func TestWhoMayConnect(t *testing.T) {
	graph := run(t, "production")
	group := graph.One(t, "aws:ec2/securityGroup:SecurityGroup")
	admitted := map[any]any{}
	for _, rule := range graph.OfType(ruleToken) {
		assert.Equal(t, group.ID, rule.Value("referencedSecurityGroupId"), rule.Name)
		assert.Equal(t, "tcp", rule.Value("ipProtocol"), rule.Name)
		assert.Equal(t, rule.Value("fromPort"), rule.Value("toPort"), rule.Name)
		admitted[rule.Value("securityGroupId")] = rule.Value("fromPort")
	}
	assert.Equal(t, map[any]any{"sg-1a2b3c4d": 6379.0, "sg-2a3b4c5d": 443.0}, admitted)
}

func TestPreviewKnowsTheStores(t *testing.T) {
	preview, update := run(t, "production", infratest.Preview()), run(t, "production")
	assert.Len(t, preview.All(), len(update.All()))
	for _, resource := range preview.OfType(resourceToken) {
		assert.Equal(t, update.Named(t, resourceToken, resource.Name).Value("address"), resource.Value("address"))
	}
}

// A search that finds nobody ends the program: nothing is made for no one.
func TestNoGroup(t *testing.T) {
	none := infratest.Respond(groupsQuestion, func(infratest.Call) (map[string]any, error) {
		return map[string]any{"groups": []any{}}, nil
	})
	graph, err := try(t, "staging", none)
	require.ErrorContains(t, err, `need a group called "Developers" in Twingate, found none`)
	infratest.AssertNothingRegistered(t, graph)
}

// What three stacks do not keep is told in one error.
func TestBrokenContractsRegisterNothing(t *testing.T) {
	data, services := contractstest.Data(), contractstest.Services()
	graph, err := try(t, "staging",
		stackreftest.NeverDeployed(upstream("network", "staging")),
		stackreftest.Fake(t, upstream("data", "staging"), data, stackreftest.Renamed(&data.Products.Endpoint, "host")),
		stackreftest.Fake(t, upstream("services", "staging"), services, stackreftest.Without(&services.ClusterARN)))
	var failed *stackref.Error
	require.ErrorAs(t, err, &failed)
	for _, want := range []string{"acme.platform.network", `products.endpoint: need a string`, `clusterArn: need a string`} {
		require.ErrorContains(t, err, want)
	}
	infratest.AssertNothingRegistered(t, graph)
}

// Everything that is wrong in the configuration is told at once, with the block's own words, and nothing is registered.
func TestMistakes(t *testing.T) {
	graph, err := try(t, "production", infratest.Config(map[string]string{
		"twingate:network":       "acme.twingate.com",
		"platform-access:access": `{"group": "On-call", "connectors": 1, "duration": "10m", "image": "Twingate", "alarm_topic_arn": "oncall"}`,
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
	_, err = try(t, "production", infratest.Config(map[string]string{"platform-access:access": `{"groups": "On-call"}`, "platform-access:tags": `{}`}))
	for _, want := range []string{"groups: need a known key", "access.group: need", "owner: need", "data-class: need"} {
		require.ErrorContains(t, err, want)
	}
}
