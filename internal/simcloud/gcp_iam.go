package simcloud

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	accountID = regexp.MustCompile(`^[a-z]([-a-z0-9]*[a-z0-9])$`)
	roleID    = regexp.MustCompile(`^[a-zA-Z0-9_.]+$`)
	gcpRole   = regexp.MustCompile(`^(roles/|(projects|organizations)/[^/]+/roles/).+$`)
)

// iamModels models service accounts, custom roles and the members of access policies.
func iamModels() []model {
	return []model{
		{
			token: "gcp:serviceaccount/account:Account",
			name: nameRule{property: "accountId", fixed: true, min: 6, max: 30, pattern: accountID, unique: true, scope: []string{"project"},
				says: "a lower-case letter, then lower-case letters, digits and '-', with no '-' at the end"},
			replace: []string{"accountId", "project"},
			id:      func(s subject) string { return "projects/" + s.project() + "/serviceAccounts/" + accountEmail(s) },
			outputs: func(s subject) resource.PropertyMap {
				return withProject(s, resource.PropertyMap{
					"name": str("projects/" + s.project() + "/serviceAccounts/" + accountEmail(s)), "email": str(accountEmail(s)),
					"member": str("serviceAccount:" + accountEmail(s)), "uniqueId": str(s.digits("account", 21)),
				})
			},
			// The provider waits for the account to be visible everywhere; approximate.
			takes: durations{create: 12 * time.Second, update: 3 * time.Second, delete: 2 * time.Second},
		},
		{
			token: "gcp:projects/iAMCustomRole:IAMCustomRole",
			name: nameRule{property: "roleId", fixed: true, min: 3, max: 64, pattern: roleID, unique: true, scope: []string{"project"},
				says: "letters, digits, '_' and '.'"},
			replace: []string{"roleId", "project"},
			check:   checkCustomRole,
			id:      func(s subject) string { return "projects/" + s.project() + "/roles/" + s.name },
			outputs: func(s subject) resource.PropertyMap {
				return withProject(s, resource.PropertyMap{
					"name": str("projects/" + s.project() + "/roles/" + s.name), "deleted": boolean(false),
				})
			},
			takes: durations{create: 3 * time.Second, update: 3 * time.Second, delete: 2 * time.Second},
		},
		iamMember("gcp:projects/iAMMember:IAMMember", "project", ""),
		iamMember("gcp:serviceaccount/iAMMember:IAMMember", "serviceAccountId", ""),
		iamMember("gcp:secretmanager/secretIamMember:SecretIamMember", "secretId", ""),
	}
}

// withProject adds the provider's project where the program names none.
func withProject(s subject, out resource.PropertyMap) resource.PropertyMap {
	if !has(s.in, "project") {
		out["project"] = str(s.project())
	}
	return out
}

func accountEmail(s subject) string {
	return s.name + "@" + s.project() + ".iam.gserviceaccount.com"
}

func checkCustomRole(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP"}, "stage")
	if has(in, "permissions") && len(list(in, "permissions")) == 0 {
		r.fail("permissions", "need 1 or more permissions, got 0")
	}
	return r.failures
}

// iamMember models one member of the access policy of a parent. It holds no name of its own, and nothing of it changes in place.
func iamMember(token string, parent resource.PropertyKey, prefix string) model {
	return model{
		token:   token,
		replace: []string{string(parent), "role", "member", "condition", "project"},
		check:   checkMember,
		id: func(s subject) string {
			id := prefix + first(text(s.in, parent), s.project()) + "/" + text(s.in, "role") + "/" + text(s.in, "member")
			if title := text(s.in, "condition", "title"); title != "" {
				id += "/" + title
			}
			return id
		},
		outputs: func(s subject) resource.PropertyMap {
			return resource.PropertyMap{"etag": str("BwY" + s.hex("etag", 8) + "=")}
		},
		// Policies are read, changed and written, one change at a time; approximate.
		takes: durations{create: 9 * time.Second, update: 9 * time.Second, delete: 9 * time.Second},
	}
}

// memberKinds are the prefixes of a member.
var memberKinds = []string{
	"user", "serviceAccount", "group", "domain", "principal", "principalSet", "projectOwner", "projectEditor", "projectViewer", "deleted",
}

func checkMember(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if member := text(in, "member"); member != "" {
		prefix, rest, typed := strings.Cut(member, ":")
		everyone := member == "allUsers" || member == "allAuthenticatedUsers"
		if !everyone && (!typed || rest == "" || !slices.Contains(memberKinds, prefix)) {
			r.fail("member", "need a member with its kind, such as serviceAccount:name@project.iam.gserviceaccount.com, got %q", member)
		}
	}
	if role := text(in, "role"); role != "" && !gcpRole.MatchString(role) {
		r.fail("role", "need roles/… or projects/…/roles/…, got %q", role)
	}
	return r.failures
}
