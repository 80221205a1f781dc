package redis_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/gcp/redis"
	"github.com/groundwork-go/groundwork/infratest"
)

func TestExport(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Export = &redis.Export{} })
	instance := graph.One(t, instanceToken)

	bucket := graph.Named(t, bucketToken, "sessions-export-bucket")
	infratest.AssertInputs(t, bucket, map[string]any{
		"versioning.enabled":              true,
		"uniformBucketLevelAccess":        true,
		"publicAccessPrevention":          "enforced",
		"forceDestroy":                    false,
		"location":                        instance.Outputs["region"].StringValue(),
		"labels.owner":                    "team-pay",
		"lifecycleRules[0].action.type":   "Delete",
		"lifecycleRules[0].condition.age": 30.0,
		"lifecycleRules[1].action.type":   "Delete",
		"lifecycleRules[1].condition.daysSinceNoncurrentTime": 7.0,
	})
	assert.True(t, bucket.Protect)

	identity := instance.Outputs["persistenceIamIdentity"].StringValue()
	bucketName := bucket.Outputs["name"].StringValue()
	for name, role := range map[string]string{
		"sessions-export-writer": "roles/storage.objectAdmin", "sessions-export-bucket-reader": "roles/storage.legacyBucketReader",
	} {
		member := graph.Named(t, memberToken, name)
		assert.Equal(t, role, member.Value("role"))
		assert.Equal(t, identity, member.Value("member"))
		assert.Equal(t, bucketName, member.Value("bucket"))
	}

	role := graph.Named(t, roleToken, "sessions-export-role")
	assert.Equal(t, []any{"redis.instances.export", "redis.instances.get", "redis.operations.get", "workflows.executions.create"},
		role.Value("permissions"), "no right more than the export needs")
	account := graph.Named(t, accountToken, "sessions-export-account")
	email := account.Outputs["email"].StringValue()
	grant := graph.Named(t, grantToken, "sessions-export-grant")
	assert.Equal(t, "serviceAccount:"+email, grant.Value("member"))
	assert.Equal(t, role.Outputs["name"].StringValue(), grant.Value("role"))

	workflow := graph.Named(t, workflowToken, "sessions-export-workflow")
	assert.Equal(t, instance.ID, workflow.Value("userEnvVars.INSTANCE"))
	assert.Equal(t, bucketName, workflow.Value("userEnvVars.BUCKET"))
	assert.Equal(t, instance.Outputs["name"].StringValue(), workflow.Value("userEnvVars.FOLDER"))
	assert.Equal(t, "team-pay", workflow.Value("labels.owner"))
	assert.Contains(t, workflow.Dependencies, grant.URN, "an export without its rights would fail")

	job := graph.Named(t, scheduleToken, "sessions-export-schedule")
	assert.Equal(t, "0 3 * * *", job.Value("schedule"))
	assert.Equal(t, "Etc/UTC", job.Value("timeZone"))
	assert.Equal(t, "POST", job.Value("httpTarget.httpMethod"))
	assert.Equal(t, "https://workflowexecutions.googleapis.com/v1/"+workflow.ID+"/executions", job.Value("httpTarget.uri"))
	assert.Equal(t, email, job.Value("httpTarget.oauthToken.serviceAccountEmail"))
	assert.Equal(t, "https://www.googleapis.com/auth/cloud-platform", job.Value("httpTarget.oauthToken.scope"))
	body, err := base64.StdEncoding.DecodeString(job.Value("httpTarget.body").(string))
	require.NoError(t, err)
	assert.JSONEq(t, "{}", string(body))

	alarm := graph.Named(t, alertToken, "sessions-export-alarm")
	assert.Contains(t, alarm.Value("conditions[0].conditionThreshold.filter"), `metric.labels.status = "FAILED"`)
	assert.Contains(t, alarm.Value("conditions[0].conditionThreshold.filter"), workflow.Outputs["name"].StringValue())
}

