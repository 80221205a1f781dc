package ingress

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

// Limits of rules, by the quotas of Elastic Load Balancing and the controller's documentation of conditions.
const (
	maxHost           = 253
	maxValues         = 5  // of a rule
	maxConditionValue = 3  // of a condition
	maxPortName       = 15 // the API server's validation of an Ingress
)

var hostName = regexp.MustCompile(`^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

func (args *ALBArgs) checkRules(p *component.Problems) {
	if len(args.Rules) == 0 && args.DefaultBackend == nil {
		p.Add("Rules", "where requests go, here or in DefaultBackend", nil)
	}
	if args.DefaultBackend != nil {
		args.checkBackend(p, "DefaultBackend", *args.DefaultBackend)
	}
	seen := map[string]string{}
	for i, rule := range args.Rules {
		if rule.Host != "" {
			checkHost(p, indexed("Rules", i)+".Host", rule.Host)
		}
		if len(rule.Paths) == 0 {
			p.Add(indexed("Rules", i)+".Paths", "where the requests for paths of the host go", nil)
		}
		for j, path := range rule.Paths {
			path = path.withDefaults()
			where := fmt.Sprintf("%s%s (%s)", rule.Host, path.Path, path.Type)
			if first := seen[where]; first != "" {
				p.Addf(pathField(i, j, "Path"), "each host and path once", "%s, as in %s", where, first)
			}
			seen[where] = fmt.Sprintf("Rules[%d].Paths[%d]", i, j)
			args.checkPath(p, i, j, rule.Host, path)
		}
	}
	for i, host := range args.TLSHosts {
		checkHost(p, indexed("TLSHosts", i), host)
	}
	if len(args.CertificateARNs) == 0 && !args.namesHost() {
		p.Add("CertificateARNs", "a certificate, or a Host in Rules or TLSHosts to find one for", nil)
	}
	args.checkUse(p)
}

// namesHost says whether the controller could look for a certificate.
func (args *ALBArgs) namesHost() bool {
	return len(args.TLSHosts) > 0 || slices.ContainsFunc(args.Rules, func(r Rule) bool { return r.Host != "" })
}

func checkHost(p *component.Problems, field, host string) {
	if len(host) > maxHost || !hostName.MatchString(host) {
		p.Add(field, "a host name in lower case, such as shop.example.com or *.example.com", host)
	}
}

func (args *ALBArgs) checkPath(p *component.Problems, i, j int, host string, path Path) {
	field := pathField(i, j, "Path")
	if !strings.HasPrefix(path.Path, "/") || strings.ContainsAny(path.Path, " \t\n") {
		p.Add(field, "a path that begins with a slash", path.Path)
	}
	if p.OneOf(pathField(i, j, "Type"), string(path.Type), texts(Prefix, Exact, Pattern)...) &&
		path.Type != Pattern && strings.ContainsAny(path.Path, "*?") {
		p.Addf(field, "no * and ?, or Type Pattern", "%q with %s", path.Path, path.Type)
	}
	args.checkBackend(p, pathField(i, j, "Backend"), path.Backend)
	name, _ := path.Backend.name() // one that is known only later has no conditions that could be counted
	if n := args.values(name, host, path); n > maxValues {
		p.Addf(field, fmt.Sprintf("a rule with at most %d values, those of Conditions[%q], host and path counted", maxValues, name), "%d", n)
	}
	if action, defined := args.Actions[name]; defined && path.Backend.Action != "" && action.Redirect != nil && args.loops(name, *action.Redirect, host, path) {
		p.Addf(pathField(i, j, "Backend.Action"), "a redirect that leads elsewhere", "%q, which leads to the same host and path again", name)
	}
}

// values counts what AWS counts in a rule. A prefix is two patterns, the path itself and what is below it.
func (args *ALBArgs) values(name, host string, path Path) int {
	n := 1
	if path.Type == Prefix && path.Path != "/" {
		n = 2
	}
	if host != "" {
		n++
	}
	for _, condition := range args.Conditions[name] {
		n += condition.values()
	}
	return n
}

// loops says whether what a redirect leads to comes to the redirect again, on HTTPS, which all requests that get here use. With
// Conditions nobody can tell.
func (args *ALBArgs) loops(name string, r Redirect, host string, path Path) bool {
	sameHost := r.Host == "" || r.Host == "#{host}" || host != "" && wildcard(host).MatchString(r.Host)
	samePort := r.Port == 0 || slices.Contains(args.HTTPSPorts, r.Port)
	if len(args.Conditions[name]) > 0 || !sameHost || !samePort {
		return false
	}
	if r.Path == "" || r.Path == "/#{path}" {
		return true
	}
	target := strings.ReplaceAll(r.Path, "#{path}", strings.TrimPrefix(path.Path, "/"))
	return path.fits(target) && !args.otherFits(host, path, target)
}

// otherFits says whether another path of the host takes the target, as /app does behind a redirect from / to /app.
func (args *ALBArgs) otherFits(host string, path Path, target string) bool {
	for _, rule := range args.Rules {
		for _, other := range rule.Paths {
			other = other.withDefaults()
			if rule.Host == host && (other.Path != path.Path || other.Type != path.Type) && other.fits(target) {
				return true
			}
		}
	}
	return false
}

// fits says whether the path takes a request.
func (p Path) fits(target string) bool {
	switch p.Type {
	case Prefix:
		return target == p.Path || strings.HasPrefix(target, strings.TrimSuffix(p.Path, "/")+"/")
	case Pattern:
		return wildcard(p.Path).MatchString(target)
	default:
		return target == p.Path
	}
}

// wildcard compares as Elastic Load Balancing does: * for any characters and ? for one.
func wildcard(pattern string) *regexp.Regexp {
	quoted := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile("^" + quoted + "$")
}

func (args *ALBArgs) checkBackend(p *component.Problems, field string, b Backend) {
	if b.Action != "" {
		if component.Given(b.ServiceName) || b.ServicePort != 0 || b.ServicePortName != "" {
			p.Addf(field, "a Service or an Action", "both")
		}
		if len(args.Actions) == 0 {
			p.Add(field+".Action", "one of Actions, of which there are none", b.Action)
		} else {
			p.OneOf(field+".Action", b.Action, slices.Sorted(maps.Keys(args.Actions))...)
		}
		return
	}
	if !p.Require(field+".ServiceName", "a Service, or an Action", b.ServiceName) {
		return
	}
	kubeform.CheckDNSLabelInput(p, field+".ServiceName", b.ServiceName)
	checkServicePort(p, field+".ServicePort", b.ServicePort, b.ServicePortName)
	if len(b.ServicePortName) > maxPortName {
		p.Add(field+".ServicePortName", "at most 15 characters, which is what an Ingress takes", b.ServicePortName)
	}
	if name, known := b.name(); known {
		if _, clash := args.Actions[name]; clash {
			p.Addf(field+".ServiceName", "an Action under another name than the Service", "%q for both", name)
		}
	}
}

// checkServicePort records a port that is neither a number nor a name, or both.
func checkServicePort(p *component.Problems, field string, number int, name string) {
	switch {
	case number != 0 && name != "":
		p.Addf(field, needPort, "both")
	case name == useAnnotation:
		p.Add(field+"Name", "the name of a Service's port; an action is named by Action", name)
	case name != "":
		p.Match(field+"Name", "the name of a Service's port", name, portName)
	case number < 1 || number > maxPort:
		p.Add(field, needPort, number)
	}
}

// checkUse records what no rule leads to. A Service whose name is known only later could be any.
func (args *ALBArgs) checkUse(p *component.Problems) {
	used, all := map[string]bool{}, true
	visit := func(b Backend) {
		name, known := b.name()
		used[name], all = true, all && known
	}
	if args.DefaultBackend != nil {
		visit(*args.DefaultBackend)
	}
	for _, rule := range args.Rules {
		for _, path := range rule.Paths {
			visit(path.Backend)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(args.Actions)) {
		if !used[name] {
			p.Addf(entry("Actions", name), "a rule that leads to it", "none")
		}
	}
	if !all {
		return
	}
	const need = "a rule that leads to the Service or action of this name"
	for _, name := range slices.Sorted(maps.Keys(args.Conditions)) {
		if !used[name] {
			p.Addf(entry("Conditions", name), need, "none")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(args.Rewrites)) {
		if !used[name] {
			p.Addf(entry("Rewrites", name), need, "none")
		}
	}
}

// requireService records a Service's name that is missing or has another form.
func requireService(p *component.Problems, field string, in pulumi.StringInput) {
	if p.Require(field, "a Service", in) {
		kubeform.CheckDNSLabelInput(p, field, in)
	}
}
