package simcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	accessEntryToken = "aws:eks/accessEntry:AccessEntry"
	podIdentityToken = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
	oidcToken        = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
)

var (
	principalForm    = regexp.MustCompile(`^arn:[\w-]+:iam::\d{12}:(role|user|root).*$`)
	accessPolicyForm = regexp.MustCompile(`^arn:[\w-]+:eks::aws:cluster-access-policy/\w+$`)
	issuerForm       = regexp.MustCompile(`^https://[\w.-]+(/.*)?$`)
)

// eksAccessModels models who may do what in a cluster, and what its pods may do in AWS.
func eksAccessModels() []model {
	return []model{
		{
			token: accessEntryToken,
			name:  nameRule{property: "principalArn", fixed: true, unique: true, scope: []string{"clusterName"}},
			replaceWhen: func(old, next resource.PropertyMap) []string {
				if settingDiffers(old, next, str("STANDARD"), "type") {
					return []string{"type"}
				}
				return nil
			},
			check:   checkAccessEntry,
			id:      func(s subject) string { return text(s.in, "clusterName") + ":" + text(s.in, "principalArn") },
			outputs: accessEntryOutputs,
			admit:   admitAccessEntry,
		},
		{
			token: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
			check: checkAccessPolicy,
			id: func(s subject) string {
				return strings.Join([]string{text(s.in, "clusterName"), text(s.in, "principalArn"), text(s.in, "policyArn")}, "#")
			},
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{"associatedAt": str(s.time("created")), "modifiedAt": str(s.time("created"))}
			},
			admit: admitAccessPolicy,
		},
		{
			token: podIdentityToken,
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.matches(clusterName, eksNameSays, "clusterName")
				r.matches(arnForm, "an ARN", "roleArn")
				return r.failures
			},
			id: func(s subject) string { return "a-" + s.hex("id", 17) },
			outputs: func(s subject) resource.PropertyMap {
				return resource.PropertyMap{
					"associationId":  str(s.id),
					"associationArn": str(s.arn("podidentityassociation/" + text(s.in, "clusterName") + "/" + s.id)),
				}
			},
			admit: admitPodIdentity,
		},
		{
			token: oidcToken,
			name:  nameRule{property: "url", fixed: true, unique: true},
			check: checkOIDC,
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"thumbprintLists": strs([]string{hexOf(40, "thumbprint", text(s.in, "url"))})})
				out["url"] = str(strings.TrimPrefix(text(s.in, "url"), "https://")) // IAM gives it back without the scheme
				return out
			},
		},
	}
}

func checkAccessEntry(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(clusterName, eksNameSays, "clusterName")
	r.matches(principalForm, "the ARN of a role or user", "principalArn")
	r.oneOf([]string{"STANDARD", "EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX"}, "type")
	return r.failures
}

func accessEntryOutputs(s subject) resource.PropertyMap {
	principal := text(s.in, "principalArn")
	kind, name := "role", lastPart(principal, "/")
	user := "arn:aws:sts::" + s.place.Account + ":assumed-role/" + name + "/{{SessionName}}"
	if strings.Contains(principal, ":user/") {
		kind, user = "user", principal
	}
	if given(s.in, "type") && text(s.in, "type") != "STANDARD" {
		user = "system:node:{{EC2PrivateDNSName}}"
	}
	out := defaults(s, resource.PropertyMap{"type": str("STANDARD"), "userName": str(user), "kubernetesGroups": strs(nil)})
	path := []string{"access-entry", text(s.in, "clusterName"), kind, s.place.Account, name, s.uuid("arn")}
	out["accessEntryArn"] = str(s.arn(strings.Join(path, "/")))
	out["createdAt"], out["modifiedAt"] = str(s.time("created")), str(s.time("created"))
	return out
}

func admitAccessEntry(was, o Object, live []Object) refusal {
	for _, group := range texts(o.Inputs, "kubernetesGroups") {
		if strings.HasPrefix(group, "system:") {
			return refuse(badParameter, "The kubernetes group name %s is invalid, it cannot start with system:", group)
		}
	}
	if refused := asksAPI(o, live); refused.code != "" || was.URN != "" {
		return refused
	}
	if entersByItself(o, live) {
		return refuse(eksInUse, "The specified access entry resource is already in use on this cluster.")
	}
	return refusal{}
}

