package redis_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/redis"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewCluster() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		sessions, err := redis.NewCluster(ctx, "sessions", &redis.ClusterArgs{
			Tags:                   tags,
			VPCID:                  pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:              pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}),
			ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": pulumi.String("sg-2c3d4e5f")},
			EngineVersion:          "8.0",
			MaxMemoryPolicy:        redis.AllKeysLRU,
		})
		if err != nil {
			return err
		}
		ctx.Export("endpoint", sessions.PrimaryEndpoint)
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
	// aws:cloudwatch/logGroup:LogGroup sessions-engine-log
	// aws:cloudwatch/logGroup:LogGroup sessions-slow-log
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-connections-alarm-001
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-connections-alarm-002
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-cpu-alarm-001
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-cpu-alarm-002
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-replication-alarm-001
	// aws:cloudwatch/metricAlarm:MetricAlarm sessions-replication-alarm-002
	// aws:ec2/securityGroup:SecurityGroup sessions-security-group
	// aws:elasticache/parameterGroup:ParameterGroup sessions-parameter-group
	// aws:elasticache/replicationGroup:ReplicationGroup sessions-cluster
	// aws:elasticache/subnetGroup:SubnetGroup sessions-subnet-group
	// aws:elasticache/user:User sessions-app-user
	// aws:elasticache/user:User sessions-default-user
	// aws:elasticache/userGroup:UserGroup sessions-user-group
	// aws:secretsmanager/secret:Secret sessions-secret
	// aws:secretsmanager/secretVersion:SecretVersion sessions-secret-version
	// aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule sessions-security-group-ingress-web
	// pulumi:index:Stash sessions-identity
	// random:index/randomId:RandomId sessions-final-snapshot
	// random:index/randomPassword:RandomPassword sessions-default-password
	// random:index/randomPassword:RandomPassword sessions-password-1
	// groundwork:aws/redis:Cluster sessions
}

func ExampleClusterArgs_Validate() {
	args := &redis.ClusterArgs{
		VPCID:                 pulumi.String("vpc-0a1b2c3d"),
		SubnetIDs:             pulumi.StringArray{},
		EngineVersion:         "8",
		SnapshotRetentionDays: 36,
		SnapshotWindow:        "05:30-06:30",
	}
	fmt.Println(args.Validate())
	// Output:
	// redis: ClusterArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// redis: ClusterArgs.SubnetIDs: need 2 or more subnet ids such as subnet-0a1b2c3d, each in another zone, got 0
	// redis: ClusterArgs.EngineVersion: need a version such as 7.2, 8.0, 8.1, 8.2, 9.0 or 9.1, major and minor version only, got "8"
	// redis: ClusterArgs.SnapshotRetentionDays: need 1 to 35, got 36
	// redis: ClusterArgs.MaintenanceWindow: need a time apart from SnapshotWindow, got "sun:05:00-sun:06:00" with snapshots "05:30-06:30"
}
