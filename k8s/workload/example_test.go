package workload_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/workload"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		blue, err := cluster(ctx) // such as one of k8s/provider
		if err != nil {
			return err
		}
		orders, err := workload.New(ctx, "orders", &workload.Args{
			Tags:        tags,
			Provider:    blue,
			Namespace:   pulumi.String("shop"),
			Image:       pulumi.String("registry.example.com/shop/orders:1.4.2"),
			Port:        8080,
			CPU:         "250m",
			Memory:      "512Mi",
			Autoscaling: &workload.Autoscaling{Min: 3, Max: 12},
			Probes:      workload.Probes{Path: "/ready"},
			SecretFiles: map[string]pulumi.StringInput{"/etc/database": pulumi.String("orders-database")},
			Ingress:     []workload.IngressRule{{From: workload.Peer{CIDR: pulumi.String("10.0.0.0/24")}}},
			Egress:      []workload.EgressRule{{To: workload.Peer{CIDR: pulumi.String("10.0.8.0/24")}, Ports: []int{5432}}},
		})
		if err != nil {
			return err
		}
		ctx.Export("service", orders.ServiceName)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// kubernetes:apps/v1:Deployment orders-deployment
	// kubernetes:autoscaling/v2:HorizontalPodAutoscaler orders-autoscaler
	// kubernetes:core/v1:Service orders-service
	// kubernetes:core/v1:ServiceAccount orders-service-account
	// kubernetes:networking.k8s.io/v1:NetworkPolicy orders-network-policy
	// kubernetes:policy/v1:PodDisruptionBudget orders-budget
	// groundwork:k8s/workload:Workload orders
	// pulumi:providers:kubernetes blue
}

func ExampleArgs_Validate() {
	args := &workload.Args{
		Namespace: pulumi.String("shop"),
		Image:     pulumi.String("shop/orders:latest"),
		Port:      8080,
		Replicas:  1,
		CPU:       "250x",
		Memory:    "1gb",
	}
	fmt.Println(args.Validate())
	// Output:
	// workload: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// workload: Args.Provider: need the provider of the cluster, such as one of k8s/provider: without it the objects go wherever the machine's own kubeconfig points, got nothing
	// workload: Args.Image: need an image with a digest or a tag that never moves, or AllowMutableTag, got "shop/orders:latest"
	// workload: Args.CPU: need an amount of CPU such as "250m" or "1.5", from "1m", in whole thousandths, got "250x"
	// workload: Args.Memory: need an amount of memory such as "256Mi" or "2Gi", in whole bytes, got "1gb"
	// workload: Args.Replicas: need 2 or more in Production, or AllowSingleReplica or Profile development: a budget of one pod blocks drains for ever or guards nothing, got 1
}
