package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// SecurityGroup is aws:ec2/securityGroup:SecurityGroup. Its inline rules are left out on purpose: rules are resources of
// their own, because inline and separate rules undo each other.
type SecurityGroup struct {
	pulumi.CustomResourceState

	// ARN is the group's ARN.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// Description is the group's description.
	Description pulumi.StringOutput `pulumi:"description"`
	// Name is the group's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// OwnerID is the AWS account that owns the group.
	OwnerID pulumi.StringOutput `pulumi:"ownerId"`
	// Tags are the group's own tags.
	Tags pulumi.StringMapOutput `pulumi:"tags"`
	// VPCID is the network the group belongs to.
	VPCID pulumi.StringOutput `pulumi:"vpcId"`
}

type securityGroupArgs struct {
	Description         *string           `pulumi:"description"`
	Name                *string           `pulumi:"name"`
	NamePrefix          *string           `pulumi:"namePrefix"`
	RevokeRulesOnDelete *bool             `pulumi:"revokeRulesOnDelete"`
	Tags                map[string]string `pulumi:"tags"`
	VPCID               *string           `pulumi:"vpcId"`
}

// SecurityGroupArgs are the inputs of a SecurityGroup.
type SecurityGroupArgs struct {
	// Description cannot be changed in place: AWS has no call for it, so a change replaces the group.
	Description pulumi.StringPtrInput
	// Name fixes the physical name; default: auto-named. A change replaces.
	Name pulumi.StringPtrInput
	// NamePrefix begins a random physical name. A change replaces.
	NamePrefix pulumi.StringPtrInput
	// RevokeRulesOnDelete removes rules that others added before the group is deleted.
	RevokeRulesOnDelete pulumi.BoolPtrInput
	// Tags are the group's tags.
	Tags pulumi.StringMapInput
	// VPCID is the network; default: the region's default network. A change replaces.
	VPCID pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the arguments to.
func (SecurityGroupArgs) ElementType() reflect.Type { return reflect.TypeFor[securityGroupArgs]() }

// NewSecurityGroup registers a security group.
func NewSecurityGroup(
	ctx *pulumi.Context, name string, args *SecurityGroupArgs, opts ...pulumi.ResourceOption,
) (*SecurityGroup, error) {
	var group SecurityGroup
	err := ctx.RegisterResource("aws:ec2/securityGroup:SecurityGroup", name, args, &group, awsOptions(opts)...)
	if err != nil {
		return nil, err
	}
	return &group, nil
}
