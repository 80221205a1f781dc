package redis

import (
	"regexp"

	"github.com/groundwork-go/groundwork/component"
)

var autoName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

var needAutoName = component.NameForm("lower-case letters, digits and hyphens, beginning with a letter", autoName)

// namedArgs are the arguments with a check of the component's name, where physical names are made from it.
func namedArgs(name string, args *InstanceArgs) component.Args {
	return component.WithName("redis", name, args, func(name string) string {
		if args.Name != "" && args.Export == nil {
			return ""
		}
		return needAutoName(name)
	})
}
