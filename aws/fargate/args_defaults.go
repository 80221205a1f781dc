package fargate

import (
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
	production := a.Profile != component.Development
	a.Task = *args.Task.withDefaults(a.Profile)
	if a.Autoscaling != nil {
		a.DesiredCount = or(a.DesiredCount, a.Autoscaling.Min)
	}
	a.DesiredCount = or(a.DesiredCount, byProfile(production, defaultDesiredCount, developmentDesiredCount))
	a.DeployWithin = or(a.DeployWithin, defaultDeployWithin)
	a.PullTime = or(a.PullTime, defaultPullTime)
	a.StartupTime = or(a.StartupTime, defaultStartupTime)
	a.ShutdownTime = or(a.ShutdownTime, defaultShutdownTime)
	a.MaximumPercent = or(a.MaximumPercent, defaultMaximumPercent)
	a.LogRetentionDays = or(a.LogRetentionDays, byProfile(production, defaultLogRetentionDays, developmentLogRetentionDays))
	if !a.worker() {
		a.RequestTime = or(a.RequestTime, defaultRequestTime)
		a.HealthCheck.Path = or(a.HealthCheck.Path, defaultHealthCheckPath)
		a.HealthCheck.Codes = or(a.HealthCheck.Codes, defaultHealthCheckCodes)
	}
	return &a
}

// worker says whether the service has no load balancer in front.
func (args *ServiceArgs) worker() bool { return args.Listener == nil }

// or returns the value, or the fallback for the zero value.
func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

// byProfile returns one of two defaults.
func byProfile[T any](production bool, inProduction, inDevelopment T) T {
	if production {
		return inProduction
	}
	return inDevelopment
}
