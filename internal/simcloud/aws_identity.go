package simcloud

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var (
	roleName = regexp.MustCompile(`^[\w+=,.@-]+$`)
	rolePath = regexp.MustCompile(`^/(.*/)?$`)
)

const (
	roleNameSays         = "letters, digits and _+=,.@-"
	instanceProfileToken = "aws:iam/instanceProfile:InstanceProfile"
)

// awsIdentityModels models roles, their own policies, and instance profiles.
func awsIdentityModels() []model {
	return []model{
		{
			token: "aws:iam/role:Role",
			name:  nameRule{property: "name", min: 1, max: 64, pattern: roleName, says: roleNameSays, unique: true},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.json("assumeRolePolicy")
				r.between(3600, 43200, "maxSessionDuration")
				r.atMost(1000, "description")
				r.matches(rolePath, "a path that begins and ends with /", "path")
				return r.failures
			},
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{
					"namePrefix": str(""), "path": str("/"), "maxSessionDuration": num(3600), "forceDetachPolicies": boolean(false),
					"description": str(""),
				})
				out["uniqueId"], out["createDate"] = str("AROA"+strings.ToUpper(s.hex("unique", 17))), str(s.time("created"))
				return out
			},
			takes: durations{create: 8 * time.Second, update: 2 * time.Second, delete: 2 * time.Second},
			inUse: use{code: "DeleteConflict", by: []holder{{instanceProfileToken, "role"}}},
		},
		instanceProfileModel(),
		{
			token: "aws:iam/rolePolicy:RolePolicy",
			name:  nameRule{property: "name", min: 1, max: 128, pattern: roleName, says: roleNameSays, unique: true, scope: []string{"role"}},
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.json("policy")
				return r.failures
			},
			id:      func(s subject) string { return text(s.in, "role") + ":" + s.name },
			outputs: func(s subject) resource.PropertyMap { return defaults(s, resource.PropertyMap{"namePrefix": str("")}) },
		},
		{
			token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				r.matches(arnForm, "an ARN", "policyArn")
				return r.failures
			},
			id: func(s subject) string { return text(s.in, "role") + "-" + s.digits("id", 26) },
		},
	}
}

// instanceProfileModel models what hands a role to instances. Roles are told by their names, which are their ids.
func instanceProfileModel() model {
	return model{
		token: instanceProfileToken,
		name:  nameRule{property: "name", min: 1, max: 128, pattern: roleName, says: roleNameSays, unique: true},
		check: func(in resource.PropertyMap) []Failure {
			r := &rules{in: in}
			r.matches(rolePath, "a path that begins and ends with /", "path")
			return r.failures
		},
		id: func(s subject) string { return s.name },
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"namePrefix": str(""), "path": str("/")})
			out["arn"] = str(s.arn("instance-profile" + first(text(s.in, "path"), "/") + s.name))
			out["uniqueId"], out["createDate"] = str("AIPA"+strings.ToUpper(s.hex("unique", 17))), str(s.time("created"))
			return out
		},
		// The provider waits until EC2 knows a new profile; approximate.
		takes: durations{create: 8 * time.Second, update: 2 * time.Second, delete: 2 * time.Second},
	}
}

// json requires a text, where it is given and known, to be JSON.
func (r *rules) json(property resource.PropertyKey) {
	if got := text(r.in, property); got != "" && !json.Valid([]byte(got)) {
		r.fail(string(property), "need JSON, got %d characters that are none", len(got))
	}
}
