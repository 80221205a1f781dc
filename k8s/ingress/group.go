package ingress

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/tagging"
)

const (
	minOrder = 1
	maxOrder = 1000 // the controller's documentation, group.order
)

// Groups are the groups that Ingresses of a program may join. It is a plain value: nothing is registered for it. Make one with
// [NewGroups] for each cluster and each run of the program, and give the same one to all Ingresses of the cluster, so that two
// of them never ask for the same place, or contradict each other about the load balancer that they share.
type Groups struct {
	allowed []string
	// claim takes a place in a group until it is released, which an Ingress that is not made must do. It is a function, so that
	// arguments which name the groups stay what they are when an Ingress is made.
	claim func(p *component.Problems, mine *member) (release func())
}

// NewGroups makes the set of groups that may be joined. Whoever is in a group can add rules to the load balancer of all others
// in it, and take their requests by a lower order: that is why names come from here and nowhere else. A name has at most 63
// lower-case letters, digits, hyphens and dots; each Ingress reports one that has not.
func NewGroups(allowed ...string) *Groups {
	return &Groups{allowed: slices.Clone(allowed), claim: (&registry{}).claim}
}

// made tells groups of NewGroups from a value that was made by hand.
func (g *Groups) made() bool { return g != nil && g.claim != nil }

// Group is a place in a group of Ingresses that share one load balancer. Ingresses of a group must agree on what concerns the
// load balancer: scheme, addresses, who may connect, TLS, attributes, WAF, tags. NewALB refuses those that do not, of one
// program; of several programs the controller does, and then changes nothing for the whole group.
type Group struct {
	// Groups are those that may be joined. Required.
	Groups *Groups
	// Name is one of them. Required. A change moves the Ingress to another load balancer.
	Name string
	// Order is the place, 1 to 1000: rules of a lower order are tried first. Required, and no two Ingresses have the same.
	Order int
	// Tags are those of the load balancer and all that comes with it, when the Ingresses of the group have different ones.
	// Default: those of the Ingress. The tags pulumi-project and pulumi-stack are left out either way: a group may be of several programs.
	Tags tagging.Set
}

// member is one Ingress as the others see it.
type member struct {
	ingress string // the component's name
	group   string
	order   int
	whole   bool              // it answers what no rule is for
	shared  map[string]string // what all must agree on
}

// registry remembers the members of all groups.
type registry struct {
	mu      sync.Mutex
	members []*member
}

// claim takes the place and records what it conflicts with. Whether a set of Ingresses is refused does not depend on their
// order, because every pair is compared; only which of them is told does.
func (r *registry) claim(p *component.Problems, mine *member) (release func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, other := range r.members {
		if other.group == mine.group {
			r.compare(p, mine, other)
		}
	}
	r.members = append(r.members, mine)
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.members = slices.DeleteFunc(r.members, func(m *member) bool { return m == mine })
	}
}

func (r *registry) compare(p *component.Problems, mine, other *member) {
	if mine.order == other.order {
		p.Addf("Group.Order", fmt.Sprintf("an order of its own in group %s, such as %d, which is free", mine.group, r.free(mine)),
			"%d for Ingress %s, as Ingress %s has", mine.order, mine.ingress, other.ingress)
	}
	if mine.whole && other.whole {
		p.Addf("DefaultBackend", "one in group "+mine.group, "that of Ingress %s, and that of Ingress %s", mine.ingress, other.ingress)
	}
	for _, key := range slices.Sorted(maps.Keys(mine.shared)) {
		if theirs, given := other.shared[key]; given && theirs != mine.shared[key] {
			p.Addf("Group", fmt.Sprintf("one value of %s in group %s, which shares a load balancer", key, mine.group),
				"%q of Ingress %s, and %q of Ingress %s", mine.shared[key], mine.ingress, theirs, other.ingress)
		}
	}
}

// free is the next higher order that nobody in the group has, or the next lower one at the end of the numbers.
func (r *registry) free(mine *member) int {
	taken := map[int]bool{}
	for _, m := range r.members {
		taken[m.order] = taken[m.order] || m.group == mine.group
	}
	for n := mine.order + 1; n <= maxOrder; n++ {
		if !taken[n] {
			return n
		}
	}
	for n := mine.order - 1; n >= minOrder; n-- {
		if !taken[n] {
			return n
		}
	}
	return mine.order
}

// member is the Ingress as others in its group see it. Values that are known only later cannot be compared, and arguments that
// are wrong by themselves only by their place.
func (args *ALBArgs) member(name string) *member {
	m := &member{ingress: name, group: args.Group.Name, order: args.Group.Order, whole: args.DefaultBackend != nil, shared: map[string]string{}}
	if args.Validate() != nil {
		return m
	}
	for full, each := range args.annotations() {
		annotation := strings.TrimPrefix(full, prefix)
		text, known := each.known()
		switch {
		case !known:
		case slices.Contains(agreed, annotation):
			m.shared[annotation] = text
		case annotation == "listen-ports":
			m.addPorts(args)
		case annotation == "tags", annotation == "load-balancer-attributes", strings.HasPrefix(annotation, "listener-attributes."):
			for _, entry := range strings.Split(text, ",") {
				key, value, _ := strings.Cut(entry, "=")
				m.shared[annotation+" "+key] = value
			}
		}
	}
	return m
}

// addPorts adds the protocols of ports: an Ingress may have ports of its own, but one port has one protocol.
func (m *member) addPorts(args *ALBArgs) {
	for _, port := range args.HTTPSPorts {
		m.shared[fmt.Sprintf("listen-ports %d", port)] = "HTTPS"
	}
	for _, port := range args.RedirectPorts {
		m.shared[fmt.Sprintf("listen-ports %d", port)] = "HTTP"
	}
}

// agreed are the annotations that the controller's documentation calls exclusive: one value, or the same, in a group.
var agreed = []string{
	"load-balancer-name", "scheme", "ip-address-type", "subnets", "ipam-ipv4-pool-id", "minimum-load-balancer-capacity",
	"security-groups", "manage-backend-security-group-rules", "inbound-cidrs", "security-group-prefix-lists", "ssl-redirect",
	"ssl-policy", "mutual-authentication", "wafv2-acl-arn", "shield-advanced-protection",
}
