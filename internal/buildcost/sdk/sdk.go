// Package sdk is a program that makes, with the SDK alone, the resources that aws/redis makes in package block. It is written
// as one writes such a program: security groups come from aws/ec2.
package sdk

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	network = "vpc-0123456789abcdef0"
	port    = 6379
)

// access is what the block lets an application do.
const access = "on ~* &* +@all -@dangerous +info +client|setname +client|getname +client|id" +
	" +cluster|slots +cluster|nodes +cluster|info +cluster|keyslot"

// Program makes the cluster.
func Program(ctx *pulumi.Context) error {
	tags := pulumi.ToStringMap(map[string]string{
		"owner": "team-shop", "cost-center": "cc-1200", "environment": "production", "service": "shop", "managed-by": "pulumi",
		"pulumi-project": ctx.Project(), "pulumi-stack": ctx.Stack(),
	})
	firewall, err := securityGroup(ctx, tags)
	if err != nil {
		return err
	}
	password, users, err := userGroup(ctx, tags)
	if err != nil {
		return err
	}
	group, err := replicationGroup(ctx, tags, firewall, users)
	if err != nil {
		return err
	}
	if err := secret(ctx, tags, group, password); err != nil {
		return err
	}
	return alarms(ctx, tags, group)
}

func securityGroup(ctx *pulumi.Context, tags pulumi.StringMap) (*ec2.SecurityGroup, error) {
	named := pulumi.StringMap{"Name": pulumi.String("sessions")}
	for key, value := range tags {
		named[key] = value
	}
	group, err := ec2.NewSecurityGroup(ctx, "sessions-security-group", &ec2.SecurityGroupArgs{VpcId: pulumi.String(network), Tags: named})
	if err != nil {
		return nil, err
	}
	_, err = vpc.NewSecurityGroupIngressRule(ctx, "sessions-security-group-ingress-api", &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: group.ID(), Description: pulumi.String("Clients of api"), IpProtocol: pulumi.String("tcp"),
		FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), ReferencedSecurityGroupId: pulumi.String("sg-0123456789abcdef0"), Tags: tags,
	})
	return group, err
}

func userGroup(ctx *pulumi.Context, tags pulumi.StringMap) (*random.RandomPassword, *elasticache.UserGroup, error) {
	var ids pulumi.StringArray
	var passwords []*random.RandomPassword
	for _, user := range []struct{ role, password, id, name, access string }{
		{"default-user", "default-password", "sessions-default-user-1", "default", "off ~* &* -@all"},
		{"app-user", "password-1", "sessions-app-user-1", "app", access},
	} {
		password, err := random.NewRandomPassword(ctx, "sessions-"+user.password, &random.RandomPasswordArgs{
			Length: pulumi.Int(64), Special: pulumi.Bool(false),
		})
		if err != nil {
			return nil, nil, err
		}
		made, err := elasticache.NewUser(ctx, "sessions-"+user.role, &elasticache.UserArgs{
			UserId: pulumi.String(user.id), UserName: pulumi.String(user.name), Engine: pulumi.String("redis"),
			AccessString: pulumi.String(user.access), Passwords: pulumi.StringArray{password.Result}, Tags: tags,
		})
		if err != nil {
			return nil, nil, err
		}
		ids, passwords = append(ids, made.UserId), append(passwords, password)
	}
	group, err := elasticache.NewUserGroup(ctx, "sessions-user-group", &elasticache.UserGroupArgs{
		UserGroupId: pulumi.String("sessions-user-group-1"), Engine: pulumi.String("redis"), UserIds: ids, Tags: tags,
	})
	return passwords[len(passwords)-1], group, err
}

