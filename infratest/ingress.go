package infratest

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"
)

// IngressOption changes what [AssertNoPublicIngress] accepts.
type IngressOption func(*ingressRules)

type ingressRules struct{ allowed []publicPorts }

type publicPorts struct {
	name  string
	ports []int
}

// AllowPublic accepts that the resource with this logical name is open to the internet on the given ports, as a public load
// balancer is on 443. Without ports every port is accepted. A rule that opens more than these ports still fails.
func AllowPublic(name string, ports ...int) IngressOption {
	return func(r *ingressRules) { r.allowed = append(r.allowed, publicPorts{name, ports}) }
}

// opening is one place where a resource lets the whole internet in.
type opening struct {
	path string // of the offending input
	got  string
	from int // the first open port; -1 when every port is
	to   int
}

const everyPort = -1

func (o opening) allowedBy(allowed []publicPorts, name string) bool {
	return slices.ContainsFunc(allowed, func(a publicPorts) bool {
		if a.name != name {
			return false
		}
		if len(a.ports) == 0 {
			return true
		}
		if o.from == everyPort {
			return false
		}
		for port := o.from; port <= o.to; port++ {
			if !slices.Contains(a.ports, port) {
				return false
			}
		}
		return true
	})
}

func (o opening) ports() string {
	switch o.from {
	case everyPort:
		return "every port"
	case o.to:
		return fmt.Sprintf("port %d", o.from)
	}
	return fmt.Sprintf("ports %d to %d", o.from, o.to)
}

// AssertNoPublicIngress fails the test for every resource that lets 0.0.0.0/0 or ::/0 in, and names resource, property and ports.
//
// It looks at AWS security groups (inline rules and both kinds of rule resources) and EKS endpoints, Google Cloud firewalls, Cloud SQL and GKE authorized
// networks, Kubernetes network policies and Services of type LoadBalancer, and Elastic Cloud traffic filters. A /1 counts as the
// internet as well. Where leaving a property out means everybody (an EKS endpoint, a LoadBalancer Service), leaving it out fails. Addresses that are
// known only after deployment cannot be judged and pass: run this on an update, not on a preview.
func AssertNoPublicIngress(t testing.TB, g *Graph, opts ...IngressOption) {
	t.Helper()
	report(t, publicIngress(g, opts...))
}

func publicIngress(g *Graph, opts ...IngressOption) []string {
	var rules ingressRules
	for _, o := range opts {
		o(&rules)
	}
	var problems []string
	for _, r := range g.resources {
		find := ingressFinders(r.Type)
		if find == nil || r.Read {
			continue
		}
		for _, o := range find(node{value: inputsOf(r)}) {
			if !o.allowedBy(rules.allowed, r.Name) {
				problems = append(problems, fmt.Sprintf("%s %q: %s: need no ingress from the whole internet, got %s on %s",
					r.Type, r.Name, o.path, o.got, o.ports()))
			}
		}
	}
	return problems
}

// isInternet tells whether a range is all addresses, or half of them (a way around a rule against all).
func isInternet(cidr string) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && prefix.Bits() <= 1
}
