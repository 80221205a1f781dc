// Package shape describes contracts: what a struct of a contract package says about the outputs of a stack. It is built
// from a Go type, at run time or from source, and everything else about contracts stands on it.
package shape

// Kind is what a value is on the wire.
type Kind string

// The kinds.
const (
	String  Kind = "string"
	Integer Kind = "integer"
	Number  Kind = "number"
	Boolean Kind = "boolean"
	Array   Kind = "array"
	Map     Kind = "map"    // string keys, free
	Object  Kind = "object" // a struct
	Any     Kind = "any"
)

// Type is the type of a value.
type Type struct {
	Kind     Kind
	Nullable bool    // a pointer form: nothing is a value too
	Output   bool    // a Pulumi output stands here, and everything below it is part of its element
	Elem     *Type   // of an Array or a Map
	Fields   []Field // of an Object, in the order of the struct
}

// Field is one field of a contract or of an object in it.
type Field struct {
	GoName     string // the path through embedded structs is not part of it
	Index      []int  // for reflect.Value.FieldByIndex; nil when built from source
	Name       string // the key of the output
	Type       Type
	Optional   bool
	Secret     bool
	Default    string // the text of the tag; HasDefault tells an empty one from none
	HasDefault bool
	Rules      []Rule
	Deprecated string // what to use instead
	Doc        string
}

// Rule is one rule of a validate tag: "min=2".
type Rule struct{ Name, Value string }

// Contract is the shape of a contract struct.
type Contract struct {
	Name         string // "acme.network"
	Major, Minor int
	GoType       string // "contracts.Network"
	Fields       []Field
}
