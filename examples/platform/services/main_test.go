package main

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
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
	serviceToken    = "aws:ecs/service:Service"
	definitionToken = "aws:ecs/taskDefinition:TaskDefinition"
	egressToken     = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	policyToken     = "aws:iam/rolePolicy:RolePolicy"
)

func networkStack(stack string) string { return "organization/platform-network/" + stack }
func dataStack(stack string) string    { return "organization/platform-data/" + stack }

func try(t *testing.T, stack string, opts ...infratest.Option) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, append([]infratest.Option{
		infratest.Project("platform-services"), infratest.Stack(stack), infratest.StackFile("Pulumi." + stack + ".yaml"),
		stackreftest.Fake(t, networkStack(stack), contractstest.Network("eu-central-1a", "eu-central-1b")),
		stackreftest.Fake(t, dataStack(stack), contractstest.Data()),
	}, opts...)...)
}

func run(t *testing.T, stack string, opts ...infratest.Option) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, opts...)
	require.NoError(t, err)
	return graph
}

// container is what a service's tasks run.
type container struct {
	Environment []struct{ Name, Value string }
	Secrets     []struct{ Name, ValueFrom string }
}

func containerOf(t *testing.T, graph *infratest.Graph, service string) container {
	t.Helper()
	var all []container
	text := graph.Named(t, definitionToken, service+"-task-definition").Value("containerDefinitions")
	require.NoError(t, json.Unmarshal([]byte(text.(string)), &all))
	require.NotEmpty(t, all)
	return all[0]
}

func TestStacks(t *testing.T) {
	for stack, counts := range map[string]map[string]any{
		"staging": {"web-service": 1.0, "indexer-service": 1.0}, "production": {"web-service": 4.0, "indexer-service": 2.0},
	} {
		graph := run(t, stack)
		infratest.AssertTagged(t, graph, company.Policy())
		infratest.AssertNoPlainSecrets(t, graph)
		assert.Empty(t, graph.Unmodelled(), stack)
		graph.Golden(t, "testdata/golden/"+stack+".json")
		got := map[string]any{}
		for _, r := range graph.OfType(serviceToken) {
			got[r.Name] = r.Value("desiredCount")
			_, balanced := r.Input("loadBalancers")
			assert.Equal(t, r.Name == "web-service", balanced, "%s: the worker has no load balancer", r.Name)
		}
		assert.Equal(t, counts, got, stack)
	}
}

// Only the load balancer can be reached from the internet, on 80 and 443, and it alone stands in the public subnets.
func TestNothingElseIsPublic(t *testing.T) {
	graph := run(t, "production")
	infratest.AssertNoPublicIngress(t, graph,
		infratest.AllowPublic("platform-security-group-ingress-http-0-0-0-0-0", 80),
		infratest.AllowPublic("platform-security-group-ingress-https-0-0-0-0-0", 443))
	assert.Equal(t, []any{"subnet-0a", "subnet-0b"}, graph.One(t, "aws:lb/loadBalancer:LoadBalancer").Value("subnets"))
	for _, r := range graph.OfType(serviceToken) {
		assert.Equal(t, []any{"subnet-1a", "subnet-1b"}, r.Value("networkConfiguration.subnets"), r.Name)
		assert.Equal(t, false, r.Value("networkConfiguration.assignPublicIp"), r.Name)
	}
}

// Services know the cluster's password by reference, pinned to its version, and the domain by a role.
func TestHowServicesUseTheStores(t *testing.T) {
	graph := run(t, "production")
	for _, service := range []string{"web", "indexer"} {
		made := containerOf(t, graph, service)
		assert.Equal(t, []struct{ Name, ValueFrom string }{
			{"SESSIONS_URL", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:sessions-abc123:url::version-1"},
		}, made.Secrets, service)
		assert.Equal(t, []struct{ Name, Value string }{
			{"PRODUCTS_ROLE_ARN", "arn:aws:iam::123456789012:role/products-client-1a2b3c"},
			{"PRODUCTS_URL", "https://vpc-products-1a2b3c.eu-central-1.es.amazonaws.com"},
			{"STAGE", "production"},
		}, made.Environment, service)
		groups := graph.Named(t, serviceToken, service+"-service").Value("networkConfiguration.securityGroups")
		assert.Contains(t, groups, "sg-0a1b2c3d", "%s carries the group that data stores admit", service)
	}
	reached := map[any]any{}
	for _, rule := range graph.OfType(egressToken) {
		if group, found := rule.Input("referencedSecurityGroupId"); found && (group.StringValue() == "sg-1a2b3c4d" || group.StringValue() == "sg-2a3b4c5d") {
			reached[group.StringValue()] = rule.Value("fromPort")
		}
	}
	assert.Equal(t, map[any]any{"sg-1a2b3c4d": 6379.0, "sg-2a3b4c5d": 443.0}, reached)
	assumed := 0
	for _, policy := range graph.OfType(policyToken) {
		text, _ := policy.Value("policy").(string)
		var document struct {
			Statement []struct{ Action, Resource any }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &document), policy.Name)
		for _, statement := range document.Statement {
			if statement.Action == "sts:AssumeRole" {
				assumed++
				assert.Equal(t, "arn:aws:iam::123456789012:role/products-client-1a2b3c", statement.Resource, policy.Name)
			}
		}
	}
	assert.Equal(t, 2, assumed)
}

