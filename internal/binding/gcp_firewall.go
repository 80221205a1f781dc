package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Firewall is gcp:compute/firewall:Firewall, one rule of a network, for machines that run as given service accounts. The SDK's package
// compute is the largest of all.
type Firewall struct {
	pulumi.CustomResourceState

	// Name is the rule's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// SelfLink is the rule's address.
	SelfLink pulumi.StringOutput `pulumi:"selfLink"`
}

type firewallArgs struct {
	Allows                []firewallTraffic `pulumi:"allows"`
	Denies                []firewallTraffic `pulumi:"denies"`
	Description           *string           `pulumi:"description"`
	DestinationRanges     []string          `pulumi:"destinationRanges"`
	Direction             *string           `pulumi:"direction"`
	Network               string            `pulumi:"network"`
	Priority              *int              `pulumi:"priority"`
	Project               *string           `pulumi:"project"`
	SourceRanges          []string          `pulumi:"sourceRanges"`
	TargetServiceAccounts []string          `pulumi:"targetServiceAccounts"`
}

// FirewallArgs are the inputs of a Firewall.
type FirewallArgs struct {
	// Allows is what the rule lets through; a rule has either this or Denies.
	Allows []FirewallTraffic
	// Denies is what the rule stops.
	Denies []FirewallTraffic
	// Description tells people what the rule is for.
	Description pulumi.StringPtrInput
	// DestinationRanges are the blocks that an EGRESS rule is about.
	DestinationRanges pulumi.StringArrayInput
	// Direction is "INGRESS" or "EGRESS". A change replaces.
	Direction pulumi.StringPtrInput
	// Network is the network's name or self link. Required. A change replaces.
	Network pulumi.StringInput
	// Priority is 0 to 65535, the lowest wins; of two that are the same, the one that denies. Default 1000.
	Priority pulumi.IntPtrInput
	// Project is the project. Default: the provider's. A change replaces.
	Project pulumi.StringPtrInput
	// SourceRanges are the blocks that an INGRESS rule is about.
	SourceRanges pulumi.StringArrayInput
	// TargetServiceAccounts are the e-mail addresses of the accounts whose machines the rule is for, at most 10. Default: all machines.
	TargetServiceAccounts pulumi.StringArrayInput
}

type firewallTraffic struct {
	Ports    []string `pulumi:"ports"`
	Protocol string   `pulumi:"protocol"`
}

// FirewallTraffic is a protocol with its ports, such as "443" and "30000-31000".
type FirewallTraffic struct {
	Ports    pulumi.StringArrayInput
	Protocol pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (FirewallArgs) ElementType() reflect.Type { return reflect.TypeFor[firewallArgs]() }

// ElementType is what the SDK marshals the traffic to.
func (FirewallTraffic) ElementType() reflect.Type { return reflect.TypeFor[firewallTraffic]() }

// NewFirewall registers a firewall rule.
func NewFirewall(ctx *pulumi.Context, name string, args *FirewallArgs, opts ...pulumi.ResourceOption) (*Firewall, error) {
	var rule Firewall
	if err := gcp().Register(ctx, "gcp:compute/firewall:Firewall", name, OrEmpty(args), &rule, nil, opts); err != nil {
		return nil, err
	}
	return &rule, nil
}
