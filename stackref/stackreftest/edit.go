package stackreftest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/stackref/internal/shape"
)

// Edit changes one thing in what a fake stack exports. Every field argument is a pointer to a field of the value that the fake is made
// from, such as &network.Proxy.Port or &network.Zones[0].Name: not to an entry of a Go map, which has no address.
type Edit struct {
	name   string
	prefix string // of the whole export
	apply  func(source, resource.PropertyMap) (resource.PropertyMap, error)
}

// source is what a fake is made from.
type source struct {
	value  reflect.Value // a pointer to the contract
	prefix string
}

// Prefix exports the contract with stackref.Prefix, as the consumer imports it.
func Prefix(prefix string) Edit {
	return Edit{name: "Prefix", prefix: prefix, apply: func(_ source, outputs resource.PropertyMap) (resource.PropertyMap, error) {
		return outputs, nil
	}}
}

// With adds the outputs of another contract, or of another instance of the same one with a [Prefix], with edits of its own.
func With[T any](v *T, edits ...Edit) Edit {
	return Edit{name: "With", apply: func(_ source, outputs resource.PropertyMap) (resource.PropertyMap, error) {
		more, err := edited(v, edits)
		if err != nil {
			return nil, err
		}
		for name, value := range more {
			if _, twice := outputs[name]; twice && name != shape.Reserved {
				return nil, fmt.Errorf("need names that the stack does not export yet, got %q again", name)
			}
			if name != shape.Reserved {
				outputs[name] = value
			}
		}
		maps.Copy(outputs[shape.Reserved].ObjectValue(), more[shape.Reserved].ObjectValue())
		return outputs, nil
	}}
}

// Without leaves the output out.
func Without(field any) Edit {
	return at("Without", field, func(*resource.PropertyValue) (string, error) { return removed, nil })
}

// Renamed gives the output under another key, as a producer whose contract has another name for the field does.
func Renamed(field any, name string) Edit {
	return at("Renamed", field, func(*resource.PropertyValue) (string, error) { return name, nil })
}

// Replaced gives another value, of any type that [infratest.StackOutputs] takes except secret ones. What was secret stays secret.
func Replaced(field, value any) Edit {
	return at("Replaced", field, func(v *resource.PropertyValue) (string, error) {
		replacement := resource.NewPropertyValue(value)
		if v.IsSecret() {
			replacement = resource.MakeSecret(replacement)
		}
		*v = replacement
		return "", nil
	})
}

// Undecryptable gives what the engine gives for a secret that it cannot decrypt: a secret empty object. The field must be a secret one.
func Undecryptable(field any) Edit {
	return at("Undecryptable", field, func(v *resource.PropertyValue) (string, error) {
		if !v.IsSecret() {
			return "", errors.New("need a pointer to a secret field, got one that is exported in plain text")
		}
		*v = resource.MakeSecret(resource.NewProperty(resource.PropertyMap{}))
		return "", nil
	})
}

// Plain gives a secret in plain text. The field must be a secret one.
func Plain(field any) Edit {
	return at("Plain", field, func(v *resource.PropertyValue) (string, error) {
		if !v.IsSecret() {
			return "", errors.New("need a pointer to a secret field, got one that is exported in plain text")
		}
		*v = v.SecretValue().Element
		return "", nil
	})
}

// Version gives another version of the contract, such as "2.0", in what the stack records of its contracts.
func Version(version string) Edit {
	return Edit{name: "Version", apply: func(_ source, outputs resource.PropertyMap) (resource.PropertyMap, error) {
		if _, _, err := shape.ParseVersion(version); err != nil {
			return nil, err
		}
		for _, contract := range outputs[shape.Reserved].ObjectValue() {
			contract.ObjectValue()["version"] = resource.NewProperty(version)
		}
		return outputs, nil
	}}
}

// removed is the key that stands for no key.
const removed = "\x00"

// at edits the value that field points at. The edit returns the key that the value moves to, empty for its own.
func at(name string, field any, edit func(*resource.PropertyValue) (string, error)) Edit {
	return Edit{name: name, apply: func(from source, outputs resource.PropertyMap) (resource.PropertyMap, error) {
		contract, target := from.value.Type().Elem(), reflect.ValueOf(field)
		if target.Kind() != reflect.Pointer || target.IsNil() {
			return nil, fmt.Errorf("need a pointer to a field of %s, got %T", contract, field)
		}
		path, ok := find(from.value.Elem(), target)
		if !ok || len(path) == 0 {
			return nil, fmt.Errorf("need a pointer to a field of the %s that the fake is made from, got a %T elsewhere", contract, field)
		}
		path[0] = from.prefix + fmt.Sprint(path[0])
		root, err := change(resource.NewProperty(outputs), path, edit)
		if err != nil {
			return nil, err
		}
		return root.ObjectValue(), nil
	}}
}

// change edits the value at path, and returns what then stands around it.
func change(v resource.PropertyValue, path []any, edit func(*resource.PropertyValue) (string, error)) (resource.PropertyValue, error) {
	if v.IsSecret() {
		inner, err := change(v.SecretValue().Element, path, edit)
		return resource.MakeSecret(inner), err
	}
	key, isKey := path[0].(string)
	if !isKey {
		return changeElement(v, path, edit)
	}
	k := resource.PropertyKey(key)
	if !v.IsObject() || !v.ObjectValue().HasValue(k) {
		return v, fmt.Errorf("need an output to edit, got a field that is not exported: %q", key)
	}
	object := v.ObjectValue()
	if len(path) > 1 {
		inner, err := change(object[k], path[1:], edit)
		object[k] = inner
		return resource.NewProperty(object), err
	}
	value := object[k]
	to, err := edit(&value)
	delete(object, k)
	if to == "" {
		to = key
	}
	if to != removed {
		object[resource.PropertyKey(to)] = value
	}
	return resource.NewProperty(object), err
}

func changeElement(v resource.PropertyValue, path []any, edit func(*resource.PropertyValue) (string, error)) (resource.PropertyValue, error) {
	i, _ := path[0].(int)
	if !v.IsArray() || i >= len(v.ArrayValue()) {
		return v, fmt.Errorf("need an output to edit, got an element that is not exported: [%d]", i)
	}
	list := v.ArrayValue()
	if len(path) > 1 {
		inner, err := change(list[i], path[1:], edit)
		list[i] = inner
		return resource.NewProperty(list), err
	}
	to, err := edit(&list[i])
	if to == removed {
		list = slices.Delete(list, i, i+1)
	}
	return resource.NewProperty(list), err
}
