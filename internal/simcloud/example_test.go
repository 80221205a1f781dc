package simcloud_test

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/groundwork-go/groundwork/internal/simcloud"
)

// A front hands each step of the engine over: check, then create.
func Example() {
	cloud := simcloud.New(simcloud.Options{})
	request := simcloud.Request{
		URN:    "urn:pulumi:dev::shop::gcp:redis/instance:Instance::sessions",
		Inputs: resource.NewPropertyMapFromMap(map[string]any{"memorySizeGb": 400, "tier": "GOLD"}),
	}
	_, failures := cloud.Check(request)
	for _, f := range failures {
		fmt.Printf("%s: %s\n", f.Property, f.Reason)
	}

	request.Inputs = resource.NewPropertyMapFromMap(map[string]any{"memorySizeGb": 4, "tier": "BASIC", "name": "sessions"})
	request.Inputs, _ = cloud.Check(request)
	redis, err := cloud.Create(context.Background(), request)
	fmt.Println(redis.ID, redis.Outputs["port"].NumberValue(), err)
	// Output:
	// memorySizeGb: need 1 to 300, got 400
	// tier: need one of BASIC, STANDARD_HA, got "GOLD"
	// projects/sandbox-project/locations/us-central1/instances/sessions 6379 <nil>
}

// A diff says which changes are done in place and which make a new object.
func ExampleCloud_Diff() {
	old := resource.NewPropertyMapFromMap(map[string]any{"name": "sessions", "memorySizeGb": 4, "tier": "BASIC"})
	next := resource.NewPropertyMapFromMap(map[string]any{"name": "sessions", "memorySizeGb": 5, "tier": "STANDARD_HA"})
	diff := simcloud.New(simcloud.Options{}).Diff(simcloud.Request{
		URN: "urn:pulumi:dev::shop::gcp:redis/instance:Instance::sessions", OldInputs: old, Inputs: next,
	})
	fmt.Println("changed:", diff.Changed)
	fmt.Println("replace:", diff.Replace, "delete first:", diff.DeleteBeforeReplace)
	// Output:
	// changed: [memorySizeGb tier]
	// replace: [tier] delete first: true
}
