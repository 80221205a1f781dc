package awsform

import (
	"fmt"
	"strings"
)

// Location is what an ARN says about where its resource is.
type Location struct{ Partition, Region, Account string }

// Locate reads arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE. The error about one that does not say where it is begins with whose it is.
func Locate(whose, arn string) (Location, error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[1] == "" || parts[3] == "" || parts[4] == "" {
		return Location{}, fmt.Errorf("%s: need an ARN with partition, region and account, got %q", whose, arn)
	}
	return Location{Partition: parts[1], Region: parts[3], Account: parts[4]}, nil
}
