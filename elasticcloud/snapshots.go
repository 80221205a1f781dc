package elasticcloud

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/awsform"
)

// repositoryClient is the client of the repository, which the names of its settings in the keystore hold.
const repositoryClient = "offsite"

const (
	maxRetentionDays = 3650 // our own: ten years
	// ownRepository is the one that Elastic Cloud keeps for itself.
	ownRepository = "found-snapshots"
)

var (
	repositoryName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)
	basePath       = regexp.MustCompile(`^[\w.-]+(/[\w.-]+)*$`)
	bucketForm     = awsform.Form{
		Need: "a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots", Pattern: regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$`),
	}
	accessKeyID = regexp.MustCompile(`^AKIA[A-Z0-9]{12,124}$`)
)

const (
	needAccessKeyID = "the id of a permanent access key, AKIA…; one of a session ends with it"
	needCredentials = "the key of a service account in JSON, with its client_email and private_key"
)

func (args *DeploymentArgs) checkSnapshotRepository(p *component.Problems) {
	r := args.SnapshotRepository
	if r == nil {
		return
	}
	if r.Name == ownRepository {
		p.Add("SnapshotRepository.Name", "another name than that of Elastic Cloud's own repository", r.Name)
	} else {
		p.Match("SnapshotRepository.Name", "1 to 63 lower-case letters, digits, hyphens and underscores, beginning with a letter", r.Name, repositoryName)
	}
	p.Between("SnapshotRepository.RetentionDays", r.RetentionDays, 1, maxRetentionDays)
	switch {
	case r.S3 == nil && r.GCS == nil:
		p.Add("SnapshotRepository", "exactly one of S3 and GCS", nil)
	case r.S3 != nil && r.GCS != nil:
		p.Addf("SnapshotRepository", "exactly one of S3 and GCS", "both")
	}
	if s3 := r.S3; s3 != nil {
		checkBucket(p, "SnapshotRepository.S3", s3.Bucket, s3.BasePath)
		checkSecret(p, "SnapshotRepository.S3.AccessKeyID", needAccessKeyID, s3.AccessKeyID, accessKeyID.MatchString)
		checkSecret(p, "SnapshotRepository.S3.SecretAccessKey", "the access key's secret", s3.SecretAccessKey, notEmpty)
	}
	if gcs := r.GCS; gcs != nil {
		checkBucket(p, "SnapshotRepository.GCS", gcs.Bucket, gcs.BasePath)
		checkSecret(p, "SnapshotRepository.GCS.Credentials", needCredentials, gcs.Credentials, serviceAccountKey)
	}
}

func checkBucket(p *component.Problems, field string, bucket pulumi.StringInput, path string) {
	bucketForm.Require(p, field+".Bucket", bucket)
	if path != "" {
		p.Match(field+".BasePath", "a folder such as search/production, without slashes at its ends", path, basePath)
	}
}

// checkSecret looks at a literal secret, and never shows it.
func checkSecret(p *component.Problems, field, need string, secret pulumi.StringInput, ok func(string) bool) {
	if !p.Require(field, need, secret) {
		return
	}
	if text, isKnown := known(secret); isKnown && !ok(text) {
		p.Addf(field, need, "something else")
	}
}

func notEmpty(text string) bool { return text != "" }

// serviceAccountKey says whether a text is what Google Cloud hands out as a key.
func serviceAccountKey(text string) bool {
	var key struct {
		Type        string `json:"type"`
		ClientEmail string `json:"client_email"`
		PrivateKey  string `json:"private_key"`
	}
	if json.Unmarshal([]byte(text), &key) != nil {
		return false
	}
	return key.Type == "service_account" && key.ClientEmail != "" && key.PrivateKey != ""
}

// keystoreSetting is one secret in the keystore.
type keystoreSetting struct {
	role, name, field, need string
	value                   pulumi.StringInput
	ok                      func(string) bool
	asFile                  bool
}

func (r *SnapshotRepository) settings() []keystoreSetting {
	if r.S3 != nil {
		return []keystoreSetting{
			{
				role: "keystore-access-key", name: "s3.client." + repositoryClient + ".access_key", value: r.S3.AccessKeyID,
				field: "SnapshotRepository.S3.AccessKeyID", need: needAccessKeyID, ok: accessKeyID.MatchString,
			},
			{
				role: "keystore-secret-key", name: "s3.client." + repositoryClient + ".secret_key", value: r.S3.SecretAccessKey,
				field: "SnapshotRepository.S3.SecretAccessKey", need: "the access key's secret", ok: notEmpty,
			},
		}
	}
	return []keystoreSetting{{
		role: "keystore-credentials", name: "gcs.client." + repositoryClient + ".credentials_file", value: r.GCS.Credentials, asFile: true,
		field: "SnapshotRepository.GCS.Credentials", need: needCredentials, ok: serviceAccountKey,
	}}
}

// addSnapshotRepository keeps what the repository needs in the keystore, and says what is left to do.
func (b *builder) addSnapshotRepository() error {
	r := b.args.SnapshotRepository
	if r == nil {
		return nil
	}
	for _, setting := range r.settings() {
		secret := pulumi.ToSecret(setting.value.ToStringOutput()).(pulumi.StringOutput)
		_, err := NewKeystore(b.ctx, b.scope.Name(setting.role), &KeystoreArgs{
			DeploymentID: b.deployment.Resource.ID().ToStringOutput(),
			SettingName:  pulumi.String(setting.name),
			Value:        component.CheckString(secret, argsName, setting.field, setting.need, setting.ok),
			AsFile:       pulumi.Bool(setting.asFile),
		}, b.child()...)
		if err != nil {
			return b.scope.Err(setting.role, err)
		}
	}
	d := b.deployment
	d.SnapshotRepositoryPath = pulumi.String("/_snapshot/" + r.Name).ToStringOutput()
	d.SnapshotRepositoryJSON = r.repositoryJSON()
	d.SnapshotPolicyPath = pulumi.String("/_slm/policy/" + r.Name + "-daily").ToStringOutput()
	policy, err := r.policyJSON()
	d.SnapshotPolicyJSON = pulumi.String(policy).ToStringOutput()
	return b.scope.Err("snapshot-policy", err)
}

// repositorySettings is the body of the request that registers a repository.
type repositorySettings struct {
	Type     string `json:"type"`
	Settings struct {
		Bucket   string `json:"bucket"`
		Client   string `json:"client"`
		BasePath string `json:"base_path,omitempty"`
	} `json:"settings"`
}

// repositoryJSON is what registers the repository.
func (r *SnapshotRepository) repositoryJSON() pulumi.StringOutput {
	var body repositorySettings
	var bucket pulumi.StringInput
	field := "SnapshotRepository.S3.Bucket"
	if r.S3 != nil {
		body.Type, body.Settings.BasePath, bucket = "s3", r.S3.BasePath, r.S3.Bucket
	} else {
		body.Type, body.Settings.BasePath, bucket = "gcs", r.GCS.BasePath, r.GCS.Bucket
		field = "SnapshotRepository.GCS.Bucket"
	}
	body.Settings.Client = repositoryClient
	return bucketForm.Pass(bucket, argsName, field).ApplyT(func(name string) (string, error) {
		full := body
		full.Settings.Bucket = name
		text, err := json.Marshal(full)
		return string(text), err
	}).(pulumi.StringOutput)
}

// policyJSON is a policy of nightly snapshots: all indices and the cluster's state. The last three stay, however old they are.
func (r *SnapshotRepository) policyJSON() (string, error) {
	text, err := json.Marshal(map[string]any{
		"schedule":   "0 45 1 * * ?",
		"name":       "<" + r.Name + "-{now/d}>",
		"repository": r.Name,
		"config":     map[string]any{"include_global_state": true},
		"retention":  map[string]any{"expire_after": fmt.Sprintf("%dd", r.RetentionDays), "min_count": 3},
	})
	return string(text), err
}
