// Package contractschema writes contracts as JSON Schema and reads them back.
//
// What JSON Schema has no word for stands in keywords of its own: x-contract with the name and the version of the
// contract, x-secret, and x-rules for the rules that no standard keyword expresses. Validators pass over them.
package contractschema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Draft is the dialect of the schemas.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// Masked is what `pulumi stack output --json` prints in the place of a secret.
const Masked = "[secret]"

// Schema is a JSON Schema, as far as contracts need the language. Its fields stand in the order in which they are written.
type Schema struct {
	Schema      string    `json:"$schema,omitempty"`
	Title       string    `json:"title,omitempty"`
	Contract    *Contract `json:"x-contract,omitempty"`
	Description string    `json:"description,omitempty"`
	Deprecated  bool      `json:"deprecated,omitempty"`
	Instead     string    `json:"x-deprecated,omitempty"` // what to use instead
	Secret      bool      `json:"x-secret,omitempty"`
	Default     any       `json:"default,omitempty"`

	Types         Types    `json:"type,omitempty"`
	Const         *string  `json:"const,omitempty"`
	Enum          []any    `json:"enum,omitempty"`
	Format        string   `json:"format,omitempty"`
	Pattern       string   `json:"pattern,omitempty"`
	MinLength     *Limit   `json:"minLength,omitempty"`
	MaxLength     *Limit   `json:"maxLength,omitempty"`
	Minimum       *Limit   `json:"minimum,omitempty"`
	Maximum       *Limit   `json:"maximum,omitempty"`
	MinItems      *Limit   `json:"minItems,omitempty"`
	MaxItems      *Limit   `json:"maxItems,omitempty"`
	UniqueItems   bool     `json:"uniqueItems,omitempty"`
	MinProperties *Limit   `json:"minProperties,omitempty"`
	MaxProperties *Limit   `json:"maxProperties,omitempty"`
	Rules         []string `json:"x-rules,omitempty"`

	Items      *Schema            `json:"items,omitempty"`
	Properties map[string]*Schema `json:"properties,omitempty"`
	Required   []string           `json:"required,omitempty"`
	Additional *Additional        `json:"additionalProperties,omitempty"`
	AnyOf      []*Schema          `json:"anyOf,omitempty"`
	AllOf      []*Schema          `json:"allOf,omitempty"`
}

// Contract is the x-contract keyword of the root.
type Contract struct {
	Name    string `json:"name"`
	Version string `json:"version"` // "1.2"
}

// Limit is a number as its rule spells it.
type Limit = json.Number

// Types is the type keyword: one name, or several in a list.
type Types []string

// MarshalJSON writes one name without a list.
func (t Types) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// UnmarshalJSON reads both forms.
func (t *Types) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*t = Types{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(t))
}

// Additional is the additionalProperties keyword: a schema for every further value, or whether there may be any.
type Additional struct {
	Schema  *Schema
	Allowed bool
}

// MarshalJSON writes the schema if there is one.
func (a Additional) MarshalJSON() ([]byte, error) {
	if a.Schema != nil {
		return marshal(a.Schema, "")
	}
	return json.Marshal(a.Allowed)
}

// UnmarshalJSON reads both forms.
func (a *Additional) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &a.Allowed) == nil {
		return nil
	}
	a.Schema = new(Schema)
	return decode(text, a.Schema)
}

// JSON writes a schema with an indent of two spaces and a line end. The same schema gives the same bytes.
func (s *Schema) JSON() ([]byte, error) { return marshal(s, "  ") }

func marshal(s *Schema, indent string) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("write a schema: %w", err)
	}
	return out.Bytes(), nil
}

// Parse reads the schema of a contract.
func Parse(text []byte) (*Schema, error) {
	s := new(Schema)
	if err := decode(text, s); err != nil {
		return nil, fmt.Errorf("not a JSON Schema: %w", err)
	}
	if err := s.complete(); err != nil {
		return nil, fmt.Errorf("not a JSON Schema: %w", err)
	}
	if s.Contract == nil {
		return nil, errors.New(`not the schema of a contract: "x-contract" is missing`)
	}
	return s, nil
}

func decode(text []byte, s *Schema) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(s); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more text after the first value")
	}
	return nil
}

// complete tells whether there is a schema wherever one is needed.
func (s *Schema) complete() error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if err := s.Properties[name].orNeeded(); err != nil {
			problems = append(problems, fmt.Errorf("property %q: %w", name, err))
		}
	}
	for _, part := range slices.Concat(s.AnyOf, s.AllOf) {
		problems = append(problems, part.orNeeded())
	}
	if element := s.Element(); element != nil {
		problems = append(problems, element.complete())
	}
	return errors.Join(problems...)
}

func (s *Schema) orNeeded() error {
	if s == nil {
		return errors.New("need a schema, got null")
	}
	return s.complete()
}

// Element is the schema of the items of a list or of the values of a map, and nil for anything else.
func (s *Schema) Element() *Schema {
	if s.Items == nil && s.Additional != nil {
		return s.Additional.Schema
	}
	return s.Items
}

// Plain is the schema of the value itself, without the alternative that it is masked.
func (s *Schema) Plain() *Schema {
	if s.value() == s {
		return s
	}
	plain := *s.value()
	plain.Description, plain.Deprecated, plain.Instead = s.Description, s.Deprecated, s.Instead
	plain.Secret, plain.Default = s.Secret, s.Default
	return &plain
}

func (s *Schema) value() *Schema {
	if len(s.AnyOf) == 2 && s.AnyOf[0].Const != nil {
		return s.AnyOf[1]
	}
	return s
}
