package fargate

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

// Task is what runs: one container with its size, settings and secrets. It is the same for a service, a scheduled task and
// a task that is run by hand. Every change makes a new revision of the task definition; a service rolls to it.
type Task struct {
	// Image is the container image by digest ("…@sha256:…") or by a tag that never moves. Required, but for a service with
	// BlueGreen. A literal without a tag, or with the tag latest, is refused in Production: see AllowMutableTag.
	Image pulumi.StringInput

	// AllowMutableTag admits an image without a tag or with the tag latest in Production. What runs is then whatever was
	// pushed last, and a roll-back runs it too.
	AllowMutableTag bool

	// CPU is the size in CPU units, 1024 to a processor: 256, 512, 1024, 2048, 4096, 8192 or 16384. Default 256.
	CPU int

	// MemoryMB is the memory in MiB. Default: the least that Fargate offers for the CPU. Fargate takes only certain
	// combinations; an error lists those of the CPU.
	MemoryMB int

	// Architecture is X8664 (default) or ARM64, which is cheaper; the image must be built for it.
	Architecture Architecture

	// Command replaces the image's command. Default: the image's.
	Command []string

	// EntryPoint replaces the image's entry point. Default: the image's.
	EntryPoint []string

	// Environment are variables that everybody may read: they stand in the task definition in plain text. A secret input is
	// refused; see Secrets.
	Environment map[string]pulumi.StringInput

	// Secrets are variables by reference: an ARN in Secrets Manager or Systems Manager in the form that ECS calls valueFrom,
	// such as what secret.Secret.Ref returns or SecretValue makes. The execution role may read exactly these. ECS reads them
	// when a task starts: a reference that is pinned to a version rolls the service when the value changes.
	Secrets map[string]pulumi.StringInput

	// SecretKMSKeyARNs are the customer-managed keys of Secrets, which the execution role may use to decrypt. Default none.
	SecretKMSKeyARNs []pulumi.StringInput

	// Policies are inline policies of the task role, by name, as JSON: what the application may do on AWS. Default none.
	Policies map[string]pulumi.StringInput

	// User is who the process runs as, a number or number:group. Default "65532". Root is refused; see AllowRoot.
	User string

	// AllowRoot admits the user 0 or root.
	AllowRoot bool

	// WritablePaths are absolute paths that the application may write to; everything else is read-only. What is written is in
	// memory, at most half of MemoryMB for all paths together, and gone with the task. Default "/tmp"; an empty list that
	// is not nil makes none.
	WritablePaths []string

	// AllowWritableRoot makes the whole root file system writable.
	AllowWritableRoot bool

	// EphemeralStorageGB is the disk of a task in GiB, 21 to 200: for the layers of the image, and what is written with
	// AllowWritableRoot. Default: Fargate's 20.
	EphemeralStorageGB int

	// Debug opens ECS Exec, a shell in a running task, and makes the paths that its agent writes to writable.
	// Sessions are logged as the cluster says. Default off.
	Debug bool
}

// ServiceArgs describes a service: tasks that run for ever, with or without a load balancer in front. The zero value of
// every optional field is the safe choice for production.
type ServiceArgs struct {
	// Tags are the mandatory tags, on everything that can carry them, tasks included. Required.
	Tags tagging.Set

	// ClusterARN is the ECS cluster. Required. Fixed: a change is refused, because it would replace the service.
	ClusterARN pulumi.StringInput

	// VPCID is the network. Required. Fixed: a change is refused, because it would replace the service's targets.
	VPCID pulumi.StringInput

	// SubnetIDs are the subnets of the tasks, in two or more zones (one in Development). They need a way to the image
	// registry and to the secrets: NAT or interface endpoints. Required. A change is made in place by a roll-out.
	SubnetIDs pulumi.StringArrayInput

	// Task is what runs. Required.
	Task Task

	// BlueGreen runs two versions side by side and sends all requests to one of them. Default: rolling deployments of
	// Task.Image. Needs a Listener. It is chosen once: switching it on or off later is refused, because requests would go to
	// tasks that do not run yet.
	BlueGreen *BlueGreen

	// Port is the port that the container listens on, 1 to 65535. Required with Listener; a service without a listener is a
	// worker and has none. A change is rolled out: the old port stays open until the old tasks are gone.
	Port int

	// Listener is the listener of a shared load balancer, made with NewListener. Default: none, a worker.
	Listener *Listener

	// Routes say which requests come here; a request that fits any of them does. Required with Listener. Each is a rule of
	// its own. Order means nothing. A load balancer takes 100 rules unless AWS raises the quota.
	Routes []Route

	// HealthCheck is how the load balancer finds out whether a task serves. A change is made in place.
	HealthCheck HealthCheck

	// ExtraSecurityGroupIDs are further security groups of the tasks, such as the one that a cache admits; at most 4.
	ExtraSecurityGroupIDs []pulumi.StringInput

	// Egress is what the tasks may connect to beside HTTPS, by a name of your choice: lower-case letters, digits and hyphens.
	// Default none. The name is part of the rule's identity.
	Egress map[string]Egress

	// DisableHTTPSEgress closes HTTPS to anywhere, which image pulls, secrets and logs go through. Without it they need
	// entries of Egress, such as to the security group of the network's endpoints and the prefix list of S3.
	DisableHTTPSEgress bool

	// DesiredCount is the number of tasks. Default 2, in Development 1. In Production fewer than 2 are refused: one task is
	// a service that is down while it is replaced. With Autoscaling: the number to begin with, by default its Min, and
	// ignored from then on. With BlueGreen both colours run as many.
	DesiredCount int

	// Autoscaling changes the number of tasks with the load. Default: none. Not with BlueGreen: the idle colour has no load,
	// and would be too small at the moment when it gets all of it.
	Autoscaling *Autoscaling

	// DeployWithin is the time that a roll-out of healthy tasks may take. Default 2 minutes. What cannot be met is refused
	// with the sum; PlanDeploy shows it.
	DeployWithin time.Duration

	// PullTime is how long Fargate takes to give a task its network interface and to pull the image. Default 45 seconds,
	// what an image of 150 MB in a registry of the same region takes.
	PullTime time.Duration

	// StartupTime is how long the application takes from its start until it answers health checks. Default 5 seconds.
	StartupTime time.Duration

	// ShutdownTime is how long the application takes to end after SIGTERM, 2 to 120 seconds. When it comes the load balancer
	// sends no requests any more. Default 5 seconds.
	ShutdownTime time.Duration

	// RequestTime is how long the longest request takes that must not be cut, up to an hour. An old task is drained for all of
	// it, also when it is idle. Default 5 seconds.
	RequestTime time.Duration

	// SlowStart is how long a new task gets fewer requests, 30 to 900 seconds. Default none. It counts against DeployWithin.
	SlowStart time.Duration

	// MaximumPercent is how many tasks may run during a roll-out, old and new, in percent of DesiredCount, up to 200: 200
	// rolls in one wave, 150 in two or three. Default 200. It must leave room for one new task.
	MaximumPercent int

	// LogRetentionDays is how long logs are kept, one of the periods that CloudWatch offers. Default 365, in Development 30.
	LogRetentionDays int

	// KMSKeyARN is the customer-managed key of the logs; its policy must admit CloudWatch Logs. Default: a key of AWS's.
	KMSKeyARN pulumi.StringInput

	// AlarmTopicARN is the SNS topic that alarms go to. Default none: the alarms exist and show in the console, but tell
	// nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarms.
	DisableAlarms bool

	// Profile is Production (default) or Development: one task, short log retention.
	Profile component.Profile
}

