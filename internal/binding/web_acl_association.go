package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// WebACLAssociation is aws:wafv2/webAclAssociation:WebAclAssociation. It puts a regional web ACL before a load balancer; the
// SDK's package wafv2 is larger than ec2.
type WebACLAssociation struct {
	pulumi.CustomResourceState

	// ResourceARN is what the web ACL protects.
	ResourceARN pulumi.StringOutput `pulumi:"resourceArn"`
	// WebACLARN is the web ACL.
	WebACLARN pulumi.StringOutput `pulumi:"webAclArn"`
}

type webACLAssociationArgs struct {
	ResourceARN string `pulumi:"resourceArn"`
	WebACLARN   string `pulumi:"webAclArn"`
}

// WebACLAssociationArgs are the inputs of a WebACLAssociation. Both are required.
type WebACLAssociationArgs struct {
	// ResourceARN is what the web ACL protects, such as a load balancer. A change replaces.
	ResourceARN pulumi.StringInput
	// WebACLARN is a web ACL of the region. A change replaces.
	WebACLARN pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (WebACLAssociationArgs) ElementType() reflect.Type {
	return reflect.TypeFor[webACLAssociationArgs]()
}

// NewWebACLAssociation registers the association.
func NewWebACLAssociation(
	ctx *pulumi.Context, name string, args *WebACLAssociationArgs, opts ...pulumi.ResourceOption,
) (*WebACLAssociation, error) {
	var association WebACLAssociation
	err := ctx.RegisterResource("aws:wafv2/webAclAssociation:WebAclAssociation", name, args, &association, awsOptions(opts)...)
	if err != nil {
		return nil, err
	}
	return &association, nil
}
