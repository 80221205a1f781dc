package binding

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// Plugin is a provider whose resources a package of this library binds by itself, because no SDK of it can be depended on.
type Plugin struct {
	Package string // of the bindings; it begins their errors
	Version string // that the bindings are written for
	URL     string // where the engine downloads the plugin; empty where it finds it by itself
}

// Register registers one resource. Version and address come before the caller's options, so that they can set others; the secret
// outputs come after them: the SDK adds such lists up, so that a caller cannot shorten this one.
func (p Plugin) Register(
	ctx *pulumi.Context, token, name string, args pulumi.Input, res pulumi.CustomResource, secrets []string, opts []pulumi.ResourceOption,
) error {
	if err := p.missingInputs(args); err != nil {
		return err
	}
	all := []pulumi.ResourceOption{pulumi.Version(p.Version)}
	if p.URL != "" {
		all = append(all, pulumi.PluginDownloadURL(p.URL))
	}
	all = append(all, opts...)
	if len(secrets) > 0 {
		all = append(all, pulumi.AdditionalSecretOutputs(secrets))
	}
	return ctx.RegisterResource(token, name, args, res, all...)
}

// Invoke calls a function of the provider.
func (p Plugin) Invoke(ctx *pulumi.Context, token string, args, result any, opts []pulumi.InvokeOption) error {
	return ctx.Invoke(token, args, result, p.invokeOptions(opts)...)
}

// invokeOptions puts version and address before the caller's options here too.
func (p Plugin) invokeOptions(opts []pulumi.InvokeOption) []pulumi.InvokeOption {
	all := []pulumi.InvokeOption{pulumi.Version(p.Version)}
	if p.URL != "" {
		all = append(all, pulumi.PluginDownloadURL(p.URL))
	}
	return append(all, opts...)
}

// missingInputs names the required inputs that a program leaves out: those that the plain struct holds by value. Blocks that are held
// by value are always sent; what is missing inside a block is the provider's to refuse.
func (p Plugin) missingInputs(args pulumi.Input) error {
	given, plain := reflect.Indirect(reflect.ValueOf(args)), args.ElementType()
	problems := component.NewProblems(p.Package, given.Type().Name())
	for i := range plain.NumField() {
		switch field := plain.Field(i); field.Type.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Struct:
		default:
			problems.Require(field.Name, "a value", given.FieldByName(field.Name).Interface())
		}
	}
	return problems.Err()
}

// OrEmpty makes a copy of the arguments, which are never changed; nil arguments are empty ones.
func OrEmpty[T any](args *T) *T {
	var copied T
	if args != nil {
		copied = *args
	}
	return &copied
}

// SecretText marks a required text as secret.
func SecretText(v pulumi.StringInput) pulumi.StringInput {
	if v == nil {
		return nil
	}
	return pulumi.ToSecret(v.ToStringOutput()).(pulumi.StringOutput)
}

// SecretTextPtr marks an optional text as secret.
func SecretTextPtr(v pulumi.StringPtrInput) pulumi.StringPtrInput {
	if v == nil {
		return nil
	}
	return pulumi.ToSecret(v.ToStringPtrOutput()).(pulumi.StringPtrOutput)
}
