package simcloud

import (
	"bytes"
	"encoding/json"
	"iter"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// answers are the data sources that are answered by hand. Every data source also gives its arguments back.
func answers() map[string]func(s subject) resource.PropertyMap {
	return map[string]func(s subject) resource.PropertyMap{
		"aws:index/getCallerIdentity:getCallerIdentity":       answerCaller,
		"aws:index/getRegion:getRegion":                       answerRegion,
		"aws:index/getAvailabilityZones:getAvailabilityZones": answerZones,
		"aws:index/getPartition:getPartition":                 answerPartition,
		"aws:ec2/getAmi:getAmi":                               answerImage,
		"aws:iam/getPolicyDocument:getPolicyDocument":         answerPolicy,
		"aws:iam/getRole:getRole":                             answerRole,
		"gcp:organizations/getProject:getProject":             answerProject,
		"gcp:organizations/getClientConfig:getClientConfig":   answerClient,

		stackQuestion:          answerStack,
		templatesQuestion:      answerTemplates,
		privateLinkQuestion:    answerPrivateLink,
		serviceConnectQuestion: answerServiceConnect,

		groupQuestion:          answerGroup,
		groupsQuestion:         answerGroups,
		connectorQuestion:      answerConnector,
		remoteNetworkQuestion:  answerRemoteNetwork,
		securityPolicyQuestion: answerSecurityPolicy,
		usersQuestion:          answerUsers,
	}
}

func answerCaller(s subject) resource.PropertyMap {
	return resource.PropertyMap{
		"id": str(s.place.Account), "accountId": str(s.place.Account), "userId": str("AROASANDBOX:sandbox"),
		"arn": str("arn:aws:sts::" + s.place.Account + ":assumed-role/sandbox/sandbox"),
	}
}

func answerRegion(s subject) resource.PropertyMap {
	name := first(text(s.in, "name"), s.place.Region)
	return resource.PropertyMap{
		"id": str(name), "name": str(name), "description": str("Simulated (" + name + ")"),
		"endpoint": str("ec2." + name + ".amazonaws.com"),
	}
}

func answerZones(s subject) resource.PropertyMap {
	var names, ids, groups []resource.PropertyValue
	for i, letter := range []string{"a", "b", "c"} {
		names = append(names, str(s.place.Region+letter))
		ids = append(ids, str(shortRegion(s.place.Region)+"-az"+string(rune('1'+i))))
		groups = append(groups, str(s.place.Region))
	}
	return resource.PropertyMap{
		"id": str(s.place.Region), "names": resource.NewArrayProperty(names), "zoneIds": resource.NewArrayProperty(ids),
		"groupNames": resource.NewArrayProperty(groups),
	}
}

// shortRegion is the form of a region in zone ids and in the host names of caches: us-east-1 gives use1, ap-southeast-2
// gives apse2.
func shortRegion(region string) string {
	parts := strings.Split(region, "-")
	if len(parts) < 3 {
		return region
	}
	var short strings.Builder
	short.WriteString(parts[0])
	for _, part := range parts[1:] {
		if initials, ok := compass[part]; ok {
			part = initials
		}
		short.WriteString(part)
	}
	return short.String()
}

var compass = map[string]string{
	"north": "n", "south": "s", "east": "e", "west": "w", "central": "c", "gov": "g",
	"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
}

func answerPartition(subject) resource.PropertyMap {
	return resource.PropertyMap{
		"id": str("aws"), "partition": str("aws"), "dnsSuffix": str("amazonaws.com"), "reverseDnsPrefix": str("com.amazonaws"),
	}
}

func answerImage(s subject) resource.PropertyMap {
	id := "ami-" + s.hex("ami", 17)
	architecture := "x86_64"
	for _, filter := range members(s.in, "filters") {
		if values := list(filter, "values"); text(filter, "name") == "architecture" && len(values) > 0 {
			architecture = asText(values[0])
		}
	}
	return resource.PropertyMap{
		"id": str(id), "imageId": str(id), "architecture": str(architecture), "name": str("sandbox-image-" + s.hex("ami", 8)),
		"arn": str("arn:aws:ec2:" + s.place.Region + "::image/" + id), "creationDate": str(s.time("created")),
		"state": str("available"), "ownerId": str(s.place.Account), "rootDeviceName": str("/dev/xvda"),
		"rootDeviceType": str("ebs"), "virtualizationType": str("hvm"), "hypervisor": str("xen"), "imageType": str("machine"),
		"public": boolean(true), "blockDeviceMappings": resource.NewArrayProperty(nil), "productCodes": resource.NewArrayProperty(nil),
		"tags": resource.NewObjectProperty(resource.PropertyMap{}),
	}
}

func answerProject(s subject) resource.PropertyMap {
	id := first(text(s.in, "projectId"), s.place.Project)
	return resource.PropertyMap{
		"id": str("projects/" + id), "projectId": str(id), "name": str(id), "number": str(projectNumber(id)), "orgId": str(""),
		"folderId": str(""), "billingAccount": str(""), "autoCreateNetwork": boolean(true), "skipDelete": boolean(false),
		"labels": resource.NewObjectProperty(resource.PropertyMap{}), "effectiveLabels": resource.NewObjectProperty(resource.PropertyMap{}),
		"pulumiLabels": resource.NewObjectProperty(resource.PropertyMap{}),
	}
}

// projectNumber makes the number of a project from its id, so that every question about it gets the same one.
func projectNumber(project string) string {
	return subject{seed: project}.digits("project", 12)
}

func answerClient(s subject) resource.PropertyMap {
	return resource.PropertyMap{
		"id": str("projects/" + s.place.Project + "/regions/" + s.place.GCP), "project": str(s.place.Project), "region": str(s.place.GCP),
		"zone": str(s.place.GCP + "-a"), "accessToken": secret(str("sandbox-" + s.hex("token", 24))),
	}
}

// answerPolicy renders the statements as IAM policy JSON.
func answerPolicy(s subject) resource.PropertyMap {
	policy := map[string]any{"Version": first(text(s.in, "version"), "2012-10-17")}
	if id := text(s.in, "policyId"); id != "" {
		policy["Id"] = id
	}
	statements := []map[string]any{}
	for _, statement := range members(s.in, "statements") {
		statements = append(statements, policyStatement(statement))
	}
	policy["Statement"] = statements
	return resource.PropertyMap{
		"json": str(render(policy, "  ")), "minifiedJson": str(render(policy, "")), "id": str(s.digits("policy", 10)),
	}
}

// render writes JSON with sorted keys and without HTML escapes, which policies do not want.
func render(v any, indent string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(v); err != nil {
		return "" // only strings, lists and maps get here, and those always encode
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func policyStatement(in resource.PropertyMap) map[string]any {
	statement := map[string]any{"Effect": first(text(in, "effect"), "Allow")}
	if sid := text(in, "sid"); sid != "" {
		statement["Sid"] = sid
	}
	for _, field := range []struct {
		from resource.PropertyKey
		to   string
	}{
		{"actions", "Action"}, {"notActions", "NotAction"}, {"resources", "Resource"}, {"notResources", "NotResource"},
	} {
		if values := texts(in, field.from); len(values) > 0 {
			statement[field.to] = oneOrMany(values)
		}
	}
	if principals := policyPrincipals(in, "principals"); principals != nil {
		statement["Principal"] = principals
	}
	if principals := policyPrincipals(in, "notPrincipals"); principals != nil {
		statement["NotPrincipal"] = principals
	}
	if conditions := policyConditions(in); len(conditions) > 0 {
		statement["Condition"] = conditions
	}
	return statement
}

func texts(in resource.PropertyMap, path ...resource.PropertyKey) []string {
	var values []string
	for _, item := range list(in, path...) {
		values = append(values, asText(item))
	}
	return values
}

// knownTexts are the texts of a list with their places, but for those that are known only later.
func knownTexts(in resource.PropertyMap, path ...resource.PropertyKey) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, item := range list(in, path...) {
			if !reveal(item).IsComputed() && !yield(i, asText(item)) {
				return
			}
		}
	}
}

// oneOrMany writes a single value without a list, as the real data source does.
func oneOrMany(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	return values
}

func policyPrincipals(in resource.PropertyMap, from resource.PropertyKey) any {
	byType := map[string][]string{}
	for _, principal := range members(in, from) {
		typ := text(principal, "type")
		byType[typ] = append(byType[typ], texts(principal, "identifiers")...)
	}
	if len(byType) == 0 {
		return nil
	}
	if every, ok := byType["*"]; ok && len(byType) == 1 && len(every) == 1 && every[0] == "*" {
		return "*"
	}
	out := map[string]any{}
	for typ, identifiers := range byType {
		out[typ] = oneOrMany(identifiers)
	}
	return out
}

func policyConditions(in resource.PropertyMap) map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, condition := range members(in, "conditions") {
		test := text(condition, "test")
		if out[test] == nil {
			out[test] = map[string]any{}
		}
		out[test][text(condition, "variable")] = oneOrMany(texts(condition, "values"))
	}
	return out
}
