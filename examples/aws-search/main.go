// Command aws-search makes a private network on AWS and an OpenSearch domain in it.
package main

import (
	"errors"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	config, configErr := stackconfig.Load[Network](ctx, "network")
	search, searchErr := stackconfig.Load[Search](ctx, "search")
	if err := errors.Join(tagsErr, configErr, searchErr); err != nil {
		return err
	}
	net, err := network.NewVPC(ctx, "shop", config.args(tags))
	if err != nil {
		return err
	}
	// Whoever carries this group may connect to the domain, and still needs a role that it knows.
	clients, err := ec2.NewSecurityGroup(ctx, "shop-search-clients", &ec2.SecurityGroupArgs{VpcId: net.VPCID, Tags: tags.AWS()})
	if err != nil {
		return err
	}
	app, err := newRole(ctx, "shop-search-app", tags)
	if err != nil {
		return err
	}
	// One for all domains of the account and region. With several stacks, make it in one of them and give the others its name.
	logs, err := searchdomain.NewLogsPolicy(ctx, "search-logs", &searchdomain.LogsPolicyArgs{})
	if err != nil {
		return err
	}
	args := search.args(tags, net, component.ByProfile(search.Profile, len(config.Zones), 1))
	args.ClientSecurityGroupIDs = map[string]pulumi.StringInput{"shop": clients.ID().ToStringOutput()}
	args.AccessRoleARNs, args.LogsPolicyName = pulumi.StringArray{app.Arn}, logs.PolicyName
	domain, err := searchdomain.NewDomain(ctx, "products", args)
	if err != nil {
		return err
	}
	ctx.Export("clientSecurityGroupId", clients.ID())
	ctx.Export("endpoint", domain.Endpoint)
	ctx.Export("dashboards", domain.DashboardEndpoint)
	return nil
}

// newRole makes a role that tasks of ECS can have.
func newRole(ctx *pulumi.Context, name string, tags tagging.Set) (*iam.Role, error) {
	return iam.NewRole(ctx, name, &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` +
			`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`),
		Tags: tags.AWS(),
	})
}
