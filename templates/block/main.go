// Command ${PROJECT} keeps a team's reports in a block of the team's own.
package main

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"blocks/reportstore"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/stackconfig"
	"github.com/groundwork-go/groundwork/tagging"
)

func main() { pulumi.Run(program) }

// Reports is the object ${PROJECT}:reports.
type Reports struct {
	RetentionDays int               `yaml:"retention_days" required:"true"`
	Locked        bool              `yaml:"locked"`
	Protect       bool              `yaml:"protect" default:"true"`
	Profile       component.Profile `yaml:"profile"`
}

func program(ctx *pulumi.Context) error {
	tags, tagsErr := tagging.FromConfig(ctx, tagging.DefaultPolicy())
	reports, reportsErr := stackconfig.Load[Reports](ctx, "reports")
	if err := errors.Join(tagsErr, reportsErr); err != nil {
		return err
	}
	store, err := reportstore.New(ctx, "reports", &reportstore.Args{
		Tags: tags, RetentionDays: reports.RetentionDays, Locked: reports.Locked,
		Profile: reports.Profile, DisableProtection: !reports.Protect,
	})
	if err != nil {
		return err
	}
	ctx.Export("bucket", store.BucketName)
	return nil
}
