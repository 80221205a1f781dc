package simcloud

import (
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var groupText = regexp.MustCompile(`^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*$`)

const groupTextSays = `letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*`

// sources are what a rule of a security group can name: one of them. Another kind needs another rule.
var sources = []resource.PropertyKey{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"}

// awsFirewallModels models security groups and their rules.
func awsFirewallModels() []model {
	models := []model{
		{
			token: firewallToken,
			name:  nameRule{property: "name", max: 255, pattern: groupText, says: groupTextSays, unique: true, scope: []string{"vpcId"}},
			check: checkFirewall,
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{
					"description": str(managedBy), "vpcId": str("vpc-" + hexOf(17, "default network", s.place.Account, s.place.Region)),
					"ownerId": str(s.place.Account), "namePrefix": str(""),
				})
			},
			inUse: use{code: inTheWay, by: []holder{
				{replicationGroupToken, "securityGroupIds"}, {serverlessCacheToken, "securityGroupIds"}, {vpcEndpointToken, "securityGroupIds"},
				{ingressToken, "referencedSecurityGroupId"}, {egressToken, "referencedSecurityGroupId"},
				{firewallToken, "ingress"}, {firewallToken, "egress"},
				{balancerToken, "securityGroups"}, {ecsServiceToken, "networkConfiguration"}, {"aws:ec2/instance:Instance", "vpcSecurityGroupIds"},
				{eksClusterToken, "vpcConfig"},
			}},
		},
		{
			token: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
			id:    func(s subject) string { return defaultGroup(text(s.in, "vpcId")) },
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"vpcId": str("vpc-" + hexOf(17, "default network", s.place.Account, s.place.Region))})
				out["name"], out["description"], out["namePrefix"] = str("default"), str("default VPC security group"), str("")
				out["ownerId"] = str(s.place.Account)
				return out
			},
		},
	}
	for _, token := range []string{ingressToken, egressToken} {
		models = append(models, model{
			token: token, check: checkFirewallRule, replace: []string{"securityGroupId"}, replaceWhen: replaceFirewallRule,
			outputs: func(s subject) resource.PropertyMap { return resource.PropertyMap{"securityGroupRuleId": str(s.id)} },
			admit:   admitFirewallRule,
		})
	}
	return models
}

const (
	ingressToken = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	egressToken  = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
)

func checkFirewall(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.atMost(255, "description")
	r.matches(groupText, groupTextSays, "description")
	if name := text(in, "name"); len(name) > 2 && name[:3] == "sg-" {
		r.fail("name", `need a name that does not begin with "sg-", got %q`, name)
	}
	return r.failures
}

// replaceFirewallRule knows that a rule keeps its kind of source.
func replaceFirewallRule(old, next resource.PropertyMap) []string {
	var gone, came string
	for _, source := range sources {
		switch before, after := given(old, source), given(next, source); {
		case before && !after:
			gone = string(source)
		case after && !before:
			came = string(source)
		}
	}
	if gone == "" || came == "" {
		return nil
	}
	return []string{gone, came}
}

// admitFirewallRule refuses a rule that its group has already.
func admitFirewallRule(_, o Object, live []Object) refusal {
	twin := func(other Object) bool {
		for _, property := range append([]resource.PropertyKey{"securityGroupId", "ipProtocol", "fromPort", "toPort"}, sources...) {
			if !sameInput(o, other, property) {
				return false
			}
		}
		return true
	}
	if anyLive(live, o.Token, twin) {
		return refuse("InvalidPermission.Duplicate", "the specified rule already exists in %s", text(o.Inputs, "securityGroupId"))
	}
	return refusal{}
}

// sameInput compares an input of two objects; both may leave it out.
func sameInput(a, b Object, property resource.PropertyKey) bool {
	return same(plain(a.Inputs[property]), plain(b.Inputs[property]))
}

func checkFirewallRule(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.exactlyOne(sources...)
	r.between(-1, 65535, "fromPort")
	r.between(-1, 65535, "toPort")
	r.atMost(255, "description")
	for _, property := range []resource.PropertyKey{"cidrIpv4", "cidrIpv6"} {
		if cidr := text(in, property); cidr != "" {
			if prefix, ok := networkPrefix(cidr); !ok || prefix.Addr().Is4() != (property == "cidrIpv4") {
				r.fail(string(property), "need a network of its kind, got %q", cidr)
			}
		}
	}
	switch protocol := text(in, "ipProtocol"); protocol {
	case "tcp", "udp", "6", "17":
		for _, port := range []resource.PropertyKey{"fromPort", "toPort"} {
			if !given(in, port) {
				r.fail(string(port), "need a port with protocol %s, got none", protocol)
			}
		}
	}
	low, from := number(in, "fromPort")
	high, to := number(in, "toPort")
	if from && to && low > high {
		r.fail("fromPort", "need at most toPort %v, got %v", high, low)
	}
	return r.failures
}
