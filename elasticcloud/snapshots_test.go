package elasticcloud_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/elasticcloud"
	"github.com/groundwork-go/groundwork/infratest"
)

func s3Repository() *elasticcloud.SnapshotRepository {
	return &elasticcloud.SnapshotRepository{S3: &elasticcloud.S3Repository{
		Bucket: pulumi.String("shop-search-snapshots"), BasePath: "search/production",
		AccessKeyID: pulumi.String(accessKeyID), SecretAccessKey: pulumi.String(secretKey),
	}}
}

func gcsRepository() *elasticcloud.SnapshotRepository {
	return &elasticcloud.SnapshotRepository{
		Name: "archive", RetentionDays: 90,
		GCS: &elasticcloud.GCSRepository{Bucket: pulumi.String("shop-search-snapshots").ToStringOutput(), Credentials: pulumi.String(credentials)},
	}
}

// instructions runs a deployment with a repository and exports what is left to do.
func instructions(t *testing.T, repository *elasticcloud.SnapshotRepository, profile component.Profile) *infratest.Graph {
	t.Helper()
	return infratest.Run(t, func(ctx *pulumi.Context) error {
		d, err := newDeployment(ctx, func(a *elasticcloud.DeploymentArgs) { a.SnapshotRepository, a.Profile = repository, profile })
		if err != nil {
			return err
		}
		ctx.Export("repositoryPath", d.SnapshotRepositoryPath)
		ctx.Export("repository", d.SnapshotRepositoryJSON)
		ctx.Export("policyPath", d.SnapshotPolicyPath)
		ctx.Export("policy", d.SnapshotPolicyJSON)
		return nil
	}, asCreated())
}

func exported(t *testing.T, graph *infratest.Graph, name string) string {
	t.Helper()
	out, ok := graph.Output(name)
	require.True(t, ok && out.IsString(), name)
	return out.StringValue()
}

// assertSetting finds a secret in the keystore, and nowhere in plain.
func assertSetting(t *testing.T, graph *infratest.Graph, child, setting, secret string, asFile bool) {
	t.Helper()
	r := graph.Named(t, keystoreToken, child)
	infratest.AssertInputs(t, r, map[string]any{
		"settingName": setting, "value": secret, "asFile": asFile, "deploymentId": graph.One(t, deploymentToken).ID,
	})
	assert.True(t, r.IsSecret("value"), child)
	assert.Contains(t, r.AdditionalSecretOutputs, "value")
}

func TestSnapshotsToS3(t *testing.T) {
	t.Parallel()
	graph := instructions(t, s3Repository(), component.Production)
	assertSetting(t, graph, "search-keystore-access-key", "s3.client.offsite.access_key", accessKeyID, false)
	assertSetting(t, graph, "search-keystore-secret-key", "s3.client.offsite.secret_key", secretKey, false)
	assert.Len(t, graph.OfType(keystoreToken), 2)
	assert.Equal(t, "/_snapshot/offsite", exported(t, graph, "repositoryPath"))
	assert.JSONEq(t, `{"type": "s3", "settings": {"bucket": "shop-search-snapshots", "client": "offsite", "base_path": "search/production"}}`,
		exported(t, graph, "repository"))
	assert.Equal(t, "/_slm/policy/offsite-daily", exported(t, graph, "policyPath"))
	assert.JSONEq(t, `{"schedule": "0 45 1 * * ?", "name": "<offsite-{now/d}>", "repository": "offsite", "config": {"include_global_state": true},
		"retention": {"expire_after": "30d", "min_count": 3}}`, exported(t, graph, "policy"))
	infratest.AssertNoPlainSecrets(t, graph)
}

func TestSnapshotsToGoogleCloudStorage(t *testing.T) {
	t.Parallel()
	graph := instructions(t, gcsRepository(), component.Production)
	assertSetting(t, graph, "search-keystore-credentials", "gcs.client.offsite.credentials_file", credentials, true)
	assert.Len(t, graph.OfType(keystoreToken), 1)
	assert.Equal(t, "/_snapshot/archive", exported(t, graph, "repositoryPath"))
	assert.JSONEq(t, `{"type": "gcs", "settings": {"bucket": "shop-search-snapshots", "client": "offsite"}}`, exported(t, graph, "repository"))
	assert.JSONEq(t, `{"schedule": "0 45 1 * * ?", "name": "<archive-{now/d}>", "repository": "archive", "config": {"include_global_state": true},
		"retention": {"expire_after": "90d", "min_count": 3}}`, exported(t, graph, "policy"))
	infratest.AssertNoPlainSecrets(t, graph)
}

func TestSnapshotsInDevelopmentAreKeptShorter(t *testing.T) {
	t.Parallel()
	assert.Contains(t, exported(t, instructions(t, s3Repository(), component.Development), "policy"), `"expire_after":"7d"`)
}

