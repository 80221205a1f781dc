package infratest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/infratest"
)

func list(values ...string) pulumi.StringArray { return pulumi.ToStringArray(values) }

func rule(protocol string, from, to int, more pulumi.Map) pulumi.Map {
	m := pulumi.Map{"protocol": pulumi.String(protocol), "fromPort": pulumi.Int(from), "toPort": pulumi.Int(to)}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func service(annotations pulumi.Map, spec pulumi.Map) pulumi.Map {
	spec["ports"] = pulumi.Array{pulumi.Map{"port": pulumi.Int(80)}}
	return pulumi.Map{"metadata": pulumi.Map{"annotations": annotations}, "spec": spec}
}

func policy(peer pulumi.Map, ports pulumi.Array) pulumi.Map {
	return pulumi.Map{"spec": pulumi.Map{"podSelector": pulumi.Map{}, "ingress": pulumi.Array{pulumi.Map{"from": pulumi.Array{peer}, "ports": ports}}}}
}

func firewall(more pulumi.Map) pulumi.Map {
	m := pulumi.Map{"network": pulumi.String("n"), "allows": pulumi.Array{pulumi.Map{
		"protocol": pulumi.String("tcp"), "ports": list("22", "8000-8080")}}}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func TestAssertNoPublicIngress(t *testing.T) {
	const (
		group      = "aws:ec2/securityGroup:SecurityGroup"
		groupRule  = "aws:ec2/securityGroupRule:SecurityGroupRule"
		vpcRule    = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
		eks        = "aws:eks/cluster:Cluster"
		gcpRule    = "gcp:compute/firewall:Firewall"
		svc        = "kubernetes:core/v1:Service"
		netPolicy  = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
		internet   = "need no ingress from the whole internet, got "
		openToAll  = "nothing, which means 0.0.0.0/0"
		eksPath    = "vpcConfig.publicAccessCidrs"
		sourcePath = "spec.loadBalancerSourceRanges"
	)
	eksArgs := func(config pulumi.Map) pulumi.Map {
		config["subnetIds"] = list("subnet-1", "subnet-2")
		return pulumi.Map{"roleArn": pulumi.String("arn:aws:iam::123456789012:role/x"), "vpcConfig": config}
	}
	sgRule := func(kind, cidr string) pulumi.Map {
		return rule("tcp", 22, 22, pulumi.Map{"type": pulumi.String(kind), "cidrBlocks": list(cidr), "securityGroupId": pulumi.String("sg-1")})
	}
	ingressRule := func(protocol string, more pulumi.Map) pulumi.Map {
		more["securityGroupId"] = pulumi.String("sg-1")
		more["ipProtocol"] = pulumi.String(protocol)
		return more
	}
	for _, tc := range []struct {
		name, token string
		props       pulumi.Map
		want        []string // property, what was got, ports
	}{
		{"group inline", group, pulumi.Map{"ingress": pulumi.Array{rule("tcp", 443, 443, pulumi.Map{"cidrBlocks": list("10.0.0.0/8", "0.0.0.0/0")})}},
			[]string{"ingress[0].cidrBlocks[1]: " + internet + "0.0.0.0/0 on port 443"}},
		{"group inline v6", group, pulumi.Map{"ingress": pulumi.Array{rule("-1", 0, 0, pulumi.Map{"ipv6CidrBlocks": list("::/0")})}},
			[]string{"ingress[0].ipv6CidrBlocks[0]: " + internet + "::/0 on every port"}},
		{"group in halves", group, pulumi.Map{"ingress": pulumi.Array{rule("tcp", 1, 9, pulumi.Map{"cidrBlocks": list("0.0.0.0/1", "128.0.0.0/1")})}},
			[]string{"ingress[0].cidrBlocks[0]: " + internet + "0.0.0.0/1 on ports 1 to 9", "ingress[0].cidrBlocks[1]: " + internet + "128.0.0.0/1 on ports 1 to 9"}},
		{"group egress", group, pulumi.Map{"egress": pulumi.Array{rule("-1", 0, 0, pulumi.Map{"cidrBlocks": list("0.0.0.0/0")})}}, nil},
		{"group private", group, pulumi.Map{"ingress": pulumi.Array{rule("tcp", 443, 443, pulumi.Map{"cidrBlocks": list("10.0.0.0/8")})}}, nil},
		{"rule ingress", groupRule, sgRule("ingress", "0.0.0.0/0"), []string{"cidrBlocks[0]: " + internet + "0.0.0.0/0 on port 22"}},
		{"rule egress", groupRule, sgRule("egress", "0.0.0.0/0"), nil},
		{"vpc rule v4", vpcRule, ingressRule("tcp", pulumi.Map{"cidrIpv4": pulumi.String("0.0.0.0/0"), "fromPort": pulumi.Int(22), "toPort": pulumi.Int(22)}),
			[]string{"cidrIpv4: " + internet + "0.0.0.0/0 on port 22"}},
		{"vpc rule v6", vpcRule, ingressRule("-1", pulumi.Map{"cidrIpv6": pulumi.String("::/0")}), []string{"cidrIpv6: " + internet + "::/0 on every port"}},
		{"vpc rule from a group", vpcRule, ingressRule("-1", pulumi.Map{"referencedSecurityGroupId": pulumi.String("sg-2")}), nil},
		{"vpc rule secret", vpcRule, ingressRule("-1", pulumi.Map{"cidrIpv4": pulumi.ToSecret(pulumi.String("0.0.0.0/0"))}),
			[]string{"cidrIpv4: " + internet + "0.0.0.0/0 on every port"}},
		{"eks by default", eks, eksArgs(pulumi.Map{}), []string{eksPath + ": " + internet + openToAll + " on port 443"}},
		{"eks open", eks, eksArgs(pulumi.Map{"publicAccessCidrs": list("0.0.0.0/0")}), []string{eksPath + "[0]: " + internet + "0.0.0.0/0 on port 443"}},
		{"eks restricted", eks, eksArgs(pulumi.Map{"publicAccessCidrs": list("203.0.113.0/24")}), nil},
		{"eks private", eks, eksArgs(pulumi.Map{"endpointPrivateAccess": pulumi.Bool(true), "endpointPublicAccess": pulumi.Bool(false)}), nil},
		{"gcp firewall", gcpRule, firewall(pulumi.Map{"direction": pulumi.String("INGRESS"), "sourceRanges": list("0.0.0.0/0")}),
			[]string{"sourceRanges[0]: " + internet + "0.0.0.0/0 on port 22", "sourceRanges[0]: " + internet + "0.0.0.0/0 on ports 8000 to 8080"}},
		{"gcp firewall without direction or ports", gcpRule, firewall(pulumi.Map{"sourceRanges": list("::/0"), "allows": pulumi.Array{
			pulumi.Map{"protocol": pulumi.String("all")}}}), []string{"sourceRanges[0]: " + internet + "::/0 on every port"}},
		{"gcp firewall egress", gcpRule, firewall(pulumi.Map{"direction": pulumi.String("EGRESS"), "sourceRanges": list("0.0.0.0/0")}), nil},
		{"gcp firewall deny", gcpRule, firewall(pulumi.Map{"sourceRanges": list("0.0.0.0/0"), "allows": pulumi.Array{}}), nil},
		{"gcp sql", "gcp:sql/databaseInstance:DatabaseInstance", pulumi.Map{"databaseVersion": pulumi.String("POSTGRES_16"), "settings": pulumi.Map{
			"tier": pulumi.String("db-f1-micro"), "ipConfiguration": pulumi.Map{"authorizedNetworks": pulumi.Array{pulumi.Map{"value": pulumi.String("0.0.0.0/0")}}}}},
			[]string{"settings.ipConfiguration.authorizedNetworks[0].value: " + internet + "0.0.0.0/0 on every port"}},
		{"gcp gke", "gcp:container/cluster:Cluster", pulumi.Map{"masterAuthorizedNetworksConfig": pulumi.Map{"cidrBlocks": pulumi.Array{
			pulumi.Map{"cidrBlock": pulumi.String("0.0.0.0/0")}}}},
			[]string{"masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock: " + internet + "0.0.0.0/0 on port 443"}},
		{"service open", svc, service(nil, pulumi.Map{"type": pulumi.String("LoadBalancer"), "loadBalancerSourceRanges": list("0.0.0.0/0")}),
			[]string{sourcePath + "[0]: " + internet + "0.0.0.0/0 on port 80"}},
		{"service by default", svc, service(nil, pulumi.Map{"type": pulumi.String("LoadBalancer")}),
			[]string{sourcePath + ": " + internet + openToAll + " on port 80"}},
		{"service restricted", svc, service(nil, pulumi.Map{"type": pulumi.String("LoadBalancer"), "loadBalancerSourceRanges": list("10.0.0.0/8")}), nil},
		{"service internal on aws", svc, service(pulumi.Map{"service.beta.kubernetes.io/aws-load-balancer-scheme": pulumi.String("internal")},
			pulumi.Map{"type": pulumi.String("LoadBalancer")}), nil},
		{"service internal on gcp", svc, service(pulumi.Map{"networking.gke.io/load-balancer-type": pulumi.String("Internal")},
			pulumi.Map{"type": pulumi.String("LoadBalancer")}), nil},
		{"service inside the cluster", svc, service(nil, pulumi.Map{"type": pulumi.String("ClusterIP")}), nil},
		{"network policy", netPolicy, policy(pulumi.Map{"ipBlock": pulumi.Map{"cidr": pulumi.String("0.0.0.0/0")}}, pulumi.Array{
			pulumi.Map{"port": pulumi.Int(80), "endPort": pulumi.Int(90)}, pulumi.Map{"port": pulumi.String("http")}}),
			[]string{"spec.ingress[0].from[0].ipBlock.cidr: " + internet + "0.0.0.0/0 on ports 80 to 90",
				"spec.ingress[0].from[0].ipBlock.cidr: " + internet + "0.0.0.0/0 on every port"}},
		{"network policy without ports", netPolicy, policy(pulumi.Map{"ipBlock": pulumi.Map{"cidr": pulumi.String("::/0")}}, nil),
			[]string{"spec.ingress[0].from[0].ipBlock.cidr: " + internet + "::/0 on every port"}},
		{"network policy from pods", netPolicy, policy(pulumi.Map{"podSelector": pulumi.Map{}}, nil), nil},
		{"elastic filter", "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter", pulumi.Map{"region": pulumi.String("us-east-1"),
			"type": pulumi.String("ip"), "rules": pulumi.Array{pulumi.Map{"source": pulumi.String("0.0.0.0/0")}}},
			[]string{"rules[0].source: " + internet + "0.0.0.0/0 on every port"}},
		{"another type", "acme:index:Thing", pulumi.Map{"cidrBlocks": list("0.0.0.0/0")}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := infratest.Run(t, one(tc.token, "x", tc.props))
			var want []string
			for _, w := range tc.want {
				want = append(want, "infratest: "+tc.token+` "x": `+w)
			}
			r := record(func(t testing.TB) { infratest.AssertNoPublicIngress(t, g) })
			assert.Equal(t, want, r.failures)
		})
	}
}

func TestAllowPublicIsHeldToNameAndPorts(t *testing.T) {
	open := func(protocol string, from, to int) *infratest.Graph {
		return infratest.Run(t, one("aws:ec2/securityGroup:SecurityGroup", "alb", pulumi.Map{"ingress": pulumi.Array{
			rule(protocol, from, to, pulumi.Map{"cidrBlocks": list("0.0.0.0/0")})}}))
	}
	for _, tc := range []struct {
		name    string
		graph   *infratest.Graph
		allow   infratest.IngressOption
		allowed bool
	}{
		{"the port", open("tcp", 443, 443), infratest.AllowPublic("alb", 80, 443), true},
		{"a range of ports", open("tcp", 80, 81), infratest.AllowPublic("alb", 80, 81), true},
		{"any port", open("-1", 0, 0), infratest.AllowPublic("alb"), true},
		{"another port", open("tcp", 22, 22), infratest.AllowPublic("alb", 443), false},
		{"a wider range", open("tcp", 443, 444), infratest.AllowPublic("alb", 443), false},
		{"every port", open("-1", 443, 443), infratest.AllowPublic("alb", 443), false},
		{"another name", open("tcp", 443, 443), infratest.AllowPublic("web", 443), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := record(func(t testing.TB) { infratest.AssertNoPublicIngress(t, tc.graph, tc.allow) })
			assert.Equal(t, tc.allowed, len(r.failures) == 0, r.all())
		})
	}
}
