package redis

import (
	"encoding/base64"
	"fmt"

	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/cloudscheduler"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/monitoring"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/projects"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/serviceaccount"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/storage"
	"github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/workflows"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/naming"
)

// oldVersionDays is how long an overwritten or deleted export can still be brought back.
const oldVersionDays = 7

// maxWorkflowName is the longest name of a workflow that the provider accepts.
const maxWorkflowName = 64

// cloudPlatform is the scope of the token that the scheduler shows to the workflow service.
const cloudPlatform = "https://www.googleapis.com/auth/cloud-platform"

// exportWorkflow writes one dated object and waits for the end of the export, so that a failure is a failed execution.
// Its text never changes: the values come through the environment.
const exportWorkflow = `main:
  steps:
    - prepare:
        assign:
          - instance: ${sys.get_env("INSTANCE")}
          - stamp: ${text.replace_all(text.substring(time.format(sys.now()), 0, 19), ":", "-")}
          - uri: ${"gs://" + sys.get_env("BUCKET") + "/" + sys.get_env("FOLDER") + "/" + stamp + ".rdb"}
          - polls: 0
    - start:
        call: http.post
        args:
          url: ${"https://redis.googleapis.com/v1/" + instance + ":export"}
          auth:
            type: OAuth2
          body:
            outputConfig:
              gcsDestination:
                uri: ${uri}
        result: answer
    - check:
        switch:
          - condition: ${"error" in answer.body}
            raise: ${answer.body.error}
          - condition: ${default(map.get(answer.body, "done"), false)}
            return: ${uri}
          - condition: ${polls >= 240}
            raise: ${"export of " + instance + " is not done after two hours"}
    - wait:
        call: sys.sleep
        args:
          seconds: 30
    - poll:
        call: http.get
        args:
          url: ${"https://redis.googleapis.com/v1/" + answer.body.name}
          auth:
            type: OAuth2
        result: answer
    - count:
        assign:
          - polls: ${polls + 1}
        next: check
`

// exporter is what the pieces of the export share.
type exporter struct {
	bucket  pulumi.StringOutput
	region  pulumi.StringPtrInput
	account *serviceaccount.Account
	// allowed are the grants without which an export fails.
	allowed []pulumi.Resource
}

func (b *builder) addExport() error {
	if b.args.Export == nil {
		return nil
	}
	e := &exporter{region: b.instance.Region.ToStringPtrOutput()}
	if b.args.Export.Region != "" {
		e.region = pulumi.String(b.args.Export.Region)
	}
	for _, step := range []func(*exporter) error{b.addBucket, b.addBucketAccess, b.addAccount, b.addSchedule} {
		if err := step(e); err != nil {
			return err
		}
	}
	return nil
}

// addBucket makes the bucket unless there is one. Deleting the stack leaves a bucket with exports in it alone, except in
// Development.
func (b *builder) addBucket(e *exporter) error {
	export := b.args.Export
	if export.Bucket != nil {
		e.bucket = export.Bucket.ToStringOutput()
		b.instance.ExportBucket = e.bucket
		return nil
	}
	const role = "export-bucket"
	args := &storage.BucketArgs{
		Project:                  text(b.args.Project),
		Location:                 b.instance.Region,
		Labels:                   b.args.Tags.GCPLabels(),
		UniformBucketLevelAccess: pulumi.Bool(true),
		PublicAccessPrevention:   pulumi.String("enforced"),
		Versioning:               &storage.BucketVersioningArgs{Enabled: pulumi.Bool(true)},
		LifecycleRules:           lifecycle(export.RetentionDays),
		ForceDestroy:             pulumi.Bool(b.args.Profile == component.Development),
	}
	if export.Location != "" {
		args.Location = pulumi.String(export.Location)
	}
	if key := checked("Export.KMSKeyName", export.KMSKeyName, needKey, kmsKeyName); key != nil {
		args.Encryption = &storage.BucketEncryptionArgs{DefaultKmsKeyName: key.ToStringPtrOutput().Elem()}
	}
	name := naming.AutoNameBase(b.scope.Name(role), naming.MaxBucket)
	bucket, err := storage.NewBucket(b.ctx, name, args, b.scope.Child(b.protection()...)...)
	if err != nil {
		return b.scope.Err(role, err)
	}
	e.bucket = bucket.Name
	b.instance.ExportBucket = bucket.Name
	return nil
}

// lifecycle deletes old exports, and their older versions a few days later.
func lifecycle(days int) storage.BucketLifecycleRuleArray {
	remove := &storage.BucketLifecycleRuleActionArgs{Type: pulumi.String("Delete")}
	return storage.BucketLifecycleRuleArray{
		&storage.BucketLifecycleRuleArgs{
			Action:    remove,
			Condition: &storage.BucketLifecycleRuleConditionArgs{Age: pulumi.Int(days), WithState: pulumi.String("LIVE")},
		},
		&storage.BucketLifecycleRuleArgs{
			Action: remove,
			Condition: &storage.BucketLifecycleRuleConditionArgs{
				DaysSinceNoncurrentTime: pulumi.Int(oldVersionDays), WithState: pulumi.String("ARCHIVED"),
			},
		},
	}
}

// addBucketAccess lets the instance itself write: objects, and the look at the bucket that comes before. The identity may
// change over time, so the grant follows the output.
func (b *builder) addBucketAccess(e *exporter) error {
	for _, grant := range []struct{ role, iamRole string }{
		{"export-writer", "roles/storage.objectAdmin"},
		{"export-bucket-reader", "roles/storage.legacyBucketReader"},
	} {
		member, err := storage.NewBucketIAMMember(b.ctx, b.scope.Name(grant.role), &storage.BucketIAMMemberArgs{
			Bucket: e.bucket,
			Role:   pulumi.String(grant.iamRole),
			Member: b.instance.PersistenceIAMIdentity,
		}, b.scope.Child()...)
		if err != nil {
			return b.scope.Err(grant.role, err)
		}
		e.allowed = append(e.allowed, member)
	}
	return nil
}

