package simcloud_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

const (
	alertType    = "gcp:monitoring/alertPolicy:AlertPolicy"
	jobType      = "gcp:cloudscheduler/job:Job"
	workflowType = "gcp:workflows/workflow:Workflow"
	accountType  = "gcp:serviceaccount/account:Account"
	roleType     = "gcp:projects/iAMCustomRole:IAMCustomRole"
	memberType   = "gcp:storage/bucketIAMMember:BucketIAMMember"
)

const memoryFilter = `resource.type = "redis_instance" AND metric.type = "redis.googleapis.com/stats/memory/usage_ratio"`

// alert is a valid policy with changes to its one condition's threshold.
func alert(threshold values) values {
	base := values{"filter": memoryFilter, "comparison": "COMPARISON_GT", "thresholdValue": 0.8, "duration": "300s"}
	for k, v := range threshold {
		if v == nil {
			delete(base, k)
			continue
		}
		base[k] = v
	}
	return values{"displayName": "memory", "combiner": "OR", "conditions": []any{values{"displayName": "high", "conditionThreshold": base}}}
}

type ruleTest struct {
	name     string
	typ      string
	inputs   resource.PropertyMap
	property string // empty: accepted
	reason   string
}

func runRules(t *testing.T, tests []ruleTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failures := check(test.typ, test.inputs)
			if test.property == "" {
				assert.Empty(t, failures)
				return
			}
			require.Len(t, failures, 1)
			assert.Equal(t, test.property, failures[0].Property)
			assert.Contains(t, failures[0].Reason, test.reason)
		})
	}
}

func TestAlertPolicyRules(t *testing.T) {
	threshold := "conditions[0].conditionThreshold."
	condition := func(c values) resource.PropertyMap { return with(alert(nil), values{"conditions": []any{c}}) }
	runRules(t, []ruleTest{
		{"valid", alertType, props(alert(nil)), "", ""},
		{"no combiner", alertType, with(alert(nil), values{"combiner": nil}), "combiner", "Missing required property 'combiner'"},
		{"no display name", alertType, with(alert(nil), values{"displayName": nil}), "displayName", "Missing required property 'displayName'"},
		{"no conditions", alertType, with(alert(nil), values{"conditions": nil}), "conditions", "Missing required property 'conditions'"},
		{"empty conditions", alertType, with(alert(nil), values{"conditions": []any{}}), "conditions", "need 1 or more conditions, got 0"},
		{"combiner", alertType, with(alert(nil), values{"combiner": "ANY"}), "combiner", `need one of AND, OR, AND_WITH_MATCHING_RESOURCE, got "ANY"`},
		{"severity", alertType, with(alert(nil), values{"severity": "HIGH"}), "severity", `need one of CRITICAL, ERROR, WARNING, got "HIGH"`},
		{"comparison", alertType, props(alert(values{"comparison": ">"})), threshold + "comparison", `got ">"`},
		{"duration without s", alertType, props(alert(values{"duration": "300"})), threshold + "duration", `need a duration in seconds that ends with "s"`},
		{"duration in minutes", alertType, props(alert(values{"duration": "5m"})), threshold + "duration", `got "5m"`},
		{"odd duration", alertType, props(alert(values{"duration": "90s"})), threshold + "duration", `need a multiple of 60 seconds, got "90s"`},
		{"no duration", alertType, props(alert(values{"duration": "0s"})), "", ""},
		{"filter without metric", alertType, props(alert(values{"filter": `resource.type = "x"`})), threshold + "filter", "need a filter that names metric.type"},
		{"filter without resource", alertType, props(alert(values{"filter": `metric.type = "x"`})), threshold + "filter", "need a filter that names resource.type"},
		{"unknown filter", alertType, props(alert(values{"filter": later()})), "", ""},
		{"alignment", alertType, props(alert(values{"aggregations": []any{values{"alignmentPeriod": "30s"}}})),
			threshold + "aggregations[0].alignmentPeriod", "need a multiple of 60 seconds"},
		{"absence", alertType, condition(values{"displayName": "x", "conditionAbsent": values{"duration": "61s"}}),
			"conditions[0].conditionAbsent.duration", "need a multiple of 60 seconds"},
		{"no form", alertType, condition(values{"displayName": "x"}), "conditions[0].condition", "need exactly one of"},
		{"no name of the condition", alertType, condition(values{"conditionAbsent": values{"duration": "60s"}}), "conditions[0].displayName", "need a display name, got none"},
	})
}

