package binding_test

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/internal/binding"
)

const templateToken = "aws:ec2/launchTemplate:LaunchTemplate"

// plainType is the struct that arguments are marshalled to.
type plainType interface{ ElementType() reflect.Type }

// Every property that the binding has is one of the SDK's, with the same type.
func TestLaunchTemplateHasPropertiesOfTheSDK(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string][2]plainType{
		"template":  {binding.LaunchTemplateArgs{}, ec2.LaunchTemplateArgs{}},
		"credits":   {binding.LaunchTemplateCredits{}, ec2.LaunchTemplateCreditSpecificationArgs{}},
		"profile":   {binding.LaunchTemplateProfile{}, ec2.LaunchTemplateIamInstanceProfileArgs{}},
		"device":    {binding.LaunchTemplateDevice{}, ec2.LaunchTemplateBlockDeviceMappingArgs{}},
		"volume":    {binding.LaunchTemplateVolume{}, ec2.LaunchTemplateBlockDeviceMappingEbsArgs{}},
		"metadata":  {binding.LaunchTemplateMetadata{}, ec2.LaunchTemplateMetadataOptionsArgs{}},
		"monitor":   {binding.LaunchTemplateMonitoring{}, ec2.LaunchTemplateMonitoringArgs{}},
		"interface": {binding.LaunchTemplateInterface{}, ec2.LaunchTemplateNetworkInterfaceArgs{}},
		"tags":      {binding.LaunchTemplateTags{}, ec2.LaunchTemplateTagSpecificationArgs{}},
	} {
		ours, theirs := properties(pair[0].ElementType()), properties(pair[1].ElementType())
		assert.NotEmpty(t, ours, name)
		for property, typ := range ours {
			if assert.Contains(t, theirs, property, name) {
				assert.Equal(t, shape(theirs[property]), shape(typ), "%s: %s", name, property)
			}
		}
		args, plain := reflect.TypeOf(pair[0]), pair[0].ElementType()
		for i := range args.NumField() {
			assert.Equal(t, args.Field(i).Name, plain.Field(i).Name, "%s: the SDK matches the two by name", name)
		}
	}
	outputs := properties(reflect.TypeFor[ec2.LaunchTemplate]())
	for name, typ := range properties(reflect.TypeFor[binding.LaunchTemplate]()) {
		assert.Equal(t, outputs[name], typ, name)
	}
}

// shape is a type in which all structs look the same.
func shape(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + shape(t.Elem())
	case reflect.Slice:
		return "[]" + shape(t.Elem())
	case reflect.Struct:
		return "struct"
	default:
		return t.String()
	}
}

