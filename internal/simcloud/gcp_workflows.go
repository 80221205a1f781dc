package simcloud

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var workflowName = regexp.MustCompile(`^[a-zA-Z]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$`)

const (
	workflowSourceLimit = 128 << 10 // bytes
	workflowVariables   = 20
)

// workflowsModels models Cloud Workflows.
func workflowsModels() []model {
	return []model{{
		token: "gcp:workflows/workflow:Workflow",
		name: nameRule{property: "name", min: 1, max: 64, pattern: workflowName, unique: true, scope: []string{"project", "region"},
			says: "a letter, then letters, digits, '_' and '-', with a letter or digit at the end"},
		replace: []string{"name", "namePrefix", "region", "project"},
		check:   checkWorkflow,
		id: func(s subject) string {
			return "projects/" + s.project() + "/locations/" + s.region() + "/workflows/" + s.name
		},
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{
				"project": str(s.project()), "region": str(s.region()), "description": str(""), "namePrefix": str(""),
				"serviceAccount": str("projects/" + s.project() + "/serviceAccounts/" + s.digits("tenant", 12) + "-compute@developer.gserviceaccount.com"),
			})
			maps.Copy(out, resource.PropertyMap{
				"name": str(s.name), "state": str("ACTIVE"), "createTime": str(s.time("created")),
				"revisionId": str("000001-" + hexOf(3, text(s.in, "sourceContents"), text(s.in, "serviceAccount"))),
				"updateTime": str(s.time("updated " + text(s.in, "sourceContents"))),
			})
			return out
		},
		follow: []string{"revisionId", "updateTime"},
		takes:  durations{create: 12 * time.Second, update: 12 * time.Second, delete: 12 * time.Second},
	}}
}

func checkWorkflow(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf([]string{"CALL_LOG_LEVEL_UNSPECIFIED", "LOG_ALL_CALLS", "LOG_ERRORS_ONLY", "LOG_NONE"}, "callLogLevel")
	if n := len(text(in, "sourceContents")); n > workflowSourceLimit {
		r.fail("sourceContents", "need at most %d bytes, got %d", workflowSourceLimit, n)
	}
	if n := len([]rune(text(in, "description"))); n > 1000 {
		r.fail("description", "need at most 1000 characters, got %s", strconv.Itoa(n))
	}
	variables := object(in, "userEnvVars")
	if len(variables) > workflowVariables {
		r.fail("userEnvVars", "need at most %d variables, got %d", workflowVariables, len(variables))
	}
	for _, name := range variables.StableKeys() {
		upper := string(name)
		if upper == "" || strings.HasPrefix(upper, "GOOGLE") || strings.HasPrefix(upper, "WORKFLOWS") {
			r.fail("userEnvVars", `need names that are not empty and do not begin with "GOOGLE" or "WORKFLOWS", got %q`, upper)
		}
	}
	return r.failures
}
