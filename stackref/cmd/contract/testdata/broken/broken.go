// Package broken holds a contract that no program can use.
package broken

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/stackref"
)

// Broken has two problems.
type Broken struct {
	stackref.Contract `contract:"acme.broken" version:"1.0"`
	Port              pulumi.IntOutput
	Size              int32 `pulumi:"size"`
}
