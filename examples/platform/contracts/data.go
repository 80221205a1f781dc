package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// Data are the platform's data stores. It holds no password: a store has one in a secret, or knows roles.
type Data struct {
	stackref.Contract `contract:"acme.platform.data" version:"1.0"`

	Sessions Sessions `pulumi:"sessions"`
	Products Products `pulumi:"products"`
}

// Sessions is the Valkey cluster that keeps the sessions of users.
type Sessions struct {
	Endpoint        pulumi.StringOutput `pulumi:"endpoint" doc:"the name that clients begin at; the nodes' names differ in the part before the first dot"`
	Port            int                 `pulumi:"port" validate:"min=1,max=65535" doc:"of every node"`
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId" validate:"prefix=sg-" doc:"of the cluster; rules can be added to it"`
	SecretARN       pulumi.StringOutput `pulumi:"secretArn" validate:"prefix=arn:" doc:"host, port, user, password and a URL"`
	SecretVersionID pulumi.StringOutput `pulumi:"secretVersionId" doc:"changes when the secret does, so that what reads it is started again"`
}

// Products is the search domain with the products.
type Products struct {
	Endpoint        pulumi.StringOutput `pulumi:"endpoint" doc:"the host that takes signed requests"`
	Port            int                 `pulumi:"port" validate:"min=1,max=65535" doc:"HTTPS"`
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId" validate:"prefix=sg-" doc:"of the domain; rules can be added to it"`
	ClientRoleARN   pulumi.StringOutput `pulumi:"clientRoleArn" validate:"prefix=arn:" doc:"the role that requests are signed as; roles of the same environment may assume it"`
}
