package simcloud

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// apply says what the API server of a cluster refuses to store. The cluster of a provider without a kubeconfig takes
// everything. The caller holds c.mu.
//
// A provider sends what it creates as a server-side apply, unless it is told not to: an object of that name that is there
// already is adopted, and refused only where a field would get another value than the one who owns it gave.
func (c *Cloud) apply(k kind, op Op, there, o Object, p Kubernetes) refusal {
	if o.Server == "" || !k.isKubernetes() {
		return refusal{}
	}
	if c.undefined(k, o) {
		module, _, _ := strings.Cut(strings.TrimPrefix(k.token, "kubernetes:"), ":")
		return refuse("NoMatch", "%s failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. "+
			"Verify that any required CRDs have been created: no matches for kind %q in version %q", op, k.typeName(), module)
	}
	if op == OpUpdate {
		_, found := c.store.existing[o.key()]
		if there.URN == "" && !found {
			return refuse("NotFound", "%s %q not found", k.plural(), lastPart(string(o.ID), "/"))
		}
		return refusal{}
	}
	for _, urn := range c.store.byKey[o.key()] {
		if p.ClientSideApply {
			return refuse("AlreadyExists", "%s %q already exists", k.plural(), lastPart(string(o.ID), "/"))
		}
		other := c.store.byURN[urn][o.key()]
		if fields := disputed(plainMap(other.Inputs), plainMap(o.Inputs), ""); len(fields) > 0 {
			return refuse("Conflict", "Server-Side Apply field conflict detected: conflict with \"pulumi-kubernetes-%s\", the field manager of %s: %s",
				hexOf(8, string(urn)), urn, strings.Join(fields, ", "))
		}
	}
	return refusal{}
}

// plural is the kind as the API server names it in messages.
func (k kind) plural() string { return strings.ToLower(k.typeName()) + "s" }

// disputed lists the fields that two field managers give different values. Lists count as one field.
func disputed(owner, applied resource.PropertyMap, path string) []string {
	var fields []string
	for _, name := range sortedKeys(applied) {
		field := path + "." + string(name)
		before, owned := owner[name]
		after := applied[name]
		switch {
		case !owned:
		case before.IsObject() && after.IsObject():
			fields = append(fields, disputed(before.ObjectValue(), after.ObjectValue(), field)...)
		case !same(before, after):
			fields = append(fields, field)
		}
	}
	return fields
}

// undefined tells a custom resource whose definition its cluster lacks. Only clusters of this cloud are asked: nobody here
// knows what was installed in another one.
func (c *Cloud) undefined(k kind, o Object) bool {
	if k.inTable || !c.store.clusters[o.Server] {
		return false
	}
	module, _, _ := strings.Cut(strings.TrimPrefix(k.token, "kubernetes:"), ":")
	group, version, _ := strings.Cut(module, "/")
	if slices.Contains(preinstalled, group) {
		return false
	}
	return !slices.ContainsFunc(c.store.all(), func(other Object) bool {
		return other.Server == o.Server && defines(other, group, version, strings.TrimSuffix(k.typeName(), "Patch"))
	})
}

// preinstalled are the groups of the custom resources that every EKS cluster knows.
var preinstalled = []string{"crd.k8s.amazonaws.com", "vpcresources.k8s.aws", "networking.k8s.aws"}

const definitionType = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"

// defines tells whether an object is the definition of a custom resource.
func defines(o Object, group, version, kind string) bool {
	if o.Token != definitionType || text(o.Inputs, "spec", "group") != group || text(o.Inputs, "spec", "names", "kind") != kind {
		return false
	}
	return slices.ContainsFunc(members(o.Inputs, "spec", "versions"), func(v resource.PropertyMap) bool {
		served, given := at(v, "served")
		return text(v, "name") == version && (!given || !served.IsBool() || served.BoolValue())
	})
}
