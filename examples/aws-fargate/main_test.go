package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	serviceToken    = "aws:ecs/service:Service"
	definitionToken = "aws:ecs/taskDefinition:TaskDefinition"
	ruleToken       = "aws:lb/listenerRule:ListenerRule"
)

func try(t *testing.T, stack string, changes map[string]string) (*infratest.Graph, error) {
	t.Helper()
	return infratest.TryRun(program, infratest.Project("aws-fargate"), infratest.Stack(stack),
		infratest.StackFile("Pulumi."+stack+".yaml"), infratest.Config(changes))
}

func run(t *testing.T, stack string) *infratest.Graph {
	t.Helper()
	graph, err := try(t, stack, nil)
	require.NoError(t, err)
	infratest.AssertTagged(t, graph, tagging.DefaultPolicy())
	infratest.AssertNoPlainSecrets(t, graph)
	assert.Empty(t, graph.Unmodelled())
	graph.Golden(t, "testdata/golden/"+stack+".json")
	return graph
}

func TestStaging(t *testing.T) {
	graph := run(t, "staging")
	assert.Len(t, graph.OfType(serviceToken), 3)
	for _, r := range graph.OfType(serviceToken) {
		count, _ := r.Input("desiredCount")
		assert.InDelta(t, 1, count.NumberValue(), 0, r.Name)
	}
}

func TestProduction(t *testing.T) {
	graph := run(t, "production")
	counts := map[string]float64{}
	for _, r := range graph.OfType(serviceToken) {
		count, _ := r.Input("desiredCount")
		counts[r.Name] = count.NumberValue()
		_, balanced := r.Input("loadBalancers")
		assert.Equal(t, r.Name != "mailer-service", balanced, "%s: the worker has no load balancer", r.Name)
	}
	assert.Equal(t, map[string]float64{"web-service": 4, "api-service": 3, "mailer-service": 2}, counts)
	assert.Len(t, graph.OfType("aws:lb/loadBalancer:LoadBalancer"), 1, "one for all")
	assert.Len(t, graph.OfType(ruleToken), 2)
}

// Only the load balancer can be reached from the internet, on 80 and 443.
func TestNothingElseIsPublic(t *testing.T) {
	graph := run(t, "production")
	infratest.AssertNoPublicIngress(t, graph,
		infratest.AllowPublic("shop-web-security-group-ingress-http-0-0-0-0-0", 80),
		infratest.AllowPublic("shop-web-security-group-ingress-https-0-0-0-0-0", 443))
}

// Containers know their secrets by reference: what is in the environment may be read by everybody.
func TestSecretsAreReferences(t *testing.T) {
	graph := run(t, "production")
	for _, r := range graph.OfType(definitionToken) {
		text, found := r.Input("containerDefinitions")
		require.True(t, found, r.Name)
		var containers []struct {
			Environment []struct{ Name, Value string }
			Secrets     []struct{ Name, ValueFrom string }
		}
		require.NoError(t, json.Unmarshal([]byte(text.StringValue()), &containers))
		assert.Equal(t, []struct{ Name, Value string }{{"STAGE", "production"}}, containers[0].Environment, r.Name)
		require.Len(t, containers[0].Secrets, 2, r.Name)
		for _, s := range containers[0].Secrets {
			assert.True(t, strings.HasPrefix(s.ValueFrom, "arn:aws:secretsmanager:"), "%s: %s", r.Name, s.Name)
			assert.NotContains(t, s.ValueFrom, "rediss://")
		}
	}
}

// The order of the list means nothing, and a service more touches no other one's rule.
func TestServicesAreKnownByTheirNames(t *testing.T) {
	rules := func(edit func([]any) []any) map[string]string {
		graph, err := try(t, "production", services(t, edit))
		require.NoError(t, err)
		all := map[string]string{}
		for _, r := range graph.OfType(ruleToken) {
			priority, _ := r.Input("priority")
			all[r.Name] = priority.String()
		}
		return all
	}
	before := rules(func(all []any) []any { return all })
	assert.Equal(t, before, rules(func(all []any) []any { return []any{all[2], all[1], all[0]} }))
	more := rules(func(all []any) []any {
		extra := map[string]any{"name": "admin", "image": "registry.example.com/shop/admin:v1", "port": 80, "host": "admin.example.com"}
		return append([]any{extra}, all...)
	})
	assert.Len(t, more, len(before)+1)
	for name, priority := range before {
		assert.Equal(t, priority, more[name], name)
	}
}

// services is the configuration of production with another list of services.
func services(t *testing.T, edit func([]any) []any) map[string]string {
	t.Helper()
	text, err := os.ReadFile("Pulumi.production.yaml")
	require.NoError(t, err)
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(text, &file))
	shop := file.Config["aws-fargate:shop"].(map[string]any)
	shop["services"] = edit(shop["services"].([]any))
	edited, err := json.Marshal(shop)
	require.NoError(t, err)
	return map[string]string{"shop": string(edited)}
}

func TestTwoServicesWithOneRoute(t *testing.T) {
	_, err := try(t, "production", services(t, func(all []any) []any {
		return append(all, map[string]any{"name": "copy", "image": "registry.example.com/shop/web:v2", "port": 8080, "host": "SHOP.example.com"})
	}))
	require.Error(t, err)
	require.Len(t, component.FieldErrors(err), 1)
	require.ErrorContains(t, err, "service copy")
	require.ErrorContains(t, err, "service web")
}
