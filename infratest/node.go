package infratest

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// node is a value among a resource's inputs together with its property path. Steps into what does not exist, is unknown or has another
// form lead to an empty node, so rules read like paths.
type node struct {
	path  string
	value resource.PropertyValue
}

func inputsOf(r *Resource) resource.PropertyValue { return resource.NewProperty(r.Inputs) }

// at steps into objects by keys.
func (n node) at(keys ...string) node {
	for _, key := range keys {
		v := plain(n.value)
		if !v.IsObject() {
			return node{path: joinKey(n.path, key)}
		}
		n = node{path: joinKey(n.path, key), value: v.ObjectValue()[resource.PropertyKey(key)]}
	}
	return n
}

// each lists the elements of an array.
func (n node) each() []node {
	v := plain(n.value)
	if !v.IsArray() {
		return nil
	}
	var all []node
	for i, element := range v.ArrayValue() {
		all = append(all, node{path: n.path + "[" + strconv.Itoa(i) + "]", value: element})
	}
	return all
}

func (n node) exists() bool { return n.value.V != nil }

func (n node) text() string {
	if v := plain(n.value); v.IsString() {
		return v.StringValue()
	}
	return ""
}

// number is false when the value is no whole number, neither as a number nor as text.
func (n node) number() (int, bool) {
	v := plain(n.value)
	if v.IsNumber() {
		return int(v.NumberValue()), true
	}
	i, err := strconv.Atoi(n.text())
	return i, err == nil
}

func (n node) isFalse() bool {
	v := plain(n.value)
	return v.IsBool() && !v.BoolValue()
}
