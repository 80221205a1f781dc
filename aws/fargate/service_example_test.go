package fargate_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewService() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		listener := fargate.NewListener(fargate.ListenerArgs{ // outputs of the load balancer's component
			HTTPSListenerARN:      pulumi.String("arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/main/0123456789abcdef/fedcba9876543210"),
			SecurityGroupID:       pulumi.String("sg-0a1b2c3d"),
			LoadBalancerARNSuffix: pulumi.String("app/main/0123456789abcdef"),
		})
		web, err := fargate.NewService(ctx, "web", &fargate.ServiceArgs{
			Tags:       tags,
			ClusterARN: pulumi.String("arn:aws:ecs:eu-central-1:123456789012:cluster/main"),
			VPCID:      pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:  pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-4e5f6a7b"}),
			Task:       fargate.Task{Image: pulumi.String("registry.example.com/shop/web:v1.42.0")},
			Port:       8080,
			Listener:   listener,
			Routes: []fargate.Route{
				{Hosts: []string{"shop.example.com"}},
				{Hosts: []string{"api.example.com"}, Paths: []string{"/shop/*"}},
			},
			HealthCheck: fargate.HealthCheck{Path: "/healthz"},
			Autoscaling: &fargate.Autoscaling{Min: 2, Max: 20, CPUPercent: 60},
		})
		if err != nil {
			return err
		}
		fmt.Println("new tasks serve everything after", web.DeployPlan.CutOver)
		ctx.Export("securityGroupId", web.SecurityGroupID)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rule := range graph.OfType("aws:lb/listenerRule:ListenerRule") {
		priority, _ := rule.Input("priority")
		fmt.Println(rule.Name, priority.NumberValue())
	}
	for _, rule := range graph.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
		fmt.Println(rule.Name)
	}
	// Output:
	// new tasks serve everything after 1m16s
	// web-route-13173 13173
	// web-route-24210 24210
	// web-security-group-ingress-load-balancer-8080
}