// BlueGreen is two versions of a service side by side. Changing Active moves all requests at once, in seconds and in place;
// changing it back is the roll-back. A new image and the flip to it are two updates, in this order: the rules change before
// the services do, so one update for both would send requests to the old image. It is refused. After an update that failed,
// repeat it until it succeeds before you flip.
type BlueGreen struct {
	// Blue and Green are the images. Both are required; a first deployment names the same one twice.
	Blue, Green pulumi.StringInput
	// Active is the colour that serves. Required.
	Active Colour
}

// HealthCheck is how the load balancer finds out whether a task serves.
type HealthCheck struct {
	// Path is what is asked for. Default "/".
	Path string
	// Codes are the HTTP status codes of a healthy answer, such as "200-299,401". Default "200-299".
	Codes string
}

// Route is what requests must have to come to a service; what is left out fits all. At least one condition is required.
type Route struct {
	// Hosts are host names; * and ? stand for any characters and one.
	Hosts []string
	// Paths are paths, beginning with a slash; * and ? stand for any characters and one.
	Paths []string
	// Headers are header values by header name; a header fits when any of its values does.
	Headers map[string][]string
	// SourceCIDRs are the address blocks that a request may come from.
	SourceCIDRs []string
	// Priority is the order among all rules of the listener, 1 to 50000, the lowest first. Default: made from the conditions
	// and nothing else, 5001 to 50000, so that it does not change when other routes come and go; see the package comment for
	// the order. The numbers up to 5000 are never taken by default. AWS has no two rules of one priority even for a moment,
	// so handing a priority, or a route, from one service to another takes two updates.
	Priority int
}

// Egress is one destination that tasks may connect to: exactly one of SecurityGroupID, CIDR and PrefixListID.
type Egress struct {
	// Port is the TCP port, 1 to 65535.
	Port int
	// SecurityGroupID is the group of the other side.
	SecurityGroupID pulumi.StringInput
	// CIDR is an IPv4 address block.
	CIDR string
	// PrefixListID is a list of address blocks, such as that of S3.
	PrefixListID pulumi.StringInput
}

// Autoscaling keeps metrics near their targets by changing the number of tasks. At least one target is required.
type Autoscaling struct {
	// Min and Max bound the number of tasks. Required; in Production Min is 2 or more.
	Min, Max int
	// CPUPercent is the average CPU use to keep, 10 to 90. Default none.
	CPUPercent int
	// MemoryPercent is the average memory use to keep, 10 to 90. Default none.
	MemoryPercent int
	// RequestsPerTask is the number of requests a minute and task to keep. Needs a listener. Default none.
	RequestsPerTask int
}

// Architecture is the processor that a task runs on.
type Architecture string

// The architectures of Fargate.
const (
	X8664 Architecture = "X86_64"
	ARM64 Architecture = "ARM64"
)

// Colour is one of the two versions of a BlueGreen service.
type Colour string

// The colours.
const (
	Blue  Colour = "blue"
	Green Colour = "green"
)
