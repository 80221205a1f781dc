package infratest

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Resource is one resource as the program registered it. It must not be changed.
type Resource struct {
	Type   string       // the type token
	Name   string       // the logical name
	URN    resource.URN // the identity in the state
	Parent resource.URN // empty for a resource directly under the stack
	Custom bool         // false for a component
	Remote bool         // a component that a provider makes, such as a chart: mocks do not see what is in it
	Read   bool         // an existing object that the program only reads

	ID      string               // what the model gave as id; empty for components and in preview
	Inputs  resource.PropertyMap // what the program passed; secrets are marked, and in preview unknown values are computed ones without a mark
	Outputs resource.PropertyMap // what the model gave back

	Provider            resource.URN            // the explicit provider's URN; empty when the default provider serves the resource
	Providers           map[string]resource.URN // of a component, by package: what its children inherit
	Version             string                  // of the provider's plugin
	PluginDownloadURL   string                  // where the plugin comes from; empty for Pulumi's registry
	Protect             bool                    // set on the resource or handed down by its parent
	RetainOnDelete      bool                    // deleting it leaves the object in the cloud
	DeleteBeforeReplace bool                    // a replacement deletes the old object first; default: the new one is made first
	DeletedWith         resource.URN            // whose deletion takes this object along, so that it is not deleted by itself; empty for none
	ReplaceWith         []resource.URN          // whose replacements replace this one too
	ImportID            string                  // the id of an object to take over instead of making one
	Timeouts            Timeouts                // how long the provider may take

	IgnoreChanges           []string // properties whose changes in the program are passed over
	ReplaceOnChanges        []string // properties whose changes replace the resource
	AdditionalSecretOutputs []string // outputs that are secret beside those that the provider marks
	Aliases                 []Alias  // what it was before, so that the state's resource is taken for this one

	Dependencies         []resource.URN            // sorted; what the resource depends on, by inputs or explicitly
	PropertyDependencies map[string][]resource.URN // by input property; sorted
}

// Timeouts are the custom timeouts of a resource, as written in the program ("30m"); empty where none is set.
type Timeouts struct{ Create, Update, Delete string }

// Alias is one former identity of a resource: a full URN, or the parts that differ from today's.
type Alias struct {
	URN       resource.URN
	Name      string
	Type      string
	Project   string
	Stack     string
	ParentURN resource.URN
	NoParent  bool
}

// Input returns the input at a property path such as "tags.owner", "conditions[0].displayName" or
// `metadata.labels["app.kubernetes.io/name"]`. Secret values are unwrapped: [Resource.IsSecret] tells them apart.
// It is false when nothing stands there, or when the path cannot be parsed.
func (r *Resource) Input(path string) (resource.PropertyValue, bool) {
	v, _, ok := walk(r.Inputs, path)
	return v, ok
}

// Value returns what stands at a property path (see [Resource.Input]) in plain Go: a string, a bool, a float64 for every number, an
// []any, a map[string]any. It is nil when nothing stands there, so that a test can also say what is not sent. Secrets are
// unwrapped at every depth. What a preview does not know yet is a [resource.Computed].
func (r *Resource) Value(path string) any {
	v, ok := r.Input(path)
	if !ok {
		return nil
	}
	return v.MapRepl(nil, unwrapped)
}

// unwrapped is the plain value inside a secret; false for what is none.
func unwrapped(v resource.PropertyValue) (any, bool) {
	if !v.IsSecret() {
		return nil, false
	}
	return v.SecretValue().Element.MapRepl(nil, unwrapped), true
}

// IsSecret tells whether the input at path, or anything that holds it, is marked secret. In a preview an unknown value is not.
func (r *Resource) IsSecret(path string) bool {
	_, secret, ok := walk(r.Inputs, path)
	return ok && secret
}

