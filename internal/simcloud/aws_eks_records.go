package simcloud

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const recordToken = "aws:route53/record:Record"

// routings are the ways in which records share a name; records without one are alone with theirs.
var routings = []resource.PropertyKey{
	"weightedRoutingPolicies", "latencyRoutingPolicies", "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy",
	"cidrRoutingPolicy", "multivalueAnswerRoutingPolicy",
}

// awsRecordModels models DNS records, of which several with a weight each may share a name.
func awsRecordModels() []model {
	return []model{{
		token: recordToken,
		name:  nameRule{property: "setIdentifier", fixed: true, max: 128, unique: true, scope: []string{"zoneId", "name", "type"}},
		check: checkRecord,
		id: func(s subject) string {
			parts := []string{text(s.in, "zoneId"), strings.ToLower(strings.TrimSuffix(text(s.in, "name"), ".")), text(s.in, "type")}
			if set := text(s.in, "setIdentifier"); set != "" {
				parts = append(parts, set)
			}
			return strings.Join(parts, "_")
		},
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"allowOverwrite": boolean(false)})
			out["fqdn"] = str(strings.TrimSuffix(text(s.in, "name"), "."))
			return out
		},
		admit: admitRecord,
	}}
}

func checkRecord(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	routed := routing(in) != ""
	if routed != given(in, "setIdentifier") {
		r.fail("setIdentifier", "need one with a routing policy, and none without")
	}
	for _, policy := range members(in, "weightedRoutingPolicies") {
		r.within("weightedRoutingPolicies[0]", policy, func(r *rules) { r.between(0, 255, "weight") })
	}
	if given(in, "aliases") {
		for _, property := range []resource.PropertyKey{"records", "ttl"} {
			if given(in, property) {
				r.fail(string(property), "conflicts with aliases")
			}
		}
	} else {
		for _, property := range []resource.PropertyKey{"records", "ttl"} {
			if !given(in, property) {
				r.fail(string(property), "need it without aliases, got none")
			}
		}
	}
	return r.failures
}

// routing is how a record shares its name; empty for one that does not.
func routing(in resource.PropertyMap) resource.PropertyKey {
	for _, kind := range routings {
		v, ok := in[kind]
		if kind == "multivalueAnswerRoutingPolicy" {
			ok = flag(in, kind)
		}
		if ok && (v.ContainsUnknowns() || !empty(v)) {
			return kind
		}
	}
	return ""
}

// admitRecord refuses a record whose name and type another one has that is routed in another way. A second record without
// a routing policy is not refused: it may overwrite the first.
func admitRecord(_, o Object, live []Object) refusal {
	name, typ := text(o.Inputs, "name"), text(o.Inputs, "type")
	for _, other := range live {
		if other.Token != recordToken || !sameInput(o, other, "zoneId") || !sameInput(o, other, "type") || !strings.EqualFold(name, text(other.Inputs, "name")) {
			continue
		}
		if routing(o.Inputs) != routing(other.Inputs) {
			return refuse("InvalidChangeBatch", "RRSet with DNS name %s., type %s cannot be created as other RRSets exist with the same name and type.", name, typ)
		}
	}
	return refusal{}
}
