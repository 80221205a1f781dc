package loadbalancer

import (
	"errors"
	"regexp"
	"strings"

	"github.com/groundwork-go/groundwork/component"
)

var autoName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// reserved is how no load balancer's name may begin (Elastic Load Balancing API reference, CreateLoadBalancer).
const reserved = "internal"

// checkedArgs validates arguments together with the component's name, which physical names are made from.
type checkedArgs struct {
	*Args
	name string
}

// namedArgs leaves nil to be reported by the kit.
func namedArgs(name string, args *Args) component.Args {
	if args == nil {
		return args
	}
	return checkedArgs{args, name}
}

// Validate adds the check of the name to the checks of the arguments.
func (c checkedArgs) Validate() error {
	need := ""
	switch {
	case !autoName.MatchString(c.name):
		need = "lower-case letters, digits and hyphens, beginning with a letter: physical names are made from it"
	case c.name == reserved, strings.HasPrefix(c.name, reserved+"-"):
		need = `a name that does not begin with "internal": AWS keeps such names of load balancers for itself`
	}
	if need == "" {
		return c.Args.Validate()
	}
	return errors.Join(
		&component.FieldError{Args: "loadbalancer", Field: "name", Need: need, Got: `"` + c.name + `"`},
		c.Args.Validate(),
	)
}