// walk follows a path through objects and lists, and through the secret marks on its way.
func walk(inputs resource.PropertyMap, path string) (value resource.PropertyValue, secret, found bool) {
	steps, err := resource.ParsePropertyPath(path)
	if err != nil {
		return resource.PropertyValue{}, false, false
	}
	value = resource.NewProperty(inputs)
	for _, step := range steps {
		switch s := step.(type) {
		case string:
			if !value.IsObject() {
				return resource.PropertyValue{}, false, false
			}
			next, ok := value.ObjectValue()[resource.PropertyKey(s)]
			if !ok {
				return resource.PropertyValue{}, false, false
			}
			value = next
		case int:
			if !value.IsArray() || s < 0 || s >= len(value.ArrayValue()) {
				return resource.PropertyValue{}, false, false
			}
			value = value.ArrayValue()[s]
		}
		for value.IsSecret() {
			secret, value = true, value.SecretValue().Element
		}
	}
	return value, secret, true
}

// Names returns the logical names of resources, or of the URNs that a resource depends on, in their order.
func Names[T *Resource | resource.URN](of []T) []string {
	names := make([]string, 0, len(of))
	for _, each := range of {
		switch v := any(each).(type) {
		case *Resource:
			names = append(names, v.Name)
		case resource.URN:
			names = append(names, v.Name())
		}
	}
	return names
}

func newResource(urn resource.URN, inputs resource.PropertyMap, rpc *pulumirpc.RegisterResourceRequest) *Resource {
	res := &Resource{
		Type: rpc.GetType(), Name: rpc.GetName(), URN: urn, Parent: parentURN(rpc.GetParent()), Custom: rpc.GetCustom(), Remote: rpc.GetRemote(), Inputs: inputs,
		Provider: providerURN(rpc.GetProvider()), Version: rpc.GetVersion(), PluginDownloadURL: rpc.GetPluginDownloadURL(),
		Protect: rpc.GetProtect(), RetainOnDelete: rpc.GetRetainOnDelete(), DeleteBeforeReplace: rpc.GetDeleteBeforeReplace(),
		DeletedWith: resource.URN(rpc.GetDeletedWith()), ReplaceWith: urns(rpc.GetReplaceWith()), ImportID: rpc.GetImportId(),
		IgnoreChanges: slices.Clone(rpc.GetIgnoreChanges()), ReplaceOnChanges: slices.Clone(rpc.GetReplaceOnChanges()),
		AdditionalSecretOutputs: slices.Clone(rpc.GetAdditionalSecretOutputs()), Dependencies: urns(rpc.GetDependencies()),
	}
	if t := rpc.GetCustomTimeouts(); t != nil {
		res.Timeouts = Timeouts{Create: t.GetCreate(), Update: t.GetUpdate(), Delete: t.GetDelete()}
	}
	for pkg, ref := range rpc.GetProviders() {
		if res.Providers == nil {
			res.Providers = map[string]resource.URN{}
		}
		res.Providers[pkg] = providerURN(ref)
	}
	for property, deps := range rpc.GetPropertyDependencies() {
		if len(deps.GetUrns()) == 0 {
			continue
		}
		if res.PropertyDependencies == nil {
			res.PropertyDependencies = map[string][]resource.URN{}
		}
		res.PropertyDependencies[property] = urns(deps.GetUrns())
	}
	for _, a := range rpc.GetAliases() {
		spec := a.GetSpec()
		res.Aliases = append(res.Aliases, Alias{
			URN: resource.URN(a.GetUrn()), Name: spec.GetName(), Type: spec.GetType(), Project: spec.GetProject(), Stack: spec.GetStack(),
			ParentURN: resource.URN(spec.GetParentUrn()), NoParent: spec.GetNoParent(),
		})
	}
	return res
}

// urns converts and sorts: the SDK hands dependencies over in the order in which goroutines finished.
func urns(in []string) []resource.URN {
	if len(in) == 0 {
		return nil
	}
	out := make([]resource.URN, len(in))
	for i, u := range in {
		out[i] = resource.URN(u)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// parentURN drops the root stack, which is the parent of everything that has no other.
func parentURN(parent string) resource.URN {
	if u := resource.URN(parent); u != "" && u.QualifiedType() != resource.RootStackType {
		return u
	}
	return ""
}

// providerURN cuts the id off a provider reference, "<urn>::<id>".
func providerURN(ref string) resource.URN {
	if i := strings.LastIndex(ref, "::"); i > 0 {
		return resource.URN(ref[:i])
	}
	return ""
}
