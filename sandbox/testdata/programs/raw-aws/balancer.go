package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const containerPort = 8080

// balancer is a public application load balancer and the target group behind it.
type balancer struct {
	balancer *lb.LoadBalancer
	targets  *lb.TargetGroup
	listener *lb.Listener
	group    *ec2.SecurityGroup
}

func newBalancer(ctx *pulumi.Context, net *network) (*balancer, error) {
	group, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{
		Description: pulumi.String("HTTP from anywhere"),
		VpcId:       net.vpc.ID(),
		Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{
			Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(80), ToPort: pulumi.Int(80),
			CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")},
		}},
		Egress: anywhere(),
		Tags:   named("web"),
	})
	if err != nil {
		return nil, err
	}
	b := &balancer{group: group}
	b.balancer, err = lb.NewLoadBalancer(ctx, "web", &lb.LoadBalancerArgs{
		LoadBalancerType: pulumi.String("application"),
		SecurityGroups:   pulumi.StringArray{group.ID()},
		Subnets:          net.publicIDs(),
		Tags:             named("web"),
	})
	if err != nil {
		return nil, err
	}
	b.targets, err = lb.NewTargetGroup(ctx, "web", &lb.TargetGroupArgs{
		Port:       pulumi.Int(containerPort),
		Protocol:   pulumi.String("HTTP"),
		TargetType: pulumi.String("ip"),
		VpcId:      net.vpc.ID(),
		HealthCheck: &lb.TargetGroupHealthCheckArgs{
			Path: pulumi.String("/healthz"), Matcher: pulumi.String("200"),
		},
		Tags: named("web"),
	})
	if err != nil {
		return nil, err
	}
	b.listener, err = lb.NewListener(ctx, "http", &lb.ListenerArgs{
		LoadBalancerArn: b.balancer.Arn,
		Port:            pulumi.Int(80),
		Protocol:        pulumi.String("HTTP"),
		DefaultActions: lb.ListenerDefaultActionArray{&lb.ListenerDefaultActionArgs{
			Type: pulumi.String("forward"), TargetGroupArn: b.targets.Arn,
		}},
		Tags: named("http"),
	}, pulumi.Parent(b.balancer))
	return b, err
}

func anywhere() ec2.SecurityGroupEgressArray {
	return ec2.SecurityGroupEgressArray{&ec2.SecurityGroupEgressArgs{
		Protocol: pulumi.String("-1"), FromPort: pulumi.Int(0), ToPort: pulumi.Int(0),
		CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")},
	}}
}
