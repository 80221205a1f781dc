package fargate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
)

// What a roll-out takes that no argument changes. The figures are a budget drawn from public reports, not measured by us:
// see the package documentation.
const (
	registerTime  = 3 * time.Second  // register the task definition, update the service
	scheduleTime  = 10 * time.Second // until the scheduler starts the first task
	launchRate    = 500              // tasks that ECS starts in a minute for one service; an account may start 20 a second
	steadyTime    = 25 * time.Second // until ECS calls the service steady (about 15 s) and the provider asks again (10 s)
	checkInterval = 5 * time.Second  // the shortest interval that a target group takes
	checkTimeout  = 4 * time.Second
	easyInterval  = 10 * time.Second // kinder to the application, when the budget has room for it
	healthyChecks = 2                // the fewest that a target group takes
	failedChecks  = 2
	graceSlack    = 10 * time.Second
)

// Limits of the deployment's arguments.
const (
	maxStopTime       = 2 * time.Minute  // ECS: the longest stopTimeout on Fargate
	minStopTime       = 2 * time.Second  // ECS: the shortest stopTimeout
	maxDeregistration = time.Hour        // Elastic Load Balancing: the longest deregistration delay
	minSlowStart      = 30 * time.Second // Elastic Load Balancing
	maxSlowStart      = 15 * time.Minute // Elastic Load Balancing
	maxTime           = time.Hour        // our own: what takes longer is no deployment
	maxTasks          = 5000             // ECS: tasks of one service
	maxPercent        = 200              // our own: with two sets of tasks nothing waits any more
)

// Step is one line of the arithmetic of a roll-out.
type Step struct {
	Name string
	Time time.Duration
	Why  string // where the number comes from, or which argument makes it
}

// DeployPlan is how a service is rolled out, derived from DeployWithin and the times that the application needs.
type DeployPlan struct {
	Within  time.Duration // what was asked for
	Total   time.Duration // the sum of Steps: what a roll-out of healthy tasks takes
	CutOver time.Duration // the part of it after which no old task gets new requests
	Tasks   int           // for how many tasks: with Autoscaling the number that takes longest
	Steps   []Step

	// The knobs. Without a load balancer those of the health check and the draining are zero.
	HealthCheckInterval   time.Duration
	HealthCheckTimeout    time.Duration
	HealthyThreshold      int
	UnhealthyThreshold    int
	DeregistrationDelay   time.Duration
	StopTimeout           time.Duration
	GracePeriod           time.Duration // ECS kills no task for bad health checks so early; it does not delay success
	MinimumHealthyPercent int
	MaximumPercent        int
}

// String writes the arithmetic line by line, and the sum.
func (p DeployPlan) String() string {
	var text strings.Builder
	for _, s := range p.Steps {
		fmt.Fprintf(&text, "%6s  %s (%s)\n", s.Time, s.Name, s.Why)
	}
	fmt.Fprintf(&text, "%6s  in all, of %s; the old tasks get no more work after %s\n", p.Total, p.Within, p.CutOver)
	return text.String()
}

// PlanDeploy derives how a service is rolled out from DeployWithin and the times that the application needs. It is what
// NewService does with the same arguments. It fails, with the sum, when the time is not enough, and with every problem of
// the arguments that it reads: the numbers of tasks, the times, MaximumPercent, Profile, and whether there is a Listener.
func PlanDeploy(args *ServiceArgs) (DeployPlan, error) {
	p := component.NewProblems(block, argsType)
	if args == nil {
		p.Add("", "arguments", nil)
		return DeployPlan{}, p.Err()
	}
	plan := args.withDefaults().checkDeploy(p)
	if err := p.Err(); err != nil {
		return DeployPlan{}, err
	}
	return plan, nil
}

// checkDeploy makes the plan, and records what is wrong with it or with the numbers that it is made of.
func (args *ServiceArgs) checkDeploy(p *component.Problems) DeployPlan {
	own := component.NewProblems(block, argsType)
	args.checkCounts(own)
	args.checkTimes(own)
	if err := own.Err(); err != nil {
		p.Append(err)
		return DeployPlan{}
	}
	plan := args.plan()
	plan.check(p)
	return plan
}

// plan spends what the budget leaves on an easier health check; everything else is what the application asks for.
func (args *ServiceArgs) plan() DeployPlan {
	plan := DeployPlan{
		Within: args.DeployWithin, StopTimeout: seconds(args.ShutdownTime),
		MinimumHealthyPercent: 100, MaximumPercent: args.MaximumPercent,
	}
	if args.worker() {
		return plan.sum(args)
	}
	plan.DeregistrationDelay = seconds(args.RequestTime)
	plan.HealthCheckTimeout, plan.HealthyThreshold, plan.UnhealthyThreshold = checkTimeout, healthyChecks, failedChecks
	if easy := plan.every(easyInterval).sum(args); easy.Total <= easy.Within {
		return easy
	}
	return plan.every(checkInterval).sum(args)
}