// asksAPI refuses what needs access entries in a cluster that has none.
func asksAPI(o Object, live []Object) refusal {
	cluster, known := findLive(live, eksClusterToken, text(o.Inputs, "clusterName"))
	if known && text(cluster.Outputs, "accessConfig", "authenticationMode") == configMapMode {
		return refuse("InvalidRequestException", "The cluster's authentication mode must be set to one of [%s, %s] to perform this operation.", apiMode, bothModes)
	}
	return refusal{}
}

// entersByItself tells the principals that EKS makes an entry for: who made the cluster, unless that was declined, and the
// roles of node groups and Fargate profiles.
func entersByItself(o Object, live []Object) bool {
	clusterID, principal := text(o.Inputs, "clusterName"), text(o.Inputs, "principalArn")
	cluster, known := findLive(live, eksClusterToken, clusterID)
	creator := fmt.Sprintf("arn:aws:iam::%s:role/%s", accountOf(text(cluster.Outputs, "arn")), sandboxRole)
	if known && flag(cluster.Outputs, "accessConfig", "bootstrapClusterCreatorAdminPermissions") && principal == creator {
		return true
	}
	return slices.ContainsFunc(live, func(other Object) bool {
		return text(other.Inputs, "clusterName") == clusterID &&
			(other.Token == nodeGroupToken && text(other.Inputs, "nodeRoleArn") == principal ||
				other.Token == fargateToken && text(other.Inputs, "podExecutionRoleArn") == principal)
	})
}

// sandboxRole is the role that programs run as, as answerCaller tells it.
const sandboxRole = "sandbox"

// accountOf is the account in an ARN.
func accountOf(arn string) string {
	if parts := strings.Split(arn, ":"); len(parts) > 4 {
		return parts[4]
	}
	return ""
}

func checkAccessPolicy(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(clusterName, eksNameSays, "clusterName")
	r.matches(principalForm, "the ARN of a role or user", "principalArn")
	r.matches(accessPolicyForm, "the ARN of an access policy such as arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "policyArn")
	r.oneOf([]string{"cluster", "namespace"}, "accessScope", "type")
	namespaces := len(list(in, "accessScope", "namespaces"))
	switch scope := object(in, "accessScope"); {
	case isUnknown(scope, "namespaces"):
	case text(scope, "type") == "namespace" && namespaces == 0:
		r.fail("accessScope.namespaces", "need 1 or more with type namespace, got none")
	case text(scope, "type") == "cluster" && namespaces > 0:
		r.fail("accessScope.namespaces", "need none with type cluster, got %d", namespaces)
	}
	return r.failures
}

func admitAccessPolicy(_, o Object, live []Object) refusal {
	if refused := asksAPI(o, live); refused.code != "" {
		return refused
	}
	_, known := findLive(live, eksClusterToken, text(o.Inputs, "clusterName"))
	if known && !entersByItself(o, live) && !anyLive(live, accessEntryToken, func(entry Object) bool {
		return sameInput(o, entry, "clusterName") && sameInput(o, entry, "principalArn")
	}) {
		return refuse(eksNotFound, "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.")
	}
	return refusal{}
}

func admitPodIdentity(_, o Object, live []Object) refusal {
	i := slices.IndexFunc(live, func(other Object) bool {
		return other.Token == podIdentityToken && sameInput(o, other, "clusterName") && sameInput(o, other, "namespace") &&
			sameInput(o, other, "serviceAccount")
	})
	if i >= 0 {
		return refuse(eksInUse, "Association already exists: %s", live[i].ID)
	}
	return refusal{}
}

func checkOIDC(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.matches(issuerForm, "a URL that begins with https://", "url")
	for i, client := range knownTexts(in, "clientIdLists") {
		if len(client) < 1 || len(client) > 255 {
			r.fail("clientIdLists["+strconv.Itoa(i)+"]", "need 1 to 255 characters, got %d", len(client))
		}
	}
	for i, thumbprint := range knownTexts(in, "thumbprintLists") {
		if len(thumbprint) != 40 {
			r.fail("thumbprintLists["+strconv.Itoa(i)+"]", "need 40 characters, got %d", len(thumbprint))
		}
	}
	return r.failures
}
