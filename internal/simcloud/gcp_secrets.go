package simcloud

import (
	"encoding/base64"
	"regexp"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const gcpSecretVersionToken = "gcp:secretmanager/secretVersion:SecretVersion"

var (
	secretID      = regexp.MustCompile(`^[a-zA-Z0-9_-]+$`)
	gcpSecretPath = regexp.MustCompile(`^projects/[^/]+/secrets/[^/]+$`)
)

// gcpSecretModels models Secret Manager. Another value is another version, and replaces it. Times are approximate.
func gcpSecretModels() []model {
	takes := durations{create: 2 * time.Second, update: 2 * time.Second, delete: 2 * time.Second}
	return []model{
		{
			token: "gcp:secretmanager/secret:Secret",
			name: nameRule{property: "secretId", fixed: true, min: 1, max: 255, pattern: secretID, says: "letters, digits, '_' and '-'", unique: true,
				scope: []string{"project"}},
			check: checkGCPSecret,
			id:    func(s subject) string { return "projects/" + s.project() + "/secrets/" + s.name },
			outputs: func(s subject) resource.PropertyMap {
				return withProject(s, resource.PropertyMap{
					"name": str(secretByNumber("projects/" + s.project() + "/secrets/" + s.name)), "createTime": str(s.time("created")),
				})
			},
			takes: takes,
			ousts: func(o, other Object) bool {
				return other.Token == gcpSecretVersionToken && text(other.Inputs, "secret") == string(o.ID)
			},
		},
		{
			token: gcpSecretVersionToken,
			check: checkGCPSecretVersion,
			id: func(s subject) string {
				return secretByNumber(text(s.in, "secret")) + "/versions/" + digits(float64(s.number))
			},
			series: series{of: "secret", number: "version"},
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{
					"enabled": boolean(true), "deletionPolicy": str("DELETE"), "isSecretDataBase64": boolean(false),
				})
				out["name"], out["version"] = str(s.id), str(lastPart(s.id, "/"))
				out["createTime"], out["destroyTime"] = str(s.time("created")), str("")
				return out
			},
			takes: takes,
		},
	}
}

// secretByNumber is the name that the API gives back: with the number of the project.
func secretByNumber(secret string) string {
	parts := strings.Split(secret, "/")
	if len(parts) != 4 {
		return secret
	}
	if strings.Trim(parts[1], "0123456789") != "" {
		parts[1] = projectNumber(parts[1])
	}
	return strings.Join(parts, "/")
}

func checkGCPSecret(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if replication := object(in, "replication"); replication != nil {
		r.within("replication", replication, func(r *rules) {
			r.exactlyOne("auto", "userManaged")
			if managed := object(r.in, "userManaged"); managed != nil {
				replicas := members(managed, "replicas")
				if !isUnknown(managed, "replicas") && len(replicas) == 0 {
					r.fail("userManaged.replicas", "need 1 or more, got none")
				}
				for i, replica := range replicas {
					if !given(replica, "location") {
						r.fail("userManaged."+indexed("replicas", i)+".location", "Missing required property 'location'")
					}
				}
			}
		})
	}
	r.atMostOne("ttl", "expireTime")
	if given(in, "rotation") && !given(in, "topics") {
		r.fail("topics", "need 1 or more with rotation, got none")
	}
	return r.failures
}

func checkGCPSecretVersion(in resource.PropertyMap) []Failure {
	const most = 64 << 10
	r := &rules{in: in}
	r.matches(gcpSecretPath, "projects/…/secrets/…", "secret")
	r.oneOf([]string{"DELETE", "DISABLE", "ABANDON"}, "deletionPolicy")
	data := text(in, "secretData")
	if flag(in, "isSecretDataBase64") {
		plain, err := base64.StdEncoding.DecodeString(data)
		if err != nil {
			r.fail("secretData", "need base64, got %d characters that are none", len(data))
		}
		data = string(plain)
	}
	if len(data) > most {
		r.fail("secretData", "need at most %d bytes, got %d", most, len(data))
	}
	return r.failures
}