func TestRepositoriesThatAreRefused(t *testing.T) {
	t.Parallel()
	s3 := func(change func(*elasticcloud.S3Repository)) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) {
			a.SnapshotRepository = s3Repository()
			change(a.SnapshotRepository.S3)
		}
	}
	gcs := func(change func(*elasticcloud.GCSRepository)) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) {
			a.SnapshotRepository = gcsRepository()
			change(a.SnapshotRepository.GCS)
		}
	}
	repository := func(r elasticcloud.SnapshotRepository) func(*elasticcloud.DeploymentArgs) {
		return func(a *elasticcloud.DeploymentArgs) { a.SnapshotRepository = &r }
	}
	both := elasticcloud.SnapshotRepository{S3: s3Repository().S3, GCS: gcsRepository().GCS}
	assertRefused(t, map[string]refusal{
		"none":         {repository(elasticcloud.SnapshotRepository{}), "SnapshotRepository", "need exactly one of S3 and GCS, got nothing"},
		"both":         {repository(both), "SnapshotRepository", "need exactly one of S3 and GCS, got both"},
		"own name":     {repository(elasticcloud.SnapshotRepository{Name: "found-snapshots"}), "SnapshotRepository.Name", "need another name than that of Elastic Cloud's own"},
		"name":         {repository(elasticcloud.SnapshotRepository{Name: "Off Site"}), "SnapshotRepository.Name", "need 1 to 63 lower-case letters"},
		"retention":    {repository(elasticcloud.SnapshotRepository{RetentionDays: 3651}), "SnapshotRepository.RetentionDays", "need 1 to 3650, got 3651"},
		"no retention": {repository(elasticcloud.SnapshotRepository{RetentionDays: -1}), "SnapshotRepository.RetentionDays", "need 1 to 3650, got -1"},
		"no bucket": {
			s3(func(r *elasticcloud.S3Repository) { r.Bucket = nil }), "SnapshotRepository.S3.Bucket", "need a bucket's name: 3 to 63 lower-case letters",
		},
		"bucket": {
			s3(func(r *elasticcloud.S3Repository) { r.Bucket = pulumi.String("s3://snapshots") }), "SnapshotRepository.S3.Bucket", `got "s3://snapshots"`,
		},
		"folder": {
			s3(func(r *elasticcloud.S3Repository) { r.BasePath = "/search" }), "SnapshotRepository.S3.BasePath",
			`need a folder such as search/production, without slashes at its ends, got "/search"`,
		},
		"no key": {
			s3(func(r *elasticcloud.S3Repository) { r.AccessKeyID = nil }), "SnapshotRepository.S3.AccessKeyID",
			"need the id of a permanent access key, AKIA…; one of a session ends with it, got nothing",
		},
		"a session's key": {
			s3(func(r *elasticcloud.S3Repository) { r.AccessKeyID = pulumi.String("ASIAIOSFODNN7EXAMPLE") }), "SnapshotRepository.S3.AccessKeyID",
			"need the id of a permanent access key, AKIA…; one of a session ends with it, got something else",
		},
		"no secret": {
			s3(func(r *elasticcloud.S3Repository) { r.SecretAccessKey = pulumi.String("") }), "SnapshotRepository.S3.SecretAccessKey",
			"need the access key's secret, got nothing",
		},
		"no bucket on Google Cloud": {
			gcs(func(r *elasticcloud.GCSRepository) { r.Bucket = nil }), "SnapshotRepository.GCS.Bucket", "need a bucket's name",
		},
		"folder on Google Cloud": {
			gcs(func(r *elasticcloud.GCSRepository) { r.BasePath = "search/" }), "SnapshotRepository.GCS.BasePath", `got "search/"`,
		},
		"no credentials": {
			gcs(func(r *elasticcloud.GCSRepository) { r.Credentials = nil }), "SnapshotRepository.GCS.Credentials",
			"need the key of a service account in JSON, with its client_email and private_key, got nothing",
		},
		"credentials": {
			gcs(func(r *elasticcloud.GCSRepository) { r.Credentials = pulumi.String(`{"type": "authorized_user"}`) }),
			"SnapshotRepository.GCS.Credentials", "with its client_email and private_key, got something else",
		},
		"credentials that are a path": {
			gcs(func(r *elasticcloud.GCSRepository) { r.Credentials = pulumi.String("key.json") }), "SnapshotRepository.GCS.Credentials", "got something else",
		},
	})
}

// TestARefusedSecretIsNotShown looks at the error, for secrets that are known at once and for those that are known late.
func TestARefusedSecretIsNotShown(t *testing.T) {
	t.Parallel()
	for _, in := range []pulumi.StringInput{
		pulumi.String("hunter2-hunter2"), pulumi.String("hunter2-hunter2").ToStringOutput(),
		pulumi.ToSecret(pulumi.String("hunter2-hunter2")).(pulumi.StringOutput),
	} {
		for _, change := range []func(*elasticcloud.DeploymentArgs){
			func(a *elasticcloud.DeploymentArgs) {
				a.SnapshotRepository = s3Repository()
				a.SnapshotRepository.S3.AccessKeyID = in
			},
			func(a *elasticcloud.DeploymentArgs) {
				a.SnapshotRepository = gcsRepository()
				a.SnapshotRepository.GCS.Credentials = in
			},
		} {
			_, err := tryDeployment(t, change)
			require.ErrorContains(t, err, "DeploymentArgs.SnapshotRepository.")
			assert.NotContains(t, err.Error(), "hunter2")
		}
	}
}
