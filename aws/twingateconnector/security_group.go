package twingateconnector

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

const (
	// everywhere is the block that holds every address.
	everywhere = "0.0.0.0/0"
	// maxRules is how many egress rules a security group takes (Amazon VPC quotas, unless that one was raised).
	maxRules = 60
	// allICMP is how AWS says every type and code.
	allICMP = -1
)

// addSecurityGroup makes the group that all connectors are in. It has no ingress: connectors are never connected to.
func (b *base) addSecurityGroup() (err error) {
	const role = "security-group"
	b.group, err = securitygroup.New(b.ctx, b.scope.Name(role), &securitygroup.Args{
		VPCID: awsform.VPCID.Pass(b.vpcID, b.argsName(), "VPCID"), Tags: b.tags.AWS(), Title: b.scope.Name(role), Egress: b.egress(),
	}, b.scope.Child()...)
	return b.scope.Err(role, err)
}

// egress are the only things that connectors connect to. The role of a rule says all of it, so other ports or another block are another
// rule, which is there before the old one goes.
func (c *common) egress() []securitygroup.Rule {
	var rules []securitygroup.Rule
	for _, ports := range remoteaccess.Anywhere() {
		rules = append(rules, rule("anywhere", everywhere, "Twingate and its clients", ports))
	}
	private := remoteaccess.Private(c.access)
	for _, cidr := range c.privateCIDRs {
		for _, ports := range private {
			rules = append(rules, rule(strings.NewReplacer(".", "-", "/", "-").Replace(cidr), cidr, "private resources", ports))
		}
	}
	return rules
}

func rule(peer, cidr, description string, ports remoteaccess.Ports) securitygroup.Rule {
	r := securitygroup.Rule{
		Role: fmt.Sprintf("%s-%s-%d", peer, ports.Protocol, ports.From), Description: description, Protocol: ports.Protocol,
		FromPort: ports.From, ToPort: ports.To, CIDR: pulumi.String(cidr),
	}
	switch {
	case ports.Protocol == "icmp":
		r.Role, r.FromPort, r.ToPort = peer+"-icmp", allICMP, allICMP
	case ports.From != ports.To:
		r.Role += fmt.Sprintf("-%d", ports.To)
	}
	return r
}
