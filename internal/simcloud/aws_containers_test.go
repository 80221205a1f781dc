package simcloud_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	ecsClusterType   = "aws:ecs/cluster:Cluster"
	ecsServiceType   = "aws:ecs/service:Service"
	ecsProvidersType = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
)

var (
	anyNetwork  = values{"subnets": []any{"subnet-1"}, "securityGroups": []any{"sg-1"}}
	serviceBase = values{"cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/web", "taskDefinition": "td:1", "launchType": "FARGATE",
		"networkConfiguration": anyNetwork}
)

// behind attaches a service to a target group.
func behind(group string) values {
	return values{"loadBalancers": []any{values{"targetGroupArn": group, "containerName": "app", "containerPort": 8080}}}
}

func TestECSClusters(t *testing.T) {
	exec := func(about values) values {
		return values{"configuration": values{"executeCommandConfiguration": about}}
	}
	insights := func(name, value string) values {
		return values{"settings": []any{values{"name": name, "value": value}}}
	}
	const at = "configuration.executeCommandConfiguration."
	testRules(t, ecsClusterType, nil, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "a b"}, "name", `need letters, digits, '-' and '_', got "a b"`},
		{"long name", values{"name": strings.Repeat("a", 256)}, "name", `need at most 255 characters, got 256 in "` + strings.Repeat("a", 256) + `"`},
		{"insights", insights("containerInsights", "enhanced"), "", ""},
		{"setting", insights("insights", "enabled"), "settings[0].name", `need one of containerInsights, got "insights"`},
		{"value", insights("containerInsights", "on"), "settings[0].value", `need one of enhanced, enabled, disabled, got "on"`},
		{"logging", exec(values{"logging": "ALL"}), at + "logging", `need one of NONE, DEFAULT, OVERRIDE, got "ALL"`},
		{"logging where", exec(values{"logging": "OVERRIDE"}), at + "logConfiguration", "need one with logging OVERRIDE, got none"},
		{"logging there", exec(values{"logging": "OVERRIDE", "logConfiguration": values{}}), "", ""},
	})
	testChanges(t, ecsClusterType, nil, []change{{"name", "a", "b", true}, {"settings", []any{"a"}, []any{"b"}, false}, {"configuration", values{"a": 1}, values{"a": 2}, false}})
	offers := values{"clusterName": "web", "capacityProviders": []any{"FARGATE", "FARGATE_SPOT"}}
	strategy := func(items ...any) values { return values{"defaultCapacityProviderStrategies": items} }
	const list = "defaultCapacityProviderStrategies"
	testRules(t, ecsProvidersType, offers, []rule{
		{"as it is", nil, "", ""},
		{"spread", strategy(values{"capacityProvider": "FARGATE", "weight": 1, "base": 1}, values{"capacityProvider": "FARGATE_SPOT", "weight": 3}), "", ""},
		{"another one", strategy(values{"capacityProvider": "EC2"}), list, `need one of the cluster's capacityProviders, got "EC2"`},
		{"weight", strategy(values{"capacityProvider": "FARGATE", "weight": 1001}), list + "[0].weight", "need 0 to 1000, got 1001"},
		{"base", strategy(values{"capacityProvider": "FARGATE", "base": 100001}), list + "[0].base", "need 0 to 100000, got 100001"},
		{"two bases", strategy(values{"capacityProvider": "FARGATE", "base": 1}, values{"capacityProvider": "FARGATE_SPOT", "base": 1}), list,
			"need at most 1 with a base, got 2"},
	})
	testChanges(t, ecsProvidersType, offers, []change{{"clusterName", "a", "b", true}, {"capacityProviders", []any{"a"}, []any{"b"}, false}})

	c := simcloud.New(simcloud.Options{})
	cluster := made(t, c, ecsClusterType, "web", props(values{"name": "web"}))
	assert.EqualValues(t, "arn:aws:ecs:us-east-1:123456789012:cluster/web", cluster.ID)
	assert.Equal(t, string(cluster.ID), open(cluster.Outputs["arn"]))
	assert.EqualValues(t, "web", made(t, c, ecsProvidersType, "x", props(offers)).ID)
	assert.Equal(t, 12*time.Second, takes(ecsClusterType, simcloud.OpCreate, nil, nil), "the provider waits that long at least")
	assert.Equal(t, 12*time.Second, takes(ecsProvidersType, simcloud.OpUpdate, nil, nil))
}

