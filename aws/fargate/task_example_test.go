package fargate_test

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func exampleTags(ctx *pulumi.Context) (tagging.Set, error) {
	return tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop",
	})
}

func ExampleNewCluster() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := exampleTags(ctx)
		if err != nil {
			return err
		}
		cluster, err := fargate.NewCluster(ctx, "main", &fargate.ClusterArgs{Tags: tags})
		if err != nil {
			return err
		}
		ctx.Export("clusterArn", cluster.ARN)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, cluster := range graph.OfType("aws:ecs/cluster:Cluster") {
		insights, _ := cluster.Input("settings[0].value")
		fmt.Println(cluster.Name, "has Container Insights", insights.StringValue())
	}
	// Output:
	// main-cluster has Container Insights enabled
}

// A migration of a database, which a pipeline runs before it deploys. The connection comes from the secret of a component that
// makes one, such as a cache or a database.
func ExampleNewTask() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := exampleTags(ctx)
		if err != nil {
			return err
		}
		secretARN := pulumi.String("arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-db-XyZ123")
		migrate, err := fargate.NewTask(ctx, "migrate", &fargate.TaskArgs{
			Tags:       tags,
			ClusterARN: pulumi.String("arn:aws:ecs:eu-central-1:123456789012:cluster/main"),
			VPCID:      pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:  pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-4e5f6a7b"}),
			Task: fargate.Task{
				Image:   pulumi.String("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:v1.42.0"),
				Command: []string{"migrate", "up"},
				Secrets: map[string]pulumi.StringInput{"DATABASE_URL": fargate.SecretValue(secretARN, "url", nil)},
			},
			Egress: map[string]fargate.Egress{"database": {Port: 5432, SecurityGroupID: pulumi.String("sg-0d1e2f3a")}},
		})
		if err != nil {
			return err
		}
		ctx.Export("migrateCommand", migrate.RunCommand)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, policy := range graph.OfType("aws:iam/rolePolicy:RolePolicy") {
		text, _ := policy.Input("policy")
		var document struct {
			Statement []struct{ Action, Resource []string }
		}
		if err := json.Unmarshal([]byte(text.StringValue()), &document); err != nil {
			fmt.Println(err)
			return
		}
		for _, statement := range document.Statement[1:] { // the first one is about the log group, which has a random name
			fmt.Println(statement.Action[0], statement.Resource[0])
		}
	}
	// Output:
	// ecr:GetAuthorizationToken *
	// ecr:BatchCheckLayerAvailability arn:aws:ecr:eu-central-1:123456789012:repository/shop/web
	// secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-db-XyZ123
}

func ExampleNewScheduledTask() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := exampleTags(ctx)
		if err != nil {
			return err
		}
		_, err = fargate.NewScheduledTask(ctx, "report", &fargate.ScheduledTaskArgs{
			Tags:       tags,
			Schedule:   "cron(30 6 ? * MON-FRI *)",
			TimeZone:   "Europe/Berlin",
			ClusterARN: pulumi.String("arn:aws:ecs:eu-central-1:123456789012:cluster/main"),
			VPCID:      pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:  pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-4e5f6a7b"}),
			Task:       fargate.Task{Image: pulumi.String("registry.example.com/shop/report:v7"), CPU: 1024, MemoryMB: 4096},
		})
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, schedule := range graph.OfType("aws:scheduler/schedule:Schedule") {
		when, _ := schedule.Input("scheduleExpression")
		zone, _ := schedule.Input("scheduleExpressionTimezone")
		fmt.Println(schedule.Name, when.StringValue(), zone.StringValue())
	}
	// Output:
	// report-schedule cron(30 6 ? * MON-FRI *) Europe/Berlin
}

// What is wrong with a task is told at once, and nothing is registered.
func ExampleNewScheduledTask_refused() {
	args := &fargate.ScheduledTaskArgs{
		Schedule: "cron(30 6 * * *)", Task: fargate.Task{Image: pulumi.String("web:latest"), CPU: 256, MemoryMB: 8192},
		ClusterARN: pulumi.String("arn:aws:ecs:eu-central-1:123456789012:cluster/main"), VPCID: pulumi.String("vpc-0a1b2c3d"),
		SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-4e5f6a7b"}),
	}
	fmt.Println(args.Validate())
	// Output:
	// fargate: ScheduledTaskArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// fargate: ScheduledTaskArgs.Task.Image: need an image with a digest or a tag that never moves, or AllowMutableTag, got "web:latest"
	// fargate: ScheduledTaskArgs.Task.MemoryMB: need 512, 1024 or 2048 for CPU 256, got 8192
	// fargate: ScheduledTaskArgs.Schedule: need rate(NUMBER minutes|hours|days), or cron(MINUTES HOURS DAY MONTH WEEKDAY YEAR) with ? for one of the days, got "cron(30 6 * * *)"
}
