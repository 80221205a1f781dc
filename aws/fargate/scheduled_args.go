package fargate

import (
	"cmp"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/tagging"
)

const scheduledArgsType = "ScheduledTaskArgs"

// Limits and defaults of a schedule.
const (
	minStartWithin     = time.Minute    // EventBridge Scheduler API reference, RetryPolicy
	maxStartWithin     = 24 * time.Hour // the same
	defaultStartWithin = time.Hour
	defaultTimeZone    = "UTC"
)

// ScheduledTaskArgs describes a task that runs by the clock. The zero value of every optional field is the safe choice for
// production. Changes are made in place but for VPCID, and matter from the next run on.
type ScheduledTaskArgs struct {
	// Tags are the mandatory tags, on everything that can carry them. Required.
	Tags tagging.Set

	// Schedule says when: "rate(15 minutes)", or "cron(30 2 * * ? *)" with minutes, hours, day (of the month), month,
	// weekday and year, where one of day and weekday is a question mark. Required. A run starts at its time also when the one
	// before has not ended.
	Schedule string

	// TimeZone is the IANA name of the time zone that a cron expression is in, such as "Europe/Berlin". Where clocks change,
	// a time that does not exist is left out and one that exists twice is taken once. Default "UTC".
	TimeZone string

	// StartWithin is how long after its time a run that could not be started is tried again, 1 minute to 24 hours. Default
	// 1 hour. A task that was started is never started again, however it ends.
	StartWithin time.Duration

	// Paused stops further runs. A run that is under way goes on.
	Paused bool

	// ClusterARN is the ECS cluster. Required.
	ClusterARN pulumi.StringInput

	// VPCID is the network. Required. A change makes a new security group.
	VPCID pulumi.StringInput

	// SubnetIDs are the subnets that a run may get, in two or more zones (one in Development). They need a way to the image
	// registry and to the secrets: NAT or interface endpoints. Required.
	SubnetIDs pulumi.StringArrayInput

	// Task is what runs. Required.
	Task Task

	// ExtraSecurityGroupIDs are further security groups of the task, such as the one that a database admits; at most 4.
	ExtraSecurityGroupIDs []pulumi.StringInput

	// Egress is what the task may connect to beside HTTPS, by a name of your choice: lower-case letters, digits and hyphens.
	// Default none. The name is part of the rule's identity.
	Egress map[string]Egress

	// DisableHTTPSEgress closes HTTPS to anywhere, which image pulls, secrets and logs go through. Without it they need
	// entries of Egress, such as to the security group of the network's endpoints and the prefix list of S3.
	DisableHTTPSEgress bool

	// LogRetentionDays is how long logs are kept, one of the periods that CloudWatch offers. Default 365, in Development 30.
	LogRetentionDays int

	// KMSKeyARN is the customer-managed key of the logs; its policy must admit CloudWatch Logs. Default: a key of AWS's.
	KMSKeyARN pulumi.StringInput

	// AlarmTopicARN is the SNS topic that the alarm goes to. Default none: the alarm exists and shows in the console, but
	// tells nobody.
	AlarmTopicARN pulumi.StringInput

	// DisableAlarms makes no alarm.
	DisableAlarms bool

	// Profile is Production (default) or Development: short log retention, one subnet is enough.
	Profile component.Profile
}

// task are the arguments of the task itself.
func (args *ScheduledTaskArgs) task() *TaskArgs {
	return &TaskArgs{
		Tags: args.Tags, ClusterARN: args.ClusterARN, VPCID: args.VPCID, SubnetIDs: args.SubnetIDs, Task: args.Task,
		ExtraSecurityGroupIDs: args.ExtraSecurityGroupIDs, Egress: args.Egress, DisableHTTPSEgress: args.DisableHTTPSEgress,
		LogRetentionDays: args.LogRetentionDays, KMSKeyARN: args.KMSKeyARN, Profile: args.Profile,
	}
}

// withDefaults returns a copy with the defaults of the schedule; those of the task are filled in by [TaskArgs.withDefaults].
func (args *ScheduledTaskArgs) withDefaults() *ScheduledTaskArgs {
	a := *args
	a.TimeZone = cmp.Or(a.TimeZone, defaultTimeZone)
	a.StartWithin = cmp.Or(a.StartWithin, defaultStartWithin)
	return &a
}

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *ScheduledTaskArgs) Validate() error {
	p := component.NewProblems(block, scheduledArgsType)
	a := args.withDefaults()
	a.task().check(p)
	checkSchedule(p, a.Schedule)
	checkTimeZone(p, a.TimeZone)
	p.BetweenTimes("StartWithin", a.StartWithin, minStartWithin, maxStartWithin)
	awsform.TopicARN.Check(p, "AlarmTopicARN", a.AlarmTopicARN)
	return p.Err()
}
