// Package company is what all projects of the company agree on: the tags that everything carries, and what an empty setting means.
package company

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/tagging"
)

// Policy is the library's default policy with the company's own rules: two stages, teams and accounts by their patterns, and the class
// of the data that a resource holds or carries, which audits ask for.
func Policy() tagging.Policy {
	policy := tagging.DefaultPolicy()
	for i := range policy.Required {
		switch key := &policy.Required[i]; key.Name {
		case "owner":
			key.Match = `team-[a-z-]+`
		case "cost-center":
			key.Match = `cc-[0-9]{4}`
		case "environment":
			key.OneOf = []string{"staging", "production"}
		}
	}
	policy.Required = append(policy.Required, tagging.Key{
		Name: "data-class", OneOf: []string{"public", "internal", "confidential"}, Why: "how the data in it must be handled",
	})
	return policy
}

// Tags are those of the stack's configuration, held to the company's policy.
func Tags(ctx *pulumi.Context) (tagging.Set, error) { return tagging.FromConfig(ctx, Policy()) }

// Environment is the stage in the tags. Roles are told apart by it.
func Environment(tags tagging.Set) string { return tags.Map()["environment"] }

// Topic is where alarms go; without an ARN they tell nobody.
func Topic(arn string) pulumi.StringInput {
	if arn == "" {
		return nil
	}
	return pulumi.String(arn)
}
