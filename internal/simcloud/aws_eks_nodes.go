package simcloud

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	releaseVersion   = regexp.MustCompile(`^1\.\d+\.\d+-[\w.-]+$`)
	launchTemplateID = regexp.MustCompile(`^lt-[a-z0-9]+$`)
)

// nodeImages are the kinds of images that nodes can have.
var nodeImages = []string{
	"AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "CUSTOM", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64_FIPS",
	"BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA", "WINDOWS_CORE_2019_x86_64",
	"WINDOWS_FULL_2019_x86_64", "WINDOWS_CORE_2022_x86_64", "WINDOWS_FULL_2022_x86_64", "AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD",
	"AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA", "AL2023_ARM_64_NVIDIA",
}

func nodeGroupModels() []model {
	return []model{
		{
			token: nodeGroupToken,
			name: nameRule{property: "nodeGroupName", min: 1, max: 63, pattern: clusterName, unique: true, scope: []string{"clusterName"},
				says: eksNameSays},
			replace: []string{
				"amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "nodeGroupName", "nodeGroupNamePrefix", "nodeRoleArn", "remoteAccess",
			},
			replaceWhen: replaceNodeGroup,
			check:       checkNodeGroup,
			id:          func(s subject) string { return text(s.in, "clusterName") + ":" + s.name },
			outputs:     nodeGroupOutputs,
			sticks:      []string{"instanceTypes"},
			takes:       durations{create: 3*time.Minute + 30*time.Second, delete: 4 * time.Minute, depends: nodeGroupTime},
			admit:       admitNodeGroup,
		},
		{
			token: fargateToken,
			name:  nameRule{property: "fargateProfileName", min: 1, max: 100, unique: true, scope: []string{"clusterName"}},
			id:    func(s subject) string { return text(s.in, "clusterName") + ":" + s.name },
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{
					"arn":    str(s.arn("fargateprofile/" + text(s.in, "clusterName") + "/" + s.name + "/" + s.uuid("arn"))),
					"status": str("ACTIVE"),
				}
			},
			takes: durations{create: 90 * time.Second, update: 5 * time.Second, delete: 2 * time.Minute},
		},
	}
}

// replaceNodeGroup knows that subnets are a set, and that a group stays with its launch template but not with the version.
func replaceNodeGroup(old, next resource.PropertyMap) []string {
	var forced []string
	if !sameMembers(old["subnetIds"], next["subnetIds"]) {
		forced = append(forced, "subnetIds")
	}
	template, after := object(old, "launchTemplate"), object(next, "launchTemplate")
	for _, reference := range []resource.PropertyKey{"id", "name"} {
		was, is := given(template, reference), given(after, reference)
		if len(template) == 0 && is || len(after) == 0 && was || was && is && !same(template[reference], after[reference]) {
			return append(forced, "launchTemplate")
		}
	}
	return forced
}

func checkNodeGroup(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(clusterName, eksNameSays, "clusterName")
	r.atMost(37, "nodeGroupNamePrefix")
	if given(in, "nodeGroupName") && given(in, "nodeGroupNamePrefix") {
		r.fail("nodeGroupName", "conflicts with nodeGroupNamePrefix")
	}
	r.oneOf(nodeImages, "amiType")
	r.oneOf([]string{"ON_DEMAND", "SPOT", "CAPACITY_BLOCK"}, "capacityType")
	r.matches(kubernetesVersion, kubernetesVersionSays, "version")
	r.matches(releaseVersion, "a release such as 1.33.0-20250704", "releaseVersion")
	if has(in, "subnetIds") && len(list(in, "subnetIds")) == 0 {
		r.fail("subnetIds", "need 1 or more, got none")
	}
	for member, least := range map[resource.PropertyKey]float64{"desiredSize": 0, "maxSize": 1, "minSize": 0} {
		if size, ok := number(in, "scalingConfig", member); ok && size < least {
			r.fail("scalingConfig."+string(member), "need %v or more, got %v", least, size)
		}
	}
	if has(in, "updateConfig") {
		r.within("updateConfig", object(in, "updateConfig"), func(r *rules) {
			r.exactlyOne("maxUnavailable", "maxUnavailablePercentage")
			r.between(1, 100, "maxUnavailable")
			r.between(1, 100, "maxUnavailablePercentage")
		})
	}
	if has(in, "launchTemplate") {
		r.within("launchTemplate", object(in, "launchTemplate"), func(r *rules) {
			r.exactlyOne("id", "name")
			r.matches(launchTemplateID, "an id such as lt-0123456789abcdef0", "id")
			if !given(r.in, "version") {
				r.fail("version", "need one, got none")
			}
		})
	}
	checkTaints(r)
	return r.failures
}

