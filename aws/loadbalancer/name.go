package loadbalancer

import (
	"regexp"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

var autoName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

var needAutoName = component.NameForm("lower-case letters, digits and hyphens, beginning with a letter", autoName)

// reserved is how no load balancer's name may begin (Elastic Load Balancing API reference, CreateLoadBalancer).
const reserved = "internal"

// needName is what is needed instead of a component's name, which physical names are made from.
func needName(name string) string {
	need := needAutoName(name)
	if need == "" && (name == reserved || strings.HasPrefix(name, reserved+"-")) {
		return `a name that does not begin with "internal": AWS keeps such names of load balancers for itself`
	}
	return need
}
