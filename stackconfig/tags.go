package stackconfig

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// buildField reads the tags of a field; nil for one that is no configuration.
func buildField(f reflect.StructField, inside []reflect.Type) (*field, error) {
	tag, tagged := f.Tag.Lookup("yaml")
	if tag == "-" || (!tagged && !f.IsExported()) {
		return nil, nil
	}
	key, option, _ := strings.Cut(tag, ",")
	switch {
	case !f.IsExported():
		return nil, errors.New("an unexported field cannot be configuration")
	case key == "":
		return nil, errors.New(`need a yaml tag such as yaml:"memory_gb", or yaml:"-"`)
	case option != "" && option != "omitempty":
		return nil, fmt.Errorf("unknown option %q in the yaml tag", option)
	}
	s, err := buildShape(f.Type, inside)
	if err != nil {
		return nil, err
	}
	built := &field{key: key, goName: f.Name, index: f.Index, shape: s, doc: f.Tag.Get("doc")}
	if built.required, err = boolTag(f, "required"); err != nil {
		return nil, err
	}
	if built.rules, err = parseRules(f.Tag.Get("validate"), s); err != nil {
		return nil, err
	}
	text, ok := f.Tag.Lookup("default")
	if !ok {
		return built, nil
	}
	if built.fallback, err = parseDefault(text, built); err != nil {
		return nil, fmt.Errorf("default %q: %w", text, err)
	}
	return built, nil
}

func boolTag(f reflect.StructField, name string) (bool, error) {
	switch text := f.Tag.Get(name); text {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	default:
		return false, fmt.Errorf("tag %s: need true or false, got %q", name, text)
	}
}

// parseDefault reads the default once, as if it stood in the configuration, so
// that a bad one is found by the first test and not by the first user.
func parseDefault(text string, f *field) (*node, error) {
	switch {
	case f.required:
		return nil, errors.New("a required field has no use for a default")
	case f.rules.unique && f.shape.value().isScalar():
		return nil, errors.New("a unique field cannot have a default")
	case f.shape.value().kind == secretShape:
		return nil, errors.New("a secret does not belong into the program")
	}
	n, err := parseText(text, f.shape)
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	scratch := reflect.New(f.shape.typ).Elem()
	if d.decode(n, f.shape, scratch, place{}) {
		d.check(f, n, scratch, place{})
	}
	if len(d.problems) > 0 {
		return nil, d.problems[0]
	}
	return n, nil
}
