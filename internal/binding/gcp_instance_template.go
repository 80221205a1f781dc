package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// InstanceTemplate is gcp:compute/instanceTemplate:InstanceTemplate with the properties that one small machine needs. Nothing of it can be
// changed: every change replaces it. A template cannot be deleted while a group uses it.
type InstanceTemplate struct {
	pulumi.CustomResourceState

	// Name is the template's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// SelfLinkUnique is the template's address with its number, so that a template that replaces another one differs.
	SelfLinkUnique pulumi.StringOutput `pulumi:"selfLinkUnique"`
}

type instanceTemplateArgs struct {
	CanIPForward           *bool                           `pulumi:"canIpForward"`
	Description            *string                         `pulumi:"description"`
	Disks                  []instanceTemplateDisk          `pulumi:"disks"`
	Labels                 map[string]string               `pulumi:"labels"`
	MachineType            string                          `pulumi:"machineType"`
	Metadata               map[string]string               `pulumi:"metadata"`
	NetworkInterfaces      []instanceTemplateInterface     `pulumi:"networkInterfaces"`
	Project                *string                         `pulumi:"project"`
	Region                 *string                         `pulumi:"region"`
	ServiceAccount         *instanceTemplateServiceAccount `pulumi:"serviceAccount"`
	ShieldedInstanceConfig *instanceTemplateShield         `pulumi:"shieldedInstanceConfig"`
}

// InstanceTemplateArgs are the inputs of an InstanceTemplate.
type InstanceTemplateArgs struct {
	// CanIPForward lets machines send packets with addresses that are not theirs.
	CanIPForward pulumi.BoolPtrInput
	// Description tells people what the template is for.
	Description pulumi.StringPtrInput
	// Disks are the disks.
	Disks []InstanceTemplateDisk
	// Labels are those of the machines.
	Labels pulumi.StringMapInput
	// MachineType is the type of the machines. Required.
	MachineType pulumi.StringInput
	// Metadata is what machines read from the metadata server.
	Metadata pulumi.StringMapInput
	// NetworkInterfaces are the network interfaces.
	NetworkInterfaces []InstanceTemplateInterface
	// Project is the project. Default: the provider's.
	Project pulumi.StringPtrInput
	// Region is where a subnetwork that is given by its name is. Default: the provider's.
	Region pulumi.StringPtrInput
	// ServiceAccount is what machines run as.
	ServiceAccount *InstanceTemplateServiceAccount
	// ShieldedInstanceConfig protects the boot of the machines.
	ShieldedInstanceConfig *InstanceTemplateShield
}

type instanceTemplateDisk struct {
	AutoDelete        *bool                    `pulumi:"autoDelete"`
	Boot              *bool                    `pulumi:"boot"`
	DiskEncryptionKey *instanceTemplateDiskKey `pulumi:"diskEncryptionKey"`
	DiskSizeGB        *int                     `pulumi:"diskSizeGb"`
	DiskType          *string                  `pulumi:"diskType"`
	Labels            map[string]string        `pulumi:"labels"`
	SourceImage       *string                  `pulumi:"sourceImage"`
}

// InstanceTemplateDisk is a disk made from an image.
type InstanceTemplateDisk struct {
	AutoDelete        pulumi.BoolPtrInput
	Boot              pulumi.BoolPtrInput
	DiskEncryptionKey *InstanceTemplateDiskKey
	// DiskSizeGB is in GB; the default is that of the image.
	DiskSizeGB  pulumi.IntPtrInput
	DiskType    pulumi.StringPtrInput
	Labels      pulumi.StringMapInput
	SourceImage pulumi.StringPtrInput
}

type instanceTemplateDiskKey struct {
	KMSKeySelfLink string `pulumi:"kmsKeySelfLink"`
}

// InstanceTemplateDiskKey is the customer-managed key of a disk.
type InstanceTemplateDiskKey struct {
	KMSKeySelfLink pulumi.StringInput
}

type instanceTemplateInterface struct {
	Network    *string `pulumi:"network"`
	Subnetwork *string `pulumi:"subnetwork"`
}

// InstanceTemplateInterface is a network interface without an external address.
type InstanceTemplateInterface struct {
	Network    pulumi.StringPtrInput
	Subnetwork pulumi.StringPtrInput
}

type instanceTemplateServiceAccount struct {
	Email  *string  `pulumi:"email"`
	Scopes []string `pulumi:"scopes"`
}

// InstanceTemplateServiceAccount is the account that machines run as.
type InstanceTemplateServiceAccount struct {
	Email  pulumi.StringPtrInput
	Scopes pulumi.StringArrayInput
}

type instanceTemplateShield struct {
	EnableIntegrityMonitoring *bool `pulumi:"enableIntegrityMonitoring"`
	EnableSecureBoot          *bool `pulumi:"enableSecureBoot"`
	EnableVTPM                *bool `pulumi:"enableVtpm"`
}

// InstanceTemplateShield sets up Shielded VM.
type InstanceTemplateShield struct {
	EnableIntegrityMonitoring pulumi.BoolPtrInput
	EnableSecureBoot          pulumi.BoolPtrInput
	EnableVTPM                pulumi.BoolPtrInput
}

// ElementType is what the SDK marshals the arguments to.
func (InstanceTemplateArgs) ElementType() reflect.Type {
	return reflect.TypeFor[instanceTemplateArgs]()
}

// ElementType is what the SDK marshals a disk to.
func (InstanceTemplateDisk) ElementType() reflect.Type {
	return reflect.TypeFor[instanceTemplateDisk]()
}

// ElementType is what the SDK marshals a disk's key to.
func (InstanceTemplateDiskKey) ElementType() reflect.Type {
	return reflect.TypeFor[instanceTemplateDiskKey]()
}

// ElementType is what the SDK marshals a network interface to.
func (InstanceTemplateInterface) ElementType() reflect.Type {
	return reflect.TypeFor[instanceTemplateInterface]()
}

// ElementType is what the SDK marshals a service account to.
func (InstanceTemplateServiceAccount) ElementType() reflect.Type {
	return reflect.TypeFor[instanceTemplateServiceAccount]()
}

// ElementType is what the SDK marshals Shielded VM to.
func (InstanceTemplateShield) ElementType() reflect.Type {
	return reflect.TypeFor[instanceTemplateShield]()
}

// NewInstanceTemplate registers an instance template. The outputs that repeat the labels are secret, as in the SDK.
func NewInstanceTemplate(
	ctx *pulumi.Context, name string, args *InstanceTemplateArgs, opts ...pulumi.ResourceOption,
) (*InstanceTemplate, error) {
	const token = "gcp:compute/instanceTemplate:InstanceTemplate"
	var template InstanceTemplate
	if err := gcp().Register(ctx, token, name, OrEmpty(args), &template, []string{"effectiveLabels", "pulumiLabels"}, opts); err != nil {
		return nil, err
	}
	return &template, nil
}
