package simcloud

import (
	"regexp"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	instanceTemplateToken = "gcp:compute/instanceTemplate:InstanceTemplate"
	instanceManagerToken  = "gcp:compute/instanceGroupManager:InstanceGroupManager"
	computeNameSays       = "a lower-case letter, then lower-case letters, digits and '-', with no '-' at the end"
)

var computeName = regexp.MustCompile(`^[a-z]([-a-z0-9]*[a-z0-9])?$`)

// computeModels models instance templates, zonal groups of instances and firewall rules. What replaces is in the table. Times are
// approximate.
func computeModels() []model {
	return []model{
		{
			token:   instanceTemplateToken,
			name:    computeNameRule(),
			check:   checkInstanceTemplate,
			id:      func(s subject) string { return "projects/" + s.project() + "/global/instanceTemplates/" + s.name },
			outputs: instanceTemplateOutputs,
			takes:   durations{create: 5 * time.Second, delete: 11 * time.Second},
			inUse: use{
				code: "resourceInUseByAnotherResource", by: []holder{{instanceManagerToken, "versions"}},
				as: []resource.PropertyKey{"selfLink", "selfLinkUnique"},
			},
		},
		{
			token:   instanceManagerToken,
			name:    computeNameRule("project", "zone"),
			check:   checkInstanceManager,
			id:      func(s subject) string { return managerPath(s) + "/instanceGroupManagers/" + s.name },
			outputs: instanceManagerOutputs,
			takes:   durations{create: 15 * time.Second, update: 10 * time.Second, delete: 75 * time.Second, depends: instanceManagerTime},
		},
		firewallRuleModel(),
	}
}

// computeNameRule is the rule for names within a project, or what else is given.
func computeNameRule(scope ...string) nameRule {
	if len(scope) == 0 {
		scope = []string{"project"}
	}
	return nameRule{property: "name", min: 1, max: 63, pattern: computeName, says: computeNameSays, lower: true, unique: true, scope: scope}
}

// computeLink is where the API has an object.
func computeLink(id string) string { return "https://www.googleapis.com/compute/v1/" + id }

func checkInstanceTemplate(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if has(in, "disks") && len(list(in, "disks")) == 0 {
		r.fail("disks", "need 1 or more, got none")
	}
	if given(in, "name") && given(in, "namePrefix") {
		r.fail("name", "conflicts with namePrefix")
	}
	for i, face := range members(in, "networkInterfaces") {
		if !given(face, "network") && !given(face, "subnetwork") {
			r.fail(indexed("networkInterfaces", i)+".network", "need a network or a subnetwork, got none")
		}
	}
	if account := object(in, "serviceAccount"); account != nil && !given(account, "scopes") {
		r.fail("serviceAccount.scopes", "Missing required property 'scopes'")
	}
	if has(in, "metadataStartupScript") && has(in, "metadata", "startup-script") {
		r.fail("metadataStartupScript", "conflicts with startup-script of metadata")
	}
	return r.failures
}

func instanceTemplateOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{"namePrefix": str(""), "region": str(s.region()), "canIpForward": boolean(false)})
	out["selfLink"] = str(computeLink(s.id))
	out["selfLinkUnique"] = str(computeLink(s.id) + "?uniqueId=" + s.digits("unique", 19))
	return withProject(s, out)
}

func checkInstanceManager(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(computeName, computeNameSays, "baseInstanceName")
	r.atMost(58, "baseInstanceName") // the API appends a hyphen and four characters
	if size, ok := number(in, "targetSize"); ok && size < 0 {
		r.fail("targetSize", "need 0 or more, got %s", digits(size))
	}
	r.oneOf([]string{"STABLE", "UPDATED"}, "waitForInstancesStatus")
	versions := members(in, "versions")
	if has(in, "versions") && len(versions) == 0 && len(list(in, "versions")) == 0 {
		r.fail("versions", "need 1 or more, got none")
	}
	for i, version := range versions {
		if !given(version, "instanceTemplate") {
			r.fail(indexed("versions", i)+".instanceTemplate", "Missing required property 'instanceTemplate'")
		}
	}
	r.between(0, 3600, "autoHealingPolicies", "initialDelaySec")
	if policy := object(in, "updatePolicy"); policy != nil {
		r.within("updatePolicy", policy, checkUpdatePolicy)
	}
	return r.failures
}

