package simcloud

import (
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var secretName = regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]+$`)

// awsSecretModels models Secrets Manager. A new value is a new version, so that the value replaces it.
func awsSecretModels() []model {
	return []model{
		{
			token: "aws:secretsmanager/secret:Secret",
			name: nameRule{property: "name", min: 1, max: 512, pattern: secretName, says: "letters, digits and /_+=.@-",
				unique: true},
			check: checkSecret,
			outputs: func(s subject) resource.PropertyMap {
				return defaults(s, resource.PropertyMap{
					"namePrefix": str(""), "policy": str(""), "recoveryWindowInDays": num(30), "forceOverwriteReplicaSecret": boolean(false),
				})
			},
		},
		{
			token: "aws:secretsmanager/secretVersion:SecretVersion",
			check: func(in resource.PropertyMap) []Failure {
				r := &rules{in: in}
				if given(in, "secretString") && given(in, "secretBinary") {
					r.fail("secretString", "conflicts with secretBinary")
				}
				return r.failures
			},
			outputs: func(s subject) resource.PropertyMap {
				out := defaults(s, resource.PropertyMap{"versionStages": strs([]string{"AWSCURRENT"})})
				out["arn"], out["versionId"] = str(text(s.in, "secretId")), str(lastPart(s.id, "|"))
				return out
			},
		},
	}
}

func checkSecret(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if days, ok := number(in, "recoveryWindowInDays"); ok && days != 0 && (days < 7 || days > 30) {
		r.fail("recoveryWindowInDays", "need 0 or 7 to 30, got %v", days)
	}
	r.atMost(2048, "description")
	r.json("policy")
	return r.failures
}
