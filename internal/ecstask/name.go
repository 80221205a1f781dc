package ecstask

import (
	"crypto/sha256"
	"encoding/base32"
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
