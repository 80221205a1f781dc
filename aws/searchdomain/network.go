package searchdomain

import (
	"fmt"
	"maps"
	"slices"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// httpsPort is the only one that a domain listens on.
const httpsPort = 443

func (b *builder) addSecurityGroup() error {
	group, err := securitygroup.New(b.ctx, b.scope.Name("security-group"), &securitygroup.Args{
		VPCID:   awsform.VPCID.Pass(b.args.VPCID, argsName, "VPCID"),
		Tags:    b.args.Tags.AWS(),
		Title:   b.name,
		Ingress: b.clients(), // and no egress: a domain answers, and reaches S3 and the logs by ways of the service's own
	}, b.child()...)
	if err != nil {
		return b.scope.Err("security-group", err)
	}
	b.securityGroup = group
	b.domain.SecurityGroupID = group.ID().ToStringOutput()
	return nil
}

// clients is one rule for each client, named after it.
func (b *builder) clients() []securitygroup.Rule {
	var rules []securitygroup.Rule
	for _, name := range slices.Sorted(maps.Keys(b.args.ClientSecurityGroupIDs)) {
		field := fmt.Sprintf("ClientSecurityGroupIDs[%q]", name)
		rules = append(rules, securitygroup.Rule{
			Role: name, Description: "Clients of " + name, Protocol: "tcp", FromPort: httpsPort, ToPort: httpsPort,
			Group: awsform.SecurityGroupID.Pass(b.args.ClientSecurityGroupIDs[name], argsName, field),
		})
	}
	return rules
}
