package elasticcloud

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// ProviderVersion is the version of the Pulumi provider ec that the bindings are written for, and that every resource, function call and
// [Provider] asks for. A caller can ask for another one with pulumi.Version. The provider's schema names no address to download it from: the
// engine looks where it finds the plugins of Pulumi itself.
const ProviderVersion = "0.12.2"

// register registers one resource. The version comes before the caller's options, so that they can set another one; the secret outputs
// come after them: the SDK adds such lists up, so that a caller cannot shorten this one.
func register(
	ctx *pulumi.Context, token, name string, args pulumi.Input, res pulumi.CustomResource, secrets []string, opts []pulumi.ResourceOption,
) error {
	if err := missingInputs(args); err != nil {
		return err
	}
	all := append([]pulumi.ResourceOption{pulumi.Version(ProviderVersion)}, opts...)
	if len(secrets) > 0 {
		all = append(all, pulumi.AdditionalSecretOutputs(secrets))
	}
	return ctx.RegisterResource(token, name, args, res, all...)
}

// missingInputs names the required inputs that a program leaves out: those that the plain struct holds by value. Blocks that are held
// by value are always sent; what is missing inside a block is the provider's to refuse.
func missingInputs(args pulumi.Input) error {
	given, plain := reflect.Indirect(reflect.ValueOf(args)), args.ElementType()
	problems := component.NewProblems("elasticcloud", given.Type().Name())
	for i := range plain.NumField() {
		switch field := plain.Field(i); field.Type.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Struct:
		default:
			problems.Require(field.Name, "a value", given.FieldByName(field.Name).Interface())
		}
	}
	return problems.Err()
}

// orEmpty makes a copy of the arguments, which are never changed; nil arguments are empty ones.
func orEmpty[T any](args *T) *T {
	var copied T
	if args != nil {
		copied = *args
	}
	return &copied
}

// secretText marks a required text as secret.
func secretText(v pulumi.StringInput) pulumi.StringInput {
	if v == nil {
		return nil
	}
	return pulumi.ToSecret(v.ToStringOutput()).(pulumi.StringOutput)
}

// secretTextPtr marks an optional text as secret.
func secretTextPtr(v pulumi.StringPtrInput) pulumi.StringPtrInput {
	if v == nil {
		return nil
	}
	return pulumi.ToSecret(v.ToStringPtrOutput()).(pulumi.StringPtrOutput)
}
