package fargate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func arnOf(t testing.TB, g *infratest.Graph, token, name string) string {
	t.Helper()
	return g.Named(t, token, name).Outputs["arn"].StringValue()
}

func TestAServiceBehindAListener(t *testing.T) {
	t.Parallel()
	g := makeService(t, asIs)
	service := g.Named(t, ecsToken, "web-service")
	group := g.Named(t, groupToken, "web-security-group")
	targets := g.Named(t, targetsToken, "web-target-group")
	infratest.AssertInputs(t, service, map[string]any{
		"cluster":                             theCluster,
		"taskDefinition":                      g.One(t, definitionToken).Outputs["arn"].StringValue(),
		"desiredCount":                        2.0,
		"launchType":                          "FARGATE",
		"platformVersion":                     "LATEST",
		"networkConfiguration.assignPublicIp": false,
		"networkConfiguration.subnets":        []any{"subnet-a", "subnet-b"},
		"networkConfiguration.securityGroups": []any{group.ID},
		"loadBalancers[0].targetGroupArn":     targets.Outputs["arn"].StringValue(),
		"loadBalancers[0].containerName":      theContainer,
		"loadBalancers[0].containerPort":      8080.0,
		"deploymentMinimumHealthyPercent":     100.0,
		"deploymentMaximumPercent":            200.0,
		"deploymentCircuitBreaker":            map[string]any{"enable": true, "rollback": true},
		"healthCheckGracePeriodSeconds":       35.0,
		"availabilityZoneRebalancing":         "ENABLED",
		"enableExecuteCommand":                false,
		"enableEcsManagedTags":                true,
		"propagateTags":                       "SERVICE",
		"waitForSteadyState":                  true,
		"tags.Name":                           "web-service",
		"tags.owner":                          "team-shop",
	})
	for _, path := range []string{"name", "capacityProviderStrategies", "forceNewDeployment", "triggers", "iamRole", "alarms"} {
		assert.Nil(t, service.Value(path), path)
	}
	assert.Contains(t, infratest.Names(service.Dependencies), "web-execution-policy", "a task that may not read its secrets fails the deployment")
	assert.Empty(t, service.IgnoreChanges, "somebody who changes the count by hand sees it in the next preview")
	assert.Equal(t, infratest.Timeouts{Create: "10m0s", Update: "10m0s"}, service.Timeouts)
}

func TestTheTargetGroupFollowsThePlan(t *testing.T) {
	t.Parallel()
	g := makeService(t, func(a *fargate.ServiceArgs) {
		a.Port, a.RequestTime, a.DeployWithin, a.SlowStart = 9000, 29500*time.Millisecond, 5*time.Minute, 30*time.Second
		a.HealthCheck = fargate.HealthCheck{Path: "/healthz", Codes: "200,401"}
	})
	targets := g.One(t, targetsToken)
	infratest.AssertInputs(t, targets, map[string]any{
		"vpcId": "vpc-1", "targetType": "ip", "protocol": "HTTP", "port": 80.0, "deregistrationDelay": 30.0, "slowStart": 30.0,
		"loadBalancingAlgorithmType": "round_robin", "tags.owner": "team-shop", "tags.Name": "web-target-group",
		"healthCheck": map[string]any{
			"enabled": true, "protocol": "HTTP", "port": "traffic-port", "path": "/healthz", "matcher": "200,401",
			"interval": 10.0, "timeout": 4.0, "healthyThreshold": 2.0, "unhealthyThreshold": 2.0,
		},
	})
	assert.Nil(t, targets.Value("name"), "a fixed name would make a replacement delete first, while a rule uses it")
	assert.Nil(t, targets.Value("stickiness"))

	tight := makeService(t, func(a *fargate.ServiceArgs) { a.DeployWithin = 110 * time.Second }).One(t, targetsToken)
	assert.Equal(t, []any{5.0, 4.0, 5.0, "/", "200-299", 0.0}, []any{
		tight.Value("healthCheck.interval"), tight.Value("healthCheck.timeout"), tight.Value("deregistrationDelay"),
		tight.Value("healthCheck.path"), tight.Value("healthCheck.matcher"), tight.Value("slowStart"),
	})
}

