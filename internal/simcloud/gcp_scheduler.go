package simcloud

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

var jobName = regexp.MustCompile(`^[a-zA-Z\d_-]+$`)

// schedulerModels models Cloud Scheduler jobs.
func schedulerModels() []model {
	return []model{{
		token: "gcp:cloudscheduler/job:Job",
		name: nameRule{property: "name", min: 1, max: 500, pattern: jobName, unique: true, scope: []string{"project", "region"},
			says: "letters, digits, '_' and '-'"},
		replace: []string{"name", "region", "project"},
		check:   checkJob,
		id: func(s subject) string {
			return "projects/" + s.project() + "/locations/" + s.region() + "/jobs/" + s.name
		},
		outputs: func(s subject) resource.PropertyMap {
			out := defaults(s, resource.PropertyMap{"project": str(s.project()), "region": str(s.region()), "paused": boolean(false)})
			out["name"], out["state"] = str(s.name), str("ENABLED")
			if flag(s.in, "paused") {
				out["state"] = str("PAUSED")
			}
			return out
		},
		follow: []string{"state"},
		takes:  durations{create: 3 * time.Second, update: 3 * time.Second, delete: 2 * time.Second},
	}}
}

var httpMethods = []string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"}

func checkJob(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	if schedule := text(in, "schedule"); schedule != "" && !cron(schedule) {
		r.fail("schedule", `need five fields of a unix-cron expression, such as "0 3 * * *", got %q`, schedule)
	}
	targets := 0
	for _, target := range []resource.PropertyKey{"httpTarget", "pubsubTarget", "appEngineHttpTarget"} {
		if _, given := in[target]; given {
			targets++
		}
	}
	if targets != 1 {
		r.fail("httpTarget", "need exactly one of httpTarget, pubsubTarget, appEngineHttpTarget, got %d", targets)
	}
	if deadline := text(in, "attemptDeadline"); deadline != "" && !seconds.MatchString(deadline) {
		r.fail("attemptDeadline", `need a duration in seconds that ends with "s", such as "320s", got %q`, deadline)
	}
	if target := object(in, "httpTarget"); target != nil {
		r.within("httpTarget", target, checkHTTPTarget)
	}
	return r.failures
}

func checkHTTPTarget(r *rules) {
	uri, known := at(r.in, "uri")
	if _, given := r.in["uri"]; !given {
		r.fail("uri", "need an http or https address, got none")
	} else if known && !webAddress(asText(uri)) {
		r.fail("uri", "need an http or https address, got %q", text(r.in, "uri"))
	}
	r.oneOf(httpMethods, "httpMethod")
	body := text(r.in, "body")
	method := first(text(r.in, "httpMethod"), "POST")
	if body != "" && slices.Contains([]string{"GET", "DELETE", "HEAD", "OPTIONS"}, method) {
		r.fail("body", "need httpMethod POST, PUT or PATCH for a body, got %s", method)
	}
	if _, err := base64.StdEncoding.DecodeString(body); err != nil {
		r.fail("body", "need base64, got something else")
	}
	if has(r.in, "oauthToken") && has(r.in, "oidcToken") {
		r.fail("oauthToken", "need at most one of oauthToken and oidcToken, got both")
	}
}

func webAddress(uri string) bool {
	return strings.HasPrefix(uri, "http://") || strings.HasPrefix(uri, "https://")
}

// cronFields are the five fields of a unix-cron expression with their ranges and names.
var cronFields = []struct {
	low, high int
	names     []string
}{
	{0, 59, nil}, {0, 23, nil}, {1, 31, nil},
	{1, 12, []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}},
	{0, 7, []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}},
}

// cron tells a valid schedule. "every 24 hours", the older App Engine form, is accepted by its first word.
func cron(schedule string) bool {
	if strings.HasPrefix(schedule, "every ") {
		return true
	}
	fields := strings.Fields(schedule)
	if len(fields) != len(cronFields) {
		return false
	}
	for i, field := range fields {
		for _, part := range strings.Split(field, ",") {
			if !cronPart(part, i) {
				return false
			}
		}
	}
	return true
}

// cronPart checks "*", "5", "1-5" and each of them with "/step".
func cronPart(part string, field int) bool {
	span, step, stepped := strings.Cut(part, "/")
	if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1) {
		return false
	}
	if span == "*" {
		return true
	}
	low, high, ranged := strings.Cut(span, "-")
	return cronValue(low, field) && (!ranged || cronValue(high, field))
}

func cronValue(value string, field int) bool {
	f := cronFields[field]
	if slices.Contains(f.names, strings.ToUpper(value)) {
		return true
	}
	n, err := strconv.Atoi(value)
	return err == nil && n >= f.low && n <= f.high
}
