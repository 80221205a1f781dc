package contractschema

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// From describes the object of outputs that `pulumi stack output --json` prints for a stack that exports the contract,
// with secrets shown or masked. Other outputs may stand beside those of the contract.
func From(c *shape.Contract) *Schema {
	version := fmt.Sprintf("%d.%d", c.Major, c.Minor)
	root := object(c.Fields, false)
	root.Schema = Draft
	root.Title = c.Name + " " + version
	root.Contract = &Contract{Name: c.Name, Version: version}
	return root
}

func object(fields []shape.Field, masked bool) *Schema {
	s := &Schema{Types: Types{"object"}, Properties: map[string]*Schema{}, Additional: &Additional{Allowed: true}}
	for i := range fields {
		f := &fields[i]
		s.Properties[f.Name] = field(f, masked)
		if MustAppear(f) {
			s.Required = append(s.Required, f.Name)
		}
	}
	slices.Sort(s.Required)
	return s
}

// MustAppear tells whether the output has to be there: it is not optional, nothing is no value of it, and no default stands
// in for it.
func MustAppear(f *shape.Field) bool { return !f.Optional && !f.Type.Nullable && !f.HasDefault }

func field(f *shape.Field, masked bool) *Schema {
	masked = masked || f.Secret
	s := value(f.Type, masked)
	for _, r := range f.Rules {
		s.restrict(&f.Type, r)
	}
	if !MustAppear(f) { // a value that was never set may also stand there as null
		s.allowNull()
	}
	if masked {
		s.maskElements()
		s = s.orMasked()
	}
	s.Description, s.Secret = f.Doc, f.Secret
	s.Deprecated, s.Instead = f.Deprecated != "", f.Deprecated
	if f.HasDefault {
		s.Default = literal(f.Type.Kind, f.Default)
	}
	return s
}

func value(t shape.Type, masked bool) *Schema {
	s := &Schema{Types: Types{string(t.Kind)}}
	switch t.Kind {
	case shape.Any:
		return &Schema{}
	case shape.Object:
		s = object(t.Fields, masked)
	case shape.Array:
		s.Items = element(t.Elem, masked)
	case shape.Map:
		s.Types = Types{"object"}
		s.Additional = &Additional{Schema: element(t.Elem, masked)}
	default: // a scalar has the same name in JSON Schema
	}
	if t.Nullable {
		s.allowNull()
	}
	return s
}

func element(t *shape.Type, masked bool) *Schema {
	if t == nil {
		return &Schema{}
	}
	return value(*t, masked)
}

// maskElements is about the items of a list and the values of a map; the fields of an object have been masked one by one.
func (s *Schema) maskElements() {
	if s.Items != nil {
		s.Items.maskElements()
		s.Items = s.Items.orMasked()
	}
	if s.Additional != nil && s.Additional.Schema != nil {
		s.Additional.Schema.maskElements()
		s.Additional.Schema = s.Additional.Schema.orMasked()
	}
}

func (s *Schema) allowNull() {
	if len(s.Types) == 0 || slices.Contains(s.Types, "null") {
		return
	}
	s.Types = append(s.Types, "null")
	if s.Enum != nil {
		s.Enum = append(s.Enum, nil)
	}
}

// orMasked also accepts the text that is printed in the place of a secret.
func (s *Schema) orMasked() *Schema {
	free := len(s.Types) == 0 || slices.Contains(s.Types, "string") && !s.restrictsText()
	if free {
		return s
	}
	masked := Masked
	return &Schema{AnyOf: []*Schema{{Const: &masked}, s}}
}

func (s *Schema) restrictsText() bool {
	return s.Enum != nil || s.Format != "" || s.Pattern != "" || s.MinLength != nil || s.MaxLength != nil || s.AllOf != nil
}

// restrict adds one rule of a validate tag. Rules about text hold for the items of a list and the values of a map.
func (s *Schema) restrict(t *shape.Type, r shape.Rule) {
	each, kind := s, t.Kind
	if t.Elem != nil {
		kind = t.Elem.Kind
		if each = s.Items; t.Kind == shape.Map {
			each = s.Additional.Schema
		}
	}
	switch r.Name {
	case "min":
		s.limit(t.Kind, r.Value, "")
	case "max":
		s.limit(t.Kind, "", r.Value)
	case "len":
		low, high, span := strings.Cut(r.Value, "..")
		if !span {
			high = low
		}
		s.limit(t.Kind, low, high)
	case "unique":
		s.UniqueItems = true
	case "prefix":
		each.pattern("^" + regexp.QuoteMeta(r.Value))
	case "suffix":
		each.pattern(regexp.QuoteMeta(r.Value) + "$")
	case "pattern":
		each.pattern(r.Value)
	case "oneof":
		each.choices(kind, strings.Split(r.Value, "|"))
	default:
		s.Rules = append(s.Rules, r.String())
	}
}

func (s *Schema) choices(kind shape.Kind, texts []string) {
	s.Enum = nil
	for _, text := range texts {
		s.Enum = append(s.Enum, literal(kind, text))
	}
	if slices.Contains(s.Types, "null") {
		s.Enum = append(s.Enum, nil)
	}
}

// limit is about the size of what has one, and about the number itself. An empty text is no limit.
func (s *Schema) limit(kind shape.Kind, low, high string) {
	switch kind {
	case shape.String:
		s.MinLength, s.MaxLength = bound(low, s.MinLength), bound(high, s.MaxLength)
	case shape.Integer, shape.Number:
		s.Minimum, s.Maximum = bound(low, s.Minimum), bound(high, s.Maximum)
	case shape.Array:
		s.MinItems, s.MaxItems = bound(low, s.MinItems), bound(high, s.MaxItems)
	case shape.Map:
		s.MinProperties, s.MaxProperties = bound(low, s.MinProperties), bound(high, s.MaxProperties)
	default: // nothing else has a size
	}
}

// bound spells a number the way JSON does.
func bound(text string, otherwise *Limit) *Limit {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return otherwise
	}
	limit := Limit(strconv.FormatFloat(n, 'f', -1, 64))
	return &limit
}

// pattern keeps every pattern: the keyword holds one, so further ones go into allOf.
func (s *Schema) pattern(expr string) {
	if s.Pattern == "" {
		s.Pattern = expr
		return
	}
	s.AllOf = append(s.AllOf, &Schema{Pattern: expr})
}

// literal is the value that a text in a tag stands for.
func literal(kind shape.Kind, text string) any {
	v, err := shape.ParseScalar(kind, text)
	if err != nil {
		return text
	}
	return v
}
