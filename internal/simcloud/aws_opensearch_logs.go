package simcloud

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// maxLogPolicies is the number of resource policies that CloudWatch Logs takes in one region.
const maxLogPolicies = 10

// admitLogPolicy counts the policies. One of a name that is there already takes the place of the other.
func admitLogPolicy(_, o Object, live []Object) refusal {
	names := map[string]bool{text(plainMap(o.Inputs), "policyName"): true}
	for _, other := range live {
		if other.Token == logPolicyToken {
			names[text(plainMap(other.Inputs), "policyName")] = true
		}
	}
	if len(names) > maxLogPolicies {
		return refuse("LimitExceededException", "Resource limit exceeded.")
	}
	return refusal{}
}

// admitSearch wants every log group of a domain to be covered by one of the region's policies, as the service does when it
// tries to write. Where no policy lives in this cloud, it is taken to be made elsewhere.
func admitSearch(_, o Object, live []Object) refusal {
	var policies []logPolicy
	for _, other := range live {
		if other.Token == logPolicyToken {
			policies = append(policies, readLogPolicy(text(plainMap(other.Inputs), "policyDocument")))
		}
	}
	if len(policies) == 0 {
		return refusal{}
	}
	for _, option := range members(plainMap(o.Inputs), "logPublishingOptions") {
		group := text(option, "cloudwatchLogGroupArn")
		if group == "" || slices.ContainsFunc(policies, func(p logPolicy) bool { return p.admits(group) }) {
			continue
		}
		_, name, _ := strings.Cut(group, ":log-group:")
		return refuse("ValidationException", "The Resource Access Policy specified for the CloudWatch Logs log group %s does not grant "+
			"sufficient permissions for Amazon OpenSearch Service to create a log stream. Please check the Resource Access Policy.",
			strings.TrimSuffix(name, ":*"))
	}
	return refusal{}
}

// logPolicy is as much of a policy as decides whether OpenSearch may write. Its conditions are taken to hold.
type logPolicy struct {
	Statement []struct {
		Effect    string
		Principal map[string]oneOrMore
		Action    oneOrMore
		Resource  oneOrMore
	}
}

// oneOrMore is a list, which a policy may write as a single text.
type oneOrMore []string

// UnmarshalJSON takes both forms.
func (o *oneOrMore) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(o))
}

// readLogPolicy reads a policy; one that cannot be read admits nothing.
func readLogPolicy(document string) logPolicy {
	var policy logPolicy
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		return logPolicy{}
	}
	return policy
}

// admits tells whether one statement lets OpenSearch make streams in a group and write to them, also in batches.
func (p logPolicy) admits(group string) bool {
	group = strings.TrimSuffix(group, ":*") + ":log-stream:x"
	for _, s := range p.Statement {
		if s.Effect != "Allow" || !slices.Contains(s.Principal["Service"], "es.amazonaws.com") || !s.Resource.match(group) {
			continue
		}
		if s.Action.match("logs:CreateLogStream") && s.Action.match("logs:PutLogEvents") && s.Action.match("logs:PutLogEventsBatch") {
			return true
		}
	}
	return false
}

// match tells whether one of the patterns, in which * stands for any characters, fits.
func (o oneOrMore) match(value string) bool {
	return slices.ContainsFunc(o, func(pattern string) bool {
		parts := strings.Split(pattern, "*")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		fits, err := regexp.MatchString("^"+strings.Join(parts, ".*")+"$", value)
		return err == nil && fits
	})
}
