// Package common has fields for contracts of other packages.
package common

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

type Common struct {
	Owner pulumi.StringOutput
	Token pulumi.StringOutput `pulumi:"token"`
}
