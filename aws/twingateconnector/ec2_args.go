package twingateconnector

import (
	"cmp"
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

// EC2Args describes connectors on machines of their own. "Replaces the machines" below means: one connector after the other, each with
// the same tokens; the next machine is touched when the connector of the one before runs. The defaults are
//
//	field                  default
//	Access.Connectors      2, each in another zone; Development 1
//	InstanceType           t3a.micro
//	RootDevice             /dev/sda1
//	disk                   always encrypted gp3 of the image's size; KMSKeyARN or the account's default key for EBS
//	metadata service       always version 2 alone, one hop: there is no switch
//	inbound rules          none, there is no switch; no key pair either
//	AllowPublicIP          false
//	CPU credits            unlimited, on burstable types
//	updates                weekly, each connector on its own day at 03:00 UTC, unless Access.DisableUpdates
//
// Tags, Access.Account, VPCID, SubnetIDs, PrivateCIDRs and ImageID have no safe default and are required.
type EC2Args struct {
	// Tags are the mandatory tags; they are set on everything that can carry them, also on machines, disks and network interfaces.
	// Required. A change replaces the machines, because new disks are tagged by the launch template.
	Tags tagging.Set

	// Access is the part of remote access that is the same on every platform: the account, the resources, who reaches them, the number
	// of connectors. Access.Account is required.
	Access twingate.Access

	// VPCID is the network that the connectors are in, such as vpc-0a1b2c3d. Required. A change replaces the security group and the
	// machines.
	VPCID pulumi.StringInput

	// SubnetIDs are the subnets that the machines are in, at least 2 (Development 1), each in another zone: connector 1 in the first,
	// connector 2 in the second, and so on round. They need a way to the internet, by a NAT gateway or with AllowPublicIP. Required.
	// A change replaces the machines that move.
	SubnetIDs pulumi.StringArrayInput

	// PrivateCIDRs are the IPv4 blocks that the resources and their DNS servers are in. Required. Changed in place. See the egress rules
	// of [EC2]: some of them go to every address, private ones too.
	PrivateCIDRs []string

	// ImageID is the AMI, such as ami-0a1b2c3d4e5f60718. Required, because a default would replace all machines on the day that Twingate
	// publishes a newer one. Take the newest image of owner 617935088040 that is called twingate/images/hvm-ssd/twingate-amd64-*:
	//
	//	aws ec2 describe-images --owners 617935088040 --filters 'Name=name,Values=twingate/images/hvm-ssd/twingate-amd64-*' \
	//		--query 'sort_by(Images, &CreationDate)[-1].ImageId'
	//
	// A change replaces the machines. An image of your own needs the package twingate-connector, systemd with cgroups of version 2,
	// cloud-init and Python 3. An image that its owner has deleted starts no new machine: copy it, or take newer ones.
	ImageID pulumi.StringInput

	// RootDevice is what the image calls its root disk. Default /dev/sda1, as Ubuntu does. A machine whose root disk has another name
	// refuses to start the connector, because that disk would be encrypted by accident only. A change replaces the machines.
	RootDevice string

	// InstanceType is the size of the machines, such as t3a.small. Default t3a.micro, which Twingate recommends to begin with: more
	// connectors help more than larger ones. It must be of the image's architecture. A change replaces the machines.
	InstanceType string

	// KMSKeyARN is the customer-managed key, as a full ARN, for the tokens and the disks. Default: keys of AWS. A change replaces the
	// machines. Its policy must admit the account's role AWSServiceRoleForAutoScaling, or no machine starts.
	KMSKeyARN pulumi.StringInput

	// AllowPublicIP gives each machine a public address, for subnets whose way to the internet is an internet gateway. Clients then
	// more often connect directly. Nothing comes in all the same. A change replaces the machines.
	AllowPublicIP bool

	// PermissionsBoundaryARN is the policy that bounds the machines' roles, such as arn:aws:iam::123456789012:policy/boundary. Default
	// none. Changed in place.
	PermissionsBoundaryARN pulumi.StringInput

	// AlarmTopicARN is the SNS topic that alarms go to. Default none: the alarms exist and show in the console, but tell nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// Profile is Production (default) or Development: one connector, one subnet, an unprotected remote network. It never weakens
	// encryption, privacy or authentication.
	Profile component.Profile
}

const (
	ec2ArgsType         = "EC2Args"
	defaultInstanceType = "t3a.micro"
	defaultRootDevice   = "/dev/sda1"
)

var (
	imageForm    = awsform.Form{Need: "an AMI's id such as ami-0a1b2c3d4e5f60718", Pattern: regexp.MustCompile(`^ami-[0-9a-z]+$`)}
	instanceType = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[a-z0-9-]+$`)
	rootDevice   = regexp.MustCompile(`^/dev/[a-z0-9]+$`)
	burstable    = regexp.MustCompile(`^t[0-9]`)
)

// withDefaults returns a copy with every default filled in.
func (args *EC2Args) withDefaults() *EC2Args {
	a := *args
	a.Access = *remoteaccess.WithDefaults(a.Access, a.Profile)
	a.InstanceType = cmp.Or(a.InstanceType, defaultInstanceType)
	a.RootDevice = cmp.Or(a.RootDevice, defaultRootDevice)
	return &a
}

// common is what connectors have whatever runs them. Machines send no logs to CloudWatch, so how long these are kept is never asked for.
func (args *EC2Args) common() *common {
	return &common{
		argsType: ec2ArgsType, tags: args.Tags, access: &args.Access, vpcID: args.VPCID, subnetIDs: args.SubnetIDs, privateCIDRs: args.PrivateCIDRs,
		kmsKeyARN: args.KMSKeyARN, permissionsBoundaryARN: args.PermissionsBoundaryARN, alarmTopicARN: args.AlarmTopicARN,
		logRetentionDays: defaultLogRetentionDays, profile: args.Profile,
	}
}

// Validate reports everything that is wrong with the arguments at once, as [component.FieldError] values; what an Input holds is checked
// where it is a literal. NewEC2 calls it before anything is registered.
func (args *EC2Args) Validate() error {
	a := args.withDefaults()
	p := component.NewProblems(block, ec2ArgsType)
	a.common().check(p)
	imageForm.Require(p, "ImageID", a.ImageID)
	p.Match("InstanceType", "an instance type such as t3a.micro", a.InstanceType, instanceType)
	p.Match("RootDevice", "the image's root disk such as /dev/sda1", a.RootDevice, rootDevice)
	return p.Err()
}
