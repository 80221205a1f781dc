package redis

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/securitygroup"
)

// addSubnetGroup tells the service where nodes may be placed.
func (b *builder) addSubnetGroup() error {
	count := b.args.subnetCount()
	subnets, err := elasticache.NewSubnetGroup(b.ctx, b.scope.Name("subnet-group"), &elasticache.SubnetGroupArgs{
		SubnetIds: component.CheckStrings(b.args.SubnetIDs, b.argsName, "SubnetIDs", count.need(), count.acceptsIDs),
		Tags:      b.args.Tags.AWS(),
	}, b.child()...)
	b.subnetGroup = subnets
	return b.scope.Err("subnet-group", err)
}

func (b *builder) addSecurityGroup() error {
	group, err := securitygroup.New(b.ctx, b.scope.Name("security-group"), &securitygroup.Args{
		VPCID:   awsform.VPCID.Pass(b.args.VPCID, b.argsName, "VPCID"),
		Tags:    b.args.Tags.AWS(),
		Title:   b.name,
		Ingress: b.clients(), // and no egress: a cache opens no connection
	}, b.child()...)
	if err != nil {
		return b.scope.Err("security-group", err)
	}
	b.securityGroup = group
	b.cluster.SecurityGroupID = group.ID().ToStringOutput()
	return nil
}

// clients is one rule for each client, named after it.
func (b *builder) clients() []securitygroup.Rule {
	var rules []securitygroup.Rule
	for _, name := range slices.Sorted(maps.Keys(b.args.ClientSecurityGroupIDs)) {
		field := fmt.Sprintf("ClientSecurityGroupIDs[%q]", name)
		rules = append(rules, securitygroup.Rule{
			Role: name, Description: "Clients of " + name, Protocol: "tcp", FromPort: b.args.Port, ToPort: cmp.Or(b.readerPort, b.args.Port),
			Group: awsform.SecurityGroupID.Pass(b.args.ClientSecurityGroupIDs[name], b.argsName, field),
		})
	}
	return rules
}
