package redis_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewServerless() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		sessions, err := redis.NewServerless(ctx, "sessions", &redis.ServerlessArgs{
			Tags:                   tags,
			VPCID:                  pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:              pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e", "subnet-2c3d4e5f"}),
			ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": pulumi.String("sg-0a1b2c3d")},
			MajorEngineVersion:     "8",
			MaxStorageGB:           5,
		})
		if err != nil {
			return err
		}
		ctx.Export("secretArn", sessions.SecretARN)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range graph.All() {
		fmt.Println(r.Type, r.Name)
	}
	// Output:
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-connections-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-evictions-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-processing-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-storage-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-throttling-alarm
	// aws:ec2/securityGroup:SecurityGroup sessions-security-group
	// aws:elasticache/serverlessCache:ServerlessCache sessions-cache
	// aws:elasticache/user:User sessions-app-user
	// aws:elasticache/user:User sessions-default-user
	// aws:elasticache/userGroup:UserGroup sessions-user-group
	// aws:secretsmanager/secret:Secret sessions-secret
	// aws:secretsmanager/secretVersion:SecretVersion sessions-secret-version
	// aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule sessions-security-group-ingress-web
	// pulumi:index:Stash sessions-identity
	// random:index/randomPassword:RandomPassword sessions-default-password
	// random:index/randomPassword:RandomPassword sessions-password-1
	// groundwork:aws/redis:Serverless sessions
}

func ExampleServerlessArgs_Validate() {
	args := &redis.ServerlessArgs{
		SubnetIDs:          pulumi.ToStringArray([]string{"subnet-0a1b2c3d"}),
		MajorEngineVersion: "8.0",
		MinStorageGB:       20,
		Replicas:           2,
	}
	fmt.Println(args.Validate())
	// Output:
	// redis: ServerlessArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// redis: ServerlessArgs.VPCID: need a network's id such as vpc-0a1b2c3d, got nothing
	// redis: ServerlessArgs.SubnetIDs: need 2 to 3 subnet ids such as subnet-0a1b2c3d, each in another zone, got 1
	// redis: ServerlessArgs.MajorEngineVersion: need a major version alone, 7 or newer, such as "8", got "8.0"
	// redis: ServerlessArgs.MinStorageGB: need at most MaxStorageGB, got 20 over 10
	// redis: ServerlessArgs.Replicas: need 0: a serverless cache keeps copies in several zones by itself, got 2
}
