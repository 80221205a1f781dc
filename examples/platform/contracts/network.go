package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// snippet:network

// Network is the private network that everything else stands in.
type Network struct {
	stackref.Contract `contract:"acme.platform.network" version:"1.0"`

	VPCID              pulumi.StringOutput      `pulumi:"vpcId" validate:"prefix=vpc-"`
	CIDR               string                   `pulumi:"cidr" doc:"the network's addresses"`
	Zones              []string                 `pulumi:"zones" validate:"min=1,unique" doc:"each tier has one subnet in each of them"`
	PublicSubnetIDs    pulumi.StringArrayOutput `pulumi:"publicSubnetIds" validate:"min=1,prefix=subnet-" doc:"for load balancers and nothing else"`
	EgressSubnetIDs    pulumi.StringArrayOutput `pulumi:"egressSubnetIds" validate:"min=1,prefix=subnet-" doc:"private, with a way out"`
	IsolatedSubnetIDs  pulumi.StringArrayOutput `pulumi:"isolatedSubnetIds" validate:"min=1,prefix=subnet-" doc:"private, without a way out; for data"`
	DataClientsGroupID pulumi.StringOutput      `pulumi:"dataClientsGroupId" validate:"prefix=sg-" doc:"whoever carries it is admitted by data stores"`
}

// snippet:end
