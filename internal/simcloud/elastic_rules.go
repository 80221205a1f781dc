package simcloud

import (
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Codes of the API as its users report them. That it uses invalidPlan for a changed region and for an older version is not known.
const (
	noTemplateRegion = "templates.region_not_found"
	noRegion         = "root.region_not_found"
	invalidPlan      = "clusters.cluster_invalid_plan"
)

var (
	stackVersion   = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)
	prefixedRegion = regexp.MustCompile(`^(aws|gcp|azure)-[a-z0-9-]+$`)
)

// bareRegions are the regions of AWS that hosted deployments name without the cloud; prefixedToo is told of in both ways.
var bareRegions = []string{
	"ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1", "us-west-2",
}

const prefixedToo = "eu-central-1"

// hostedRegion tells a name that hosted deployments have for a region. Which regions a cloud has is not looked at.
func hostedRegion(region string) bool {
	bare, onAWS := strings.CutPrefix(region, "aws-")
	switch {
	case bare == prefixedToo:
		return true
	case onAWS:
		return !slices.Contains(bareRegions, bare)
	default:
		return prefixedRegion.MatchString(region) || slices.Contains(bareRegions, region)
	}
}

// cloudOfRegion splits the name of a region into who runs it and the name there.
func cloudOfRegion(region string) (cloud, name string) {
	if prefixedRegion.MatchString(region) {
		cloud, name, _ = strings.Cut(region, "-")
		return cloud, name
	}
	return "aws", region
}

func checkDeployment(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(stackVersion, "a version such as 8.15.3", "version")
	search := object(in, "elasticsearch")
	if search != nil && object(search, "hot") == nil && !isUnknown(search, "hot") {
		r.fail("elasticsearch.hot", "Missing required property 'hot'")
	}
	r.within("elasticsearch", search, func(e *rules) {
		e.oneOf([]string{"autodetect", "grow_and_shrink", "rolling_grow_and_shrink", "rolling_all"}, "strategy")
		for _, tier := range []resource.PropertyKey{"hot", "warm", "cold", "frozen", "ml", "master", "coordinating"} {
			if object(e.in, tier) != nil {
				e.within(string(tier), object(e.in, tier), checkTier)
			}
		}
	})
	for _, service := range []resource.PropertyKey{"kibana", "integrationsServer"} {
		r.within(string(service), object(in, service), checkSize)
	}
	return r.failures
}

func checkTier(r *rules) {
	if _, given := r.in["autoscaling"]; !given {
		r.fail("autoscaling", "Missing required property 'autoscaling'")
	}
	checkSize(r)
	r.within("autoscaling", object(r.in, "autoscaling"), func(a *rules) {
		a.gigabytes("minSize")
		a.gigabytes("maxSize")
	})
}

func checkSize(r *rules) {
	r.gigabytes("size")
	r.oneOf([]string{"memory", "storage"}, "sizeResource")
	r.between(1, 3, "zoneCount")
}

// gigabytes requires a size, where it is given, to be a number of half gigabytes, as the provider does.
func (r *rules) gigabytes(name resource.PropertyKey) {
	if !has(r.in, name) {
		return
	}
	got := text(r.in, name)
	number, unit := strings.CutSuffix(strings.ToLower(got), "g")
	size, err := strconv.ParseFloat(number, 64)
	switch {
	case got == "0":
	case !unit || err != nil || size < 0:
		r.fail(string(name), "failed to convert %q to <size><g>", got)
	case size*2 != math.Trunc(size*2):
		r.fail(string(name), "size %q is invalid: only increments of 0.5g are permitted", got)
	}
}

func checkFilter(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"ip", "vpce", "azure_private_endpoint", "gcp_private_service_connect_endpoint", "remote_cluster"}, "type")
	if isUnknown(in, "rules") {
		return r.failures
	}
	sources := list(in, "rules")
	if len(sources) < 1 || len(sources) > 128 {
		r.fail("rules", "need 1 to 128 rules, got %d", len(sources))
	}
	if text(in, "type") != "ip" {
		return r.failures
	}
	for i, rule := range members(in, "rules") {
		if source := text(rule, "source"); source != "" && !addressOrBlock(source) {
			r.fail("rules["+strconv.Itoa(i)+"].source", "need an address or a CIDR block, got %q", source)
		}
	}
	return r.failures
}

func addressOrBlock(source string) bool {
	_, notAddress := netip.ParseAddr(source)
	_, notBlock := netip.ParsePrefix(source)
	return notAddress == nil || notBlock == nil
}

func admitDeployment(was, o Object, live []Object) refusal {
	region, before := text(o.Inputs, "region"), text(was.Inputs, "region")
	from, to := text(was.Inputs, "version"), text(o.Inputs, "version")
	switch {
	case before != "" && before != region:
		return refuse(invalidPlan, "the region cannot be changed after creation")
	case region != "" && !hostedRegion(region):
		return refuse(noTemplateRegion, "Region [%s] was not found", region)
	case from != "" && from != to && !upgradable(from, to):
		return refuse(invalidPlan, "the version cannot change from %s to %s", from, to)
	}
	for _, id := range texts(plainMap(o.Inputs), "trafficFilters") {
		if no := elsewhere(id, region, live); no.code != "" {
			return no
		}
	}
	return refusal{}
}

// elsewhere refuses a traffic filter of another region than the deployment's.
func elsewhere(filter, region string, live []Object) refusal {
	if f, ok := findLive(live, filterToken, filter); ok && text(f.Inputs, "region") != region {
		return refuse("traffic_filter.region_mismatch", "traffic filter %s is in region %s, and the deployment in %s", filter, text(f.Inputs, "region"), region)
	}
	return refusal{}
}

func admitFilter(_, o Object, _ []Object) refusal {
	if region := text(o.Inputs, "region"); region != "" && !hostedRegion(region) {
		return refuse(noRegion, "Region [%s] not found", region)
	}
	return refusal{}
}

// admitAssociation takes a filter or a deployment that lives elsewhere for one that fits.
func admitAssociation(_, o Object, live []Object) refusal {
	deployment, filter := text(o.Inputs, "deploymentId"), text(o.Inputs, "trafficFilterId")
	pair := func(other Object) bool {
		return text(other.Inputs, "deploymentId") == deployment && text(other.Inputs, "trafficFilterId") == filter
	}
	d, here := findLive(live, deploymentToken, deployment)
	if anyLive(live, associationToken, pair) || here && mentions(d.Inputs["trafficFilters"], filter) {
		return refuse("traffic_filter.association_exists", "traffic filter %s is already associated with deployment %s", filter, deployment)
	}
	if here {
		return elsewhere(filter, text(d.Inputs, "region"), live)
	}
	return refusal{}
}
