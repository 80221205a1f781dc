package redis

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// moveAway is what to do where the cluster cannot follow.
const moveAway = "a change would make a new, empty cluster; make a second cluster with RestoreFrom a snapshot of this one, " +
	"move the clients, then remove this one"

// fixed lists the arguments that the cluster keeps for life.
func (args *ClusterArgs) fixed() []component.Fixed {
	return []component.Fixed{
		{Field: "VPCID", Value: args.VPCID, Instead: moveAway},
		{Field: "Engine", Value: pulumi.String(args.Engine), Instead: moveAway, Allow: becomesValkey},
		{Field: "EngineVersion", Value: pulumi.String(args.EngineVersion), Instead: moveAway, Allow: func(old, next any) bool {
			before, wasText := old.(string)
			after, isText := next.(string)
			return wasText && isText && !olderVersion(after, before)
		}},
		{Field: "NodeType", Value: pulumi.String(args.NodeType), Instead: moveAway, Allow: func(old, next any) bool {
			before, wasText := old.(string)
			after, isText := next.(string)
			return wasText && isText && tiered(before) == tiered(after)
		}},
		{Field: "Shards", Value: pulumi.Int(args.Shards), Instead: moveAway, Allow: func(old, next any) bool {
			return (old == 0.0) == (next == 0.0)
		}},
		{Field: "Port", Value: pulumi.Int(args.Port), Instead: moveAway},
		{Field: "KMSKeyARN", Value: args.KMSKeyARN, Instead: moveAway},
		fixedGeneration(args.PasswordGeneration),
	}
}

// becomesValkey is the one change of the engine that is made in place.
func becomesValkey(old, next any) bool { return old == string(Redis) && next == string(Valkey) }

// fixedGeneration lets the generation of the password go up by one, so that the password that clients have stays good.
func fixedGeneration(generation int) component.Fixed {
	return component.Fixed{
		Field: "PasswordGeneration", Value: pulumi.Int(generation),
		Instead: "raise it by one at a time, and only when all clients have the present password",
		Allow: func(old, next any) bool {
			before, wasNumber := old.(float64)
			after, isNumber := next.(float64)
			return wasNumber && isNumber && after == before+1
		},
	}
}
