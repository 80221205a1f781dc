package searchdomain

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// serviceRole is the role by which OpenSearch Service puts its addresses into the network. An account has one of it, made
// by the console or by iam.ServiceLinkedRole, so no domain can make its own.
const serviceRole = "AWSServiceRoleForAmazonOpenSearchService"

// checkServiceRole looks for the role, because without it the domain is refused by an error that does not say how to go on.
func (b *builder) checkServiceRole() error {
	if b.args.SkipServiceRoleCheck {
		return nil
	}
	if _, err := iam.LookupRole(b.ctx, &iam.LookupRoleArgs{Name: serviceRole}, pulumi.Parent(b.domain)); err != nil {
		return fmt.Errorf("searchdomain: %s: look up role %s: a domain in a network needs it once for each account: make it with "+
			"iam.NewServiceLinkedRole for opensearchservice.amazonaws.com, or set SkipServiceRoleCheck where IAM may not be read: %w",
			b.name, serviceRole, err)
	}
	return nil
}