func checkTaints(r *rules) {
	const most = 50
	taints := members(r.in, "taints")
	if len(taints) > most {
		r.fail("taints", "need at most %d, got %d", most, len(taints))
	}
	for i, taint := range taints {
		r.within("taints["+strconv.Itoa(i)+"]", taint, func(r *rules) {
			if !given(r.in, "key") {
				r.fail("key", "need one, got none")
			}
			r.atMost(63, "key")
			r.atMost(63, "value")
			r.oneOf([]string{"NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"}, "effect")
		})
	}
}

// nodeGroupOutputs leave the version to keepNodeGroup: it is the cluster's.
func nodeGroupOutputs(s subject) resource.PropertyMap {
	out := defaults(s, resource.PropertyMap{
		"amiType": str("AL2023_x86_64_STANDARD"), "capacityType": str("ON_DEMAND"), "diskSize": num(20), "nodeGroupNamePrefix": str(""),
		"version": str(newestKubernetes), "releaseVersion": str(""),
		"updateConfig":     resource.NewObjectProperty(resource.PropertyMap{"maxUnavailable": num(1)}),
		"nodeRepairConfig": resource.NewObjectProperty(resource.PropertyMap{"enabled": boolean(false)}),
	})
	if given(s.in, "launchTemplate") {
		out["diskSize"] = num(0) // the template says it
	} else if !has(s.in, "instanceTypes") {
		out["instanceTypes"] = strs([]string{"t3.medium"})
	}
	unique := s.uuid("arn")
	out["arn"] = str(s.arn("nodegroup/" + text(s.in, "clusterName") + "/" + s.name + "/" + unique))
	out["status"] = str("ACTIVE")
	out["resources"] = objects(resource.PropertyMap{
		"autoscalingGroups": objects(resource.PropertyMap{"name": str("eks-" + s.name + "-" + unique)}), "remoteAccessSecurityGroupId": str(""),
	})
	return out
}

// nodeGroupTime is how long an update takes: new nodes take the place of the old ones a few at a time.
func nodeGroupTime(op Op, old, next resource.PropertyMap) time.Duration {
	if op != OpUpdate {
		return 0
	}
	total := 5 * time.Second
	for _, property := range []resource.PropertyKey{"version", "releaseVersion", "launchTemplate"} {
		if !same(old[property], next[property]) && given(next, property) {
			total += 28 * time.Minute
			break
		}
	}
	for _, property := range []resource.PropertyKey{"scalingConfig", "labels", "taints", "updateConfig", "nodeRepairConfig"} {
		if !same(old[property], next[property]) {
			return total + 30*time.Second
		}
	}
	return total
}

func admitNodeGroup(was, o Object, live []Object) refusal {
	cluster, known := findLive(live, eksClusterToken, text(o.Inputs, "clusterName"))
	keepNodeGroup(was, o, cluster)
	if refused := fittingSize(o); refused.code != "" {
		return refused
	}
	if refused := fittingTemplate(o, live); refused.code != "" {
		return refused
	}
	release, version := text(o.Inputs, "releaseVersion"), text(o.Outputs, "version")
	if release != "" && minorOf(release) != minorOf(version) {
		return refuse(badParameter, "Requested release version %s is not valid for kubernetes version %s.", release, version)
	}
	if before := text(was.Outputs, "version"); before != "" && minorOf(version) < minorOf(before) {
		return refuse(badParameter, "Unsupported Kubernetes minor version update from %s to %s", before, version)
	}
	if !known {
		return refusal{}
	}
	control := text(cluster.Outputs, "version")
	if skew := minorOf(control) - minorOf(version); skew < 0 || skew > maxSkew {
		return refuse(badParameter, "need nodes that are 0 to %d minor versions behind cluster version %s, got %s", maxSkew, control, version)
	}
	if was.URN == "" && !networked(cluster, live) {
		return refuse("NodeCreationFailure", "Unhealthy nodes in the kubernetes cluster")
	}
	return refusal{}
}

