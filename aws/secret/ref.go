package secret

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/suggest"
)

// Ref is the reference to one key of the JSON object, or with an empty key to the whole text, in the form of valueFrom in
// an ECS container definition. It holds no secret.
//
// The reference is pinned to the version of the value: "<arn>:<key>::<versionId>". A new value is therefore a new task
// definition, and the service rolls in the same update; if that fails, the tasks of before still start, with the value
// of before.
//
// With [Args.External] the version is not known here, and the reference means the latest one: "<arn>:<key>::", or the ARN
// alone for the whole text. ECS reads it when a task starts, so a value that is set later reaches running tasks only with
// a new deployment of the service (aws ecs update-service --force-new-deployment).
//
// A key that the secret does not have makes an output that fails every resource that uses it, in preview too.
func (s *Secret) Ref(key string) pulumi.StringOutput {
	if err := s.checkKey(key); err != nil {
		return pulumi.String("").ToStringOutput().ApplyT(func(string) (string, error) { return "", err }).(pulumi.StringOutput)
	}
	switch {
	case !s.external:
		return pulumi.Sprintf("%s:%s::%s", s.ARN, key, s.VersionID)
	case key == "":
		return s.ARN
	default:
		return pulumi.Sprintf("%s:%s::", s.ARN, key)
	}
}

func (s *Secret) checkKey(key string) error {
	var need string
	switch {
	case key == "":
		return nil
	case s.external && keyName.MatchString(key), slices.Contains(s.keys, key):
		return nil
	case s.external:
		need = "a key of " + needKey
	case len(s.keys) == 0:
		need = "an empty key, because the secret is one text"
	default:
		need = "one of its keys, " + component.Choice(s.keys)
	}
	got := fmt.Sprintf("%q", key)
	if like := suggest.Closest(key, s.keys); like != "" {
		got += fmt.Sprintf(" (did you mean %s?)", like)
	}
	return &component.FieldError{Args: "secret." + s.name, Field: "Ref", Need: need, Got: got}
}
