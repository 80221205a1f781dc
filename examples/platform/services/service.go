package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/examples/platform/company"
)

// service gives a service its place, its route and the stores that it uses.
func (p *platform) service(service Service) *fargate.ServiceArgs {
	args := &fargate.ServiceArgs{
		Tags: p.tags, ClusterARN: p.cluster.ARN, VPCID: p.network.VPCID, SubnetIDs: p.network.EgressSubnetIDs,
		Task: fargate.Task{
			Image: pulumi.String(service.Image), CPU: service.CPU, MemoryMB: service.MemoryMB,
			Environment: map[string]pulumi.StringInput{"STAGE": pulumi.String(p.ctx.Stack())},
			Secrets:     map[string]pulumi.StringInput{},
			Policies:    map[string]pulumi.StringInput{},
		},
		Egress:       map[string]fargate.Egress{},
		DesiredCount: service.Count, AlarmTopicARN: company.Topic(p.settings.AlarmTopicARN), Profile: p.settings.Profile,
	}
	if service.Host != "" {
		args.Listener, args.Port, args.HealthCheck.Path = p.listener, service.Port, service.HealthPath
		args.Routes = []fargate.Route{{Hosts: []string{service.Host}, Paths: service.Paths}}
	}
	if len(service.Uses) > 0 {
		args.ExtraSecurityGroupIDs = []pulumi.StringInput{p.network.DataClientsGroupID}
	}
	if service.uses(sessionsStore) {
		p.useSessions(args)
	}
	if service.uses(productsStore) {
		p.useProducts(args)
	}
	return args
}

// useSessions hands over the address and the password by reference: they stand in the secret that the data stack keeps. The reference is
// pinned to a version, so that a new password rolls the service at the next update of this stack.
func (p *platform) useSessions(args *fargate.ServiceArgs) {
	sessions := p.data.Sessions
	args.Task.Secrets["SESSIONS_URL"] = fargate.SecretValue(sessions.SecretARN, "url", sessions.SecretVersionID)
	args.Egress[sessionsStore] = fargate.Egress{Port: sessions.Port, SecurityGroupID: sessions.SecurityGroupID}
}

// useProducts lets the task assume the role that the domain knows. There is no password.
func (p *platform) useProducts(args *fargate.ServiceArgs) {
	products := p.data.Products
	args.Task.Environment["PRODUCTS_URL"] = pulumi.Sprintf("https://%s", products.Endpoint)
	args.Task.Environment["PRODUCTS_ROLE_ARN"] = products.ClientRoleARN
	args.Task.Policies["products-client"] = pulumi.JSONMarshal(map[string]any{
		"Version": "2012-10-17",
		"Statement": []any{map[string]any{
			"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": products.ClientRoleARN,
		}},
	})
	args.Egress[productsStore] = fargate.Egress{Port: products.Port, SecurityGroupID: products.SecurityGroupID}
}
