package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// InstanceGroupManager is gcp:compute/instanceGroupManager:InstanceGroupManager: machines of one zone that are made from a template, and made
// again when they are lost.
type InstanceGroupManager struct {
	pulumi.CustomResourceState

	// InstanceGroup is the address of the group that the manager made.
	InstanceGroup pulumi.StringOutput `pulumi:"instanceGroup"`
	// Name is the name of the manager and of the group.
	Name pulumi.StringOutput `pulumi:"name"`
	// SelfLink is the manager's address.
	SelfLink pulumi.StringOutput `pulumi:"selfLink"`
	// Zone is where the machines are.
	Zone pulumi.StringOutput `pulumi:"zone"`
}

type instanceGroupManagerArgs struct {
	AllInstancesConfig     *instanceGroupConfig       `pulumi:"allInstancesConfig"`
	BaseInstanceName       string                     `pulumi:"baseInstanceName"`
	Description            *string                    `pulumi:"description"`
	Project                *string                    `pulumi:"project"`
	TargetSize             *int                       `pulumi:"targetSize"`
	UpdatePolicy           *instanceGroupUpdatePolicy `pulumi:"updatePolicy"`
	Versions               []instanceGroupVersion     `pulumi:"versions"`
	WaitForInstances       *bool                      `pulumi:"waitForInstances"`
	WaitForInstancesStatus *string                    `pulumi:"waitForInstancesStatus"`
	Zone                   *string                    `pulumi:"zone"`
}

// InstanceGroupManagerArgs are the inputs of an InstanceGroupManager.
type InstanceGroupManagerArgs struct {
	// AllInstancesConfig goes over what the template says. Changed in place; the update policy decides what that does to machines.
	AllInstancesConfig *InstanceGroupConfig
	// BaseInstanceName begins the names of the machines: at most 58 lower-case letters, digits and hyphens. Required. A change replaces.
	BaseInstanceName pulumi.StringInput
	// Description tells people what the group is for. A change replaces.
	Description pulumi.StringPtrInput
	// Project is the project. Default: the provider's. A change replaces.
	Project pulumi.StringPtrInput
	// TargetSize is the number of machines.
	TargetSize pulumi.IntPtrInput
	// UpdatePolicy is how a change comes to machines that run.
	UpdatePolicy *InstanceGroupUpdatePolicy
	// Versions are the templates; one for a group without a canary.
	Versions []InstanceGroupVersion
	// WaitForInstances ends an update only when the machines are as WaitForInstancesStatus says, or after 15 minutes with an error.
	WaitForInstances pulumi.BoolPtrInput
	// WaitForInstancesStatus is "STABLE", the default, or "UPDATED".
	WaitForInstancesStatus pulumi.StringPtrInput
	// Zone is where the machines are. Default: the provider's. A change replaces.
	Zone pulumi.StringPtrInput
}

type instanceGroupConfig struct {
	Metadata map[string]string `pulumi:"metadata"`
}

// InstanceGroupConfig is metadata that is put over that of the template.
type InstanceGroupConfig struct {
	Metadata pulumi.StringMapInput
}

type instanceGroupUpdatePolicy struct {
	MaxSurgeFixed               *int    `pulumi:"maxSurgeFixed"`
	MaxUnavailableFixed         *int    `pulumi:"maxUnavailableFixed"`
	MinReadySec                 *int    `pulumi:"minReadySec"`
	MinimalAction               string  `pulumi:"minimalAction"`
	MostDisruptiveAllowedAction *string `pulumi:"mostDisruptiveAllowedAction"`
	ReplacementMethod           *string `pulumi:"replacementMethod"`
	Type                        string  `pulumi:"type"`
}

// InstanceGroupUpdatePolicy is how a change comes to machines that run.
type InstanceGroupUpdatePolicy struct {
	// MaxSurgeFixed is how many machines there may be in excess.
	MaxSurgeFixed pulumi.IntPtrInput
	// MaxUnavailableFixed is how many machines may be missing.
	MaxUnavailableFixed pulumi.IntPtrInput
	// MinReadySec is how long a machine must run until it counts as updated, in seconds, 0 to 3600.
	MinReadySec pulumi.IntPtrInput
	// MinimalAction is "REFRESH", "RESTART" or "REPLACE". Required.
	MinimalAction pulumi.StringInput
	// MostDisruptiveAllowedAction is one of the same.
	MostDisruptiveAllowedAction pulumi.StringPtrInput
	// ReplacementMethod is "SUBSTITUTE", the default, or "RECREATE", which keeps the machine's name.
	ReplacementMethod pulumi.StringPtrInput
	// Type is "PROACTIVE" or "OPPORTUNISTIC". Required.
	Type pulumi.StringInput
}

type instanceGroupVersion struct {
	InstanceTemplate string `pulumi:"instanceTemplate"`
}

// InstanceGroupVersion is a template that machines are made from.
type InstanceGroupVersion struct {
	InstanceTemplate pulumi.StringInput
}

// ElementType is what the SDK marshals the arguments to.
func (InstanceGroupManagerArgs) ElementType() reflect.Type {
	return reflect.TypeFor[instanceGroupManagerArgs]()
}

// ElementType is what the SDK marshals the metadata to.
func (InstanceGroupConfig) ElementType() reflect.Type { return reflect.TypeFor[instanceGroupConfig]() }

// ElementType is what the SDK marshals the update policy to.
func (InstanceGroupUpdatePolicy) ElementType() reflect.Type {
	return reflect.TypeFor[instanceGroupUpdatePolicy]()
}

// ElementType is what the SDK marshals a version to.
func (InstanceGroupVersion) ElementType() reflect.Type {
	return reflect.TypeFor[instanceGroupVersion]()
}

// NewInstanceGroupManager registers the manager of a group.
func NewInstanceGroupManager(
	ctx *pulumi.Context, name string, args *InstanceGroupManagerArgs, opts ...pulumi.ResourceOption,
) (*InstanceGroupManager, error) {
	const token = "gcp:compute/instanceGroupManager:InstanceGroupManager"
	var manager InstanceGroupManager
	if err := gcp().Register(ctx, token, name, OrEmpty(args), &manager, nil, opts); err != nil {
		return nil, err
	}
	return &manager, nil
}
