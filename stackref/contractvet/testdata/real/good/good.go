// Package good uses a contract as it should.
package good

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// Network is a contract.
type Network struct {
	stackref.Contract `contract:"acme.network" version:"1.0"`
	VPCID             pulumi.StringOutput   `pulumi:"vpcId" validate:"prefix=vpc-"`
	Subnets           []pulumi.StringOutput `pulumi:"subnets" validate:"min=1"`
	Password          pulumi.StringOutput   `pulumi:"password,secret"`
}

// Program imports one contract and exports it again.
func Program(ctx *pulumi.Context) error {
	net, err := stackref.Import[Network](ctx, stackref.SameStack("network"))
	if err != nil {
		return err
	}
	return stackref.Export(ctx, net)
}
