package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// LaunchTemplate is aws:ec2/launchTemplate:LaunchTemplate with the properties that nodes of EKS and groups of one machine need.
// What a managed node group says by itself (image, instance type, instance profile) EKS refuses in the template.
type LaunchTemplate struct {
	pulumi.CustomResourceState

	// ARN is the template's ARN.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// LatestVersion counts the changes, from 1.
	LatestVersion pulumi.IntOutput `pulumi:"latestVersion"`
	// Name is the template's name.
	Name pulumi.StringOutput `pulumi:"name"`
	// Tags are the template's own tags.
	Tags pulumi.StringMapOutput `pulumi:"tags"`
}

type launchTemplateArgs struct {
	BlockDeviceMappings  []launchTemplateDevice    `pulumi:"blockDeviceMappings"`
	CreditSpecification  *launchTemplateCredits    `pulumi:"creditSpecification"`
	IAMInstanceProfile   *launchTemplateProfile    `pulumi:"iamInstanceProfile"`
	ImageID              *string                   `pulumi:"imageId"`
	InstanceType         *string                   `pulumi:"instanceType"`
	MetadataOptions      *launchTemplateMetadata   `pulumi:"metadataOptions"`
	Monitoring           *launchTemplateMonitoring `pulumi:"monitoring"`
	NetworkInterfaces    []launchTemplateInterface `pulumi:"networkInterfaces"`
	TagSpecifications    []launchTemplateTags      `pulumi:"tagSpecifications"`
	Tags                 map[string]string         `pulumi:"tags"`
	UpdateDefaultVersion *bool                     `pulumi:"updateDefaultVersion"`
	UserData             *string                   `pulumi:"userData"`
}

// LaunchTemplateArgs are the inputs of a LaunchTemplate. A change makes a new version of the template.
type LaunchTemplateArgs struct {
	// BlockDeviceMappings are the disks.
	BlockDeviceMappings []LaunchTemplateDevice
	// CreditSpecification says what a burstable instance does when its CPU credits are used up.
	CreditSpecification *LaunchTemplateCredits
	// IAMInstanceProfile holds the role of the instance.
	IAMInstanceProfile *LaunchTemplateProfile
	// ImageID is the AMI.
	ImageID pulumi.StringPtrInput
	// InstanceType is the size of the instance, such as t3a.micro.
	InstanceType pulumi.StringPtrInput
	// MetadataOptions are those of the instance metadata service.
	MetadataOptions *LaunchTemplateMetadata
	// Monitoring is that of EC2.
	Monitoring *LaunchTemplateMonitoring
	// NetworkInterfaces are the network interfaces that an instance is launched with.
	NetworkInterfaces []LaunchTemplateInterface
	// TagSpecifications are the tags of what is launched.
	TagSpecifications []LaunchTemplateTags
	// Tags are the tags of the template itself.
	Tags pulumi.StringMapInput
	// UpdateDefaultVersion makes each new version the default one, which audits look at.
	UpdateDefaultVersion pulumi.BoolPtrInput
	// UserData is what the instance runs when it starts for the first time, in base64; 16 KB before that.
	UserData pulumi.StringPtrInput
}

type launchTemplateCredits struct {
	CPUCredits *string `pulumi:"cpuCredits"`
}

// LaunchTemplateCredits is "standard" or "unlimited".
type LaunchTemplateCredits struct {
	CPUCredits pulumi.StringPtrInput
}

type launchTemplateProfile struct {
	ARN *string `pulumi:"arn"`
}

// LaunchTemplateProfile names an instance profile.
type LaunchTemplateProfile struct {
	ARN pulumi.StringPtrInput
}

type launchTemplateDevice struct {
	DeviceName *string               `pulumi:"deviceName"`
	EBS        *launchTemplateVolume `pulumi:"ebs"`
}

// LaunchTemplateDevice is a disk under the name that the image gives it.
type LaunchTemplateDevice struct {
	DeviceName pulumi.StringPtrInput
	EBS        *LaunchTemplateVolume
}

type launchTemplateVolume struct {
	DeleteOnTermination *string `pulumi:"deleteOnTermination"`
	Encrypted           *string `pulumi:"encrypted"`
	KMSKeyID            *string `pulumi:"kmsKeyId"`
	VolumeSize          *int    `pulumi:"volumeSize"`
	VolumeType          *string `pulumi:"volumeType"`
}

