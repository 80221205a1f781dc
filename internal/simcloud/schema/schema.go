package schema

import "slices"

// Kind is the wire type of a property.
type Kind uint8

// The wire types.
const (
	Any Kind = iota // anything: a union of types, or free JSON
	String
	Int
	Float
	Bool
	Array
	Map      // string keys, free
	Object   // a nested struct
	Asset    // an asset or archive
	Resource // a reference to another resource
)

// Input is one input property of a type.
type Input struct {
	Name     string
	Kind     Kind
	Required bool
	Replaces bool // every change of it forces a new resource; false: it does not, or nothing says so
}

// Output is one output property of a type.
type Output struct {
	Name   string
	Kind   Kind
	Always bool // the provider returns a value, whether or not the program gave one
	Secret bool // the SDK marks it as secret
}

// Type is one resource type. Inputs and outputs are sorted by name.
type Type struct {
	Token   string
	Inputs  []Input
	Outputs []Output
	Tags    string // path of its mandatory-tags property: "tags", "labels", "metadata.labels", …; empty: none
	TagForm Form
	// Component is true for components: the SDK or the provider makes children and there is no resource in the cloud.
	Component bool
}

// Form is the shape of a tag property.
type Form uint8

// The shapes.
const (
	NoTags  Form = iota
	TagMap       // an object of strings
	TagList      // a list of {key, value}; Auto Scaling also needs propagateAtLaunch
)

// Input finds an input property by name.
func (t Type) Input(name string) (Input, bool) {
	at := slices.IndexFunc(t.Inputs, func(in Input) bool { return in.Name == name })
	if at < 0 {
		return Input{}, false
	}
	return t.Inputs[at], true
}

// Output finds an output property by name.
func (t Type) Output(name string) (Output, bool) {
	at := slices.IndexFunc(t.Outputs, func(out Output) bool { return out.Name == name })
	if at < 0 {
		return Output{}, false
	}
	return t.Outputs[at], true
}
