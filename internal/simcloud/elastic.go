package simcloud

import (
	"encoding/base64"
	"maps"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	deploymentToken  = "ec:index/deployment:Deployment"
	filterToken      = "ec:index/deploymentTrafficFilter:DeploymentTrafficFilter"
	associationToken = "ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation"
)

// elasticModels models Elastic Cloud. Replacements are in the table; no name there replaces, and none is unique.
func elasticModels() []model {
	elasticID := func(s subject) string { return s.hex("id", 32) }
	stateID := func(s subject) string { return s.digits("id", 10) } // the provider's own: a hash of what the object connects
	return []model{
		{
			token:   deploymentToken,
			replace: []string{"encryptionKeyPath"},
			check:   checkDeployment,
			id:      elasticID,
			outputs: deploymentOutputs,
			derived: []string{"elasticsearchPassword", "apmSecretToken"},
			parts:   deploymentParts(),
			// A small deployment takes 6 to 8 minutes in the provider's acceptance tests; approximate.
			takes: durations{create: 7 * time.Minute, delete: 90 * time.Second, depends: deploymentTime},
			admit: admitDeployment,
		},
		{
			token:   filterToken,
			replace: []string{},
			check:   checkFilter,
			id:      elasticID,
			outputs: filterOutputs,
			takes:   durations{create: 3 * time.Second, update: 3 * time.Second, delete: 3 * time.Second},
			admit:   admitFilter,
		},
		{token: associationToken, id: stateID, takes: durations{create: 2 * time.Second, delete: 2 * time.Second}, admit: admitAssociation},
		{
			token: "ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore",
			id:    stateID,
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{"asFile": boolean(false)})
			},
		},
		{
			token:   "ec:index/deploymentExtension:DeploymentExtension",
			replace: []string{},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.oneOf([]string{"bundle", "plugin"}, "extensionType")
				return r.failures
			},
			id: elasticID,
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{
					"url": str("repo://" + s.id), "size": num(s.between("size", 1024, 1<<20)), "lastModified": str(s.time("modified")),
				}
			},
		},
		projectModel(elasticID),
	}
}

// deploymentParts are what the provider computes inside the blocks.
func deploymentParts() []part {
	parts := []part{{"elasticsearch", "cloudId"}, {"integrationsServer", "endpoints"}}
	for _, block := range []resource.PropertyKey{"elasticsearch", "kibana", "integrationsServer"} {
		for _, member := range []resource.PropertyKey{"httpEndpoint", "httpsEndpoint", "region", "resourceId"} {
			parts = append(parts, part{block, member})
		}
	}
	return parts
}

// deploymentTime is how long a plan takes: one for a new version restarts every node, one for other nodes moves data. What is no part of
// a plan takes seconds.
func deploymentTime(op Op, old, next resource.PropertyMap) time.Duration {
	planned := []resource.PropertyKey{"elasticsearch", "kibana", "integrationsServer", "deploymentTemplateId", "migrateToLatestHardware"}
	switch {
	case op != OpUpdate:
		return 0
	case text(old, "version") != text(next, "version"):
		return 10 * time.Minute
	case slices.ContainsFunc(planned, func(block resource.PropertyKey) bool { return differs(old, next, []resource.PropertyKey{block}) }):
		return 7 * time.Minute
	default:
		return 20 * time.Second
	}
}

// deploymentOutputs follow the id, so that an update that does not touch them changes none.
func deploymentOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"alias": str(dnsLabel(s.name) + "-" + hexOf(6, s.id, "alias")), "requestId": str(hexOf(40, s.id, "request")),
		"trafficFilters": resource.NewArrayProperty([]resource.PropertyValue{}),
	})
	host := elasticHost(text(s.in, "region"))
	search := elasticService(s, "elasticsearch", host)
	search["cloudId"] = str(cloudID(s.name, host, text(search, "resourceId"), hexOf(32, s.id, "kibana")))
	out["elasticsearch"] = filled(s, "elasticsearch", search)
	if _, given := s.in["kibana"]; given {
		out["kibana"] = filled(s, "kibana", elasticService(s, "kibana", host))
	}
	if _, given := s.in["integrationsServer"]; given {
		server := elasticService(s, "integrationsServer", host)
		endpoints := resource.PropertyMap{}
		for _, app := range []resource.PropertyKey{"apm", "fleet", "profiling", "symbols"} {
			endpoints[app] = str("https://" + text(server, "resourceId") + "." + string(app) + "." + host + ":443")
		}
		server["endpoints"] = resource.NewObjectProperty(endpoints)
		out["integrationsServer"] = filled(s, "integrationsServer", server)
		out["apmSecretToken"] = str(hexOf(18, s.id, "apm"))
	}
	out["elasticsearchUsername"] = str("elastic")
	if password := elasticPassword(s); password != "" {
		out["elasticsearchPassword"] = str(password)
	}
	return out
}

// elasticPassword is told when a deployment is made, and when a reset is asked for: never of one that somebody else made.
func elasticPassword(s subject) string {
	before := text(s.old, "elasticsearchPassword")
	switch {
	case s.old == nil && len(s.given) > 0:
		return hexOf(24, s.id, "password")
	case s.old != nil && flag(s.in, "resetElasticsearchPassword"):
		return hexOf(24, s.id, "password", before)
	default:
		return before
	}
}

// elasticService is what the provider reads of one service of a deployment.
func elasticService(s subject, name, host string) resource.PropertyMap {
	id := hexOf(32, s.id, name)
	return resource.PropertyMap{
		"httpEndpoint": str("http://" + id + "." + host + ":9200"), "httpsEndpoint": str("https://" + id + "." + host + ":443"),
		"region": str(text(s.in, "region")), "resourceId": str(id),
	}
}

// filled is a block as the program gave it, secrets and all, with what the provider computes.
func filled(s subject, block resource.PropertyKey, computed resource.PropertyMap) resource.PropertyValue {
	all := maps.Clone(object(resource.PropertyMap{block: settle(s.given[block])}, block))
	if all == nil {
		all = maps.Clone(object(s.in, block))
	}
	if all == nil {
		all = resource.PropertyMap{}
	}
	maps.Copy(all, computed)
	return resource.NewObjectProperty(all)
}

// elasticHost is the domain of a region's deployments.
func elasticHost(region string) string {
	cloud, bare := cloudOfRegion(region)
	return bare + "." + cloud + ".elastic-cloud.com"
}

// cloudID is what clients of Elastic find a deployment by: its name, and encoded its domain and the ids of its services.
func cloudID(name, host, elasticsearch, kibana string) string {
	return name + ":" + base64.StdEncoding.EncodeToString([]byte(host+":443$"+elasticsearch+"$"+kibana))
}

func filterOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{"includeByDefault": boolean(false)})
	rules := members(s.in, "rules")
	for i := range rules {
		rules[i] = maps.Clone(rules[i])
		rules[i]["id"] = str(hexOf(32, s.id, "rule", text(rules[i], "source"), digits(float64(i))))
	}
	out["rules"] = objects(rules...)
	return out
}
