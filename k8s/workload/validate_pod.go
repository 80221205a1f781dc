package workload

import (
	"fmt"
	"maps"
	"net/netip"
	"path"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

const (
	maxReference = 253 // RFC 1123 subdomain, the name of a Secret or ConfigMap

	needVariable  = "a name of letters, digits and underscores, no digit first"
	needReference = "the name of a Secret or ConfigMap in the namespace: at most 253 lower-case letters, digits, hyphens and full stops"
	needKey       = "a key of the Secret: at most 253 letters, digits, hyphens, underscores and full stops"
	needPath      = "an absolute path of a directory such as /var/cache, without colons and nothing to be shortened, other than /"
	needPodLabels = "labels that the pods have: none would mean all pods of the namespace"
	needPeer      = "Namespace, Pods or both, or CIDR"
)

var (
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	objectName   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
	dataKey      = regexp.MustCompile(`^[-._A-Za-z0-9]{1,253}$`)
	mountPath    = regexp.MustCompile(`^/[^:\s]+$`)
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (args *Args) checkVariables(p *component.Problems) {
	for _, name := range sortedKeys(args.Environment) {
		field := entry("Environment", name)
		p.Match(field, needVariable, name, variableName)
		if !component.Given(args.Environment[name]) {
			p.Add(field, "a value", nil)
		}
	}
	for _, name := range sortedKeys(args.SecretEnvironment) {
		field := entry("SecretEnvironment", name)
		p.Match(field, needVariable, name, variableName)
		if _, twice := args.Environment[name]; twice {
			p.Addf(field, "a variable of its own", "one that Environment has too")
		}
		checkReference(p, field+".Secret", args.SecretEnvironment[name].Secret)
		p.Match(field+".Key", needKey, args.SecretEnvironment[name].Key, dataKey)
	}
}

func isObjectName(text string) bool { return len(text) <= maxReference && objectName.MatchString(text) }

// checkReference checks a name that is known now. What is given instead of a name may be the secret itself, so it is not shown.
func checkReference(p *component.Problems, field string, in pulumi.StringInput) {
	if !p.Require(field, needReference, in) {
		return
	}
	value, _ := component.Known(in)
	if text, isText := value.(string); isText && !isObjectName(text) {
		p.Addf(field, needReference, "another text of %d characters", len(text))
	}
}

// passReference is checkReference for a name that is known only later.
func passReference(field string, in pulumi.StringInput) pulumi.StringOutput {
	return in.ToStringOutput().ApplyT(func(text string) (string, error) {
		if !isObjectName(text) {
			return "", &component.FieldError{
				Args: argsName, Field: field, Need: needReference, Got: fmt.Sprintf("another text of %d characters", len(text)),
			}
		}
		return text, nil
	}).(pulumi.StringOutput)
}

// checkFiles checks directories and what is mounted there.
func (args *Args) checkFiles(p *component.Problems) {
	taken := map[string]string{}
	check := func(field, directory string) {
		if !mountPath.MatchString(directory) || path.Clean(directory) != directory {
			p.Add(entry(field, directory), needPath, directory)
		}
		if by, twice := taken[directory]; twice {
			p.Addf(entry(field, directory), "a directory of its own", "one that %s has too", by)
		}
		taken[directory] = field
	}
	for _, directory := range sortedKeys(args.WritablePaths) {
		check("WritablePaths", directory)
		checkMemory(p, entry("WritablePaths", directory), args.WritablePaths[directory])
	}
	for _, directory := range sortedKeys(args.ConfigFiles) {
		check("ConfigFiles", directory)
		checkReference(p, entry("ConfigFiles", directory), args.ConfigFiles[directory])
	}
	for _, directory := range sortedKeys(args.SecretFiles) {
		check("SecretFiles", directory)
		checkReference(p, entry("SecretFiles", directory), args.SecretFiles[directory])
	}
}

// cidrForm is which blocks of addresses are accepted.
type cidrForm struct {
	need string
	all  bool // also all addresses
}

var (
	ingressCIDR = cidrForm{need: "a block of addresses without host bits, such as 10.0.0.0/24, and not all addresses: name the subnets of the load balancer"}
	egressCIDR  = cidrForm{need: "a block of addresses without host bits, such as 10.0.0.0/16", all: true}
)

func (c cidrForm) accepts(text string) bool {
	prefix, err := netip.ParsePrefix(text)
	return err == nil && prefix.Masked() == prefix && (c.all || prefix.Bits() > 0)
}

// picksPods is false without labels: none, like an empty map of them, leaves the choice to Namespace.
func (p Peer) picksPods() bool {
	n, known := component.Len(p.Pods)
	return !known || n > 0
}

func (p Peer) check(problems *component.Problems, field string, cidr cidrForm) {
	pods := component.Given(p.Namespace) || p.picksPods()
	if pods == component.Given(p.CIDR) {
		got := "nothing"
		if pods {
			got = "all"
		}
		problems.Addf(field, needPeer, "%s", got)
		return
	}
	kubeform.CheckDNSLabelInput(problems, field+".Namespace", p.Namespace)
	if value, _ := component.Known(p.CIDR); value != nil && !cidr.accepts(value.(string)) {
		problems.Add(field+".CIDR", cidr.need, value)
	}
}

func (args *Args) checkIngress(p *component.Problems) {
	for i, rule := range args.Ingress {
		field := fmt.Sprintf("Ingress[%d]", i)
		rule.From.check(p, field+".From", ingressCIDR)
		if rule.Port == 0 && args.worker() {
			p.Add(field+".Port", "1 to 65535: a worker has no port of its own", rule.Port)
		}
		p.Between(field+".Port", rule.Port, 0, maxPort)
	}
}

func (args *Args) checkEgress(p *component.Problems) {
	if args.AllowAllEgress && len(args.Egress) > 0 {
		p.Add("Egress", "no rules beside AllowAllEgress", len(args.Egress))
	}
	for i, rule := range args.Egress {
		field := fmt.Sprintf("Egress[%d]", i)
		rule.To.check(p, field+".To", egressCIDR)
		p.Require(field+".Ports", "one port or more", rule.Ports)
		for j, port := range rule.Ports {
			p.Between(fmt.Sprintf("%s.Ports[%d]", field, j), port, 1, maxPort)
		}
	}
}
