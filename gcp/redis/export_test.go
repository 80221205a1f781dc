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
	for path, v := range map[string]any{
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
	} {
		assert.Equal(t, v, value(bucket, path), path)
	}
	assert.True(t, bucket.Protect)

	identity := instance.Outputs["persistenceIamIdentity"].StringValue()
	bucketName := bucket.Outputs["name"].StringValue()
	for name, role := range map[string]string{
		"sessions-export-writer": "roles/storage.objectAdmin", "sessions-export-bucket-reader": "roles/storage.legacyBucketReader",
	} {
		member := graph.Named(t, memberToken, name)
		assert.Equal(t, role, value(member, "role"))
		assert.Equal(t, identity, value(member, "member"))
		assert.Equal(t, bucketName, value(member, "bucket"))
	}

	role := graph.Named(t, roleToken, "sessions-export-role")
	assert.Equal(t, []any{"redis.instances.export", "redis.instances.get", "redis.operations.get", "workflows.executions.create"},
		value(role, "permissions"), "no right more than the export needs")
	account := graph.Named(t, accountToken, "sessions-export-account")
	email := account.Outputs["email"].StringValue()
	grant := graph.Named(t, grantToken, "sessions-export-grant")
	assert.Equal(t, "serviceAccount:"+email, value(grant, "member"))
	assert.Equal(t, role.Outputs["name"].StringValue(), value(grant, "role"))

	workflow := graph.Named(t, workflowToken, "sessions-export-workflow")
	assert.Equal(t, instance.ID, value(workflow, "userEnvVars.INSTANCE"))
	assert.Equal(t, bucketName, value(workflow, "userEnvVars.BUCKET"))
	assert.Equal(t, instance.Outputs["name"].StringValue(), value(workflow, "userEnvVars.FOLDER"))
	assert.Equal(t, "team-pay", value(workflow, "labels.owner"))
	assert.Contains(t, workflow.Dependencies, grant.URN, "an export without its rights would fail")

	job := graph.Named(t, scheduleToken, "sessions-export-schedule")
	assert.Equal(t, "0 3 * * *", value(job, "schedule"))
	assert.Equal(t, "Etc/UTC", value(job, "timeZone"))
	assert.Equal(t, "POST", value(job, "httpTarget.httpMethod"))
	assert.Equal(t, "https://workflowexecutions.googleapis.com/v1/"+workflow.ID+"/executions", value(job, "httpTarget.uri"))
	assert.Equal(t, email, value(job, "httpTarget.oauthToken.serviceAccountEmail"))
	assert.Equal(t, "https://www.googleapis.com/auth/cloud-platform", value(job, "httpTarget.oauthToken.scope"))
	body, err := base64.StdEncoding.DecodeString(value(job, "httpTarget.body").(string))
	require.NoError(t, err)
	assert.JSONEq(t, "{}", string(body))

	alarm := graph.Named(t, alertToken, "sessions-export-alarm")
	assert.Contains(t, value(alarm, "conditions[0].conditionThreshold.filter"), `metric.labels.status = "FAILED"`)
	assert.Contains(t, value(alarm, "conditions[0].conditionThreshold.filter"), workflow.Outputs["name"].StringValue())
}

func TestExportSettings(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) {
		a.Export = &redis.Export{
			Location: "EU", Region: "europe-west3", Schedule: "30 */6 * * *", TimeZone: "Europe/Berlin", RetentionDays: 90,
			KMSKeyName: pulumi.String(key),
		}
	})
	bucket := graph.One(t, bucketToken)
	assert.Equal(t, "EU", value(bucket, "location"))
	assert.Equal(t, key, value(bucket, "encryption.defaultKmsKeyName"))
	assert.Equal(t, 90.0, value(bucket, "lifecycleRules[0].condition.age"))
	assert.Equal(t, "europe-west3", value(graph.One(t, workflowToken), "region"))
	job := graph.One(t, scheduleToken)
	assert.Equal(t, "europe-west3", value(job, "region"))
	assert.Equal(t, "30 */6 * * *", value(job, "schedule"))
	assert.Equal(t, "Europe/Berlin", value(job, "timeZone"))
}

func TestExportToAnExistingBucket(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Export = &redis.Export{Bucket: pulumi.String("acme-backups")} })
	assert.Empty(t, graph.OfType(bucketToken))
	for _, member := range graph.OfType(memberToken) {
		assert.Equal(t, "acme-backups", value(member, "bucket"))
	}
	assert.Equal(t, "acme-backups", value(graph.One(t, workflowToken), "userEnvVars.BUCKET"))
}

func TestExportInDevelopment(t *testing.T) {
	graph := run(t, func(a *redis.InstanceArgs) { a.Profile, a.Export = component.Development, &redis.Export{} })
	bucket := graph.One(t, bucketToken)
	assert.False(t, bucket.Protect)
	assert.Equal(t, true, value(bucket, "forceDestroy"))
	assert.Equal(t, 7.0, value(bucket, "lifecycleRules[0].condition.age"))
	assert.Equal(t, "enforced", value(bucket, "publicAccessPrevention"))
}

// Account and role ids are unique in a project, so two stacks there must not ask for the same ones.
func TestExportIDsDifferByStack(t *testing.T) {
	export := func(a *redis.InstanceArgs) { a.Export = &redis.Export{} }
	one, two := run(t, export, infratest.Stack("staging")), run(t, export, infratest.Stack("production"))
	assert.NotEqual(t, value(one.One(t, accountToken), "accountId"), value(two.One(t, accountToken), "accountId"))
	assert.NotEqual(t, value(one.One(t, roleToken), "roleId"), value(two.One(t, roleToken), "roleId"))
}

// The workflow cannot be run here, but it must be YAML whose jumps lead somewhere and whose text is the same for everybody.
func TestExportWorkflow(t *testing.T) {
	source := func(change func(*redis.InstanceArgs)) string {
		return value(run(t, change).One(t, workflowToken), "sourceContents").(string)
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
