package schema_test

import (
	"fmt"

	"github.com/groundwork-go/groundwork/internal/simcloud/schema"
)

func ExampleLookup() {
	subnet, ok := schema.Lookup("aws:ec2/subnet:Subnet")
	fmt.Println(ok, subnet.Tags)
	vpcID, _ := subnet.Input("vpcId")
	fmt.Println(vpcID.Required, vpcID.Replaces)
	arn, _ := subnet.Output("arn")
	fmt.Println(arn.Kind == schema.String, arn.Always)
	// Output:
	// true tags
	// true true
	// true true
}
