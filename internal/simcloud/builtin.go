package simcloud

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

const stashToken = "pulumi:index:Stash"

// builtinModels models what the engine itself provides. A stash keeps the first value that it was given as its output.
// The engine answers for it before any provider is asked, so that only infratest meets this model.
func builtinModels() []model {
	return []model{{
		token: stashToken,
		check: func(in resource.PropertyMap) []Failure {
			r := &rules{in: in}
			for _, name := range in.StableKeys() {
				if name != "input" {
					r.fail(string(name), "unknown property %q", name)
				}
			}
			if _, given := in["input"]; !given {
				r.fail("input", "need a value, got none")
			}
			return r.failures
		},
		id:      func(s subject) string { return s.uuid("id") },
		outputs: func(s subject) resource.PropertyMap { return resource.PropertyMap{"output": settle(s.given["input"])} },
	}}
}
