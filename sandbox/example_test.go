package sandbox_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/sandbox"
)

// A program that makes a bucket.
func backups(ctx *pulumi.Context) error {
	bucket, err := register(ctx, "gcp:storage/bucket:Bucket", "backups", pulumi.Map{"location": pulumi.String("EU")})
	if err != nil {
		return err
	}
	ctx.Export("bucket", bucket.ID())
	return nil
}

func Example() {
	ctx := context.Background()
	cloud := sandbox.New(sandbox.Options{})
	defer cloud.Close() //nolint:errcheck // an example

	first, err := cloud.Up(ctx, "acme/shop/dev", sandbox.Func(backups))
	if err != nil {
		fmt.Println(err)
		return
	}
	second, err := cloud.Up(ctx, "acme/shop/dev", sandbox.Func(backups))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(first.Changes)
	fmt.Println(second.Changes)
	// Output:
	// map[create:2]
	// map[same:2]
}

func ExampleCloud_Fail() {
	// snippet:faults
	ctx := context.Background()
	cloud := sandbox.New(sandbox.Options{})
	cloud.Fail(sandbox.On{Op: sandbox.Create, Type: "gcp:storage/bucket:Bucket"}, errors.New("quota exceeded"))
	_, err := cloud.Up(ctx, "acme/shop/dev", sandbox.Func(backups))
	fmt.Println(err != nil, len(cloud.Objects()))

	cloud.Heal()
	_, err = cloud.Up(ctx, "acme/shop/dev", sandbox.Func(backups))
	fmt.Println(err != nil, len(cloud.Objects()))
	// snippet:end

	// Output:
	// true 0
	// false 1
}