// Both ways of making a template must look the same to the engine: type, inputs and provider version.
func TestLaunchTemplateRegistersWhatTheSDKRegisters(t *testing.T) {
	t.Parallel()
	tags := pulumi.StringMap{"owner": pulumi.String("team")}
	groups := pulumi.StringArray{pulumi.String("sg-1").ToStringOutput()}
	yes, no := pulumi.String("true"), pulumi.String("false")
	key, profile := pulumi.String("arn:aws:kms:eu-west-1:123456789012:key/1"), pulumi.String("arn:aws:iam::123456789012:instance-profile/p")
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := binding.NewLaunchTemplate(ctx, "ours", &binding.LaunchTemplateArgs{
			BlockDeviceMappings: []binding.LaunchTemplateDevice{{
				DeviceName: pulumi.String("/dev/xvda"),
				EBS: &binding.LaunchTemplateVolume{
					DeleteOnTermination: yes, Encrypted: yes, KMSKeyID: key, VolumeSize: pulumi.Int(50), VolumeType: pulumi.String("gp3"),
				},
			}},
			CreditSpecification: &binding.LaunchTemplateCredits{CPUCredits: pulumi.String("unlimited")},
			IAMInstanceProfile:  &binding.LaunchTemplateProfile{ARN: profile},
			Monitoring:          &binding.LaunchTemplateMonitoring{Enabled: pulumi.Bool(true)},
			ImageID:             pulumi.String("ami-1"), InstanceType: pulumi.String("t3a.micro"), UserData: pulumi.String("IyE="),
			MetadataOptions: &binding.LaunchTemplateMetadata{
				HTTPEndpoint: pulumi.String("enabled"), HTTPPutResponseHopLimit: pulumi.Int(1), HTTPTokens: pulumi.String("required"),
				InstanceMetadataTags: pulumi.String("disabled"),
			},
			NetworkInterfaces:    []binding.LaunchTemplateInterface{{AssociatePublicIPAddress: no, DeleteOnTermination: yes, DeviceIndex: pulumi.Int(0), SecurityGroups: groups}},
			TagSpecifications:    []binding.LaunchTemplateTags{{ResourceType: pulumi.String("instance"), Tags: tags}},
			Tags:                 tags,
			UpdateDefaultVersion: pulumi.Bool(true),
		})
		if err != nil {
			return err
		}
		_, err = ec2.NewLaunchTemplate(ctx, "theirs", &ec2.LaunchTemplateArgs{
			BlockDeviceMappings: ec2.LaunchTemplateBlockDeviceMappingArray{ec2.LaunchTemplateBlockDeviceMappingArgs{
				DeviceName: pulumi.String("/dev/xvda"),
				Ebs: ec2.LaunchTemplateBlockDeviceMappingEbsArgs{
					DeleteOnTermination: yes, Encrypted: yes, KmsKeyId: key, VolumeSize: pulumi.Int(50), VolumeType: pulumi.String("gp3"),
				},
			}},
			CreditSpecification: ec2.LaunchTemplateCreditSpecificationArgs{CpuCredits: pulumi.String("unlimited")},
			IamInstanceProfile:  ec2.LaunchTemplateIamInstanceProfileArgs{Arn: profile},
			Monitoring:          ec2.LaunchTemplateMonitoringArgs{Enabled: pulumi.Bool(true)},
			ImageId:             pulumi.String("ami-1"), InstanceType: pulumi.String("t3a.micro"), UserData: pulumi.String("IyE="),
			MetadataOptions: ec2.LaunchTemplateMetadataOptionsArgs{
				HttpEndpoint: pulumi.String("enabled"), HttpPutResponseHopLimit: pulumi.Int(1), HttpTokens: pulumi.String("required"),
				InstanceMetadataTags: pulumi.String("disabled"),
			},
			NetworkInterfaces: ec2.LaunchTemplateNetworkInterfaceArray{ec2.LaunchTemplateNetworkInterfaceArgs{
				AssociatePublicIpAddress: no, DeleteOnTermination: yes, DeviceIndex: pulumi.Int(0), SecurityGroups: groups,
			}},
			TagSpecifications: ec2.LaunchTemplateTagSpecificationArray{ec2.LaunchTemplateTagSpecificationArgs{
				ResourceType: pulumi.String("instance"), Tags: tags,
			}},
			Tags: tags, UpdateDefaultVersion: pulumi.Bool(true),
		})
		return err
	})
	ours, theirs := g.Named(t, templateToken, "ours"), g.Named(t, templateToken, "theirs")
	assert.Equal(t, theirs.Inputs, ours.Inputs)
	assert.Equal(t, theirs.Version, ours.Version)
	assert.NotEmpty(t, ours.Version)
}

func TestLaunchTemplateLeavesOutWhatIsNotGiven(t *testing.T) {
	t.Parallel()
	g := infratest.Run(t, func(ctx *pulumi.Context) error {
		_, err := binding.NewLaunchTemplate(ctx, "bare", &binding.LaunchTemplateArgs{})
		return err
	})
	inputs := g.One(t, templateToken).Inputs.Mappable()
	delete(inputs, "__defaults")
	delete(inputs, "name") // the provider's own
	assert.Empty(t, inputs)
}

func TestLaunchTemplateErrors(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error {
		_, err := binding.NewLaunchTemplate(ctx, "", &binding.LaunchTemplateArgs{})
		return err
	})
	require.Error(t, err)
}
