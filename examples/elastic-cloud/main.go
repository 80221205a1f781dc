// Command elastic-cloud makes a deployment of Elasticsearch for logs, of the size that volume and retention ask for, and renders what
// has to be told to Elasticsearch itself: a lifecycle policy, an index template, and a least-privilege key for each application.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/elasticcloud/plan"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	logs, logsErr := stackconfig.Load[Logs](ctx, "logs")
	if err := errors.Join(tagsErr, logsErr); err != nil {
		return err
	}
	// snippet:plan
	sized, err := logs.plan()
	if err != nil {
		return err // why it will not scale
	}
	args := &elasticcloud.DeploymentArgs{
		Tags: tags, Region: logs.Region, Template: logs.Template, Version: logs.Version,
		Hot: *tier(sized, "hot"), Warm: tier(sized, "warm"), Frozen: tier(sized, "frozen"),
		Network: logs.network(), Profile: logs.Profile, DisableProtection: !logs.Protect,
	}
	// snippet:end
	if logs.Bucket != "" {
		secrets := config.New(ctx, "")
		args.SnapshotRepository = &elasticcloud.SnapshotRepository{S3: &elasticcloud.S3Repository{
			Bucket:      pulumi.String(logs.Bucket),
			AccessKeyID: secrets.RequireSecret("accessKeyId"), SecretAccessKey: secrets.RequireSecret("secretAccessKey"),
		}}
	}
	deployment, err := elasticcloud.NewDeployment(ctx, "logs", args)
	if err != nil {
		return err
	}
	ctx.Export("endpoint", deployment.ElasticsearchEndpoint)
	ctx.Export("kibana", deployment.KibanaEndpoint)
	ctx.Export("password", deployment.Password)
	ctx.Export("networkAccess", deployment.NetworkAccess)
	ctx.Export("plan", pulumi.String(sized.String()))
	return exportRequests(ctx, sized, logs.Applications)
}

// exportRequests are the bodies that whatever talks to Elasticsearch sends: nothing in them is secret.
func exportRequests(ctx *pulumi.Context, sized plan.Plan, applications []string) error {
	policy, policyErr := sized.Policy.JSON()
	template, templateErr := sized.Template.JSON()
	if err := errors.Join(policyErr, templateErr); err != nil {
		return err
	}
	requests := pulumi.StringMap{
		"PUT /_ilm/policy/" + sized.Policy.Name:       pulumi.String(policy),
		"PUT /_index_template/" + sized.Template.Name: pulumi.String(template),
	}
	for _, application := range applications {
		key := plan.Key{
			Application: application, Generation: 1, Owner: "key-maker",
			Grants: []plan.Grant{plan.Ingest("logs-apps-" + application)},
		}
		body, err := key.JSON()
		if err != nil {
			return err
		}
		requests["POST /_security/api_key for "+application] = pulumi.String(body)
	}
	ctx.Export("requests", requests)
	return nil
}
