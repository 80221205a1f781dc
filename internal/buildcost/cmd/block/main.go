// Command block is the program of the package of the same name, to be built and not to be run.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/buildcost/block"
)

func main() { pulumi.Run(block.Program) }