func TestAlertPolicyOutputs(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, alertType, "memory", props(alert(nil)))
	assert.Regexp(t, `^projects/sandbox-project/alertPolicies/\d{19}$`, string(o.ID))
	assert.Equal(t, string(o.ID), open(o.Outputs["name"]))
	other := made(t, c, alertType, "memory2", props(alert(nil)))
	assert.NotEqual(t, o.ID, other.ID)
	changedFilter := changed(t, c, o, props(alert(values{"thresholdValue": 0.9})))
	assert.Equal(t, o.Outputs["name"], changedFilter.Outputs["name"])
	assert.Equal(t, []string{"project"}, diff(alertType, props(alert(nil)), with(alert(nil), values{"project": "p", "enabled": false})).Replace)
}

func TestBuckets(t *testing.T) {
	runRules(t, []ruleTest{
		{"location is required", bucketType, props(values{"name": "acme-logs"}), "location", "Missing required property 'location'"},
		{"class", bucketType, props(values{"location": "EU", "storageClass": "COLD"}), "storageClass", `got "COLD"`},
		{"public access", bucketType, props(values{"location": "EU", "publicAccessPrevention": "off"}), "publicAccessPrevention", "need one of enforced, inherited"},
	})
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, bucketType, "logs", props(values{"location": "EU", "name": "acme-logs"}))
	assert.Equal(t, resource.ID("acme-logs"), o.ID)
	assert.Equal(t, "gs://acme-logs", open(o.Outputs["url"]))
	assert.Equal(t, "https://www.googleapis.com/storage/v1/b/acme-logs", open(o.Outputs["selfLink"]))
	d := diff(bucketType, o.Inputs, props(values{"location": "US", "name": "acme-logs", "forceDestroy": true}))
	assert.Equal(t, []string{"location"}, d.Replace)
	assert.True(t, d.DeleteBeforeReplace)
}

func TestMembersOfPolicies(t *testing.T) {
	valid := values{"bucket": "acme-logs", "role": "roles/storage.objectAdmin", "member": "serviceAccount:a@b.iam.gserviceaccount.com"}
	runRules(t, []ruleTest{
		{"valid", memberType, props(valid), "", ""},
		{"everyone", memberType, with(valid, values{"member": "allUsers"}), "", ""},
		{"own role", memberType, with(valid, values{"role": "projects/p/roles/exporter"}), "", ""},
		{"member without kind", memberType, with(valid, values{"member": "a@b.c"}), "member", "need a member with its kind"},
		{"unknown kind", memberType, with(valid, values{"member": "robot:a@b.c"}), "member", `got "robot:a@b.c"`},
		{"bare role", memberType, with(valid, values{"role": "storage.objectAdmin"}), "role", "need roles/… or projects/…/roles/…"},
	})
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, memberType, "exporter", props(valid))
	assert.Equal(t, resource.ID("b/acme-logs/roles/storage.objectAdmin/serviceAccount:a@b.iam.gserviceaccount.com"), o.ID)
	assert.NotEmpty(t, open(o.Outputs["etag"]))
	for _, property := range []string{"bucket", "role", "member"} {
		assert.Equal(t, []string{property}, diff(memberType, props(valid), with(valid, values{property: "x"})).Replace)
	}
}

func TestServiceAccountsAndRoles(t *testing.T) {
	c := simcloud.New(simcloud.Options{})
	account := made(t, c, accountType, "x", props(values{"accountId": "exporter"}))
	const email = "exporter@sandbox-project.iam.gserviceaccount.com"
	assert.Equal(t, resource.ID("projects/sandbox-project/serviceAccounts/"+email), account.ID)
	assert.Equal(t, email, open(account.Outputs["email"]))
	assert.Equal(t, "serviceAccount:"+email, open(account.Outputs["member"]))
	assert.Regexp(t, `^\d{21}$`, open(account.Outputs["uniqueId"]))
	assert.Equal(t, []string{"accountId"}, diff(accountType, account.Inputs, props(values{"accountId": "importer", "displayName": "x"})).Replace)
	runRules(t, []ruleTest{{"no id", accountType, props(values{}), "accountId", "Missing required property 'accountId'"}})

	role := made(t, c, roleType, "x", props(values{"roleId": "redisExporter", "title": "x", "permissions": []any{"redis.instances.export"}}))
	assert.Equal(t, resource.ID("projects/sandbox-project/roles/redisExporter"), role.ID)
	runRules(t, []ruleTest{
		{"no permissions", roleType, props(values{"roleId": "abc", "title": "x", "permissions": []any{}}), "permissions", "need 1 or more permissions, got 0"},
		{"stage", roleType, props(values{"roleId": "abc", "title": "x", "permissions": []any{"a"}, "stage": "NEW"}), "stage", `got "NEW"`},
	})
}

