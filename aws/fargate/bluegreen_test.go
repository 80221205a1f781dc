package fargate_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
)

func asGreen(a *fargate.ServiceArgs) {
	asBlueGreen(a)
	a.BlueGreen.Active = fargate.Green
}

// weights are how much each target group gets of a rule's requests, by the group's ARN.
func weights(t *testing.T, r *infratest.Resource) map[string]any {
	t.Helper()
	all := map[string]any{}
	groups, ok := r.Value("actions[0].forward.targetGroups").([]any)
	require.True(t, ok)
	for _, each := range groups {
		group := each.(map[string]any)
		all[group["arn"].(string)] = group["weight"]
	}
	return all
}

func TestTwoColoursOneSetOfRules(t *testing.T) {
	t.Parallel()
	g := makeService(t, func(a *fargate.ServiceArgs) {
		asBlueGreen(a)
		a.Routes = append(a.Routes, fargate.Route{Paths: []string{"/web/*"}})
	})
	assert.ElementsMatch(t, []string{"web-blue-service", "web-green-service"}, namesIn(g.OfType(ecsToken)))
	assert.ElementsMatch(t, []string{"web-blue-target-group", "web-green-target-group"}, namesIn(g.OfType(targetsToken)))
	assert.Len(t, g.OfType(groupToken), 1, "both are admitted by the same group")
	assert.Len(t, g.OfType(ruleToken), 2)
	blue, green := arnOf(t, g, targetsToken, "web-blue-target-group"), arnOf(t, g, targetsToken, "web-green-target-group")
	for _, rule := range g.OfType(ruleToken) {
		assert.Equal(t, map[string]any{blue: 100.0, green: 0.0}, weights(t, rule))
		assert.Nil(t, rule.Value("actions[0].targetGroupArn"))
	}
	for colour, image := range map[string]string{"blue": firstImage, "green": secondImage} {
		service := g.Named(t, ecsToken, "web-"+colour+"-service")
		assert.InDelta(t, 2, service.Value("desiredCount"), 0, "the idle colour is ready to take everything")
		assert.Equal(t, arnOf(t, g, targetsToken, "web-"+colour+"-target-group"), service.Value("loadBalancers[0].targetGroupArn"))
		for _, definition := range g.OfType(definitionToken) {
			if definition.Outputs["arn"].StringValue() != service.Value("taskDefinition") {
				continue
			}
			var containers []map[string]any
			require.NoError(t, json.Unmarshal([]byte(definition.Value("containerDefinitions").(string)), &containers))
			assert.Equal(t, image, containers[0]["image"], colour)
		}
	}
}

// A flip changes the weights of the rules, the memory of what serves, and nothing else.
func TestAFlipIsMadeInPlace(t *testing.T) {
	t.Parallel()
	before, after := makeService(t, asBlueGreen), makeService(t, asGreen)
	require.Equal(t, namesIn(before.All()), namesIn(after.All()))
	var changed []string
	for _, r := range before.All() {
		if next := after.Named(t, r.Type, r.Name); !r.Inputs.DeepEquals(next.Inputs) {
			changed = append(changed, r.Type)
		}
	}
	assert.ElementsMatch(t, []string{ruleToken, stashToken}, changed)
	rule := after.One(t, ruleToken)
	assert.Equal(t, map[string]any{
		arnOf(t, after, targetsToken, "web-blue-target-group"): 0.0, arnOf(t, after, targetsToken, "web-green-target-group"): 100.0,
	}, weights(t, rule))
	assert.Contains(t, infratest.Names(rule.Dependencies), "web-identity", "a flip that is refused changes no rule")
}

func TestTheOutputsAreThoseOfTheActiveColour(t *testing.T) {
	t.Parallel()
	for colour, change := range map[string]func(*fargate.ServiceArgs){"blue": asBlueGreen, "green": asGreen} {
		g := infratest.Run(t, func(ctx *pulumi.Context) error {
			tags, err := testTags(ctx)
			if err != nil {
				return err
			}
			args := webArgs(tags)
			change(args)
			web, err := fargate.NewService(ctx, "web", args)
			if err != nil {
				return err
			}
			assert.Len(t, web.Versions, 2)
			ctx.Export("name", web.ServiceName)
			ctx.Export("revision", web.TaskDefinitionARN)
			ctx.Export("targets", web.TargetGroupARN)
			return nil
		})
		service := g.Named(t, ecsToken, "web-"+colour+"-service")
		for name, want := range map[string]any{
			"name": service.Outputs["name"].StringValue(), "revision": service.Value("taskDefinition"),
			"targets": arnOf(t, g, targetsToken, "web-"+colour+"-target-group"),
		} {
			out, ok := g.Output(name)
			require.True(t, ok, name)
			assert.Equal(t, want, out.Mappable(), "%s of %s", name, colour)
		}
	}
}
