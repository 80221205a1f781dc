package stackconfig

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type shapeKind int

const (
	stringShape shapeKind = iota
	boolShape
	intShape
	uintShape
	floatShape
	durationShape
	textShape // an encoding.TextUnmarshaler
	secretShape
	pointerShape
	listShape
	dictShape
	structShape
)

// shape is a Go type as configuration sees it. Decoding and the JSON Schema are
// both driven by it, so they cannot disagree.
type shape struct {
	kind      shapeKind
	typ       reflect.Type
	elem      *shape // of a pointer, a list, a dict
	fields    []*field
	validates bool
}

// field is a field of a struct shape.
type field struct {
	key, goName string
	index       []int
	shape       *shape
	required    bool
	fallback    *node // the default
	rules       rules
	doc         string
}

var (
	durationType    = reflect.TypeFor[time.Duration]()
	secretType      = reflect.TypeFor[pulumi.StringOutput]()
	textInterface   = reflect.TypeFor[encoding.TextUnmarshaler]()
	validator       = reflect.TypeFor[interface{ Validate() error }]()
	schemaInterface = reflect.TypeFor[interface{ JSONSchema() map[string]any }]()
)

// shapeOf reads a type, or says what makes it unfit for configuration.
func shapeOf(t reflect.Type) (*shape, error) {
	s, err := buildShape(t, nil)
	if err != nil {
		return nil, fmt.Errorf("stackconfig: %w", err)
	}
	return s, nil
}

// buildShape is given the structs it is inside of, to refuse a type that
// contains itself.
func buildShape(t reflect.Type, inside []reflect.Type) (*shape, error) {
	s := &shape{typ: t}
	if t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface {
		s.validates = reflect.PointerTo(t).Implements(validator)
	}
	if kind, ok := scalarKind(t); ok {
		s.kind = kind
		return s, nil
	}
	var err error
	switch t.Kind() {
	case reflect.Struct:
		s.kind = structShape
		if slices.Contains(inside, t) {
			return nil, fmt.Errorf("type %s: a type that contains itself is not supported", t)
		}
		s.fields, err = buildFields(t, append(slices.Clone(inside), t))
		return s, err
	case reflect.Pointer:
		s.kind = pointerShape
	case reflect.Slice:
		s.kind = listShape
	case reflect.Map:
		s.kind = dictShape
		if t.Key().Kind() != reflect.String {
			return nil, fmt.Errorf("type %s: the key of a map needs to be a string", t)
		}
	default:
		return nil, fmt.Errorf("type %s: unsupported type", t)
	}
	s.elem, err = buildShape(t.Elem(), inside)
	if err == nil && s.kind == pointerShape && s.elem.kind == pointerShape {
		err = fmt.Errorf("type %s: a pointer to a pointer is not supported", t)
	}
	return s, err
}

func scalarKind(t reflect.Type) (shapeKind, bool) {
	switch {
	case t == secretType:
		return secretShape, true
	case t == durationType:
		return durationShape, true
	case t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(textInterface):
		return textShape, true
	}
	switch t.Kind() {
	case reflect.String:
		return stringShape, true
	case reflect.Bool:
		return boolShape, true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return intShape, true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return uintShape, true
	case reflect.Float32, reflect.Float64:
		return floatShape, true
	default:
		return 0, false
	}
}

// buildFields reads the fields of a struct; those of an embedded struct count as
// its own.
func buildFields(t reflect.Type, inside []reflect.Type) ([]*field, error) {
	var fields []*field
	var problems []error
	for i := range t.NumField() {
		goField := t.Field(i)
		if inlined(goField) {
			embedded, err := buildFields(goField.Type, append(slices.Clone(inside), goField.Type))
			for _, f := range embedded {
				f.index = append([]int{i}, f.index...)
			}
			fields, problems = append(fields, embedded...), append(problems, err)
			if hides := reflect.PointerTo(goField.Type).Implements(validator) && !reflect.PointerTo(t).Implements(validator); hides {
				problems = append(problems, fmt.Errorf(
					"type %s: field %s: its Validate is hidden by another embedded one; give %s a Validate", t, goField.Name, t.Name()))
			}
			continue
		}
		f, err := buildField(goField, inside)
		if err != nil {
			problems = append(problems, fmt.Errorf("type %s: field %s: %w", t, goField.Name, err))
		}
		if f != nil {
			fields = append(fields, f)
		}
	}
	seen := map[string]string{}
	for _, f := range fields {
		if first, twice := seen[f.key]; twice {
			problems = append(problems, fmt.Errorf("type %s: field %s: key %q is that of field %s", t, f.goName, f.key, first))
		}
		seen[f.key] = f.goName
	}
	return fields, errors.Join(problems...)
}

func inlined(f reflect.StructField) bool {
	_, tagged := f.Tag.Lookup("yaml")
	if _, scalar := scalarKind(f.Type); scalar {
		return false
	}
	return f.Anonymous && !tagged && f.Type.Kind() == reflect.Struct
}

// value is the shape without the pointer around it.
func (s *shape) value() *shape {
	if s.kind == pointerShape {
		return s.elem
	}
	return s
}

func (s *shape) field(key string) *field {
	for _, f := range s.fields {
		if f.key == key {
			return f
		}
	}
	return nil
}

// need words what a value of the shape looks like.
func (s *shape) need() string {
	switch s.kind {
	case boolShape:
		return "true or false"
	case intShape:
		return "an integer"
	case uintShape:
		return "an integer of 0 or more"
	case floatShape:
		return "a number"
	case durationShape:
		return "a duration such as 12h or 30m"
	case secretShape:
		return "a secure value"
	case pointerShape:
		return s.elem.need()
	case listShape:
		if s.elem.value().kind == structShape {
			return "a list of objects"
		}
		return "a list"
	case dictShape, structShape:
		return "an object"
	default:
		return "a string"
	}
}
