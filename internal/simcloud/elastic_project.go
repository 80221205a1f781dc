package simcloud

import (
	"fmt"
	"regexp"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	projectAlias  = regexp.MustCompile(`^[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?$`)
	projectTagKey = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)
)

// projectModel models a serverless Elasticsearch project.
func projectModel(id func(subject) string) model {
	return model{
		token:   "ec:index/elasticsearchProject:ElasticsearchProject",
		replace: []string{},
		check:   checkProject,
		id:      id,
		outputs: projectOutputs,
		derived: []string{"cloudId", "endpoints", "privateEndpoints", "credentials"},
		parts:   []part{{"metadata", "createdAt"}, {"metadata", "createdBy"}, {"metadata", "organizationId"}},
		takes:   durations{create: time.Minute, update: 3 * time.Second, delete: 5 * time.Second},
		admit:   admitProject,
	}
}

func checkProject(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.atMost(255, "name")
	r.atMost(50, "alias")
	r.matches(projectAlias, "a letter, then letters, digits and '-', with no '-' at the end", "alias")
	r.oneOf([]string{"general_purpose", "vector"}, "optimizedFor")
	r.between(0, 180, "searchLake", "boostWindow")
	r.between(5, 3000, "searchLake", "searchPower")
	tags := object(in, "metadata", "tags")
	if len(tags) > 64 {
		r.fail("metadata.tags", "need at most 64 tags, got %d", len(tags))
	}
	for _, key := range tags.StableKeys() {
		if !projectTagKey.MatchString(string(key)) {
			r.fail("metadata.tags", "need keys of a lower-case letter, then up to 31 lower-case letters, digits, '_' and '-', got %q", key)
		}
	}
	return r.failures
}

// admitProject wants a region with its cloud in the name. The provider does not send a changed region.
func admitProject(was, o Object, _ []Object) refusal {
	region, before := text(o.Inputs, "regionId"), text(was.Inputs, "regionId")
	if before != "" && before != region {
		return refuse(invalidPlan, "the region cannot be changed after creation")
	}
	if region != "" && !prefixedRegion.MatchString(region) {
		return refuse(noRegion, "Region [%s] not found", region)
	}
	return refusal{}
}

// projectOutputs follow the id; host names and the cloud id follow the alias and the name too.
func projectOutputs(s subject) resource.PropertyMap {
	alias := first(text(s.in, "alias"), text(s.old, "alias"), dnsLabel(s.name)+"-"+hexOf(6, s.id, "alias"))
	host := elasticHost(text(s.in, "regionId"))
	urls := func(middle string) resource.PropertyValue {
		return resource.NewObjectProperty(resource.PropertyMap{
			"elasticsearch": str(fmt.Sprintf("https://%s.es.%s%s:443", alias, middle, host)),
			"kibana":        str(fmt.Sprintf("https://%s.kb.%s%s:443", alias, middle, host)),
		})
	}
	out := defaults(s, resource.PropertyMap{
		"alias": str(alias), "optimizedFor": str("general_purpose"),
		"searchLake": resource.NewObjectProperty(resource.PropertyMap{"boostWindow": num(7), "searchPower": num(100)}),
	})
	out["cloudId"] = str(cloudID(s.name, host, s.id+".es", s.id+".kb"))
	out["endpoints"], out["privateEndpoints"], out["type"] = urls(""), urls("private."), str("elasticsearch")
	out["metadata"] = filled(s, "metadata", resource.PropertyMap{
		"createdAt": str(subject{seed: s.id}.time("created")), "createdBy": str("api"), "organizationId": str(digitsOf(s.place.Account)),
	})
	if credentials := projectCredentials(s); credentials != nil {
		out["credentials"] = resource.NewObjectProperty(credentials)
	}
	return out
}

// projectCredentials are told when a project is made, and never again.
func projectCredentials(s subject) resource.PropertyMap {
	if s.old == nil && len(s.given) > 0 {
		return resource.PropertyMap{"username": str("admin"), "password": str(hexOf(24, s.id, "password"))}
	}
	return object(s.old, "credentials")
}

// digitsOf makes the id of the organisation from the account's.
func digitsOf(account string) string { return subject{seed: account}.digits("organization", 9) }
