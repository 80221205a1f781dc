package securitygroup

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Description is that of every group. It is the SDK's own default, so a group made without the library keeps its identity
// when a block takes it over. What a group is for stands in its Name tag.
const Description = "Managed by Pulumi"

// Args are what a group is made of.
type Args struct {
	VPCID   pulumi.StringInput
	Tags    pulumi.StringMap // without Name
	Title   string           // the Name tag
	Ingress []Rule
	Egress  []Rule
}

// Rule admits traffic with exactly one peer: a group, an IPv4 block or a prefix list. What is not admitted is dropped.
type Rule struct {
	Role             string // the end of the rule's logical name, unique within its direction
	Description      string // required: what the traffic is
	Protocol         string // "tcp", "udp"
	FromPort, ToPort int
	Group            pulumi.StringInput
	CIDR             pulumi.StringInput
	PrefixList       pulumi.StringInput
}

// Group is a security group with its rules, for what has to wait until traffic is admitted.
type Group struct {
	*binding.SecurityGroup
	Rules []pulumi.Resource
}

// New registers the group under the name, and each rule under "<name>-ingress-<role>" or "<name>-egress-<role>". The rules
// get the same options as the group.
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Group, error) {
	made, err := binding.NewSecurityGroup(ctx, name, &binding.SecurityGroupArgs{
		Description: pulumi.String(Description), VPCID: args.VPCID.ToStringOutput().ToStringPtrOutput(), Tags: titled(args.Tags, args.Title),
	}, opts...)
	if err != nil {
		return nil, err
	}
	group := &Group{SecurityGroup: made}
	for _, rule := range args.Ingress {
		ingress, err := vpc.NewSecurityGroupIngressRule(ctx, name+"-ingress-"+rule.Role, &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: made.ID(), Description: pulumi.String(rule.Description), IpProtocol: pulumi.String(rule.Protocol),
			FromPort: pulumi.Int(rule.FromPort), ToPort: pulumi.Int(rule.ToPort), CidrIpv4: optional(rule.CIDR),
			PrefixListId: optional(rule.PrefixList), ReferencedSecurityGroupId: optional(rule.Group), Tags: args.Tags,
		}, opts...)
		if err != nil {
			return nil, fmt.Errorf("ingress %s: %w", rule.Role, err)
		}
		group.Rules = append(group.Rules, ingress)
	}
	for _, rule := range args.Egress {
		egress, err := NewEgress(ctx, name+"-egress-"+rule.Role, made.ID(), args.Tags, rule, opts...)
		if err != nil {
			return nil, fmt.Errorf("egress %s: %w", rule.Role, err)
		}
		group.Rules = append(group.Rules, egress)
	}
	return group, nil
}

// NewEgress adds a rule to a group, which may be one that another component made.
func NewEgress(
	ctx *pulumi.Context, name string, group pulumi.StringInput, tags pulumi.StringMap, rule Rule, opts ...pulumi.ResourceOption,
) (*vpc.SecurityGroupEgressRule, error) {
	return vpc.NewSecurityGroupEgressRule(ctx, name, &vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: group, Description: pulumi.String(rule.Description), IpProtocol: pulumi.String(rule.Protocol),
		FromPort: pulumi.Int(rule.FromPort), ToPort: pulumi.Int(rule.ToPort), CidrIpv4: optional(rule.CIDR),
		PrefixListId: optional(rule.PrefixList), ReferencedSecurityGroupId: optional(rule.Group), Tags: tags,
	}, opts...)
}

// titled is a copy of the tags with the name that the console shows.
func titled(tags pulumi.StringMap, title string) pulumi.StringMap {
	all := pulumi.StringMap{"Name": pulumi.String(title)}
	for key, value := range tags {
		all[key] = value
	}
	return all
}

// optional passes on what is set: a typed nil in the arguments would be taken for a value.
func optional(in pulumi.StringInput) pulumi.StringPtrInput {
	if in == nil {
		return nil
	}
	return in.ToStringOutput().ToStringPtrOutput()
}
