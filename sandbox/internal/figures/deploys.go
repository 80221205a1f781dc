package figures

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/sandbox/internal/gantt"
)

// RollOut is the arithmetic of one roll-out of a service on Fargate.
type RollOut struct {
	Title string
	Steps []fargate.Step
}

// Total is the sum of the steps.
func (r RollOut) Total() time.Duration {
	var sum time.Duration
	for _, s := range r.Steps {
		sum += s.Time
	}
	return sum
}

// What a service gets that sets none of these: the defaults of AWS, and of the provider for the number of checks.
const (
	defaultChecks   = 3
	defaultInterval = 30 * time.Second
	defaultDraining = 300 * time.Second
	defaultStopTime = 30 * time.Second

	healthChecks = "pass the health checks" // the step's name
)

// RollOuts plans services of several sizes behind a load balancer as the block does, and one with the provider's defaults.
func RollOuts() ([]RollOut, error) {
	listener := fargate.NewListener(fargate.ListenerArgs{})
	var all []RollOut
	for _, tasks := range []int{2, 10, 100} {
		plan, err := fargate.PlanDeploy(&fargate.ServiceArgs{Listener: listener, DesiredCount: tasks})
		if err != nil {
			return nil, err
		}
		all = append(all, RollOut{fmt.Sprintf("%d tasks", tasks), plan.Steps})
	}
	defaults, err := fargate.PlanDeploy(&fargate.ServiceArgs{
		Listener: listener, DesiredCount: 2, RequestTime: defaultDraining, ShutdownTime: defaultStopTime, DeployWithin: time.Hour,
	})
	if err != nil {
		return nil, err
	}
	checks := slices.IndexFunc(defaults.Steps, func(s fargate.Step) bool { return s.Name == healthChecks })
	if checks < 0 {
		return nil, fmt.Errorf("the plan has no step %q", healthChecks)
	}
	defaults.Steps[checks].Time = defaultChecks * defaultInterval
	return append(all, RollOut{"2 tasks, the provider's defaults", defaults.Steps}), nil
}

// DeploysTable is the block "deploys": a row for each phase, a column for each roll-out.
func DeploysTable(all []RollOut) string {
	heading, last := []string{"phase"}, []string{"**in all**"}
	var phases []string
	times := map[string]string{} // by phase and title
	for _, r := range all {
		heading, last = append(heading, r.Title), append(last, "**"+gantt.Clock(r.Total())+"**")
		for _, s := range r.Steps {
			phase := phaseOf(s)
			if !slices.Contains(phases, phase) {
				phases = append(phases, phase)
			}
			times[phase+r.Title] = gantt.Clock(s.Time)
		}
	}
	rows := [][]string{heading}
	for _, phase := range phases {
		row := []string{phase}
		for _, r := range all {
			row = append(row, times[phase+r.Title])
		}
		rows = append(rows, row)
	}
	return Table(append(rows, last))
}

// phaseOf is the name of a step without the number of tasks.
func phaseOf(s fargate.Step) string {
	if strings.HasPrefix(s.Name, "launch ") {
		return "launch the tasks"
	}
	return s.Name
}