func TestJobs(t *testing.T) {
	body := base64.StdEncoding.EncodeToString([]byte("{}"))
	target := values{"uri": "https://redis.googleapis.com/v1/x:export", "httpMethod": "POST", "body": body}
	job := func(changes values) resource.PropertyMap {
		return with(values{"schedule": "0 3 * * *", "httpTarget": target}, changes)
	}
	http := func(changes values) resource.PropertyMap {
		return with(values{"schedule": "0 3 * * *"}, values{"httpTarget": with(target, changes)})
	}
	tests := []ruleTest{
		{"valid", jobType, job(nil), "", ""},
		{"no target", jobType, job(values{"httpTarget": nil}), "httpTarget", "need exactly one of httpTarget, pubsubTarget, appEngineHttpTarget, got 0"},
		{"two targets", jobType, job(values{"pubsubTarget": values{}}), "httpTarget", "got 2"},
		{"no uri", jobType, http(values{"uri": nil}), "httpTarget.uri", "need an http or https address, got none"},
		{"bad uri", jobType, http(values{"uri": "redis.googleapis.com"}), "httpTarget.uri", `got "redis.googleapis.com"`},
		{"unknown uri", jobType, http(values{"uri": later()}), "", ""},
		{"method", jobType, http(values{"httpMethod": "post"}), "httpTarget.httpMethod", `got "post"`},
		{"body of a GET", jobType, http(values{"httpMethod": "GET"}), "httpTarget.body", "need httpMethod POST, PUT or PATCH for a body, got GET"},
		{"plain body", jobType, http(values{"body": "{}"}), "httpTarget.body", "need base64"},
		{"both tokens", jobType, http(values{"oauthToken": values{"serviceAccountEmail": "a"}, "oidcToken": values{"serviceAccountEmail": "a"}}),
			"httpTarget.oauthToken", "got both"},
		{"deadline", jobType, job(values{"attemptDeadline": "5m"}), "attemptDeadline", `got "5m"`},
	}
	for _, schedule := range []string{"0 3 * *", "60 3 * * *", "0 24 * * *", "0 3 0 * *", "0 3 * 13 *", "0 3 * * 8", "*/0 * * * *", "a b c d e", "0 3 * * FUN"} {
		tests = append(tests, ruleTest{"schedule " + schedule, jobType, job(values{"schedule": schedule}), "schedule", "need five fields"})
	}
	for _, schedule := range []string{"*/15 * * * *", "0 3 1,15 * *", "0 9-17 * JAN-MAR MON-FRI", "0-30/5 3 * * 0", "every 24 hours"} {
		tests = append(tests, ruleTest{"schedule " + schedule, jobType, job(values{"schedule": schedule}), "", ""})
	}
	runRules(t, tests)

	c := simcloud.New(simcloud.Options{})
	o := made(t, c, jobType, "export", job(values{"name": "export", "region": "us-east1"}))
	assert.Equal(t, resource.ID("projects/sandbox-project/locations/us-east1/jobs/export"), o.ID)
	assert.Equal(t, "ENABLED", open(o.Outputs["state"]))
	paused := changed(t, c, o, job(values{"name": "export", "region": "us-east1", "paused": true}))
	assert.Equal(t, "PAUSED", open(paused.Outputs["state"]))
	assert.Equal(t, []string{"region"}, diff(jobType, o.Inputs, job(values{"name": "export", "region": "us-west1", "schedule": "0 4 * * *"})).Replace)
}

func TestWorkflows(t *testing.T) {
	runRules(t, []ruleTest{
		{"log level", workflowType, props(values{"callLogLevel": "ALL"}), "callLogLevel", `got "ALL"`},
		{"source", workflowType, props(values{"sourceContents": strings.Repeat("x", 128<<10+1)}), "sourceContents", "need at most 131072 bytes, got 131073"},
		{"description", workflowType, props(values{"description": strings.Repeat("x", 1001)}), "description", "need at most 1000 characters, got 1001"},
		{"reserved variable", workflowType, props(values{"userEnvVars": values{"GOOGLE_X": "1"}}), "userEnvVars", `got "GOOGLE_X"`},
	})
	c := simcloud.New(simcloud.Options{})
	o := made(t, c, workflowType, "export", props(values{"name": "export", "sourceContents": "main:"}))
	assert.Equal(t, resource.ID("projects/sandbox-project/locations/us-central1/workflows/export"), o.ID)
	assert.Equal(t, "ACTIVE", open(o.Outputs["state"]))
	next := changed(t, c, o, props(values{"name": "export", "sourceContents": "main: {}"}))
	assert.NotEqual(t, o.Outputs["revisionId"], next.Outputs["revisionId"])
	assert.Equal(t, o.Outputs["createTime"], next.Outputs["createTime"])

	preview, err := c.Update(ctx, simcloud.Request{URN: o.URN, ID: o.ID, OldInputs: o.Inputs, Inputs: o.Inputs, Preview: true})
	require.NoError(t, err)
	assert.True(t, preview.Outputs["revisionId"].IsComputed(), "an update makes a new one")
	assert.Equal(t, next.Outputs["createTime"], preview.Outputs["createTime"])
}
