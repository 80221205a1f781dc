package redis

import (
	"errors"
	"regexp"

	"github.com/groundwork-go/groundwork/component"
)

var autoName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// checkedArgs validates arguments together with the component's name, which physical names are made from.
type checkedArgs struct {
	*InstanceArgs
	name string
}

// namedArgs leaves nil to be reported by the kit.
func namedArgs(name string, args *InstanceArgs) component.Args {
	if args == nil {
		return args
	}
	return checkedArgs{args, name}
}

// Validate adds the check of the name to the checks of the arguments.
func (c checkedArgs) Validate() error {
	named := c.Name != "" && c.Export == nil
	if named || autoName.MatchString(c.name) {
		return c.InstanceArgs.Validate()
	}
	return errors.Join(&component.FieldError{
		Args: "redis", Field: "name", Got: `"` + c.name + `"`,
		Need: "lower-case letters, digits and hyphens, beginning with a letter: physical names are made from it",
	}, c.InstanceArgs.Validate())
}
