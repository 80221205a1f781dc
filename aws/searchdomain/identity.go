package searchdomain

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// moveAway is what to do where the domain cannot follow.
const moveAway = "a change would make a new, empty domain; make a second domain, take a manual snapshot of this one to S3 and restore it " +
	"there, move the clients, then remove this one"

// fixed lists the arguments that the domain keeps for life.
func (args *DomainArgs) fixed() []component.Fixed {
	return []component.Fixed{
		{Field: "VPCID", Value: args.VPCID, Instead: moveAway},
		{Field: "KMSKeyARN", Value: args.KMSKeyARN, Instead: moveAway},
		{Field: "EngineVersion", Value: pulumi.String(args.EngineVersion), Refuse: refusedUpgrade},
	}
}