// checkUpdatePolicy checks how instances are replaced. A group has one more and one less than its size in the meantime, unless the
// policy says otherwise.
func checkUpdatePolicy(r *rules) {
	for _, property := range []resource.PropertyKey{"type", "minimalAction"} {
		if !given(r.in, property) {
			r.fail(string(property), "Missing required property '%s'", property)
		}
	}
	actions := []string{"NONE", "REFRESH", "RESTART", "REPLACE"}
	r.oneOf([]string{"OPPORTUNISTIC", "PROACTIVE"}, "type")
	r.oneOf(actions, "minimalAction")
	r.oneOf(actions, "mostDisruptiveAllowedAction")
	least, most := text(r.in, "minimalAction"), text(r.in, "mostDisruptiveAllowedAction")
	if least != "" && most != "" && slices.Index(actions, most) < slices.Index(actions, least) {
		r.fail("mostDisruptiveAllowedAction", "need minimalAction %s or more, got %s", least, most)
	}
	r.oneOf([]string{"SUBSTITUTE", "RECREATE"}, "replacementMethod")
	r.atMostOne("maxSurgeFixed", "maxSurgePercent")
	r.atMostOne("maxUnavailableFixed", "maxUnavailablePercent")
	r.between(0, 3600, "minReadySec")
	surge, open := moving(r.in, "maxSurgeFixed", "maxSurgePercent"), moving(r.in, "maxUnavailableFixed", "maxUnavailablePercent")
	switch {
	case surge == 0 && open == 0:
		r.fail("maxUnavailableFixed", "need 1 or more without a surge, got 0")
	case surge > 0 && text(r.in, "replacementMethod") == "RECREATE":
		r.fail("maxSurgeFixed", "need 0 with replacementMethod RECREATE, got %s", digits(surge))
	}
}

// moving is how many instances an update may add, or take away, at once, as a number or in percent; -1 when it is not known yet.
func moving(in resource.PropertyMap, fixed, percent resource.PropertyKey) float64 {
	if isUnknown(in, fixed) || isUnknown(in, percent) {
		return -1
	}
	if n, ok := number(in, fixed); ok {
		return n
	}
	if n, ok := number(in, percent); ok {
		return n
	}
	return 1
}

// managerPath is the project and the zone of a group.
func managerPath(s subject) string {
	return "projects/" + s.project() + "/zones/" + managerZone(s)
}

func managerZone(s subject) string {
	return lastPart(first(text(s.in, "zone"), s.place.GCP+"-a"), "/")
}

func instanceManagerOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"zone": str(managerZone(s)), "targetSize": num(0), "waitForInstances": boolean(false), "waitForInstancesStatus": str("STABLE"),
		"listManagedInstancesResults": str("PAGELESS"),
	})
	out["selfLink"] = str(computeLink(s.id))
	out["instanceGroup"] = str(computeLink(managerPath(s) + "/instanceGroups/" + s.name))
	out["operation"] = str("")
	out["statuses"] = objects(resource.PropertyMap{
		"isStable": boolean(true), "versionTargets": objects(resource.PropertyMap{"isReached": boolean(true)}),
	})
	return withProject(s, out)
}

// instanceManagerTime waits for instances where the program asks for it: new ones take a minute and a half, and replaced ones two, and as
// long again as they have to work before they count.
func instanceManagerTime(op Op, old, next resource.PropertyMap) time.Duration {
	size, _ := number(next, "targetSize")
	if !flag(next, "waitForInstances") || size == 0 {
		return 0
	}
	if op == OpCreate {
		return 90 * time.Second
	}
	replaces := func(property resource.PropertyKey) bool { return !same(old[property], next[property]) }
	if op == OpUpdate && slices.ContainsFunc([]resource.PropertyKey{"versions", "allInstancesConfig", "targetSize"}, replaces) {
		ready, _ := number(next, "updatePolicy", "minReadySec")
		return 2*time.Minute + time.Duration(ready)*time.Second
	}
	return 0
}
