package gen

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// tagPlace is where a type carries its tags.
type tagPlace struct {
	path string
	form schema.Form
}

// oddTags lists what the rules of tagPlaceOf do not find or find wrongly.
var oddTags = map[string]tagPlace{
	// A list of blocks, each with its own switch for the instances.
	"aws:autoscaling/group:Group": {"tags", schema.TagList},
	// The only tags it has; they go to every repository that it makes.
	"aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {"resourceTags", schema.TagMap},
	// Its tags select the instances to assess.
	"aws:inspector/resourceGroup:ResourceGroup": {},

	// Its labels say what kind of group it is; a free label is refused.
	"gcp:cloudidentity/group:Group": {},
	// Knative style: labels are metadata.
	"gcp:cloudrun/domainMapping:DomainMapping": {"metadata.labels", schema.TagMap},
	"gcp:cloudrun/service:Service":             {"metadata.labels", schema.TagMap},
	// The cluster hands them on to its nodes; the labels of node pools are Kubernetes' own.
	"gcp:container/cluster:Cluster": {"resourceLabels", schema.TagMap},
	// A list of key and value.
	"gcp:deploymentmanager/deployment:Deployment": {"labels", schema.TagList},
	// Monitoring keeps what users attach apart from the labels of metrics and channels.
	"gcp:monitoring/alertPolicy:AlertPolicy":                 {"userLabels", schema.TagMap},
	"gcp:monitoring/customService:CustomService":             {"userLabels", schema.TagMap},
	"gcp:monitoring/genericService:GenericService":           {"userLabels", schema.TagMap},
	"gcp:monitoring/notificationChannel:NotificationChannel": {"userLabels", schema.TagMap},
	"gcp:monitoring/slo:Slo":                                 {"userLabels", schema.TagMap},
	"gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig":     {"userLabels", schema.TagMap},
	// The field is inside the settings block.
	"gcp:sql/databaseInstance:DatabaseInstance": {"settings.userLabels", schema.TagMap},

	// The other types of the provider have no tags.
	"ec:index/deployment:Deployment": {"tags", schema.TagMap},
	// The tags are inside the metadata block.
	"ec:index/elasticsearchProject:ElasticsearchProject": {"metadata.tags", schema.TagMap},

	// The other types of the provider have no tags.
	"twingate:index/twingateResource:TwingateResource": {"tags", schema.TagMap},
}

// tagPlaceOf applies the rules: the map "tags" of AWS, the map "labels" of Google Cloud, the metadata of Kubernetes.
// Kubernetes lists are not objects of their own, and patches change objects that somebody else owns.
func tagPlaceOf(t schema.Type) tagPlace {
	if odd, ok := oddTags[t.Token]; ok {
		return odd
	}
	has := func(name string, kind schema.Kind) bool {
		for _, in := range t.Inputs {
			if in.Name == name {
				return in.Kind == kind
			}
		}
		return false
	}
	provider, _, _ := strings.Cut(t.Token, ":")
	switch {
	case provider == "aws" && has("tags", schema.Map):
		return tagPlace{"tags", schema.TagMap}
	case provider == "gcp" && has("labels", schema.Map):
		return tagPlace{"labels", schema.TagMap}
	case provider == "kubernetes" && has("metadata", schema.Object) &&
		!strings.HasSuffix(t.Token, "List") && !strings.HasSuffix(t.Token, "Patch"):
		return tagPlace{"metadata.labels", schema.TagMap}
	}
	return tagPlace{}
}

// checkOddTags reports entries of the hand-written list that the SDKs no longer bear out.
func checkOddTags(types []schema.Type) error {
	properties := map[string]bool{}
	for _, t := range types {
		properties[t.Token+" "] = true
		for _, in := range t.Inputs {
			properties[t.Token+" "+in.Name] = true
		}
	}
	for token, place := range oddTags {
		if !properties[token+" "+firstSegment(place.path)] {
			return fmt.Errorf("schema: hand-written tag property %q of %s: need it in the SDK, got no such input", place.path, token)
		}
	}
	return nil
}

// taggable renders the list for reviewers: token, path and form, one type a line.
func taggable(types []schema.Type) []byte {
	forms := map[schema.Form]string{schema.TagMap: "map", schema.TagList: "list"}
	var out bytes.Buffer
	for _, t := range types {
		if t.TagForm != schema.NoTags {
			fmt.Fprintf(&out, "%s\t%s\t%s\n", t.Token, t.Tags, forms[t.TagForm])
		}
	}
	return out.Bytes()
}
