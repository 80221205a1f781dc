// Package free knows no contract, and may read outputs as it likes.
package free

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

func reads(ref *pulumi.StackReference) {
	ref.GetOutput(pulumi.String("vpcId"))
}
