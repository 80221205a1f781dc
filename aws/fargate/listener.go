package fargate

import (
	"fmt"
	"slices"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// Listener is the HTTPS listener of a load balancer that several services share. It is a plain value: nothing is registered
// for it. Make one with [NewListener] for each listener and each run of the program, and give the same one to all services
// behind it, so that two of them never ask for the same route or the same priority.
type Listener struct {
	args ListenerArgs
	// claim reserves routes for a service until they are released, which a service that is not made must do. It is a function,
	// so that arguments which name the listener stay what they are when a service is made.
	claim func(p *component.Problems, service string, routes []Route) (release func())
}

// ListenerArgs describes a listener by three outputs of the load balancer's component. All are required.
type ListenerArgs struct {
	// HTTPSListenerARN is the listener that gets the rules. A change makes each rule anew on the other listener before it is
	// taken from the old one.
	HTTPSListenerARN pulumi.StringInput
	// SecurityGroupID is the load balancer's security group. Each service admits it on its port, and adds an egress rule to
	// it; by default AWS takes 60 such rules for a group.
	SecurityGroupID pulumi.StringInput
	// LoadBalancerARNSuffix is the end of the load balancer's ARN, such as app/main/0123456789abcdef, by which metrics know it.
	LoadBalancerARNSuffix pulumi.StringInput
}

// NewListener makes the value that the services behind one listener share.
func NewListener(args ListenerArgs) *Listener {
	return &Listener{args: args, claim: (&registry{}).claim}
}

// registry remembers the routes on one listener.
type registry struct {
	mu     sync.Mutex
	claims []*claim
}

// claim is one route of one service.
type claim struct {
	service  string
	route    string // its identity
	priority int
	explicit bool
}

// claim reserves the routes and records what they conflict with. Whether a set of services is refused does not depend on
// their order, because every pair of routes is compared; only which service is told does.
func (r *registry) claim(p *component.Problems, service string, routes []Route) (release func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var added []*claim
	for i, route := range routes {
		if len(route.conditions()) == 0 {
			continue // refused elsewhere
		}
		mine := &claim{service: service, route: route.String(), priority: route.priority(), explicit: route.Priority != 0}
		if other := r.conflicting(mine); other != nil {
			r.report(p, fmt.Sprintf("Routes[%d]", i), mine, other)
		}
		r.claims = append(r.claims, mine)
		added = append(added, mine)
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.claims = slices.DeleteFunc(r.claims, func(c *claim) bool { return slices.Contains(added, c) })
	}
}

// conflicting finds the claim that cannot stand beside this one: the same route rather than the same priority.
func (r *registry) conflicting(mine *claim) *claim {
	var found *claim
	for _, other := range r.claims {
		if other.route == mine.route {
			return other
		}
		if other.priority == mine.priority {
			found = other
		}
	}
	return found
}

// report names both sides, and for equal priorities one that is free.
func (r *registry) report(p *component.Problems, field string, mine, other *claim) {
	owner := "service " + other.service
	if other.service == mine.service {
		owner = "another route of " + owner
	}
	if other.route == mine.route {
		p.Addf(field, "a route that no other service on the listener has", "%s of service %s, which %s has too", mine.route, mine.service, owner)
		return
	}
	p.Addf(field+".Priority", fmt.Sprintf("a priority of its own, such as %d, which is free", r.free(mine.priority)),
		"%d (%s) for %s of service %s, as for %s of %s", mine.priority, mine.origin(), mine.route, mine.service, other.route, owner)
}

func (c *claim) origin() string {
	if c.explicit {
		return "set"
	}
	return "made from the route"
}

// free is the next higher priority that nobody has, or the next lower one at the end of the numbers: close to the one that
// was wanted, so that the order among routes stays.
func (r *registry) free(wanted int) int {
	taken := map[int]bool{}
	for _, c := range r.claims {
		taken[c.priority] = true
	}
	for n := wanted + 1; n <= maxPriority; n++ {
		if !taken[n] {
			return n
		}
	}
	for n := wanted - 1; n > 0; n-- {
		if !taken[n] {
			return n
		}
	}
	return wanted
}
