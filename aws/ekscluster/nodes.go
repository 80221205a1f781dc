package ekscluster

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/binding"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// unavailablePercent is the share of a group's nodes that may be away while it is rolled.
const unavailablePercent = 33

// addNodes makes the node groups side by side. They wait for the add-ons that a node needs to become ready, and for the
// rights of their role, which they need until they are gone.
func (b *builder) addNodes() error {
	for _, name := range b.args.groupNames() {
		group := b.args.NodeGroups[name]
		template, err := b.addTemplate(name, group)
		if err != nil {
			return err
		}
		role := "nodes-" + name
		options := []pulumi.ResourceOption{
			pulumi.DependsOn(slices.Concat(b.first, b.nodeRights)),
			pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "60m", Update: "180m", Delete: "120m"}),
		}
		if group.Autoscaler {
			options = append(options, pulumi.IgnoreChanges([]string{"scalingConfig.desiredSize"}))
		}
		base := naming.AutoNameBase(b.scope.Name(role), naming.MaxNodeGroup)
		made, err := eks.NewNodeGroup(b.ctx, base, b.nodeGroupArgs(role, group, template), b.child(options...)...)
		if err != nil {
			return b.scope.Err(role, err)
		}
		b.cluster.NodeGroups[name] = made
		b.nodes, b.ready = append(b.nodes, made), append(b.ready, made)
	}
	return nil
}

func (b *builder) nodeGroupArgs(role string, group NodeGroup, template *binding.LaunchTemplate) *eks.NodeGroupArgs {
	args := &eks.NodeGroupArgs{
		ClusterName:   b.cluster.Name,
		NodeRoleArn:   b.nodeRole.Arn,
		SubnetIds:     b.args.nodeSubnets().pass(b.args.NodeSubnetIDs, "NodeSubnetIDs"),
		AmiType:       pulumi.String(group.Image),
		CapacityType:  pulumi.String("ON_DEMAND"),
		InstanceTypes: pulumi.ToStringArray(group.InstanceTypes),
		Version:       pulumi.String(group.KubernetesVersion),
		LaunchTemplate: &eks.NodeGroupLaunchTemplateArgs{
			Id: template.ID().ToStringOutput().ToStringPtrOutput(), Version: pulumi.Sprintf("%d", template.LatestVersion),
		},
		ScalingConfig: &eks.NodeGroupScalingConfigArgs{
			MinSize: pulumi.Int(group.Min), MaxSize: pulumi.Int(group.Max), DesiredSize: pulumi.Int(group.Desired),
		},
		UpdateConfig:     &eks.NodeGroupUpdateConfigArgs{MaxUnavailablePercentage: pulumi.Int(unavailablePercent)},
		NodeRepairConfig: &eks.NodeGroupNodeRepairConfigArgs{Enabled: pulumi.Bool(true)},
		Tags:             b.tags(role),
	}
	if group.Spot {
		args.CapacityType = pulumi.String("SPOT")
	}
	if group.ReleaseVersion != "" {
		args.ReleaseVersion = pulumi.String(group.ReleaseVersion)
	}
	if len(group.Labels) > 0 {
		args.Labels = pulumi.ToStringMap(group.Labels)
	}
	if len(group.Taints) > 0 {
		args.Taints = taintsOf(group)
	}
	return args
}

func taintsOf(group NodeGroup) eks.NodeGroupTaintArray {
	var taints eks.NodeGroupTaintArray
	for _, taint := range group.Taints {
		made := &eks.NodeGroupTaintArgs{Key: pulumi.String(taint.Key), Effect: pulumi.String(taint.Effect)}
		if taint.Value != "" {
			made.Value = pulumi.String(taint.Value)
		}
		taints = append(taints, made)
	}
	return taints
}

// addTemplate makes the launch template of a group. A network interface that has no public address must name its security
// groups itself, because EKS adds the cluster's only to a template that leaves them out.
func (b *builder) addTemplate(name string, group NodeGroup) (*binding.LaunchTemplate, error) {
	role := "template-" + name
	yes, no := pulumi.String("true"), pulumi.String("false")
	var launched []binding.LaunchTemplateTags
	for _, kind := range []string{"instance", "volume", "network-interface"} {
		launched = append(launched, binding.LaunchTemplateTags{ResourceType: pulumi.String(kind), Tags: b.tags("nodes-" + name)})
	}
	template, err := binding.NewLaunchTemplate(b.ctx, naming.AutoNameBase(b.scope.Name(role), naming.MaxLaunchTemplate), &binding.LaunchTemplateArgs{
		BlockDeviceMappings: disks(group),
		MetadataOptions: &binding.LaunchTemplateMetadata{
			HTTPEndpoint: pulumi.String("enabled"), HTTPTokens: pulumi.String("required"),
			HTTPPutResponseHopLimit: pulumi.Int(1),             // the node alone, not its pods
			InstanceMetadataTags:    pulumi.String("disabled"), // EC2 refuses to show tags with a slash in their keys, which EKS adds
		},
		NetworkInterfaces: []binding.LaunchTemplateInterface{{
			DeviceIndex: pulumi.Int(0), AssociatePublicIPAddress: no, DeleteOnTermination: yes,
			SecurityGroups: pulumi.StringArray{b.cluster.SecurityGroupID},
		}},
		TagSpecifications:    launched,
		Tags:                 b.tags(role),
		UpdateDefaultVersion: pulumi.Bool(true), // audits look at the default version
	}, b.child()...)
	return template, b.scope.Err(role, err)
}

// disks are encrypted with the account's default key. Bottlerocket has its system on a disk of its own, of the image's size.
func disks(group NodeGroup) []binding.LaunchTemplateDevice {
	if group.Image.bottlerocket() {
		return []binding.LaunchTemplateDevice{disk("/dev/xvda", nil), disk("/dev/xvdb", pulumi.Int(group.DiskGB))}
	}
	return []binding.LaunchTemplateDevice{disk("/dev/xvda", pulumi.Int(group.DiskGB))}
}

func disk(device string, size pulumi.IntPtrInput) binding.LaunchTemplateDevice {
	return binding.LaunchTemplateDevice{DeviceName: pulumi.String(device), EBS: &binding.LaunchTemplateVolume{
		Encrypted: pulumi.String("true"), DeleteOnTermination: pulumi.String("true"),
		VolumeSize: size, VolumeType: pulumi.String("gp3"),
	}}
}
