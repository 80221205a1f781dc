package contracts

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/k8s/provider"
	"github.com/groundwork-go/groundwork/stackref"
)

// Clusters is what the cluster stack gives to everything that runs on its clusters.
type Clusters struct {
	stackref.Contract `contract:"acme.clusters" version:"1.0"`

	Active   string              `pulumi:"active" doc:"the slot that serves"`
	Slots    map[string]Slot     `pulumi:"slots" validate:"min=1" doc:"every cluster, by slot"`
	VPCID    pulumi.StringOutput `pulumi:"vpcId" validate:"prefix=vpc-"`
	CIDR     string              `pulumi:"cidr" doc:"the network's addresses"`
	Balancer Balancer            `pulumi:"balancer" doc:"the load balancer, which outlives clusters"`
}

// Slot is one cluster.
type Slot struct {
	Cluster         provider.Cluster    `pulumi:"cluster"`
	Generation      int                 `pulumi:"generation" validate:"min=1"`
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId" validate:"prefix=sg-" doc:"the group of the nodes and their pods"`
	State           string              `pulumi:"state" validate:"oneof=serving|standby|draining|lost"`
	GivenUp         string              `pulumi:"givenUp,optional" doc:"why a lost cluster is given up"`
}

// Serves tells whether software belongs on the cluster. A draining one is about to be removed, and a lost one is gone.
func (s Slot) Serves() bool { return s.State == "serving" || s.State == "standby" }

// Balancer is the application load balancer in front of the clusters.
type Balancer struct {
	HTTPSListenerARN pulumi.StringOutput `pulumi:"httpsListenerArn" validate:"prefix=arn:"`
	SecurityGroupID  pulumi.StringOutput `pulumi:"securityGroupId" validate:"prefix=sg-"`
	DNSName          pulumi.StringOutput `pulumi:"dnsName"`
}

// Platform is what the platform stack gives to applications.
type Platform struct {
	stackref.Contract `contract:"acme.platform" version:"1.0"`

	Slots map[string]Prepared `pulumi:"slots" doc:"the clusters that are ready for applications, by slot"`
}

// Prepared is a cluster with its controllers.
type Prepared struct {
	Generation int `pulumi:"generation" doc:"of the cluster that was prepared"`
}
