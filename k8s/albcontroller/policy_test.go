package albcontroller_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/k8s/albcontroller"
)

// documentedVersion is the version that documented is of.
const documentedVersion = "3.4.2"

// documented are the actions of the controller's docs/install/iam_policy.json.
func documented() []string {
	return []string{
		"acm:DescribeCertificate", "acm:ListCertificates", "cognito-idp:DescribeUserPoolClient",
		"ec2:AuthorizeSecurityGroupIngress", "ec2:CreateSecurityGroup", "ec2:CreateTags", "ec2:DeleteSecurityGroup", "ec2:DeleteTags",
		"ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeCoipPools",
		"ec2:DescribeInstances", "ec2:DescribeInternetGateways", "ec2:DescribeIpamPools", "ec2:DescribeNetworkInterfaces",
		"ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcPeeringConnections",
		"ec2:DescribeVpcs", "ec2:GetCoipPoolUsage", "ec2:GetSecurityGroupsForVpc", "ec2:RevokeSecurityGroupIngress",
		"elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener",
		"elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateRule", "elasticloadbalancing:CreateTargetGroup",
		"elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:DeleteRule",
		"elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:DescribeCapacityReservation",
		"elasticloadbalancing:DescribeListenerAttributes", "elasticloadbalancing:DescribeListenerCertificates",
		"elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancerAttributes",
		"elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeSSLPolicies",
		"elasticloadbalancing:DescribeTags", "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups",
		"elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTrustStores", "elasticloadbalancing:ModifyCapacityReservation",
		"elasticloadbalancing:ModifyIpPools", "elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes",
		"elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroup",
		"elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:RegisterTargets",
		"elasticloadbalancing:RemoveListenerCertificates", "elasticloadbalancing:RemoveTags", "elasticloadbalancing:SetIpAddressType",
		"elasticloadbalancing:SetRulePriorities", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
		"elasticloadbalancing:SetWebAcl",
		"iam:CreateServiceLinkedRole", "iam:GetServerCertificate", "iam:ListServerCertificates",
		"shield:CreateProtection", "shield:DeleteProtection", "shield:DescribeProtection", "shield:GetSubscriptionState",
		"waf-regional:AssociateWebACL", "waf-regional:DisassociateWebACL", "waf-regional:GetWebACL", "waf-regional:GetWebACLForResource",
		"wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource",
	}
}

// The rights are those that the controller's documentation asks for at the pinned version, less what is switched off: WAF
// Classic always, and Shield Advanced unless it is asked for.
func TestActionsAreTheDocumentedOnes(t *testing.T) {
	t.Parallel()
	assert.Equal(t, documentedVersion, albcontroller.DefaultChartVersion, "compare the policy of the new version's documentation with the list above")
	for shield, without := range map[bool][]string{true: {"waf-regional:"}, false: {"waf-regional:", "shield:"}} {
		want := slices.DeleteFunc(documented(), func(action string) bool {
			return slices.ContainsFunc(without, func(service string) bool { return strings.HasPrefix(action, service) })
		})
		graph := run(t, func(a *albcontroller.Args) { a.ShieldAdvanced = shield })
		actions := map[string]bool{}
		for _, s := range statements(t, graph) {
			assert.Equal(t, "Allow", s.Effect)
			for _, action := range s.Action {
				actions[action] = true
			}
		}
		assert.ElementsMatch(t, want, slices.Collect(maps.Keys(actions)))
		assert.Equal(t, shield, graph.One(t, chartToken).Value("values.enableShield"), "the controller asks for what it may do")
		assert.Equal(t, false, graph.One(t, chartToken).Value("values.enableWaf"))
	}
}

