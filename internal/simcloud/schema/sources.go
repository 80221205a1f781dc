//go:build generate

package schema

// The generator reads the sources of these modules; the imports hold their versions in go.mod.
import (
	_ "github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	_ "github.com/pulumi/pulumi-command/sdk/go/command"
	_ "github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp"
	_ "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	_ "github.com/pulumi/pulumi-random/sdk/v4/go/random"
)