// A service knows the stores that it uses, and no other.
func TestServicesKnowWhatTheyUse(t *testing.T) {
	graph := run(t, "staging", infratest.Config(map[string]string{"platform-services:platform": `{
		"certificate_arn": "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555", "profile": "development",
		"services": [
			{"name": "hello", "image": "registry.example.com/hello:v1", "port": 80, "host": "hello.example.com"},
			{"name": "cart", "image": "registry.example.com/cart:v1", "uses": ["sessions"]}]}`}))
	assert.Empty(t, containerOf(t, graph, "hello").Secrets)
	assert.Len(t, containerOf(t, graph, "cart").Secrets, 1)
	for service, admitted := range map[string]bool{"hello": false, "cart": true} {
		assert.Len(t, containerOf(t, graph, service).Environment, 1, "%s: no address of the domain", service)
		groups := graph.Named(t, serviceToken, service+"-service").Value("networkConfiguration.securityGroups").([]any)
		assert.Equal(t, admitted, slices.Contains(groups, any("sg-0a1b2c3d")), service)
	}
	for _, rule := range graph.OfType(egressToken) {
		group, _ := rule.Input("referencedSecurityGroupId")
		assert.NotEqual(t, "sg-2a3b4c5d", group.Mappable(), "%s: nothing goes to the domain", rule.Name)
	}
	for _, policy := range graph.OfType(policyToken) {
		assert.NotContains(t, policy.Value("policy"), "sts:AssumeRole", policy.Name)
	}
}

// A new password is a new revision of the task: the services roll.
func TestANewPasswordRollsTheServices(t *testing.T) {
	before := containerOf(t, run(t, "production"), "web").Secrets
	rotated := contractstest.Data()
	after := containerOf(t, run(t, "production",
		stackreftest.Fake(t, dataStack("production"), rotated, stackreftest.Replaced(&rotated.Sessions.SecretVersionID, "version-2"))), "web").Secrets
	assert.NotEqual(t, before, after)
}

func TestWhatIsExported(t *testing.T) {
	graph := run(t, "production")
	balancer := graph.One(t, "aws:lb/loadBalancer:LoadBalancer")
	made, ok := graph.Output("loadBalancer")
	require.True(t, ok)
	exported := made.Mappable().(map[string]any)
	for name, output := range map[string]string{"address": "dnsName", "zoneId": "zoneId", "arnSuffix": "arnSuffix"} {
		assert.Equal(t, balancer.Outputs[resource.PropertyKey(output)].StringValue(), exported[name], name)
	}
	assert.Equal(t, graph.Named(t, "aws:lb/listener:Listener", "platform-https").Outputs["arn"].StringValue(), exported["httpsListenerArn"])
	cluster, _ := graph.Output("clusterArn")
	assert.Equal(t, graph.One(t, "aws:ecs/cluster:Cluster").Outputs["arn"].StringValue(), cluster.StringValue())
	hosts, _ := graph.Output("hosts")
	assert.Equal(t, []any{"shop.example.com"}, hosts.Mappable())
}

func TestPreviewKnowsWhatAnUpdateMakes(t *testing.T) {
	assert.Len(t, run(t, "production", infratest.Preview()).All(), len(run(t, "production").All()))
}

func TestABrokenContractRegistersNothing(t *testing.T) {
	network, data := contractstest.Network("eu-central-1a", "eu-central-1b"), contractstest.Data()
	for label, fake := range map[string]infratest.Option{
		"no network":     stackreftest.NeverDeployed(networkStack("staging")),
		"no data":        stackreftest.NeverDeployed(dataStack("staging")),
		"renamed":        stackreftest.Fake(t, networkStack("staging"), network, stackreftest.Renamed(&network.EgressSubnetIDs, "privateSubnetIds")),
		"renamed inside": stackreftest.Fake(t, dataStack("staging"), data, stackreftest.Renamed(&data.Sessions.SecretARN, "secret")),
		"another type":   stackreftest.Fake(t, dataStack("staging"), data, stackreftest.Replaced(&data.Products.Port, "443")),
		"a new major":    stackreftest.Fake(t, dataStack("staging"), data, stackreftest.Version("2.0")),
	} {
		graph, err := try(t, "staging", fake)
		var failed *stackref.Error
		require.ErrorAs(t, err, &failed, label)
		infratest.AssertNothingRegistered(t, graph)
	}
}

func TestMistakes(t *testing.T) {
	graph, err := try(t, "production", infratest.Config(map[string]string{
		"platform-services:tags": `{"owner": "shop"}`,
		"platform-services:platform": `{"certificate": "x", "services": [
			{"name": "web", "image": "registry.example.com/web:v1", "uses": ["sesions"]}, {"name": "web", "image": "registry.example.com/web:v2"}]}`,
	}))
	for _, want := range []string{
		"certificate: need a known key", "platform.certificate_arn: need", `did you mean "sessions"?`, "name: need", "owner: need", "data-class: need",
	} {
		require.ErrorContains(t, err, want)
	}
	infratest.AssertNothingRegistered(t, graph)
	graph, err = try(t, "production", infratest.Config(map[string]string{"platform-services:platform": `{
		"certificate_arn": "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
		"services": [{"name": "web", "image": "registry.example.com/web:latest", "cpu": 300, "count": 1, "host": "shop.example.com"}]}`}))
	require.Error(t, err)
	fields := map[string]bool{}
	for _, problem := range component.FieldErrors(err) {
		fields[problem.Field] = true
	}
	for _, want := range []string{"Task.Image", "Task.CPU", "DesiredCount", "Port"} {
		assert.True(t, fields[want], "%s is not among %v", want, fields)
	}
	assert.Empty(t, graph.OfType(serviceToken))
}
