package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// Redis is the cluster, and the network that it is in.
type Redis struct {
	stackref.Contract `contract:"acme.aws-redis" version:"1.0"`

	VPCID                 pulumi.StringOutput      `pulumi:"vpcId" validate:"prefix=vpc-"`
	CIDR                  string                   `pulumi:"cidr" doc:"the network's addresses"`
	PrivateSubnetIDs      pulumi.StringArrayOutput `pulumi:"privateSubnetIds" validate:"min=1" doc:"one in each zone, with a way out"`
	Endpoint              pulumi.StringOutput      `pulumi:"endpoint" doc:"the name that clients begin at; the nodes' names differ in the part before the first dot"`
	Port                  pulumi.IntOutput         `pulumi:"port" validate:"min=1,max=65535" doc:"of every node"`
	SecurityGroupID       pulumi.StringOutput      `pulumi:"securityGroupId" validate:"prefix=sg-" doc:"of the cluster; rules can be added to it"`
	ClientSecurityGroupID pulumi.StringOutput      `pulumi:"clientSecurityGroupId" validate:"prefix=sg-" doc:"whoever carries it may connect"`
	SecretARN             pulumi.StringOutput      `pulumi:"secretArn" validate:"prefix=arn:" doc:"host, port, user, password and a URL"`
}
