package simcloud

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// outputs are the outputs of an object: its inputs, what the model says, and generic values for the rest of the table.
// Old outputs are given on update only: what was computed at creation stays.
func (k kind) outputs(s subject, inputs, old resource.PropertyMap) resource.PropertyMap {
	out := k.echo(inputs)
	k.addKubernetes(s, out, old)
	made := k.computed(s, out)
	for name, v := range made {
		switch given, isInput := out[name]; {
		case !isInput:
			out[name] = k.kept(string(name), v, old)
		case given.IsSecret():
			out[name] = secret(v)
		default:
			out[name] = v
		}
	}
	if k.bridged() {
		out["id"] = str(s.id)
	}
	return k.hideSecrets(out)
}

// previewOutputs are the outputs as far as they are known before the operation.
func (k kind) previewOutputs(s subject, inputs, old resource.PropertyMap) resource.PropertyMap {
	out := k.echo(inputs)
	k.previewKubernetes(s, out, old)
	for name, v := range k.computed(s, out) {
		if _, fromInput := out[name]; fromInput {
			continue
		}
		known := k.kept(string(name), v, old)
		before, had := old[name]
		out[name] = unknown()
		switch {
		case k.isBuiltin():
			out[name] = known
		case had && same(known, before) && !slices.Contains(k.model.follow, string(name)):
			out[name] = before
		}
	}
	k.previewParts(out, old)
	if k.bridged() && s.id != "" {
		out["id"] = str(s.id)
	}
	return k.hideSecrets(out)
}

// previewParts fills in what the provider computes inside the inputs: what the object has, or else something unknown.
func (k kind) previewParts(out, old resource.PropertyMap) {
	for _, p := range k.model.parts {
		block := maps.Clone(object(out, p.block))
		if _, given := block[p.member]; block == nil || given {
			continue
		}
		block[p.member] = unknown()
		if v, had := at(old, p.block, p.member); had {
			block[p.member] = v
		}
		filled := resource.NewObjectProperty(block)
		if out[p.block].IsSecret() {
			filled = secret(filled)
		}
		out[p.block] = filled
	}
}

// echo returns the inputs as outputs, with the outputs that only repeat them.
func (k kind) echo(inputs resource.PropertyMap) resource.PropertyMap {
	out := make(resource.PropertyMap, len(inputs)+8)
	for name, v := range inputs {
		if !resource.IsInternalPropertyKey(name) && !v.IsNull() {
			out[name] = settle(v)
		}
	}
	repeats := map[resource.PropertyKey][]string{"tags": {"tagsAll"}, "labels": {"effectiveLabels", "pulumiLabels"}}
	for input, names := range repeats {
		for _, name := range names {
			if _, ok := k.table.Output(name); !ok {
				continue
			}
			if v, given := out[input]; given {
				out[resource.PropertyKey(name)] = v
			} else {
				out[resource.PropertyKey(name)] = resource.NewObjectProperty(resource.PropertyMap{})
			}
		}
	}
	return out
}

// computed are the outputs that the provider makes. A model's value also stands in for an input of the same name.
func (k kind) computed(s subject, echoed resource.PropertyMap) resource.PropertyMap {
	made := resource.PropertyMap{}
	if k.model.outputs != nil {
		made = k.model.outputs(s)
	}
	for _, o := range k.table.Outputs {
		name := resource.PropertyKey(o.Name)
		_, isInput := echoed[name]
		_, isMade := made[name]
		if isInput || isMade || !o.Always && !k.landmark(o.Name) {
			continue
		}
		if v := k.generic(s, o.Name, o.Kind); !v.IsNull() {
			made[name] = v
		}
	}
	return made
}

// landmark tells outputs that programs use and that a provider gives although the SDK calls them optional. What the
// program left out of its inputs is none, but for the name.
func (k kind) landmark(name string) bool {
	if rule, named := k.naming(); named && rule.property == name && !rule.fixed {
		return true
	}
	if _, isInput := k.table.Input(name); isInput {
		return false
	}
	switch name {
	case "arn", "name", "endpoint", "dnsName", "selfLink", "url", "host", "port":
		return true
	default:
		return false
	}
}

// kept decides between what an update would compute and what the object has.
func (k kind) kept(name string, v resource.PropertyValue, old resource.PropertyMap) resource.PropertyValue {
	before, had := old[resource.PropertyKey(name)]
	if !had || before.ContainsUnknowns() || slices.Contains(k.model.follow, name) || slices.Contains(k.model.derived, name) {
		return v
	}
	if _, isInput := k.table.Input(name); isInput {
		if k.staysComputed(name) {
			return before
		}
		return v
	}
	if k.model.outputs != nil && !k.isBuiltin() && (empty(v) || empty(before)) {
		return v
	}
	return before
}

// hideSecrets wraps what the provider marks as secret.
func (k kind) hideSecrets(out resource.PropertyMap) resource.PropertyMap {
	for _, o := range k.table.Outputs {
		if v, ok := out[resource.PropertyKey(o.Name)]; ok && o.Secret {
			out[resource.PropertyKey(o.Name)] = secret(v)
		}
	}
	return out
}

