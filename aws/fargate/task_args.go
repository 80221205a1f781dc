package fargate

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/tagging"
)

const taskArgsType = "TaskArgs"

// TaskArgs describes a task that is run by hand or by a pipeline, such as a migration of a database. The zero value of every
// optional field is the safe choice for production. Changes matter to the next run only: nothing runs between two runs.
type TaskArgs struct {
	// Tags are the mandatory tags, on everything that can carry them. Required.
	Tags tagging.Set

	// ClusterARN is the ECS cluster that RunCommand names. Required.
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

	// Profile is Production (default) or Development: short log retention, one subnet is enough.
	Profile component.Profile
}

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only read.
func (args *TaskArgs) withDefaults() *TaskArgs {
	a := *args
	a.Task = *args.Task.withDefaults()
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, retention(a.Profile))
	return &a
}

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *TaskArgs) Validate() error {
	p := component.NewProblems(block, taskArgsType)
	args.check(p)
	return p.Err()
}

func (args *TaskArgs) check(p *component.Problems) {
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	network := a.network()
	network.checkPlacement(p)
	a.Task.check(p, "Task.", a.Profile)
	network.checkEgress(p)
	awsform.CheckLogRetention(p, "LogRetentionDays", a.LogRetentionDays)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
}

// network are the arguments that a task has in common with a service, for the same checks.
func (args *TaskArgs) network() *ServiceArgs {
	return &ServiceArgs{
		ClusterARN: args.ClusterARN, VPCID: args.VPCID, SubnetIDs: args.SubnetIDs, ExtraSecurityGroupIDs: args.ExtraSecurityGroupIDs,
		Egress: args.Egress, Profile: args.Profile,
	}
}
