package twingateconnector_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/aws/twingateconnector"
	"github.com/groundwork-go/groundwork/infratest"
	"github.com/groundwork-go/groundwork/tagging"
)

func TestEC2Conformance(t *testing.T) {
	t.Parallel()
	for golden, test := range map[string]struct {
		required []string
		change   func(*twingateconnector.EC2Args)
	}{
		"ec2":            {[]string{"Tags", "Access.Account", "VPCID", "SubnetIDs", "PrivateCIDRs", "ImageID"}, ec2AsIs},
		"ec2-everything": {nil, everyEC2},
	} {
		t.Run(golden, func(t *testing.T) {
			t.Parallel()
			infratest.Conformance(t, infratest.Spec[twingateconnector.EC2Args, *twingateconnector.EC2]{
				Token: "groundwork:aws/twingateconnector:EC2",
				New:   twingateconnector.NewEC2,
				Args: func(_ *pulumi.Context, tags tagging.Set) *twingateconnector.EC2Args {
					args := ec2Args(tags)
					test.change(args)
					return args
				},
				Required: test.required,
				Golden:   "testdata/golden/" + golden + ".json",
			})
		})
	}
}