// generic makes a value of a kind that looks like what its name promises.
func (k kind) generic(s subject, name string, want schema.Kind) resource.PropertyValue {
	switch want {
	case schema.String, schema.Any:
		return str(k.genericText(s, name))
	case schema.Int, schema.Float:
		if strings.HasSuffix(strings.ToLower(name), "port") {
			return num(443)
		}
		return num(0)
	case schema.Bool:
		return boolean(false)
	case schema.Array:
		return resource.NewArrayProperty([]resource.PropertyValue{})
	case schema.Map, schema.Object:
		return resource.NewObjectProperty(resource.PropertyMap{})
	default:
		return resource.NewNullProperty()
	}
}

// genericText makes a string for an output from the end of its name. An optional input that was left out is empty, unless
// its name says what it must be.
func (k kind) genericText(s subject, name string) string {
	if rule, named := k.naming(); named && rule.property == name {
		return s.name
	}
	lower := strings.ToLower(name)
	_, isInput := k.table.Input(name)
	for _, rule := range textRules {
		if lower == rule.ending || !rule.exact && !isInput && strings.HasSuffix(lower, rule.ending) {
			return rule.make(k, s, name)
		}
	}
	if isInput {
		return ""
	}
	return name + "-" + s.hex(name, 8)
}

// textRules are tried in order: exact names before endings, long endings before short ones.
var textRules = []struct {
	ending string
	exact  bool
	make   func(k kind, s subject, name string) string
}{
	{"arn", true, func(k kind, s subject, _ string) string { return k.genericARN(s) }},
	{"name", true, func(_ kind, s subject, _ string) string { return s.name }},
	{"project", true, func(_ kind, s subject, _ string) string { return s.project() }},
	{"region", true, func(k kind, s subject, _ string) string { return k.homeRegion(s) }},
	{"location", true, func(k kind, s subject, _ string) string { return k.homeRegion(s) }},
	{"zone", true, func(k kind, s subject, _ string) string { return k.homeRegion(s) + "-a" }},
	{"availabilityzone", true, func(_ kind, s subject, _ string) string { return s.place.Region + "a" }},
	{"ownerid", true, func(_ kind, s subject, _ string) string { return s.place.Account }},
	{"accountid", true, func(_ kind, s subject, _ string) string { return s.place.Account }},
	{"registryid", true, func(_ kind, s subject, _ string) string { return s.place.Account }},
	{"email", true, func(_ kind, s subject, _ string) string {
		return s.name + "@" + s.project() + ".iam.gserviceaccount.com"
	}},
	{"state", true, func(k kind, _ subject, _ string) string { return k.runningState() }},
	{"status", true, func(k kind, _ subject, _ string) string { return k.runningState() }},
	{"vpcid", true, func(_ kind, s subject, name string) string { return s.awsID(name) }},
	{"arn", false, func(_ kind, s subject, name string) string {
		return s.arn(strings.TrimSuffix(name, "Arn") + "/" + s.hex(name, 12))
	}},
	{"selflink", false, func(k kind, s subject, _ string) string {
		return "https://www.googleapis.com/" + k.gcpService() + "/v1/" + s.id
	}},
	{"url", false, func(_ kind, s subject, name string) string { return "https://" + s.host(name) }},
	{"uri", false, func(_ kind, s subject, name string) string { return "https://" + s.host(name) }},
	{"endpoint", false, func(_ kind, s subject, name string) string { return s.host(name) }},
	{"dnsname", false, func(_ kind, s subject, name string) string { return s.host(name) }},
	{"domainname", false, func(_ kind, s subject, name string) string { return s.host(name) }},
	{"hostname", false, func(_ kind, s subject, name string) string { return s.host(name) }},
	{"host", false, func(_ kind, s subject, name string) string { return s.host(name) }},
	{"fqdn", false, func(_ kind, s subject, name string) string { return s.host(name) }},
	{"cidrblock", false, func(kind, subject, string) string { return "10.0.0.0/16" }},
	{"publicip", false, func(_ kind, s subject, name string) string { return s.publicAddress(name) }},
	{"ipaddress", false, func(_ kind, s subject, name string) string { return s.address(name) }},
	{"ip", false, func(_ kind, s subject, name string) string { return s.address(name) }},
	{"zoneid", false, func(_ kind, s subject, name string) string { return "Z" + strings.ToUpper(s.hex(name, 13)) }},
	{"id", false, func(_ kind, s subject, name string) string { return s.awsID(name) }},
	{"time", false, func(_ kind, s subject, name string) string { return s.time(name) }},
	{"timestamp", false, func(_ kind, s subject, name string) string { return s.time(name) }},
	{"date", false, func(_ kind, s subject, name string) string { return s.time(name) }},
	{"etag", false, func(_ kind, s subject, name string) string { return s.hex(name, 12) }},
	{"fingerprint", false, func(_ kind, s subject, name string) string { return s.hex(name, 12) }},
	{"version", false, func(kind, subject, string) string { return "1" }},
}

// host makes a name under a domain that can never exist.
func (s subject) host(label string) string {
	return dnsLabel(s.name) + "-" + s.hex(label, 10) + "." + s.place.Region + ".sandbox.invalid"
}

// dnsLabel folds a name to what a host name may hold.
func dnsLabel(name string) string {
	folded := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	return strings.Trim(folded[:min(len(folded), 40)], "-")
}

func (k kind) runningState() string {
	if k.pkg() == "gcp" {
		return "ACTIVE"
	}
	return "available"
}

func (k kind) homeRegion(s subject) string {
	if k.pkg() == "gcp" {
		return s.region()
	}
	return s.place.Region
}
