package simcloud

import (
	"fmt"
	"math"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// check validates inputs against the table and the model, and fills in names and defaults.
func (c *Cloud) check(k kind, r Request) (resource.PropertyMap, []Failure) {
	in := make(resource.PropertyMap, len(r.Inputs)+2)
	for name, v := range r.Inputs {
		if !v.IsNull() && name != defaultsKey {
			in[name] = v
		}
	}
	if k.isProvider() {
		return in, nil
	}
	failures := checkTable(k, in)
	if k.isKubernetes() {
		c.nameKubernetes(k, r, in)
		failures = append(failures, k.checkKubernetes(in)...)
	} else {
		failures = append(failures, c.autoName(k, r, in)...)
	}
	known := plainMap(in)
	failures = append(failures, checkName(k.model.name, known)...)
	if k.model.check != nil {
		failures = append(failures, k.model.check(known)...)
	}
	return in, failures
}

// checkTable reports missing and unknown properties and literals of the wrong kind.
func checkTable(k kind, in resource.PropertyMap) []Failure {
	if !k.inTable {
		return nil
	}
	var failures []Failure
	for _, want := range k.table.Inputs {
		v, given := in[resource.PropertyKey(want.Name)]
		switch {
		case !given && want.Required:
			failures = append(failures, Failure{want.Name, fmt.Sprintf("Missing required property '%s'", want.Name)})
		case given && !fits(reveal(v), want.Kind, k.bridged()):
			failures = append(failures, Failure{want.Name, fmt.Sprintf("Invalid type for property '%s': expected %s, got %s",
				want.Name, kindName(want.Kind), reveal(v).TypeString())})
		}
	}
	for _, name := range in.StableKeys() {
		if _, known := k.table.Input(string(name)); !known && !resource.IsInternalPropertyKey(name) {
			failures = append(failures, Failure{string(name), fmt.Sprintf("Unknown property '%s'", name)})
		}
	}
	return failures
}

// fits tells whether a value can stand where a kind is wanted. Bridged providers turn scalars into one another.
func fits(v resource.PropertyValue, want schema.Kind, coerce bool) bool {
	if v.IsComputed() || v.IsResourceReference() {
		return true
	}
	scalar := v.IsString() || v.IsNumber() || v.IsBool()
	switch want {
	case schema.String:
		return v.IsString() || coerce && scalar
	case schema.Int:
		f, ok := asNumber(v, coerce)
		return ok && f == math.Trunc(f)
	case schema.Float:
		_, ok := asNumber(v, coerce)
		return ok
	case schema.Bool:
		return v.IsBool() || coerce && v.IsString() && (v.StringValue() == "true" || v.StringValue() == "false")
	case schema.Array:
		return v.IsArray()
	case schema.Map, schema.Object:
		return v.IsObject()
	case schema.Asset:
		return v.IsAsset() || v.IsArchive()
	default:
		return true
	}
}

func asNumber(v resource.PropertyValue, coerce bool) (float64, bool) {
	if v.IsNumber() {
		return v.NumberValue(), true
	}
	if !coerce || !v.IsString() {
		return 0, false
	}
	f, err := strconv.ParseFloat(v.StringValue(), 64)
	return f, err == nil
}

func kindName(k schema.Kind) string {
	switch k {
	case schema.String:
		return "string"
	case schema.Int:
		return "integer"
	case schema.Float:
		return "number"
	case schema.Bool:
		return "boolean"
	case schema.Array:
		return "array"
	case schema.Map, schema.Object:
		return "object"
	case schema.Asset:
		return "asset or archive"
	default:
		return "any value"
	}
}
