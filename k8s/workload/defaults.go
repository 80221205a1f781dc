package workload

import (
	"cmp"
	"time"

	"github.com/groundwork-go/groundwork/component"
)

const (
	defaultReplicas     = 3 // an eviction takes a pod away before it makes another: two are left in every drain
	developmentReplicas = 1
	defaultUser         = 65532
	defaultTargetCPU    = 70
	defaultDrain        = 20 * time.Second
	defaultShutdown     = 30 * time.Second
	defaultStartup      = time.Minute
	defaultInterval     = 5 * time.Second
	defaultTimeout      = 2 * time.Second
	defaultFailures     = 3
)

// withDefaults returns a copy with every default filled in. Maps and slices are shared with the caller's value and only read.
func (args *Args) withDefaults() *Args {
	a := *args
	replicas := component.ByProfile(a.Profile, defaultReplicas, developmentReplicas)
	if a.Autoscaling != nil {
		scaling := *a.Autoscaling
		scaling.Min = cmp.Or(scaling.Min, replicas)
		if scaling.TargetMemoryPercent == 0 {
			scaling.TargetCPUPercent = cmp.Or(scaling.TargetCPUPercent, defaultTargetCPU)
		}
		a.Autoscaling, replicas = &scaling, scaling.Min
	}
	a.Replicas = cmp.Or(a.Replicas, replicas)
	a.User = cmp.Or(a.User, defaultUser)
	if a.WritablePaths == nil {
		a.WritablePaths = map[string]string{"/tmp": "64Mi"}
	}
	if !a.worker() {
		a.DrainTime = cmp.Or(a.DrainTime, defaultDrain)
	}
	a.ShutdownTime = cmp.Or(a.ShutdownTime, defaultShutdown)
	if len(a.Probes.Command) == 0 {
		a.Probes.Port = cmp.Or(a.Probes.Port, a.Port)
	}
	a.Probes.StartupTime = cmp.Or(a.Probes.StartupTime, defaultStartup)
	a.Probes.Interval = cmp.Or(a.Probes.Interval, defaultInterval)
	a.Probes.Timeout = cmp.Or(a.Probes.Timeout, defaultTimeout)
	a.Probes.Failures = cmp.Or(a.Probes.Failures, defaultFailures)
	return &a
}

func (args *Args) production() bool { return args.Profile == component.Production }

// worker says whether nobody connects to the workload.
func (args *Args) worker() bool { return args.Port == 0 }

// fewest is the number of pods that there are at least.
func (args *Args) fewest() int {
	if args.Autoscaling != nil {
		return args.Autoscaling.Min
	}
	return args.Replicas
}

// probed says whether the cluster can ask the pods at all.
func (p Probes) probed() bool { return p.Port != 0 || len(p.Command) > 0 }
