package simcloud

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const eksAddonToken = "aws:eks/addon:Addon"

var addonVersion = regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// deployedAddons are the add-ons with a Deployment: they become healthy on nodes only. The others are one pod for every
// node, which is healthy without any.
var deployedAddons = []string{
	"coredns", "aws-ebs-csi-driver", "aws-efs-csi-driver", "aws-fsx-csi-driver", "metrics-server", "snapshot-controller", "cert-manager",
	"external-dns", "kube-state-metrics", "amazon-cloudwatch-observability", "adot",
}

func eksAddonModels() []model {
	return []model{{
		token: eksAddonToken,
		name:  nameRule{property: "addonName", fixed: true, unique: true, scope: []string{"clusterName"}},
		check: checkEKSAddon,
		id:    func(s subject) string { return text(s.in, "clusterName") + ":" + text(s.in, "addonName") },
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"addonVersion": str(usualAddon(newestKubernetes)), "configurationValues": str("")})
			out["arn"] = str(s.arn("addon/" + text(s.in, "clusterName") + "/" + text(s.in, "addonName") + "/" + s.uuid("arn")))
			out["createdAt"], out["modifiedAt"] = str(s.time("created")), str(s.time("created"))
			return out
		},
		takes: durations{delete: 30 * time.Second, depends: eksAddonTime},
		admit: admitEKSAddon,
	}}
}

// usualAddon is the version of an add-on that is made for a version of Kubernetes.
func usualAddon(kubernetes string) string { return "v" + kubernetes + ".0-eksbuild.1" }

func checkEKSAddon(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(clusterName, eksNameSays, "clusterName")
	r.matches(addonVersion, "v<major>.<minor>.<patch> with or without a build, such as v1.33.0-eksbuild.2", "addonVersion")
	r.oneOf([]string{"NONE", "OVERWRITE"}, "resolveConflictsOnCreate")
	r.oneOf([]string{"NONE", "OVERWRITE", "PRESERVE"}, "resolveConflictsOnUpdate")
	r.matches(arnForm, "an ARN", "serviceAccountRoleArn")
	if has(in, "addonName") && text(in, "addonName") == "" {
		r.fail("addonName", "need a name, got none")
	}
	accounts := map[string]bool{}
	for i, association := range members(in, "podIdentityAssociations") {
		r.within("podIdentityAssociations["+strconv.Itoa(i)+"]", association, func(r *rules) {
			r.matches(arnForm, "an ARN", "roleArn")
			for _, member := range []resource.PropertyKey{"roleArn", "serviceAccount"} {
				if !given(r.in, member) {
					r.fail(string(member), "need one, got none")
				}
			}
			account := text(r.in, "serviceAccount")
			if account != "" && accounts[account] {
				r.fail("serviceAccount", "need each service account once, got %q again", account)
			}
			accounts[account] = true
		})
	}
	return r.failures
}

// eksAddonTime is short for what runs once on every node and longer for what has to be scheduled.
func eksAddonTime(op Op, old, next resource.PropertyMap) time.Duration {
	started := 55 * time.Second
	if slices.Contains(deployedAddons, first(text(next, "addonName"), text(old, "addonName"))) {
		started = 90 * time.Second
	}
	switch op {
	case OpCreate:
		return started
	case OpUpdate:
		for _, property := range []resource.PropertyKey{"addonVersion", "serviceAccountRoleArn", "configurationValues", "podIdentityAssociations"} {
			if !same(old[property], next[property]) && (given(old, property) || given(next, property)) {
				return started
			}
		}
		return 5 * time.Second
	default:
		return 0
	}
}

func admitEKSAddon(was, o Object, live []Object) refusal {
	name := text(o.Inputs, "addonName")
	cluster, known := findLive(live, eksClusterToken, text(o.Inputs, "clusterName"))
	if !known {
		return refusal{}
	}
	control := text(cluster.Outputs, "version")
	if was.URN == "" && !has(o.Inputs, "addonVersion") {
		o.Outputs["addonVersion"] = str(usualAddon(control))
	}
	version := text(o.Outputs, "addonVersion")
	if skew := minorOf(control) - minorOf(version); name == "kube-proxy" && version != text(was.Outputs, "addonVersion") && (skew < 0 || skew > maxSkew) {
		return refuse(badParameter, "Addon version specified is not supported")
	}
	if was.URN == "" && slices.Contains(deployedAddons, name) && !hasNodes(cluster, live) {
		return refuse("InsufficientNumberOfReplicas", "waiting for EKS Add-On (%s) create: timeout while waiting for state to become 'ACTIVE' "+
			"(last state: 'DEGRADED', timeout: 20m0s)", o.ID)
	}
	return refusal{}
}

// hasNodes tells whether pods can run somewhere: on a managed group that has nodes, on Fargate, in Auto Mode, or on nodes
// that a program manages by itself, which need an entry of their own or bring an Auto Scaling group.
func hasNodes(cluster Object, live []Object) bool {
	if flag(cluster.Outputs, "computeConfig", "enabled") {
		return true
	}
	return slices.ContainsFunc(live, func(o Object) bool {
		if o.Token == "aws:autoscaling/group:Group" {
			return true
		}
		if text(o.Inputs, "clusterName") != string(cluster.ID) {
			return false
		}
		switch o.Token {
		case nodeGroupToken:
			desired, _ := number(o.Inputs, "scalingConfig", "desiredSize")
			return desired > 0
		case accessEntryToken:
			return strings.HasPrefix(text(o.Inputs, "type"), "EC2")
		default:
			return o.Token == fargateToken
		}
	})
}