func replicationGroup(
	ctx *pulumi.Context, tags pulumi.StringMap, firewall *ec2.SecurityGroup, users *elasticache.UserGroup,
) (*elasticache.ReplicationGroup, error) {
	subnets, err := elasticache.NewSubnetGroup(ctx, "sessions-subnet-group", &elasticache.SubnetGroupArgs{
		SubnetIds: pulumi.ToStringArray([]string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"}), Tags: tags,
	})
	if err != nil {
		return nil, err
	}
	parameters, err := elasticache.NewParameterGroup(ctx, "sessions-parameter-group", &elasticache.ParameterGroupArgs{
		Family: pulumi.String("valkey8"), Tags: tags,
	})
	if err != nil {
		return nil, err
	}
	var logs elasticache.ReplicationGroupLogDeliveryConfigurationArray
	for _, kind := range []string{"slow", "engine"} {
		group, err := cloudwatch.NewLogGroup(ctx, "sessions-"+kind+"-log", &cloudwatch.LogGroupArgs{
			NamePrefix: pulumi.String("/aws/vendedlogs/elasticache/sessions-" + kind + "-"), RetentionInDays: pulumi.Int(365), Tags: tags,
		})
		if err != nil {
			return nil, err
		}
		logs = append(logs, &elasticache.ReplicationGroupLogDeliveryConfigurationArgs{
			Destination: group.Name, DestinationType: pulumi.String("cloudwatch-logs"), LogFormat: pulumi.String("json"), LogType: pulumi.String(kind + "-log"),
		})
	}
	last, err := random.NewRandomId(ctx, "sessions-final-snapshot", &random.RandomIdArgs{
		ByteLength: pulumi.Int(4), Keepers: pulumi.ToStringMap(map[string]string{"cluster": "sessions"}),
	})
	if err != nil {
		return nil, err
	}
	return elasticache.NewReplicationGroup(ctx, "sessions-cluster", &elasticache.ReplicationGroupArgs{
		Description: pulumi.String("Cluster sessions"), Engine: pulumi.String("valkey"), EngineVersion: pulumi.String("8.0"),
		NodeType: pulumi.String("cache.m7g.large"), NumCacheClusters: pulumi.Int(2), Port: pulumi.Int(port),
		ParameterGroupName: parameters.Name, SubnetGroupName: subnets.Name, SecurityGroupIds: pulumi.StringArray{firewall.ID()},
		NetworkType: pulumi.String("ipv4"), AtRestEncryptionEnabled: pulumi.Bool(true), TransitEncryptionEnabled: pulumi.Bool(true),
		TransitEncryptionMode: pulumi.String("required"), UserGroupIds: pulumi.StringArray{users.UserGroupId},
		AutomaticFailoverEnabled: pulumi.Bool(true), MultiAzEnabled: pulumi.Bool(true), AutoMinorVersionUpgrade: pulumi.Bool(true),
		ApplyImmediately: pulumi.Bool(true), MaintenanceWindow: pulumi.String("sun:05:00-sun:06:00"), SnapshotRetentionLimit: pulumi.Int(7),
		SnapshotWindow: pulumi.String("03:00-04:00"), FinalSnapshotIdentifier: pulumi.Sprintf("sessions-final-%s", last.Hex).ToStringPtrOutput(),
		LogDeliveryConfigurations: logs, Tags: tags,
	}, pulumi.Protect(true), pulumi.IgnoreChanges([]string{"snapshotName", "snapshotArns"}))
}

func secret(ctx *pulumi.Context, tags pulumi.StringMap, group *elasticache.ReplicationGroup, password *random.RandomPassword) error {
	holder, err := secretsmanager.NewSecret(ctx, "sessions-secret", &secretsmanager.SecretArgs{
		Description: pulumi.String("How to connect to sessions"), RecoveryWindowInDays: pulumi.Int(30), Tags: tags,
	})
	if err != nil {
		return err
	}
	connection := pulumi.All(group.PrimaryEndpointAddress, group.ReaderEndpointAddress, password.Result).ApplyT(
		func(known []any) (string, error) {
			text, err := json.Marshal(map[string]any{
				"engine": "valkey", "host": known[0], "port": port, "readerHost": known[1], "readerPort": port, "username": "app",
				"password": known[2], "tls": true, "clusterMode": false, "url": fmt.Sprintf("rediss://app:%s@%s:%d", known[2], known[0], port),
			})
			return string(text), err
		}).(pulumi.StringOutput)
	_, err = secretsmanager.NewSecretVersion(ctx, "sessions-secret-version", &secretsmanager.SecretVersionArgs{
		SecretId: holder.ID(), SecretString: connection.ToStringPtrOutput(),
	})
	return err
}

func alarms(ctx *pulumi.Context, tags pulumi.StringMap, group *elasticache.ReplicationGroup) error {
	for _, node := range []string{"001", "002"} {
		for _, alarm := range []struct {
			role, metric, statistic, operator, missing string
			threshold                                  float64
			period, periods                            int
		}{
			{"memory", "DatabaseMemoryUsagePercentage", "Maximum", "GreaterThanOrEqualToThreshold", "missing", 80, 60, 5},
			{"cpu", "CPUUtilization", "Maximum", "GreaterThanOrEqualToThreshold", "missing", 45, 60, 5},
			{"connections", "CurrConnections", "Maximum", "GreaterThanOrEqualToThreshold", "missing", 52000, 60, 5},
			{"evictions", "Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 0, 300, 1},
			{"replication", "ReplicationLag", "Maximum", "GreaterThanThreshold", "notBreaching", 30, 60, 5},
		} {
			_, err := cloudwatch.NewMetricAlarm(ctx, "sessions-"+alarm.role+"-alarm-"+node, &cloudwatch.MetricAlarmArgs{
				Namespace: pulumi.String("AWS/ElastiCache"), MetricName: pulumi.String(alarm.metric), Statistic: pulumi.String(alarm.statistic),
				ComparisonOperator: pulumi.String(alarm.operator), Threshold: pulumi.Float64(alarm.threshold), Period: pulumi.Int(alarm.period),
				EvaluationPeriods: pulumi.Int(alarm.periods), DatapointsToAlarm: pulumi.Int(alarm.periods),
				TreatMissingData: pulumi.String(alarm.missing), Tags: tags,
				Dimensions: pulumi.StringMap{"CacheClusterId": pulumi.Sprintf("%s-%s", group.ReplicationGroupId, node)},
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
