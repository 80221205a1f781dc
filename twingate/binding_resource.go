package twingate

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
)

// Resource is twingate:index/twingateResource:TwingateResource: an address in a remote network, and who may reach it.
type Resource struct {
	pulumi.CustomResourceState

	// Address is a name, an IP address or a block of them, as the connectors see it.
	Address pulumi.StringOutput `pulumi:"address"`
	// Alias is the name that clients use instead of the address.
	Alias pulumi.StringPtrOutput `pulumi:"alias"`
	// IsActive tells that it can be reached.
	IsActive pulumi.BoolOutput `pulumi:"isActive"`
	// IsAuthoritative tells that groups given elsewhere are taken away.
	IsAuthoritative pulumi.BoolOutput `pulumi:"isAuthoritative"`
	// IsBrowserShortcutEnabled tells that the client offers to open it in a browser.
	IsBrowserShortcutEnabled pulumi.BoolOutput `pulumi:"isBrowserShortcutEnabled"`
	// IsVisible tells that the client lists it.
	IsVisible pulumi.BoolOutput `pulumi:"isVisible"`
	// Name is shown in the console and the client.
	Name pulumi.StringOutput `pulumi:"name"`
	// RemoteNetworkID is the network that it is in.
	RemoteNetworkID pulumi.StringOutput `pulumi:"remoteNetworkId"`
	// RoutingMode is "THROUGH_TWINGATE" or "BYPASS_TWINGATE".
	RoutingMode pulumi.StringPtrOutput `pulumi:"routingMode"`
	// SecurityPolicyID is the security policy of those whose group has none of its own.
	SecurityPolicyID pulumi.StringOutput `pulumi:"securityPolicyId"`
	// Tags are the resource's own tags.
	Tags pulumi.StringMapOutput `pulumi:"tags"`
	// TagsAll are the tags with the provider's default ones.
	TagsAll pulumi.StringMapOutput `pulumi:"tagsAll"`
}

type resourceArgs struct {
	AccessGroups             []accessGroup     `pulumi:"accessGroups"`
	AccessPolicies           []accessPolicy    `pulumi:"accessPolicies"`
	AccessServices           []accessService   `pulumi:"accessServices"`
	Address                  string            `pulumi:"address"`
	Alias                    *string           `pulumi:"alias"`
	IsActive                 *bool             `pulumi:"isActive"`
	IsAuthoritative          *bool             `pulumi:"isAuthoritative"`
	IsBrowserShortcutEnabled *bool             `pulumi:"isBrowserShortcutEnabled"`
	IsVisible                *bool             `pulumi:"isVisible"`
	Name                     *string           `pulumi:"name"`
	Protocols                *protocols        `pulumi:"protocols"`
	RemoteNetworkID          string            `pulumi:"remoteNetworkId"`
	RoutingMode              *string           `pulumi:"routingMode"`
	SecurityPolicyID         *string           `pulumi:"securityPolicyId"`
	Tags                     map[string]string `pulumi:"tags"`
}

// ResourceArgs are the inputs of a Resource. All changes are made in place.
type ResourceArgs struct {
	// AccessGroups are the groups that may reach it. Default none: nobody.
	AccessGroups []AccessGroup
	// AccessPolicies bound for how long access lasts, for groups that have no policy of their own. At most one. Default: without a bound.
	AccessPolicies []AccessPolicy
	// AccessServices are the service accounts that may reach it. Default none.
	AccessServices []AccessService
	// Address is a name, an IP address or a block of them, as the connectors see it. Required.
	Address pulumi.StringInput
	// Alias is a name that clients use instead of the address. Default none.
	Alias pulumi.StringPtrInput
	// IsActive lets it be reached. The default is true.
	IsActive pulumi.BoolPtrInput
	// IsAuthoritative takes groups and service accounts away that were given access elsewhere. The default is true.
	IsAuthoritative pulumi.BoolPtrInput
	// IsBrowserShortcutEnabled makes the client offer to open it in a browser. The default is false; an address with "*" or a block cannot.
	IsBrowserShortcutEnabled pulumi.BoolPtrInput
	// IsVisible makes the client list it. The default is true.
	IsVisible pulumi.BoolPtrInput
	// Name is shown in the console and the client. The default is the logical name with a random ending.
	Name pulumi.StringPtrInput
	// Protocols restrict what can be reached at the address. Default: every port of TCP and UDP, and ICMP.
	Protocols *Protocols
	// RemoteNetworkID is the network that it is in. Required.
	RemoteNetworkID pulumi.StringInput
	// RoutingMode is "THROUGH_TWINGATE", the default, or "BYPASS_TWINGATE", which lets clients reach the address without Twingate. The
	// latter takes a single address, no block and no "*", and no security policy, here or at a group.
	RoutingMode pulumi.StringPtrInput
	// SecurityPolicyID is the security policy of groups that have none of their own. Default: the account's default policy.
	SecurityPolicyID pulumi.StringPtrInput
	// Tags are the resource's tags. They win over the provider's default ones of the same name.
	Tags pulumi.StringMapInput
}

