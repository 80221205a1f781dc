package albcontroller

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
)

// ownerTag is on everything that the controller makes, with the cluster's name as value.
const ownerTag = "elbv2.k8s.aws/cluster"

// looking lists the actions that read only and that AWS has no resource for, or whose resources nobody knows beforehand.
func (args *Args) looking() []string {
	actions := []string{
		"acm:DescribeCertificate", "acm:ListCertificates", "cognito-idp:DescribeUserPoolClient",
		"ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeCoipPools", "ec2:DescribeInstances",
		"ec2:DescribeInternetGateways", "ec2:DescribeIpamPools", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups",
		"ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcPeeringConnections", "ec2:DescribeVpcs", "ec2:GetCoipPoolUsage",
		"ec2:GetSecurityGroupsForVpc",
		"elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeListenerAttributes",
		"elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners",
		"elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeRules",
		"elasticloadbalancing:DescribeSSLPolicies", "elasticloadbalancing:DescribeTags", "elasticloadbalancing:DescribeTargetGroupAttributes",
		"elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTrustStores",
		"iam:GetServerCertificate", "iam:ListServerCertificates", "wafv2:GetWebACL", "wafv2:GetWebACLForResource",
	}
	if args.ShieldAdvanced {
		actions = append(actions, "shield:DescribeProtection", "shield:GetSubscriptionState")
	}
	return actions
}

// cluster is where the rights hold.
type cluster struct{ name, region, vpc string }

// arns are resources of the cluster's region, in whatever account: the role has rights in its own one only.
func (c cluster) arns(service string, resources ...string) []string {
	var all []string
	for _, resource := range resources {
		all = append(all, "arn:"+partition(c.region)+":"+service+":"+c.region+":*:"+resource)
	}
	return all
}

func (c cluster) groups() []string  { return c.arns("ec2", "security-group/*") }
func (c cluster) targets() []string { return c.arns("elasticloadbalancing", "targetgroup/*/*") }
func (c cluster) webs() []string    { return c.arns("elasticloadbalancing", "loadbalancer/app/*/*") }
func (c cluster) balancers() []string {
	return append(c.webs(), c.arns("elasticloadbalancing", "loadbalancer/net/*/*")...)
}
func (c cluster) listeners() []string {
	return c.arns("elasticloadbalancing", "listener/app/*/*/*", "listener/net/*/*/*")
}
func (c cluster) rules() []string {
	return c.arns("elasticloadbalancing", "listener-rule/app/*/*/*", "listener-rule/net/*/*/*")
}

// created asks that what is made gets the cluster's tag.
func (c cluster) created() map[string][]string {
	return map[string][]string{"aws:RequestTag/" + ownerTag: {c.name}}
}

// owned asks for the cluster's tag on what is changed, so that the controller of one slot leaves the other's alone.
func (c cluster) owned() map[string][]string {
	return map[string][]string{"aws:ResourceTag/" + ownerTag: {c.name}}
}

// kept asks that the cluster's tag itself is left as it is.
func kept() map[string][]string { return map[string][]string{"aws:RequestTag/" + ownerTag: {"true"}} }

func elb(names ...string) []string {
	actions := make([]string, len(names))
	for i, name := range names {
		actions[i] = "elasticloadbalancing:" + name
	}
	return actions
}

// when puts conditions on a statement.
func when(s iampolicy.Statement, conditions iampolicy.Conditions) iampolicy.Statement {
	s.Condition = conditions
	return s
}

