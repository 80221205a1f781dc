package fargate

import (
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

const (
	needReference = "the full ARN of a secret, with :key:stage:version or nothing behind it, or of a parameter of Systems Manager; " +
		"see secret.Secret.Ref and SecretValue"
	needSecretARN = "the full ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"
	needSecretKey = "a key without colons, or an empty one for the whole text"
	needVersionID = "the id of a version, without colons"
)

// secretARNForm is the ARN of a secret; colons are not allowed in its name.
const secretARNForm = `arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+`

var (
	secretARN       = regexp.MustCompile(`^` + secretARNForm + `$`)
	secretReference = regexp.MustCompile(`^(` + secretARNForm + `)(:[^:\s]*:[^:\s]*:[^:\s]*)?$`)
	parameterARN    = regexp.MustCompile(`^arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9_./-]+$`)
	withoutColon    = regexp.MustCompile(`^[^:\s]*$`)
)

// SecretValue is the reference to one key of the JSON object in a secret, for [Task.Secrets]; an empty key means the whole
// text. It is for secrets that were not made with the secret block, such as the connection of a cache. With versionID, what
// the secret's block gives as the version, a new value is a new revision of the task; nil means the latest value, which tasks
// read when they start. The reference holds no secret itself. What is wrong fails the resource that uses it.
func SecretValue(arn pulumi.StringInput, key string, versionID pulumi.StringInput) pulumi.StringOutput {
	const args = "fargate.SecretValue"
	secret := component.CheckString(arn, args, "arn", needSecretARN, secretARN.MatchString)
	name := component.CheckString(pulumi.String(key), args, "key", needSecretKey, withoutColon.MatchString)
	switch {
	case component.Given(versionID):
		version := component.CheckString(versionID, args, "versionID", needVersionID, func(v string) bool {
			return v != "" && withoutColon.MatchString(v)
		})
		return pulumi.Sprintf("%s:%s::%s", secret, name, version)
	case key == "":
		return secret
	default:
		return pulumi.Sprintf("%s:%s::", secret, name)
	}
}

func isReference(text string) bool {
	return secretReference.MatchString(text) || parameterARN.MatchString(text)
}

// checkReference checks an entry of Task.Secrets whose value is known now. What is given instead of a reference may be the
// secret itself, so it is not shown.
func checkReference(p *component.Problems, field string, in pulumi.StringInput) {
	if !p.Require(field, needReference, in) {
		return
	}
	value, _ := component.Known(in)
	if text, isText := value.(string); isText && !isReference(text) {
		p.Addf(field, needReference, "another text of %d characters", len(text))
	}
}

// readable sorts references by what a policy names: the ARNs of secrets and of parameters, each once.
func readable(references []string) (secrets, parameters []string) {
	for _, each := range references {
		if parts := secretReference.FindStringSubmatch(each); parts != nil {
			secrets = append(secrets, parts[1])
		} else if strings.Contains(each, ":ssm:") {
			parameters = append(parameters, each)
		}
	}
	return sortedOnce(secrets), sortedOnce(parameters)
}
