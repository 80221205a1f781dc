package twingateconnector

import (
	"encoding/base64"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/iampolicy"
	"github.com/groundwork-go/groundwork/internal/naming"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
)

const (
	bootHook = "connector-runs"
	// heartbeatSeconds is how long a machine may say nothing before the group gives it up; bootSeconds are less.
	heartbeatSeconds = 600
	// inServiceWithin is how long a new group is waited for: one start, and most of a second one.
	inServiceWithin = "15m"
	// drainedWithin is how long the machine of an old group may take to end; one that has not reported yet takes the heartbeat.
	drainedWithin = "20m"
)

// machines holds what the steps of NewEC2 share.
type machines struct {
	*base
	args *EC2Args
	made *EC2
}

// run makes what runs one connector. The group is there when its machine is in service, which is when the connector runs.
func (b *machines) run(c *remoteaccess.Connector) ([]pulumi.Resource, error) {
	tokens, err := b.addTokens(c)
	if err != nil {
		return nil, err
	}
	role, rights, err := b.addMachineRole(c, tokens)
	if err != nil {
		return nil, err
	}
	profile, err := b.addProfile(c, role)
	if err != nil {
		return nil, err
	}
	template, err := b.addTemplate(c, tokens, role, profile)
	if err != nil {
		return nil, err
	}
	group, err := b.addGroup(c, role, template, rights)
	if err != nil {
		return nil, err
	}
	b.made.Groups = append(b.made.Groups, group)
	return []pulumi.Resource{group}, b.addMachineAlarms(c, group)
}

// addMachineRole makes the role of a machine. The group takes the role's name, which nobody else in the account has, so the role can speak for
// its own group before that exists.
func (b *machines) addMachineRole(c *remoteaccess.Connector, tokens *storedTokens) (*iam.Role, *iam.RolePolicy, error) {
	trust, err := iampolicy.Document(iampolicy.Statement{
		Effect: "Allow", Principal: map[string]string{"Service": "ec2.amazonaws.com"}, Action: []string{"sts:AssumeRole"},
	})
	if err != nil {
		return nil, nil, b.scope.Err(c.Role, err)
	}
	role, err := b.addRole(c.Role+"-role", pulumi.String(trust))
	if err != nil {
		return nil, nil, err
	}
	later := []any{tokens.secret.Arn, role.Name}
	if key := b.key(); key != nil {
		later = append(later, key)
	}
	policy := pulumi.All(later...).ApplyT(func(known []any) (string, error) {
		secret, err := locateSecret(known[0].(string))
		if err != nil {
			return "", err
		}
		var keys []string
		for _, key := range known[2:] {
			keys = append(keys, *key.(*string))
		}
		return iampolicy.Document(append(mayReadTokens(secret, keys...),
			iampolicy.Allow("Report", []string{"autoscaling:CompleteLifecycleAction"}, secret.groupARN(known[1].(string))))...)
	}).(pulumi.StringOutput)
	rights, err := b.addPolicy(c.Role+"-policy", role, policy)
	return role, rights, err
}

func (b *machines) addProfile(c *remoteaccess.Connector, of *iam.Role) (*iam.InstanceProfile, error) {
	role := c.Role + "-profile"
	made, err := iam.NewInstanceProfile(b.ctx, naming.AutoNameBase(b.scope.Name(role), maxInstanceProfile), &iam.InstanceProfileArgs{
		Role: of.Name, Tags: b.titled(role),
	}, b.scope.Child()...)
	return made, b.scope.Err(role, err)
}

// maxInstanceProfile is the longest name of an instance profile (IAM API reference, CreateInstanceProfile).
const maxInstanceProfile = 128

// addTemplate makes what a machine is made by. A connector's next tokens have another version in its user data.
func (b *machines) addTemplate(
	c *remoteaccess.Connector, tokens *storedTokens, role *iam.Role, profile *iam.InstanceProfile,
) (*binding.LaunchTemplate, error) {
	name, yes := c.Role+"-template", pulumi.String("true")
	public := pulumi.String("false")
	if b.args.AllowPublicIP {
		public = yes
	}
	var launched []binding.LaunchTemplateTags
	for _, kind := range []string{"instance", "volume", "network-interface"} {
		launched = append(launched, binding.LaunchTemplateTags{ResourceType: pulumi.String(kind), Tags: b.titled(c.Role)})
	}
	args := &binding.LaunchTemplateArgs{
		ImageID:            imageForm.Pass(b.args.ImageID, b.argsName(), "ImageID").ToStringPtrOutput(),
		InstanceType:       pulumi.String(b.args.InstanceType),
		IAMInstanceProfile: &binding.LaunchTemplateProfile{ARN: profile.Arn.ToStringPtrOutput()},
		UserData:           b.userData(c, tokens, role).ToStringPtrOutput(),
		BlockDeviceMappings: []binding.LaunchTemplateDevice{{
			DeviceName: pulumi.String(b.args.RootDevice),
			EBS:        &binding.LaunchTemplateVolume{Encrypted: yes, KMSKeyID: b.key(), DeleteOnTermination: yes, VolumeType: pulumi.String("gp3")},
		}},
		MetadataOptions: &binding.LaunchTemplateMetadata{
			HTTPEndpoint: pulumi.String("enabled"), HTTPTokens: pulumi.String("required"), HTTPPutResponseHopLimit: pulumi.Int(1),
			InstanceMetadataTags: pulumi.String("disabled"),
		},
		Monitoring: &binding.LaunchTemplateMonitoring{Enabled: pulumi.Bool(true)},
		NetworkInterfaces: []binding.LaunchTemplateInterface{{
			DeviceIndex: pulumi.Int(0), AssociatePublicIPAddress: public, DeleteOnTermination: yes,
			SecurityGroups: pulumi.StringArray{b.group.ID().ToStringOutput()},
		}},
		TagSpecifications:    launched,
		Tags:                 b.titled(name),
		UpdateDefaultVersion: pulumi.Bool(true), // audits look at the default version
	}
	if burstable.MatchString(b.args.InstanceType) {
		args.CreditSpecification = &binding.LaunchTemplateCredits{CPUCredits: pulumi.String("unlimited")}
	}
	made, err := binding.NewLaunchTemplate(b.ctx, naming.AutoNameBase(b.scope.Name(name), naming.MaxLaunchTemplate), args,
		b.scope.Child(pulumi.DependsOn(c.After))...) // so that an update that fails leaves the templates behind it alone too
	return made, b.scope.Err(name, err)
}

