// Stack-reader makes a name that lives as long as the address another stack exports.
package main

import (
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(run)
}

func run(ctx *pulumi.Context) error {
	upstream := config.New(ctx, "").Get("upstream")
	if upstream == "" {
		upstream = "organization/raw-aws/dev"
	}
	stack, err := pulumi.NewStackReference(ctx, "upstream", &pulumi.StackReferenceArgs{Name: pulumi.String(upstream)})
	if err != nil {
		return err
	}
	url := stack.GetStringOutput(pulumi.String("url"))
	nickname, err := random.NewRandomPet(ctx, "nickname", &random.RandomPetArgs{
		Keepers: pulumi.StringMap{"url": url},
	})
	if err != nil {
		return err
	}

	ctx.Export("url", url)
	ctx.Export("nickname", nickname.ID())
	return nil
}
