package fargate

import (
	"cmp"
	"time"

	"github.com/groundwork-go/groundwork/component"
)

// Defaults that are not the zero value of their field.
const (
	defaultDesiredCount         = 2
	developmentDesiredCount     = 1
	defaultDeployWithin         = 2 * time.Minute
	defaultPullTime             = 45 * time.Second
	defaultStartupTime          = 5 * time.Second
	defaultShutdownTime         = 5 * time.Second
	defaultRequestTime          = 5 * time.Second
	defaultMaximumPercent       = 200
	defaultHealthCheckPath      = "/"
	defaultHealthCheckCodes     = "200-299"
	defaultLogRetentionDays     = 365
	developmentLogRetentionDays = 30
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only
// read.
func (args *ServiceArgs) withDefaults() *ServiceArgs {
	a := *args
	a.Task = *args.Task.withDefaults()
	if a.Autoscaling != nil {
		a.DesiredCount = cmp.Or(a.DesiredCount, a.Autoscaling.Min)
	}
	a.DesiredCount = cmp.Or(a.DesiredCount, component.ByProfile(a.Profile, defaultDesiredCount, developmentDesiredCount))
	a.DeployWithin = cmp.Or(a.DeployWithin, defaultDeployWithin)
	a.PullTime = cmp.Or(a.PullTime, defaultPullTime)
	a.StartupTime = cmp.Or(a.StartupTime, defaultStartupTime)
	a.ShutdownTime = cmp.Or(a.ShutdownTime, defaultShutdownTime)
	a.MaximumPercent = cmp.Or(a.MaximumPercent, defaultMaximumPercent)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, component.ByProfile(a.Profile, defaultLogRetentionDays, developmentLogRetentionDays))
	if !a.worker() {
		a.RequestTime = cmp.Or(a.RequestTime, defaultRequestTime)
		a.HealthCheck.Path = cmp.Or(a.HealthCheck.Path, defaultHealthCheckPath)
		a.HealthCheck.Codes = cmp.Or(a.HealthCheck.Codes, defaultHealthCheckCodes)
	}
	return &a
}

// worker says whether the service has no load balancer in front.
func (args *ServiceArgs) worker() bool { return args.Listener == nil }
