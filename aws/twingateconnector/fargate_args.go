package twingateconnector

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/ecstask"
	"github.com/groundwork-go/groundwork/internal/remoteaccess"
	"github.com/groundwork-go/groundwork/tagging"
	"github.com/groundwork-go/groundwork/twingate"
)

const fargateArgsType = "FargateArgs"

// FargateArgs describes connectors on Fargate. The zero value of every optional field is the safe choice for production. "Restarts"
// below means that a change stops and starts the connectors one after the other, in one update; every other change leaves them running.
type FargateArgs struct {
	// Tags are the mandatory tags, on everything that can carry them, and on the resources in Twingate. Required. A change is made in
	// place, and reaches running tasks when they are next started.
	Tags tagging.Set

	// Access is the remote network with its connectors and resources: see [twingate.Access]. Its Account is required.
	Access twingate.Access

	// VPCID is the network that the connectors are in, such as vpc-0a1b2c3d. Required. A change makes a new security group, and
	// restarts; change SubnetIDs with it.
	VPCID pulumi.StringInput

	// SubnetIDs are the subnets that connectors are placed in, at least 2 (Development 1), each in another zone: the first connector in
	// the first one, and so on, and from the start again. They need a way to the internet: NAT, or an internet gateway with
	// AllowPublicIP. Required. A change restarts; one that is added at the end restarts only the connectors that move to it.
	SubnetIDs pulumi.StringArrayInput

	// PrivateCIDRs are the blocks of IPv4 addresses that the resources and their DNS servers are in, such as "10.0.0.0/16". Required. The
	// security group admits DNS by TCP and the ports of the resources there. What it admits to every address, for Twingate, goes to private
	// ones too: TCP 443 and 30000 to 31000, and UDP. It has room for 60 rules, and a change makes the new ones before the old ones go.
	PrivateCIDRs []string

	// ClusterARN is the ECS cluster. Default: one is made, with Container Insights. One that is given needs Container Insights too, or
	// the alarm on connectors that do not run is always on. A change replaces the services, one after the other.
	ClusterARN pulumi.StringInput

	// Image is the connector's image, for Linux on X86_64. Default "twingate/connector:1", from Docker Hub, which limits how often an
	// address may pull. A repository of Amazon ECR works too, with a pull-through cache in front of Docker Hub for example. An image with a
	// digest gets no weekly updates. Restarts.
	Image string

	// CPU is in units of 1024 for a vCPU. Default 256. Restarts.
	CPU int

	// MemoryMB is the memory in MiB, as Fargate offers it for the CPU. Default: the least of these, 512. Restarts.
	MemoryMB int

	// KMSKeyARN is the customer-managed key of the secrets and logs, as a full ARN; its policy must admit CloudWatch Logs. Default: keys
	// of AWS's. A change is made in place.
	KMSKeyARN pulumi.StringInput

	// LogRetentionDays is how long logs are kept, one of the periods that CloudWatch offers. They tell who connected to what, unless
	// Access.DisableConnectionLogs. Default 365, in Development 30. A change is made in place. Except in Development the log groups
	// stay when the connectors go.
	LogRetentionDays int

	// AllowPublicIP gives each connector a public address, for direct connections of clients where the subnets are public. Nothing can
	// connect to it that it has not connected to itself. Default: none; the relays carry what NAT does not let through. Restarts.
	AllowPublicIP bool

	// PermissionsBoundaryARN bounds the IAM roles. Default none. A change is made in place.
	PermissionsBoundaryARN pulumi.StringInput

	// AlarmTopicARN is the SNS topic that alarms go to. Default none: the alarms exist and show in the console, but tell nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// Profile is Production (default) or Development: one connector, one subnet, short log retention, and no protection of the remote
	// network. Access.Connectors is 2 then by default, and 1 in Development.
	Profile component.Profile
}

// withDefaults returns a copy with every default filled in. Slices are shared with the caller's value and only read.
func (args *FargateArgs) withDefaults() *FargateArgs {
	a := *args
	a.Access = *remoteaccess.WithDefaults(a.Access, a.Profile)
	a.Image = cmp.Or(a.Image, remoteaccess.DefaultImage)
	a.CPU = cmp.Or(a.CPU, ecstask.LeastCPU)
	a.MemoryMB = cmp.Or(a.MemoryMB, ecstask.LeastMemory(a.CPU))
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, component.ByProfile(a.Profile, defaultLogRetentionDays, developmentLogRetentionDays))
	return &a
}

// common are the arguments that do not depend on Fargate.
func (args *FargateArgs) common() *common {
	return &common{
		argsType: fargateArgsType, tags: args.Tags, access: &args.Access, vpcID: args.VPCID, subnetIDs: args.SubnetIDs,
		privateCIDRs: args.PrivateCIDRs, kmsKeyARN: args.KMSKeyARN, permissionsBoundaryARN: args.PermissionsBoundaryARN,
		alarmTopicARN: args.AlarmTopicARN, logRetentionDays: args.LogRetentionDays, profile: args.Profile,
	}
}

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *FargateArgs) Validate() error {
	p := component.NewProblems(block, fargateArgsType)
	a := args.withDefaults()
	a.common().check(p)
	awsform.CheckLogRetention(p, "LogRetentionDays", a.LogRetentionDays)
	ecstask.ClusterARN.Check(p, "ClusterARN", a.ClusterARN)
	remoteaccess.CheckImage(p, "Image", a.Image)
	ecstask.CheckSize(p, "", a.CPU, a.MemoryMB)
	return p.Err()
}

// pings says whether connectors must be able to send them.
func (args *FargateArgs) pings() bool {
	for _, r := range args.Access.Resources {
		if r.AllowICMP {
			return true
		}
	}
	return false
}
