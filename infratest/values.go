package infratest

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// CheckError says that a provider refuses the inputs of a resource or of a function.
type CheckError struct {
	Type     string // the type token, or the function's token
	Name     string // the logical name; empty for a function
	Refusals []Refusal
}

// Refusal is one reason. Property is empty when it is about the inputs as a whole.
type Refusal struct{ Property, Reason string }

// Error names the resource and lists every refusal.
func (e *CheckError) Error() string {
	var b strings.Builder
	b.WriteString(e.Type)
	if e.Name != "" {
		fmt.Fprintf(&b, " resource %q", e.Name)
	}
	b.WriteString(" has a problem")
	for i, r := range e.Refusals {
		if i > 0 {
			b.WriteString(";")
		} else {
			b.WriteString(":")
		}
		if r.Property != "" {
			fmt.Fprintf(&b, " property %s:", r.Property)
		}
		b.WriteString(" " + r.Reason)
	}
	return b.String()
}

func newCheckError(urn resource.URN, failures []simcloud.Failure) *CheckError {
	e := newCallError(string(urn.Type()), failures)
	e.Name = urn.Name()
	return e
}

func newCallError(token string, failures []simcloud.Failure) *CheckError {
	e := &CheckError{Type: token}
	for _, f := range failures {
		e.Refusals = append(e.Refusals, Refusal{Property: f.Property, Reason: f.Reason})
	}
	return e
}

// properties converts plain Go values, secret ones included, to property values.
func properties(values map[string]any) (resource.PropertyMap, error) {
	out := resource.PropertyMap{}
	for k, v := range values {
		value, err := property(v)
		if err != nil {
			return nil, fmt.Errorf("value %q: %w", k, err)
		}
		out[resource.PropertyKey(k)] = value
	}
	return out, nil
}

// property converts one value. The SDK's conversion panics on a type it does not know; a test's mistake should read as an error.
func property(v any) (value resource.PropertyValue, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("need a value that a Pulumi state can hold, got %T", v)
		}
	}()
	var inside error
	value = resource.NewPropertyValueRepl(v, nil, func(v any) (resource.PropertyValue, bool) {
		switch v := v.(type) {
		case secretValue:
			var inner resource.PropertyValue
			if inner, inside = property(v.value); inside != nil {
				return resource.PropertyValue{}, true
			}
			return resource.MakeSecret(inner), true
		case resource.PropertyMap:
			return resource.NewProperty(v), true
		case pulumi.Resource: // the engine keeps a reference to a resource that is exported; the whole of it is no value
			var urn internals.UnsafeAwaitOutputResult
			urn, inside = internals.UnsafeAwaitOutput(context.Background(), v.URN())
			return resource.NewProperty(fmt.Sprint(urn.Value)), true
		}
		return resource.PropertyValue{}, false
	})
	return value, inside
}

// clone copies a property map deeply: the model and the SDK must not change what a graph shows.
func clone(m resource.PropertyMap) resource.PropertyMap {
	out := make(resource.PropertyMap, len(m))
	for k, v := range m {
		out[k] = cloneValue(v)
	}
	return out
}

func cloneValue(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsObject():
		return resource.NewProperty(clone(v.ObjectValue()))
	case v.IsArray():
		out := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, each := range v.ArrayValue() {
			out[i] = cloneValue(each)
		}
		return resource.NewProperty(out)
	case v.IsSecret():
		return resource.MakeSecret(cloneValue(v.SecretValue().Element))
	}
	return v
}

// onlyKnown copies outputs for the SDK. A property that is missing is unknown to it in a preview; a secret around an unknown value
// is one that mocks cannot send.
func onlyKnown(outputs resource.PropertyMap) resource.PropertyMap {
	known := clone(outputs)
	maps.DeleteFunc(known, func(_ resource.PropertyKey, v resource.PropertyValue) bool { return v.ContainsUnknowns() })
	return known
}

// markSecrets marks outputs that repeat a secret input, and the ones that the program asked to have secret, as the engine does.
func markSecrets(outputs, inputs resource.PropertyMap, names []string) {
	mark := func(k resource.PropertyKey) {
		if v, ok := outputs[k]; ok && !v.ContainsSecrets() && v.HasValue() {
			outputs[k] = resource.MakeSecret(v)
		}
	}
	for k, v := range inputs {
		if v.ContainsSecrets() {
			mark(k)
		}
	}
	for _, name := range names {
		mark(resource.PropertyKey(name))
	}
}