func TestExportSettings(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) {
		a.Export = &redis.Export{
			Location: "EU", Region: "europe-west3", Schedule: "30 */6 * * *", TimeZone: "Europe/Berlin", RetentionDays: 90,
			KMSKeyName: pulumi.String(key),
		}
	})
	bucket := graph.One(t, bucketToken)
	assert.Equal(t, "EU", bucket.Value("location"))
	assert.Equal(t, key, bucket.Value("encryption.defaultKmsKeyName"))
	assert.Equal(t, 90.0, bucket.Value("lifecycleRules[0].condition.age"))
	assert.Equal(t, "europe-west3", graph.One(t, workflowToken).Value("region"))
	job := graph.One(t, scheduleToken)
	assert.Equal(t, "europe-west3", job.Value("region"))
	assert.Equal(t, "30 */6 * * *", job.Value("schedule"))
	assert.Equal(t, "Europe/Berlin", job.Value("timeZone"))
}

func TestExportToAnExistingBucket(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Export = &redis.Export{Bucket: pulumi.String("acme-backups")} })
	assert.Empty(t, graph.OfType(bucketToken))
	for _, member := range graph.OfType(memberToken) {
		assert.Equal(t, "acme-backups", member.Value("bucket"))
	}
	assert.Equal(t, "acme-backups", graph.One(t, workflowToken).Value("userEnvVars.BUCKET"))
}

func TestExportInDevelopment(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Profile, a.Export = component.Development, &redis.Export{} })
	bucket := graph.One(t, bucketToken)
	assert.False(t, bucket.Protect)
	assert.Equal(t, true, bucket.Value("forceDestroy"))
	assert.Equal(t, 7.0, bucket.Value("lifecycleRules[0].condition.age"))
	assert.Equal(t, "enforced", bucket.Value("publicAccessPrevention"))
}

// Account and role ids are unique in a project, so two stacks there must not ask for the same ones.
func TestExportIDsDifferByStack(t *testing.T) {
	export := func(a *redis.InstanceArgs) { a.Export = &redis.Export{} }
	one, two := run(t, export, infratest.Stack("staging")), run(t, export, infratest.Stack("production"))
	assert.NotEqual(t, one.One(t, accountToken).Value("accountId"), two.One(t, accountToken).Value("accountId"))
	assert.NotEqual(t, one.One(t, roleToken).Value("roleId"), two.One(t, roleToken).Value("roleId"))
}

// The workflow cannot be run here, but it must be YAML whose jumps lead somewhere and whose text is the same for everybody.
func TestExportWorkflow(t *testing.T) {
	source := func(change func(*redis.InstanceArgs)) string {
		return run(t, change).One(t, workflowToken).Value("sourceContents").(string)
	}
	text := source(func(a *redis.InstanceArgs) { a.Export = &redis.Export{} })
	assert.Equal(t, text, source(func(a *redis.InstanceArgs) {
		a.Name, a.Export = "other", &redis.Export{Bucket: pulumi.String("acme-backups")}
	}))

	var workflow struct {
		Main struct {
			Steps []map[string]struct {
				Call string
				Next string
				Args struct {
					URL  string
					Body map[string]any
				}
			}
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(text), &workflow))
	var steps []string
	for _, step := range workflow.Main.Steps {
		for name, s := range step {
			steps = append(steps, name)
			if s.Next != "" {
				assert.True(t, slices.Contains(steps, s.Next), "%s jumps to %s", name, s.Next)
			}
			if name == "start" {
				assert.Equal(t, `${"https://redis.googleapis.com/v1/" + instance + ":export"}`, s.Args.URL)
				assert.Equal(t, map[string]any{"outputConfig": map[string]any{"gcsDestination": map[string]any{"uri": "${uri}"}}}, s.Args.Body)
			}
		}
	}
	assert.Equal(t, []string{"prepare", "start", "check", "wait", "poll", "count"}, steps)
	assert.Contains(t, text, `+ ".rdb"`)
}