// addAccount makes the account that runs the workflow, with the few rights it needs. Account and role ids are unique in a
// project and cannot be auto-named, so they carry the stack's name.
func (b *builder) addAccount(e *exporter) error {
	id := fmt.Sprintf("%s-%s-%s-export", b.name, b.ctx.Project(), b.ctx.Stack())
	account, err := serviceaccount.NewAccount(b.ctx, b.scope.Name("export-account"), &serviceaccount.AccountArgs{
		Project:     text(b.args.Project),
		AccountId:   pulumi.String(naming.AccountID(id)),
		DisplayName: pulumi.String("Exports Redis " + b.name),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err("export-account", err)
	}
	role, err := projects.NewIAMCustomRole(b.ctx, b.scope.Name("export-role"), &projects.IAMCustomRoleArgs{
		Project: text(b.args.Project),
		RoleId:  pulumi.String(naming.RoleID(id)),
		Title:   pulumi.String("Export of Redis " + b.name),
		Permissions: pulumi.ToStringArray([]string{
			"redis.instances.export", "redis.instances.get", "redis.operations.get", "workflows.executions.create",
		}),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err("export-role", err)
	}
	grant, err := projects.NewIAMMember(b.ctx, b.scope.Name("export-grant"), &projects.IAMMemberArgs{
		Project: b.instance.Redis.Project,
		Role:    role.Name,
		Member:  pulumi.Sprintf("serviceAccount:%s", account.Email),
	}, b.scope.Child()...)
	if err != nil {
		return b.scope.Err("export-grant", err)
	}
	e.account, e.allowed = account, append(e.allowed, grant)
	return nil
}

// addSchedule makes the workflow, the job that starts it, and the alert on its failure.
func (b *builder) addSchedule(e *exporter) error {
	name := naming.AutoNameBase(b.scope.Name("export-workflow"), maxWorkflowName)
	workflow, err := workflows.NewWorkflow(b.ctx, name, &workflows.WorkflowArgs{
		Project:        text(b.args.Project),
		Region:         e.region,
		Labels:         b.args.Tags.GCPLabels(),
		Description:    pulumi.String("Exports Redis " + b.name + " to Cloud Storage"),
		ServiceAccount: e.account.ID().ToStringOutput().ToStringPtrOutput(),
		SourceContents: pulumi.String(exportWorkflow),
		UserEnvVars: pulumi.StringMap{
			"INSTANCE": b.instance.InstanceID,
			"BUCKET":   e.bucket,
			"FOLDER":   b.instance.Name,
		},
	}, b.scope.Child(pulumi.DependsOn(e.allowed))...)
	if err != nil {
		return b.scope.Err("export-workflow", err)
	}
	_, err = cloudscheduler.NewJob(b.ctx, b.scope.Name("export-schedule"), &cloudscheduler.JobArgs{
		Project:     text(b.args.Project),
		Region:      e.region,
		Description: pulumi.String("Starts the export of Redis " + b.name),
		Schedule:    pulumi.String(b.args.Export.Schedule),
		TimeZone:    pulumi.String(b.args.Export.TimeZone),
		HttpTarget: &cloudscheduler.JobHttpTargetArgs{
			HttpMethod: pulumi.String("POST"),
			Uri:        pulumi.Sprintf("https://workflowexecutions.googleapis.com/v1/%s/executions", workflow.ID()),
			Headers:    pulumi.StringMap{"Content-Type": pulumi.String("application/json")},
			Body:       pulumi.String(base64.StdEncoding.EncodeToString([]byte("{}"))),
			OauthToken: &cloudscheduler.JobHttpTargetOauthTokenArgs{
				ServiceAccountEmail: e.account.Email,
				Scope:               pulumi.String(cloudPlatform),
			},
		},
		RetryConfig: &cloudscheduler.JobRetryConfigArgs{RetryCount: pulumi.Int(3)},
	}, b.scope.Child()...)
	if err != nil || b.args.DisableAlarms {
		return b.scope.Err("export-schedule", err)
	}
	return b.addAlarm("export-alarm", "export failed", "Open the executions of the workflow "+name+" and read the error.",
		monitoring.AlertPolicyConditionArray{failedExecutions(workflow)})
}

func failedExecutions(workflow *workflows.Workflow) *monitoring.AlertPolicyConditionArgs {
	return &monitoring.AlertPolicyConditionArgs{
		DisplayName: pulumi.String("an export failed"),
		ConditionThreshold: &monitoring.AlertPolicyConditionConditionThresholdArgs{
			Filter: pulumi.Sprintf(`resource.type = "workflows.googleapis.com/Workflow" AND resource.labels.workflow_id = "%s"`+
				` AND metric.type = "workflows.googleapis.com/finished_execution_count" AND metric.labels.status = "FAILED"`, workflow.Name),
			Comparison:     pulumi.String("COMPARISON_GT"),
			ThresholdValue: pulumi.Float64(0),
			Duration:       pulumi.String("0s"),
			Aggregations: monitoring.AlertPolicyConditionConditionThresholdAggregationArray{
				&monitoring.AlertPolicyConditionConditionThresholdAggregationArgs{
					AlignmentPeriod: pulumi.String("300s"), PerSeriesAligner: pulumi.String("ALIGN_DELTA"),
				},
			},
		},
	}
}
