package simcloud

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// reveal takes the secret and output wrappers off a value; what stays unknown is a computed value.
func reveal(v resource.PropertyValue) resource.PropertyValue {
	for {
		switch {
		case v.IsSecret():
			v = v.SecretValue().Element
		case v.IsOutput() && v.OutputValue().Known:
			v = v.OutputValue().Element
		case v.IsOutput():
			return unknown()
		default:
			return v
		}
	}
}

// plain is reveal for a whole value.
func plain(v resource.PropertyValue) resource.PropertyValue {
	v = reveal(v)
	switch {
	case v.IsArray():
		items := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			items[i] = plain(item)
		}
		return resource.NewArrayProperty(items)
	case v.IsObject():
		return resource.NewObjectProperty(plainMap(v.ObjectValue()))
	default:
		return v
	}
}

// plainMap gives properties without wrappers, nulls and internal keys, for rules that look at values.
func plainMap(m resource.PropertyMap) resource.PropertyMap {
	out := make(resource.PropertyMap, len(m))
	for k, v := range m {
		if v = plain(v); !v.IsNull() && !resource.IsInternalPropertyKey(k) {
			out[k] = v
		}
	}
	return out
}

// settle turns output values into what a provider stores: plain, secret or computed ones.
func settle(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsOutput():
		o := v.OutputValue()
		element := unknown()
		if o.Known {
			element = settle(o.Element)
		}
		if o.Secret {
			return resource.MakeSecret(element)
		}
		return element
	case v.IsSecret():
		return resource.MakeSecret(settle(v.SecretValue().Element))
	case v.IsArray():
		items := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			items[i] = settle(item)
		}
		return resource.NewArrayProperty(items)
	case v.IsObject():
		object := make(resource.PropertyMap, len(v.ObjectValue()))
		for k, item := range v.ObjectValue() {
			object[k] = settle(item)
		}
		return resource.NewObjectProperty(object)
	default:
		return v
	}
}

func unknown() resource.PropertyValue {
	return resource.MakeComputed(resource.NewStringProperty(""))
}

// secret wraps a value once.
func secret(v resource.PropertyValue) resource.PropertyValue {
	if v.IsSecret() {
		return v
	}
	return resource.MakeSecret(v)
}

// same compares what two values hold; an unknown one equals nothing.
func same(a, b resource.PropertyValue) bool {
	if a.ContainsUnknowns() || b.ContainsUnknowns() {
		return false
	}
	return plain(a).DeepEquals(plain(b))
}

// empty tells a value that says nothing: none, "", or a list or object without members.
func empty(v resource.PropertyValue) bool {
	v = reveal(v)
	switch {
	case v.IsString():
		return v.StringValue() == ""
	case v.IsArray():
		return len(v.ArrayValue()) == 0
	case v.IsObject():
		return len(v.ObjectValue()) == 0
	default:
		return v.IsNull()
	}
}

// at finds a nested value: "maintenancePolicy", "weeklyMaintenanceWindows". Secrets on the way are opened.
func at(m resource.PropertyMap, path ...resource.PropertyKey) (resource.PropertyValue, bool) {
	var v resource.PropertyValue
	for i, step := range path {
		next, ok := m[step]
		if !ok {
			return resource.PropertyValue{}, false
		}
		v = reveal(next)
		if i == len(path)-1 {
			break
		}
		if !v.IsObject() {
			return resource.PropertyValue{}, false
		}
		m = v.ObjectValue()
	}
	return v, !v.IsNull() && !v.IsComputed()
}

func text(m resource.PropertyMap, path ...resource.PropertyKey) string {
	if v, ok := at(m, path...); ok && v.IsString() {
		return v.StringValue()
	}
	return ""
}

func number(m resource.PropertyMap, path ...resource.PropertyKey) (float64, bool) {
	if v, ok := at(m, path...); ok && v.IsNumber() {
		return v.NumberValue(), true
	}
	return 0, false
}

func flag(m resource.PropertyMap, path ...resource.PropertyKey) bool {
	v, ok := at(m, path...)
	return ok && v.IsBool() && v.BoolValue()
}

func list(m resource.PropertyMap, path ...resource.PropertyKey) []resource.PropertyValue {
	if v, ok := at(m, path...); ok && v.IsArray() {
		return v.ArrayValue()
	}
	return nil
}

func object(m resource.PropertyMap, path ...resource.PropertyKey) resource.PropertyMap {
	if v, ok := at(m, path...); ok && v.IsObject() {
		return v.ObjectValue()
	}
	return nil
}

// members are the objects of a list, which may be a single object where a provider allows both.
func members(m resource.PropertyMap, path ...resource.PropertyKey) []resource.PropertyMap {
	if one := object(m, path...); one != nil {
		return []resource.PropertyMap{one}
	}
	var out []resource.PropertyMap
	for _, item := range list(m, path...) {
		if item = reveal(item); item.IsObject() {
			out = append(out, item.ObjectValue())
		}
	}
	return out
}

// has tells that a value is given and known.
func has(m resource.PropertyMap, path ...resource.PropertyKey) bool {
	_, ok := at(m, path...)
	return ok
}

// isUnknown tells that a value is given but not known yet.
func isUnknown(m resource.PropertyMap, name resource.PropertyKey) bool {
	return reveal(m[name]).IsComputed()
}

// counted reads a number of digits alone; anything else is 0.
func counted(digits string) int {
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}

func first(candidates ...string) string {
	for _, c := range candidates {
		if c != "" {
			return c
		}
	}
	return ""
}

// lastPart is the text after the last separator.
func lastPart(s, separator string) string {
	return s[strings.LastIndex(s, separator)+1:]
}

func str(s string) resource.PropertyValue             { return resource.NewStringProperty(s) }
func num[N int | float64](n N) resource.PropertyValue { return resource.NewNumberProperty(float64(n)) }
func boolean(b bool) resource.PropertyValue           { return resource.NewBoolProperty(b) }

func objects(items ...resource.PropertyMap) resource.PropertyValue {
	values := make([]resource.PropertyValue, len(items))
	for i, item := range items {
		values[i] = resource.NewObjectProperty(item)
	}
	return resource.NewArrayProperty(values)
}

func strs(values []string) resource.PropertyValue {
	items := make([]resource.PropertyValue, len(values))
	for i, v := range values {
		items[i] = str(v)
	}
	return resource.NewArrayProperty(items)
}
