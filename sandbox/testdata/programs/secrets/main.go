// Secrets feeds one encrypted and one plain setting into resources and outputs.
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
	cfg := config.New(ctx, "")
	token, err := cfg.TrySecret("apiToken")
	if err != nil {
		return err
	}
	region, err := cfg.Try("region")
	if err != nil {
		return err
	}
	password, err := random.NewRandomPassword(ctx, "database", &random.RandomPasswordArgs{
		Length:  pulumi.Int(32),
		Keepers: pulumi.StringMap{"apiToken": token, "region": pulumi.String(region)},
	})
	if err != nil {
		return err
	}

	ctx.Export("region", pulumi.String(region))
	ctx.Export("apiToken", token)
	ctx.Export("password", password.Result)
	ctx.Export("connection", pulumi.Sprintf("postgres://app:%s@db.%s.internal/app", password.Result, region))
	return nil
}
