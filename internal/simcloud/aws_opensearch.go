package simcloud

import (
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	searchDomainToken = "aws:opensearch/domain:Domain"
	searchPolicyToken = "aws:opensearch/domainPolicy:DomainPolicy"
	logPolicyToken    = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
	serviceRoleToken  = "aws:iam/serviceLinkedRole:ServiceLinkedRole"

	searchService     = "opensearchservice.amazonaws.com"
	searchServiceRole = "AWSServiceRoleForAmazonOpenSearchService"
)

// newestSearch is the version that a domain gets when it asks for none.
const newestSearch = "OpenSearch_2.19"

var searchName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// awsSearchModels models OpenSearch domains, and what an account has to have before it can have one. One update after the
// other is what the service takes: a policy that names its domain waits for it by itself, so nothing is refused for that.
func awsSearchModels() []model {
	const minutes = time.Minute
	return []model{
		{
			token: searchDomainToken,
			name: nameRule{property: "domainName", min: 3, max: 28, pattern: searchName, unique: true,
				says: "a lower-case letter, then lower-case letters, digits and '-'"},
			replace:     []string{"domainName"}, // the rest depends on the direction of a change
			replaceWhen: replaceSearch,
			check:       checkSearch,
			outputs:     searchOutputs,
			derived:     []string{"engineVersion", "endpoint", "dashboardEndpoint", "kibanaEndpoint"},
			takes:       durations{create: 17 * minutes, delete: 8 * minutes, depends: searchTime},
			admit:       admitSearch,
		},
		{
			token: searchPolicyToken,
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.json("accessPolicies")
				return r.failures
			},
			id:    func(s subject) string { return "esd-policy-" + text(s.in, "domainName") },
			takes: durations{create: 2 * minutes, update: 2 * minutes, delete: 2 * minutes},
		},
		{
			token: logPolicyToken,
			name:  nameRule{property: "policyName", fixed: true},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.json("policyDocument")
				r.atMost(5120, "policyDocument")
				return r.failures
			},
			id:    func(s subject) string { return text(s.in, "policyName") },
			admit: admitLogPolicy,
		},
		{
			token: serviceRoleToken, // an account has one of each service
			name:  nameRule{property: "awsServiceName", fixed: true, unique: true, scope: []string{"customSuffix"}},
			id: func(s subject) string {
				return "arn:aws:iam::" + s.place.Account + ":role/aws-service-role/" + text(s.in, "awsServiceName") + "/" + serviceRoleName(s.in)
			},
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{
					"name": str(serviceRoleName(s.in)), "path": str("/aws-service-role/" + text(s.in, "awsServiceName") + "/"), "arn": str(s.id),
				}
			},
		},
	}
}

// searchOutputs are derived from the inputs, the name and the account. A domain in a network has an address of its own form.
func searchOutputs(s subject) resource.PropertyMap {
	host := "search-" + s.name
	if has(s.in, "vpcOptions") {
		host = "vpc-" + s.name
	}
	endpoint := host + "-" + hexOf(26, "search", s.place.Account, s.place.Region, s.name) + "." + s.place.Region + ".es.amazonaws.com"
	out := defaults(s, resource.PropertyMap{"engineVersion": str(newestSearch), "ipAddressType": str("ipv4")})
	maps.Copy(out, resource.PropertyMap{
		"domainName": str(s.name), "domainId": str(s.place.Account + "/" + s.name), "endpoint": str(endpoint),
		"dashboardEndpoint": str(endpoint + "/_dashboards"), "kibanaEndpoint": str(endpoint + "/_plugin/kibana/"),
	})
	return out
}

// searchTime is how long an update takes: the service builds the nodes anew beside the old ones and moves the data, but for
// tags, software settings, volumes and logs.
func searchTime(op Op, old, next resource.PropertyMap) time.Duration {
	if op != OpUpdate {
		return 0
	}
	for _, property := range sortedKeys(union(old, next)) {
		switch property {
		case "tags", "accessPolicies", "offPeakWindowOptions", "softwareUpdateOptions", "snapshotOptions", "ebsOptions", "logPublishingOptions":
			continue
		}
		if !same(old[property], next[property]) {
			return 40 * time.Minute
		}
	}
	return 5 * time.Minute
}

// serviceRoleName is the name of the role that a service makes for itself.
func serviceRoleName(in resource.PropertyMap) string {
	switch service := text(in, "awsServiceName"); service {
	case searchService:
		return searchServiceRole
	default:
		return "AWSServiceRoleFor" + first(text(in, "customSuffix"), service)
	}
}

// answerRole finds a role by its name. Every account is taken to have it, and a service's own role lives under its own path.
func answerRole(s subject) resource.PropertyMap {
	path := "/"
	if s.name == searchServiceRole {
		path = "/aws-service-role/" + searchService + "/"
	}
	return resource.PropertyMap{
		"id": str(s.name), "name": str(s.name), "path": str(path), "arn": str("arn:aws:iam::" + s.place.Account + ":role" + path + s.name),
		"description": str(""), "maxSessionDuration": num(3600), "uniqueId": str("AROA" + strings.ToUpper(s.hex("unique", 17))),
	}
}