// LaunchTemplateVolume is an EBS volume. The switches are texts, "true" or "false", as in the SDK.
type LaunchTemplateVolume struct {
	DeleteOnTermination pulumi.StringPtrInput
	Encrypted           pulumi.StringPtrInput
	// KMSKeyID is the key's ARN; the default is the account's default key for EBS.
	KMSKeyID pulumi.StringPtrInput
	// VolumeSize is in GiB; the default is that of the image.
	VolumeSize pulumi.IntPtrInput
	VolumeType pulumi.StringPtrInput
}

type launchTemplateMetadata struct {
	HTTPEndpoint            *string `pulumi:"httpEndpoint"`
	HTTPPutResponseHopLimit *int    `pulumi:"httpPutResponseHopLimit"`
	HTTPTokens              *string `pulumi:"httpTokens"`
	InstanceMetadataTags    *string `pulumi:"instanceMetadataTags"`
}

// LaunchTemplateMetadata sets up the instance metadata service.
type LaunchTemplateMetadata struct {
	HTTPEndpoint            pulumi.StringPtrInput
	HTTPPutResponseHopLimit pulumi.IntPtrInput
	HTTPTokens              pulumi.StringPtrInput
	InstanceMetadataTags    pulumi.StringPtrInput
}

type launchTemplateMonitoring struct {
	Enabled *bool `pulumi:"enabled"`
}

// LaunchTemplateMonitoring publishes the metrics of an instance once a minute instead of every five minutes.
type LaunchTemplateMonitoring struct {
	Enabled pulumi.BoolPtrInput
}

type launchTemplateInterface struct {
	AssociatePublicIPAddress *string  `pulumi:"associatePublicIpAddress"`
	DeleteOnTermination      *string  `pulumi:"deleteOnTermination"`
	DeviceIndex              *int     `pulumi:"deviceIndex"`
	SecurityGroups           []string `pulumi:"securityGroups"`
}

// LaunchTemplateInterface is a network interface. The switches are texts, "true" or "false", as in the SDK.
type LaunchTemplateInterface struct {
	AssociatePublicIPAddress pulumi.StringPtrInput
	DeleteOnTermination      pulumi.StringPtrInput
	DeviceIndex              pulumi.IntPtrInput
	SecurityGroups           pulumi.StringArrayInput
}

type launchTemplateTags struct {
	ResourceType *string           `pulumi:"resourceType"`
	Tags         map[string]string `pulumi:"tags"`
}

// LaunchTemplateTags are the tags of one type of what is launched: "instance", "volume" or "network-interface".
type LaunchTemplateTags struct {
	ResourceType pulumi.StringPtrInput
	Tags         pulumi.StringMapInput
}

// ElementType is what the SDK marshals the arguments to.
func (LaunchTemplateArgs) ElementType() reflect.Type { return reflect.TypeFor[launchTemplateArgs]() }

// ElementType is what the SDK marshals the credits to.
func (LaunchTemplateCredits) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateCredits]()
}

// ElementType is what the SDK marshals an instance profile to.
func (LaunchTemplateProfile) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateProfile]()
}

// ElementType is what the SDK marshals a disk to.
func (LaunchTemplateDevice) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateDevice]()
}

// ElementType is what the SDK marshals a volume to.
func (LaunchTemplateVolume) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateVolume]()
}

// ElementType is what the SDK marshals the metadata service to.
func (LaunchTemplateMetadata) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateMetadata]()
}

// ElementType is what the SDK marshals the monitoring to.
func (LaunchTemplateMonitoring) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateMonitoring]()
}

// ElementType is what the SDK marshals a network interface to.
func (LaunchTemplateInterface) ElementType() reflect.Type {
	return reflect.TypeFor[launchTemplateInterface]()
}

// ElementType is what the SDK marshals the tags to.
func (LaunchTemplateTags) ElementType() reflect.Type { return reflect.TypeFor[launchTemplateTags]() }

// NewLaunchTemplate registers a launch template.
func NewLaunchTemplate(
	ctx *pulumi.Context, name string, args *LaunchTemplateArgs, opts ...pulumi.ResourceOption,
) (*LaunchTemplate, error) {
	var template LaunchTemplate
	err := ctx.RegisterResource("aws:ec2/launchTemplate:LaunchTemplate", name, args, &template, awsOptions(opts)...)
	if err != nil {
		return nil, err
	}
	return &template, nil
}
