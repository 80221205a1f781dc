package component

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Finish registers the component's outputs: every exported field of the
// component, and of structs embedded in it, with a tag such as
// `pulumi:"endpoint"`. It is the last call of a constructor.
//
// A tagged field holds an Output, or a slice or a string-keyed map of Outputs.
// One that the constructor did not set after [Register] is an error, all of them
// named at once, unless its tag says `pulumi:"endpoint,optional"`; such a field
// is left out.
func (s *Scope) Finish() error {
	fields, err := outputFields(reflect.Indirect(reflect.ValueOf(s.self)))
	if err != nil {
		return &registerError{block: s.block, component: s.name, err: err}
	}
	outputs := pulumi.Map{}
	var problems []error
	for _, field := range fields {
		if value := s.outputValue(field.value); value != nil {
			outputs[field.name] = value
		} else if !field.optional {
			problems = append(problems,
				fmt.Errorf("output %s: need a value before the constructor ends, got nothing", field.goName))
		}
	}
	if len(problems) > 0 {
		return &registerError{block: s.block, component: s.name, err: errors.Join(problems...)}
	}
	if err := s.ctx.RegisterResourceOutputs(s.self, outputs); err != nil {
		return fmt.Errorf("%s: %s: register outputs: %w", s.block, s.name, err)
	}
	return nil
}

// outputValue returns the field as one input, or nil when it, or any element of
// it, was never set.
func (s *Scope) outputValue(v reflect.Value) pulumi.Input {
	if output, ok := v.Interface().(pulumi.Output); ok {
		if isNil(output) || s.placeholders[outputState(output)] {
			return nil
		}
		return output
	}
	if v.IsNil() {
		return nil
	}
	if v.Kind() == reflect.Slice {
		all := make(pulumi.Array, v.Len())
		for i := range all {
			if all[i] = s.outputValue(v.Index(i)); all[i] == nil {
				return nil
			}
		}
		return all
	}
	all := pulumi.Map{}
	for entries := v.MapRange(); entries.Next(); {
		each := s.outputValue(entries.Value())
		if each == nil {
			return nil
		}
		all[entries.Key().String()] = each
	}
	return all
}

// outputField is a tagged field of a component.
type outputField struct {
	name, goName string
	optional     bool
	value        reflect.Value
}

var outputInterface = reflect.TypeFor[pulumi.Output]()

// outputFields lists the tagged fields of a component, or what is wrong with
// their types and tags.
func outputFields(v reflect.Value) ([]outputField, error) {
	fields, problems := collectFields(v)
	seen := map[string]bool{}
	for _, field := range fields {
		switch {
		case field.name == "":
			problems = append(problems, fmt.Errorf("output %s: need a name in its pulumi tag, got nothing", field.goName))
		case seen[field.name]:
			problems = append(problems,
				fmt.Errorf("output %s: need a tag of its own, got %q a second time", field.goName, field.name))
		case !holdsOutputs(field.value.Type()):
			problems = append(problems, fmt.Errorf(
				"output %s: need an Output, or a slice or map of Outputs, got %s", field.goName, field.value.Type()))
		}
		seen[field.name] = true
	}
	return fields, errors.Join(problems...)
}

func collectFields(v reflect.Value) (fields []outputField, problems []error) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag, tagged := field.Tag.Lookup("pulumi")
		switch {
		case !field.IsExported():
		case tagged:
			name, option, _ := strings.Cut(tag, ",")
			fields = append(fields, outputField{name, field.Name, option == "optional", v.Field(i)})
		case field.Anonymous:
			inner := reflect.Indirect(v.Field(i))
			if !inner.IsValid() {
				problems = append(problems, fmt.Errorf("embedded %s: need a value, got nil", field.Name))
			} else if inner.Kind() == reflect.Struct {
				nested, more := collectFields(inner)
				fields, problems = append(fields, nested...), append(problems, more...)
			}
		}
	}
	return fields, problems
}

// holdsOutputs accepts concrete Output types only: an interface would make the
// SDK panic when it fills the field in.
func holdsOutputs(t reflect.Type) bool {
	if t.Kind() == reflect.Slice || t.Kind() == reflect.Map && t.Key().Kind() == reflect.String {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && t.Implements(outputInterface)
}

// placeholders returns the states of the Outputs that registration put into the
// tagged fields. They stand for "not set": they would resolve to nothing.
func placeholders(fields []outputField) map[any]bool {
	states := map[any]bool{}
	for _, field := range fields {
		if output, ok := field.value.Interface().(pulumi.Output); ok {
			states[outputState(output)] = true
		}
	}
	return states
}

// outputState identifies an Output by the state it embeds.
func outputState(output pulumi.Output) any {
	state := reflect.ValueOf(output).FieldByName("OutputState")
	if !state.IsValid() {
		return nil
	}
	return state.Interface()
}
