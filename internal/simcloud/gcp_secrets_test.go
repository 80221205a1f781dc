package simcloud_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	gcpSecretType        = "gcp:secretmanager/secret:Secret"
	gcpSecretVersionType = "gcp:secretmanager/secretVersion:SecretVersion"
	gcpSecretMemberType  = "gcp:secretmanager/secretIamMember:SecretIamMember"
)

func gcpSecret() values {
	return values{"secretId": "tokens", "replication": values{"auto": values{}}}
}

func TestGCPSecretRules(t *testing.T) {
	t.Parallel()
	managed := func(replicas ...any) values {
		return values{"replication": values{"userManaged": values{"replicas": replicas}}}
	}
	testRules(t, gcpSecretType, gcpSecret(), []rule{
		{"as it is", nil, "", ""},
		{"id", values{"secretId": "a.b"}, "secretId", `need letters, digits, '_' and '-', got "a.b"`},
		{"long id", values{"secretId": strings.Repeat("a", 256)}, "secretId",
			`need at most 255 characters, got 256 in "` + strings.Repeat("a", 256) + `"`},
		{"in a region", managed(values{"location": "europe-west3"}), "", ""},
		{"nowhere", managed(), "replication.userManaged.replicas", "need 1 or more, got none"},
		{"somewhere", managed(values{}), "replication.userManaged.replicas[0].location", "Missing required property 'location'"},
		{"neither", values{"replication": values{}}, "replication.auto", "need exactly one of auto, userManaged, got none"},
		{"two ends", values{"ttl": "3600s", "expireTime": "2030-01-01T00:00:00Z"}, "ttl", "need at most one of ttl, expireTime, got ttl, expireTime"},
		{"rotation", values{"rotation": values{"rotationPeriod": "3600s"}}, "topics", "need 1 or more with rotation, got none"},
	})
	testChanges(t, gcpSecretType, gcpSecret(), []change{
		{"secretId", "a", "b", true}, {"replication", values{"auto": values{}}, values{"userManaged": values{}}, true},
		{"labels", values{"a": "b"}, values{"a": "c"}, false},
	})
	version := values{"secret": "projects/acme/secrets/tokens", "secretData": "x"}
	testRules(t, gcpSecretVersionType, version, []rule{
		{"as it is", nil, "", ""},
		{"secret", values{"secret": "tokens"}, "secret", `need projects/…/secrets/…, got "tokens"`},
		{"deletion", values{"deletionPolicy": "KEEP"}, "deletionPolicy", `need one of DELETE, DISABLE, ABANDON, got "KEEP"`},
		{"most", values{"secretData": strings.Repeat("a", 65536)}, "", ""},
		{"more", values{"secretData": strings.Repeat("a", 65537)}, "secretData", "need at most 65536 bytes, got 65537"},
		{"base64", values{"secretData": "?", "isSecretDataBase64": true}, "secretData", "need base64, got 1 characters that are none"},
	})
	testChanges(t, gcpSecretVersionType, version, []change{
		{"secret", "projects/a/secrets/a", "projects/a/secrets/b", true}, {"secretData", "a", "b", true}, {"enabled", true, false, false},
	})
}

func TestGCPSecrets(t *testing.T) {
	t.Parallel()
	c := simcloud.New(simcloud.Options{})
	s := made(t, c, gcpSecretType, "s", props(gcpSecret()))
	assertValues(t, opened(s.Outputs), values{"id": "projects/sandbox-project/secrets/tokens", "project": "sandbox-project"})
	assert.Regexp(t, `^projects/\d{12}/secrets/tokens$`, open(s.Outputs["name"]))
	_, err := created(c, gcpSecretType, "again", props(gcpSecret()))
	var conflict *simcloud.ConflictError
	require.ErrorAs(t, err, &conflict)

	version := func(c *simcloud.Cloud, name, data string) simcloud.Object {
		return made(t, c, gcpSecretVersionType, name, resource.PropertyMap{"secret": resource.NewStringProperty(string(s.ID)), "secretData": hidden(data)})
	}
	first := version(c, "v", "a")
	assert.Equal(t, open(s.Outputs["name"]).(string)+"/versions/1", string(first.ID))
	assertValues(t, opened(first.Outputs), values{"name": string(first.ID), "version": "1", "enabled": true, "deletionPolicy": "DELETE"})
	assert.True(t, first.Outputs["secretData"].IsSecret())
	assert.Equal(t, "2", open(version(c, "v", "b").Outputs["version"]), "a replacement is the next version")
	member := made(t, c, gcpSecretMemberType, "m", props(values{
		"secretId": string(s.ID), "role": "roles/secretmanager.secretAccessor", "member": "serviceAccount:web@acme.iam.gserviceaccount.com",
	}))
	assert.Contains(t, string(member.ID), "roles/secretmanager.secretAccessor")
	assert.Empty(t, c.Unmodelled())

	// Another process goes on with the numbers of what lives.
	next := simcloud.New(simcloud.Options{})
	next.Restore(c.Objects())
	assert.Equal(t, "3", open(version(next, "w", "c").Outputs["version"]))
	drop(t, next, s)
	for _, o := range next.Objects() {
		assert.NotEqual(t, gcpSecretVersionType, o.Token, "versions go with their secret")
	}
}