// The controllers of two slots have the same kind of things in one account. Neither may change the other's.
func TestRightsEndAtTheCluster(t *testing.T) {
	t.Parallel()
	const request, owned = "aws:RequestTag/elbv2.k8s.aws/cluster", "aws:ResourceTag/elbv2.k8s.aws/cluster"
	all := statements(t, run(t, unchanged))
	for sid, want := range map[string]map[string]map[string][]string{
		"TagNewGroups":    {"StringEquals": {"ec2:CreateAction": {"CreateSecurityGroup"}, request: {cluster}}},
		"TagGroups":       {"Null": {request: {"true"}}, "StringEquals": {owned: {cluster}}},
		"DeleteGroups":    {"StringEquals": {owned: {cluster}}},
		"MakeBalancers":   {"StringEquals": {request: {cluster}}},
		"TagNewBalancers": {"StringEquals": {"elasticloadbalancing:CreateAction": {"CreateTargetGroup", "CreateLoadBalancer"}, request: {cluster}}},
		"TagBalancers":    {"Null": {request: {"true"}}, "StringEquals": {owned: {cluster}}},
		"ChangeBalancers": {"StringEquals": {owned: {cluster}}},
		"OpenGroups":      {"ArnLike": {"ec2:Vpc": {"arn:aws:ec2:eu-west-1:*:vpc/" + vpc}}},
		"LinkRole":        {"StringEquals": {"iam:AWSServiceName": {"elasticloadbalancing.amazonaws.com"}}},
	} {
		assert.Equal(t, want, all[sid].Condition, sid)
	}
	assert.ElementsMatch(t, []string{"ec2:DeleteSecurityGroup"}, all["DeleteGroups"].Action)
	assert.Contains(t, all["ChangeBalancers"].Action, "elasticloadbalancing:DeleteLoadBalancer")
	assert.Equal(t, []string{"arn:aws:ec2:eu-west-1:*:security-group/*", "arn:aws:ec2:eu-west-1:*:vpc/" + vpc}, all["MakeGroups"].Resource)
}

// What has no condition in the controller's documentation either is held to kinds of resources in the region.
func TestResources(t *testing.T) {
	t.Parallel()
	const balancing = "arn:aws:elasticloadbalancing:eu-west-1:*:"
	balancers := []string{balancing + "loadbalancer/app/*/*", balancing + "loadbalancer/net/*/*"}
	targets := []string{balancing + "targetgroup/*/*"}
	listeners := []string{balancing + "listener/app/*/*/*", balancing + "listener/net/*/*/*"}
	rules := []string{balancing + "listener-rule/app/*/*/*", balancing + "listener-rule/net/*/*/*"}
	groups := []string{"arn:aws:ec2:eu-west-1:*:security-group/*"}
	all := statements(t, run(t, func(a *albcontroller.Args) { a.ShieldAdvanced = true }))
	for sid, want := range map[string][]string{
		"Look": {"*"}, "LinkRole": {"arn:aws:iam::*:role/aws-service-role/elasticloadbalancing.amazonaws.com/*"},
		"OpenGroups": groups, "TagNewGroups": groups, "TagGroups": groups, "DeleteGroups": groups,
		"MakeBalancers": slices.Concat(balancers, targets), "TagNewBalancers": slices.Concat(balancers, targets),
		"TagBalancers": slices.Concat(balancers, targets), "ChangeBalancers": slices.Concat(balancers, targets, listeners),
		"Listeners": slices.Concat(balancers, listeners, rules), "TagListeners": slices.Concat(listeners, rules), "Targets": targets,
		"PutWebACLs": {"arn:aws:wafv2:eu-west-1:*:regional/webacl/*/*", balancing + "loadbalancer/app/*/*"},
		"Shield":     {"arn:aws:shield::*:protection/*"},
	} {
		assert.Equal(t, want, all[sid].Resource, sid)
	}
	assert.Len(t, all, 16, "with MakeGroups, which TestRightsEndAtTheCluster is about")
}

func TestPartitions(t *testing.T) {
	t.Parallel()
	for region, partition := range map[string]string{
		"eu-west-1": "aws", "us-east-1": "aws", "eu-isolde-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "us-iso-east-1": "aws-iso",
		"us-isob-east-1": "aws-iso-b", "eu-isoe-west-1": "aws-iso-e", "us-isof-south-1": "aws-iso-f", "eusc-de-east-1": "aws-eusc",
	} {
		for sid, s := range statements(t, run(t, func(a *albcontroller.Args) { a.Region = pulumi.String(region).ToStringOutput() })) {
			for _, resource := range s.Resource {
				if resource != "*" {
					assert.Regexp(t, "^arn:"+partition+":", resource, "%s: %s", region, sid)
				}
			}
		}
	}
}

// IAM takes 10 240 characters of inline policies for a role; the longest name of a cluster is in them 8 times.
func TestThePolicyIsNotTooLong(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *albcontroller.Args) {
		a.ShieldAdvanced, a.ClusterName, a.Region = true, pulumi.String(strings.Repeat("x", 100)), pulumi.String("us-gov-west-1")
	})
	assert.Less(t, len(policyText(t, graph)), 10_240)
}

func TestPolicyInPreview(t *testing.T) {
	t.Parallel()
	graph := run(t, func(a *albcontroller.Args) {
		a.ClusterName = pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)
	},
		infratest.Preview())
	policy, ok := graph.One(t, policyToken).Input("policy")
	assert.True(t, ok)
	assert.True(t, policy.IsComputed() || policy.IsOutput())
}
