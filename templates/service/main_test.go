package main

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	project = "${PROJECT}"
	stack   = "dev"
)

// try runs the program without a cloud, with the stack's file and some keys of it replaced.
func try(changes map[string]string) (*infratest.Graph, error) {
	return infratest.TryRun(program,
		infratest.Project(project), infratest.Stack(stack), infratest.StackFile("Pulumi."+stack+".yaml"), infratest.Config(changes))
}

func run(t *testing.T, changes map[string]string) *infratest.Graph {
	t.Helper()
	graph, err := try(changes)
	require.NoError(t, err)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPublicIngress(t, graph)
	infratest.AssertNoPlainSecrets(t, graph)
	return graph
}

const (
	serviceToken = "aws:ecs/service:Service"
	ruleToken    = "aws:lb/listenerRule:ListenerRule"
	egressToken  = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	place        = `{
		"vpc_id": "vpc-0a", "subnet_ids": ["subnet-0a", "subnet-0b"],
		"cluster_arn": "arn:aws:ecs:eu-central-1:123456789012:cluster/main",
		"listener_arn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0a/0b",
		"balancer_security_group_id": "sg-0a", "balancer_arn_suffix": "app/main/0a"
	}`
)

func TestDev(t *testing.T) {
	graph := run(t, nil)
	assert.InDelta(t, 1, graph.One(t, serviceToken).Value("desiredCount"), 0)
	assert.Len(t, graph.OfType(ruleToken), 1, "one rule for one route")
}

func TestProduction(t *testing.T) {
	graph := run(t, map[string]string{"service": `{
		"image": "registry.example.com/web:v1.0.0", "port": 8080, "health_path": "/healthz", "hosts": ["web.example.com"],
		"alarm_topic_arn": "arn:aws:sns:eu-central-1:123456789012:oncall", "place": ` + place + `
	}`})
	assert.InDelta(t, 2, graph.One(t, serviceToken).Value("desiredCount"), 0, "one task is a service that is down while it is replaced")
	for _, alarm := range graph.OfType("aws:cloudwatch/metricAlarm:MetricAlarm") {
		assert.Equal(t, []any{"arn:aws:sns:eu-central-1:123456789012:oncall"}, alarm.Value("alarmActions"), alarm.Name)
	}
}

// A cache admits the group that the service exports; the service opens the way to it and gets its address and password by reference.
func TestACacheIsReached(t *testing.T) {
	const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cache-1a2b3c"
	graph := run(t, map[string]string{"service": `{
		"image": "registry.example.com/web:v1.0.0", "port": 8080, "health_path": "/healthz", "hosts": ["web.example.com"], "place": ` + place + `,
		"egress": {"cache": {"port": 6379, "security_group_id": "sg-0b"}}, "secrets": {"CACHE_URL": "` + secret + `:url::"}
	}`})
	opened := graph.Named(t, egressToken, "web-security-group-egress-cache")
	assert.Equal(t, "sg-0b", opened.Value("referencedSecurityGroupId"))
	assert.InDelta(t, 6379, opened.Value("fromPort"), 0)
	group, exported := graph.Output("securityGroupId")
	require.True(t, exported)
	assert.Equal(t, opened.Value("securityGroupId"), group.Mappable())
	assert.Contains(t, graph.One(t, "aws:ecs/taskDefinition:TaskDefinition").Value("containerDefinitions"), secret+":url::")
}

func TestAMisspeltSettingIsRefused(t *testing.T) {
	graph, err := try(map[string]string{"service": `{"profil": "development"}`})
	require.ErrorContains(t, err, `did you mean "profile"?`)
	assert.Empty(t, graph.All(), "nothing is registered")
}

// TestSchema keeps schema.json, by which editors check and complete the stacks' files: go test . -update writes it.
func TestSchema(t *testing.T) {
	schema, err := stackconfig.Schema[Settings](project, "service")
	require.NoError(t, err)
	if flag.Lookup("update").Value.String() == "true" { // a flag of infratest
		require.NoError(t, os.WriteFile("schema.json", schema, 0o644))
	}
	current, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(schema), string(current))
}
