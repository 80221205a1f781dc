package ecstask

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/internal/awsform"
	"github.com/groundwork-go/groundwork/internal/naming"
)

const (
	// MaxCluster is the longest name of a cluster (ECS API reference, CreateCluster).
	MaxCluster = 255
	// MaxService is the longest name of an ECS service (aws ecs.Service, Name).
	MaxService = 255
	// MaxSchedule is the longest name of a schedule and of a group of them (EventBridge Scheduler API reference).
	MaxSchedule = 64
	// maxFamily is the longest family (ECS API reference, RegisterTaskDefinition).
	maxFamily = 255
	// familyHash is 50 bits in the letters a to z and the digits 2 to 7.
	familyHash = 10
)

// Family is the name that all revisions of a task definition share, made of its logical name. It must stay what it is for as long as the
// component lives, and no other stack in the account may have it: whoever runs a family by its name gets its latest revision.
func Family(ctx *pulumi.Context, name string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{ctx.Project(), ctx.Stack(), name}, "\x00")))
	hash := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:familyHash]
	return naming.Truncate(name, maxFamily-1-familyHash) + "-" + hash
}

// ClusterARN is how the ARN of a cluster looks.
var ClusterARN = awsform.Form{
	Need:    "the ARN of a cluster, arn:aws:ecs:REGION:ACCOUNT:cluster/NAME",
	Pattern: regexp.MustCompile(awsform.AnyPartition + `ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]+$`),
}

// ClusterName is the name in a cluster's ARN, which metrics go by.
func ClusterName(arn string) string {
	_, name, _ := strings.Cut(arn, ":cluster/")
	return name
}

// Location is what an ARN says about where its resource is.
type Location struct{ Partition, Region, Account string }

// Locate reads an ARN. The block begins the error about one that does not say where it is.
func Locate(block, arn string) (Location, error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[1] == "" || parts[3] == "" || parts[4] == "" {
		return Location{}, fmt.Errorf("%s: need an ARN with partition, region and account, got %q", block, arn)
	}
	return Location{Partition: parts[1], Region: parts[3], Account: parts[4]}, nil
}
