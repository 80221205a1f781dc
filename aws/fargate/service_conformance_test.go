package fargate_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

// TestServiceConformance holds each kind of service to the library's rules.
func TestServiceConformance(t *testing.T) {
	t.Parallel()
	for golden, test := range map[string]struct {
		required []string
		args     func(tagging.Set) *fargate.ServiceArgs
	}{
		"service": {[]string{"Tags", "ClusterARN", "VPCID", "SubnetIDs", "Task.Image", "Port", "Routes"}, webArgs},
		"worker":  {[]string{"Tags", "ClusterARN", "VPCID", "SubnetIDs", "Task.Image"}, workerArgs},
		"bluegreen": {[]string{"BlueGreen.Blue", "BlueGreen.Green", "BlueGreen.Active"}, func(tags tagging.Set) *fargate.ServiceArgs {
			args := webArgs(tags)
			asBlueGreen(args)
			return args
		}},
		"autoscaled": {[]string{"Autoscaling.Min", "Autoscaling.Max"}, everything},
	} {
		t.Run(golden, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[fargate.ServiceArgs, *fargate.Service]{
				Token:    serviceToken,
				New:      onListenerOfItsOwn,
				Args:     func(_ *pulumi.Context, tags tagging.Set) *fargate.ServiceArgs { return test.args(tags) },
				Required: test.required,
				Golden:   "testdata/golden/" + golden + ".json",
			})
		})
	}
}

// onListenerOfItsOwn gives every service but main another listener: AWS refuses the same route twice on one.
func onListenerOfItsOwn(
	ctx *pulumi.Context, name string, args *fargate.ServiceArgs, opts ...pulumi.ResourceOption,
) (*fargate.Service, error) {
	if name == "main" || args == nil || args.Listener == nil {
		return fargate.NewService(ctx, name, args, opts...)
	}
	own := *args
	own.Listener = fargate.NewListener(fargate.ListenerArgs{
		HTTPSListenerARN: pulumi.String(otherListener), SecurityGroupID: pulumi.String(balancerSG), LoadBalancerARNSuffix: pulumi.String(theBalancer),
	})
	return fargate.NewService(ctx, name, &own, opts...)
}

// everything is a service with all of its children and inputs.
func everything(tags tagging.Set) *fargate.ServiceArgs {
	args := webArgs(tags)
	args.Autoscaling = &fargate.Autoscaling{Min: 3, Max: 30, CPUPercent: 60, MemoryPercent: 75, RequestsPerTask: 1000}
	args.Routes = []fargate.Route{
		{Hosts: []string{"shop.example.com"}, Paths: []string{"/api/*"}},
		{Hosts: []string{"*.shop.example.com"}, Headers: map[string][]string{"X-Canary": {"yes"}}, SourceCIDRs: []string{"10.0.0.0/8"}, Priority: 100},
	}
	args.Egress = map[string]fargate.Egress{
		"redis": {Port: 6379, SecurityGroupID: pulumi.String("sg-redis")}, "legacy": {Port: 5432, CIDR: "10.9.0.0/16"},
	}
	args.ExtraSecurityGroupIDs = []pulumi.StringInput{pulumi.String("sg-extra")}
	args.HealthCheck = fargate.HealthCheck{Path: "/healthz", Codes: "200"}
	args.DeployWithin, args.StartupTime, args.SlowStart = 5*time.Minute, 20*time.Second, 30*time.Second
	args.LogRetentionDays, args.KMSKeyARN, args.AlarmTopicARN = 90, pulumi.String(theKey), pulumi.String(theTopic)
	return args
}