// The logical name is cut so that the provider's random suffix still fits.
func TestALongNameFitsTheTargetGroup(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("payment-", 6) + "api"
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		_, err = fargate.NewService(ctx, long, webArgs(tags))
		return err
	})
	assert.LessOrEqual(t, len(g.One(t, targetsToken).Name), 32-8)
	assert.Equal(t, long+"-service", g.One(t, ecsToken).Name)
}

// Only the load balancer reaches the tasks, on their port and nothing else, and both sides say so.
func TestSecurityGroupRules(t *testing.T) {
	t.Parallel()
	g := makeService(t, func(a *fargate.ServiceArgs) {
		a.Egress = map[string]fargate.Egress{
			"redis": {Port: 6379, SecurityGroupID: pulumi.String("sg-redis")}, "legacy": {Port: 5432, CIDR: "10.9.0.0/16"},
			"s3": {Port: 443, PrefixListID: pulumi.String("pl-1")},
		}
		a.ExtraSecurityGroupIDs = []pulumi.StringInput{pulumi.String("sg-extra")}
	})
	group := g.One(t, groupToken)
	assert.Equal(t, "vpc-1", group.Value("vpcId"))
	tests := []struct {
		token, name, owner string
		port               float64
		peer, peerID       string
	}{
		{ingressToken, "web-security-group-ingress-load-balancer-8080", group.ID, 8080, "referencedSecurityGroupId", balancerSG},
		{egressToken, "web-load-balancer-egress-8080", balancerSG, 8080, "referencedSecurityGroupId", group.ID},
		{egressToken, "web-security-group-egress-https", group.ID, 443, "cidrIpv4", "0.0.0.0/0"},
		{egressToken, "web-security-group-egress-redis", group.ID, 6379, "referencedSecurityGroupId", "sg-redis"},
		{egressToken, "web-security-group-egress-legacy", group.ID, 5432, "cidrIpv4", "10.9.0.0/16"},
		{egressToken, "web-security-group-egress-s3", group.ID, 443, "prefixListId", "pl-1"},
	}
	for _, test := range tests {
		rule := g.Named(t, test.token, test.name)
		assert.Equal(t, test.owner, rule.Value("securityGroupId"), test.name)
		assert.Equal(t, []any{"tcp", test.port, test.port}, []any{rule.Value("ipProtocol"), rule.Value("fromPort"), rule.Value("toPort")}, test.name)
		assert.Equal(t, test.peerID, rule.Value(test.peer), test.name)
		assert.NotEmpty(t, rule.Value("description"), test.name)
		assert.Contains(t, infratest.Names(g.One(t, ecsToken).Dependencies), test.name, "a task that cannot connect fails the deployment")
	}
	assert.Len(t, g.OfType(ingressToken), 1)
	assert.Len(t, g.OfType(egressToken), 5)
	assert.Equal(t, []any{group.ID, "sg-extra"}, g.One(t, ecsToken).Value("networkConfiguration.securityGroups"))

	closed := makeService(t, func(a *fargate.ServiceArgs) { a.DisableHTTPSEgress = true })
	assert.Equal(t, []string{"web-load-balancer-egress-8080"}, namesIn(closed.OfType(egressToken)))
}

// A new port gets rules of its own, so that the old port stays open until the old tasks are gone.
func TestTheOldPortStaysOpenDuringARollOut(t *testing.T) {
	t.Parallel()
	before, after := makeService(t, asIs), makeService(t, func(a *fargate.ServiceArgs) { a.Port = 9000 })
	assert.NotEqual(t, namesIn(before.OfType(ingressToken)), namesIn(after.OfType(ingressToken)))
	assert.Equal(t, before.One(t, targetsToken).Inputs, after.One(t, targetsToken).Inputs, "the target group knows nothing of the port")
	assert.Equal(t, rules(before), rules(after))
}

