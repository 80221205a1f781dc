package gen

import (
	"cmp"
	"slices"
	"strings"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

// byHand are the types of providers that have no SDK here; the library binds them itself.
func byHand() []schema.Type {
	types := slices.Concat(elasticTypes(), twingateTypes())
	for i := range types {
		place := tagPlaceOf(types[i])
		types[i].Tags, types[i].TagForm = place.path, place.form
	}
	return types
}

// elasticTypes are those of Elastic Cloud, written down from the schema of the Pulumi provider ec v0.12.2 and, for what it replaces, the
// source of the Terraform provider v0.13.0. What it only keeps for old state (elasticsearch.cloudId and its like) is no input here.
func elasticTypes() []schema.Type {
	return []schema.Type{
		handType("ec:index/deployment:Deployment",
			"region! version! deploymentTemplateId! elasticsearch!{} kibana{} integrationsServer{} enterpriseSearch{} apm{} observability{} name alias "+
				"tags<> trafficFilters[] encryptionKeyPath~ migrateToLatestHardware? resetElasticsearchPassword? requestId",
			"alias! name! requestId! elasticsearchUsername! elasticsearchPassword* apmSecretToken*"),
		handType("ec:index/deploymentElasticsearchKeystore:DeploymentElasticsearchKeystore",
			"deploymentId!~ settingName!~ value! asFile?", "asFile!? value!*"),
		handType("ec:index/deploymentExtension:DeploymentExtension",
			"extensionType! version! name description downloadUrl filePath fileHash", "name! url! size!# lastModified!"),
		handType("ec:index/deploymentTrafficFilter:DeploymentTrafficFilter",
			"name region! type! description includeByDefault? rules[]", "name! includeByDefault!?"),
		handType("ec:index/deploymentTrafficFilterAssociation:DeploymentTrafficFilterAssociation",
			"deploymentId!~ trafficFilterId!~", ""),
		handType("ec:index/elasticsearchProject:ElasticsearchProject",
			"regionId! name alias optimizedFor searchLake{} trafficFilterIds[] metadata{}",
			"name! alias! optimizedFor! searchLake!{} metadata!{} cloudId! endpoints!{} privateEndpoints!{} type! credentials{}*"),
	}
}

// twingateTypes are those that the library binds, written down from what is known of the schema of the Pulumi provider twingate v4.3.1; the
// outputs that are always there are those of v3, where both have them. Moving a connector is refused before it could replace.
func twingateTypes() []schema.Type {
	return []schema.Type{
		handType("twingate:index/twingateRemoteNetwork:TwingateRemoteNetwork", "name location type~", "name! location! type!"),
		handType("twingate:index/twingateConnector:TwingateConnector",
			"remoteNetworkId!~ name statusUpdatesEnabled?", "name! statusUpdatesEnabled!? state! hostname! version! publicIp! privateIps![]"),
		handType("twingate:index/twingateConnectorTokens:TwingateConnectorTokens", "connectorId!~ keepers<>~", "accessToken!* refreshToken!*"),
		handType("twingate:index/twingateResource:TwingateResource",
			"address! remoteNetworkId! name alias isActive? isVisible? isBrowserShortcutEnabled? isAuthoritative? routingMode securityPolicyId "+
				"tags<> protocols{} accessGroups[] accessPolicies[] accessServices[]",
			"name! isActive!? isVisible!? isBrowserShortcutEnabled!? isAuthoritative!? securityPolicyId! protocols!{} tagsAll!<>"),
		handType("twingate:index/twingateGroup:TwingateGroup", "name userIds[] isAuthoritative?", "name! userIds![] isAuthoritative!?"),
		handType("twingate:index/twingateServiceAccount:TwingateServiceAccount", "name", "name!"),
		handType("twingate:index/twingateServiceAccountKey:TwingateServiceAccountKey",
			"serviceAccountId!~ name expirationTime#~", "name! token!* isActive!? expirationTime!#"),
	}
}

// handType reads properties of the form name, then marks: "!" required, or always there as an output; "~" replaces; "*" secret; the kind
// is a string but for "?" a bool, "#" a whole number, "{}" an object, "<>" a map and "[]" a list. Every input is an output too; what the
// outputs say of it goes first.
func handType(token, inputs, outputs string) schema.Type {
	t := schema.Type{Token: token}
	for _, p := range strings.Fields(outputs) {
		name, marks := cutMarks(p)
		t.Outputs = append(t.Outputs, schema.Output{
			Name: name, Kind: handKind(marks), Always: strings.Contains(marks, "!"), Secret: strings.Contains(marks, "*"),
		})
	}
	for _, p := range strings.Fields(inputs) {
		name, marks := cutMarks(p)
		in := schema.Input{
			Name: name, Kind: handKind(marks), Required: strings.Contains(marks, "!"), Replaces: strings.Contains(marks, "~"),
		}
		t.Inputs = append(t.Inputs, in)
		if _, told := t.Output(name); !told {
			t.Outputs = append(t.Outputs, schema.Output{Name: name, Kind: in.Kind, Always: in.Required})
		}
	}
	slices.SortFunc(t.Inputs, func(a, b schema.Input) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(t.Outputs, func(a, b schema.Output) int { return cmp.Compare(a.Name, b.Name) })
	return t
}

func cutMarks(property string) (name, marks string) {
	at := strings.IndexAny(property, "!~*?#{<[")
	if at < 0 {
		return property, ""
	}
	return property[:at], property[at:]
}

func handKind(marks string) schema.Kind {
	for mark, kind := range map[string]schema.Kind{
		"?": schema.Bool, "#": schema.Int, "{}": schema.Object, "<>": schema.Map, "[]": schema.Array,
	} {
		if strings.Contains(marks, mark) {
			return kind
		}
	}
	return schema.String
}
