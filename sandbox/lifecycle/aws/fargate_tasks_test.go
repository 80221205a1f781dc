package aws_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/aws/loadbalancer"
	"github.com/groundwork-go/groundwork/sandbox"
	"github.com/groundwork-go/groundwork/sandbox/internal/lifecycletest"
	"github.com/groundwork-go/groundwork/tagging"
)

// jobs is a program with a task that is run by hand and one that runs by the clock.
func jobs(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	settings := config.New(ctx, "")
	cluster, err := fargate.NewCluster(ctx, "tasks", &fargate.ClusterArgs{Tags: tags})
	if err != nil {
		return err
	}
	vpc, subnets := pulumi.String("vpc-0a"), pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"})
	task := fargate.Task{Image: pulumi.String(settings.Require("image"))}
	_, err = fargate.NewTask(ctx, "migrate", &fargate.TaskArgs{
		Tags: tags, ClusterARN: cluster.ARN, VPCID: vpc, SubnetIDs: subnets, Task: task,
	})
	if err != nil {
		return err
	}
	_, err = fargate.NewScheduledTask(ctx, "report", &fargate.ScheduledTaskArgs{
		Tags: tags, ClusterARN: cluster.ARN, VPCID: vpc, SubnetIDs: subnets, Task: task, Schedule: settings.Require("schedule"),
	})
	return err
}

func jobConfig(changes ...string) map[string]string {
	return with(map[string]string{
		"aws:region": "eu-central-1", "image": "registry.example.com/shop:v1", "schedule": "rate(1 hour)",
	}, changes...)
}

func TestAWSFargateTasks(t *testing.T) {
	t.Parallel()
	s := lifecycletest.New(t, fleetStack, sandbox.Func(jobs))
	first := s.Up(jobConfig())
	assert.Empty(t, first.Unmodelled)
	s.AssertConverged(jobConfig())
	assert.Equal(t, map[string]string{"report-schedule": "update"}, lifecycletest.Touched(s.Up(jobConfig("schedule", "rate(2 hours)"))))
	next := jobConfig("schedule", "rate(2 hours)", "image", "registry.example.com/shop:v2")
	assert.Equal(t, map[string]string{
		"migrate-task-definition": replacedFirst, "report-task-definition": replacedFirst, "report-schedule": "update",
	}, lifecycletest.Touched(s.Up(next)), "the schedule runs the new revision")
	s.AssertConverged(next)
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
}

func TestAWSFargateTasksInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	program := sandbox.Func(jobs)
	t.Run("create", func(t *testing.T) { lifecycletest.EveryStep(t, fleetStack, program, nil, jobConfig()) })
	t.Run("change", func(t *testing.T) {
		lifecycletest.EveryStep(t, fleetStack, program, jobConfig(), jobConfig("image", "registry.example.com/shop:v2", "schedule", "rate(2 hours)"))
	})
}

// balancer is a program with nothing but a load balancer.
func balancer(ctx *pulumi.Context) error {
	tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
	if err != nil {
		return err
	}
	settings := config.New(ctx, "")
	_, err = loadbalancer.New(ctx, "web", &loadbalancer.Args{
		Tags: tags, VPCID: pulumi.String("vpc-0a"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
		CertificateARN: pulumi.String("arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"),
		Internal:       settings.GetBool("internal"), AllowFrom: []string{settings.Require("from")}, DisableProtection: !settings.GetBool("protect"),
	})
	return err
}

func TestAWSLoadBalancerLifecycle(t *testing.T) {
	t.Parallel()
	at := func(changes ...string) map[string]string {
		return with(map[string]string{"aws:region": "eu-central-1", "from": "10.0.0.0/8"}, changes...)
	}
	s := lifecycletest.New(t, fleetStack, sandbox.Func(balancer))
	first := s.Up(at("protect", "true"))
	assert.Empty(t, first.Unmodelled)
	s.AssertConverged(at("protect", "true"))
	require.ErrorContains(t, s.Destroy(), "protected")
	_, err := s.TryUp(at("protect", "true", "internal", "true"))
	require.ErrorContains(t, err, "loadbalancer: web: Args.Internal: need")
	require.ErrorContains(t, err, "make a second one beside it")
	other := s.Up(at("from", "10.1.0.0/16"))
	assert.Equal(t, lifecycletest.Find(t, first, "web-load-balancer").ID, lifecycletest.Find(t, other, "web-load-balancer").ID)
	assert.Equal(t, map[string]string{
		"web-load-balancer":                          "update", // its own protection
		"web-security-group-ingress-http-10-0-0-0-8": "delete", "web-security-group-ingress-http-10-1-0-0-16": "create",
		"web-security-group-ingress-https-10-0-0-0-8": "delete", "web-security-group-ingress-https-10-1-0-0-16": "create",
	}, lifecycletest.Touched(other))
	require.NoError(t, s.Destroy())
	assert.Empty(t, s.Cloud.Objects())
	lifecycletest.EveryStep(t, fleetStack, sandbox.Func(balancer), nil, at())
}

// assertPlainEnvironment checks that no container in the state has anything but plain settings in its environment.
func assertPlainEnvironment(t *testing.T, result *sandbox.Result, want map[string]string) {
	t.Helper()
	found := 0
	for _, r := range result.Resources {
		if r.Type != "aws:ecs/taskDefinition:TaskDefinition" {
			continue
		}
		found++
		var containers []struct {
			Environment []struct{ Name, Value string }
		}
		require.NoError(t, json.Unmarshal([]byte(lifecycletest.Reveal(r.Inputs["containerDefinitions"]).StringValue()), &containers))
		for _, c := range containers {
			environment := map[string]string{}
			for _, each := range c.Environment {
				environment[each.Name] = each.Value
			}
			assert.Equal(t, want, environment, r.URN.Name())
		}
	}
	assert.Positive(t, found)
}