func TestRoutesBecomeRules(t *testing.T) {
	t.Parallel()
	g := makeService(t, func(a *fargate.ServiceArgs) {
		a.Routes = []fargate.Route{
			host("shop"),
			{
				Hosts: []string{"b.example.com", "A.example.com"}, Paths: []string{"/api/*"}, Priority: 7,
				Headers: map[string][]string{"X-Canary": {"yes"}}, SourceCIDRs: []string{"10.0.0.0/8"},
			},
		}
	})
	rule := g.Named(t, ruleToken, "web-route-7")
	assert.InDelta(t, 7, rule.Value("priority"), 0)
	assert.Equal(t, theListener, rule.Value("listenerArn"))
	assert.Equal(t, "team-shop", rule.Value("tags.owner"))
	assert.Equal(t, []any{
		map[string]any{"hostHeader": map[string]any{"values": []any{"a.example.com", "b.example.com"}}},
		map[string]any{"pathPattern": map[string]any{"values": []any{"/api/*"}}},
		map[string]any{"httpHeader": map[string]any{"httpHeaderName": "x-canary", "values": []any{"yes"}}},
		map[string]any{"sourceIp": map[string]any{"values": []any{"10.0.0.0/8"}}},
	}, rule.Value("conditions"))
	assert.Equal(t, []any{map[string]any{"type": "forward", "targetGroupArn": arnOf(t, g, targetsToken, "web-target-group")}}, rule.Value("actions"))
	assert.Len(t, g.OfType(ruleToken), 2)
	for _, name := range namesIn(g.OfType(ruleToken)) {
		assert.Contains(t, infratest.Names(g.One(t, ecsToken).Dependencies), name, "ECS refuses a target group that no load balancer uses")
	}
}

func TestAWorkerHasNoLoadBalancer(t *testing.T) {
	t.Parallel()
	g := makeService(t, asWorker)
	service := g.One(t, ecsToken)
	assert.Empty(t, g.OfType(targetsToken))
	assert.Empty(t, g.OfType(ruleToken))
	assert.Empty(t, g.OfType(ingressToken), "nobody connects to it")
	assert.Equal(t, []string{"web-security-group-egress-https"}, namesIn(g.OfType(egressToken)))
	for _, path := range []string{"loadBalancers", "healthCheckGracePeriodSeconds"} {
		assert.Nil(t, service.Value(path), path)
	}
	assert.Equal(t, map[string]any{"enable": true, "rollback": true}, service.Value("deploymentCircuitBreaker"))
}

func TestDevelopmentIsSmallerAndNotLessPrivate(t *testing.T) {
	t.Parallel()
	g := makeService(t, asDevelopment)
	service := g.One(t, ecsToken)
	assert.InDelta(t, 1, service.Value("desiredCount"), 0)
	assert.Equal(t, false, service.Value("networkConfiguration.assignPublicIp"))
	assert.Equal(t, namesIn(makeService(t, asIs).All()), namesIn(g.All()))
}

func TestEveryFieldReachesTheService(t *testing.T) {
	t.Parallel()
	g := makeService(t, func(a *fargate.ServiceArgs) {
		a.DesiredCount, a.MaximumPercent, a.DeployWithin = 6, 150, 20*time.Minute
		a.StartupTime, a.Task.Debug = 3*time.Minute, true
	})
	service := g.One(t, ecsToken)
	assert.InDelta(t, 6, service.Value("desiredCount"), 0)
	assert.InDelta(t, 150, service.Value("deploymentMaximumPercent"), 0)
	assert.InDelta(t, 210, service.Value("healthCheckGracePeriodSeconds"), 0)
	assert.Equal(t, true, service.Value("enableExecuteCommand"))
	plan, err := fargate.PlanDeploy(&fargate.ServiceArgs{
		Listener: fargate.NewListener(listenerArgs()), DesiredCount: 6, MaximumPercent: 150, DeployWithin: 20 * time.Minute, StartupTime: 3 * time.Minute,
	})
	require.NoError(t, err)
	assert.Equal(t, (5 * plan.Total).String(), service.Timeouts.Update, "failed attempts and the way back take their time, too")
}

// Whatever a change of identity would replace waits for the check of it, and so stays as it is when the change is refused.
func TestNothingIsTouchedBeforeTheIdentityIsChecked(t *testing.T) {
	t.Parallel()
	g := makeService(t, asIs)
	stash := g.Named(t, stashToken, "web-identity")
	assert.Equal(t, theCluster, stash.Value("input.ClusterARN"))
	assert.Equal(t, "vpc-1", stash.Value("input.VPCID"))
	assert.Empty(t, stash.Value("input.BlueGreen"))
	for _, token := range []string{groupToken, ingressToken, egressToken, targetsToken, ruleToken, ecsToken} {
		for _, r := range g.OfType(token) {
			assert.Contains(t, infratest.Names(r.Dependencies), "web-identity", r.Name)
		}
	}
}