type protocols struct {
	AllowICMP *bool     `pulumi:"allowIcmp"`
	TCP       *protocol `pulumi:"tcp"`
	UDP       *protocol `pulumi:"udp"`
}

// Protocols restrict what can be reached at an address.
type Protocols struct {
	// AllowICMP lets pings through. The default of the provider is true.
	AllowICMP pulumi.BoolPtrInput
	// TCP restricts TCP. Default: every port.
	TCP *Protocol
	// UDP restricts UDP. Default: every port.
	UDP *Protocol
}

type protocol struct {
	Policy *string  `pulumi:"policy"`
	Ports  []string `pulumi:"ports"`
}

// Protocol restricts the ports of one protocol.
type Protocol struct {
	// Policy is "RESTRICTED" to Ports, "ALLOW_ALL" or "DENY_ALL". Always give it: the provider takes "ALLOW_ALL" for what is left out.
	Policy pulumi.StringInput
	// Ports are ports, "443", and ranges, "8000-8010", from 1 to 65535: at least one with "RESTRICTED", none otherwise.
	Ports pulumi.StringArrayInput
}

type accessGroup struct {
	AccessPolicies   []accessPolicy `pulumi:"accessPolicies"`
	GroupID          *string        `pulumi:"groupId"`
	SecurityPolicyID *string        `pulumi:"securityPolicyId"`
}

// AccessGroup gives a group access.
type AccessGroup struct {
	// AccessPolicies bound for how long access lasts. At most one. Default: the resource's.
	AccessPolicies []AccessPolicy
	// GroupID is the group. Required, but refused only when the resource is made. The same goes for an id that is none of a group.
	GroupID pulumi.StringInput
	// SecurityPolicyID is the security policy of the group's members. Default: the resource's.
	SecurityPolicyID pulumi.StringPtrInput
}

type accessPolicy struct {
	ApprovalMode *string `pulumi:"approvalMode"`
	Duration     *string `pulumi:"duration"`
	Mode         *string `pulumi:"mode"`
}

// AccessPolicy bounds for how long access lasts.
type AccessPolicy struct {
	// ApprovalMode is "MANUAL" or "AUTOMATIC": who gives access, or gives it back. Required but for "MANUAL" access.
	ApprovalMode pulumi.StringPtrInput
	// Duration is how long access lasts, such as "12h" or "7d", at most 365 days. Required with "AUTO_LOCK", of 24 hours or more; of 1 hour
	// or more with "ACCESS_REQUEST".
	Duration pulumi.StringPtrInput
	// Mode is "MANUAL", "AUTO_LOCK" when access was not used for the duration, or "ACCESS_REQUEST" when it has to be asked for. Required,
	// but refused only when the resource is made.
	Mode pulumi.StringInput
}

type accessService struct {
	ServiceAccountID *string `pulumi:"serviceAccountId"`
}

// AccessService gives a service account access.
type AccessService struct {
	// ServiceAccountID is the service account. Always give it: nothing refuses what has none, and it gives nobody access.
	ServiceAccountID pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (ResourceArgs) ElementType() reflect.Type { return reflect.TypeFor[resourceArgs]() }

// ElementType is what the SDK marshals the protocols to.
func (Protocols) ElementType() reflect.Type { return reflect.TypeFor[protocols]() }

// ElementType is what the SDK marshals a protocol to.
func (Protocol) ElementType() reflect.Type { return reflect.TypeFor[protocol]() }

// ElementType is what the SDK marshals a group's access to.
func (AccessGroup) ElementType() reflect.Type { return reflect.TypeFor[accessGroup]() }

// ElementType is what the SDK marshals a policy to.
func (AccessPolicy) ElementType() reflect.Type { return reflect.TypeFor[accessPolicy]() }

// ElementType is what the SDK marshals a service account's access to.
func (AccessService) ElementType() reflect.Type { return reflect.TypeFor[accessService]() }

// NewResource registers a resource.
func NewResource(ctx *pulumi.Context, name string, args *ResourceArgs, opts ...pulumi.ResourceOption) (*Resource, error) {
	const token = "twingate:index/twingateResource:TwingateResource"
	var resource Resource
	if err := plugin().Register(ctx, token, name, binding.OrEmpty(args), &resource, nil, opts); err != nil {
		return nil, err
	}
	return &resource, nil
}
