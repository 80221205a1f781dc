// Package bad makes every mistake once.
package bad

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
	"github.com/groundwork-go/groundwork/stackref/contractvet/testdata/real/good"
)

// Database is a contract with mistakes.
type Database struct {
	stackref.Contract `contract:"acme.database" version:"1.0"`
	Host              pulumi.StringOutput
	Password          pulumi.StringOutput `pulumi:"password"`
	Tags              pulumi.StringArray  `pulumi:"tags"`
}

// Program reads another stack.
func Program(ctx *pulumi.Context) error {
	network, _ := stackref.Import[good.Network](ctx, stackref.SameStack("network"))
	ref, err := pulumi.NewStackReference(ctx, "acme/network/dev", nil)
	if err != nil {
		return err
	}
	ctx.Export("other", pulumi.ToOutput(ref.GetStringOutput(pulumi.String("vpcId"))))
	ctx.Export("vpc", network.VPCID)
	return nil
}