// On the first preview of a new load balancer nothing of it is known.
func TestAListenerThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	unknown := func() pulumi.StringOutput {
		return pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)
	}
	later := func(a *fargate.ServiceArgs) {
		a.Listener = fargate.NewListener(fargate.ListenerArgs{
			HTTPSListenerARN: unknown(), SecurityGroupID: unknown(), LoadBalancerARNSuffix: unknown(),
		})
		a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4, RequestsPerTask: 100}
	}
	want := makeService(t, scaled(fargate.Autoscaling{Min: 2, Max: 4, RequestsPerTask: 100}))
	assert.Equal(t, namesIn(want.All()), namesIn(makeService(t, later, infratest.Preview()).All()))
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		tags, err := testTags(ctx)
		if err != nil {
			return err
		}
		web, err := fargate.NewService(ctx, "web", webArgs(tags))
		if err != nil {
			return err
		}
		args := workerArgs(tags)
		args.Profile = component.Development
		worker, err := fargate.NewService(ctx, "worker", args)
		if err != nil {
			return err
		}
		assert.Equal(t, 119*time.Second, web.DeployPlan.Total)
		assert.Equal(t, 1, worker.DeployPlan.Tasks)
		assert.Len(t, web.Versions, 1)
		assert.Nil(t, worker.Versions[""].TargetGroup)
		ctx.Export("name", web.ServiceName)
		ctx.Export("arn", web.ServiceARN)
		ctx.Export("revision", web.TaskDefinitionARN)
		ctx.Export("group", web.SecurityGroupID)
		ctx.Export("targets", web.TargetGroupARN)
		ctx.Export("plan", web.DeployPlanText)
		ctx.Export("logs", web.LogGroupName)
		ctx.Export("role", web.TaskRoleName)
		ctx.Export("roleArn", web.TaskRoleARN)
		ctx.Export("sameService", web.Versions[""].Service.Name)
		return nil
	})
	service := g.Named(t, ecsToken, "web-service")
	for name, want := range map[string]any{
		"name": service.Outputs["name"].StringValue(), "arn": service.ID, "revision": service.Value("taskDefinition"),
		"group": g.Named(t, groupToken, "web-security-group").ID, "targets": arnOf(t, g, targetsToken, "web-target-group"),
		"sameService": service.Outputs["name"].StringValue(),
	} {
		out, ok := g.Output(name)
		require.True(t, ok, name)
		assert.Equal(t, want, out.Mappable(), name)
	}
	out, _ := g.Output("plan")
	assert.Contains(t, out.StringValue(), "1m59s  in all, of 2m0s; the old tasks get no more work after 1m24s")
}

// rolledBack answers as ECS does when it has gone back to an older revision: the service is steady, on the wrong one.
func rolledBack(service string) infratest.Option {
	return infratest.Respond(ecsToken, func(c infratest.Call) (map[string]any, error) {
		if c.Name != service {
			return nil, nil
		}
		return map[string]any{"taskDefinition": "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:41"}, nil
	})
}

func TestAnUpdateFailsWhenECSRolledBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(*fargate.ServiceArgs)
		service string
	}{
		"service":                  {asIs, "web-service"},
		"worker":                   {asWorker, "web-service"},
		"the colour that serves":   {asBlueGreen, "web-blue-service"},
		"the colour that does not": {asBlueGreen, "web-green-service"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, err := tryService(test.change, rolledBack(test.service))
			require.ErrorContains(t, err, "fargate: web: "+strings.TrimPrefix(test.service, "web-")+": need the revision ")
			require.ErrorContains(t, err, "got arn:aws:ecs:eu-central-1:123456789012:task-definition/web:41: its tasks failed and ECS rolled the deployment back")
			assert.NotNil(t, g.Named(t, alarmToken, strings.TrimSuffix(test.service, "service")+"cpu-alarm"), "the alarms are there all the same")
			makeService(t, test.change, rolledBack("another-service"))
		})
	}
	makeService(t, asIs, rolledBack("web-service"), infratest.Preview())
}
