package elasticcloud_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewDeployment() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		search, err := elasticcloud.NewDeployment(ctx, "search", &elasticcloud.DeploymentArgs{
			Tags:     tags,
			Region:   "us-east-1",
			Template: "aws-storage-optimized",
			Version:  "9.1.4",
			Hot:      elasticcloud.Tier{Size: "8g", Zones: 3},
			Frozen:   &elasticcloud.Tier{Size: "4g"},
			Network: elasticcloud.Network{PrivateLink: &elasticcloud.PrivateLink{
				EndpointIDs: []pulumi.StringInput{pulumi.String("vpce-0a1b2c3d")},
			}},
			SnapshotRepository: &elasticcloud.SnapshotRepository{S3: &elasticcloud.S3Repository{
				Bucket:          pulumi.String("shop-search-snapshots"),
				AccessKeyID:     pulumi.String("AKIAIOSFODNN7EXAMPLE"),
				SecretAccessKey: pulumi.ToSecret(pulumi.String("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")).(pulumi.StringOutput),
			}},
		})
		if err != nil {
			return err
		}
		ctx.Export("endpoint", search.ElasticsearchEndpoint)
		ctx.Export("snapshotRepository", search.SnapshotRepositoryJSON)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	repository, _ := graph.Output("snapshotRepository")
	fmt.Println(repository.StringValue())
	// Output:
	// ec:index/deployment:Deployment search-deployment
	// ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore search-keystore-access-key
	// ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore search-keystore-secret-key
	// ec:index/deploymentTrafficFilter:DeploymentTrafficFilter search-private-link
	// pulumi:index:Stash search-identity
	// pulumi:index:Stash search-version
	// groundwork:elasticcloud:Deployment search
	// {"type":"s3","settings":{"bucket":"shop-search-snapshots","client":"offsite"}}
}

func ExampleDeploymentArgs_Validate() {
	args := &elasticcloud.DeploymentArgs{
		Region:    "aws-us-east-1",
		Template:  "aws-storage-optimized",
		Version:   "9.1.4",
		Hot:       elasticcloud.Tier{Size: "7g", Zones: 1},
		Autoscale: true,
		Network:   elasticcloud.Network{IPAllow: &elasticcloud.IPAllow{CIDRs: []pulumi.StringInput{pulumi.String("0.0.0.0/0")}}},
	}
	fmt.Println(args.Validate())
	// Output:
	// elasticcloud: DeploymentArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// elasticcloud: DeploymentArgs.Region: need us-east-1, as hosted deployments name this region, got "aws-us-east-1"
	// elasticcloud: DeploymentArgs.Hot.Size: need 1g, 2g, 4g, 8g, 15g, 16g, 29g, 30g, 32g, 58g, 60g, 64g or up to 32 of the last three, got "7g" (did you mean 4g or 8g?)
	// elasticcloud: DeploymentArgs.Hot.Zones: need 2 to 3 zones, because one zone fails as a whole; Profile development has one, got 1
	// elasticcloud: DeploymentArgs.Hot.MaxSize: need the most memory in each zone that autoscaling may order, such as 64g: it bounds the cost, got nothing
	// elasticcloud: DeploymentArgs.Network.IPAllow.CIDRs[0]: need a public IPv4 address or block, no wider than /8, such as 198.51.100.0/24, got "0.0.0.0/0"
}
