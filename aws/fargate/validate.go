package fargate

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// argsType is how errors name the arguments.
const (
	argsType = "ServiceArgs"
	argsName = "fargate." + argsType
)

// productionTasks is how many tasks a service needs to survive the loss of one.
const productionTasks = 2

// Limits of single fields.
const (
	maxHealthPath  = 1024 // Elastic Load Balancing
	maxExtraGroups = 4    // VPC: 5 security groups for a network interface, and one is the service's own
)

const needHealthCodes = "HTTP status codes from 200 to 499, such as 200-299 or 200,204"

var (
	healthCodes   = regexp.MustCompile(`^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$`)
	healthPath    = regexp.MustCompile(`^/[!-~]*$`)
	egressName    = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)
	componentName = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *ServiceArgs) Validate() error {
	p := component.NewProblems(block, argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	a.checkPlacement(p)
	a.checkTask(p)
	if args.worker() {
		args.checkWorker(p)
	} else {
		a.checkListener(p)
		checkRoutes(p, a.Routes)
		a.checkHealthCheck(p)
	}
	a.checkEgress(p)
	a.checkAutoscaling(p)
	a.checkDeploy(p)
	awsform.CheckLogRetention(p, "LogRetentionDays", a.LogRetentionDays)
	awsform.KeyARN.Check(p, "KMSKeyARN", a.KMSKeyARN)
	awsform.TopicARN.Check(p, "AlarmTopicARN", a.AlarmTopicARN)
	return p.Err()
}

// checkTask checks the task once for each image that it will run.
func (args *ServiceArgs) checkTask(p *component.Problems) {
	b := args.BlueGreen
	if b == nil {
		args.Task.check(p, "Task.", args.Profile)
		return
	}
	if args.Task.Image != nil {
		p.Addf("Task.Image", "no image beside BlueGreen.Blue and BlueGreen.Green", "one")
	}
	p.OneOf("BlueGreen.Active", string(b.Active), string(Blue), string(Green))
	for _, colour := range []Colour{Blue, Green} {
		own := component.NewProblems(block, argsType)
		args.taskOf(colour).check(own, "Task.", args.Profile)
		for _, problem := range component.FieldErrors(own.Err()) {
			switch {
			case problem.Field == "Task.Image":
				p.Addf("BlueGreen."+colour.field(), problem.Need, "%s", problem.Got)
			case colour == Blue: // what both have in common is told once
				p.Append(problem)
			}
		}
	}
}

// checkWorker looks at the arguments as they were given: what only a load balancer uses has no default here.
func (args *ServiceArgs) checkWorker(p *component.Problems) {
	for _, field := range []struct {
		name  string
		given bool
	}{
		{"Port", args.Port != 0}, {"Routes", len(args.Routes) > 0}, {"HealthCheck", args.HealthCheck != HealthCheck{}},
		{"RequestTime", args.RequestTime != 0}, {"SlowStart", args.SlowStart != 0}, {"BlueGreen", args.BlueGreen != nil},
	} {
		if field.given {
			p.Addf(field.name, "a Listener: a service without one is a worker that nobody connects to", "none")
		}
	}
}

func (args *ServiceArgs) checkListener(p *component.Problems) {
	if args.Port == 0 {
		p.Add("Port", "the port that the container listens on, 1 to 65535", args.Port)
	} else {
		p.Between("Port", args.Port, 1, 65535)
	}
	if args.Listener.claim == nil {
		p.Addf("Listener", "a listener made with NewListener", "another one")
		return
	}
	l := args.Listener.args
	listenerARN.Require(p, "Listener.HTTPSListenerARN", l.HTTPSListenerARN)
	awsform.SecurityGroupID.Require(p, "Listener.SecurityGroupID", l.SecurityGroupID)
	loadBalancerSuffix.Require(p, "Listener.LoadBalancerARNSuffix", l.LoadBalancerARNSuffix)
}

func (args *ServiceArgs) checkHealthCheck(p *component.Problems) {
	h := args.HealthCheck
	if len(h.Path) > maxHealthPath {
		p.Addf("HealthCheck.Path", fmt.Sprintf("at most %d characters", maxHealthPath), "%d", len(h.Path))
	}
	p.Match("HealthCheck.Path", "a path that begins with a slash and has no spaces", h.Path, healthPath)
	if !p.Match("HealthCheck.Codes", needHealthCodes, h.Codes, healthCodes) {
		return
	}
	for _, part := range strings.Split(h.Codes, ",") {
		if low, high, isRange := strings.Cut(part, "-"); isRange && low > high {
			p.Add("HealthCheck.Codes", "ranges from the lower code to the higher one", h.Codes)
		}
	}
}

// checkCounts checks the numbers of tasks.
func (args *ServiceArgs) checkCounts(p *component.Problems) {
	least, need := 1, fmt.Sprintf("1 to %d tasks", maxTasks)
	if args.Profile == component.Production {
		least = productionTasks
		need = fmt.Sprintf("%d to %d tasks (one task is down while it is replaced), or Profile development", least, maxTasks)
	}
	low, high := args.counts()
	enough := low >= least && low <= maxTasks
	switch {
	case args.Autoscaling == nil && !enough:
		p.Add("DesiredCount", need, low)
	case args.Autoscaling != nil && !enough:
		p.Add("Autoscaling.Min", need, low)
	case high < low || high > maxTasks:
		p.Add("Autoscaling.Max", fmt.Sprintf("Min to %d tasks", maxTasks), high)
	case args.DesiredCount < low || args.DesiredCount > high:
		p.Add("DesiredCount", "a number from Autoscaling.Min to Autoscaling.Max", args.DesiredCount)
	}
	if args.MaximumPercent < 100 || args.MaximumPercent > maxPercent {
		p.Add("MaximumPercent", fmt.Sprintf("101 to %d", maxPercent), args.MaximumPercent)
	} else if enough && args.waveOf(low) < 1 {
		p.Add("MaximumPercent", fmt.Sprintf("%d or more: room for one new task beside %d old ones", 100+(100+low-1)/low, low), args.MaximumPercent)
	}
}

// checkTimes checks each time by itself; their sum is checked by the plan.
func (args *ServiceArgs) checkTimes(p *component.Problems) {
	between := func(field string, value, low, high time.Duration) {
		if value < low || value > high {
			p.Add(field, fmt.Sprintf("%s to %s", low, high), value)
		}
	}
	between("DeployWithin", args.DeployWithin, time.Second, maxTime)
	between("PullTime", args.PullTime, time.Second, maxTime)
	between("StartupTime", args.StartupTime, time.Second, maxTime)
	between("ShutdownTime", args.ShutdownTime, minStopTime, maxStopTime)
	if !args.worker() {
		between("RequestTime", args.RequestTime, time.Second, maxDeregistration)
	}
	if args.SlowStart != 0 {
		between("SlowStart", args.SlowStart, minSlowStart, maxSlowStart)
	}
}

func (args *ServiceArgs) checkAutoscaling(p *component.Problems) {
	s := args.Autoscaling
	if s == nil {
		return
	}
	if args.BlueGreen != nil {
		p.Addf("Autoscaling", "no BlueGreen beside it: the idle colour would be too small for the requests that it gets at once", "both")
	}
	if s.CPUPercent == 0 && s.MemoryPercent == 0 && s.RequestsPerTask == 0 {
		p.Add("Autoscaling", "a target: CPUPercent, MemoryPercent or RequestsPerTask", nil)
	}
	if s.CPUPercent != 0 {
		p.Between("Autoscaling.CPUPercent", s.CPUPercent, 10, 90)
	}
	if s.MemoryPercent != 0 {
		p.Between("Autoscaling.MemoryPercent", s.MemoryPercent, 10, 90)
	}
	if s.RequestsPerTask < 0 {
		p.Add("Autoscaling.RequestsPerTask", "1 or more requests a minute", s.RequestsPerTask)
	}
	if s.RequestsPerTask > 0 && args.worker() {
		p.Addf("Autoscaling.RequestsPerTask", "a Listener, which counts the requests", "none")
	}
}
