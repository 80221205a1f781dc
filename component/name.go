package component

import (
	"errors"
	"regexp"
)

// WithName adds a check of the component's name to the checks of its arguments,
// for a block that makes physical names of it. need returns what is needed
// instead of a name, and "" when the name is fine.
//
//	scope, err := component.Register(ctx, c, Token, name, component.WithName("redis", name, args, needName), opts...)
func WithName(block, name string, args Args, need func(name string) string) Args {
	if args == nil || isNilPointer(args) {
		return args // reported by Register
	}
	return namedArgs{Args: args, block: block, name: name, need: need}
}

// NameForm returns a need for [WithName]: a name that the pattern matches, which
// form says in words.
//
//	var needName = component.NameForm("lower-case letters, beginning with a letter", lowerName)
func NameForm(form string, pattern *regexp.Regexp) func(name string) string {
	return func(name string) string {
		if pattern.MatchString(name) {
			return ""
		}
		return form + ": physical names are made from it"
	}
}

type namedArgs struct {
	Args
	block, name string
	need        func(name string) string
}

// Validate adds the check of the name to the checks of the arguments.
func (a namedArgs) Validate() error {
	err := a.Args.Validate()
	if need := a.need(a.name); need != "" {
		return errors.Join(&FieldError{Args: a.block, Field: "name", Need: need, Got: show(a.name)}, err)
	}
	return err
}
