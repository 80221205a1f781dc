package workload

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/incluster"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	maxPort       = 65535
	maxReplicas   = 5000       // our own: far above what one Deployment is good for, and finds a slip
	maxUser       = 2147483647 // Pod API reference, runAsUser
	maxCPU        = 128_000    // our own, in thousandths: finds "250" for "250m"
	minMemory     = 4 << 20    // our own, in bytes: finds "512" for "512Mi"
	maxPercentCPU = 100
	maxPercentMem = 95 // our own: at 100 pods are killed
	maxFailures   = 100

	maxDrain    = 10 * time.Minute
	maxShutdown = time.Hour
	maxStartup  = time.Hour
	maxInterval = 5 * time.Minute

	needBudget = "2 or more in Production, or AllowSingleReplica or Profile development: a budget of one pod blocks drains for ever or guards nothing"
)

// probePath is the path of a URL; query strings are allowed.
var probePath = regexp.MustCompile(`^/[!-~]*$`)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *Args) Validate() error {
	p := component.NewProblems("workload", "Args")
	a := args.withDefaults()
	a.checkBasics(p)
	a.checkImage(p)
	a.checkSize(p)
	a.checkReplicas(p)
	a.checkProbes(p)
	p.BetweenTimes("DrainTime", a.DrainTime, 0, maxDrain)
	p.BetweenTimes("ShutdownTime", a.ShutdownTime, time.Second, maxShutdown)
	if a.worker() && a.DrainTime > 0 {
		p.Add("DrainTime", "0 without Port: nobody connects to a worker", a.DrainTime)
	}
	a.checkVariables(p)
	a.checkFiles(p)
	a.checkIngress(p)
	a.checkEgress(p)
	a.checkNames(p)
	return p.Err()
}

func (args *Args) checkBasics(p *component.Problems) {
	p.RequireTags(args.Tags)
	p.CheckProfile(args.Profile)
	incluster.Place{Provider: args.Provider, DeletedWith: args.DeletedWith}.Check(p)
	if p.Require("Namespace", "the name of a namespace", args.Namespace) {
		kubeform.CheckDNSLabelInput(p, "Namespace", args.Namespace)
	}
	p.Between("Port", args.Port, 0, maxPort)
	p.Between("User", args.User, 1, maxUser)
}

func (args *Args) checkSize(p *component.Problems) {
	if p.Require("CPU", `an amount of CPU such as "250m"`, args.CPU) {
		if thousandths, ok := kubeform.CheckCPU(p, "CPU", args.CPU); ok && thousandths > maxCPU {
			p.Add("CPU", fmt.Sprintf(`at most %d cores; thousandths are written with an m, such as "250m"`, maxCPU/1000), args.CPU)
		}
	}
	if p.Require("Memory", `an amount of memory such as "256Mi"`, args.Memory) {
		checkMemory(p, "Memory", args.Memory)
	}
}

func checkMemory(p *component.Problems, field, text string) {
	if bytes, ok := kubeform.CheckMemory(p, field, text); ok && bytes < minMemory {
		p.Add(field, "at least 4Mi; a number without a unit is bytes", text)
	}
}

func (args *Args) checkReplicas(p *component.Problems) {
	single := args.production() && !args.AllowSingleReplica
	if args.Autoscaling == nil {
		if p.Between("Replicas", args.Replicas, 1, maxReplicas) && args.Replicas < 2 && single {
			p.Add("Replicas", needBudget, args.Replicas)
		}
		return
	}
	scaling := args.Autoscaling
	minOK := p.Between("Autoscaling.Min", scaling.Min, 1, maxReplicas)
	if minOK && scaling.Min < 2 && single {
		p.Add("Autoscaling.Min", needBudget, scaling.Min)
	}
	maxOK := p.Between("Autoscaling.Max", scaling.Max, 1, maxReplicas)
	if minOK && maxOK && scaling.Min > scaling.Max {
		p.Add("Autoscaling.Max", fmt.Sprintf("Min or more, which is %d", scaling.Min), scaling.Max)
	} else if minOK && maxOK {
		p.Between("Replicas", args.Replicas, scaling.Min, scaling.Max)
	}
	p.Between("Autoscaling.TargetCPUPercent", scaling.TargetCPUPercent, 0, maxPercentCPU)
	p.Between("Autoscaling.TargetMemoryPercent", scaling.TargetMemoryPercent, 0, maxPercentMem)
}

func (args *Args) checkProbes(p *component.Problems) {
	probes := args.Probes
	if probes.Port != args.Port { // which has been checked
		p.Between("Probes.Port", probes.Port, 0, maxPort)
	}
	p.BetweenTimes("Probes.StartupTime", probes.StartupTime, time.Second, maxStartup)
	p.BetweenTimes("Probes.Interval", probes.Interval, time.Second, maxInterval)
	p.BetweenTimes("Probes.Timeout", probes.Timeout, time.Second, probes.Interval)
	p.Between("Probes.Failures", probes.Failures, 1, maxFailures)
	for _, path := range []struct{ field, value string }{{"Path", probes.Path}, {"LivenessPath", probes.LivenessPath}} {
		switch {
		case path.value == "":
		case !probePath.MatchString(path.value):
			p.Add("Probes."+path.field, "a path such as /healthz, without spaces", path.value)
		case len(probes.Command) > 0:
			p.Add("Probes."+path.field, "nothing beside Command", path.value)
		case probes.Port == 0:
			p.Add("Probes."+path.field, "Port or Probes.Port beside it", path.value)
		}
	}
	if probes.LivenessPath != "" && probes.LivenessPath == probes.Path {
		p.Add("Probes.LivenessPath", "another path than Path: what fails because of something else would start all pods anew at once", probes.LivenessPath)
	}
	if len(probes.Command) > 0 && probes.Port != 0 {
		p.Add("Probes.Port", "0 beside Command", probes.Port)
	}
	if probes.HTTPS && probes.Path == "" && probes.LivenessPath == "" {
		p.Add("Probes.HTTPS", "Path beside it", true)
	}
}

// checkNames checks what ends up in names and labels.
func (args *Args) checkNames(p *component.Problems) {
	if args.ServiceName != "" {
		if args.worker() {
			p.Add("ServiceName", "nothing without Port: a worker has no Service", args.ServiceName)
		}
		if kubeform.CheckDNSLabel(p, "ServiceName", args.ServiceName) && !startsWithLetter(args.ServiceName) {
			p.Add("ServiceName", "a letter first", args.ServiceName)
		}
	}
	if args.ServiceAccountName != "" {
		kubeform.CheckDNSLabel(p, "ServiceAccountName", args.ServiceAccountName)
	}
	for _, key := range sortedKeys(args.ServiceAccountAnnotations) {
		kubeform.CheckLabelKey(p, entry("ServiceAccountAnnotations", key), key)
		p.Require(entry("ServiceAccountAnnotations", key), "a value", args.ServiceAccountAnnotations[key])
	}
	for _, key := range sortedKeys(args.NodeSelector) {
		if kubeform.CheckLabelKey(p, entry("NodeSelector", key), key) {
			kubeform.CheckLabelValue(p, entry("NodeSelector", key), args.NodeSelector[key])
		}
	}
	for i, each := range args.After {
		p.Require(fmt.Sprintf("After[%d]", i), "a resource", each)
	}
}

func startsWithLetter(name string) bool { return strings.IndexFunc(name, isLetter) == 0 }

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
