package binding

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// awsVersion is the provider version of the AWS SDK that go.mod names: with another one a program would run two
// providers. A test compares them.
const awsVersion = "6.83.2"

// awsOptions puts the provider's version before the caller's options, as the SDK does.
func awsOptions(opts []pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Version(awsVersion)}, opts...)
}
