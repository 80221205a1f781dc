package fargate_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestEverythingIsToldAtOnce(t *testing.T) {
	t.Parallel()
	graph, err := tryService(func(a *fargate.ServiceArgs) {
		a.Port, a.DeployWithin, a.HealthCheck.Path = 0, 20*time.Second, "health"
		a.Routes = []fargate.Route{{Hosts: []string{"shop example.com"}}, host("a"), host("A")}
		a.DesiredCount, a.ClusterARN = 1, pulumi.String("main")
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.Equal(t, []string{"ClusterARN", "Port", "Routes[0].Hosts[0]", "HealthCheck.Path", "DesiredCount", "Routes[2]"}, fields,
		"the sum is not told while its numbers are wrong")
	assert.Empty(t, graph.All())
	require.ErrorContains(t, (&fargate.ServiceArgs{DeployWithin: 20 * time.Second}).Validate(), "DeployWithin: need 1m34s or more: 3s register")
}

// Mistakes of the task, the routes and the roll-out in one service.
func TestMistakesOfEveryKindTogether(t *testing.T) {
	t.Parallel()
	graph, err := tryService(func(a *fargate.ServiceArgs) {
		a.Task.CPU, a.Task.MemoryMB, a.Task.Image = 256, 8192, pulumi.String("registry.example.com/shop/web:latest")
		a.Task.Environment = map[string]pulumi.StringInput{"TOKEN": pulumi.String("x")}
		a.Task.Secrets = map[string]pulumi.StringInput{"TOKEN": pulumi.String("arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-1a2b3c")}
		a.Port, a.DeployWithin, a.HealthCheck.Path = 0, 20*time.Second, "health"
		a.Routes = []fargate.Route{{Hosts: []string{"shop example.com"}}, host("a"), host("A")}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.ElementsMatch(t, []string{
		"Task.Image", "Task.MemoryMB", `Task.Secrets["TOKEN"]`, "Port", "Routes[0].Hosts[0]", "HealthCheck.Path", "DeployWithin", "Routes[2]",
	}, fields)
	assert.Empty(t, graph.All())
	require.ErrorContains(t, err, "AllowMutableTag")
}

// The mistakes of a tired afternoon, in one go.
func TestManyMistakesOfTaskAndServiceTogether(t *testing.T) {
	t.Parallel()
	graph, err := tryService(func(a *fargate.ServiceArgs) {
		a.Task = fargate.Task{
			Image: pulumi.String("registry.example.com/shop/web:latest"), CPU: 256, MemoryMB: 8192,
			Environment: map[string]pulumi.StringInput{"TOKEN": pulumi.String("x")},
			Secrets:     map[string]pulumi.StringInput{"TOKEN": pulumi.String("arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-1a2b3c")},
		}
		a.Port, a.DeployWithin, a.HealthCheck.Path = 0, 20*time.Second, "health"
		a.Routes = []fargate.Route{{Hosts: []string{"shop example.com"}}, host("shop"), host("shop")}
	})
	var fields []string
	for _, problem := range component.FieldErrors(err) {
		fields = append(fields, problem.Field)
	}
	assert.ElementsMatch(t, []string{
		"Task.Image", "Task.MemoryMB", `Task.Secrets["TOKEN"]`, "Port", "Routes[0].Hosts[0]", "Routes[2]", "HealthCheck.Path", "DeployWithin",
	}, fields)
	assert.Empty(t, graph.All())
}

func TestGoodArgumentsAreAccepted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*fargate.ServiceArgs){
		"a wildcard host": withRoute(fargate.Route{Hosts: []string{"*.shop.example.com", "shop-?.example.com"}}),
		"all conditions": withRoute(fargate.Route{
			Hosts: []string{"a.io"}, Paths: []string{"/a.b_c~d$e/*"}, Headers: map[string][]string{"X-A": {"a b"}},
			SourceCIDRs: []string{"2001:db8::/32", "0.0.0.0/0"},
		}),
		"first priority": withRoute(fargate.Route{Hosts: []string{"a.io"}, Priority: 1}),
		"last priority":  withRoute(fargate.Route{Hosts: []string{"a.io"}, Priority: 50000}),
		"health codes": func(a *fargate.ServiceArgs) {
			a.HealthCheck = fargate.HealthCheck{Path: "/up?deep=1", Codes: "200,202-299,401"}
		},
		"an hour": func(a *fargate.ServiceArgs) {
			a.RequestTime, a.DeployWithin, a.StartupTime = 30*time.Minute, time.Hour, 10*time.Minute
		},
		"one task, dev": func(a *fargate.ServiceArgs) { asDevelopment(a); a.DesiredCount = 1 },
		"one subnet, dev": func(a *fargate.ServiceArgs) {
			asDevelopment(a)
			a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"})
		},
		"another percent": func(a *fargate.ServiceArgs) { a.MaximumPercent, a.DeployWithin = 150, 10*time.Minute },
		"government cloud": func(a *fargate.ServiceArgs) {
			a.ClusterARN = pulumi.String("arn:aws-us-gov:ecs:us-gov-west-1:123456789012:cluster/x")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			makeService(t, change)
		})
	}
}

// What is known only during the deployment is checked on its way to the resource that uses it.
func TestServiceInputsThatAreKnownLater(t *testing.T) {
	t.Parallel()
	later := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	tests := map[string]struct {
		good, bad func(*fargate.ServiceArgs)
		want      string
	}{
		"cluster": {
			func(a *fargate.ServiceArgs) { a.ClusterARN = later(theCluster) }, func(a *fargate.ServiceArgs) { a.ClusterARN = later("main") },
			"ServiceArgs.ClusterARN: need the ARN",
		},
		"network": {
			func(a *fargate.ServiceArgs) { a.VPCID = later("vpc-1") }, func(a *fargate.ServiceArgs) { a.VPCID = later("main") },
			"ServiceArgs.VPCID: need a network's id",
		},
		"subnets": {
			func(a *fargate.ServiceArgs) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}).ToStringArrayOutput()
			},
			func(a *fargate.ServiceArgs) {
				a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}).ToStringArrayOutput()
			},
			"ServiceArgs.SubnetIDs: need 2 subnets or more",
		},
		"topic": {
			func(a *fargate.ServiceArgs) { a.AlarmTopicARN = later(theTopic) }, func(a *fargate.ServiceArgs) { a.AlarmTopicARN = later("x") },
			"ServiceArgs.AlarmTopicARN: need a topic's ARN",
		},
		"group": {
			func(a *fargate.ServiceArgs) { a.ExtraSecurityGroupIDs = []pulumi.StringInput{later("sg-1")} },
			func(a *fargate.ServiceArgs) { a.ExtraSecurityGroupIDs = []pulumi.StringInput{later("x")} },
			"ServiceArgs.ExtraSecurityGroupIDs[0]: need a security group's id",
		},
		"listener": {
			withListener(func(l *fargate.ListenerArgs) { l.HTTPSListenerARN = later(theListener) }),
			withListener(func(l *fargate.ListenerArgs) { l.HTTPSListenerARN = later("x") }), "ServiceArgs.Listener.HTTPSListenerARN: need the ARN",
		},
		"balancer": {
			withListener(func(l *fargate.ListenerArgs) { l.LoadBalancerARNSuffix = later(theBalancer) }),
			withListener(func(l *fargate.ListenerArgs) { l.LoadBalancerARNSuffix = later("x") }), "ServiceArgs.Listener.LoadBalancerARNSuffix: need the end",
		},
		"balancer's group": {
			withListener(func(l *fargate.ListenerArgs) { l.SecurityGroupID = later(balancerSG) }),
			withListener(func(l *fargate.ListenerArgs) { l.SecurityGroupID = later("x") }), "ServiceArgs.Listener.SecurityGroupID: need a security group's id",
		},
		"egress": {
			withEgress("redis", fargate.Egress{Port: 6379, SecurityGroupID: later("sg-1")}),
			withEgress("redis", fargate.Egress{Port: 6379, SecurityGroupID: later("x")}), `ServiceArgs.Egress["redis"].SecurityGroupID: need a security group's id`,
		},
		"prefix list": {
			withEgress("s3", fargate.Egress{Port: 443, PrefixListID: later("pl-1")}),
			withEgress("s3", fargate.Egress{Port: 443, PrefixListID: later("x")}), `ServiceArgs.Egress["s3"].PrefixListID: need a prefix list's id`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			makeService(t, test.good)
			_, err := tryService(test.bad)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestTheNameIsCheckedToo(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"web.api", "web_api", "web-", "9web"} {
		graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			tags, err := testTags(ctx)
			if err != nil {
				return err
			}
			_, err = fargate.NewService(ctx, name, webArgs(tags))
			return err
		})
		require.ErrorContains(t, err, "name: need ", name)
		assert.Empty(t, graph.All())
	}
}
