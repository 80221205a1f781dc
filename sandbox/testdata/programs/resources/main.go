// Resources makes as many small resources as asked for, in components of ten.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

const groupSize = 10

// group is the parent of up to ten resources.
type group struct {
	pulumi.ResourceState
}

func main() {
	pulumi.Run(run)
}

func run(ctx *pulumi.Context) error {
	count, err := config.New(ctx, "").TryInt("count")
	if err != nil {
		return err
	}
	for first := 0; first < count; first += groupSize {
		if err := newGroup(ctx, first, min(first+groupSize, count)); err != nil {
			return err
		}
	}
	ctx.Export("count", pulumi.Int(count))
	return nil
}

// newGroup makes the resources [first, end) and their parent.
func newGroup(ctx *pulumi.Context, first, end int) error {
	parent := &group{}
	err := ctx.RegisterComponentResource("resources:index:Group", fmt.Sprintf("group-%04d", first/groupSize), parent)
	if err != nil {
		return err
	}
	for i := first; i < end; i++ {
		_, err := random.NewRandomPet(ctx, fmt.Sprintf("pet-%04d", i), &random.RandomPetArgs{
			Length: pulumi.Int(2),
		}, pulumi.Parent(parent))
		if err != nil {
			return err
		}
	}
	return ctx.RegisterResourceOutputs(parent, pulumi.Map{"size": pulumi.Int(end - first)})
}
