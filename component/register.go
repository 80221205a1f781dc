package component

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Args is the arguments of a block. Validate works on a copy with the defaults
// applied and reports every problem at once, each as a [FieldError]; [Problems]
// collects them. It must not change the receiver.
type Args interface{ Validate() error }

// Scope is a registered component while its constructor adds the children.
type Scope struct {
	ctx         *pulumi.Context
	self        pulumi.ComponentResource
	block, name string
	// placeholders are the Outputs the SDK fills the tagged fields with.
	placeholders map[any]bool
}

var (
	namePattern  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*$`)
	tokenPattern = regexp.MustCompile(`^[A-Za-z][\w-]*:[\w./-]*\w:[A-Za-z]\w*$`)
)

// Register checks the name and the arguments and then registers self as a
// component with the type token, which looks like "groundwork:aws/redis:Cluster".
// opts are for the component only; children get [Scope.Child].
//
// When it fails nothing has been registered. Each line of the error starts with
// the block, which is the last path element of the token's module, and the
// component's name; errors.As finds the [FieldError] of each problem. Arguments
// that are nil, also a nil pointer, are a FieldError too. A component whose
// tagged fields [Scope.Finish] could not register (wrong type, a tag used twice)
// is refused here already.
//
// Registration overwrites the component's tagged Output fields, so set them
// afterwards.
func Register(
	ctx *pulumi.Context, self pulumi.ComponentResource, token, name string, args Args,
	opts ...pulumi.ResourceOption,
) (*Scope, error) {
	if !tokenPattern.MatchString(token) {
		return nil, fmt.Errorf("component: type token: need package:module:Type, got %q", token)
	}
	block := blockOf(token)
	if isNilPointer(self) || ctx == nil {
		return nil, fmt.Errorf("%s: %s: need a context and a component to register, got nil", block, name)
	}
	v := reflect.ValueOf(self)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("%s: %s: need a pointer to a component's struct, got %T", block, name, self)
	}
	fields, outputsErr := outputFields(v.Elem())
	if err := errors.Join(checkName(block, name), validate(block, args), outputsErr); err != nil {
		return nil, &registerError{block: block, component: name, err: err}
	}
	if err := ctx.RegisterComponentResource(token, name, self, opts...); err != nil {
		return nil, fmt.Errorf("%s: %s: register component: %w", block, name, err)
	}
	return &Scope{ctx: ctx, self: self, block: block, name: name, placeholders: placeholders(fields)}, nil
}

// Name is the logical name of the child with this role: "<component>-<role>".
// It is part of the block's contract, so a changed role needs an alias.
func (s *Scope) Name(role string) string { return s.name + "-" + role }

// Child returns the options of a child: its parent is the component, and extra
// comes after it.
func (s *Scope) Child(extra ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Parent(s.self)}, extra...)
}

// Err says which child could not be created: with the role "subnet-group" it
// reads "redis: sessions: create subnet group: …". It returns nil for a nil err.
func (s *Scope) Err(role string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %s: create %s: %w", s.block, s.name, strings.ReplaceAll(role, "-", " "), err)
}

// blockOf is the last path element of the module: "redis" for
// "groundwork:aws/redis:Cluster".
func blockOf(token string) string {
	module := strings.Split(token, ":")[1]
	return module[strings.LastIndex(module, "/")+1:]
}

func checkName(block, name string) error {
	if namePattern.MatchString(name) {
		return nil
	}
	need := "a letter followed by letters, digits, dots, dashes or underscores"
	return &FieldError{Args: block, Field: "name", Need: need, Got: show(name)}
}

func validate(block string, args Args) error {
	if args == nil {
		return &FieldError{Args: block, Field: "args", Need: "arguments", Got: "nil"}
	}
	if isNilPointer(args) {
		typ := reflect.TypeOf(args).Elem().Name()
		return &FieldError{Args: block + "." + typ, Need: "arguments", Got: "nil"}
	}
	return args.Validate()
}

func isNilPointer(value any) bool {
	v := reflect.ValueOf(value)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}
