module blocks

go 1.25.11

require (
	github.com/groundwork-go/groundwork v0.1.0
	github.com/pulumi/pulumi-aws/sdk/v6 v6.83.2
	github.com/pulumi/pulumi/sdk/v3 v3.259.0
	github.com/stretchr/testify v1.12.1
)
