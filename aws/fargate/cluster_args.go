package fargate

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/tagging"
)

const clusterArgsType = "ClusterArgs"

// Insights is how closely CloudWatch Container Insights looks at the tasks of a cluster.
type Insights string

// The levels of Container Insights.
const (
	// StandardInsights are metrics for the cluster and each service, such as how many tasks run.
	StandardInsights Insights = "enabled"
	// EnhancedInsights add metrics for each task and container, at a higher price.
	EnhancedInsights Insights = "enhanced"
	// NoInsights are none.
	NoInsights Insights = "disabled"
)

// ClusterArgs describes a cluster. The zero value of every optional field is the safe choice for production. No change of any
// field replaces the cluster.
type ClusterArgs struct {
	// Tags are the mandatory tags, on the cluster and its log group. Required. A change is made in place.
	Tags tagging.Set

	// ContainerInsights is StandardInsights (default), EnhancedInsights or NoInsights. Alarms of services on the number of
	// tasks need one of the first two. Each service adds custom metrics to the bill. A change is made in place.
	ContainerInsights Insights

	// LogRetentionDays is how long sessions of ECS Exec are kept, one of the periods that CloudWatch offers. Default 365, in
	// Development 30. A change is made in place.
	LogRetentionDays int

	// KMSKeyARN is the customer-managed key that encrypts sessions of ECS Exec on their way and in the log; its policy must
	// admit CloudWatch Logs. A task with Debug needs kms:Decrypt on it: it has that when its own KMSKeyARN is the same, and
	// otherwise by Task.Policies. Default: TLS, and a key of AWS's for the log. A change is made in place.
	KMSKeyARN pulumi.StringInput

	// Profile is Production (default) or Development: short log retention.
	Profile component.Profile
}

// withDefaults returns a copy with every default filled in.
func (args *ClusterArgs) withDefaults() *ClusterArgs {
	a := *args
	a.ContainerInsights = cmp.Or(a.ContainerInsights, StandardInsights)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, retention(a.Profile))
	return &a
}

// retention is how long logs are kept by default, in days.
func retention(profile component.Profile) int {
	return component.ByProfile(profile, defaultLogRetentionDays, developmentLogRetentionDays)
}

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *ClusterArgs) Validate() error {
	p := component.NewProblems(block, clusterArgsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	p.OneOf("ContainerInsights", string(a.ContainerInsights), string(StandardInsights), string(EnhancedInsights), string(NoInsights))
	awsform.CheckLogRetention(p, "LogRetentionDays", a.LogRetentionDays)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
	return p.Err()
}

// needName is what is needed instead of a component's name, which physical names are made from.
var needName = component.NameForm("letters, digits and hyphens, beginning with a letter", componentName)
