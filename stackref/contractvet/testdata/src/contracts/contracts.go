// Package contracts has good contracts.
package contracts

import (
	"github.com/groundwork-go/groundwork/stackref"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type Network struct {
	stackref.Contract `contract:"acme.network" version:"1.2"`
	VPCID             pulumi.StringOutput      `pulumi:"vpcId" validate:"prefix=vpc-"`
	Subnets           pulumi.StringArrayOutput `pulumi:"subnets" validate:"min=2"`
	Password          pulumi.StringOutput      `pulumi:"password,secret"`
}

type Queue struct {
	stackref.Contract `contract:"acme.queue" version:"0.1"`
	URL               pulumi.StringOutput `pulumi:"url"`
}

type hidden struct {
	stackref.Contract `contract:"acme.hidden" version:"0.1"`
	Inside            pulumi.StringOutput `pulumi:"inside"`
}
