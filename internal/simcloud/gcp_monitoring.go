package simcloud

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// monitoringModels models alert policies.
func monitoringModels() []model {
	return []model{{
		token:   "gcp:monitoring/alertPolicy:AlertPolicy",
		replace: []string{"project"},
		check:   checkAlertPolicy,
		id:      func(s subject) string { return "projects/" + s.project() + "/alertPolicies/" + s.digits("policy", 19) },
		outputs: func(s subject) resource.PropertyMap {
			record := resource.PropertyMap{"mutateTime": str(s.time("created")), "mutatedBy": str("sandbox@" + s.project() + ".iam.gserviceaccount.com")}
			return withProject(s, resource.PropertyMap{"name": str(s.id), "creationRecords": objects(record)})
		},
		takes: durations{create: 3 * time.Second, update: 3 * time.Second, delete: 2 * time.Second},
	}}
}

var (
	comparisons = []string{"COMPARISON_GT", "COMPARISON_GE", "COMPARISON_LT", "COMPARISON_LE", "COMPARISON_EQ", "COMPARISON_NE"}
	combiners   = []string{"AND", "OR", "AND_WITH_MATCHING_RESOURCE"}
	severities  = []string{"CRITICAL", "ERROR", "WARNING"}
	seconds     = regexp.MustCompile(`^([0-9]+)(\.[0-9]+)?s$`)
)

func checkAlertPolicy(in resource.PropertyMap) []Failure {
	r := &rules{in: in}
	r.oneOf(combiners, "combiner")
	r.oneOf(severities, "severity")
	if items := list(in, "conditions"); has(in, "conditions") && len(items) == 0 {
		r.fail("conditions", "need 1 or more conditions, got 0")
	} else if len(items) > 6 {
		r.fail("conditions", "need at most 6 conditions, got %d", len(items))
	}
	for i, condition := range members(in, "conditions") {
		r.within("conditions["+strconv.Itoa(i)+"]", condition, checkCondition)
	}
	return r.failures
}

// conditionForms are the kinds of a condition, of which each has exactly one.
var conditionForms = []resource.PropertyKey{
	"conditionThreshold", "conditionAbsent", "conditionMatchedLog", "conditionMonitoringQueryLanguage", "conditionPrometheusQueryLanguage",
}

func checkCondition(r *rules) {
	if _, given := r.in["displayName"]; !given {
		r.fail("displayName", "need a display name, got none")
	}
	forms := 0
	for _, form := range conditionForms {
		if _, given := r.in[form]; given {
			forms++
		}
	}
	if forms != 1 {
		r.fail("condition", "need exactly one of conditionThreshold, conditionAbsent, conditionMatchedLog and the query languages, got %d", forms)
	}
	if threshold := object(r.in, "conditionThreshold"); threshold != nil {
		r.within("conditionThreshold", threshold, func(t *rules) {
			t.oneOf(comparisons, "comparison")
			checkMetricCondition(t)
		})
	}
	if absent := object(r.in, "conditionAbsent"); absent != nil {
		r.within("conditionAbsent", absent, checkMetricCondition)
	}
}

// checkMetricCondition holds what a threshold and an absence have in common.
func checkMetricCondition(r *rules) {
	checkMinutes(r, "duration")
	for i, aggregation := range members(r.in, "aggregations") {
		r.within("aggregations["+strconv.Itoa(i)+"]", aggregation, func(a *rules) { checkMinutes(a, "alignmentPeriod") })
	}
	filter, known := at(r.in, "filter")
	if !known || !filter.IsString() {
		return
	}
	for _, part := range []string{"resource.type", "metric.type"} {
		if !strings.Contains(filter.StringValue(), part) {
			r.fail("filter", "need a filter that names %s, got %q", part, filter.StringValue())
		}
	}
}

// checkMinutes requires a duration of whole minutes, written in seconds.
func checkMinutes(r *rules, property resource.PropertyKey) {
	if !has(r.in, property) {
		return
	}
	got := text(r.in, property)
	match := seconds.FindStringSubmatch(got)
	if match == nil {
		r.fail(string(property), `need a duration in seconds that ends with "s", such as "300s", got %q`, got)
		return
	}
	if n, err := strconv.Atoi(match[1]); err != nil || n%60 != 0 || match[2] != "" {
		r.fail(string(property), "need a multiple of 60 seconds, got %q", got)
	}
}
