package fargate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

const roleSecurityGroup = "security-group"

// httpsEgress is the name of the rule that is there unless DisableHTTPSEgress says otherwise.
const httpsEgress = "https"

// addSecurityGroup makes the group of the tasks, which the load balancer may reach on the port. The port is part of the
// rules' names: a new port gets rules of its own, and those of the old port go when no task listens on it any more.
func (b *builder) addSecurityGroup() (err error) {
	const role = roleSecurityGroup
	args := &securitygroup.Args{
		VPCID: awsform.VPCID.Pass(b.args.VPCID, argsName, "VPCID"), Tags: b.args.Tags.AWS(), Title: b.scope.Name(role),
		Egress: egressRules(argsName, b.args.Egress, b.args.DisableHTTPSEgress),
	}
	var balancer pulumi.StringOutput
	if !b.args.worker() {
		balancer = awsform.SecurityGroupID.Pass(b.args.Listener.args.SecurityGroupID, argsName, "Listener.SecurityGroupID")
		args.Ingress = []securitygroup.Rule{b.onPort(fmt.Sprintf("load-balancer-%d", b.args.Port), "requests from the load balancer", balancer)}
	}
	b.group, err = securitygroup.New(b.ctx, b.scope.Name(role), args, b.after()...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	b.openings = b.group.Rules
	if b.args.worker() {
		return nil
	}
	return b.openBalancer(balancer)
}

// openBalancer lets the load balancer out to the tasks: its own group has no egress.
func (b *builder) openBalancer(balancer pulumi.StringOutput) error {
	role := fmt.Sprintf("load-balancer-egress-%d", b.args.Port)
	rule := b.onPort(role, "requests to "+b.name, b.group.ID())
	opening, err := securitygroup.NewEgress(b.ctx, b.scope.Name(role), balancer, b.args.Tags.AWS(), rule, b.after()...)
	b.openings = append(b.openings, opening)
	return b.scope.Err(role, err)
}

func (b *builder) onPort(role, description string, group pulumi.StringInput) securitygroup.Rule {
	return securitygroup.Rule{
		Role: role, Description: description, Protocol: "tcp", FromPort: b.args.Port, ToPort: b.args.Port, Group: group,
	}
}

// egressRules are what tasks may connect to.
func egressRules(argsName string, egress map[string]Egress, disableHTTPS bool) []securitygroup.Rule {
	var rules []securitygroup.Rule
	if !disableHTTPS {
		rules = append(rules, securitygroup.Rule{
			Role: httpsEgress, Description: "HTTPS to anywhere", Protocol: "tcp", FromPort: 443, ToPort: 443, CIDR: pulumi.String("0.0.0.0/0"),
		})
	}
	for _, name := range slices.Sorted(maps.Keys(egress)) {
		e, field := egress[name], fmt.Sprintf("Egress[%q]", name)
		rule := securitygroup.Rule{Role: name, Description: "to " + name, Protocol: "tcp", FromPort: e.Port, ToPort: e.Port}
		switch {
		case e.CIDR != "":
			rule.CIDR = pulumi.String(e.CIDR)
		case component.Given(e.PrefixListID):
			rule.PrefixList = prefixListID.Pass(e.PrefixListID, argsName, field+".PrefixListID")
		default:
			rule.Group = awsform.SecurityGroupID.Pass(e.SecurityGroupID, argsName, field+".SecurityGroupID")
		}
		rules = append(rules, rule)
	}
	return rules
}
