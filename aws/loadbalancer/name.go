package loadbalancer

import (
	"regexp"
	"strings"
)

var autoName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// reserved is how no load balancer's name may begin (Elastic Load Balancing API reference, CreateLoadBalancer).
const reserved = "internal"

// needName is what is needed instead of a component's name, which physical names are made from.
func needName(name string) string {
	switch {
	case !autoName.MatchString(name):
		return "lower-case letters, digits and hyphens, beginning with a letter: physical names are made from it"
	case name == reserved, strings.HasPrefix(name, reserved+"-"):
		return `a name that does not begin with "internal": AWS keeps such names of load balancers for itself`
	default:
		return ""
	}
}
