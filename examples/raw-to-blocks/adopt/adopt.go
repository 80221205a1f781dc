// Package adopt makes the children of a block out of resources that stood on their own. Copy it into your program: it is needed until every
// stack has had its update, and for as long as something has to be kept.
package adopt

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// snippet:child

// Child is what a child of a block was before.
type Child struct {
	// Was is the resource's logical name in the program before, or its whole URN when it had a parent. Its type is the child's. Empty
	// when every stack has had its update.
	Was string
	// Keep are the properties that stay as they are in the state, whatever the block says: names that somebody chose, and whatever else
	// cannot change without a replacement.
	Keep []string
	// Import is the id of an object that is in the cloud and in no state, or in the state as something of another type. Remove it after
	// the update.
	Import string
}

// snippet:end

// snippet:children

// Children is an option for a block. Its children, by their logical names, are the resources that they were before.
func Children(children map[string]Child) pulumi.ResourceOption {
	return pulumi.Transformations([]pulumi.ResourceTransformation{func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		child, adopted := children[args.Name]
		if !adopted {
			return nil
		}
		opts := append(slices.Clone(args.Opts), pulumi.IgnoreChanges(child.Keep))
		switch {
		case strings.HasPrefix(child.Was, "urn:"):
			opts = append(opts, pulumi.Aliases([]pulumi.Alias{{URN: pulumi.URN(child.Was)}}))
		case child.Was != "":
			opts = append(opts, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String(child.Was), NoParent: pulumi.Bool(true)}}))
		}
		if child.Import != "" {
			opts = append(opts, pulumi.Import(pulumi.ID(child.Import)))
		}
		return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: opts}
	}})
}

// snippet:end