func TestECSServices(t *testing.T) {
	attached := func(changes values) values {
		return values{"loadBalancers": []any{with(values{"targetGroupArn": aTargetGroup, "containerName": "app", "containerPort": 80}, changes).Mappable()}}
	}
	testRules(t, ecsServiceType, serviceBase, []rule{
		{"as it is", nil, "", ""},
		{"name", values{"name": "a b"}, "name", `need letters, digits, '-' and '_', got "a b"`},
		{"launch type", values{"launchType": "fargate"}, "launchType", `need one of EC2, FARGATE, EXTERNAL, got "fargate"`},
		{"scheduling", values{"schedulingStrategy": "ONE"}, "schedulingStrategy", `need one of REPLICA, DAEMON, got "ONE"`},
		{"daemon", values{"schedulingStrategy": "DAEMON"}, "schedulingStrategy", "need REPLICA with launchType FARGATE, got DAEMON"},
		{"tags", values{"propagateTags": "TASK"}, "propagateTags", `need one of SERVICE, TASK_DEFINITION, NONE, got "TASK"`},
		{"rebalancing", values{"availabilityZoneRebalancing": "ON"}, "availabilityZoneRebalancing", `need one of ENABLED, DISABLED, got "ON"`},
		{"controller", values{"deploymentController": values{"type": "ME"}}, "deploymentController.type", `need one of ECS, CODE_DEPLOY, EXTERNAL, got "ME"`},
		{"nothing", values{"desiredCount": -1}, "desiredCount", "need 0 or more, got -1"},
		{"two ways to launch", values{"capacityProviderStrategies": []any{values{"capacityProvider": "FARGATE"}}}, "launchType", "conflicts with capacityProviderStrategies"},
		{"weight", values{"launchType": nil, "capacityProviderStrategies": []any{values{"capacityProvider": "FARGATE", "weight": -1}}},
			"capacityProviderStrategies[0].weight", "need 0 to 1000, got -1"},
		{"no network", values{"networkConfiguration": nil}, "networkConfiguration", "need one with launchType FARGATE, got none"},
		{"no subnets", values{"networkConfiguration": values{"subnets": []any{}}}, "networkConfiguration.subnets", "need 1 or more, got none"},
		{"no room", values{"deploymentMaximumPercent": 100}, "deploymentMaximumPercent",
			"need more than 100 with deploymentMinimumHealthyPercent 100, got 100: nothing could be deployed"},
		{"upside down", values{"deploymentMaximumPercent": 90}, "deploymentMaximumPercent", "need deploymentMinimumHealthyPercent 100 or more, got 90"},
		{"room below", values{"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 50}, "", ""},
		{"rebalancing without room", values{"deploymentMaximumPercent": 100, "deploymentMinimumHealthyPercent": 50, "availabilityZoneRebalancing": "ENABLED"},
			"deploymentMaximumPercent", "need more than 100 with availabilityZoneRebalancing ENABLED, got 100"},
		{"grace for nobody", values{"healthCheckGracePeriodSeconds": 30}, "healthCheckGracePeriodSeconds", "need loadBalancers with it, got none"},
		{"attached", attached(values{}), "", ""},
		{"attached nowhere", attached(values{"targetGroupArn": nil}), "loadBalancers[0].targetGroupArn", "need exactly one of targetGroupArn, elbName, got none"},
		{"port", attached(values{"containerPort": 65536}), "loadBalancers[0].containerPort", "need 1 to 65535, got 65536"},
		{"no container", attached(values{"containerName": nil}), "loadBalancers[0].containerName", "need one, got none"},
	})
	testChanges(t, ecsServiceType, serviceBase, []change{
		{"name", "a", "b", true}, {"cluster", "a", "b", true}, {"launchType", "EC2", "FARGATE", true}, {"schedulingStrategy", "REPLICA", "DAEMON", true},
		{"iamRole", "a", "b", true}, {"deploymentController", values{"type": "ECS"}, values{"type": "CODE_DEPLOY"}, true},
		{"deploymentController", values{"type": "ECS"}, values{}, false}, {"desiredCount", 2, 3, false}, {"taskDefinition", "td:1", "td:2", false},
		{"networkConfiguration", anyNetwork, values{"subnets": []any{"b"}}, false}, {"loadBalancers", []any{"a"}, []any{"b"}, false},
		{"platformVersion", "1.4.0", "LATEST", false}, {"enableExecuteCommand", true, false, false},
	})
	for _, block := range []string{"alarms", "deploymentCircuitBreaker", "deploymentController"} {
		assert.Empty(t, diff(ecsServiceType, with(serviceBase, values{block: values{"a": "b"}}), props(serviceBase)).Changed, "%s that is left out stays", block)
	}
	const spread = "capacityProviderStrategies"
	spot, fargate := []any{values{"capacityProvider": "FARGATE_SPOT"}}, []any{values{"capacityProvider": "FARGATE"}}
	forced := with(serviceBase, values{"launchType": nil, "forceNewDeployment": true}).Mappable()
	testChanges(t, ecsServiceType, with(serviceBase, values{"launchType": nil}).Mappable(), []change{{spread, spot, fargate, true}})
	testChanges(t, ecsServiceType, forced, []change{{spread, spot, fargate, false}, {spread, nil, spot, true}, {spread, spot, []any{}, true}})
}

func TestWhatAnECSServiceTells(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	service := made(t, c, ecsServiceType, "api", with(serviceBase, values{"name": "api"}))
	assert.EqualValues(t, "arn:aws:ecs:us-east-1:123456789012:service/web/api", service.ID)
	assertValues(t, opened(service.Outputs), values{
		"taskDefinition": "td:1", "name": "api", "platformVersion": "LATEST", "iamRole": "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
		"deploymentMaximumPercent": 200.0, "schedulingStrategy": "REPLICA",
	})
	assert.Equal(t, props(values{"type": "ECS"}), service.Outputs["deploymentController"].ObjectValue())
	next := changed(t, c, service, with(serviceBase, values{"name": "api", "taskDefinition": "td:2"}))
	assert.Equal(t, "td:2", open(next.Outputs["taskDefinition"]))
	alone := made(t, c, ecsServiceType, "alone", props(values{"name": "api"}))
	assertValues(t, opened(alone.Outputs), values{"cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/default", "launchType": "EC2", "platformVersion": ""})
	spread := made(t, c, ecsServiceType, "spread", props(values{"capacityProviderStrategies": []any{values{"capacityProvider": "FARGATE"}}}))
	assertValues(t, opened(spread.Outputs), values{"launchType": ""})
	_, err := created(c, ecsServiceType, "again", with(serviceBase, values{"name": "api"}))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict, "a name is of one service in its cluster")
}

func TestAnECSServiceTakesUntilItsTasksRun(t *testing.T) {
	worker, web := props(serviceBase), with(serviceBase, behind(aTargetGroup))
	for _, test := range []struct {
		name      string
		op        simcloud.Op
		old, next resource.PropertyMap
		want      time.Duration
	}{
		{"a new worker", simcloud.OpCreate, nil, worker, 90 * time.Second},
		{"a new service", simcloud.OpCreate, nil, web, 2 * time.Minute},
		{"a new revision of a worker", simcloud.OpUpdate, worker, with(serviceBase, values{"taskDefinition": "td:2"}), 90 * time.Second},
		{"a new revision of a service", simcloud.OpUpdate, worker, with(web.Mappable(), values{"taskDefinition": "td:2"}), 2 * time.Minute},
		{"more tasks", simcloud.OpUpdate, web, with(web.Mappable(), values{"desiredCount": 9}), 2 * time.Minute},
		{"new tasks of the same kind", simcloud.OpUpdate, web, with(web.Mappable(), values{"forceNewDeployment": true}), 2 * time.Minute},
		{"other tags", simcloud.OpUpdate, web, with(web.Mappable(), values{"tags": values{"a": "b"}}), 10 * time.Second},
		{"a worker that goes", simcloud.OpDelete, worker, nil, time.Minute},
		{"a service that goes", simcloud.OpDelete, web, nil, 2 * time.Minute},
	} {
		assert.Equal(t, test.want, takes(ecsServiceType, test.op, test.old, test.next), test.name)
	}
}

func TestAnECSServiceNeedsALoadBalancerInFrontOfItsTargets(t *testing.T) {
	for _, test := range []struct {
		name, typ, property string
		base                values
		actions             func(group string) []any
	}{
		{"a rule", listenerRuleType, "actions", ruleBase, forwarding},
		{"a rule with weights", listenerRuleType, "actions", ruleBase, func(group string) []any { return weighing(aTargetGroup, group) }},
		{"a listener", listenerType, "defaultActions", listenerBase, forwarding},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := simcloud.New(simcloud.Options{})
			group := string(made(t, c, targetGroupType, "web", props(targetGroupBase)).ID)
			inputs := with(serviceBase, behind(group))
			_, err := created(c, ecsServiceType, "web", inputs)
			assertRefused(t, err, "InvalidParameterException", "the target group "+group+" does not have an associated load balancer")
			worker := made(t, c, ecsServiceType, "worker", props(serviceBase))
			assertRefused(t, updated(c, worker, inputs), "InvalidParameterException", "the target group "+group+" does not have an associated load balancer")

			user := made(t, c, test.typ, "user", with(test.base, values{test.property: test.actions(group)}))
			web := made(t, c, ecsServiceType, "web", inputs)
			require.NoError(t, c.Delete(ctx, gone(user)))
			require.NoError(t, updated(c, web, with(inputs.Mappable(), values{"desiredCount": 3})), "it is asked once")
			made(t, c, ecsServiceType, "elsewhere", with(serviceBase, behind(aTargetGroup)))
		})
	}
}
