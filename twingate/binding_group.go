package twingate

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Group is twingate:index/twingateGroup:TwingateGroup: users that get access together. A group that an identity provider synchronises is
// not made here: [LookupGroups] finds it.
type Group struct {
	pulumi.CustomResourceState

	// IsAuthoritative tells that users put in elsewhere are taken out.
	IsAuthoritative pulumi.BoolOutput `pulumi:"isAuthoritative"`
	// Name is the group's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// UserIDs are the users in it.
	UserIDs pulumi.StringArrayOutput `pulumi:"userIds"`
}

type groupArgs struct {
	IsAuthoritative *bool    `pulumi:"isAuthoritative"`
	Name            *string  `pulumi:"name"`
	UserIDs         []string `pulumi:"userIds"`
}

// GroupArgs are the inputs of a Group. All changes are made in place.
type GroupArgs struct {
	// IsAuthoritative takes users out that were put in elsewhere, such as in the console. The default is true.
	IsAuthoritative pulumi.BoolPtrInput
	// Name is the group's name. The default is the logical name with a random ending.
	Name pulumi.StringPtrInput
	// UserIDs are the users in it; [LookupUsers] finds them. Default none.
	UserIDs pulumi.StringArrayInput
}

// ElementType is what the SDK marshals the arguments to.
func (GroupArgs) ElementType() reflect.Type { return reflect.TypeFor[groupArgs]() }

// NewGroup registers a group.
func NewGroup(ctx *pulumi.Context, name string, args *GroupArgs, opts ...pulumi.ResourceOption) (*Group, error) {
	const token = "twingate:index/twingateGroup:TwingateGroup"
	var group Group
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &group, nil, opts); err != nil {
		return nil, err
	}
	return &group, nil
}

// ServiceAccount is twingate:index/twingateServiceAccount:TwingateServiceAccount: a machine that gets access, such as a CI runner. It
// proves itself with a [ServiceAccountKey].
type ServiceAccount struct {
	pulumi.CustomResourceState

	// Name is the service account's name.
	Name pulumi.StringOutput `pulumi:"name"`
}

type serviceAccountArgs struct {
	Name *string `pulumi:"name"`
}

// ServiceAccountArgs are the inputs of a ServiceAccount.
type ServiceAccountArgs struct {
	// Name is the service account's name. The default is the logical name with a random ending. Changed in place.
	Name pulumi.StringPtrInput
}

// ElementType is what the SDK marshals the arguments to.
func (ServiceAccountArgs) ElementType() reflect.Type { return reflect.TypeFor[serviceAccountArgs]() }

// NewServiceAccount registers a service account.
func NewServiceAccount(ctx *pulumi.Context, name string, args *ServiceAccountArgs, opts ...pulumi.ResourceOption) (*ServiceAccount, error) {
	const token = "twingate:index/twingateServiceAccount:TwingateServiceAccount"
	var account ServiceAccount
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &account, nil, opts); err != nil {
		return nil, err
	}
	return &account, nil
}

// ServiceAccountKey is twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey: what a client without a user proves itself
// with. A key that replaces another one is made first; the old one is revoked at the end of the update.
type ServiceAccountKey struct {
	pulumi.CustomResourceState

	// ExpirationTime is how many days the key is valid; 0 is without an end.
	ExpirationTime pulumi.IntOutput `pulumi:"expirationTime"`
	// IsActive tells that it has neither expired nor been revoked, as of the last refresh. Nothing renews an expired key.
	IsActive pulumi.BoolOutput `pulumi:"isActive"`
	// Name is the key's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// ServiceAccountID is the service account.
	ServiceAccountID pulumi.StringOutput `pulumi:"serviceAccountId"`
	// Token is the key. Secret.
	Token pulumi.StringOutput `pulumi:"token"`
}

type serviceAccountKeyArgs struct {
	ExpirationTime   *int    `pulumi:"expirationTime"`
	Name             *string `pulumi:"name"`
	ServiceAccountID string  `pulumi:"serviceAccountId"`
}

// ServiceAccountKeyArgs are the inputs of a ServiceAccountKey.
type ServiceAccountKeyArgs struct {
	// ExpirationTime is how many days the key is valid, up to 365. The default is 0: without an end. A change replaces the key.
	ExpirationTime pulumi.IntPtrInput
	// Name is the key's name. The default is the logical name with a random ending. Changed in place.
	Name pulumi.StringPtrInput
	// ServiceAccountID is the service account. Required. A change replaces the key.
	ServiceAccountID pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (ServiceAccountKeyArgs) ElementType() reflect.Type {
	return reflect.TypeFor[serviceAccountKeyArgs]()
}

// NewServiceAccountKey registers a key.
func NewServiceAccountKey(ctx *pulumi.Context, name string, args *ServiceAccountKeyArgs, opts ...pulumi.ResourceOption) (*ServiceAccountKey, error) {
	const token = "twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey"
	var key ServiceAccountKey
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &key, []string{"token"}, opts); err != nil {
		return nil, err
	}
	return &key, nil
}