// userData is the boot script for the tokens as they are now.
func (b *machines) userData(c *remoteaccess.Connector, tokens *storedTokens, role *iam.Role) pulumi.StringOutput {
	return pulumi.All(tokens.secret.Arn, tokens.version.VersionId, role.Name).ApplyT(func(known []any) (string, error) {
		secret, err := locateSecret(known[0].(string))
		if err != nil {
			return "", err
		}
		settings := newBoot(secret, known[1].(string), known[2].(string))
		settings.Environment, settings.RootDevice = c.Environment(b.access), b.args.RootDevice
		if remoteaccess.Updated(b.access, "") {
			settings.Update = updateTime(c)
		}
		script, err := settings.userData()
		return base64.StdEncoding.EncodeToString([]byte(script)), err
	}).(pulumi.StringOutput)
}

// replacesGroup is what a group is replaced for: its machine changes, or never came into service. The provider waits for the machines of
// new groups, and not for those of changed ones.
func replacesGroup() []string { return []string{"launchTemplate", "vpcZoneIdentifiers", failedBefore} }

// addGroup makes the group of one machine. The old group is emptied before the new one is made, which ForceDelete would not wait for.
func (b *machines) addGroup(
	c *remoteaccess.Connector, role *iam.Role, template *binding.LaunchTemplate, rights pulumi.Resource,
) (*autoscaling.Group, error) {
	name := c.Role + "-group"
	tags := autoscaling.GroupTagArray{&autoscaling.GroupTagArgs{
		Key: pulumi.String("Name"), Value: pulumi.String(b.scope.Name(c.Role)), PropagateAtLaunch: pulumi.Bool(true),
	}}
	for _, pair := range b.tags.AWSPairs() {
		tags = append(tags, &autoscaling.GroupTagArgs{
			Key: pulumi.String(pair.Key), Value: pulumi.String(pair.Value), PropagateAtLaunch: pulumi.Bool(true),
		})
	}
	waitsFor := append([]pulumi.Resource{rights}, b.group.Rules...)
	made, err := autoscaling.NewGroup(b.ctx, b.scope.Name(name), &autoscaling.GroupArgs{
		Name:    role.Name.ToStringPtrOutput(),
		MinSize: pulumi.Int(1), MaxSize: pulumi.Int(1), DesiredCapacity: pulumi.Int(1),
		VpcZoneIdentifiers: pulumi.StringArray{b.subnetID(c)},
		LaunchTemplate: &autoscaling.GroupLaunchTemplateArgs{
			Id: template.ID().ToStringOutput().ToStringPtrOutput(), Version: pulumi.Sprintf("%d", template.LatestVersion),
		},
		InitialLifecycleHooks: autoscaling.GroupInitialLifecycleHookArray{&autoscaling.GroupInitialLifecycleHookArgs{
			Name: pulumi.String(bootHook), LifecycleTransition: pulumi.String("autoscaling:EC2_INSTANCE_LAUNCHING"),
			DefaultResult: pulumi.String("ABANDON"), HeartbeatTimeout: pulumi.Int(heartbeatSeconds),
		}},
		// The old machine ends before its successor starts.
		InstanceMaintenancePolicy: &autoscaling.GroupInstanceMaintenancePolicyArgs{
			MinHealthyPercentage: pulumi.Int(0), MaxHealthyPercentage: pulumi.Int(100),
		},
		HealthCheckType:        pulumi.String("EC2"),
		EnabledMetrics:         pulumi.ToStringArray([]string{inServiceMetric}),
		MetricsGranularity:     pulumi.String("1Minute"),
		WaitForCapacityTimeout: pulumi.String(inServiceWithin),
		// The group starts another machine when EC2 has none for the moment, or when the first gives up: neither ends the wait.
		IgnoreFailedScalingActivities: pulumi.Bool(true),
		ForceDelete:                   pulumi.Bool(false),
		Tags:                          tags,
	}, b.scope.Child(
		pulumi.DependsOn(append(waitsFor, c.After...)), pulumi.DeleteBeforeReplace(true),
		pulumi.ReplaceOnChanges(replacesGroup()),
		pulumi.Timeouts(&pulumi.CustomTimeouts{Delete: drainedWithin}),
	)...)
	return made, b.scope.Err(name, err)
}

// subnetID is the subnet of a connector, which is checked where it is known only later.
func (b *machines) subnetID(c *remoteaccess.Connector) pulumi.StringOutput {
	return awsform.SubnetID.Pass(b.subnet(c.Index), b.argsName(), "SubnetIDs")
}
