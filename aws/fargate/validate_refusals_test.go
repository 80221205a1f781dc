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
	"github.com/groundwork-go/groundwork/tagging"
)

func withRoute(r fargate.Route) func(*fargate.ServiceArgs) {
	return func(a *fargate.ServiceArgs) { a.Routes = []fargate.Route{r} }
}

func withEgress(name string, e fargate.Egress) func(*fargate.ServiceArgs) {
	return func(a *fargate.ServiceArgs) { a.Egress = map[string]fargate.Egress{name: e} }
}

func withListener(change func(*fargate.ListenerArgs)) func(*fargate.ServiceArgs) {
	return func(a *fargate.ServiceArgs) {
		args := listenerArgs()
		change(&args)
		a.Listener = fargate.NewListener(args)
	}
}

func TestEveryRefusal(t *testing.T) {
	t.Parallel()
	type change = func(*fargate.ServiceArgs)
	long := strings.Repeat("a", 129)
	tests := map[string]struct {
		change change
		want   string // after "ServiceArgs."
	}{
		"no tags": {
			func(a *fargate.ServiceArgs) { a.Tags = tagging.Set{} },
			"Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing",
		},
		"profile": {
			func(a *fargate.ServiceArgs) { a.Profile = 7 },
			"Profile: need production or development, got Profile(7)",
		},
		"no cluster": {
			func(a *fargate.ServiceArgs) { a.ClusterARN = nil },
			"ClusterARN: need the ARN of a cluster, arn:aws:ecs:REGION:ACCOUNT:cluster/NAME, got nothing",
		},
		"cluster's name": {
			func(a *fargate.ServiceArgs) { a.ClusterARN = pulumi.String("main") },
			`ClusterARN: need the ARN of a cluster, arn:aws:ecs:REGION:ACCOUNT:cluster/NAME, got "main"`,
		},
		"no network": {
			func(a *fargate.ServiceArgs) { a.VPCID = nil },
			"VPCID: need a network's id such as vpc-0a1b2c3d, got nothing",
		},
		"network": {
			func(a *fargate.ServiceArgs) { a.VPCID = pulumi.String("main") },
			`VPCID: need a network's id such as vpc-0a1b2c3d, got "main"`,
		},
		"no subnets": {
			func(a *fargate.ServiceArgs) { a.SubnetIDs = nil },
			"SubnetIDs: need 2 subnets or more, each in another zone, got 0",
		},
		"one subnet": {
			func(a *fargate.ServiceArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"}) },
			"SubnetIDs: need 2 subnets or more, each in another zone, got 1",
		},
		"subnet": {
			func(a *fargate.ServiceArgs) { a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a", "b"}) },
			`SubnetIDs[1]: need a subnet's id such as subnet-0a1b2c3d, got "b"`,
		},
		"no subnets, dev": {
			func(a *fargate.ServiceArgs) { a.SubnetIDs, a.Profile = nil, component.Development },
			"SubnetIDs: need 1 subnet or more, each in another zone, got 0",
		},
		"extra group": {
			func(a *fargate.ServiceArgs) { a.ExtraSecurityGroupIDs = []pulumi.StringInput{pulumi.String("g")} },
			`ExtraSecurityGroupIDs[0]: need a security group's id such as sg-0a1b2c3d, got "g"`,
		},
		"nil extra group": {
			func(a *fargate.ServiceArgs) { a.ExtraSecurityGroupIDs = make([]pulumi.StringInput, 1) },
			"ExtraSecurityGroupIDs[0]: need a security group's id such as sg-0a1b2c3d, got nothing",
		},
		"many groups": {
			func(a *fargate.ServiceArgs) { a.ExtraSecurityGroupIDs = fiveGroups() },
			"ExtraSecurityGroupIDs: need at most 4: AWS takes 5 for a task, and one is the service's own, got 5",
		},
		"port 0": {
			func(a *fargate.ServiceArgs) { a.Port = 0 },
			"Port: need the port that the container listens on, 1 to 65535, got 0",
		},
		"port": {
			func(a *fargate.ServiceArgs) { a.Port = 65536 },
			"Port: need 1 to 65535, got 65536",
		},
		"no listener": {
			withListener(func(l *fargate.ListenerArgs) { l.HTTPSListenerARN = nil }),
			"Listener.HTTPSListenerARN: need the ARN of a listener",
		},
		"listener": {
			withListener(func(l *fargate.ListenerArgs) { l.HTTPSListenerARN = pulumi.String("main") }),
			"Listener.HTTPSListenerARN: need the ARN of a listener",
		},
		"no group": {
			withListener(func(l *fargate.ListenerArgs) { l.SecurityGroupID = nil }),
			"Listener.SecurityGroupID: need a security group's id",
		},
		"no balancer": {
			withListener(func(l *fargate.ListenerArgs) { l.LoadBalancerARNSuffix = nil }),
			"Listener.LoadBalancerARNSuffix: need the end of a load balancer's ARN, app/NAME/ID, got nothing",
		},
		"balancer": {
			withListener(func(l *fargate.ListenerArgs) { l.LoadBalancerARNSuffix = pulumi.String("net/main/1") }),
			`Listener.LoadBalancerARNSuffix: need the end of a load balancer's ARN, app/NAME/ID, got "net/main/1"`,
		},
		"no routes": {
			func(a *fargate.ServiceArgs) { a.Routes = nil },
			"Routes: need one or more routes: nothing else sends requests to the service, got nothing",
		},
		"empty route": {
			withRoute(fargate.Route{Priority: 1}),
			"Routes[0]: need a condition: Hosts, Paths, Headers or SourceCIDRs, got nothing",
		},
		"host with space": {
			withRoute(fargate.Route{Hosts: []string{"shop example.com"}}),
			`Routes[0].Hosts[0]: need a host name with a dot in it`,
		},
		"host with port": {
			withRoute(fargate.Route{Hosts: []string{"shop.example.com:443"}}),
			"without a port",
		},
		"host without dot": {
			withRoute(fargate.Route{Hosts: []string{"a.example.com", "localhost"}}),
			`Routes[0].Hosts[1]: need a host name`,
		},
		"empty host": {
			withRoute(fargate.Route{Hosts: []string{""}}),
			"Routes[0].Hosts[0]: need a host name",
		},
		"long host": {
			withRoute(fargate.Route{Hosts: []string{long + ".com"}}),
			"Routes[0].Hosts[0]: need at most 128 characters, got 133",
		},
		"path": {
			withRoute(fargate.Route{Paths: []string{"api/*"}}),
			`Routes[0].Paths[0]: need a path that begins with a slash and has no spaces, such as /api/*, got "api/*"`,
		},
		"path with space": {
			withRoute(fargate.Route{Paths: []string{"/a b"}}),
			"Routes[0].Paths[0]: need a path",
		},
		"long path": {
			withRoute(fargate.Route{Paths: []string{"/" + long}}),
			"Routes[0].Paths[0]: need at most 128 characters, got 130",
		},
		"header": {
			withRoute(fargate.Route{Headers: map[string][]string{"X Canary": {"a"}}}),
			`Routes[0].Headers["X Canary"]: need a header's name without spaces and colons, other than Host`,
		},
		"host header": {
			withRoute(fargate.Route{Headers: map[string][]string{"hOST": {"a"}}}),
			`Routes[0].Headers["hOST"]: need a header's name without spaces and colons, other than Host`,
		},
		"long header": {
			withRoute(fargate.Route{Headers: map[string][]string{long[:41]: {"a"}}}),
			"need at most 40 characters, got 41",
		},
		"header twice": {
			withRoute(fargate.Route{Headers: map[string][]string{"X-A": {"a"}, "x-a": {"b"}}}),
			`Routes[0].Headers["x-a"]: need each header once: their case does not matter, got "X-A", too`,
		},
		"empty header": {
			withRoute(fargate.Route{Paths: []string{"/"}, Headers: map[string][]string{"X-A": nil}}),
			`Routes[0].Headers["X-A"]: need one value or more, got nothing`,
		},
		"header's value": {
			withRoute(fargate.Route{Headers: map[string][]string{"X-A": {"a\n"}}}),
			`Routes[0].Headers["X-A"][0]: need printable characters, got "a\n"`,
		},
		"source": {
			withRoute(fargate.Route{SourceCIDRs: []string{"10.0.0.1"}}),
			`Routes[0].SourceCIDRs[0]: need an address block without host bits, such as 10.0.0.0/8, got "10.0.0.1"`,
		},
		"host bits": {
			withRoute(fargate.Route{SourceCIDRs: []string{"10.0.0.1/8"}}),
			`Routes[0].SourceCIDRs[0]: need an address block without host bits`,
		},
		"many values": {
			withRoute(fargate.Route{Hosts: []string{"a.io", "b.io", "c.io"}, Paths: []string{"/a", "/b", "/c"}}),
			"Routes[0]: need at most 5 values in all conditions together; split it into two routes, got 6",
		},
		"many wildcards": {
			withRoute(fargate.Route{Paths: []string{"/*/?/*/*/*/*"}}),
			"Routes[0]: need at most 5 wildcards in all conditions together; split it into two routes, got 6",
		},
		"priority": {
			withRoute(fargate.Route{Paths: []string{"/"}, Priority: 50001}),
			"Routes[0].Priority: need 1 to 50000, got 50001",
		},
		"below zero": {
			withRoute(fargate.Route{Paths: []string{"/"}, Priority: -1}),
			"Routes[0].Priority: need 1 to 50000, got -1",
		},
		"health path": {
			func(a *fargate.ServiceArgs) { a.HealthCheck.Path = "health" },
			`HealthCheck.Path: need a path that begins with a slash and has no spaces, got "health"`,
		},
		"long health path": {
			func(a *fargate.ServiceArgs) { a.HealthCheck.Path = "/" + strings.Repeat("a", 1024) },
			"HealthCheck.Path: need at most 1024 characters, got 1025",
		},
		"health codes": {
			func(a *fargate.ServiceArgs) { a.HealthCheck.Codes = "200-500" },
			`HealthCheck.Codes: need HTTP status codes from 200 to 499, such as 200-299 or 200,204, got "200-500"`,
		},
		"turned codes": {
			func(a *fargate.ServiceArgs) { a.HealthCheck.Codes = "200,299-204" },
			`HealthCheck.Codes: need ranges from the lower code to the higher one, got "200,299-204"`,
		},
		"egress name": {
			withEgress("Redis", fargate.Egress{Port: 1, CIDR: "10.0.0.0/8"}),
			`Egress["Redis"]: need a name of lower-case letters, digits and hyphens, beginning with a letter, got "Redis"`,
		},
		"egress https": {
			withEgress("https", fargate.Egress{Port: 1, CIDR: "10.0.0.0/8"}),
			`Egress["https"]: need another name: this one is the rule that DisableHTTPSEgress takes away, got "https"`,
		},
		"egress port 0": {
			withEgress("a", fargate.Egress{CIDR: "10.0.0.0/8"}),
			`Egress["a"].Port: need 1 to 65535, got 0`,
		},
		"egress port": {
			withEgress("a", fargate.Egress{Port: 65536, CIDR: "10.0.0.0/8"}),
			`Egress["a"].Port: need 1 to 65535, got 65536`,
		},
		"no peer": {
			withEgress("a", fargate.Egress{Port: 1}),
			`Egress["a"]: need exactly one of SecurityGroupID, CIDR and PrefixListID, got 0`,
		},
		"two peers": {
			withEgress("a", fargate.Egress{Port: 1, CIDR: "10.0.0.0/8", SecurityGroupID: pulumi.String("sg-1")}),
			`Egress["a"]: need exactly one of SecurityGroupID, CIDR and PrefixListID, got 2`,
		},
		"egress block": {
			withEgress("a", fargate.Egress{Port: 1, CIDR: "10.0.0.1/8"}),
			`Egress["a"].CIDR: need an IPv4 block without host bits, such as 10.0.0.0/16, got "10.0.0.1/8"`,
		},
		"egress group": {
			withEgress("a", fargate.Egress{Port: 1, SecurityGroupID: pulumi.String("x")}),
			`Egress["a"].SecurityGroupID: need a security group's id such as sg-0a1b2c3d, got "x"`,
		},
		"egress list": {
			withEgress("a", fargate.Egress{Port: 1, PrefixListID: pulumi.String("x")}),
			`Egress["a"].PrefixListID: need a prefix list's id, such as pl-0a1b2c3d, got "x"`,
		},
		"no target": {
			func(a *fargate.ServiceArgs) { a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4} },
			"Autoscaling: need a target: CPUPercent, MemoryPercent or RequestsPerTask, got nothing",
		},
		"CPU target": {
			func(a *fargate.ServiceArgs) { a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4, CPUPercent: 91} },
			"Autoscaling.CPUPercent: need 10 to 90, got 91",
		},
		"memory target": {
			func(a *fargate.ServiceArgs) { a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4, MemoryPercent: 9} },
			"Autoscaling.MemoryPercent: need 10 to 90, got 9",
		},
		"requests target": {func(a *fargate.ServiceArgs) {
			a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4, RequestsPerTask: -1}
		}, "Autoscaling.RequestsPerTask: need 1 or more requests a minute, got -1"},
		"retention": {
			func(a *fargate.ServiceArgs) { a.LogRetentionDays = 31 },
			"LogRetentionDays: need a number of days that CloudWatch Logs offers: 1, 3, 5",
		},
		"key": {
			func(a *fargate.ServiceArgs) { a.KMSKeyARN = pulumi.String("alias/logs") },
			`KMSKeyARN: need a key's full ARN, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, got "alias/logs"`,
		},
		"topic": {
			func(a *fargate.ServiceArgs) { a.AlarmTopicARN = pulumi.String("alarms") },
			`AlarmTopicARN: need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, got "alarms"`,
		},
		"no image": {
			func(a *fargate.ServiceArgs) { a.Task.Image = nil },
			"Task.Image: need ",
		},
		"no active colour": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); a.BlueGreen.Active = "" },
			"BlueGreen.Active: need blue or green, got nothing",
		},
		"colour": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); a.BlueGreen.Active = "gren" },
			`BlueGreen.Active: need blue or green, got "gren" (did you mean green?)`,
		},
		"no blue": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); a.BlueGreen.Blue = nil },
			"BlueGreen.Blue: need ",
		},
		"no green": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); a.BlueGreen.Green = nil },
			"BlueGreen.Green: need ",
		},
		"what both colours have": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); a.Task.MemoryMB = 8192 },
			"Task.MemoryMB: need ",
		},
		"third image": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); a.Task.Image = pulumi.String(firstImage) },
			"Task.Image: need no image beside BlueGreen.Blue and BlueGreen.Green, got one",
		},
		"scaled colours": {func(a *fargate.ServiceArgs) {
			asBlueGreen(a)
			a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4, CPUPercent: 50}
		}, "Autoscaling: need no BlueGreen beside it: the idle colour would be too small for the requests that it gets at once, got both"},
		"worker's port": {
			func(a *fargate.ServiceArgs) { asWorker(a); a.Port = 80 },
			"Port: need a Listener: a service without one is a worker that nobody connects to, got none",
		},
		"worker's routes": {
			func(a *fargate.ServiceArgs) { asWorker(a); a.Routes = []fargate.Route{host("a")} },
			"Routes: need a Listener",
		},
		"worker's health": {
			func(a *fargate.ServiceArgs) { asWorker(a); a.HealthCheck.Path = "/" },
			"HealthCheck: need a Listener",
		},
		"worker's requests": {
			func(a *fargate.ServiceArgs) { asWorker(a); a.RequestTime = time.Second },
			"RequestTime: need a Listener",
		},
		"worker's start": {
			func(a *fargate.ServiceArgs) { asWorker(a); a.SlowStart = 30 * time.Second; a.DeployWithin = time.Hour },
			"SlowStart: need a Listener",
		},
		"worker's colours": {
			func(a *fargate.ServiceArgs) { asBlueGreen(a); asWorker(a) },
			"BlueGreen: need a Listener",
		},
		"worker's target": {func(a *fargate.ServiceArgs) {
			asWorker(a)
			a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: 4, RequestsPerTask: 1}
		}, "Autoscaling.RequestsPerTask: need a Listener, which counts the requests, got none"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			graph, err := tryService(test.change)
			require.ErrorContains(t, err, test.want)
			require.ErrorContains(t, err, "fargate: web: ServiceArgs.")
			assert.Len(t, component.FieldErrors(err), 1, "nothing else is wrong: %v", err)
			assert.Empty(t, graph.All(), "nothing has been registered")
		})
	}
}

func fiveGroups() []pulumi.StringInput {
	var all []pulumi.StringInput
	for range 5 {
		all = append(all, pulumi.String("sg-1"))
	}
	return all
}