// every sets the interval of the health check.
func (p DeployPlan) every(interval time.Duration) DeployPlan {
	p.HealthCheckInterval = interval
	return p
}

// sum adds up the steps. Each wave has to drain and stop old tasks before the next one may start, because both count.
func (p DeployPlan) sum(args *ServiceArgs) DeployPlan {
	if p.HealthCheckInterval > 0 {
		// A target that was checked before the application was up counts as unhealthy until it has passed all its checks.
		p.GracePeriod = seconds(args.StartupTime) + p.checks() + graceSlack
	}
	p.Tasks = args.slowestCount(total(p.startWave(args, 0)) + total(p.stopWave()))
	size := args.waveOf(p.Tasks)
	waves := wavesOf(p.Tasks, size)
	stop := p.stopWave()
	p.Steps = []Step{{"register the new revision", registerTime, "two calls"}}
	for _, step := range slices.Concat(p.startWave(args, size), stop) {
		if waves > 1 {
			step.Why += fmt.Sprintf(", %s in each of %d waves", step.Time, waves)
			step.Time *= time.Duration(waves)
		}
		p.Steps = append(p.Steps, step)
	}
	p.CutOver = total(p.Steps) - total(stop)
	p.Steps = append(p.Steps, Step{"see that the service is steady", steadyTime, "ECS and the provider"})
	p.Total = total(p.Steps)
	return p
}

// checks is how long a target takes to become healthy.
func (p DeployPlan) checks() time.Duration {
	return time.Duration(p.HealthyThreshold) * p.HealthCheckInterval
}

func (p DeployPlan) startWave(args *ServiceArgs, size int) []Step {
	steps := []Step{
		{"schedule the tasks", scheduleTime, "the scheduler of ECS"},
		{"launch " + count(size, "task"), launching(size), "ECS starts 500 a minute for a service"},
		{"give them a network interface and pull the image", args.PullTime, "PullTime"},
		{"start the application", args.StartupTime, "StartupTime"},
	}
	if p.HealthCheckInterval > 0 {
		steps = append(steps, Step{"pass the health checks", p.checks(), fmt.Sprintf("%d, one every %s", p.HealthyThreshold, p.HealthCheckInterval)})
	}
	if args.SlowStart > 0 {
		steps = append(steps, Step{"slow start", args.SlowStart, "SlowStart"})
	}
	return steps
}

func (p DeployPlan) stopWave() []Step {
	var steps []Step
	if p.DeregistrationDelay > 0 {
		steps = append(steps, Step{"let the old tasks answer their last requests", p.DeregistrationDelay, "RequestTime"})
	}
	return append(steps, Step{"stop the old tasks", p.StopTimeout, "ShutdownTime"})
}

// check refuses a plan that takes longer than it may, and shows the sum.
func (p DeployPlan) check(problems *component.Problems) {
	if p.Total <= p.Within {
		return
	}
	var terms []string
	for _, s := range p.Steps {
		terms = append(terms, fmt.Sprintf("%s %s", s.Time, s.Name))
	}
	problems.Addf("DeployWithin", fmt.Sprintf("%s or more: %s", p.Total, strings.Join(terms, " + ")), "%s", p.Within)
}

// counts bounds the number of tasks that a roll-out can meet.
func (args *ServiceArgs) counts() (low, high int) {
	if args.Autoscaling != nil {
		return args.Autoscaling.Min, args.Autoscaling.Max
	}
	return args.DesiredCount, args.DesiredCount
}

// slowestCount is the number of tasks whose roll-out takes longest, when everything but the launch takes perWave. It need
// not be the highest one: at 150 percent 2 tasks take two waves and 3 tasks take three.
func (args *ServiceArgs) slowestCount(perWave time.Duration) int {
	low, high := args.counts()
	slowest, longest := low, time.Duration(0)
	for n := low; n <= high; n++ {
		size := args.waveOf(n)
		if t := time.Duration(wavesOf(n, size)) * (perWave + launching(size)); t >= longest {
			slowest, longest = n, t
		}
	}
	return slowest
}

// waveOf is how many new tasks MaximumPercent leaves room for beside that many old ones. It rounds down as ECS does.
func (args *ServiceArgs) waveOf(tasks int) int { return tasks*args.MaximumPercent/100 - tasks }

// wavesOf is how often so many new tasks are started until all are replaced.
func wavesOf(tasks, size int) int { return (tasks + size - 1) / size }

// launching is how long ECS takes to start so many tasks.
func launching(tasks int) time.Duration {
	return time.Duration((tasks*60+launchRate-1)/launchRate) * time.Second
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// seconds rounds up to what the APIs take.
func seconds(d time.Duration) time.Duration {
	return (d + time.Second - 1).Truncate(time.Second)
}

func total(steps []Step) time.Duration {
	var sum time.Duration
	for _, s := range steps {
		sum += s.Time
	}
	return sum
}
