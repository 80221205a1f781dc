package gitops

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// The names of the arguments in errors.
const (
	argsType = "FluxArgs"
	argsName = "gitops." + argsType
)

const maxSecretName = 253 // RFC 1123 subdomain

// What is asked for, in words.
const (
	needPath      = `a folder of the repository such as "clusters/blue", not above its root, or "." for all of it`
	needSecret    = "the name of an existing Secret in Flux's namespace"
	needVariable  = "a name of letters, digits and underscores, no digit first, as in ${cluster_name}"
	needValue     = "a value"
	needOpenValue = "a value that everybody may read; put a secret one into a Secret and name it in VariablesSecret"
	needPolicy    = "Orphan or WaitForTermination: with the other policies of Flux objects go on being deleted after Flux has gone, and hang"
)

var (
	folder       = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/?$`)
	secretName   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$`)
	variable     = regexp.MustCompile(`^[_a-zA-Z][_a-zA-Z0-9]*$`)
	exactVersion = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
	repository   = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s?#@]*)?$`)
)

// Validate reports everything that is wrong with the arguments at once; each problem is a [component.FieldError].
func (args *FluxArgs) Validate() error {
	p := component.NewProblems("gitops", argsType)
	a := args.withDefaults()
	p.RequireTags(a.Tags)
	p.CheckProfile(a.Profile)
	a.place().Check(p)
	kubeform.CheckDNSLabelInput(p, "Namespace", a.Namespace)
	a.Source.check(p)
	if p.Require("Path", needPath, a.Path) && !isFolder(a.Path) {
		p.Add("Path", needPath, a.Path)
	}
	a.checkVariables(p)
	p.BetweenTimes("Interval", a.Interval, time.Minute, 24*time.Hour)
	p.BetweenTimes("RetryInterval", a.RetryInterval, 30*time.Second, 24*time.Hour)
	p.BetweenTimes("Timeout", a.Timeout, 30*time.Second, time.Hour)
	a.checkRemoval(p)
	a.checkChart(p)
	return p.Err()
}

func isFolder(text string) bool {
	return folder.MatchString(text) && path.Clean(text) != ".." && !strings.HasPrefix(path.Clean(text), "../")
}

func (args *FluxArgs) checkVariables(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(args.Variables)) {
		field := fmt.Sprintf("Variables[%q]", name)
		p.Match(field, needVariable, name, variable)
		// An empty text is a value: manifests may test for it.
		if !component.Given(args.Variables[name]) {
			p.Add(field, needValue, nil)
		}
	}
	checkSecretName(p, "VariablesSecret", args.VariablesSecret)
	if args.AllowUndefinedVariables && !args.substitutes() {
		p.Addf("AllowUndefinedVariables", "Variables or VariablesSecret beside it: without them nothing is substituted", "neither")
	}
}

func (args *FluxArgs) checkRemoval(p *component.Problems) {
	switch {
	case args.DeletionPolicy != Orphan && args.DeletionPolicy != WaitForTermination:
		p.Add("DeletionPolicy", needPolicy, string(args.DeletionPolicy))
	case args.DeletionPolicy == WaitForTermination && args.Suspend:
		p.Addf("DeletionPolicy", "Orphan with Suspend: Flux deletes nothing for a Kustomization that is suspended", "%q", args.DeletionPolicy)
	}
}

func (args *FluxArgs) checkChart(p *component.Problems) {
	kubeform.CheckCPU(p, "CPU", args.CPU)
	kubeform.CheckMemory(p, "Memory", args.Memory)
	p.Match("ChartVersion", "an exact version such as "+ChartVersion+", so that nothing changes by itself", args.ChartVersion, exactVersion)
	p.Match("ChartRepository", "https:// with a host and a path, without credentials", args.ChartRepository, repository)
}

func isSecretName(text string) bool {
	return len(text) <= maxSecretName && secretName.MatchString(text)
}

// checkSecretName records a name that is known and is none; an input that was not given passes.
func checkSecretName(p *component.Problems, field string, in pulumi.StringInput) {
	if value, known := component.Known(in); known && value != nil {
		if text, _ := value.(string); !isSecretName(text) {
			p.Add(field, needSecret, text)
		}
	}
}

// passSecretName hands a name on; one that is known only later is checked on its way.
func passSecretName(field string, in pulumi.StringInput) pulumi.StringOutput {
	return component.CheckString(in, argsName, field, needSecret, isSecretName)
}

// substitutes says whether manifests have variables.
func (args *FluxArgs) substitutes() bool {
	return len(args.Variables) > 0 || component.Given(args.VariablesSecret)
}
