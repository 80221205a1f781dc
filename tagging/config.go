package tagging

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// FromConfig reads the tags from the stack's configuration, the object "tags" of the program's
// own project, and checks them like New:
//
//	config:
//	  shop:tags:
//	    owner: team-pay
//	    cost-center: cc-1200
//
// Values are text; a number or a switch needs quotes. The error is a *Error that names the
// stack and holds wrong types, unknown keys and missing ones together. A secret is refused:
// tags are shown in plain text everywhere.
func FromConfig(ctx *pulumi.Context, p Policy) (Set, error) {
	if ctx == nil {
		return Set{}, &Error{Problems: []Problem{noContext()}}
	}
	key := ctx.Project() + ":tags"
	refusal := &Error{Stack: ctx.Stack(), ConfigKey: key}
	refuse := func(need, got string) (Set, error) {
		_, refusal.Problems = p.compile()
		refusal.Problems = append(refusal.Problems, Problem{Key: key, Need: need, Got: got})
		return Set{}, refusal
	}

	text, found := ctx.GetConfig(key)
	switch {
	case !found:
		return refuse("an object of texts", fmt.Sprintf("nothing; write into Pulumi.%s.yaml:%s", ctx.Stack(), sample(key, p)))
	case ctx.IsConfigSecret(key):
		return refuse("tags in plain text (they are visible on every resource)", "a secret")
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil || raw == nil {
		return refuse("an object of texts", quote(text))
	}
	given, unreadable := decode(raw)
	return draft{policy: p, given: given, automatic: automaticTags(ctx), unreadable: unreadable}.set(refusal)
}

// decode separates the texts from everything else.
func decode(raw map[string]json.RawMessage) (Tags, []Problem) {
	given := Tags{}
	var unreadable []Problem
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		var text *string
		if err := json.Unmarshal(raw[key], &text); err == nil && text != nil {
			given[key] = *text
			continue
		}
		unreadable = append(unreadable, Problem{Key: key, Need: "a text", Got: kind(strings.TrimSpace(string(raw[key])))})
	}
	return given, unreadable
}

// kind describes a JSON value that is no text.
func kind(raw string) string {
	switch {
	case strings.HasPrefix(raw, "{"):
		return "an object"
	case strings.HasPrefix(raw, "["):
		return "a list"
	case raw == "null":
		return "null"
	case raw == "true", raw == "false":
		return fmt.Sprintf("the switch %s (write it in quotes)", raw)
	default:
		return fmt.Sprintf("the number %s (write it in quotes)", raw)
	}
}

// sample shows the lines to write into the stack's configuration file.
func sample(key string, p Policy) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n    config:\n      %s:", key)
	for _, k := range p.Required {
		if slices.Contains(automaticKeys(), k.Name) {
			continue
		}
		hint := ""
		if k.Why != "" {
			hint = "   # " + k.Why
		}
		fmt.Fprintf(&b, "\n        %s: %s%s", k.Name, example(k), hint)
	}
	return b.String()
}

func example(k Key) string {
	if len(k.OneOf) > 0 {
		return k.OneOf[0]
	}
	return "..."
}
