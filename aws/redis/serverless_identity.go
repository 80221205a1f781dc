package redis

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// leaveCache is what to do where the cache cannot follow.
const leaveCache = "a change would make a new, empty cache; make a second cache with RestoreFrom a snapshot of this one, " +
	"move the clients, then remove this one"

// fixed lists the arguments that the cache keeps for life.
func (args *ServerlessArgs) fixed() []component.Fixed {
	return []component.Fixed{
		{Field: "VPCID", Value: args.VPCID, Instead: leaveCache},
		{Field: "SubnetIDs", Value: args.sortedSubnets(), Instead: leaveCache},
		{Field: "Engine", Value: pulumi.String(args.Engine), Instead: leaveCache, Allow: becomesValkey},
		{
			Field: "MajorEngineVersion", Value: pulumi.String(args.MajorEngineVersion),
			Instead: "upgrade with the AWS CLI, modify-serverless-cache, and leave the field as it is; or make a second cache with RestoreFrom",
		},
		{Field: "KMSKeyARN", Value: args.KMSKeyARN, Instead: leaveCache},
		fixedGeneration(args.PasswordGeneration),
	}
}

// sortedSubnets makes the order of the subnets meaningless.
func (args *ServerlessArgs) sortedSubnets() pulumi.StringArrayOutput {
	return args.SubnetIDs.ToStringArrayOutput().ApplyT(func(ids []string) []string {
		return slices.Sorted(slices.Values(ids))
	}).(pulumi.StringArrayOutput)
}