// statements are the actions of the controller's documentation at DefaultChartVersion, less those for WAF Classic, which AWS has
// ended. Where the documentation allows changes to everything, resources of the region, the network or the cluster take its place.
func (args *Args) statements(c cluster) []iampolicy.Statement {
	all := []iampolicy.Statement{
		iampolicy.Allow("Look", args.looking(), "*"),
		when(iampolicy.Allow("LinkRole", []string{"iam:CreateServiceLinkedRole"},
			"arn:"+partition(c.region)+":iam::*:role/aws-service-role/elasticloadbalancing.amazonaws.com/*"),
			iampolicy.Conditions{"StringEquals": {"iam:AWSServiceName": {"elasticloadbalancing.amazonaws.com"}}}),
		// The groups of the nodes do not have the cluster's tag.
		when(iampolicy.Allow("OpenGroups", []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"}, c.groups()...),
			iampolicy.Conditions{"ArnLike": {"ec2:Vpc": c.arns("ec2", "vpc/"+c.vpc)}}),
		iampolicy.Allow("MakeGroups", []string{"ec2:CreateSecurityGroup"}, append(c.groups(), c.arns("ec2", "vpc/"+c.vpc)...)...),
		when(iampolicy.Allow("TagNewGroups", []string{"ec2:CreateTags"}, c.groups()...), iampolicy.Conditions{
			"StringEquals": {"ec2:CreateAction": {"CreateSecurityGroup"}, "aws:RequestTag/" + ownerTag: {c.name}},
		}),
		when(iampolicy.Allow("TagGroups", []string{"ec2:CreateTags", "ec2:DeleteTags"}, c.groups()...),
			iampolicy.Conditions{"Null": kept(), "StringEquals": c.owned()}),
		when(iampolicy.Allow("DeleteGroups", []string{"ec2:DeleteSecurityGroup"}, c.groups()...), iampolicy.Conditions{"StringEquals": c.owned()}),
	}
	all = append(all, c.balancing()...)
	web := append(c.arns("wafv2", "regional/webacl/*/*"), c.webs()...)
	all = append(all, iampolicy.Allow("PutWebACLs", []string{"wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"}, web...))
	if args.ShieldAdvanced {
		all = append(all, iampolicy.Allow("Shield", []string{"shield:CreateProtection", "shield:DeleteProtection"},
			"arn:"+partition(c.region)+":shield::*:protection/*"))
	}
	return all
}

// balancing are the statements about load balancers.
func (c cluster) balancing() []iampolicy.Statement {
	made := slices.Concat(c.balancers(), c.targets())
	return []iampolicy.Statement{
		when(iampolicy.Allow("MakeBalancers", elb("CreateLoadBalancer", "CreateTargetGroup"), made...),
			iampolicy.Conditions{"StringEquals": c.created()}),
		when(iampolicy.Allow("TagNewBalancers", elb("AddTags"), made...), iampolicy.Conditions{"StringEquals": {
			"elasticloadbalancing:CreateAction": {"CreateTargetGroup", "CreateLoadBalancer"}, "aws:RequestTag/" + ownerTag: {c.name},
		}}),
		when(iampolicy.Allow("TagBalancers", elb("AddTags", "RemoveTags"), made...),
			iampolicy.Conditions{"Null": kept(), "StringEquals": c.owned()}),
		when(iampolicy.Allow("ChangeBalancers", elb(
			"DeleteLoadBalancer", "DeleteTargetGroup", "ModifyCapacityReservation", "ModifyIpPools", "ModifyListenerAttributes",
			"ModifyLoadBalancerAttributes", "ModifyTargetGroup", "ModifyTargetGroupAttributes", "SetIpAddressType", "SetSecurityGroups", "SetSubnets",
		), slices.Concat(made, c.listeners())...), iampolicy.Conditions{"StringEquals": c.owned()}),
		// Listeners of older controllers have no tags, and a TargetGroupBinding may name somebody else's target group.
		iampolicy.Allow("Listeners", elb(
			"AddListenerCertificates", "CreateListener", "CreateRule", "DeleteListener", "DeleteRule", "ModifyListener", "ModifyRule",
			"RemoveListenerCertificates", "SetRulePriorities", "SetWebAcl",
		), slices.Concat(c.balancers(), c.listeners(), c.rules())...),
		iampolicy.Allow("TagListeners", elb("AddTags", "RemoveTags"), slices.Concat(c.listeners(), c.rules())...),
		iampolicy.Allow("Targets", elb("DeregisterTargets", "RegisterTargets"), c.targets()...),
	}
}

// partition is the part of AWS that a region belongs to (AWS General Reference, ARNs; the SDKs tell them by these beginnings too).
func partition(region string) string {
	for _, each := range []struct{ begins, partition string }{
		{"cn-", "aws-cn"}, {"us-gov-", "aws-us-gov"}, {"us-iso-", "aws-iso"}, {"us-isob-", "aws-iso-b"},
		{"eu-isoe-", "aws-iso-e"}, {"us-isof-", "aws-iso-f"}, {"eusc-", "aws-eusc"},
	} {
		if strings.HasPrefix(region, each.begins) {
			return each.partition
		}
	}
	return "aws"
}

// policy is the text of the policy, known when the names are.
func (args *Args) policy() pulumi.StringOutput {
	names := pulumi.StringArray{
		awsform.EKSClusterName.Pass(args.ClusterName, argsName, "ClusterName"), awsform.Region.Pass(args.Region, argsName, "Region"),
		awsform.VPCID.Pass(args.VPCID, argsName, "VPCID"),
	}
	return names.ToStringArrayOutput().ApplyT(func(names []string) (string, error) {
		return iampolicy.Document(args.statements(cluster{name: names[0], region: names[1], vpc: names[2]})...)
	}).(pulumi.StringOutput)
}
