// Mishaps makes two names and a password, and looks a third name up. On request something goes wrong with them.
package main

import (
	crand "crypto/rand"
	"errors"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(run)
}

func run(ctx *pulumi.Context) error {
	cfg := config.New(ctx, "")
	keeper := cfg.Get("token")
	if cfg.GetBool("restless") {
		keeper = crand.Text()
	}
	first, err := random.NewRandomPet(ctx, "first", &random.RandomPetArgs{
		Keepers: pulumi.StringMap{"keeper": pulumi.String(keeper)},
	}, pulumi.Protect(cfg.GetBool("protect")))
	if err != nil {
		return err
	}
	second, err := random.NewRandomPet(ctx, "second", &random.RandomPetArgs{
		Keepers: pulumi.StringMap{"first": first.ID()},
	}, pulumi.RetainOnDelete(cfg.GetBool("keep")))
	if err != nil {
		return err
	}
	password, err := random.NewRandomPassword(ctx, "password", &random.RandomPasswordArgs{Length: pulumi.Int(32)})
	if err != nil {
		return err
	}
	if cfg.GetBool("loud") {
		password.Result.ApplyT(func(result string) (string, error) {
			return "", ctx.Log.Info("the password is "+result, nil)
		})
	}
	found, err := random.GetRandomPet(ctx, "found", pulumi.ID("early-bird"), nil)
	if err != nil {
		return err
	}
	ctx.Export("url", pulumi.Sprintf("https://%s.%s.example", second.ID(), found.ID()))
	ctx.Export("password", password.Result)
	if cfg.GetBool("broken") {
		return errors.New("nothing works today")
	}
	return nil
}
