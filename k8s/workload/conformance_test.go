package workload_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/tagging"
)

const token = "groundwork:k8s/workload:Workload"

// onCluster puts the objects on the suite's cluster.
func onCluster(args *workload.Args, provider pulumi.ProviderResource) { args.Provider = provider }

// TestConformance holds a worker to the library's rules.
func TestConformance(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[workload.Args, *workload.Workload]{
		Token:    token,
		New:      workload.New,
		Provider: onCluster,
		Args:     fewestArgs,
		Required: []string{"Tags", "Provider", "Namespace", "Image", "CPU", "Memory"},
		Golden:   "testdata/golden/worker.json",
	})
}

func TestConformanceOfAService(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[workload.Args, *workload.Workload]{
		Token: token,
		New:   workload.New, Provider: onCluster,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *workload.Args {
			a := fewestArgs(ctx, tags)
			serving(a)
			return a
		},
		Golden: "testdata/golden/service.json",
	})
}

// TestConformanceOfEverything holds the block to the same rules with all of its children and inputs.
func TestConformanceOfEverything(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[workload.Args, *workload.Workload]{
		Token: token,
		New:   workload.New, Provider: onCluster,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *workload.Args {
			a := fewestArgs(ctx, tags)
			everything(a)
			return a
		},
		Golden: "testdata/golden/everything.json",
	})
}

func TestConformanceInDevelopment(t *testing.T) {
	t.Parallel()
	infratest.Conformance(t, infratest.Spec[workload.Args, *workload.Workload]{
		Token: token,
		New:   workload.New, Provider: onCluster,
		Args: func(ctx *pulumi.Context, tags tagging.Set) *workload.Args {
			a := fewestArgs(ctx, tags)
			serving(a)
			a.Profile, a.Image, a.WritablePaths = 1, pulumi.String("shop/orders"), map[string]string{}
			return a
		},
		Golden: "testdata/golden/development.json",
	})
}

// everything uses each argument that can be used beside the others.
func everything(a *workload.Args) {
	a.Namespace, a.Image = pulumi.String("shop").ToStringOutput(), pulumi.String(digest).ToStringOutput()
	a.Command, a.Arguments = []string{"/orders"}, []string{"serve", "--verbose"}
	a.Port, a.Replicas, a.User = 8080, 4, 20000
	a.Autoscaling = &workload.Autoscaling{Min: 3, Max: 12, TargetCPUPercent: 60, TargetMemoryPercent: 80}
	a.Environment = map[string]pulumi.StringInput{"REGION": pulumi.String("eu-west-1"), "CACHE": pulumi.String("cache:6379").ToStringOutput()}
	a.SecretFiles = map[string]pulumi.StringInput{"/etc/database": pulumi.String("orders-database")}
	a.SecretEnvironment = map[string]workload.SecretKey{"API_KEY": {Secret: pulumi.String("orders-api").ToStringOutput(), Key: "key"}}
	a.ConfigFiles = map[string]pulumi.StringInput{"/etc/orders": pulumi.String("orders-config-1a2b3c4d")}
	a.WritablePaths = map[string]string{"/tmp": "256Mi", "/var/cache": "1Gi"}
	a.Probes = workload.Probes{
		Path: "/ready", Port: 8081, HTTPS: true, StartupTime: 31 * time.Second, Interval: 3 * time.Second, Timeout: time.Second, Failures: 2, LivenessPath: "/live",
	}
	a.DrainTime, a.ShutdownTime = 45*time.Second, time.Minute
	a.Ingress = []workload.IngressRule{
		{From: workload.Peer{CIDR: pulumi.String("10.0.0.0/24")}},
		{From: workload.Peer{Namespace: pulumi.String("web").ToStringOutput(), Pods: pulumi.StringMap{"app": pulumi.String("web")}}},
		{From: workload.Peer{Namespace: pulumi.String("monitoring")}, Port: 9090},
	}
	a.Egress = []workload.EgressRule{
		{To: workload.Peer{CIDR: pulumi.String("0.0.0.0/0")}, Ports: []int{443}},
		{To: workload.Peer{Pods: pulumi.ToStringMap(map[string]string{"app": "cache"}).ToStringMapOutput()}, Ports: []int{6379, 6380}},
		{To: workload.Peer{CIDR: pulumi.String("10.0.0.2/32").ToStringOutput()}, Ports: []int{123}, UDP: true},
	}
	a.AllowPodIdentity = true
	a.ServiceName, a.ServiceAccountName = "orders", "orders-app"
	a.ServiceAccountAnnotations = map[string]pulumi.StringInput{"eks.amazonaws.com/role-arn": pulumi.String("arn:aws:iam::123456789012:role/orders")}
	a.NodeSelector = map[string]string{"kubernetes.io/arch": "arm64"}
	a.AllowUnevenZones = true
}
