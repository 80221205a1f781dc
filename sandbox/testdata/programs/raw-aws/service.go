package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

const (
	image           = "public.ecr.aws/nginx/nginx:1.27"
	executionPolicy = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
	assumeByTasks   = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` +
		`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
)

// service is a Fargate service in the private subnets.
type service struct {
	cluster *ecs.Cluster
	service *ecs.Service
}

func newService(ctx *pulumi.Context, net *network, lb *balancer, desired int) (*service, error) {
	cluster, err := ecs.NewCluster(ctx, "main", &ecs.ClusterArgs{
		Settings: ecs.ClusterSettingArray{&ecs.ClusterSettingArgs{
			Name: pulumi.String("containerInsights"), Value: pulumi.String("enabled"),
		}},
		Tags: named("main"),
	})
	if err != nil {
		return nil, err
	}
	task, err := newTask(ctx)
	if err != nil {
		return nil, err
	}
	group, err := ec2.NewSecurityGroup(ctx, "tasks", &ec2.SecurityGroupArgs{
		Description: pulumi.String("the load balancer alone"),
		VpcId:       net.vpc.ID(),
		Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{
			Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(containerPort), ToPort: pulumi.Int(containerPort),
			SecurityGroups: pulumi.StringArray{lb.group.ID()},
		}},
		Egress: anywhere(),
		Tags:   named("tasks"),
	})
	if err != nil {
		return nil, err
	}
	svc, err := ecs.NewService(ctx, "web", &ecs.ServiceArgs{
		Cluster:        cluster.Arn,
		TaskDefinition: task.Arn,
		DesiredCount:   pulumi.Int(desired),
		LaunchType:     pulumi.String("FARGATE"),
		NetworkConfiguration: &ecs.ServiceNetworkConfigurationArgs{
			Subnets: net.privateIDs(), SecurityGroups: pulumi.StringArray{group.ID()},
		},
		LoadBalancers: ecs.ServiceLoadBalancerArray{&ecs.ServiceLoadBalancerArgs{
			TargetGroupArn: lb.targets.Arn, ContainerName: pulumi.String("web"), ContainerPort: pulumi.Int(containerPort),
		}},
		Tags: named("web"),
	}, pulumi.DependsOn([]pulumi.Resource{lb.listener, net.egress}))
	return &service{cluster: cluster, service: svc}, err
}

func newTask(ctx *pulumi.Context) (*ecs.TaskDefinition, error) {
	logs, err := cloudwatch.NewLogGroup(ctx, "web", &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(14), Tags: named("web"),
	})
	if err != nil {
		return nil, err
	}
	role, err := iam.NewRole(ctx, "execution", &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(assumeByTasks), Tags: named("execution"),
	})
	if err != nil {
		return nil, err
	}
	attached, err := iam.NewRolePolicyAttachment(ctx, "execution", &iam.RolePolicyAttachmentArgs{
		Role: role.Name, PolicyArn: pulumi.String(executionPolicy),
	}, pulumi.Parent(role))
	if err != nil {
		return nil, err
	}
	return ecs.NewTaskDefinition(ctx, "web", &ecs.TaskDefinitionArgs{
		Family:                  pulumi.String("raw-web"),
		Cpu:                     pulumi.String("256"),
		Memory:                  pulumi.String("512"),
		NetworkMode:             pulumi.String("awsvpc"),
		RequiresCompatibilities: pulumi.StringArray{pulumi.String("FARGATE")},
		ExecutionRoleArn:        role.Arn,
		ContainerDefinitions:    containers(logs.Name, config.New(ctx, "aws").Require("region")),
		Tags:                    named("web"),
	}, pulumi.DependsOn([]pulumi.Resource{attached}))
}

// containers is the JSON list of the task's containers.
func containers(logGroup pulumi.StringOutput, region string) pulumi.StringOutput {
	return pulumi.JSONMarshal([]map[string]any{{
		"name":         "web",
		"image":        image,
		"essential":    true,
		"portMappings": []map[string]any{{"containerPort": containerPort, "protocol": "tcp"}},
		"logConfiguration": map[string]any{
			"logDriver": "awslogs",
			"options": map[string]any{
				"awslogs-group": logGroup, "awslogs-region": region, "awslogs-stream-prefix": "web",
			},
		},
	}})
}
