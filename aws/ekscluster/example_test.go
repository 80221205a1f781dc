package ekscluster_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/ekscluster"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func ExampleNew() {
	graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		tags, err := tagging.New(ctx, tagging.DefaultPolicy(), tagging.Tags{
			"owner": "team-platform", "cost-center": "cc-1200", "environment": "production", "service": "shop",
		})
		if err != nil {
			return err
		}
		cluster, err := ekscluster.New(ctx, "shop", &ekscluster.Args{
			Tags:              tags,
			Slot:              "blue",
			KubernetesVersion: "1.35",
			SubnetIDs:         pulumi.ToStringArray([]string{"subnet-0a1b2c3d", "subnet-1b2c3d4e"}),
			NodeGroups: map[string]ekscluster.NodeGroup{
				"main": {InstanceTypes: []string{"m7g.large"}},
			},
			DeployerARN:   pulumi.String("arn:aws:iam::123456789012:role/deployer"),
			AlarmTopicARN: pulumi.String("arn:aws:sns:eu-west-1:123456789012:alarms"),
		})
		if err != nil {
			return err
		}
		ctx.Export("endpoint", cluster.Endpoint)
		ctx.Export("identifier", cluster.Identifier)
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
	// aws:cloudwatch/logGroup:LogGroup shop-blue-g1-logs
	// aws:cloudwatch/metricAlarm:MetricAlarm shop-blue-g1-cpu-alarm-main
	// aws:cloudwatch/metricAlarm:MetricAlarm shop-blue-g1-errors-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm shop-blue-g1-storage-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm shop-blue-g1-throttled-alarm
	// aws:cloudwatch/metricAlarm:MetricAlarm shop-blue-g1-unschedulable-alarm
	// aws:ec2/launchTemplate:LaunchTemplate shop-blue-g1-template-main
	// aws:eks/accessEntry:AccessEntry shop-blue-g1-access-deployer
	// aws:eks/accessPolicyAssociation:AccessPolicyAssociation shop-blue-g1-access-policy-deployer
	// aws:eks/addon:Addon shop-blue-g1-aws-ebs-csi-driver
	// aws:eks/addon:Addon shop-blue-g1-coredns
	// aws:eks/addon:Addon shop-blue-g1-eks-pod-identity-agent
	// aws:eks/addon:Addon shop-blue-g1-kube-proxy
	// aws:eks/addon:Addon shop-blue-g1-metrics-server
	// aws:eks/addon:Addon shop-blue-g1-vpc-cni
	// aws:eks/cluster:Cluster shop-blue-g1-cluster
	// aws:eks/nodeGroup:NodeGroup shop-blue-g1-nodes-main
	// aws:iam/role:Role shop-blue-g1-aws-ebs-csi-driver-role
	// aws:iam/role:Role shop-blue-g1-cluster-role
	// aws:iam/role:Role shop-blue-g1-node-role
	// aws:iam/role:Role shop-blue-g1-vpc-cni-role
	// aws:iam/rolePolicy:RolePolicy shop-blue-g1-key-policy
	// aws:iam/rolePolicyAttachment:RolePolicyAttachment shop-blue-g1-aws-ebs-csi-driver-policy
	// aws:iam/rolePolicyAttachment:RolePolicyAttachment shop-blue-g1-cluster-policy
	// aws:iam/rolePolicyAttachment:RolePolicyAttachment shop-blue-g1-node-policy
	// aws:iam/rolePolicyAttachment:RolePolicyAttachment shop-blue-g1-node-registry-policy
	// aws:iam/rolePolicyAttachment:RolePolicyAttachment shop-blue-g1-vpc-cni-policy
	// aws:kms/key:Key shop-blue-g1-key
	// pulumi:index:Stash shop-blue-g1-identity
	// random:index/randomId:RandomId shop-blue-g1-name
	// groundwork:aws/ekscluster:Cluster shop-blue-g1
}

func ExampleArgs_Validate() {
	args := &ekscluster.Args{
		Slot:                "Blue",
		KubernetesVersion:   "1.35",
		SubnetIDs:           pulumi.ToStringArray([]string{"subnet-0a1b2c3d"}),
		NodeGroups:          map[string]ekscluster.NodeGroup{"main": {Min: 3, Max: 2}},
		AllowPublicEndpoint: []string{"0.0.0.0/0"},
	}
	fmt.Println(args.Validate())
	// Output:
	// ekscluster: Args.Tags: need the mandatory tags, made with tagging.New or tagging.FromConfig, got nothing
	// ekscluster: Args.Slot: need 1 to 12 lower-case letters and digits, a letter first, such as "blue", got "Blue"
	// ekscluster: Args.SubnetIDs: need 2 or more subnet ids such as subnet-0a1b2c3d, each in another zone, got 1
	// ekscluster: Args.AllowPublicEndpoint[0]: need a block of public IPv4 addresses, /8 or smaller, such as 203.0.113.0/24, got "0.0.0.0/0"
	// ekscluster: Args.NodeGroups["main"].InstanceTypes: need at least one instance type such as m7i.large, got nothing
	// ekscluster: Args.NodeGroups["main"].Max: need 3 to 450, got 2
	// ekscluster: Args.DeployerARN: need an IAM role's ARN, such as arn:aws:iam::123456789012:role/deployer, got nothing
	// ekscluster: Args.AlarmTopicARN: need a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:alarms, or DisableAlarms, got nothing
}