// keepNodeGroup gives a new group the version of its cluster, where it asks for none; a group keeps what it has.
func keepNodeGroup(was, o, cluster Object) {
	if !has(o.Inputs, "version") && was.URN == "" && cluster.URN != "" {
		o.Outputs["version"] = cluster.Outputs["version"]
	}
	if has(o.Inputs, "releaseVersion") {
		return
	}
	version := text(o.Outputs, "version")
	if was.URN == "" || version != text(was.Outputs, "version") {
		o.Outputs["releaseVersion"] = str(version + ".0-" + subject{seed: version}.digits("release", 8))
	}
}

func fittingSize(o Object) refusal {
	size := object(o.Inputs, "scalingConfig")
	low, minimal := number(size, "minSize")
	desired, known := number(size, "desiredSize")
	high, maximal := number(size, "maxSize")
	switch {
	case minimal && known && low > desired:
		return refuse(badParameter, "Minimum capacity %v can't be greater than desired size %v", low, desired)
	case known && maximal && desired > high:
		return refuse(badParameter, "Desired capacity %v can't be greater than max size %v", desired, high)
	default:
		return refusal{}
	}
}

// networked tells whether the nodes of a cluster get a pod network: what the cluster brings along, the add-on, or what a
// program installs by itself. Without one, nodes never become ready.
func networked(cluster Object, live []Object) bool {
	return flag(cluster.Outputs, "bootstrapSelfManagedAddons") ||
		anyLive(live, eksAddonToken, func(o Object) bool {
			return text(o.Inputs, "clusterName") == string(cluster.ID) && text(o.Inputs, "addonName") == "vpc-cni"
		}) ||
		slices.ContainsFunc(live, func(o Object) bool {
			return strings.HasPrefix(o.Token, "kubernetes:helm.sh/") || o.Token == "kubernetes:apps/v1:DaemonSet"
		})
}

// fittingTemplate holds a group against its launch template. What a template is that lives elsewhere, or was in an earlier
// version, is not known.
func fittingTemplate(o Object, live []Object) refusal {
	wanted := object(o.Inputs, "launchTemplate")
	if len(wanted) == 0 {
		return refusal{}
	}
	if has(o.Inputs, "diskSize") {
		return refuse(badParameter, "Disk size must be specified within the launch template.")
	}
	if has(o.Inputs, "remoteAccess") {
		return refuse(badParameter, "Remote access configuration cannot be specified with a launch template.")
	}
	i := slices.IndexFunc(live, func(t Object) bool {
		return t.Token == launchTemplateToken && (string(t.ID) == text(wanted, "id") || text(t.Outputs, "name") == text(wanted, "name"))
	})
	if i < 0 {
		return refusal{}
	}
	template := live[i]
	newest, _ := number(template.Outputs, "latestVersion")
	usual, _ := number(template.Outputs, "defaultVersion")
	version := wantedVersion(wanted, newest, usual)
	switch {
	case version < 1 || version > newest:
		return refuse(badParameter, "Could not find the specified version %s for the launch template with ID %s.", asText(wanted["version"]), template.ID)
	case version < newest:
		return refusal{}
	case given(template.Inputs, "instanceType") && given(o.Inputs, "instanceTypes"):
		return refuse("InvalidRequestException", "Cannot specify instance types in launch template and API request")
	case given(template.Inputs, "iamInstanceProfile"):
		return refuse(badParameter, "Launch template %s should not specify an instance profile. "+
			"The noderole in your request will be used to construct an instance profile.", text(template.Outputs, "name"))
	case given(template.Inputs, "imageId") && has(o.Inputs, "amiType") && text(o.Inputs, "amiType") != "CUSTOM":
		return refuse(badParameter, "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.")
	case given(template.Inputs, "imageId") && given(o.Inputs, "version"):
		return refuse(badParameter, "You cannot specify the field kubernetesVersion when using custom AMIs.")
	default:
		return refusal{}
	}
}

// wantedVersion is the number of the version that a group asks for; 0 is none.
func wantedVersion(wanted resource.PropertyMap, newest, usual float64) float64 {
	switch version := asText(reveal(wanted["version"])); version {
	case "$Latest":
		return newest
	case "$Default":
		return usual
	default:
		n, err := strconv.Atoi(version)
		if err != nil {
			return 0
		}
		return float64(n)
	}
}
