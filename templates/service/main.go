// Command ${PROJECT} runs a service on AWS Fargate, behind a load balancer that exists.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

// Settings is the object ${PROJECT}:service. What a field accepts beyond its type is left to the block.
type Settings struct {
	Image         string            `yaml:"image" required:"true" doc:"by digest, or by a tag that never moves"`
	CPU           int               `yaml:"cpu" doc:"1024 to a processor; default 256"`
	MemoryMB      int               `yaml:"memory_mb" doc:"default: the least that goes with the CPU"`
	Count         int               `yaml:"count" doc:"tasks; default 2, in development 1"`
	Port          int               `yaml:"port" required:"true" doc:"what the container listens on"`
	HealthPath    string            `yaml:"health_path" required:"true" doc:"answers 200 when the service can take requests"`
	Hosts         []string          `yaml:"hosts" required:"true" validate:"min=1" doc:"requests for these names come here"`
	Place         Place             `yaml:"place"`
	Egress        map[string]Egress `yaml:"egress" doc:"what the tasks connect to beside HTTPS, by names of your choice"`
	Secrets       map[string]string `yaml:"secrets" doc:"variables by reference: the ARN of a secret, with :KEY:: behind it for one key of an object"`
	AlarmTopicARN string            `yaml:"alarm_topic_arn" doc:"the SNS topic that alarms go to; default: nobody is told"`
	Profile       component.Profile `yaml:"profile"`
}

// Place is where the service runs: outputs of the projects that made the network, the cluster and the load balancer.
type Place struct {
	VPCID                   string   `yaml:"vpc_id" required:"true"`
	SubnetIDs               []string `yaml:"subnet_ids" required:"true" doc:"private subnets with a way out, in two or more zones"`
	ClusterARN              string   `yaml:"cluster_arn" required:"true" doc:"the ECS cluster"`
	ListenerARN             string   `yaml:"listener_arn" required:"true" doc:"the load balancer's HTTPS listener"`
	BalancerSecurityGroupID string   `yaml:"balancer_security_group_id" required:"true"`
	BalancerARNSuffix       string   `yaml:"balancer_arn_suffix" required:"true" doc:"the end of its ARN, app/NAME/ID"`
}

// Egress is one thing that the tasks connect to, such as a cache.
type Egress struct {
	Port            int    `yaml:"port" required:"true"`
	SecurityGroupID string `yaml:"security_group_id" required:"true" doc:"the group of the other side, which has to admit this service's"`
}

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	settings, settingsErr := stackconfig.Load[Settings](ctx, "service")
	if err := errors.Join(tagsErr, settingsErr); err != nil {
		return err
	}
	service, err := fargate.NewService(ctx, "web", settings.args(tags))
	if err != nil {
		return err
	}
	ctx.Export("service", service.ServiceName)
	ctx.Export("taskRole", service.TaskRoleARN)
	ctx.Export("securityGroupId", service.SecurityGroupID) // for data stores to admit
	ctx.Export("plan", service.DeployPlanText)
	return nil
}

func (s *Settings) args(tags tagging.Set) *fargate.ServiceArgs {
	args := &fargate.ServiceArgs{
		Tags: tags, ClusterARN: pulumi.String(s.Place.ClusterARN),
		VPCID: pulumi.String(s.Place.VPCID), SubnetIDs: pulumi.ToStringArray(s.Place.SubnetIDs),
		Task: fargate.Task{
			Image: pulumi.String(s.Image), CPU: s.CPU, MemoryMB: s.MemoryMB,
			Secrets: map[string]pulumi.StringInput{}, // variables that are no secrets go to Environment
		},
		Listener: fargate.NewListener(fargate.ListenerArgs{
			HTTPSListenerARN: pulumi.String(s.Place.ListenerARN), SecurityGroupID: pulumi.String(s.Place.BalancerSecurityGroupID),
			LoadBalancerARNSuffix: pulumi.String(s.Place.BalancerARNSuffix),
		}),
		Port: s.Port, Routes: []fargate.Route{{Hosts: s.Hosts}}, HealthCheck: fargate.HealthCheck{Path: s.HealthPath},
		Egress: map[string]fargate.Egress{}, DesiredCount: s.Count, Profile: s.Profile,
	}
	for variable, reference := range s.Secrets {
		args.Task.Secrets[variable] = pulumi.String(reference)
	}
	for name, to := range s.Egress {
		args.Egress[name] = fargate.Egress{Port: to.Port, SecurityGroupID: pulumi.String(to.SecurityGroupID)}
	}
	if s.AlarmTopicARN != "" {
		args.AlarmTopicARN = pulumi.String(s.AlarmTopicARN)
	}
	return args
}
