// Command data makes the platform's data stores in the subnets without a way out, and exports the contract contracts.Data for those who
// use them.
package main

import (
	"errors"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/examples/platform/company"
	"github.com/groundwork-go/groundwork/examples/platform/contracts"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := company.Tags(ctx)
	settings, settingsErr := stackconfig.Load[Settings](ctx, "data")
	network, networkErr := stackref.Import[contracts.Network](ctx, stackref.SameStack("platform-network"))
	if err := errors.Join(tagsErr, settingsErr, networkErr); err != nil {
		return err
	}
	sessions, err := redis.NewCluster(ctx, "sessions", settings.sessions(tags, network))
	if err != nil {
		return err
	}
	client, err := newClientRole(ctx, "products-client", tags)
	if err != nil {
		return err
	}
	// One for all domains of the account and region. With several stacks in one account, make it in one of them.
	logs, err := searchdomain.NewLogsPolicy(ctx, "search-logs", &searchdomain.LogsPolicyArgs{})
	if err != nil {
		return err
	}
	args := settings.products(tags, network)
	args.AccessRoleARNs, args.LogsPolicyName = pulumi.StringArray{client.Arn}, logs.PolicyName
	products, err := searchdomain.NewDomain(ctx, "products", args)
	if err != nil {
		return err
	}
	ctx.Export("dashboards", products.DashboardEndpoint)
	return stackref.Export(ctx, &contracts.Data{
		Sessions: contracts.Sessions{
			Endpoint: sessions.PrimaryEndpoint, Port: sessionsPort, SecurityGroupID: sessions.SecurityGroupID,
			SecretARN: sessions.SecretARN, SecretVersionID: sessions.SecretVersionID,
		},
		Products: contracts.Products{
			Endpoint: products.Endpoint, Port: productsPort, SecurityGroupID: products.SecurityGroupID, ClientRoleARN: client.Arn,
		},
	})
}

// newClientRole makes the role that services use the domain as. The services' own roles are made after the domain, and come and go, so
// the domain knows this one. Roles of the same account and environment may assume it when their own policy lets them: environments that
// share an account stay apart by the tag that the company's policy requires.
func newClientRole(ctx *pulumi.Context, name string, tags tagging.Set) (*iam.Role, error) {
	caller, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{})
	if err != nil {
		return nil, fmt.Errorf("role %s: find out the account: %w", name, err)
	}
	return iam.NewRole(ctx, name, &iam.RoleArgs{
		AssumeRolePolicy: pulumi.JSONMarshal(map[string]any{
			"Version": "2012-10-17",
			"Statement": []any{map[string]any{
				"Effect":    "Allow",
				"Principal": map[string]any{"AWS": "arn:aws:iam::" + caller.AccountId + ":root"},
				"Action":    "sts:AssumeRole",
				"Condition": map[string]any{"StringEquals": map[string]any{"aws:PrincipalTag/environment": company.Environment(tags)}},
			}},
		}),
		Tags: tags.AWS(),
	})
}
