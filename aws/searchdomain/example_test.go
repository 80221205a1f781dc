package searchdomain_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/searchdomain"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNewDomain() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-pay", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		logs, err := searchdomain.NewLogsPolicy(ctx, "search-logs", &searchdomain.LogsPolicyArgs{})
		if err != nil {
			return err
		}
		search, err := searchdomain.NewDomain(ctx, "search", &searchdomain.DomainArgs{
			Tags:                   tags,
			VPCID:                  pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:              pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e", "subnet-2c3d4e5f"}),
			ClientSecurityGroupIDs: map[string]pulumi.StringInput{"web": pulumi.String("sg-3d4e5f6a")},
			EngineVersion:          "OpenSearch_2.19",
			MasterRoleARN:          pulumi.String("arn:aws:iam::123456789012:role/search-admin"),
			AccessRoleARNs:         pulumi.ToStringArray([]string{"arn:aws:iam::123456789012:role/web"}),
			Data:                   searchdomain.Data{VolumeGB: 200},
			LogsPolicyName:         logs.PolicyName,
			AlarmTopicARN:          pulumi.String("arn:aws:sns:eu-west-1:123456789012:alarms"),
		})
		if err != nil {
			return err
		}
		ctx.Export("endpoint", search.Endpoint)
		ctx.Export("dashboards", search.DashboardEndpoint)
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
	// aws:cloudwatch/logGroup:LogGroup search-application-log
	// aws:cloudwatch/logGroup:LogGroup search-audit-log
	// aws:cloudwatch/logGroup:LogGroup search-index-slow-log
	// aws:cloudwatch/logGroup:LogGroup search-search-slow-log
	// aws:cloudwatch/metricAlarm:MetricAlarm search-cpu-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-master-cpu-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-master-memory-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-memory-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-nodes-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-old-memory-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-red-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-snapshot-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-storage-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-writes-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm search-yellow-alarm
	// aws:ec2/securityGroup:SecurityGroup search-security-group
	// aws:opensearch/domain:Domain search-domain
	// aws:opensearch/domainPolicy:DomainPolicy search-access-policy
	// aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule search-security-group-ingress-web
	// pulumi:index:Stash search-identity
	// groundwork:aws/searchdomain:Domain search
	// aws:cloudwatch/logResourcePolicy:LogResourcePolicy search-logs-policy
	// groundwork:aws/searchdomain:LogsPolicy search-logs
}

func ExampleDomainArgs_Validate() {
	args := &searchdomain.DomainArgs{
		VPCID:         pulumi.String("vpc-0a1b2c3d"),
		SubnetIDs:     pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}),
		EngineVersion: "Elasticsearch_7.10",
		MasterRoleARN: pulumi.String("arn:aws:iam::123456789012:role/search-admin"),
		Data:          searchdomain.Data{InstanceType: "t2.small.search", VolumeGB: 10},
		DisableLogs:   true,
		DisableAlarms: true,
	}
	fmt.Println(args.Validate())
	// Output:
	// searchdomain: DomainArgs.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// searchdomain: DomainArgs.SubnetIDs: need 3 subnet ids such as subnet-0a1b2c3d, one for each of Zones and each in another zone, got 2
	// searchdomain: DomainArgs.EngineVersion: need OpenSearch_MAJOR.MINOR, such as OpenSearch_2.19; Elasticsearch is not taken, got "Elasticsearch_7.10"
	// searchdomain: DomainArgs.Data.InstanceType: need another family than t2, which has neither encryption nor access control, such as r6g.large.search, got "t2.small.search"
}
